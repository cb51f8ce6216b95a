//! What became of a letter: delivery status notifications (RFC 3464) and the bounces of servers
//! that write prose instead.

use super::header::{ids, one_line};
pub use crate::domain::correspondence::Fate;
use mail_parser::{Message, MimeHeaders};

/// The most recipients that are read of one report.
const MOST: usize = 100;

/// The longest words of a server that are kept, in characters.
const LONGEST: usize = 500;

/// What a message reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Each recipient's fate; empty where a server wrote prose.
    pub recipients: Vec<Recipient>,
    /// The Message-IDs of the letter it is about, as far as it names them.
    pub about: Vec<String>,
    /// The server that reports.
    pub by: String,
}

/// What became of a letter to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address.
    pub address: String,
    /// How it ended.
    pub fate: Fate,
    /// The status code (RFC 3463), for example `5.1.1`.
    pub status: String,
    /// The words of the server.
    pub said: String,
}

impl Report {
    /// The worst fate of any recipient.
    #[must_use]
    pub fn worst(&self) -> Option<Fate> {
        self.recipients.iter().map(|recipient| recipient.fate).min()
    }

    /// What it says, in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let worst = self.worst();
        let told = self.recipients.iter().find(|r| Some(r.fate) == worst);
        match told {
            Some(told) if told.said.is_empty() => format!("{} for {}", told.status, told.address),
            Some(told) => format!("{} for {}", told.said, told.address),
            None => "The message came back".to_owned(),
        }
    }
}

/// The report a message carries in the form of RFC 3464.
pub fn report(message: &Message<'_>) -> Option<Report> {
    let status = message.parts.iter().find(|part| {
        part.is_content_type("message", "delivery-status")
            || part.is_content_type("message", "global-delivery-status")
    })?;
    let text = String::from_utf8_lossy(status.contents());
    let mut report = Report::default();
    for (number, group) in groups(&text).into_iter().enumerate() {
        let field = |name: &str| {
            group
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        if number == 0 && report.by.is_empty() {
            report.by = field("reporting-mta").map(after_type).unwrap_or_default();
        }
        let address = field("original-recipient").or_else(|| field("final-recipient"));
        let (Some(address), Some(action)) = (address, field("action")) else {
            continue;
        };
        let code = field("status").unwrap_or_default();
        let fate = match action.to_lowercase().split_whitespace().next() {
            Some("failed") => Fate::Failed,
            Some("delayed") => Fate::Delayed,
            Some("relayed" | "expanded") => Fate::Relayed,
            Some("delivered") => Fate::Delivered,
            _ if code.starts_with('5') => Fate::Failed,
            _ => Fate::Delayed,
        };
        if report.recipients.len() < MOST {
            report.recipients.push(Recipient {
                address: after_type(address).to_lowercase(),
                fate,
                status: code.chars().take(20).collect(),
                said: field("diagnostic-code").map(after_type).unwrap_or_default(),
            });
        }
    }
    report.about = about(message);
    Some(report)
}

/// The letters a report returns, by their Message-IDs: of the message or headers attached, else
/// as its text quotes them.
pub fn about(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let own = message.message_id().map(str::to_owned);
    let mut add = |id: String| {
        if Some(&id) != own.as_ref() && !found.contains(&id) && found.len() < MOST {
            found.push(id);
        }
    };
    for part in message.parts.iter().skip(1) {
        if let Some(nested) = part.message() {
            if let Some(id) = nested.message_id() {
                add(id.to_owned());
            }
        } else if part.is_content_type("text", "rfc822-headers")
            || part.is_content_type("message", "rfc822-headers")
        {
            for id in named_ids(&String::from_utf8_lossy(part.contents())) {
                add(id);
            }
        }
    }
    for text in message
        .text_bodies()
        .filter_map(|part| part.text_contents())
    {
        for id in named_ids(text) {
            add(id);
        }
    }
    found
}

/// The Message-IDs in lines that begin with that name.
fn named_ids(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        let Some(value) = line
            .get(..11)
            .filter(|name| name.eq_ignore_ascii_case("message-id:"))
            .and_then(|_| line.get(11..))
        else {
            continue;
        };
        let mut value = value.to_owned();
        if value.trim().is_empty()
            && let Some(next) = lines.peek()
        {
            value.push_str(next);
        }
        found.extend(ids(&value));
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// Groups of fields separated by blank lines, each field unfolded.
fn groups(text: &str) -> Vec<Vec<(String, String)>> {
    let mut groups: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in text.lines().take(10_000) {
        if line.trim().is_empty() {
            if groups.last().is_some_and(|group| !group.is_empty()) {
                groups.push(Vec::new());
            }
            continue;
        }
        let Some(group) = groups.last_mut() else {
            continue;
        };
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

/// `rfc822; ada@example.org` without its type, on one line and not too long.
fn after_type(value: &str) -> String {
    let value = value.split_once(';').map_or(value, |(_, rest)| rest);
    one_line(value).chars().take(LONGEST).collect()
}
