//! Which cases a list shows.

use crate::domain::publication::counted::Which;
use chrono::NaiveDate;

/// How a case stands towards its due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// Open and past its due date.
    Late,
    /// Open and due within the days the desk counts as soon.
    DueSoon,
    /// Open and due later.
    InHand,
    /// Open with the clock stopped: the requester's turn.
    Stopped,
}

impl Lateness {
    /// Every standing, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Late, Self::DueSoon, Self::InHand, Self::Stopped];

    /// The word used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::DueSoon => "due_soon",
            Self::InHand => "in_hand",
            Self::Stopped => "stopped",
        }
    }

    /// As an officer reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Late => "Late",
            Self::DueSoon => "Due within 5 working days",
            Self::InHand => "In hand",
            Self::Stopped => "Clock stopped",
        }
    }

    /// The standing of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == word)
    }
}

/// What the month's report counts of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviews {
    /// Asked for between the days.
    Received,
    /// Asked for by the last day, and not decided by then.
    OpenAtEnd,
    /// Decided between the days.
    Decided,
    /// Of those decided, by their due date.
    InTime,
    /// Of those decided, after it.
    Late,
    /// Of those decided, with another outcome than the answer had.
    Changed,
}

impl Reviews {
    /// Everything that is counted.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::OpenAtEnd,
        Self::Decided,
        Self::InTime,
        Self::Late,
        Self::Changed,
    ];

    /// The word used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::OpenAtEnd => "open_at_end",
            Self::Decided => "decided",
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Changed => "changed",
        }
    }

    /// As the heading of a list goes on after “Reviews”.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Received => "asked for",
            Self::OpenAtEnd => "not decided",
            Self::Decided => "decided",
            Self::InTime => "decided in time",
            Self::Late => "decided late",
            Self::Changed => "decided with a change",
        }
    }

    /// What this word counts.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// Which cases a list shows. Everything named has to hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only cases that are still open.
    pub open: bool,
    /// Only this stage (its stored word).
    pub stage: Option<String>,
    /// Only this standing; it implies `open`.
    pub lateness: Option<Lateness>,
    /// Only this officer's.
    pub officer: Option<i64>,
    /// Only cases nobody has.
    pub unallocated: bool,
    /// Only cases on which something of the requester waits for the desk.
    pub waiting: bool,
    /// Only this team's.
    pub team: Option<String>,
    /// Only this regime's.
    pub regime: Option<String>,
    /// Only this topic's.
    pub topic: Option<i64>,
    /// Only those first answered, or ended, with this outcome.
    pub outcome: Option<String>,
    /// Only those a score counts as this.
    pub counted: Option<Which>,
    /// Received on these days, both included.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// Answered on these days, both included.
    pub responded: Option<(NaiveDate, NaiveDate)>,
    /// Ended, by an answer or otherwise, on these days, both included.
    pub ended: Option<(NaiveDate, NaiveDate)>,
    /// Owed an answer at the end of this day.
    pub open_at: Option<NaiveDate>,
    /// Answered by the due date, or after it.
    pub in_time: Option<bool>,
    /// Only cases whose limit was extended.
    pub extended: bool,
    /// Only those whose reviews the month's report counts so, between these days.
    pub reviews: Option<(Reviews, NaiveDate, NaiveDate)>,
    /// Words to search for.
    pub words: Option<String>,
}

impl Filter {
    /// Whether the list says how much it holds: what a figure opens does, so that the figure can
    /// be held against it.
    pub(in crate::store) const fn is_told(&self) -> bool {
        self.topic.is_some()
            || self.received.is_some()
            || self.responded.is_some()
            || self.ended.is_some()
            || self.reviews.is_some()
    }
}
