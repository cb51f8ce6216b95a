//! The requests under a topic, as the database packs them for the score.

use crate::domain::case::Outcome;
use crate::domain::publication::Shape;
use crate::store::StoreFault;
use crate::store::engine::{sql, words};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The requests under a topic, as the score counts them.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicEvidence {
    /// The topic's number.
    pub topic_id: i64,
    /// Its requests, in no order, as the database packed them.
    pub(super) packed: String,
}

impl TopicEvidence {
    /// Its requests, in no order.
    ///
    /// # Errors
    /// A row this program did not write.
    pub fn requests(&self) -> Result<Vec<EvidenceRow>, StoreFault> {
        sql::unpack(&self.packed)
    }
}

/// One request under a topic, as the score counts it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvidenceRow {
    /// The day it was received.
    pub received: NaiveDate,
    /// The day it was answered with what was public already (FOIA s.21).
    pub answered_as_public: Option<NaiveDate>,
    /// How it ended.
    #[serde(deserialize_with = "outcome")]
    pub outcome: Option<Outcome>,
    /// The minutes spent, where somebody recorded them.
    pub effort_minutes: Option<i64>,
    /// Marks, told by [`Self::already_public`] and its like.
    marks: u8,
    /// The campaign whose text it repeats.
    pub campaign: Option<i64>,
    /// Who asked: the same number for the same requester.
    #[serde(deserialize_with = "number")]
    pub requester: u64,
    /// What its words ask for, where they were read for that.
    #[serde(deserialize_with = "words::shape")]
    pub shape: Option<Shape>,
    /// The words that say so.
    #[serde(deserialize_with = "several")]
    pub shape_words: Vec<String>,
}

impl EvidenceRow {
    /// Whether what was asked for was public already.
    #[must_use]
    pub const fn already_public(&self) -> bool {
        self.marks & 1 != 0
    }

    /// Whether a person placed it in the topic.
    #[must_use]
    pub const fn confirmed(&self) -> bool {
        self.marks & 2 != 0
    }

    /// Whether an officer marked it as asking for a dataset.
    #[must_use]
    pub const fn dataset(&self) -> bool {
        self.marks & 4 != 0
    }

    /// Whether it is of a log that does not say who asked.
    #[must_use]
    pub const fn nameless(&self) -> bool {
        self.marks & 8 != 0
    }
}

/// The columns of [`EvidenceRow`]: as little text as tells the requests apart, because a page of
/// candidates reads tens of thousands. The end of a requester's key is as good as the whole; that of
/// a log which does not say who asked begins with "row".
pub(super) const EVIDENCE: &str = "received, CASE WHEN already_public THEN responded END, outcome, \
     effort_minutes, CASE WHEN already_public THEN 1 ELSE 0 END \
     + CASE WHEN topic_confirmed THEN 2 ELSE 0 END + CASE WHEN dataset THEN 4 ELSE 0 END \
     + CASE WHEN requester_key LIKE 'row %' THEN 8 ELSE 0 END, \
     campaign, substr(requester_key, length(requester_key) - 15), shape, shape_words";

fn outcome<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Outcome>, D::Error> {
    let word: Option<&str> = Option::deserialize(value)?;
    word.map(|word| {
        let what = format!("table cases, column outcome: \u{201c}{word}\u{201d} is none");
        Outcome::parse(word).ok_or_else(|| serde::de::Error::custom(what))
    })
    .transpose()
}

/// What stands between the words that say what a request asks for.
pub(in crate::store) const BETWEEN_WORDS: &str = "; ";

fn several<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<String>, D::Error> {
    let joined: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(value)?;
    let words = joined
        .split(BETWEEN_WORDS)
        .filter(|words| !words.is_empty());
    Ok(words.map(str::to_owned).collect())
}

fn number<'de, D: Deserializer<'de>>(value: D) -> Result<u64, D::Error> {
    let key: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(value)?;
    let mut hash = DefaultHasher::new();
    key.hash(&mut hash);
    Ok(hash.finish())
}
