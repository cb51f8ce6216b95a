//! Small things many pages show: links, tags, rows of a summary list, a timeline.

use serde::Serialize;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A piece of a sentence: plain words, or a figure that opens its requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// Its words.
    pub text: String,
    /// The list of exactly the requests a figure counts; empty for plain words.
    pub href: String,
    /// What the list holds, where the words do not say it: for readers of links alone.
    pub opens: String,
}

/// A short word on a coloured ground; the colour never says anything the word does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The word.
    pub text: String,
    /// The colour.
    pub tone: Tone,
}

/// The colour of a tag, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Neither good nor bad.
    Plain,
    /// Under way.
    Active,
    /// Done, in time.
    Good,
    /// Soon, or waiting for somebody.
    Soon,
    /// Late, failed.
    Bad,
}

/// A row of a summary list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// What it is.
    pub label: String,
    /// Its value; line breaks are kept.
    pub value: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// The day, or the day and time, in words.
    pub when: String,
    /// Who did it.
    pub who: String,
    /// What happened.
    pub what: String,
    /// More about it.
    pub detail: Option<String>,
}

impl Link {
    /// A link of these words to this address.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

impl Phrase {
    /// Plain words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: String::new(),
            opens: String::new(),
        }
    }
}

impl Tag {
    /// A tag.
    #[must_use]
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

impl SummaryRow {
    /// A row of a summary list.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

impl TimelineEntry {
    /// Something that happened, without more about it.
    #[must_use]
    pub fn new(when: impl Into<String>, who: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            when: when.into(),
            who: who.into(),
            what: what.into(),
            detail: None,
        }
    }

    /// The same entry with more about it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
