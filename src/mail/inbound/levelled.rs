//! Strangers' HTML written anew so that reading it costs in proportion to its length: only
//! elements that are known, each closed where it has to be, and few within each other.
//!
//! A browser's rules for tags that do not match (HTML Standard, 13.2.6) go through all that is open
//! for each of them: a third of a megabyte of lists nobody closes takes such a reader twenty seconds.
//! What is harmless is not decided here but by who reads the result.

use html5gum::{DefaultEmitter, HtmlString, StartTag, State, StringReader, Token, Tokenizer};
use std::collections::HashMap;
use std::fmt::Write;

/// Elements that may stand within each other; what is deeper stands beside the deepest.
const DEEPEST: usize = 60;

/// Elements that are read; a letter has hundreds, a newsletter a few thousand. What reads them
/// keeps several of its own for each.
const MOST: usize = 20_000;

/// Elements that have no end.
const VOID: [&str; 2] = ["br", "hr"];

/// Elements within a line: they end with the paragraph or the item around them. A reader that is
/// not told so opens many of them anew in everything that follows (HTML Standard, 13.2.4.3).
const OF_LINES: [&str; 14] = [
    "a", "abbr", "b", "code", "del", "em", "i", "ins", "s", "small", "span", "strong", "sub", "sup",
];

/// Elements that end by themselves: an end of this name may never come.
const ENDED: [&str; 4] = ["dd", "dt", "li", "p"];

/// The parts of a table: there are none outside of one.
const OF_TABLES: [&str; 4] = ["caption", "td", "th", "tr"];

/// What stands open and ends by itself where this element begins (HTML Standard, 13.1.2.4), and
/// what it ends in spite of what stands open within it, beside elements of lines.
fn ended_by(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "a" => (&["a"], &[]),
        "li" => (&["p", "li"], &["div"]),
        "dd" | "dt" => (&["p", "dd", "dt"], &["div"]),
        "blockquote" | "center" | "div" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr"
        | "ol" | "p" | "pre" | "table" | "ul" => (&["p"], &[]),
        _ => (&[], &[]),
    }
}

/// How a reader of tags goes on after this element begins: its content is text in which no tag is
/// one, and to be hidden where it is of no word.
pub(super) fn raw(name: &[u8]) -> Option<(State, bool)> {
    match name {
        b"script" => Some((State::ScriptData, true)),
        b"style" => Some((State::RawText, true)),
        b"title" => Some((State::RcData, true)),
        b"textarea" => Some((State::RcData, false)),
        b"iframe" | b"noembed" | b"noframes" | b"xmp" => Some((State::RawText, false)),
        b"plaintext" => Some((State::PlainText, false)),
        _ => None,
    }
}

/// HTML with elements of these names only, written anew; nothing where it has too many.
pub fn levelled(html: &str, names: &[&'static str]) -> Option<String> {
    let mut tokens: Tokenizer<StringReader<'_>, _> =
        Tokenizer::new_with_emitter(html, DefaultEmitter::default());
    let mut writer = Writer {
        names,
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        begun: 0,
        skipped: HashMap::new(),
        foreign: Vec::new(),
        hidden: false,
    };
    // A text in memory is read without a fault.
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                if let Some(state) = writer.begin(&tag) {
                    tokens.set_state(state);
                }
                if writer.begun > MOST {
                    return None;
                }
            }
            Token::EndTag(tag) => writer.end(&tag.name),
            Token::String(text) => writer.text(&text),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.close_to(0);
    Some(writer.out)
}

struct Writer<'a> {
    names: &'a [&'static str],
    out: String,
    open: Vec<&'static str>,
    /// Elements that began, written or not.
    begun: usize,
    /// How many of each name began within the deepest and have not ended.
    skipped: HashMap<&'static str, usize>,
    /// The drawings and formulas that stand open: in them, no text is raw.
    foreign: Vec<&'static str>,
    /// Whether what follows is text to be hidden.
    hidden: bool,
}

