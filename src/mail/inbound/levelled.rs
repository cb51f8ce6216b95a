//! Strangers' HTML written anew so that reading it costs in proportion to its length: only
//! elements that are known, each closed where it has to be, and few within each other.
//!
//! A browser's rules for tags that do not match (HTML Standard, 13.2.6) go through all that is open
//! for each of them: a third of a megabyte of lists nobody closes takes such a reader twenty seconds.
//! What is harmless is not decided here but by who reads the result.

use html5gum::{DefaultEmitter, HtmlString, StartTag, StringReader, Token, Tokenizer};
use std::fmt::Write;

/// Elements that may stand within each other; what is deeper stands beside the deepest.
const DEEPEST: usize = 60;

/// Elements that have no end.
const VOID: [&str; 2] = ["br", "hr"];

/// Elements whose content is no text for a reader, and in which no tag is one.
const RAW: [&str; 9] = [
    "iframe",
    "noembed",
    "noscript",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

/// What stands open and ends by itself where this element begins (HTML Standard, 13.1.2.4).
fn ended_by(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["p", "li"],
        "dd" | "dt" => &["p", "dd", "dt"],
        "td" | "th" => &["p", "td", "th"],
        "tr" => &["p", "td", "th", "tr"],
        "blockquote" | "center" | "div" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr"
        | "ol" | "p" | "pre" | "table" | "ul" => &["p"],
        _ => &[],
    }
}

/// HTML with elements of these names only, written anew.
pub fn levelled(html: &str, names: &[&'static str]) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens: Tokenizer<StringReader<'_>, _> = Tokenizer::new_with_emitter(html, emitter);
    let mut writer = Writer {
        names,
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        skipped: 0,
        raw: false,
    };
    // A text in memory is read without a fault.
    for token in tokens.flatten() {
        match token {
            Token::StartTag(tag) => writer.begin(&tag),
            Token::EndTag(tag) => writer.end(&tag.name),
            Token::String(text) => writer.text(&text),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.close_to(0);
    writer.out
}

struct Writer<'a> {
    names: &'a [&'static str],
    out: String,
    open: Vec<&'static str>,
    /// Elements that begin below the deepest and have not ended.
    skipped: usize,
    /// Whether what follows is the content of a raw element.
    raw: bool,
}

impl Writer<'_> {
    fn known(&self, name: &[u8]) -> Option<&'static str> {
        let known = self.names.iter().find(|known| known.as_bytes() == name);
        known.copied()
    }

    fn begin(&mut self, tag: &StartTag<()>) {
        self.raw = RAW.iter().any(|raw| raw.as_bytes() == &**tag.name);
        let Some(name) = self.known(&tag.name) else {
            return;
        };
        while self
            .open
            .last()
            .is_some_and(|last| ended_by(name).contains(last))
        {
            self.close_to(self.open.len() - 1);
        }
        let void = VOID.contains(&name);
        if self.open.len() >= DEEPEST && !void {
            self.skipped += 1;
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

    /// Ends the nearest element of this name; a cell of a table is not left by what it holds.
    fn end(&mut self, name: &HtmlString) {
        self.raw = false;
        let Some(name) = self.known(name) else {
            return;
        };
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let of_table = matches!(name, "td" | "th" | "tr" | "table");
        for (at, open) in self.open.iter().enumerate().rev() {
            if *open == name {
                return self.close_to(at);
            }
            if matches!(*open, "td" | "th") && !of_table {
                return;
            }
        }
    }

    fn close_to(&mut self, depth: usize) {
        for name in self.open.drain(depth..).rev() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    fn text(&mut self, text: &[u8]) {
        if !self.raw {
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
        assert_eq!(levelled(html, &NAMES), written, "{html}");
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
        let deep = levelled(&"<div>x".repeat(100), &NAMES);
        assert_eq!(deep.matches("<div>").count(), DEEPEST);
        assert_eq!(deep.matches("</div>").count(), DEEPEST);
        assert_eq!(deep.matches('x').count(), 100);
    }
}
