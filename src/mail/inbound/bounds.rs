//! How much of a message is read at all. Its bytes are a stranger's: some are built so that reading
//! them takes a program down, and the parser bounds neither depth nor parts.

use super::extent::extents;
use mail_parser::{Message, PartType};
use std::borrow::Cow;
use std::ops::Range;

/// More messages within messages than this are built to harm a reader.
const NESTED: usize = 50;

/// More pieces of split parameters (RFC 2231, section 3) than this: putting them together takes time
/// by the square of their number.
const PIECES: usize = 500;

/// From this size on, in bytes, a message that another one holds encoded is not opened, and is a file
/// like any other: the parser copies what it decoded level by level, each on the stack, and how deep
/// it goes is seen only once it has. RFC 2046, section 5.2.1, forbids such an encoding; some programs
/// send it all the same.
const ENCODED: usize = 16_000;

/// What stands for `message` in the type of a part that is not opened; as long as the word.
pub(super) const UNOPENED: &str = "x-other";

/// The bytes of a message as the parser may have them, so that what reading costs has a bound; nothing
/// where its parts cannot be read.
pub(super) fn opened(raw: &[u8]) -> Option<Cow<'_, [u8]>> {
    if !extents(raw).1.within() {
        return None;
    }
    let (mut at, mut block) = (0, Block::default());
    let mut found = Found::default();
    for line in raw.split(|byte| *byte == b'\n') {
        block.take(at, line, &mut found);
        at += line.len() + 1;
    }
    let mut bytes = Cow::Borrowed(raw);
    if raw.len() > ENCODED {
        for (range, word, other) in found.closed() {
            let line = bytes.to_mut().get_mut(range);
            replace(line.unwrap_or_default(), word, other);
        }
    }
    (inner_messages(&bytes) <= NESTED).then_some(bytes)
}

/// Puts another word of its length wherever a word stands, in any case.
fn replace(text: &mut [u8], word: &[u8], other: &str) {
    let mut from = 0;
    while let Some(rest) = text.get_mut(from..)
        && let Some(at) = rest
            .windows(word.len())
            .position(|window| window.eq_ignore_ascii_case(word))
    {
        for (byte, new) in rest.iter_mut().skip(at).zip(other.bytes()) {
            *byte = new;
        }
        from += at + word.len();
    }
}

/// Whether the headers of a message can be read.
pub(super) fn headers_within(raw: &[u8]) -> bool {
    pieces(raw) <= PIECES && extents(raw).0.within()
}

/// A message that was read, where no more stand within each other than is good; one that is deeper
/// is taken apart level by level, because letting go of it as it stands takes a level of the
/// stack for each.
pub(super) fn shallow(message: Message<'_>) -> Option<Message<'_>> {
    let mut level = vec![&message];
    for _ in 0..NESTED {
        level = level.into_iter().flat_map(inside).collect();
        if level.is_empty() {
            return Some(message);
        }
    }
    let mut whole = vec![message];
    while let Some(mut outer) = whole.pop() {
        for part in &mut outer.parts {
            if let PartType::Message(inner) = std::mem::take(&mut part.body) {
                whole.push(inner);
            }
        }
    }
    None
}

fn inside<'a, 'x>(message: &'a Message<'x>) -> impl Iterator<Item = &'a Message<'x>> {
    message.parts.iter().filter_map(|part| {
        if let PartType::Message(inner) = &part.body {
            Some(inner)
        } else {
            None
        }
    })
}

/// How many messages may stand within this one: each is named by its type, or is part of a digest.
fn inner_messages(raw: &[u8]) -> usize {
    let slashes = raw.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes
        .filter(|(at, _)| {
            let before = raw.get(..*at).unwrap_or_default().trim_ascii_end();
            let after = raw.get(at + 1..).unwrap_or_default().trim_ascii_start();
            ends(before, b"message") || begins(after, b"digest")
        })
        .count()
}

/// How many pieces of split parameters there may be: a star, a number, perhaps a star, and `=`.
fn pieces(raw: &[u8]) -> usize {
    let stars = raw.iter().enumerate().filter(|(_, byte)| **byte == b'*');
    stars
        .filter(|(at, _)| {
            let after = raw.get(at + 1..).unwrap_or_default();
            let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
            let rest = after.get(digits..).unwrap_or_default();
            let rest = rest.strip_prefix(b"*").unwrap_or(rest);
            digits > 0 && rest.trim_ascii_start().starts_with(b"=")
        })
        .count()
}

fn ends(text: &[u8], word: &[u8]) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|from| text.get(from..))
        .is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The lines that make the parser open what is encoded.
