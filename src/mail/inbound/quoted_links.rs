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

/// The same of bytes as they stand, and as they are where lines were broken or slashes encoded.
fn take(bytes: &[u8], mark: &str, found: &mut BTreeSet<String>) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let text = text.replace("%2F", "/").replace("%2f", "/");
    for (at, mark) in text.match_indices(mark) {
        let after = text.get(at + mark.len()..).unwrap_or_default();
        let end = after.find(|c: char| !c.is_ascii_alphanumeric());
        let word = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        if !word.is_empty() {
            found.insert(word.to_owned());
        }
    }
}
