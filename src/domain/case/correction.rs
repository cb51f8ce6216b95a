//! Putting right what was recorded wrongly: by an event of its own, never by taking one away.
//!
//! A correction says what was wrong and carries a commitment to why. [`Case::replay`] reads the
//! record as if what was undone had never been recorded, so that the clock follows. What was sent
//! stands: an answer is not undone, and neither is anything that what came later rests on.

use super::dates::deadlines;
use super::transition::Circumstances;
use super::undo::{standing, undoable};
use super::{ActionKind, Case, Event, Recorded};
use crate::domain::case::events;
use crate::domain::clock::ClockError;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which law a case is handled under and by which calendar it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawOfCase {
    /// The regime's id.
    pub regime: String,
    /// The calendar's id.
    pub calendar: String,
}

/// What was wrong, and what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Correction {
    /// The subject; the commitment is to the new one.
    Subject {
        /// Commitment to the subject.
        digest: String,
    },
    /// Who asks: name, addresses, kind of requester.
    Requester {
        /// Commitment to what is right.
        digest: String,
        /// Whether an address is another; a record from before that was told is taken as if one were.
        #[serde(default = "another")]
        address: bool,
    },
    /// The date of receipt.
    Received {
        /// The day recorded before.
        from: NaiveDate,
        /// The day it was.
        to: NaiveDate,
    },
    /// The law the request is handled under.
    Law {
        /// That of before.
        from: LawOfCase,
        /// That which applies.
        to: LawOfCase,
    },
    /// The questions: split, joined, put in other words, or none at all, as a signature.
    Questions {
        /// For each question there is now, the number it had before where its words stand;
        /// nothing where they are new, so that it has to be decided.
        from: Vec<Option<u16>>,
        /// Commitment to the questions of before and of now.
        digest: String,
    },
    /// Something that did not happen, or not to this case.
    Undone {
        /// The place of its event in the record.
        seq: i64,
    },
}

const fn another() -> bool {
    true
}

impl Correction {
    /// The right it takes: a requester may say who they are; everything else is put right at the desk.
    #[must_use]
    pub const fn right(&self) -> Right {
        match self {
            Self::Requester { .. } => Right::CorrectDetails,
            Self::Subject { .. }
            | Self::Received { .. }
            | Self::Law { .. }
            | Self::Questions { .. }
            | Self::Undone { .. } => Right::Correct,
        }
    }

    /// Whether what goes out with the answer may be another for it, so that a draft that was
    /// cleared, or is being cleared, has to go back.
    #[must_use]
    pub const fn touches_the_answer(&self) -> bool {
        match self {
            Self::Requester { .. } | Self::Law { .. } | Self::Questions { .. } => true,
            Self::Subject { .. } | Self::Received { .. } | Self::Undone { .. } => false,
        }
    }
}

