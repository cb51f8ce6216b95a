//! An event as it stands in the record: when, on which day, by whom.

use super::{Event, Outcome};
use crate::domain::role::Role;
use crate::domain::section::Section;
use crate::domain::words;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who did it: a role and, for people at the desk, their id. Never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The role acted in.
    pub role: Role,
    /// The person's id, for an officer or a manager.
    pub person: Option<i64>,
}

impl Actor {
    /// The program itself.
    pub const SYSTEM: Self = Self {
        role: Role::System,
        person: None,
    };
    /// The requester, through the public pages.
    pub const REQUESTER: Self = Self {
        role: Role::Requester,
        person: None,
    };
}

/// A question of which a review changed the outcome, or what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// Its outcome after the review.
    pub outcome: Outcome,
    /// The exemptions it rests on after the review; none where they stay, or nothing is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemptions: Option<Vec<Section>>,
}

impl ReviewedQuestion {
    /// What a review made of it, as a sentence: with the sections where these are others now.
    #[must_use]
    pub fn after_review(&self) -> String {
        let outcome = self.outcome.title().to_lowercase();
        let sections = self.exemptions.iter().flatten();
        let sections: Vec<String> = sections.map(ToString::to_string).collect();
        let under = match words::list(&sections) {
            list if list.is_empty() => list,
            list => format!(" under {list}"),
        };
        format!("Question {} is now: {outcome}{under}.", self.number)
    }
}

/// Commitments to what was entered with the text of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// To the subject.
    pub subject: String,
    /// To the requester's name, addresses and kind.
    pub requester: String,
    /// To the reference it had in an earlier log and what tells its row there from every other; none
    /// where it comes from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// To its questions as they were taken apart; none in a record from before they were committed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<String>,
}

/// An event as it stands in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the case's record, from 1.
    pub seq: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The civil day on which it took effect at the authority.
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub event: Event,
}
