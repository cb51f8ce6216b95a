//! The figures the reports are made of, each with its written definition.

use crate::domain::case::Outcome;
use std::collections::BTreeMap;

/// What is counted for one month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Month {
    /// Requests received.
    pub received: i64,
    /// Requests answered.
    pub answered: i64,
    /// Of those answered, in time.
    pub in_time: i64,
    /// Of those answered, late.
    pub late: i64,
    /// Of those answered, with an extended limit.
    pub extended: i64,
    /// Requests owed an answer at the month's end.
    pub open_at_end: i64,
    /// Requests that ended, by outcome (its stored word), as it was first given.
    pub by_outcome: BTreeMap<String, i64>,
    /// Reviews asked for.
    pub reviews_received: i64,
    /// Reviews not decided at the month's end.
    pub reviews_open_at_end: i64,
    /// Reviews decided.
    pub reviews_decided: i64,
    /// Of those decided, in time.
    pub reviews_in_time: i64,
    /// Of those decided, late.
    pub reviews_late: i64,
    /// Of those decided, with another outcome than the answer had.
    pub reviews_changed: i64,
}

/// One figure of the monthly report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has its definition beside it")]
pub enum Figure {
    Received,
    Answered,
    InTime,
    Late,
    Extended,
    OpenAtEnd,
    Outcome(Outcome),
    ReviewsReceived,
    ReviewsDecided,
    ReviewsInTime,
    ReviewsLate,
    ReviewsChanged,
    ReviewsOpenAtEnd,
}

impl Figure {
    /// Every figure, in the order the report shows them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut figures = vec![
            Self::Received,
            Self::Answered,
            Self::InTime,
            Self::Late,
            Self::Extended,
            Self::OpenAtEnd,
        ];
        figures.extend(Outcome::ALL.map(Self::Outcome));
        figures.extend([
            Self::ReviewsReceived,
            Self::ReviewsDecided,
            Self::ReviewsInTime,
            Self::ReviewsLate,
            Self::ReviewsChanged,
            Self::ReviewsOpenAtEnd,
        ]);
        figures
    }

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::Answered => "Answered",
            Self::InTime => "Answered in time",
            Self::Late => "Answered late",
            Self::Extended => "Answered with an extension",
            Self::OpenAtEnd => "Open at month end",
            Self::Outcome(outcome) => outcome.title(),
            Self::ReviewsReceived => "Reviews asked for",
            Self::ReviewsDecided => "Reviews decided",
            Self::ReviewsInTime => "Reviews decided in time",
            Self::ReviewsLate => "Reviews decided late",
            Self::ReviewsChanged => "Reviews that changed it",
            Self::ReviewsOpenAtEnd => "Reviews open at month end",
        }
    }

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Answered => "answered",
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Extended => "extended",
            Self::OpenAtEnd => "open_at_end",
            Self::Outcome(outcome) => outcome.as_str(),
            Self::ReviewsReceived => "reviews_received",
            Self::ReviewsDecided => "reviews_decided",
            Self::ReviewsInTime => "reviews_in_time",
            Self::ReviewsLate => "reviews_late",
            Self::ReviewsChanged => "reviews_changed",
            Self::ReviewsOpenAtEnd => "reviews_open_at_end",
        }
    }

    /// What is counted.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Received => "Requests whose date of receipt lies in the month.",
            Self::Answered => {
                "Requests whose answer was sent in the month, whenever they were received. Requests taken over from an earlier log without a date of answer are not counted."
            }
            Self::InTime => {
                "Of those answered, the ones answered on or before the due date, which takes account of clarification, fees and any extension properly given."
            }
            Self::Late => "Of those answered, the ones answered after the due date.",
            Self::Extended => "Of those answered, the ones whose time limit was extended.",
            Self::OpenAtEnd => {
                "Requests received by the last day of the month and neither answered nor otherwise ended by then."
            }
            Self::Outcome(_) => {
                "Requests that ended in the month with this outcome: by an answer, a transfer, a withdrawal or a lapse. What a review made of it later is counted apart. One taken over from an earlier log counts in its month of receipt."
            }
            Self::ReviewsReceived => {
                "Reviews whose request reached the authority in the month, whenever the answer was sent."
            }
            Self::ReviewsDecided => "Reviews whose outcome was sent in the month.",
            Self::ReviewsInTime => {
                "Of the reviews decided, the ones decided on or before their own due date. Where the law names no time for a review, it counts neither as in time nor as late."
            }
            Self::ReviewsLate => {
                "Of the reviews decided, the ones decided after their own due date."
            }
            Self::ReviewsChanged => {
                "Of the reviews decided, the ones after which the request has another outcome than the answer gave it."
            }
            Self::ReviewsOpenAtEnd => {
                "Reviews asked for by the last day of the month and not decided by then."
            }
        }
    }

    /// The figure it is a part of, as “in time” is of “answered”.
    #[must_use]
    pub const fn part_of(self) -> Option<Self> {
        match self {
            Self::InTime | Self::Late | Self::Extended => Some(Self::Answered),
            Self::ReviewsInTime | Self::ReviewsLate | Self::ReviewsChanged => {
                Some(Self::ReviewsDecided)
            }
            Self::Received
            | Self::Answered
            | Self::OpenAtEnd
            | Self::Outcome(_)
            | Self::ReviewsReceived
            | Self::ReviewsDecided
            | Self::ReviewsOpenAtEnd => None,
        }
    }

    /// Its value in a month.
    #[must_use]
    pub fn of(self, month: &Month) -> i64 {
        match self {
            Self::Received => month.received,
            Self::Answered => month.answered,
            Self::InTime => month.in_time,
            Self::Late => month.late,
            Self::Extended => month.extended,
            Self::OpenAtEnd => month.open_at_end,
            Self::Outcome(outcome) => month.by_outcome.get(outcome.as_str()).copied().unwrap_or(0),
            Self::ReviewsReceived => month.reviews_received,
            Self::ReviewsDecided => month.reviews_decided,
            Self::ReviewsInTime => month.reviews_in_time,
            Self::ReviewsLate => month.reviews_late,
            Self::ReviewsChanged => month.reviews_changed,
            Self::ReviewsOpenAtEnd => month.reviews_open_at_end,
        }
    }
}

/// A share in whole per cent, rounded half up; `None` of nothing.
#[must_use]
pub const fn per_cent(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        None
    } else {
        Some((part * 200 + whole) / (whole * 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_half_up_and_nothing_has_no_share() {
        assert_eq!(per_cent(1, 3), Some(33));
        assert_eq!(per_cent(2, 3), Some(67));
        assert_eq!(per_cent(1, 200), Some(1));
        assert_eq!(per_cent(0, 5), Some(0));
        assert_eq!(per_cent(0, 0), None);
    }
}
