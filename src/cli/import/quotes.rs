//! The quotes of a CSV file. One that is missing is not told by the reader: a cell goes on over the
//! rows that follow, to the next quote or to the end of a file that was cut off, and they are gone.

/// Where a cell stands.
#[derive(Clone, Copy)]
enum At {
    /// At its beginning.
    Start,
    /// In its text.
    Text,
    /// Within the quotes that opened in this line.
    Quoted(usize),
    /// After a quote within these: it ends them, unless another follows.
    Quote(usize),
    /// After its quotes.
    Closed(usize),
}

/// The line in which quotes open that never close, or after which more than a comma comes.
pub(super) fn open_in(text: &str) -> Option<usize> {
    let mut at = At::Start;
    let mut line = 1;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        at = match (at, letter) {
            (At::Quoted(from), '"') => At::Quote(from),
            (At::Quoted(from), _) | (At::Quote(from), '"') => At::Quoted(from),
            (At::Start | At::Text | At::Quote(_) | At::Closed(_), ',' | '\n' | '\r') => At::Start,
            (At::Start, '"') => At::Quoted(line),
            (At::Start | At::Text, _) => At::Text,
            (At::Quote(from) | At::Closed(from), ' ' | '\t') => At::Closed(from),
            (At::Quote(from) | At::Closed(from), _) => return Some(from),
        };
        let ends = letter == '\n' || (letter == '\r' && letters.peek() != Some(&'\n'));
        line += usize::from(ends);
    }
    match at {
        At::Quoted(from) => Some(from),
        At::Start | At::Text | At::Quote(_) | At::Closed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::open_in;

    #[test]
    fn a_missing_quote_is_told_by_the_line_it_opens_in() {
        assert_eq!(open_in("a,b\n1,\"x\n2,y\n"), Some(2));
        // The quotes of the next row that has some close it instead.
        assert_eq!(open_in("a,b\r\n1,\"x\r\n2,\"y\"\r\n"), Some(2));
        assert_eq!(open_in("a\r\"x\r\"y\""), Some(2));
        assert_eq!(open_in("\"a\"\"\n"), Some(1));
    }

    #[test]
    fn whole_quotes_and_those_within_a_text_are_none() {
        for text in [
            "",
            "a,b\n1,\"x, \"\"y\"\"\nz\"\n\"\",\"\"",
            "a\n\"x\" ,y\n",
            "a\n5\" pipe, 6\" pipe\n",
            "a\n\"x\"",
        ] {
            assert_eq!(open_in(text), None, "{text}");
        }
    }
}