/// The name of a drawing or a formula.
pub(super) fn foreign(name: &[u8]) -> Option<&'static str> {
    let names = ["svg", "math"];
    names.into_iter().find(|known| known.as_bytes() == name)
}

impl Writer<'_> {
    fn known(&self, name: &[u8]) -> Option<&'static str> {
        let known = self.names.iter().find(|known| known.as_bytes() == name);
        known.copied()
    }

    /// Begins an element; how the reader goes on where its content is raw text.
    fn begin(&mut self, tag: &StartTag<()>) -> Option<State> {
        self.hidden = false;
        if let Some(name) = foreign(&tag.name).filter(|_| !tag.self_closing) {
            self.foreign.push(name);
        }
        if self.foreign.is_empty()
            && let Some((state, hidden)) = raw(&tag.name)
        {
            self.hidden = hidden;
            return Some(state);
        }
        if let Some(name) = self.known(&tag.name) {
            self.begun += 1;
            self.write(name, tag);
        }
        None
    }

    fn write(&mut self, name: &'static str, tag: &StartTag<()>) {
        if let Some(at) = self.ended_at(name) {
            self.close_to(at);
        }
        let within = self.open.last().copied();
        if OF_TABLES.contains(&name) && !self.makes_room(name)
            || OF_LINES.contains(&name) && matches!(within, Some("table" | "tr"))
        {
            return;
        }
        let void = VOID.contains(&name);
        if self.open.len() >= DEEPEST && !void {
            if !ENDED.contains(&name) {
                *self.skipped.entry(name).or_default() += 1;
            }
            return;
        }
        let _ = write!(self.out, "<{name}");
        let href = (name == "a").then(|| tag.attributes.get(&b"href"[..]));
        if let Some(address) = href.flatten() {
            self.out.push_str(" href=\"");
            self.text_of(address);
            self.out.push('"');
        }
        self.out.push('>');
        if !void {
            self.open.push(name);
        }
    }

    /// From where on what stands open ends, where this element begins.
    fn ended_at(&self, name: &str) -> Option<usize> {
        let (ended, passed) = ended_by(name);
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if ended.contains(open) {
                found = Some(at);
                if *open == name {
                    break;
                }
            } else if ended.is_empty() || !OF_LINES.contains(open) && !passed.contains(open) {
                break;
            }
        }
        found
    }

    /// Ends what stands in the way of a part of a table; whether it stands in a table at all.
    fn makes_room(&mut self, name: &str) -> bool {
        let Some(table) = self.open.iter().rposition(|open| *open == "table") else {
            return false;
        };
        if self.skipped.contains_key("table") {
            return false;
        }
        let cell = matches!(name, "td" | "th");
        let in_row = cell && self.open.get(table + 1) == Some(&"tr");
        self.close_to(table + 1 + usize::from(in_row));
        true
    }

    /// Ends the nearest element of this name; a part of a table is not left by what it holds, nor
    /// a table by the parts of the one around it.
    fn end(&mut self, name: &HtmlString) {
        self.hidden = false;
        if self
            .foreign
            .last()
            .is_some_and(|last| last.as_bytes() == &***name)
        {
            self.foreign.pop();
        }
        let Some(name) = self.known(name) else {
            return;
        };
        if let Some(count) = self.skipped.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                self.skipped.remove(name);
            }
            return;
        }
        let of_table = name == "table" || OF_TABLES.contains(&name);
        for (at, open) in self.open.iter().enumerate().rev() {
            if *open == name {
                return self.close_to(at);
            }
            if *open == "table" || OF_TABLES.contains(open) && !of_table {
                return;
            }
        }
    }

    /// Ends what stands open from this depth on, and with it what stood within the deepest.
    fn close_to(&mut self, depth: usize) {
        if depth < self.open.len() {
            self.skipped.clear();
        }
        for name in self.open.drain(depth..).rev() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    fn text(&mut self, text: &[u8]) {
        if !self.hidden {
            self.text_of(text);
        }
    }

    fn text_of(&mut self, text: &[u8]) {
        self.out.push_str(&escaped(&String::from_utf8_lossy(text)));
    }
}

