//! How much of headers and how many parts a message may have, by its bytes alone: at least as much as
//! the parser, which bounds neither, will find in it.

/// More lines that may begin a part than this; each part takes twenty times the memory of its line.
const PARTS: usize = 20_000;

/// More lines of headers than this, of the message, its parts and the messages within it together; each
/// takes some fifty times the memory of the shortest.
const LINES: usize = 50_000;

/// More bytes of headers than this, of all of them together. Large providers take half a megabyte.
const BYTES: usize = 2 * 1024 * 1024;

/// More marks in headers than this that part one address, parameter or Message-ID from another, each of
/// which takes a hundred bytes, be it two bytes long.
const MARKS: usize = 200_000;

/// More boundaries than this are not told from any other text.
const BOUNDARIES: usize = 100;

/// As much of a boundary as is looked for, in bytes.
const OF_BOUNDARY: usize = 8;

/// What a message has of headers and parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    lines: usize,
    bytes: usize,
    marks: usize,
    parts: usize,
}

impl Extent {
    /// Whether it can be read.
    pub(super) const fn within(self) -> bool {
        self.lines <= LINES && self.bytes <= BYTES && self.marks <= MARKS && self.parts <= PARTS
    }

    fn add(&mut self, line: &[u8]) {
        self.lines += 1;
        self.bytes += line.len();
        self.marks += line.iter().filter(|byte| b",;:<(".contains(byte)).count();
    }
}

/// What the headers of the message are, and what all headers in it are: those begin with the message,
/// after each boundary, and after the headers of a message within.
pub(super) fn extents(raw: &[u8]) -> (Extent, Extent) {
    let boundaries = Boundaries::of(raw);
    let (mut first, mut all) = (None, Extent::default());
    let (mut in_headers, mut of_message, mut of_digest) = (true, false, false);
    for line in raw.split(|byte| *byte == b'\n') {
        // A line of blanks alone goes on with the header before it.
        let folded = matches!(line.first(), Some(b' ' | b'\t'));
        let begins = boundaries.stand_in(line);
        all.parts += usize::from(begins);
        if in_headers && !folded && line.trim_ascii().is_empty() {
            first = first.or(Some(all));
            in_headers = of_message;
            of_message = false;
        } else if in_headers || begins {
            // A text that begins with a rule is no header.
            if first.is_none() || folded || line.contains(&b':') {
                all.add(line);
            }
            of_digest |= says(line, b"digest").next().is_some();
            of_message = in_headers && of_message || of_digest || names_a_message(line);
            in_headers = true;
        }
        if !all.within() {
            break;
        }
    }
    (first.unwrap_or(all), all)
}

/// Whether a line can say that a part is a message: no header that tells a Message-ID does.
fn names_a_message(line: &[u8]) -> bool {
    says(line, b"message").any(|after| {
        !after
            .get(..3)
            .is_some_and(|next| next.eq_ignore_ascii_case(b"-id"))
    })
}

/// What follows a word, in any case, wherever it stands.
fn says<'a>(text: &'a [u8], word: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let windows = text.windows(word.len()).enumerate();
    let found = windows.filter(move |(_, window)| window.eq_ignore_ascii_case(word));
    found.filter_map(move |(at, _)| text.get(at + word.len()..))
}

/// How the boundaries that a message names begin; nothing where any text may be one.
struct Boundaries<'a>(Option<Vec<&'a [u8]>>);

impl<'a> Boundaries<'a> {
    fn of(raw: &'a [u8]) -> Self {
        let mut found: Vec<&[u8]> = Vec::new();
        for after in says(raw, b"boundary") {
            let after = after.trim_ascii_start();
            match after.first() {
                // Some other word, or none.
                Some(b'=') => {}
                // It is encoded, in pieces or behind a remark.
                Some(b'*' | b'(') => return Self(None),
                Some(_) | None => continue,
            }
            let named = after.get(1..).unwrap_or_default().trim_ascii_start();
            let named = named.strip_prefix(b"\"").unwrap_or(named);
            let ends = |byte: &u8| b"\"\\;()".contains(byte) || byte.is_ascii_whitespace();
            let length = named.iter().take(OF_BOUNDARY).position(ends);
            let length = length.unwrap_or(named.len().min(OF_BOUNDARY));
            let named = named.get(..length).unwrap_or_default();
            if named.is_empty() || found.len() >= BOUNDARIES {
                return Self(None);
            }
            if !found.contains(&named) {
                found.push(named);
            }
        }
        Self(Some(found))
    }

    /// Whether a part may begin in a line: the parser takes a boundary wherever it stands.
    fn stand_in(&self, line: &[u8]) -> bool {
        if line.starts_with(b"--") {
            return true;
        }
        says(line, b"--").any(|after| {
            let named = self.0.as_ref();
            named.is_none_or(|named| named.iter().any(|one| after.starts_with(one)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: usize = 300_000;

    fn over(message: &str) {
        let many = "a,".repeat(LIST);
        let raw = message.replace("{list}", &many);
        assert!(!extents(raw.as_bytes()).1.within(), "{message:.200}");
    }

    fn within(message: &str) {
        let (first, all) = extents(message.as_bytes());
        assert!(first.within() && all.within(), "{message:.200}");
    }

    #[test]
    fn a_long_list_of_addresses_is_seen_wherever_the_parser_finds_it() {
        let kind = "Content-Type: multipart/mixed; boundary=b1";
        let digest = "Content-Type: multipart/digest; boundary=b1";
        for message in [
            "Cc: {list}\n\nx",
            "Cc: a,\n   \n {list}\n\nx",
            &format!("{kind}\n\n--b1\nCc: {{list}}\n\nx"),
            &format!("{kind}\n\n--b1\nC c: {{list}}\n\nx"),
            &format!("{kind}\n\nx--b1Cc: {{list}}\n\nx"),
            &format!("{kind}\n\nx--b1\nCc: {{list}}\n\nx"),
            &format!("{digest}\n\n--b1\n\nCc: {{list}}\n\nx"),
            "Content-Type: message/rfc822\n\nCc: {list}\n\nx",
            "Content-Type: message\n /rfc822\n\nCc: {list}\n\nx",
            "Content-Type: multipart/mixed; boundary*=us-ascii''%62\n\nx--b\nCc: {list}\n\nx",
            "Content-Type: multipart/mixed; boundary=\"\\b\"\n\nx--b\nCc: {list}\n\nx",
        ] {
            over(message);
        }
    }

    #[test]
    fn long_texts_and_lists_that_people_send_are_read() {
        let head = "From: a@example.org\nMessage-ID: <1@example.org>\n";
        let comments = "<!-- a: b --><p style=\"color: red\">How many?\n".repeat(20_000);
        let people: String = (0..5_000)
            .map(|n| format!("P {n} <person{n}@example.org>,\n "))
            .collect();
        let table = "a | b\n-- the total: 9\n".repeat(9_000);
        for message in [
            format!("{head}Content-Type: text/html\n\n{comments}"),
            format!("{head}Content-Type: multipart/mixed; boundary=\"=_1\"\n\n--=_1\n\n{comments}"),
            format!("{head}Cc: {people}\n\nHow many?"),
            format!("{head}\n{table}"),
        ] {
            within(&message);
        }
    }
}
