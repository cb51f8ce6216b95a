//! Text as it can be kept: with line ends and tabs, without the other control characters.

use std::borrow::Cow;

/// A text without control characters. They come with what is pasted from documents and exported
/// by older programs, nobody can see or type them, and PostgreSQL keeps no NUL: what separates
/// lines (vertical tab, form feed, next line) becomes a line end, the others are left out.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match c {
        '\u{b}' | '\u{c}' | '\u{85}' => Some('\n'),
        c if steers(c) => None,
        c => Some(c),
    });
    Cow::Owned(kept.collect())
}

/// Whether a character is none that text is made of.
fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::plain;
    use std::borrow::Cow;

    #[test]
    fn a_text_without_control_characters_stays_as_it_is() {
        let text = "Two\r\n\tlines, é and 🏊";
        assert!(matches!(plain(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn what_separates_lines_becomes_a_line_end_and_the_rest_goes() {
        assert_eq!(plain("a\0b\u{1b}[31m\u{7f}\u{9c}c"), "ab[31mc");
        assert_eq!(plain("one\u{b}two\u{c}three"), "one\ntwo\nthree");
    }
}
