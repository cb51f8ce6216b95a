//! What a figure of a score counts: which of a topic's requests, so that each figure can open
//! exactly those.

use chrono::NaiveDate;

use super::evidence::{Evidence, Outcome, RequestEvidence, months_before};
use super::shape::{Shape, Side};

/// A first and a last day, both included.
pub type Days = (NaiveDate, NaiveDate);

/// The days of the months that end on a day, that day included: `(until - months, until]`.
fn days(until: NaiveDate, months: u32) -> Days {
    let from = months_before(until, months);
    (from.succ_opt().unwrap_or(from), until)
}

/// Which requests of a topic a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// When they were received.
    pub received: Days,
    /// When they were answered, where the figure goes by that.
    pub answered: Option<Days>,
    /// Which of them; every one where it is not said.
    pub which: Option<Which>,
}

impl Counted {
    /// The requests received in the months that end on a day, that day included.
    pub(super) fn months(until: NaiveDate, months: u32) -> Self {
        Self {
            received: days(until, months),
            answered: None,
            which: None,
        }
    }

    /// Of these the ones answered in the months that end on a day, that day included.
    pub(super) fn answered(self, until: NaiveDate, months: u32) -> Self {
        Self {
            answered: Some(days(until, months)),
            ..self
        }
    }

    /// Of these only some.
    pub(super) const fn only(self, which: Which) -> Self {
        Self {
            which: Some(which),
            ..self
        }
    }

    /// The requests themselves.
    pub(super) fn requests(self, evidence: &Evidence) -> impl Iterator<Item = &RequestEvidence> {
        evidence.requests.iter().filter(move |r| self.takes(r))
    }

    /// How many there are.
    pub(super) fn count(self, evidence: &Evidence) -> usize {
        self.requests(evidence).count()
    }

    fn takes(self, request: &RequestEvidence) -> bool {
        let within = |day, (first, last): Days| first <= day && day <= last;
        within(request.received, self.received)
            && self
                .answered
                .is_none_or(|days| within(request.answered.unwrap_or(request.received), days))
            && self.which.is_none_or(|which| which.takes(request))
    }
}

/// Some of a topic's requests, as a score tells them apart. An answer that the information is
/// public already goes by that and not by its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Granted in full.
    Full,
    /// Granted in part.
    Part,
    /// Refused, or neither confirmed nor denied.
    Refused,
    /// Not held.
    NotHeld,
    /// Granted in full or in part.
    Released,
    /// Granted in full or in part, refused, or not held.
    Decided,
    /// Answered by saying where it is already published.
    AlreadyPublic,
    /// With hours recorded.
    HoursRecorded,
    /// Placed in the topic by a person.
    Confirmed,
    /// Asking for a dataset.
    Dataset,
    /// Asking for what could be published, by its words.
    Publishable,
    /// About one address, person or incident, by its words.
    OwnFile,
    /// Read, but its words say neither.
    NeitherShape,
}

impl Which {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Full,
        Self::Part,
        Self::Refused,
        Self::NotHeld,
        Self::Released,
        Self::Decided,
        Self::AlreadyPublic,
        Self::HoursRecorded,
        Self::Confirmed,
        Self::Dataset,
        Self::Publishable,
        Self::OwnFile,
        Self::NeitherShape,
    ];

    /// The word used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Part => "part",
            Self::Refused => "refused",
            Self::NotHeld => "not_held",
            Self::Released => "released",
            Self::Decided => "decided",
            Self::AlreadyPublic => "already_public",
            Self::HoursRecorded => "hours_recorded",
            Self::Confirmed => "confirmed",
            Self::Dataset => "dataset",
            Self::Publishable => "publishable",
            Self::OwnFile => "own_file",
            Self::NeitherShape => "neither",
        }
    }

    /// What it means of a request, after "requests".
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Full => "granted in full",
            Self::Part => "granted in part",
            Self::Refused => "refused, or neither confirmed nor denied",
            Self::NotHeld => "answered that it is not held",
            Self::Released => "granted in full or in part",
            Self::Decided => "granted in full or in part, refused, or not held",
            Self::AlreadyPublic => "answered that it was public already",
            Self::HoursRecorded => "with hours recorded",
            Self::Confirmed => "a person placed in the topic",
            Self::Dataset => "for a dataset",
            Self::Publishable => "for what could be published",
            Self::OwnFile => "about one address, person or incident",
            Self::NeitherShape => "whose words do not say what they ask for",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.as_str() == word)
    }

    /// The outcomes it takes; none where it does not go by the outcome.
    #[must_use]
    pub const fn outcomes(self) -> &'static [Outcome] {
        match self {
            Self::Full => &[Outcome::Full],
            Self::Part => &[Outcome::Part],
            Self::Refused => &[Outcome::Refused],
            Self::NotHeld => &[Outcome::NotHeld],
            Self::Released => &[Outcome::Full, Outcome::Part],
            Self::Decided => &[
                Outcome::Full,
                Outcome::Part,
                Outcome::Refused,
                Outcome::NotHeld,
            ],
            Self::AlreadyPublic => &[Outcome::AlreadyPublic],
            Self::HoursRecorded
            | Self::Confirmed
            | Self::Dataset
            | Self::Publishable
            | Self::OwnFile
            | Self::NeitherShape => &[],
        }
    }

    /// The side of the shapes it takes; none where it does not go by the shape.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Publishable => Some(Side::Publishable),
            Self::OwnFile => Some(Side::OwnFile),
            Self::NeitherShape => Some(Side::Neither),
            Self::Full
            | Self::Part
            | Self::Refused
            | Self::NotHeld
            | Self::Released
            | Self::Decided
            | Self::AlreadyPublic
            | Self::HoursRecorded
            | Self::Confirmed
            | Self::Dataset => None,
        }
    }

    fn takes(self, request: &RequestEvidence) -> bool {
        match self {
            Self::Publishable | Self::OwnFile | Self::NeitherShape => {
                request.shape.map(Shape::side) == self.side()
            }
            Self::HoursRecorded => request.hours.is_some(),
            Self::Confirmed => request.confirmed,
            Self::Dataset => request.dataset,
            Self::Full
            | Self::Part
            | Self::Refused
            | Self::NotHeld
            | Self::Released
            | Self::Decided
            | Self::AlreadyPublic => self.outcomes().contains(&request.outcome),
        }
    }
}

#[cfg(test)]
#[path = "counted_tests.rs"]
mod tests;
