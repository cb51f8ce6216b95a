//! The register of topics: what people decide about them, each decision with what it changed.
//!
//! A machine suggests topics and where requests belong; a person confirms, renames, merges,
//! splits, pins, marks and moves. Each decision is kept as the state before and after it, so that
//! it can be undone exactly, unless something later changed the same topics or requests.

mod decide;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use decide::{Action, Register, named};

/// The longest name of a topic, in characters.
pub const LONGEST_LABEL: usize = 100;

/// How far a topic has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Found by the machine.
    Suggested,
    /// Confirmed by a person.
    Confirmed,
    /// No longer used: nothing continued it, or it was merged into another.
    Retired,
}

/// What a person marked a topic as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// It may be a publication candidate.
    Open,
    /// People asking for records about themselves: never a candidate.
    OwnRecords,
    /// Requests about one incident: never a candidate.
    SingleIncident,
    /// Left out for the reason given: never a candidate.
    Excluded,
}

impl Standing {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Confirmed => "confirmed",
            Self::Retired => "retired",
        }
    }

    /// The standing of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Suggested, Self::Confirmed, Self::Retired]
            .into_iter()
            .find(|standing| standing.as_str() == word)
    }
}

impl Nature {
    /// Every nature, in the order a form offers them.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::OwnRecords,
        Self::SingleIncident,
        Self::Excluded,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OwnRecords => "own_records",
            Self::SingleIncident => "single_incident",
            Self::Excluded => "excluded",
        }
    }

    /// The words a page shows.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Open => "May be published",
            Self::OwnRecords => "People's own records",
            Self::SingleIncident => "A single incident",
            Self::Excluded => "Excluded",
        }
    }

    /// The nature of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.as_str() == word)
    }
}

/// A topic as the register has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, kept for ever.
    pub id: i64,
    /// Its name.
    pub label: String,
    /// How far it has come.
    pub standing: Standing,
    /// Whether it stays whatever the machine finds, and stands first in lists.
    pub pinned: bool,
    /// What it was marked as.
    pub nature: Nature,
    /// The topic it was merged into.
    pub merged_into: Option<i64>,
}

/// Where a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its topic.
    pub topic: Option<i64>,
    /// Whether a person said so.
    pub confirmed: bool,
}

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the decision of the same name")]
pub enum Kind {
    Confirmed,
    Renamed,
    Merged,
    Split,
    Pinned,
    Unpinned,
    Marked,
    Moved,
    Undone,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Renamed => "renamed",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Pinned => "pinned",
            Self::Unpinned => "unpinned",
            Self::Marked => "marked",
            Self::Moved => "moved",
            Self::Undone => "undone",
        }
    }

    /// The kind of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Confirmed,
            Self::Renamed,
            Self::Merged,
            Self::Split,
            Self::Pinned,
            Self::Unpinned,
            Self::Marked,
            Self::Moved,
            Self::Undone,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }

    /// Whether a change of this stored word can be undone.
    #[must_use]
    pub fn undoable(word: &str) -> bool {
        Self::parse(word).is_some_and(|kind| kind != Self::Undone)
    }
}

/// Requests in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Their topic.
    pub topic: Option<i64>,
    /// Whether a person said so.
    pub confirmed: bool,
    /// The requests, by case.
    pub cases: Vec<i64>,
}

/// What a change touched, as it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The topics.
    pub entries: Vec<Entry>,
    /// The requests.
    pub places: Vec<Group>,
}

/// A change of the register: what it touched, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of change.
    pub kind: Kind,
    /// The topic it is told under.
    pub topic: i64,
    /// The other topic it is told under.
    pub other: Option<i64>,
    /// What was done, as a sentence without a full stop.
    pub said: String,
    /// How it stood.
    pub before: State,
    /// How it stands.
    pub after: State,
}

/// Why the register does not do it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is no such topic, or it is no longer used.
    #[error("The topic is no longer used. Go back to the list of topics and choose another.")]
    NoSuchTopic,
    /// A name is missing.
    #[error("Enter a name for the topic.")]
    NoLabel,
    /// A name is too long.
    #[error("Enter a name of at most 100 characters, on one line.")]
    LongLabel,
    /// Merged into itself.
    #[error("Choose another topic: a topic cannot be merged into itself.")]
    IntoItself,
    /// Nothing was chosen.
    #[error("Choose at least one request.")]
    NoRequest,
    /// Nothing would be left.
    #[error("Leave at least one request in the topic, or rename it instead of splitting it.")]
    NothingLeft,
    /// A request is somewhere else by now.
    #[error("A request you chose is no longer in the topic. Load the form again.")]
    NotOfTopic,
    /// A reason is missing.
    #[error("Write the reason.")]
    NoReason,
    /// It is so already.
    #[error("It is so already: nothing was changed.")]
    AlreadySo,
    /// Something later changed the same topics or requests.
    #[error("Something later changed the same topic or requests. Undo that first.")]
    ChangedSince,
}

impl Refusal {
    /// Which part of a decision it is about; nothing where it is about the whole of it.
    #[must_use]
    pub const fn about(&self) -> Option<&'static str> {
        match self {
            Self::NoLabel | Self::LongLabel => Some("label"),
            Self::NoSuchTopic | Self::IntoItself => Some("into"),
            Self::NoRequest | Self::NothingLeft | Self::NotOfTopic => Some("cases"),
            Self::NoReason => Some("reason"),
            Self::AlreadySo | Self::ChangedSince => None,
        }
    }
}

#[cfg(test)]
mod tests;
