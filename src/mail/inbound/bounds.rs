//! How much of a message is read at all. Its bytes are a stranger's: some are built so that reading
//! them takes a program down, and the parser bounds neither depth nor parts.

use mail_parser::{Message, PartType};

/// More messages within messages than this are built to harm a reader.
const NESTED: usize = 50;

/// More lines that may begin a part than this; each part takes twenty times the memory of its line.
const PARTS: usize = 20_000;

/// More pieces of split parameters (RFC 2231, section 3) than this: putting them together takes time
/// by the square of their number.
const PIECES: usize = 500;

/// From this size on, in bytes, a message that holds another one encoded is not opened: the parser
/// copies what it decoded level by level, each on the stack, and how deep it goes is seen only once it
/// has. RFC 2046, section 5.2.1, forbids such an encoding.
const ENCODED: usize = 16_000;

/// Whether the parts of a message can be read: what that costs has a bound.
pub(super) fn within(raw: &[u8]) -> bool {
    let (mut parts, mut inner, mut block) = (0, 0, Block::default());
    for line in raw.split(|byte| *byte == b'\n') {
        parts += usize::from(line.starts_with(b"--"));
        block.take(line);
        inner += usize::from(block.encodes_a_message);
        if parts > PARTS || inner > 0 && raw.len() > ENCODED {
            return false;
        }
    }
    inner_messages(raw) <= NESTED
}

/// Whether the headers of a message can be read.
pub(super) fn headers_within(raw: &[u8]) -> bool {
    pieces(raw) <= PIECES
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

/// The lines between two empty ones, which may be the headers of a part.
#[derive(Default)]
struct Block {
    /// What the header says that goes on.
    of: Of,
    message: bool,
    typed: bool,
    encoded: bool,
    /// Whether with this line it became clear that a message is encoded here.
    encodes_a_message: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Of {
    Type,
    Encoding,
    #[default]
    Other,
}

impl Block {
    fn take(&mut self, line: &[u8]) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        self.encodes_a_message = false;
        if line.is_empty() {
            // A part of a digest is a message where it does not say what else it is.
            self.encodes_a_message = self.encoded && (self.message || !self.typed);
            *self = Self {
                encodes_a_message: self.encodes_a_message,
                ..Self::default()
            };
            return;
        }
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            self.of = if begins(line, b"content-type") {
                Of::Type
            } else if begins(line, b"content-transfer-encoding") {
                Of::Encoding
            } else {
                Of::Other
            };
        }
        let says = |word: &[u8]| {
            line.windows(word.len())
                .any(|w| w.eq_ignore_ascii_case(word))
        };
        match self.of {
            Of::Type => {
                self.typed = true;
                self.message |= says(b"message");
            }
            Of::Encoding => self.encoded |= says(b"base64") || says(b"quoted"),
            Of::Other => {}
        }
    }
}
