//! Questions on which the law is disputed: two readings, the one taken, and what it decides.

use super::Regime;
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::section::Section;
use crate::domain::words::date;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;

/// A question of law that can be read in two ways, each of which gives its own dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The word by which the settings choose: a key of `[law.readings]`.
    pub id: String,
    /// The provision that is read.
    pub section: Section,
    /// The id of the choice taken: as shipped, or as the settings have it.
    pub taken: String,
    /// Since when it is the one shipped, or reviewed.
    pub since: NaiveDate,
    /// Who has reviewed it.
    pub reviewed_by: Reviewer,
    /// Whether the settings chose it, or somebody took it there as it is shipped.
    #[serde(skip)]
    pub chosen_here: bool,
    /// What it rests on.
    pub source: String,
    /// How sure the one taken is.
    pub certainty: Certainty,
    /// The two readings.
    pub choices: [Choice; 2],
    /// A life whose dates the choice decides, counted by hand under both.
    pub example: ReadingExample,
}

/// Who has reviewed a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Reviewer {
    /// Nobody has.
    Nobody,
    /// A lawyer, by their name or office.
    Lawyer(String),
}

/// What stands in a file in place of a name while nobody has reviewed a reading.
pub const NOBODY: &str = "nobody yet";

impl From<String> for Reviewer {
    fn from(name: String) -> Self {
        if name == NOBODY {
            Self::Nobody
        } else {
            Self::Lawyer(name)
        }
    }
}

impl From<Reviewer> for String {
    fn from(reviewer: Reviewer) -> Self {
        match reviewer {
            Reviewer::Nobody => NOBODY.to_owned(),
            Reviewer::Lawyer(name) => name,
        }
    }
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The text is plain or nearly so, and the other reading is heard all the same.
    Likely,
    /// The text leaves it open, and no decision is known.
    Open,
    /// The text was not read again for this file.
    NotReread,
}

impl Certainty {
    /// What a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Likely => "likely, by the text",
            Self::Open => "open: the text leaves it so, and no decision is known",
            Self::NotReread => "not checked: the text of the law was not read again for it",
        }
    }
}

/// One of two readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The word by which the settings name it.
    pub id: String,
    /// The reading in one plain sentence, without its full stop.
    pub text: String,
    /// What it sets in the regime's file. The configuration lays it over the file before it is
    /// read as a regime; nothing is left of it here.
    #[serde(default, skip_serializing)]
    set: LaidOver,
    /// What it takes out of the file, in the same way.
    #[serde(default, skip_serializing)]
    unset: LaidOver,
}

/// What was laid over a file before it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct LaidOver;

impl<'de> Deserialize<'de> for LaidOver {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// A life whose dates a reading decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingExample {
    /// The day of receipt.
    pub received: NaiveDate,
    /// What happened.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    /// Which date is decided.
    pub date: DecidedDate,
    /// That date under each choice, in their order; empty for none while the clock is stopped.
    pub gives: [String; 2],
    /// The two counts by hand.
    pub why: String,
}

/// A date that a reading can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedDate {
    /// The last day for the answer.
    Due,
    /// The furthest it can be extended to.
    LatestExtendedDue,
    /// The last day to pay.
    FeeDueBy,
    /// The lapse.
    LapsesOn,
    /// The last day to ask for a review.
    ReviewRequestBy,
    /// The last day to ask for one because no answer came.
    SilenceReviewBy,
    /// The last day for its outcome.
    ReviewDue,
    /// The last day to complain to the regulator.
    RegulatorBy,
}

impl Reading {
    /// The choice taken.
    #[must_use]
    pub fn taken(&self) -> &Choice {
        let [first, second] = &self.choices;
        if second.id == self.taken {
            second
        } else {
            first
        }
    }

    /// The choice not taken.
    #[must_use]
    pub fn other(&self) -> &Choice {
        let [first, second] = &self.choices;
        if second.id == self.taken {
            first
        } else {
            second
        }
    }

    /// Takes somebody's word for the one taken.
    pub fn sign(&mut self, by: String, since: NaiveDate) {
        self.chosen_here = true;
        self.reviewed_by = Reviewer::Lawyer(by);
        self.since = since;
    }

    /// Whether nobody has reviewed the one taken.
    #[must_use]
    pub fn is_unreviewed(&self) -> bool {
        self.reviewed_by == Reviewer::Nobody
    }

    /// Who has reviewed the one taken, and whether it is the one shipped.
    #[must_use]
    pub fn reviewed(&self) -> String {
        match (&self.reviewed_by, self.chosen_here) {
            (Reviewer::Lawyer(name), _) => format!("{name}, since {}", date(self.since)),
            (Reviewer::Nobody, true) => format!("{NOBODY}; chosen under [law.readings]"),
            (Reviewer::Nobody, false) => {
                format!("{NOBODY}; as shipped since {}", date(self.since))
            }
        }
    }

    /// Who answers for the one taken, as it follows it in a sentence.
    #[must_use]
    pub fn answered_for(&self) -> String {
        match (&self.reviewed_by, self.chosen_here) {
            (Reviewer::Lawyer(name), _) => {
                format!("as reviewed by {name}, since {}", date(self.since))
            }
            (Reviewer::Nobody, true) => {
                format!("as chosen by this authority, reviewed by {NOBODY}")
            }
            (Reviewer::Nobody, false) => format!("chosen by {NOBODY}: as shipped"),
        }
    }
}

/// The same regime with one reading the other way, to see which dates rest on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOtherwise {
    /// The place of the reading among those of the regime.
    pub reading: usize,
    /// The events without one of which it decides nothing, as a set of [`kinds`]; every event and
    /// none where it is empty.
    pub needs: u16,
    /// The events it decides nothing without every one of, as such a set.
    pub needs_all: u16,
    /// Whether it is about nothing but which days are worked.
    pub of_days: bool,
    /// The regime as read otherwise, without its readings, exemptions and examples.
    pub regime: Arc<Regime>,
}

/// The same regime with two readings the other way, to see which dates rest on them only together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTogether {
    /// The places of the readings among those of the regime.
    pub readings: [usize; 2],
    /// The regime as read so, without its readings, exemptions and examples.
    pub regime: Arc<Regime>,
}

impl ReadOtherwise {
    /// Whether it can decide a date after what happened.
    #[must_use]
    pub const fn may_decide(&self, happened: u16) -> bool {
        (self.needs == 0 || self.needs & happened != 0)
            && self.needs_all & happened == self.needs_all
    }
}

/// A set of kinds of events, a bit for each.
#[must_use]
pub fn kinds(kinds: impl IntoIterator<Item = ClockEventKind>) -> u16 {
    kinds
        .into_iter()
        .fold(0, |set, kind| set | 1 << kind as u16)
}
