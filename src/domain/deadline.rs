//! What the clock says: dates, state and explanation.

mod step;

use crate::domain::regime::{ComplaintFrom, DecidedDate, Regime};
use crate::domain::words::long_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

pub use step::{Step, StepKind};

/// The dates that follow from what has happened to a request.
///
/// A date is `None` where the regime has no such limit or the events give none; while the
/// clock is stopped there is no due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// The civil day of receipt at the authority.
    pub received: NaiveDate,
    /// The last day for the answer, with every pause, restart and extension.
    pub due: Option<NaiveDate>,
    /// The day the answer would be due, were the requester's reply to our question recorded as the
    /// detail asked for, from the day it came; only while the clock is stopped and it is not.
    pub unrecorded_due: Option<NaiveDate>,
    /// The furthest date to which the regime would let the answer be put off.
    pub latest_extended_due: Option<NaiveDate>,
    /// The last day for the outcome of the internal review that was asked for.
    pub review_due: Option<NaiveDate>,
    /// The last day on which the requester may ask for an internal review.
    pub review_request_by: Option<NaiveDate>,
    /// The last day on which the requester may ask for one because no answer came in time, where
    /// the regime has that with a limit; nothing once it was asked for or the answer came.
    pub silence_review_by: Option<NaiveDate>,
    /// The last day to complain to the regulator.
    pub regulator_by: Option<NaiveDate>,
    /// The last day on which the fee asked for may be paid.
    pub fee_due_by: Option<NaiveDate>,
    /// The day on which the request lapses if the requester does nothing.
    pub lapses_on: Option<NaiveDate>,
    /// Where the request stands.
    pub state: ClockState,
    /// The day from which internal targets count: receipt or the last restart, moved on by the
    /// working days of the pauses since.
    pub counts_from: NaiveDate,
    /// Whether a date lies past the last year whose holidays are known.
    pub provisional: bool,
    /// The arithmetic, in order of date.
    pub explanation: Vec<Step>,
    /// The dates that rest on a disputed reading of the law, each of which the arithmetic tells too.
    pub disputed: Vec<Disputed>,
}

/// A date, or that there is none, that rests on a disputed reading of the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disputed {
    /// The id of the reading.
    pub reading: String,
    /// Which date; nothing where all of them do, because what happened could not have been under
    /// the other reading.
    pub date: Option<DecidedDate>,
    /// What is said of it, without its full stop.
    pub text: String,
}

impl Deadlines {
    /// Takes back the due date a case had when it was answered or closed, where the law in use
    /// would now give another.
    pub fn keep(&mut self, due: Option<NaiveDate>, latest_extended_due: Option<NaiveDate>) {
        let now = self.due;
        self.latest_extended_due = latest_extended_due;
        if now == due {
            return;
        }
        self.due = due;
        for step in &mut self.explanation {
            if step.kind == StepKind::Due {
                step.kind = StepKind::Noted;
                step.text = format!("{}, as the law in use now counts", step.text);
            }
        }
        if let Some(due) = due {
            self.explanation.push(Step {
                on: due,
                text: format!(
                    "{} was the last day for the answer as it was counted then; a case that is \
                     answered keeps its date when the law in use changes",
                    long_date(due)
                ),
                section: None,
                kind: StepKind::Due,
                left_out: Vec::new(),
            });
            self.explanation.sort_by_key(|step| step.on);
        }
    }

    /// Whether the law names no last day for the answer: the clock runs, and towards none.
    #[must_use]
    pub fn names_no_day(&self) -> bool {
        let stopped = self.state.awaits_requester() || self.state == ClockState::Lapsed;
        self.due.is_none() && self.unrecorded_due.is_none() && !stopped
    }

    /// Whether this date lies past the last year whose holidays are known.
    #[must_use]
    pub fn is_provisional(&self, date: NaiveDate) -> bool {
        let known = |step: &Step| step.kind == StepKind::Provisional && step.on < date;
        self.provisional && self.explanation.iter().any(known)
    }

