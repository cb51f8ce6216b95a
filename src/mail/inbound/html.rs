//! Strangers' HTML made harmless: words, lists, tables and links; nothing that runs and nothing
//! that is fetched when it is looked at.

use super::levelled::levelled;
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// HTML longer than this, in bytes, is shown as text only.
const LONGEST: usize = 500_000;

const TAGS: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "title", "svg", "math"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true);
    cleaner
});

/// The HTML with only harmless elements, or nothing where there is too much of it.
pub fn harmless(html: &str) -> Option<String> {
    if html.len() > LONGEST {
        return None;
    }
    // A heading of a stranger's must not look like one of the page.
    Some(CLEANER.clean(&levelled(html, &TAGS)?).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<img src='https://tracker.example/1.gif'>",
            "<a href='javascript:alert(1)'>x</a>",
            "<a href='data:text/html,x'>x</a>",
            "<iframe src='//evil.example'></iframe>",
            "<div style='background:url(https://tracker.example)'>x</div>",
            "<body background='https://tracker.example/x.png'>x",
            "<link rel=stylesheet href=https://tracker.example/x.css>",
            "<svg><image href='https://tracker.example'/></svg>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<form action='https://evil.example'><input name=password></form>",
            "<video src='https://tracker.example'></video>",
            "<p class=flash id=main>x</p>",
            "<base href='https://evil.example/'>",
            "<meta http-equiv=refresh content='0;url=https://evil.example'>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        ];
        for html in hostile {
            let clean = harmless(html).unwrap_or_default();
            for word in [
                "src", "onerror", "script", "tracker", "evil", "style", "class", "data:",
            ] {
                assert!(!clean.contains(word), "{html} became {clean}");
            }
        }
        let link = harmless("<a href='https://example.org/x' onclick=y>here</a>").unwrap();
        assert!(link.contains("href=\"https://example.org/x\""), "{link}");
        assert!(link.contains("noreferrer"), "{link}");
    }

    #[test]
    fn what_is_too_long_is_not_even_tried() {
        assert_eq!(harmless(&"x".repeat(600_000)), None);
        let many = harmless(&"<p>a</p>".repeat(10_000)).unwrap();
        assert_eq!(many.matches("<p>").count(), 10_000);
        assert_eq!(harmless(&"<p>a</p>".repeat(30_000)), None);
    }
}
