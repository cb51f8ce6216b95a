//! From bytes to a message that was understood (RFC 5322, RFC 2045 to 2049).

use super::attachment::{attachments, bytes_of};
use super::header::{LONGEST_ADDRESS, addresses, ids, moment, one_line, value, values};
use super::parsed::{BodyNote, Parsed, Sender, Signs};
use super::quote::{Folded, fold};
use super::{auth, body, bounds, html, levelled, report};
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// The longest subject that is taken, in characters.
const SUBJECT: usize = 300;

/// From this size on, in bytes, messages are read one after the other: each takes several times its
/// size of memory.
const LARGE: usize = 1_000_000;
static ONE_LARGE: Mutex<()> = Mutex::new(());

/// Headers only automatic answers carry.
const AUTOMATIC: [&str; 5] = [
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply",
    "X-Mail-Autoreply",
];

/// Headers only lists add.
const LISTS: [&str; 4] = ["List-Id", "List-Post", "List-Unsubscribe", "X-Mailing-List"];

/// What the subject of an answer begins with; a message that is sent on begins otherwise, and what it
/// quotes is what its sender asks for.
const ANSWERS: [&str; 6] = ["re:", "aw:", "antw:", "sv:", "odp:", "ynt:"];

/// Headers of receiving servers that name the envelope recipient.
const ENVELOPE: [&str; 5] = [
    "X-Original-To",
    "Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
];

/// Understands a message; one that cannot be understood says so. `authserv` is the name by which
/// the authority's own server signs what it found of senders, where it is set.
#[must_use]
pub fn parse(raw: &[u8], authserv: Option<&str>) -> Parsed {
    let parsed = read(raw, |message| Some(understood(message, authserv)));
    parsed.unwrap_or_else(|| {
        let digest = hex::encode(Sha256::digest(raw));
        Parsed::unread(BodyNote::Unreadable, digest)
    })
}

/// Whether a message came formatted and not as plain text alone.
#[must_use]
pub fn is_formatted(raw: &[u8]) -> bool {
    read(raw, body::html).is_some()
}

/// A message as it was formatted, made harmless; where there is too much of it or nothing to show,
/// its text with a sentence that says so. Nothing where it is plain.
#[must_use]
pub fn formatted(raw: &[u8]) -> Option<String> {
    read(raw, |message| {
        let why = match html::harmless(&body::html(message)?) {
            Some(clean) if !clean.trim().is_empty() => return Some(clean.trim().to_owned()),
            Some(_) => "Nothing of how this message was formatted can be shown. This is its text.",
            None => "This message is too long to be shown as it was formatted. This is its text.",
        };
        let text = levelled::escaped(&body::text(message));
        Some(format!("<p>{why}</p><pre>{text}</pre>"))
    })
}

/// The bytes of one attachment of a message, by its place in it.
#[must_use]
pub fn attachment_of(raw: &[u8], part: usize) -> Option<Vec<u8>> {
    read(raw, |message| {
        let part = message.parts.get(part)?;
        Some(bytes_of(message, part).to_vec())
    })
}

