//! Recording that a review was asked for: once, where the law has one, after the answer or the day it
//! should have come.

use super::{CaseAction, stage_is_one_of};
use crate::domain::case::dates::deadlines;
use crate::domain::case::events::{Behind, Happening, Telling, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::silence::too_late;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Channel, Circumstances, Event, Inbox, Stage, WaitingKind};
use crate::domain::clock::{ClockError, ClockEventKind};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        if circumstances.actor.role != Role::Requester {
            return Ok(());
        }
        match last_day(case, circumstances)? {
            Some(by) if circumstances.on <= by => Ok(()),
            Some(by) => Err(Reason::ReviewTimeOver(by)),
            None if case.answered.is_none() => Ok(()),
            None => Err(Reason::NoReviewTime(regime.short_title.clone())),
        }
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let over = last_day(case, circumstances)?.filter(|by| circumstances.on > *by);
        match over {
            Some(by) if !self.accepted => Err(Reason::LateReview(by)),
            Some(_) | None => Ok(vec![
                ReviewRequested {
                    digest: self.digest.clone(),
                    late: over.is_some(),
                }
                .into(),
            ]),
        }
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReviewRequested(_))
    }
}

/// A review was asked for; `on` is the day it reached the authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewRequested {
    /// Commitment to what is to be looked at again and, where it came late, to why it is
    /// accepted; none where nothing was written.
    #[serde(default)]
    pub digest: Option<String>,
    /// Whether it came after the time to ask for it and was accepted all the same.
    #[serde(default)]
    pub late: bool,
}

impl Happening for ReviewRequested {
    const KIND: &'static str = "review_requested";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        "A review was asked for".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let late = "It came after the time to ask and was accepted all the same.";
        self.late.then(|| late.to_owned()).into_iter().collect()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Asked for a review"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["review"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let said = "said we were reviewing our answer";
        Some(said_by_mistake(on, said, "No review is open."))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.review_requested = Some(on);
        case.facts.review_open = true;
        case.tick(ClockEventKind::ReviewRequested, on);
    }

    fn reaches(&self, inbox: &mut Inbox, then: &Then) {
        // What somebody at the desk records was in their hands already.
        if then.actor.role == Role::Requester {
            inbox.raise(WaitingKind::Review, Some(Channel::WebForm), then);
        }
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