/// Why something is not corrected. Each is a sentence a person can be told.
#[derive(Debug, Clone, PartialEq, Error)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub enum NotCorrected {
    #[error("this is not corrected by the {0}")]
    WrongRole(Role),
    #[error("that is what the record says already; change something, or leave the form")]
    Same,
    #[error("{} is after today; give the day it was received", words::date(*.0))]
    InTheFuture(NaiveDate),
    #[error("the request was logged on {}; it cannot have been received after that", words::date(*.0))]
    AfterLogging(NaiveDate),
    #[error("\u{201c}{}\u{201d} is recorded for {}, so the request cannot have been received after that; undo that first", .0.title(), words::date(*.1))]
    AfterAction(ActionKind, NaiveDate),
    #[error("the answer went on {}, and what it said stands; a review can change the outcome", words::date(*.0))]
    AnswerSent(NaiveDate),
    #[error("the case is closed; open it again first")]
    Closed,
    #[error("leave at least one question")]
    NoQuestion,
    #[error("there is nothing of this number in the record; choose from the list")]
    NoSuchEvent,
    #[error("it is undone already")]
    UndoneBefore,
    #[error("{0}")]
    Stands(&'static str),
    #[error("\u{201c}{}\u{201d} of {} rests on it; undo that first", .0.title(), words::date(*.1))]
    RestedOn(ActionKind, NaiveDate),
    #[error("\u{201c}{}\u{201d} of {} rests on it and was done, so it stays", .0.title(), words::date(*.1))]
    RestedOnForGood(ActionKind, NaiveDate),
    #[error("a review is open, which {0} does not have; undo the request for it first")]
    ReviewOpen(String),
    #[error(transparent)]
    Clock(#[from] ClockError),
}

/// Whether a correction may be made, and the case as it is then.
///
/// `circumstances` name the law as it is after it; `logged` is the civil day on which the request
/// was entered.
///
/// # Errors
/// Why not; nothing has happened then.
pub fn correct(
    history: &[Recorded],
    what: &Correction,
    circumstances: &Circumstances<'_>,
    logged: NaiveDate,
) -> Result<Case, NotCorrected> {
    let role = circumstances.actor.role;
    if !role.may(what.right()) {
        return Err(NotCorrected::WrongRole(role));
    }
    let case = Case::replay(history).ok_or(NotCorrected::NoSuchEvent)?;
    match what {
        Correction::Subject { .. } | Correction::Requester { .. } => {}
        Correction::Received { from, to } => {
            if from == to {
                return Err(NotCorrected::Same);
            }
            received_by(history, *to, circumstances.today, logged)?;
        }
        Correction::Law { from, to } => {
            if from == to {
                return Err(NotCorrected::Same);
            }
            if let (Some(answered), true) = (case.answered, from.regime != to.regime) {
                return Err(NotCorrected::AnswerSent(answered));
            }
        }
        Correction::Questions { from, .. } => {
            if let Some(answered) = case.answered {
                return Err(NotCorrected::AnswerSent(answered));
            }
            if case.closed.is_some() {
                return Err(NotCorrected::Closed);
            }
            if from.is_empty() {
                return Err(NotCorrected::NoQuestion);
            }
            let same = (1..).zip(from).all(|(number, old)| *old == Some(number));
            if same && from.len() == case.questions.len() {
                return Err(NotCorrected::Same);
            }
        }
        Correction::Undone { seq } => undoable(history, *seq, circumstances)?,
    }
    let after = after(history, what, circumstances)?;
    if matches!(what, Correction::Law { .. })
        && after.review_open
        && !circumstances.regime.has_review()
    {
        let title = circumstances.regime.short_title.clone();
        return Err(NotCorrected::ReviewOpen(title));
    }
    match what {
        Correction::Received { .. } | Correction::Law { .. } | Correction::Undone { .. } => {
            deadlines(&after, circumstances.regime, circumstances.calendar)?;
        }
        Correction::Subject { .. }
        | Correction::Requester { .. }
        | Correction::Questions { .. } => {}
    }
    Ok(after)
}

fn received_by(
    history: &[Recorded],
    to: NaiveDate,
    today: NaiveDate,
    logged: NaiveDate,
) -> Result<(), NotCorrected> {
    if to > today {
        return Err(NotCorrected::InTheFuture(to));
    }
    if to > logged {
        return Err(NotCorrected::AfterLogging(logged));
    }
    let earlier = standing(history)
        .into_iter()
        .filter(|r| r.on < to)
        .find_map(|r| Some((ActionKind::of_event(&r.event)?, r.on)));
    match earlier {
        Some((kind, on)) => Err(NotCorrected::AfterAction(kind, on)),
        None => Ok(()),
    }
}

/// The case as it is after a correction.
fn after(
    history: &[Recorded],
    what: &Correction,
    circumstances: &Circumstances<'_>,
) -> Result<Case, NotCorrected> {
    let last = history.last().ok_or(NotCorrected::NoSuchEvent)?;
    let correction = Recorded {
        seq: last.seq + 1,
        at: last.at,
        on: circumstances.today,
        actor: circumstances.actor,
        event: Event::Corrected(events::Corrected {
            what: what.clone(),
            digest: String::new(),
        }),
    };
    Case::replay(history.iter().chain([&correction])).ok_or(NotCorrected::NoSuchEvent)
}
