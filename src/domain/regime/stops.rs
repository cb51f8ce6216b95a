//! What stops, restarts or lengthens the time: questions, fees, proof of identity, transfers
//! and extensions.

use super::Limit;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stopping for the requester does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The whole time runs again from the day the requester acts.
    Restart,
    /// The days from asking to the requester's act are not counted; both ends neither, unless the
    /// regime counts them.
    Pause,
    /// The clock runs on.
    Nothing,
}

impl Effect {
    /// What the time for the answer does until what the requester was asked for comes, in words
    /// for them; `comes` names it: `your reply`.
    #[must_use]
    pub fn until(self, comes: &str) -> String {
        match self {
            Self::Restart => {
                format!("The whole time for our answer begins again on the day {comes} reaches us")
            }
            Self::Pause => format!("The clock stands still until {comes} reaches us"),
            Self::Nothing => format!("The time for our answer runs on until {comes} reaches us"),
        }
    }
}

/// Whether the working day to which a last day has moved belongs to the period that ends so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolledDay {
    /// The period was over before it.
    #[default]
    Outside,
    /// The period ends with it.
    Within,
}

impl RolledDay {
    /// What holds of a notice, unless a regime's file says otherwise.
    pub(super) const fn within() -> Self {
        Self::Within
    }
}

/// A way in which the clock waits for the requester.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// What it does.
    pub effect: Effect,
    /// Where the law says so.
    pub section: Section,
    /// How long the requester has; afterwards the request lapses.
    #[serde(default)]
    pub answer_within: Option<Limit>,
    /// How soon the authority must ask for the clock to stop at all.
    #[serde(default)]
    pub ask_within: Option<Limit>,
    /// Where the law has it asked within the time for the answer, extensions included: asked
    /// later it is nothing, so that the clock runs on and nothing lapses for want of an answer.
    #[serde(default)]
    pub in_time: Option<Section>,
    /// Whether that time is the one there is without extensions.
    #[serde(default)]
    pub in_first_time: bool,
    /// How often it may stop the clock.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// Whether the day of asking is counted, so that a pause begins on the next (Awb art 4:15(1)).
    #[serde(default)]
    pub counts_day_asked: bool,
    /// Whether the day of the requester's act is counted, so that a pause ends the day before.
    #[serde(default)]
    pub counts_day_answered: bool,
    /// The days, first and last included, on which asking stopped nothing.
    #[serde(default)]
    pub not_between: Option<(NaiveDate, NaiveDate)>,
    /// The first day on which the rule has force, where that is later than the Act's. A question
    /// asked before it stops nothing; an answer that comes before it begins nothing again.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Whether the time that begins again has the length the one before it was extended to.
    #[serde(default)]
    pub keeps_extensions: bool,
}

impl Stop {
    /// Whether the rule has force on a day.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= on)
    }

    /// The first day a pause leaves out, for what was asked on a day.
    #[must_use]
    pub fn pauses_from(&self, asked: NaiveDate) -> NaiveDate {
        let next = asked.succ_opt().filter(|_| self.counts_day_asked);
        next.unwrap_or(asked)
    }

    /// The days a pause leaves out, first and last; nothing where there is no day between ends
    /// that count.
    #[must_use]
    pub fn leaves_out(&self, asked: NaiveDate, came: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.pauses_from(asked);
        let before = came.pred_opt().filter(|_| self.counts_day_answered);
        let last = before.unwrap_or(came);
        (first <= last).then_some((first, last))
    }

    /// Whether asking on this day stopped nothing.
    #[must_use]
    pub fn suspended(&self, on: NaiveDate) -> bool {
        self.not_between
            .is_some_and(|(first, last)| first <= on && on <= last)
    }
}

/// What a transfer does: the next authority's clock runs from its own receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Where the law says so.
    pub section: Section,
    /// How soon it must be made, where there is a limit.
    #[serde(default)]
    pub within: Option<Limit>,
}

/// A ground on which the time may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionGround {
    /// The word by which events name it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where the law says so.
    pub section: Section,
    /// The whole time with the extension when it runs its usual length.
    #[serde(default)]
    pub norm: Option<Limit>,
    /// The whole time beyond which the law allows no extension on this ground.
    #[serde(default)]
    pub cap: Option<Limit>,
    /// The day these times run from.
    #[serde(default)]
    pub runs_from: RunsFrom,
    /// The ground it can come on top of, with the whole time then.
    #[serde(default)]
    pub on_top_of: Option<OnTopOf>,
    /// What is still owed to the requester by the day the answer was first due.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// What becomes of it when it is notified after the time has run out; where a regime says
    /// nothing, it moves no date.
    #[serde(default)]
    pub late: Option<Late>,
    /// Where the law wants the exemptions named whose public interest takes the time.
    #[serde(default)]
    pub exemptions: Option<Section>,
}

impl ExtensionGround {
    /// Whether it moves the date even when it is notified after the time has run out.
    #[must_use]
    pub fn extends_late(&self) -> bool {
        self.late
            .as_ref()
            .is_some_and(|late| late.effect == LateEffect::Extends)
    }
}

/// What the time of an extension runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsFrom {
    /// What the time for the answer runs from: it is the whole time.
    #[default]
    Start,
    /// The last day of that time, moved off a day off: it comes after it.
    LastDay,
    /// The day on which it is notified.
    Notice,
}

/// A ground that another one can come on top of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnTopOf {
    /// The id of the ground below.
    pub ground: String,
    /// The whole time with both, which is also the most there can be.
    pub limit: Limit,
}

/// What an extension does that is notified after the time has run out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// What it does.
    pub effect: LateEffect,
    /// Where the law says so, or what the guidance reads.
    pub section: Section,
    /// The guidance, where the rule stands in no text of law.
    #[serde(default)]
    pub guidance: Option<Guidance>,
}

/// Whether a late extension moves the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateEffect {
    /// It moves no date.
    Nothing,
    /// It extends the time all the same.
    Extends,
}

/// A text that is no law but says how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// Its title and place.
    pub title: String,
    /// The day from which it was published or read so.
    pub as_of: NaiveDate,
}

/// A notice owed by the original due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What it has to say.
    pub title: String,
    /// Where the law says so.
    pub section: Section,
}
