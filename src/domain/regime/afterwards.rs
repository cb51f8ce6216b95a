//! What may follow an answer: the review by the authority itself and the regulator.

use super::Limit;
use crate::domain::section::Section;
use serde::{Deserialize, Serialize};

/// The second look by the authority itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// How long after the answer it may be asked for.
    #[serde(default)]
    pub request: Option<Limit>,
    /// What the time to ask for it runs from.
    #[serde(default)]
    pub request_from: AskedFrom,
    /// How long it may take.
    #[serde(default)]
    pub decision: Option<Limit>,
    /// What that time runs from.
    #[serde(default)]
    pub decision_from: DecidedFrom,
    /// How long it may take in exceptional cases.
    #[serde(default)]
    pub exceptional: Option<Limit>,
    /// That it may be asked for where no answer came in time, where the regime has that.
    #[serde(default)]
    pub silence: Option<Silence>,
    /// That somebody decides it who had no part in the answer, where the regime wants that.
    #[serde(default)]
    pub somebody_else: Option<SomebodyElse>,
}

/// That a review may be asked for while the answer is late (FOISA s.20(5)(a), EIR reg 11(1)). The
/// answer is owed all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Where it stands.
    pub section: Section,
    /// How long after the last day for the answer it may be asked for, where there is a limit.
    #[serde(default)]
    pub within: Option<Limit>,
    /// Whether the text was not read again for this file: to be checked before it is relied on.
    #[serde(default)]
    pub uncertain: bool,
}

/// What the time to ask for a review runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedFrom {
    /// The answer.
    #[default]
    Answer,
    /// The last day for the answer, or the answer where that came later: an early answer does
    /// not shorten it (FOISA s.20(5)).
    LastDayOrLaterAnswer,
}

/// What the time to decide a review runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedFrom {
    /// The day it was asked for.
    #[default]
    Asked,
    /// The end of the time to ask for it, however early it was asked for (Awb art 7:10(1)); the
    /// day it was asked for where there is no such time, or it was over.
    EndOfTimeToAsk,
}

/// The rule that somebody decides a review who had no part in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SomebodyElse {
    /// Where the rule stands.
    pub section: Section,
    /// Whether the text was not read again for this file: to be checked before it is relied on.
    #[serde(default)]
    pub uncertain: bool,
}

/// What the time to complain to the regulator runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintFrom {
    /// The outcome of the review where one was asked for, or else the answer.
    FinalResponse,
    /// The outcome of the review, or the day it was due if none came.
    Review,
    /// The answer, whatever came after.
    Response,
    /// The answer, or the last day for it where none has come: silence is a refusal then.
    ResponseOrLastDay,
}

/// The body to which the requester may complain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulator {
    /// Its name.
    pub name: String,
    /// Where to write to it, line by line.
    #[serde(default)]
    pub postal_address: Vec<String>,
    /// Where it takes complaints on the web.
    #[serde(default)]
    pub website: String,
    /// How long there is, where there is a limit.
    #[serde(default)]
    pub within: Option<Limit>,
    /// What that runs from.
    pub from: ComplaintFrom,
}