/// A text as HTML has it.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = ["a", "b", "div", "li", "p", "table", "td", "tr", "ul"];

    fn reads(html: &str, written: &str) {
        assert_eq!(levelled(html, &NAMES).unwrap(), written, "{html}");
    }

    #[test]
    fn what_nobody_closed_is_closed_where_a_browser_would() {
        reads("<p>one<p>two", "<p>one</p><p>two</p>");
        reads("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c");
        reads(
            "<table><tr><td>1<td>2<tr><td>3</table>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
        );
        reads("<b><p>x</b>y</p>", "<b><p>x</p></b>y");
        reads(
            "<div><table><tr><td>a</div>b",
            "<div><table><tr><td>ab</td></tr></table></div>",
        );
        reads("</div></ul>x", "x");
    }

    #[test]
    fn only_known_elements_and_the_address_of_a_link_are_written() {
        reads(
            "<A HREF='x?a=1&b=\"' onclick=y>l</A>",
            "<a href=\"x?a=1&amp;b=&quot;\">l</a>",
        );
        reads(
            "<font>1 &lt; 2</font><script><b>no</b></script>",
            "1 &lt; 2",
        );
        reads("<b title='</b><p>'>x</b>", "<b>x</b>");
    }

    #[test]
    fn what_is_too_deep_stands_beside_the_deepest() {
        let deep = levelled(&"<div>x".repeat(100), &NAMES).unwrap();
        assert_eq!(deep.matches("<div>").count(), DEEPEST);
        assert_eq!(deep.matches("</div>").count(), DEEPEST);
        assert_eq!(deep.matches('x').count(), 100);
    }
    #[test]
    fn a_paragraph_ends_with_what_its_lines_left_open() {
        reads("<p><b><a>x<p>y", "<p><b><a>x</a></b></p><p>y</p>");
        reads(
            "<ul><li><div><b>x<li>y",
            "<ul><li><div><b>x</b></div></li><li>y</li></ul>",
        );
        reads("<a>x<b>y<a>z", "<a>x<b>y</b></a><a>z</a>");
        reads(
            "<table><b>x<tr><td>y",
            "<table>x<tr><td>y</td></tr></table>",
        );
        reads("<p>x<td>y<p>z", "<p>xy</p><p>z</p>");
    }

    #[test]
    fn no_word_is_lost() {
        let hidden = [
            "<textarea>words</textarea>",
            "<xmp><b>words</xmp>",
            "<noscript>words</noscript>",
            "<iframe>words</iframe>",
            "<plaintext>words",
            "<svg><style/></svg><p>words",
            "<svg><title/><p>words</svg>",
            "<math><style>words</math>",
            "<svg><math></svg><title/>words",
        ];
        for html in hidden {
            let written = levelled(html, &NAMES).unwrap();
            assert!(written.contains("words"), "{html} became {written}");
        }
        for html in [
            "<style>no</style>x",
            "<title>no</title>x",
            "<script>no</script>x",
        ] {
            reads(html, "x");
        }
    }

    #[test]
    fn below_the_deepest_what_ends_by_itself_does_not_take_the_ends_of_others() {
        let deep = "<div>".repeat(DEEPEST - 1);
        let written = levelled(&format!("{deep}<ul><li>a<li>b<p>c</ul>d"), &NAMES).unwrap();
        assert!(written.contains("<ul>abc</ul>d"), "{written}");
        let written = levelled(&format!("{deep}<b><i>x</b>y"), &["div", "b", "i"]).unwrap();
        assert!(written.contains("<b>x</b>y"), "{written}");
    }

    #[test]
    fn more_elements_than_a_letter_has_are_not_written() {
        assert!(levelled(&"<b>x".repeat(MOST), &NAMES).is_some());
        assert_eq!(levelled(&"<b>x".repeat(MOST + 1), &NAMES), None);
    }
}
