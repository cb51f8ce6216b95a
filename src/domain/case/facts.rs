//! What is known of a case.

use super::{Channel, Hands, Inbox, Outcome, Relied};
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::deadline::Deadlines;
use crate::domain::section::Section;
use chrono::NaiveDate;

/// One numbered question of a request and how it was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// From 1.
    pub number: u16,
    /// Its outcome, once decided.
    pub outcome: Option<Outcome>,
    /// The exemptions relied on.
    pub exemptions: Vec<Section>,
    /// Its outcome after a review that changed something of it.
    pub reviewed: Option<Outcome>,
    /// The exemptions it rests on after a review that changed them.
    pub reviewed_exemptions: Option<Vec<Section>>,
    /// The ground relied on that is no exemption.
    pub refusal: Option<Relied>,
}

impl Question {
    /// The outcome as it stands: after a review that changed it, the new one.
    #[must_use]
    pub const fn stands(&self) -> Option<Outcome> {
        match self.reviewed {
            Some(outcome) => Some(outcome),
            None => self.outcome,
        }
    }

    /// The exemptions it rests on as it stands.
    #[must_use]
    pub fn rests_on(&self) -> &[Section] {
        self.reviewed_exemptions
            .as_deref()
            .unwrap_or(&self.exemptions)
    }

    /// Whether what was written for a section when it was decided is a reason of this outcome too:
    /// why something is withheld is none of why nobody says whether it is held, nor the reverse.
    #[must_use]
    pub fn has_reasons_for(&self, section: &Section, outcome: Outcome) -> bool {
        let neither = Outcome::NeitherConfirmedNorDenied;
        self.exemptions.contains(section) && (self.outcome == Some(neither)) == (outcome == neither)
    }
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The regime's id.
    pub regime: String,
    /// The calendar's id.
    pub calendar: String,
    /// How it arrived.
    pub channel: Channel,
    /// The date of receipt.
    pub received: NaiveDate,
    /// The team that has it.
    pub team: Option<String>,
    /// The officer who has it.
    pub officer: Option<i64>,
    /// The variant of the regime whose limit applies, where one does.
    pub variant: Option<String>,
    /// The numbered questions.
    pub questions: Vec<Question>,
    /// What moves the clock, in the order recorded.
    pub clock_events: Vec<ClockEvent>,
    /// Whether clarification is awaited.
    pub awaiting_clarification: bool,
    /// Whether a fee is awaited.
    pub awaiting_fee: bool,
    /// Whether the limit was ever extended.
    pub extended: bool,
    /// The day the answer went.
    pub answered: Option<NaiveDate>,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// The day a review was asked for.
    pub review_requested: Option<NaiveDate>,
    /// Whether a review is open.
    pub review_open: bool,
    /// The day the review was decided.
    pub reviewed: Option<NaiveDate>,
    /// The outcome of the whole as it was first given.
    pub first_outcome: Option<Outcome>,
    /// The outcome of the whole as it stands: after a review that changed it, the new one.
    pub outcome: Option<Outcome>,
    /// Whether the draft says that what was asked for is public already (FOIA s.21).
    pub already_public: bool,
    /// Minutes spent, where recorded.
    pub effort_minutes: Option<u32>,
    /// Who had a hand in the answer.
    pub hands: Hands,
    /// What the requester did that nobody dealt with, in the order recorded.
    pub waiting: Inbox,
}

impl Facts {
    /// Whether a review of the answer is open.
    #[must_use]
    pub const fn answer_in_review(&self) -> bool {
        self.review_open && self.answered.is_some()
    }

    /// Whether a review is open because no answer came in time. The answer is owed all the same.
    #[must_use]
    pub const fn silence_in_review(&self) -> bool {
        self.review_open && self.answered.is_none()
    }

    /// When the requester was last asked for what is awaited. Where both are, more detail is what
    /// the work waits for.
    #[must_use]
    pub fn asked_last(&self) -> Option<NaiveDate> {
        let asked = match (self.awaiting_clarification, self.awaiting_fee) {
            (true, _) => ClockEventKind::ClarificationSought,
            (false, true) => ClockEventKind::FeesNoticeIssued,
            (false, false) => return None,
        };
        let mut events = self.clock_events.iter().rev();
        events
            .find(|event| event.kind == asked)
            .map(|event| event.on)
    }

    /// The last day to ask for a review: of the answer or, where none has come, of that.
    #[must_use]
    pub fn ask_for_review_by(&self, dates: &Deadlines) -> Option<NaiveDate> {
        match self.answered {
            Some(_) => dates.review_request_by,
            None => dates.silence_review_by,
        }
    }

    /// Whether no answer goes: the law lets a further notice be left out (FOIA s.17(6)).
    #[must_use]
    pub fn needs_no_notice(&self) -> bool {
        let mut relied = self.questions.iter().map(|q| q.refusal.as_ref());
        !self.questions.is_empty()
            && relied.all(|relied| relied.is_some_and(|relied| relied.without_notice))
    }
}
