//! What is known of one topic on one day: the requests and what people have recorded about publishing it.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::shape::Shape;
use crate::domain::case;

/// Months of requests a score looks at, counted back from its day.
pub const MONTHS_SCORED: u32 = 24;

/// How one request on the topic ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Granted in full.
    Full,
    /// Granted in part.
    Part,
    /// Refused, or neither confirmed nor denied.
    Refused,
    /// The information is not held.
    NotHeld,
    /// Withdrawn, lapsed, transferred or refused for what it was, before an answer on what it asked.
    Withdrawn,
    /// Answered by saying where it is already published.
    AlreadyPublic,
    /// Not answered yet.
    Undecided,
}

impl Outcome {
    /// How a case ended, as a score tells it; `already_public` where its answer says that what was
    /// asked for is published.
    #[must_use]
    pub const fn of(case: Option<case::Outcome>, already_public: bool) -> Self {
        if already_public {
            return Self::AlreadyPublic;
        }
        match case {
            Some(case::Outcome::GrantedInFull) => Self::Full,
            Some(case::Outcome::GrantedInPart) => Self::Part,
            Some(case::Outcome::Refused | case::Outcome::NeitherConfirmedNorDenied) => {
                Self::Refused
            }
            Some(case::Outcome::NotHeld) => Self::NotHeld,
            // Another authority answers what was transferred; and a refusal for what a request is or
            // costs says nothing of whether the information could be released.
            Some(
                case::Outcome::Withdrawn
                | case::Outcome::Lapsed
                | case::Outcome::Transferred
                | case::Outcome::RefusedOnCost
                | case::Outcome::RefusedAsVexatious
                | case::Outcome::RefusedAsUnreasonable
                | case::Outcome::RefusedAsRepeated
                | case::Outcome::RefusedAsUnclear
                | case::Outcome::RefusedFeeUnpaid
                | case::Outcome::RefusedOtherwise,
            ) => Self::Withdrawn,
            None => Self::Undecided,
        }
    }
}

/// One request on the topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestEvidence {
    /// The day it was received.
    pub received: NaiveDate,
    /// The day it was answered, where it was.
    pub answered: Option<NaiveDate>,
    /// Who asked: an opaque key, the same for the same person.
    pub requester: u64,
    /// Whether the log does not say who asked: it counts as a person of its own.
    #[serde(default)]
    pub nameless: bool,
    /// The campaign whose text it repeats: an opaque key.
    pub campaign: Option<u64>,
    /// Hours recorded on it, zero or more.
    pub hours: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it asks for a dataset (section 19(2A) of the Freedom of Information Act 2000).
    pub dataset: bool,
    /// Whether a person confirmed that it belongs to the topic.
    pub confirmed: bool,
    /// What its words ask for; none while nobody read them for that.
    #[serde(default)]
    pub shape: Option<Shape>,
    /// The words that say so.
    #[serde(default)]
    pub shape_words: Vec<String>,
}

/// Whether a topic could be published at all, as people decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may be a candidate.
    #[default]
    Open,
    /// People asking for records about themselves: never a candidate.
    OwnRecords,
    /// Requests about one incident: never a candidate.
    SingleIncident,
    /// Left out by a person: never a candidate.
    Excluded,
    /// Merged into another topic: no longer a candidate.
    Retired,
}

/// The public-interest rubric and what the public showed it looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PublicInterest {
    /// The rubric's points with the written reason; `None` until somebody assessed it.
    pub rubric: Option<(u32, String)>,
    /// Points from a survey the authority ran, as somebody gave them.
    pub signals: u32,
    /// Searches of the last twelve months that found nothing published. They are counted, never
    /// typed, and so are no part of an assessment as it is kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unmet_searches: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes the field by reference"
)]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Whether counts of few people have been checked before publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmallNumbers {
    /// The information holds no counts of people.
    #[default]
    NotNeeded,
    /// It does, and nobody has checked them.
    NotDone,
    /// It does, and they have been checked.
    Done,
}

/// What people recorded about preparing the information, each finding with its reason.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Checks {
    /// Why the information is not held.
    pub not_held: Option<String>,
    /// Which exemption or bar applies to all of it.
    pub exempt: Option<String>,
    /// Why personal data cannot be separated from it.
    pub personal_data: Option<String>,
    /// Why requests whose words look like it are no requests about one address, person or incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_own_files: Option<String>,
    /// The last day the information describes.
    pub describes_until: Option<NaiveDate>,
    /// Hours it would take to prepare for publication.
    pub preparation_hours: Option<f64>,
    /// The small-number check.
    pub small_numbers: SmallNumbers,
}

/// What a person found out about publishing a topic.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Assessment {
    /// What closes a gate.
    pub checks: Checks,
    /// The rubric and signals.
    pub public_interest: PublicInterest,
}

/// Requests an authority had, on anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Volume {
    /// In the last twelve months.
    pub year: u32,
    /// In the twelve months before those.
    pub year_before: u32,
}

/// All that is known of a topic.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// The requests; those received after the day of scoring, or more than [`MONTHS_SCORED`] before, are left out.
    pub requests: Vec<RequestEvidence>,
    /// All that the authority is asked: what is much is measured against it.
    pub volume: Volume,
    /// The rubric and signals.
    pub public_interest: PublicInterest,
    /// The findings.
    pub checks: Checks,
    /// Whether it may be a candidate.
    pub standing: Standing,
}

/// The same day of the month so many months earlier, or that month's last day.
pub(super) fn months_before(on: NaiveDate, months: u32) -> NaiveDate {
    on.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}