#[derive(Default)]
struct Found {
    /// Those of the types of messages that are encoded.
    messages: Vec<Range<usize>>,
    /// Those of the types of digests, a part of which is a message where it says nothing else.
    digests: Vec<Range<usize>>,
    /// Whether a part that says nothing is encoded.
    untyped: bool,
}

impl Found {
    /// Each line, the word in it that opens, and the one that does not.
    fn closed(self) -> impl Iterator<Item = (Range<usize>, &'static [u8], &'static str)> {
        let digests = self.digests.into_iter().filter(move |_| self.untyped);
        let messages = self.messages.into_iter();
        messages
            .map(|range| (range, &b"message"[..], UNOPENED))
            .chain(digests.map(|range| (range, &b"digest"[..], "x-list")))
    }
}

/// The lines between two empty ones, which may be the headers of a part.
#[derive(Default)]
struct Block {
    /// What the header says that goes on.
    of: Of,
    /// Whether the type is over and its parameters have begun.
    parameters: bool,
    /// Where the type stands.
    types: Vec<Range<usize>>,
    message: bool,
    encoded: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Of {
    Type,
    Encoding,
    #[default]
    Other,
}

impl Block {
    /// Takes the line that begins at a byte.
    fn take(&mut self, at: usize, line: &[u8], found: &mut Found) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            let ended = std::mem::take(self);
            found.untyped |= ended.encoded && ended.types.is_empty();
            if ended.encoded && ended.message {
                found.messages.extend(ended.types);
            }
            return;
        }
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            self.parameters = false;
            self.of = if begins(line, b"content-type") {
                Of::Type
            } else if begins(line, b"content-transfer-encoding") {
                Of::Encoding
            } else {
                Of::Other
            };
        }
        let says = |part: &[u8], word: &[u8]| {
            part.windows(word.len())
                .any(|w| w.eq_ignore_ascii_case(word))
        };
        match self.of {
            Of::Type if !self.parameters => {
                // A semicolon in a comment ends nothing.
                let ends = line.iter().position(|byte| b";(".contains(byte));
                let ends = ends.filter(|at| line.get(*at) == Some(&b';'));
                self.parameters = ends.is_some();
                let kind = line.get(..ends.unwrap_or(line.len())).unwrap_or_default();
                let range = at..at + kind.len();
                if says(kind, b"digest") {
                    found.digests.push(range.clone());
                }
                self.types.push(range);
                self.message |= says(kind, b"message");
            }
            Of::Encoding => self.encoded |= says(line, b"base64") || says(line, b"quoted"),
            Of::Type | Of::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened_of(headers: &str) -> String {
        let raw = format!("{headers}\n\n{}", "x".repeat(ENCODED));
        let bytes = opened(raw.as_bytes()).unwrap_or_default().into_owned();
        String::from_utf8(bytes).unwrap_or_default()
    }

    #[test]
    fn only_the_type_of_a_message_that_is_encoded_is_put_otherwise() {
        let encoded = "Content-Transfer-Encoding: base64";
        for closed in [
            format!("Content-Type: message/rfc822; name=\"message.eml\"\n{encoded}"),
            format!("{encoded}\nCONTENT-TYPE: (a; b)\n MESSAGE /rfc822"),
            format!("Content-Type: multipart/Digest; boundary=digest\n\n--digest\n{encoded}"),
        ] {
            let bytes = opened_of(&closed);
            let opens = |word: &str| bytes.to_lowercase().contains(word);
            assert!(
                !opens("message/rfc822") && !opens("message /rfc822"),
                "{closed}"
            );
            assert!(!opens("multipart/digest"), "{closed}");
            for kept in ["name=\"message.eml\"", "boundary=digest\n\n--digest"] {
                assert_eq!(closed.contains(kept), bytes.contains(kept), "{closed}");
            }
        }
        for kept in [
            format!("Content-Type: text/plain; name=\"message/1.txt\"\n{encoded}"),
            "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit".to_owned(),
            format!(
                "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: a/b\n{encoded}"
            ),
        ] {
            assert!(opened_of(&kept).starts_with(&kept), "{kept}");
        }
    }
}
