//! What stands in a message after some words, however it is encoded: a link that a mail server quotes as
//! it gives a letter back.

use super::attachment::{bytes_of, media_type};
use super::parse::read;
use std::collections::BTreeSet;

/// Messages within messages are looked through so deep.
const DEEP: usize = 5;

/// The words of letters and digits after each place where `mark` stands in a message: in its text, its
/// formatted text, its attachments and the messages within it.
#[must_use]
pub fn after(raw: &[u8], mark: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    look(raw, mark, DEEP, &mut found);
    found
}

fn look(raw: &[u8], mark: &str, deep: usize, found: &mut BTreeSet<String>) {
    take(raw, mark, found);
    // Nothing is given back: what was found is kept aside.
    let _: Option<()> = read(raw, |message| {
        let mut within = vec![message];
        while let Some(message) = within.pop() {
            for part in &message.parts {
                let bytes = bytes_of(message, part);
                match part.message() {
                    Some(inner) => within.push(inner),
                    None if deep > 0 && media_type(part).starts_with("message/") => {
                        look(bytes, mark, deep - 1, found);
                    }
                    None => take(bytes, mark, found),
                }
            }
        }
        None
    });
}

/// The most letters and digits of a link that was broken over lines: what follows it stands right behind.
const LONGEST: usize = 52;

/// The same of bytes as they stand, and as they are where lines were broken and quoted, or letters were
/// encoded or made large.
fn take(bytes: &[u8], mark: &str, found: &mut BTreeSet<String>) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let mut text = text.to_lowercase();
    for slash in ["%2f", "&#47;", "&#x2f;", "&sol;"] {
        text = text.replace(slash, "/");
    }
    let unbroken: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '>')
        .collect();
    for (text, most) in [(&text, usize::MAX), (&unbroken, LONGEST)] {
        for (at, mark) in text.match_indices(mark) {
            let after = text.get(at + mark.len()..).unwrap_or_default();
            let end = after.find(|c: char| !c.is_ascii_alphanumeric());
            let end = end.unwrap_or(after.len()).min(most);
            let word = after.get(..end).unwrap_or_default();
            if !word.is_empty() {
                found.insert(word.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_however_it_comes_back() {
        let token = "abcdefghjkmnpqrstvwxyz0123456789abcdefghjkmnpqrstvwx";
        assert_eq!(token.len(), LONGEST);
        let (first, rest) = token.split_at(20);
        let head = "From: a@x.example\r\nContent-Type: text/plain\r\n\r\n";
        for body in [
            format!("https://foi.example/password/{token}"),
            format!("> https://foi.example/password/{first}\r\n> {rest}\r\n> works once"),
            format!("https:&#47;&#47;foi.example&#47;password&#x2f;{token}"),
            format!("HTTPS://FOI.EXAMPLE/PASSWORD/{}", token.to_uppercase()),
            format!("https%3A%2F%2Ffoi.example%2Fpassword%2F{token}"),
        ] {
            let found = after(format!("{head}{body}").as_bytes(), "/password/");
            assert!(found.contains(token), "{body}: {found:?}");
        }
    }
}
