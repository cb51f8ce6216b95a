//! The words of a message that came as HTML alone, line by line as a browser shows them: an item, a row
//! or a paragraph is a line of its own, an item of a numbered list has its number, and the cells of a
//! row stand apart. In proportion to its length, whatever it says.

use super::levelled::{foreign, raw};
use html5gum::{DefaultEmitter, StartTag, StringReader, Token, Tokenizer};

/// Lists within each other whose items are counted.
const DEEPEST: usize = 50;

/// The words of HTML.
pub fn text_of(html: &str) -> String {
    let mut tokens: Tokenizer<StringReader<'_>, _> =
        Tokenizer::new_with_emitter(html, DefaultEmitter::default());
    let mut text = Text::default();
    // A text in memory is read without a fault.
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                text.hidden = false;
                if let Some(name) = foreign(&tag.name).filter(|_| !tag.self_closing) {
                    text.foreign.push(name);
                }
                if text.foreign.is_empty()
                    && let Some((state, hidden)) = raw(&tag.name)
                {
                    text.hidden = hidden;
                    tokens.set_state(state);
                } else {
                    text.begin(&tag);
                }
            }
            Token::EndTag(tag) => {
                text.hidden = false;
                if let Some(name) = foreign(&tag.name)
                    && text.foreign.last() == Some(&name)
                {
                    text.foreign.pop();
                }
                text.end(&tag.name);
            }
            Token::String(words) if !text.hidden => text.words(&String::from_utf8_lossy(&words)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    text.out
}

/// What stands between what was written and what comes next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    #[default]
    Nothing,
    Blank,
    Tab,
    Line,
    Paragraph,
}

impl Between {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Blank => " ",
            Self::Tab => "\t",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }

    /// What an element begins and ends with.
    fn around(name: &[u8]) -> Self {
        match name {
            b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"ul" | b"ol" | b"dl"
            | b"table" | b"blockquote" | b"pre" | b"hr" => Self::Paragraph,
            b"div" | b"li" | b"dt" | b"dd" | b"tr" | b"caption" | b"option" | b"section"
            | b"article" | b"header" | b"footer" | b"address" | b"center" | b"form"
            | b"fieldset" | b"legend" | b"body" => Self::Line,
            b"td" | b"th" => Self::Tab,
            _ => Self::Nothing,
        }
    }
}

#[derive(Default)]
struct Text {
    out: String,
    between: Between,
    /// Line ends of their own that wait, as `br` makes them.
    breaks: usize,
    /// What stands before the next words of an item.
    mark: String,
    /// The lists that are open: the number of the last item, where they are numbered.
    lists: Vec<Option<usize>>,
    /// How many `pre` are open: in them every blank counts.
    as_typed: usize,
    foreign: Vec<&'static str>,
    hidden: bool,
}

impl Text {
    fn begin(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        self.apart(Between::around(name));
        match name {
            b"br" => self.breaks += 1,
            b"ul" | b"ol" if self.lists.len() < DEEPEST => {
                self.lists.push((name == b"ol").then_some(0));
            }
            b"li" => {
                self.mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    Some(None) | None => "- ".to_owned(),
                };
            }
            b"pre" => self.as_typed += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if matches!(name, b"li" | b"ul" | b"ol") {
            // An item of no words has no mark either.
            self.mark.clear();
        }
        self.apart(Between::around(name));
        match name {
            b"ul" | b"ol" => {
                self.lists.pop();
            }
            b"pre" => self.as_typed = self.as_typed.saturating_sub(1),
            _ => {}
        }
    }

    fn apart(&mut self, between: Between) {
        // What begins an item stands behind its mark.
        if self.mark.is_empty() {
            self.between = self.between.max(between);
        }
    }

    fn words(&mut self, words: &str) {
        if self.as_typed > 0 {
            if !words.is_empty() {
                self.open();
                self.out.push_str(words);
            }
            return;
        }
        let blank = |c: char| c.is_ascii_whitespace();
        if words.starts_with(blank) {
            self.apart(Between::Blank);
        }
        for word in words.split_ascii_whitespace() {
            self.open();
            self.out.push_str(word);
            self.between = Between::Blank;
        }
        if !words.ends_with(blank) && self.between == Between::Blank {
            self.between = Between::Nothing;
        }
    }

    /// Writes what stands between.
    fn open(&mut self) {
        let between = std::mem::take(&mut self.between);
        let breaks = std::mem::take(&mut self.breaks);
        if self.out.is_empty() {
        } else if breaks > 0 {
            let ends = breaks.max(between.as_str().matches('\n').count());
            self.out.extend(std::iter::repeat_n('\n', ends.min(3)));
        } else {
            self.out.push_str(between.as_str());
        }
        self.out.push_str(&std::mem::take(&mut self.mark));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_rows_and_paragraphs_are_lines_of_their_own() {
        for (html, text) in [
            (
                "<ul><li>2020</li><li>2021</li><li>number of cats over 1</li><li>0 dogs</li></ul>",
                "- 2020\n- 2021\n- number of cats over 1\n- 0 dogs",
            ),
            (
                "<ol><li>How many A?<li><p>How many B?</p></ol>And",
                "1. How many A?\n2. How many B?\n\nAnd",
            ),
            (
                "<table><tr><td>Force</td><td>10</td></tr>\n<tr><td> Area </td> <td>30</td></tr></table>",
                "Force\t10\nArea\t30",
            ),
            (
                "<p>One</p><p>two <b>bo</b>ld&nbsp;&amp;</p>",
                "One\n\ntwo bold\u{a0}&",
            ),
            ("<ul><li></li></ul><p>Next", "Next"),
            ("a<br>b<br/><br>c", "a\nb\n\nc"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("a<blockquote>b</blockquote><p>c", "a\n\nb\n\nc"),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            (
                "<title>x</title><style>p{}</style>a<script>b</script>c",
                "ac",
            ),
            ("<svg><style>a</style></svg>b", "ab"),
            ("", ""),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }
}
