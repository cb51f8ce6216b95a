//! Headers as they came: unfolded, never failing on bytes that are no text.

use chrono::{DateTime, Utc};
use mail_parser::Message;

/// The most values of one header that are read.
pub const MOST: usize = 100;

/// The most Message-IDs that are read of one header.
const MOST_IDS: usize = 100;

/// The values of every header of this name, top first, each on one line.
pub fn values(message: &Message<'_>, name: &str) -> Vec<String> {
    message
        .headers()
        .iter()
        .filter(|header| header.name().eq_ignore_ascii_case(name))
        .take(MOST)
        .map(|header| {
            let range = header.offset_start() as usize..header.offset_end() as usize;
            one_line(&String::from_utf8_lossy(
                message.raw_message.get(range).unwrap_or_default(),
            ))
        })
        .collect()
}

/// The value of the first header of this name.
pub fn value(message: &Message<'_>, name: &str) -> Option<String> {
    values(message, name).into_iter().next()
}

/// A text on one line without control characters.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| plain(*c)));
    }
    line
}

/// The Message-IDs in the value of a header, without brackets.
pub fn ids(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((id, next)) = after.split_once('>') else {
            break;
        };
        // A `<` that was never closed: the id begins after the last one.
        let id = id.rsplit_once('<').map_or(id, |(_, id)| id);
        push(&mut found, id);
        rest = next;
    }
    if found.is_empty() {
        for word in text.split_whitespace() {
            push(&mut found, word.trim_matches(['<', '>', ',', ';']));
        }
    }
    found
}

fn push(found: &mut Vec<String>, id: &str) {
    let id: String = id.split_whitespace().collect();
    if found.len() < MOST_IDS && id.contains('@') && id.len() <= 250 && !found.contains(&id) {
        found.push(id);
    }
}

/// The longest address there can be, in bytes (RFC 3696, erratum 1690, allows fewer still); what is
/// longer is none, and no index takes it.
pub const LONGEST_ADDRESS: usize = 320;

/// The addresses in the value of a header that holds nothing else.
pub fn addresses(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"'))
        .filter(|word| word.contains('@') && word.len() <= LONGEST_ADDRESS)
        .map(str::to_lowercase)
        .take(MOST)
        .collect()
}

/// A date as headers write it, if it is one.
pub fn moment(date: &mail_parser::DateTime) -> Option<DateTime<Utc>> {
    if !date.is_valid() {
        return None;
    }
    DateTime::from_timestamp(date.to_timestamp(), 0)
}