    /// The date that a reading of the law can decide.
    #[must_use]
    pub const fn date(&self, which: DecidedDate) -> Option<NaiveDate> {
        match which {
            DecidedDate::Due => self.due,
            DecidedDate::LatestExtendedDue => self.latest_extended_due,
            DecidedDate::FeeDueBy => self.fee_due_by,
            DecidedDate::LapsesOn => self.lapses_on,
            DecidedDate::ReviewRequestBy => self.review_request_by,
            DecidedDate::SilenceReviewBy => self.silence_review_by,
            DecidedDate::ReviewDue => self.review_due,
            DecidedDate::RegulatorBy => self.regulator_by,
        }
    }

    /// The explanation as a requester is given it: they are told no furthest day of an extension,
    /// and so not what that rests on.
    pub fn told_to_requesters(&self) -> impl Iterator<Item = &Step> {
        let furthest = DecidedDate::LatestExtendedDue;
        let told = move |step: &&Step| !self.rests_on(step, furthest);
        self.explanation.iter().filter(told)
    }

    /// Whether a step says of this date that it rests on a disputed reading.
    #[must_use]
    pub fn rests_on(&self, step: &Step, date: DecidedDate) -> bool {
        let mut of_date = self.disputed.iter().filter(|one| one.date == Some(date));
        step.kind == StepKind::Reading && of_date.any(|one| one.text == step.text)
    }

    /// What a letter that tells this day says of the disputed readings it rests on, a sentence
    /// each.
    #[must_use]
    pub fn disputed(&self, day: NaiveDate) -> Vec<String> {
        let steps = self.explanation.iter();
        steps
            .filter(|step| step.kind == StepKind::Reading && step.on == day)
            .map(|step| format!("{}.", step.text))
            .collect()
    }

    /// What a letter that tells these dates, or that there is none of them, says of the disputed
    /// readings they rest on: a sentence each, of the first of these dates that it decides.
    #[must_use]
    pub fn disputed_of(&self, dates: &[DecidedDate]) -> Vec<String> {
        let mut told: Vec<&Disputed> = Vec::new();
        for which in dates {
            for one in &self.disputed {
                // What could not have happened otherwise is told with the day of the answer.
                let about = one.date.unwrap_or(DecidedDate::Due) == *which;
                if about && !told.iter().any(|other| other.reading == one.reading) {
                    told.push(one);
                }
            }
        }
        told.iter().map(|one| format!("{}.", one.text)).collect()
    }

    /// The same of a letter by which the requester is asked for something, or asked again: the day
    /// it may come by, and what asking did to the time for the answer.
    #[must_use]
    pub fn disputed_while_asked(&self) -> Vec<String> {
        self.disputed_of(&[
            DecidedDate::FeeDueBy,
            DecidedDate::LapsesOn,
            DecidedDate::Due,
        ])
    }

    /// Every date by its name under a regime, in the order of a case's life.
    #[must_use]
    pub fn named(&self, regime: &Regime) -> Vec<(String, Option<NaiveDate>)> {
        let review = &regime.words.review;
        vec![
            ("Received".to_owned(), Some(self.received)),
            ("Answer due".to_owned(), self.due),
            (
                "If extended, at the latest".to_owned(),
                self.latest_extended_due,
            ),
            ("Fee to be paid by".to_owned(), self.fee_due_by),
            ("Lapses on".to_owned(), self.lapses_on),
            (
                format!("Last day to ask for {review}"),
                self.review_request_by,
            ),
            (format!("Outcome of {review} due"), self.review_due),
            (
                format!(
                    "Last day to complain to the {}{}",
                    regime.words.regulator,
                    self.complaint_condition(regime)
                ),
                self.regulator_by,
            ),
        ]
    }

