//! A message as it was understood: plain values, nothing borrowed from its bytes.

use super::auth::Checks;
use super::quote::Folded;
use super::report::Report;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A message as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// Its Message-ID without brackets.
    pub message_id: Option<String>,
    /// The Message-IDs it answers.
    pub in_reply_to: Vec<String>,
    /// The Message-IDs of its conversation.
    pub references: Vec<String>,
    /// Its subject on one line.
    pub subject: String,
    /// Who says to have written it.
    pub from: Option<Sender>,
    /// Where answers are wanted, when elsewhere.
    pub reply_to: Option<Sender>,
    /// The return path the receiving server noted; empty for the null path.
    pub return_path: Option<String>,
    /// The envelope recipients the receiving server noted.
    pub delivered_to: Vec<String>,
    /// The addresses it names in To and Cc.
    pub addressed_to: Vec<String>,
    /// When it says it was written.
    pub sent: Option<DateTime<Utc>>,
    /// When the last server on its way took it, by its topmost Received line.
    pub received: Option<DateTime<Utc>>,
    /// What the sender wrote, and what is quoted from earlier messages.
    pub text: Folded,
    /// What there is to say where the text cannot be read.
    pub note: Option<BodyNote>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// What tells its kind.
    pub signs: Signs,
    /// What the receiving server found of its sender.
    pub checks: Checks,
    /// What it reports of a letter's delivery.
    pub report: Option<Report>,
    /// A digest of what it says: the same for two deliveries of one message, whatever the
    /// servers on the way added.
    pub digest: String,
}

/// A name and an address, as a message gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// The name; may be empty.
    pub name: String,
    /// The address; may be anything.
    pub address: String,
}

/// Why a message has no text to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyNote {
    /// There is neither text nor anything attached.
    Empty,
    /// There is no text, only what is attached.
    OnlyAttachments,
    /// It is encrypted.
    Encrypted,
    /// It is wrapped in Outlook's own format (TNEF).
    OnlyTnef,
    /// The bytes are no message this program can read, or are built to harm a reader.
    Unreadable,
    /// The program did not survive reading it.
    GivenUp,
}

impl Parsed {
    /// A message of which nothing is understood, for the reason given; `digest` is of its bytes.
    #[must_use]
    pub fn unread(why: BodyNote, digest: String) -> Self {
        Self {
            note: Some(why),
            digest,
            ..Self::default()
        }
    }
}

impl BodyNote {
    /// As an officer reads it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "The message has no text and nothing attached.",
            Self::OnlyAttachments => "The message has no text; everything it says is attached.",
            Self::Encrypted => {
                "The message is encrypted. Ask the sender to write again without encryption, or open the message itself."
            }
            Self::OnlyTnef => {
                "The message is wrapped in Outlook's own format (winmail.dat). Open the attachment, or ask the sender to write as plain text."
            }
            Self::Unreadable => {
                "The message cannot be read as one. The bytes are kept; open the message itself with care."
            }
            Self::GivenUp => {
                "Each time this message was read, the program was stopped before it had come to an end, so it is read no more. The bytes are kept; open the message itself with care."
            }
        }
    }
}

/// Something attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its place in the message, to take it out again.
    pub part: usize,
    /// Its name, made safe to save under.
    pub name: String,
    /// The media type it claims.
    pub media_type: String,
    /// Its size in bytes.
    pub size: usize,
    /// The SHA-256 digest of its bytes.
    pub digest: String,
    /// Whether it is Outlook's own wrapping (TNEF).
    pub tnef: bool,
}

/// What in its headers and parts tells the kind of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Auto-Submitted, in lower case without its parameters (RFC 3834).
    pub auto_submitted: Option<String>,
    /// The name of a header only automatic answers carry.
    pub auto_header: Option<&'static str>,
    /// Precedence, in lower case.
    pub precedence: Option<String>,
    /// The list it came through, by List-Id or another list header.
    pub list: Option<String>,
    /// The method of a calendar part (RFC 5546), in capitals.
    pub calendar: Option<String>,
    /// What a filter on the way said of it, when that is that it is spam.
    pub spam: Option<String>,
    /// Whether it says that another message was read (RFC 8098).
    pub read_receipt: bool,
    /// The senders named in X-Loop.
    pub loops: Vec<String>,
}
