//! A document on its way out: encoded piece by piece as it is read (RFC 2045, section 6.8).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Bytes of one line of base64.
const LINE: usize = 57;

/// How many bytes of a document are read and encoded at a time: whole lines.
pub const PIECE: usize = LINE * 4096;

/// A document that goes with a letter, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name it has with the recipient.
    pub name: String,
    encoded: Vec<u8>,
}

impl Attachment {
    /// A document of this name and size, without its bytes so far.
    #[must_use]
    pub fn new(name: String, size: usize) -> Self {
        Self {
            name,
            encoded: Vec::with_capacity(size.div_ceil(LINE) * (LINE / 3 * 4 + 2)),
        }
    }

    /// Adds the next piece: [`PIECE`] bytes, or what is left.
    pub fn add(&mut self, piece: &[u8]) {
        for line in piece.chunks(LINE) {
            let text = STANDARD.encode(line);
            self.encoded.extend_from_slice(text.as_bytes());
            self.encoded.extend_from_slice(b"\r\n");
        }
    }

    /// Its bytes in base64, in lines.
    #[must_use]
    pub fn encoded(&self) -> &[u8] {
        &self.encoded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_the_lines_of_the_whole() {
        let bytes: Vec<u8> = (0..PIECE * 2 + 10).map(|n| (n % 251) as u8).collect();
        let mut whole = Attachment::new("a".into(), bytes.len());
        let room = whole.encoded.capacity();
        for piece in bytes.chunks(PIECE) {
            whole.add(piece);
        }
        assert_eq!(whole.encoded.capacity(), room, "made room for once");
        let text = String::from_utf8(whole.encoded).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let (last, full) = lines.split_last().unwrap();
        assert!(full.iter().all(|line| line.len() == 76) && last.len() < 76);
        assert_eq!(STANDARD.decode(lines.concat()).unwrap(), bytes);
    }
}
