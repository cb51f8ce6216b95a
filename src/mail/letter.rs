//! One letter and the MIME message it becomes (RFC 5322, RFC 2046).
//!
//! Whatever a requester wrote, no header can be injected: names and subjects become one
//! line, and addresses and message ids are checked.

use super::Attachment;
use crate::domain::letter_kind::Automatic;
use chrono::{DateTime, Utc};
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use std::time::SystemTime;
use thiserror::Error;

/// The longest name or subject that is sent, in characters.
const LONGEST_HEADER: usize = 200;

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    /// The name as the person writes it; may be empty.
    pub name: String,
    /// The email address.
    pub address: String,
}

/// One letter, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The Message-ID, `local@host` without angle brackets; the same at every attempt, so that
    /// a letter sent twice is recognised as one.
    pub message_id: String,
    /// When it was written.
    pub written: DateTime<Utc>,
    /// Whom it is from.
    pub from: Correspondent,
    /// Whom it is to.
    pub to: Correspondent,
    /// Where an answer goes, when not to `from`.
    pub reply_to: Option<Correspondent>,
    /// The subject.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as HTML.
    pub html: String,
    /// The Message-ID of the message this answers.
    pub in_reply_to: Option<String>,
    /// The Message-IDs of the conversation so far, oldest first.
    pub references: Vec<String>,
    /// What made the program write it by itself (RFC 3834), so that no automatic answer follows;
    /// nothing for a letter that a person caused.
    pub auto_submitted: Option<Automatic>,
    /// The List-Id, of letters that go to many alike (RFC 2919), without angle brackets.
    pub list: Option<String>,
    /// The documents that travel with it.
    pub attachments: Vec<Attachment>,
}

/// Why a letter cannot be sent at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnusableLetter {
    /// An address that is none.
    #[error("the address <{0}> cannot be written to; correct it on the case")]
    Address(String),
    /// A Message-ID that is none: a fault in the program.
    #[error("the message id <{0}> is not of the form name@host")]
    MessageId(String),
    /// The message could not be put together.
    #[error("the letter could not be put together: {0}")]
    Message(String),
}

impl Letter {
    /// The whole message as it is written to a file: headers and both bodies.
    ///
    /// # Errors
    /// When an address or the Message-ID cannot be used.
    pub fn to_eml(&self) -> Result<Vec<u8>, UnusableLetter> {
        Ok(self.message()?.formatted())
    }

    /// The message for the SMTP client.
    pub(super) fn message(&self) -> Result<Message, UnusableLetter> {
        if !is_message_id(&self.message_id) {
            return Err(UnusableLetter::MessageId(one_line(&self.message_id)));
        }
        let mut builder = Message::builder()
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(SystemTime::from(self.written))
            .from(mailbox(&self.from)?)
            .to(mailbox(&self.to)?)
            .subject(one_line(&self.subject));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(mailbox(reply_to)?);
        }
        // What the other side called its messages is not ours to trust: what does not look like
        // a Message-ID is left out, and the thread is a little shorter.
        if let Some(answered) = self
            .in_reply_to
            .as_deref()
            .map(bare)
            .filter(|id| is_message_id(id))
        {
            builder = builder.in_reply_to(format!("<{answered}>"));
        }
        let known = self
            .references
            .iter()
            .map(|id| bare(id))
            .filter(|id| is_message_id(id));
        let known: Vec<_> = known.map(|id| format!("<{id}>")).collect();
        if !known.is_empty() {
            // A long thread keeps its first message and its latest ones (RFC 5537 advises the same).
            let latest = known.len().saturating_sub(20).max(1);
            let kept: Vec<_> = known[..1]
                .iter()
                .chain(known.get(latest..).unwrap_or_default())
                .cloned()
                .collect();
            builder = builder.references(kept.join(" "));
        }
        let raw = |name: &'static str, value: String| {
            HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
        };
        if let Some(by) = self.auto_submitted {
            let word = match by {
                Automatic::Replied => "auto-replied",
                Automatic::Generated => "auto-generated",
            };
            builder = builder
                .raw_header(raw("Auto-Submitted", word.into()))
                // Exchange goes by a header of its own; reports of delivery are still wanted.
                .raw_header(raw("X-Auto-Response-Suppress", "OOF, AutoReply".into()))
                // Should it come back around, it is known as our own.
                .raw_header(raw("X-Loop", mailbox(&self.from)?.email.to_string()));
        }
        if let Some(list) = &self.list {
            builder = builder.raw_header(raw("List-Id", format!("<{}>", one_line(list))));
        }
        let words = MultiPart::alternative_plain_html(self.text.clone(), self.html.clone());
        let whole = if self.attachments.is_empty() {
            words
        } else {
            self.attachments
                .iter()
                .map(part)
                .fold(MultiPart::mixed().multipart(words), MultiPart::singlepart)
        };
        builder
            .multipart(whole)
            .map_err(|error| UnusableLetter::Message(error.to_string()))
    }
}

/// A document as a part of a message. What it is, its name's ending tells the recipient; no
/// program is told to open it.
fn part(attachment: &Attachment) -> SinglePart {
    let encoded = attachment.encoded().to_vec();
    let body = Body::dangerous_pre_encoded(encoded, ContentTransferEncoding::Base64);
    SinglePart::builder()
        .header(ContentDisposition::attachment(&one_line(&attachment.name)))
        .header(ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN))
        .body(body)
}

/// Whether a text is a Message-ID without its brackets, of letters that are safe in a header
/// and not longer than a header line.
pub(super) fn is_message_id(id: &str) -> bool {
    let safe = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.[]:".contains(c);
        !part.is_empty() && part.chars().all(plain)
    };
    id.len() <= 250
        && id
            .split_once('@')
            .is_some_and(|(local, host)| safe(local) && safe(host))
}

fn bare(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .unwrap_or(id)
}

/// Whether a letter can be addressed so.
#[must_use]
pub fn can_be_written_to(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

fn mailbox(person: &Correspondent) -> Result<Mailbox, UnusableLetter> {
    let unusable = || UnusableLetter::Address(one_line(&person.address));
    if !person.address.is_ascii()
        || person
            .address
            .chars()
            .any(|c| c.is_ascii_control() || c == ' ')
    {
        return Err(unusable());
    }
    let address: Address = person.address.parse().map_err(|_| unusable())?;
    let name = one_line(&person.name);
    Ok(Mailbox::new(
        Some(name).filter(|name| !name.is_empty()),
        address,
    ))
}

/// A text on one line, without control characters and without the marks that turn the
/// direction of what follows, and not longer than a header should be.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown: String = text
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_HEADER {
        return line;
    }
    let mut cut: String = line.chars().take(LONGEST_HEADER - 1).collect();
    cut.push('…');
    cut
}
