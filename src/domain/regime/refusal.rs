//! Grounds to refuse a request that are no exemptions: what it costs, what it is, what is missing.
//!
//! Says what each ground is, what its notice has to say and what has to be on record before it can
//! be relied on; whether a request is vexatious is for the officer.

use crate::domain::case::Outcome;
use crate::domain::clock::ClockEvent;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A ground on which a request, or one question of it, may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalGround {
    /// The word by which a case names it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is enacted, for example `s.12(1)`.
    pub section: Section,
    /// The outcome it comes to.
    pub outcome: Outcome,
    /// What the letter says of it, in a sentence.
    pub sentence: String,
    /// Where the law says what the notice has to say.
    #[serde(default)]
    pub notice: Option<Section>,
    /// What has to be given or on record before it can be relied on.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Whether the requester has to be told how to ask so that an answer can be given.
    #[serde(default)]
    pub advice: bool,
    /// Where the law lets the authority leave a further notice out, when one was given before.
    #[serde(default)]
    pub without_notice: Option<Section>,
    /// Not checked against the text in force: have it read before relying on it.
    #[serde(default)]
    pub uncertain: bool,
    /// Worked examples, which a test runs.
    pub examples: Vec<RefusalExample>,
}

/// What a ground needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// An estimate of the hours the work takes.
    Estimate,
    /// An estimate that exceeds the limit of the regime.
    OverLimit,
    /// The other requests whose cost is added, all received within the time the regime names.
    Together,
    /// An earlier request of the same requester, answered before this one was received.
    Earlier,
    /// That the requester was asked for the detail that is missing.
    Asked,
    /// A fees notice whose time has passed.
    FeesNotice,
    /// The public interest, weighed.
    PublicInterest,
    /// When the material will be finished, and who is preparing it.
    Completion,
}

/// A worked example of a ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalExample {
    /// What it shows.
    pub title: String,
    /// The day of receipt.
    pub received: NaiveDate,
    /// What happened.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    /// The day of the refusal.
    pub on: NaiveDate,
    /// The band of the cost limit, where there are several.
    #[serde(default)]
    pub band: Option<String>,
    /// The hours estimated.
    #[serde(default)]
    pub hours: Option<u32>,
    /// The days on which the other requests were received.
    #[serde(default)]
    pub together: Vec<NaiveDate>,
    /// The day the earlier request was answered.
    #[serde(default)]
    pub earlier: Option<NaiveDate>,
    /// Whether the ground can be relied on then.
    pub holds: bool,
    /// The reason, worked by hand.
    pub why: String,
    /// Where it comes from.
    pub source: String,
}

impl RefusalGround {
    /// Whether it needs this.
    #[must_use]
    pub fn needs(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }
}
