//! Recording that a review was asked for: once, where the law has one, after the answer or the day it
//! should have come.

use super::{CaseAction, stage_is_one_of};
use crate::domain::case::dates::deadlines;
use crate::domain::case::refusal::Reason;
use crate::domain::case::silence::too_late;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::clock::ClockError;
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use chrono::NaiveDate;

/// Record that a review was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestReview {
    /// Commitment to what was written with it, if anything was.
    pub digest: Option<String>,
    /// Whether it is said why it is accepted after the time to ask for it.
    pub accepted: bool,
}

impl CaseAction for RequestReview {
    const NOUN: &'static str = "reviews";
    const TITLE: &'static str = "Record a review request";
    const DONE: &'static str = "The request for a review is recorded; the letter is with the case.";
    const RIGHT: Right = Right::AskForReview;
    const STAGES: &'static [Stage] = &[Stage::Answered, Stage::Closed];

    fn explanation(_: &Regime) -> String {
        "The review begins on the day it was asked for. The requester is told so in a letter, with the day it ends by where the law sets one.".to_owned()
    }

    fn at(case: &Case) -> Result<(), Reason> {
        // It is refused for what it is, not for the stage it shows.
        if case.review_open {
            return Err(Reason::ReviewOpen);
        }
        // That no answer came is reviewed at whatever stage the work on it is.
        if !case.is_settled() {
            return Ok(());
        }
        stage_is_one_of(case, Self::STAGES)
    }

    /// The requester's own act is taken while the time for it lasts; later an officer may still accept
    /// it.
    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        let regime = circumstances.regime;
        if !regime.has_review() {
            return Err(Reason::NoReview(
                regime.short_title.clone(),
                regime.words.regulator.clone(),
            ));
        }
        if case.answered.is_none() {
            too_late(case, circumstances)?;
        }
        if case.reviewed.is_some() {
            return Err(Reason::Reviewed);
        }
        match circumstances.actor.role {
            Role::Officer | Role::Manager | Role::System => Ok(()),
            Role::Requester => match last_day(case, circumstances)? {
                Some(by) if circumstances.on <= by => Ok(()),
                Some(by) => Err(Reason::ReviewTimeOver(by)),
                None if case.answered.is_none() => Ok(()),
                None => Err(Reason::NoReviewTime(regime.short_title.clone())),
            },
        }
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let over = last_day(case, circumstances)?.filter(|by| circumstances.on > *by);
        match over {
            Some(by) if !self.accepted => Err(Reason::LateReview(by)),
            Some(_) | None => Ok(vec![Event::ReviewRequested {
                digest: self.digest.clone(),
                late: over.is_some(),
            }]),
        }
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReviewRequested { .. })
    }
}

/// The last day to ask for a review, where the regime names one.
fn last_day(
    case: &Case,
    circumstances: &Circumstances<'_>,
) -> Result<Option<NaiveDate>, ClockError> {
    let deadlines = deadlines(case, circumstances.regime, circumstances.calendar)?;
    Ok(case.ask_for_review_by(&deadlines))
}