    /// Whether the last day to complain to the regulator is one for whoever asks for no review: a
    /// review is still open to them, and its outcome would be what the time runs from.
    #[must_use]
    pub fn regulator_before_review(&self, regime: &Regime) -> bool {
        let runs_from_it = regime
            .regulator
            .as_ref()
            .is_some_and(|regulator| regulator.from == ComplaintFrom::FinalResponse);
        self.state == ClockState::Answered && self.review_request_by.is_some() && runs_from_it
    }

    /// On what the last day to complain to the regulator depends while a review is open.
    fn complaint_condition(&self, regime: &Regime) -> String {
        let review = &regime.words.review;
        let from = regime.regulator.as_ref().map(|regulator| regulator.from);
        if self.regulator_before_review(regime) {
            format!(" if no {review} is asked for")
        } else if from == Some(ComplaintFrom::Review) && self.state == ClockState::ReviewRequested {
            format!(" if no outcome of the {review} comes")
        } else if from == Some(ComplaintFrom::ResponseOrLastDay)
            && self.state == ClockState::Running
        {
            " if no answer comes".to_owned()
        } else {
            String::new()
        }
    }

    /// A date with its weekday, marked as provisional where it lies past the last year whose
    /// holidays are known.
    #[must_use]
    pub fn marked(&self, date: NaiveDate) -> String {
        let mark = if self.is_provisional(date) {
            " (provisional)"
        } else {
            ""
        };
        format!("{}{mark}", long_date(date))
    }

    /// Whether the explanation counts to the due date: not for a case that kept an earlier one.
    #[must_use]
    pub fn counts_to_due(&self) -> bool {
        let kept = |step: &Step| step.kind == StepKind::Due && step.section.is_none();
        !self.explanation.iter().any(kept)
    }

    /// Whether the last day moved off a weekend or holiday before the days not counted were added to
    /// it: then both are added to the time, and one day may be left out for either.
    #[must_use]
    pub fn moved_first(&self) -> bool {
        let moved = |step: &Step| step.kind == StepKind::Rolled && !step.left_out.is_empty();
        self.explanation.iter().any(moved)
    }
}

/// Where a request stands, as far as the clock is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// The answer is awaited and the clock runs.
    Running,
    /// Stopped until the requester answers a question.
    AwaitingClarification,
    /// Stopped until the fee is paid.
    AwaitingFee,
    /// Stopped until the requester shows who they are.
    AwaitingIdentity,
    /// Answered.
    Answered,
    /// Answered, and an internal review has been asked for.
    ReviewRequested,
    /// The internal review is complete.
    ReviewCompleted,
    /// Passed to another authority, whose own clock runs from its own receipt.
    Transferred,
    /// Withdrawn by the requester.
    Withdrawn,
    /// Ended because the fee was not paid in time.
    Lapsed,
}

impl ClockState {
    /// Every state, in the order of a case's life.
    pub const ALL: [Self; 10] = [
        Self::Running,
        Self::AwaitingClarification,
        Self::AwaitingFee,
        Self::AwaitingIdentity,
        Self::Answered,
        Self::ReviewRequested,
        Self::ReviewCompleted,
        Self::Transferred,
        Self::Withdrawn,
        Self::Lapsed,
    ];

    /// The word printed and stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::AwaitingClarification => "awaiting_clarification",
            Self::AwaitingFee => "awaiting_fee",
            Self::AwaitingIdentity => "awaiting_identity",
            Self::Answered => "answered",
            Self::ReviewRequested => "review_requested",
            Self::ReviewCompleted => "review_completed",
            Self::Transferred => "transferred",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the clock is stopped until the requester acts.
    #[must_use]
    pub const fn awaits_requester(self) -> bool {
        match self {
            Self::AwaitingClarification | Self::AwaitingFee | Self::AwaitingIdentity => true,
            Self::Running
            | Self::Answered
            | Self::ReviewRequested
            | Self::ReviewCompleted
            | Self::Transferred
            | Self::Withdrawn
            | Self::Lapsed => false,
        }
    }
}

impl fmt::Display for ClockState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