/// What is read from a message; nothing where its bytes are no message.
///
/// Strangers write these bytes: whatever the parser does with them, the program goes on.
pub(super) fn read<T>(raw: &[u8], what: impl FnOnce(&Message<'_>) -> Option<T>) -> Option<T> {
    let large = (raw.len() > LARGE).then(|| ONE_LARGE.lock());
    let read = catch_unwind(AssertUnwindSafe(|| {
        // An mbox line that a delivery program left at the top is no header.
        let raw = match raw.strip_prefix(b"From ") {
            Some(rest) => {
                let end = rest.iter().position(|byte| *byte == b'\n');
                end.and_then(|end| rest.get(end + 1..)).unwrap_or_default()
            }
            None => raw,
        };
        if !bounds::headers_within(raw) {
            return None;
        }
        let parser = MessageParser::default();
        let bytes = bounds::opened(raw);
        let whole = bytes.as_deref().and_then(|bytes| parser.parse(bytes));
        let message = whole
            .and_then(bounds::shallow)
            .or_else(|| parser.parse_headers(raw))?;
        // What is taken from the message as it stands is what came.
        what(&Message {
            raw_message: raw.into(),
            ..message
        })
    }))
    .ok()
    .flatten();
    drop(large);
    read
}

fn understood(message: &Message<'_>, authserv: Option<&str>) -> Parsed {
    let all_ids = |name: &str| -> Vec<String> {
        let mut seen = HashSet::new();
        let all = values(message, name).into_iter();
        all.flat_map(|value| ids(&value))
            .filter(|id| seen.insert(id.clone()))
            .collect()
    };
    let subject = message.subject().map(one_line).unwrap_or_default();
    let attachments = attachments(message);
    let text = body::text(message);
    let report = report::report(message);
    let from = message.from().and_then(first);
    let sender = from.as_ref().map_or("", |from| from.address.as_str());
    let mut parsed = Parsed {
        message_id: all_ids("Message-ID").into_iter().next(),
        in_reply_to: all_ids("In-Reply-To"),
        references: all_ids("References"),
        subject: subject.chars().take(SUBJECT).collect(),
        from: from.clone(),
        reply_to: message.reply_to().and_then(first),
        return_path: value(message, "Return-Path")
            .map(|path| addresses(&path).into_iter().next().unwrap_or_default()),
        delivered_to: ENVELOPE
            .iter()
            .flat_map(|name| values(message, name))
            .flat_map(|value| addresses(&value))
            .collect(),
        addressed_to: addressed(message),
        sent: message.date().and_then(moment),
        received: message
            .headers()
            .iter()
            .find(|header| header.name().eq_ignore_ascii_case("Received"))
            .and_then(|header| header.value().as_received()?.date())
            .and_then(|date| moment(&date)),
        note: body::note(message, &text, &attachments),
        text: Folded::default(),
        signs: signs(message),
        checks: auth::checks(message, authserv, sender),
        report,
        attachments,
        digest: String::new(),
    };
    // Who answers nothing quotes nothing of ours: all of it is what they write.
    parsed.text = if answers(&parsed) {
        fold(&text)
    } else {
        Folded {
            own: text.trim().to_owned(),
            quoted: String::new(),
        }
    };
    // A bounce in prose quotes the letter; what it quotes tells the case.
    if parsed.report.is_none()
        && (parsed.return_path.as_deref() == Some("") || from_a_server(&parsed))
    {
        for id in report::about(message) {
            if !parsed.references.contains(&id) {
                parsed.references.push(id);
            }
        }
    }
    parsed.digest = digest(&parsed, message);
    parsed
}

/// Whether a message says that it answers another: by its headers, or where a program leaves those out,
/// by its subject.
fn answers(parsed: &Parsed) -> bool {
    let subject = parsed.subject.trim_start().to_lowercase();
    let mut marks = ANSWERS.iter();
    !parsed.in_reply_to.is_empty()
        || !parsed.references.is_empty()
        || marks.any(|mark| subject.starts_with(mark))
}

fn from_a_server(parsed: &Parsed) -> bool {
    parsed.from.as_ref().is_some_and(|from| {
        let address = from.address.to_lowercase();
        address.starts_with("mailer-daemon") || address.starts_with("postmaster")
    })
}

fn first(address: &Address<'_>) -> Option<Sender> {
    let first = address
        .iter()
        .find(|a| a.address.is_some())
        .or(address.first())?;
    let plain = |text: Option<&str>| text.map(one_line).unwrap_or_default();
    let sender = Sender {
        name: plain(first.name.as_deref()).chars().take(200).collect(),
        address: plain(
            first
                .address
                .as_deref()
                .filter(|a| a.len() <= LONGEST_ADDRESS),
        ),
    };
    (sender != Sender::default()).then_some(sender)
}

fn addressed(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in ["To", "Cc", "Resent-To"] {
        for header in message.headers().iter().filter(|h| h.name() == name) {
            if let HeaderValue::Address(address) = header.value() {
                let named = address.iter().filter_map(|a| a.address.as_deref());
                let named = named.filter(|a| a.len() <= LONGEST_ADDRESS).take(100);
                found.extend(named.map(|a| one_line(a).to_lowercase()));
            }
        }
    }
    found.truncate(500);
    found
}

fn signs(message: &Message<'_>) -> Signs {
    let word = |name: &str| {
        value(message, name).map(|value| {
            let word = value.split([';', ' ', '(']).next().unwrap_or_default();
            word.trim()
                .to_lowercase()
                .chars()
                .take(40)
                .collect::<String>()
        })
    };
    let list = LISTS.iter().find_map(|name| value(message, name));
    Signs {
        auto_submitted: word("Auto-Submitted").filter(|word| !word.is_empty()),
        auto_header: AUTOMATIC.into_iter().find(|name| {
            value(message, name).is_some_and(|value| !value.eq_ignore_ascii_case("no"))
        }),
        precedence: word("Precedence"),
        list: list.map(|list| list.chars().take(200).collect()),
        calendar: calendar(message),
        spam: spam(message),
        read_receipt: message
            .parts
            .iter()
            .any(|part| part.is_content_type("message", "disposition-notification")),
        loops: values(message, "X-Loop")
            .iter()
            .flat_map(|value| addresses(value))
            .collect(),
    }
}

/// The method of a calendar part: in its type, or in its text.
fn calendar(message: &Message<'_>) -> Option<String> {
    let part = message
        .parts
        .iter()
        .find(|part| part.is_content_type("text", "calendar"))?;
    let named = part
        .content_type()
        .and_then(|kind| kind.attribute("method"))
        .map(str::to_owned);
    let written = || {
        let text = String::from_utf8_lossy(part.contents());
        text.lines()
            .find_map(|line| line.trim().strip_prefix("METHOD:").map(str::to_owned))
    };
    let method = named.or_else(written).unwrap_or_else(|| "entry".into());
    Some(one_line(&method).to_uppercase().chars().take(20).collect())
}

/// What a filter said, when that is that the message is spam.
fn spam(message: &Message<'_>) -> Option<String> {
    for name in ["X-Spam-Flag", "X-Spam", "X-Spam-Status"] {
        if let Some(said) = value(message, name)
            && said.to_lowercase().starts_with("yes")
        {
            return Some(format!(
                "{name}: {}",
                said.chars().take(60).collect::<String>()
            ));
        }
    }
    let level = value(message, "X-MS-Exchange-Organization-SCL")?;
    let scl: i32 = level.trim().parse().ok()?;
    (scl >= 5).then(|| format!("spam confidence level {scl}"))
}

/// A digest of what a message says, without what servers added on the way.
fn digest(parsed: &Parsed, message: &Message<'_>) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    let from = parsed.from.as_ref().map(|f| f.address.to_lowercase());
    part(parsed.message_id.as_deref().unwrap_or_default().as_bytes());
    part(from.unwrap_or_default().as_bytes());
    part(parsed.subject.as_bytes());
    part(
        parsed
            .sent
            .map(|at| at.to_rfc3339())
            .unwrap_or_default()
            .as_bytes(),
    );
    for leaf in &message.parts {
        part(bytes_of(message, leaf));
    }
    hex::encode(hash.finalize())
}
