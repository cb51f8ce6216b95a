//! Which action may be taken at which stage, by whom, on which facts.

use super::dates::{deadlines, limit_of};
use super::refusal::{Reason, Refusal};
use super::silence::too_late;
use super::transition::Circumstances;
use super::{ActionKind, Case, Outcome, SecondPerson, Stage, WaitingKind};
use crate::domain::calendar::Calendar;
use crate::domain::clock::{self, ClockError};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{Effect, ExtensionGround, Regime};
use crate::domain::role::Role;
use chrono::{Months, NaiveDate};

/// How long a requester may leave a question unanswered where the law says nothing: two months
/// is what the Code under FOIA s.45 has in mind when it speaks of a reasonable time.
const UNANSWERED: Months = Months::new(2);

/// The actions that are lawful now for this role, in the order a page offers them.
#[must_use]
pub fn available(case: &Case, circumstances: &Circumstances<'_>) -> Vec<ActionKind> {
    ActionKind::ALL
        .into_iter()
        .filter(|kind| permit(case, *kind, circumstances).is_ok())
        .collect()
}

/// Whether an action of this kind can be taken at all now.
///
/// # Errors
/// The refusal, with its reason.
pub fn permit(
    case: &Case,
    kind: ActionKind,
    circumstances: &Circumstances<'_>,
) -> Result<(), Refusal> {
    let stage = case.stage();
    role_may(kind, circumstances.actor.role)
        .and_then(|()| stage_allows(case, kind, stage))
        .and_then(|()| facts_allow(case, kind, circumstances))
        .map_err(|reason| Refusal {
            stage,
            action: kind,
            reason,
        })
}

fn role_may(kind: ActionKind, role: Role) -> Result<(), Reason> {
    match (role, kind) {
        (Role::Requester, ActionKind::AskToWithdraw | ActionKind::GiveAddress) => Ok(()),
        (_, ActionKind::AskToWithdraw | ActionKind::GiveAddress) => Err(Reason::WrongRole(role)),
        (Role::Manager, _) => Ok(()),
        (Role::Officer, ActionKind::Clear) => Err(Reason::ManagerOnly),
        (Role::Officer, _) => Ok(()),
        (Role::Requester | Role::System, ActionKind::ReceiveReply)
        | (Role::Requester, ActionKind::RequestReview)
        // Where what was cleared is found changed.
        | (Role::System, ActionKind::ReturnToDraft)
        // Where the authority lets Daylight record what it asked for.
        | (Role::System, ActionKind::RecordClarification | ActionKind::DealWith) => Ok(()),
        (Role::Requester | Role::System, _) => Err(Reason::WrongRole(role)),
    }
}

const OPEN: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::ClarificationSought,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];
const OWED: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::ClarificationSought,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
    Stage::Review,
];
const WORKING: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
];
// A decision changed after clearance takes the case back to the draft.
const DECIDING: &[Stage] = &[
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];
const RUNNING: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];

/// The stages at which an action can be taken. A lawyer can read this table.
const fn stages_of(kind: ActionKind) -> &'static [Stage] {
    match kind {
        // Whoever decides a review is somebody else, who has the case until then.
        ActionKind::Allocate => OWED,
        ActionKind::ChooseVariant
        | ActionKind::Transfer
        | ActionKind::Withdraw
        | ActionKind::AskToWithdraw => OPEN,
        ActionKind::SeekClarification | ActionKind::IssueFeesNotice => WORKING,
        ActionKind::RecordClarification => &[Stage::ClarificationSought],
        ActionKind::RecordPayment | ActionKind::Lapse => OPEN,
        ActionKind::StartSearch => &[Stage::Allocated, Stage::Drafting],
        ActionKind::StartDraft => &[Stage::Allocated, Stage::Searching],
        ActionKind::DecideQuestion | ActionKind::Refuse => DECIDING,
        ActionKind::SendForClearance => &[Stage::Drafting],
        ActionKind::Clear => &[Stage::Clearance],
        ActionKind::ReturnToDraft => &[Stage::Clearance, Stage::ReadyToSend],
        ActionKind::Extend => RUNNING,
        ActionKind::Answer => &[Stage::ReadyToSend],
        ActionKind::RequestReview => &[Stage::Answered, Stage::Closed],
        ActionKind::CompleteReview => &[Stage::Review],
        ActionKind::Close => &[Stage::Answered],
        ActionKind::RecordEffort
        | ActionKind::WriteLetter
        | ActionKind::AddNote
        | ActionKind::ReceiveReply
        | ActionKind::GiveAddress
        | ActionKind::DealWith => &Stage::ALL,
    }
}

fn stage_allows(case: &Case, kind: ActionKind, stage: Stage) -> Result<(), Reason> {
    // A review is refused for what it is, not for the stage it shows.
    if kind == ActionKind::RequestReview && case.review_open {
        return Err(Reason::ReviewOpen);
    }
    let open = case.answered.is_none() && case.closed.is_none();
    // That no answer came is reviewed at whatever stage the work on it is.
    if kind == ActionKind::RequestReview && open {
        return Ok(());
    }
    if kind == ActionKind::CompleteReview && case.silence_in_review() {
        return Err(Reason::AnswerFirst);
    }
    let stages = stages_of(kind);
    if stages.contains(&stage) {
        Ok(())
    } else {
        Err(Reason::WrongStage(stage, stages))
    }
}

fn facts_allow(
    case: &Case,
    kind: ActionKind,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    match kind {
        ActionKind::SeekClarification | ActionKind::IssueFeesNotice | ActionKind::Extend
            if fee_holds_back(case, circumstances)? =>
        {
            Err(Reason::AwaitingFee)
        }
        ActionKind::Answer
            if !refused_for_the_fee(case) && fee_holds_back(case, circumstances)? =>
        {
            Err(Reason::AwaitingFee)
        }
        ActionKind::IssueFeesNotice => fees_notice_in_time(case, circumstances),
        ActionKind::RecordPayment if !case.awaiting_fee => Err(Reason::NoFeesNotice),
        ActionKind::SendForClearance | ActionKind::Answer => all_decided(case),
        ActionKind::Lapse => nothing_came(case).and_then(|()| lapsed(case, circumstances)),
        ActionKind::Extend => extendable(case, circumstances),
        ActionKind::ChooseVariant if circumstances.regime.variants.is_empty() => {
            Err(Reason::NoVariants(circumstances.regime.short_title.clone()))
        }
        ActionKind::RequestReview => reviewable(case, circumstances),
        ActionKind::CompleteReview => match &circumstances.regime.review.somebody_else {
            Some(rule) => somebody_else(circumstances, |who| case.hands.took_part(who))
                .map_err(|()| Reason::OwnDecision(rule.section.clone())),
            None => Ok(()),
        },
        ActionKind::Clear => somebody_else(circumstances, |who| case.hands.prepared(who))
            .map_err(|()| Reason::OwnDraft),
        ActionKind::Refuse if circumstances.regime.refusals.is_empty() => {
            Err(Reason::NoRefusals(circumstances.regime.short_title.clone()))
        }
        ActionKind::AskToWithdraw => match case.waiting.first(WaitingKind::Withdrawal) {
            Some(asked) => Err(Reason::WithdrawalAsked(asked.on)),
            None => Ok(()),
        },
        ActionKind::DealWith if case.waiting.is_empty() => Err(Reason::NothingWaits),
        ActionKind::Allocate
        | ActionKind::ChooseVariant
        | ActionKind::SeekClarification
        | ActionKind::RecordClarification
        | ActionKind::RecordPayment
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::DecideQuestion
        | ActionKind::Refuse
        | ActionKind::ReturnToDraft
        | ActionKind::Transfer
        | ActionKind::Withdraw
        | ActionKind::RecordEffort
        | ActionKind::Close
        | ActionKind::WriteLetter
        | ActionKind::AddNote
        | ActionKind::ReceiveReply
        | ActionKind::GiveAddress
        | ActionKind::DealWith => Ok(()),
    }
}

/// A review is asked for once, where the law has one, after the answer or the day it should have come. The requester's own act is
/// taken while the time for it lasts; later an officer may still accept it.
fn reviewable(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
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
        Role::Requester => match review_request_by(case, circumstances)? {
            Some(by) if circumstances.on <= by => Ok(()),
            Some(by) => Err(Reason::ReviewTimeOver(by)),
            None if case.answered.is_none() => Ok(()),
            None => Err(Reason::NoReviewTime(
                circumstances.regime.short_title.clone(),
            )),
        },
    }
}

/// The last day to ask for a review, where the regime names one.
pub(super) fn review_request_by(
    case: &Case,
    circumstances: &Circumstances<'_>,
) -> Result<Option<NaiveDate>, ClockError> {
    let deadlines = deadlines(case, circumstances.regime, circumstances.calendar)?;
    Ok(case.ask_for_review_by(&deadlines))
}

fn somebody_else(
    circumstances: &Circumstances<'_>,
    had_a_hand: impl Fn(i64) -> bool,
) -> Result<(), ()> {
    let own = circumstances.actor.person.is_some_and(had_a_hand);
    match circumstances.second_person {
        SecondPerson::Required if own => Err(()),
        SecondPerson::Required | SecondPerson::NotRequired => Ok(()),
    }
}

/// Whether the answer is that the fee was not paid: then nothing is awaited before it goes.
fn refused_for_the_fee(case: &Case) -> bool {
    let unpaid = Some(Outcome::RefusedFeeUnpaid);
    case.questions.iter().all(|q| q.outcome == unpaid)
}

fn all_decided(case: &Case) -> Result<(), Reason> {
    let open: Vec<u16> = case
        .questions
        .iter()
        .filter(|q| q.outcome.is_none())
        .map(|q| q.number)
        .collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Reason::Undecided(open))
    }
}

/// A request lapses for want of an answer; what came and was not read yet may be it.
fn nothing_came(case: &Case) -> Result<(), Reason> {
    match case
        .waiting
        .iter()
        .find(|waiting| waiting.kind.is_writing())
    {
        Some(came) => Err(Reason::MessageWaits(came.on)),
        None => Ok(()),
    }
}

fn lapsed(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    match waited_for_until(case, circumstances.regime, circumstances.calendar)? {
        Some(last) if circumstances.today > last => Ok(()),
        Some(last) => Err(Reason::NotYetLapsed(last)),
        None => Err(Reason::NoLapse),
    }
}

/// The last day on which what a requester was asked for may come, while it is awaited; the case
/// can be closed as lapsed after it. Where the law names no day, two months after it was asked.
///
/// # Errors
/// When the dates of the case cannot be counted.
pub fn waited_for_until(
    case: &Case,
    regime: &Regime,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, ClockError> {
    if !case.awaiting_clarification && !case.awaiting_fee {
        return Ok(None);
    }
    let deadlines = deadlines(case, regime, calendar)?;
    if !case.awaiting_clarification && fee_came_late(regime, &deadlines) {
        return Ok(None);
    }
    Ok(match (deadlines.lapses_on, deadlines.fee_due_by) {
        (Some(lapses), _) => lapses.pred_opt(),
        (None, Some(last)) => Some(last),
        (None, None) => case
            .asked_last()
            .and_then(|asked| asked.checked_add_months(UNANSWERED)),
    })
}

fn extendable(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    if circumstances.regime.extension_grounds.is_empty() {
        return Err(Reason::NoExtensions(
            circumstances.regime.short_title.clone(),
        ));
    }
    in_time_to_extend(case, &circumstances.regime.extension_grounds, circumstances)
}

/// The notice of an extension is owed within the limit it extends (FOIA s.17(1)-(2), EIR reg 7(3)).
pub(super) fn in_time_to_extend<'g>(
    case: &Case,
    grounds: impl IntoIterator<Item = &'g ExtensionGround>,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let (regime, calendar) = (circumstances.regime, circumstances.calendar);
    let by = clock::extension_by(
        regime,
        calendar,
        case.received,
        &case.clock_events,
        limit_of(case, regime)?,
        grounds,
    )?;
    match by {
        Some(by) if circumstances.on > by => Err(Reason::ExtensionTooLate(by)),
        Some(_) | None => Ok(()),
    }
}

/// A fees notice is one only while the time for the answer lasts (FOIA s.9(1), FOISA s.9(1), EIR reg
/// 8(4)).
fn fees_notice_in_time(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    let (regime, calendar) = (circumstances.regime, circumstances.calendar);
    let by = clock::fees_notice_by(
        regime,
        calendar,
        case.received,
        &case.clock_events,
        limit_of(case, regime)?,
    )?;
    match by {
        Some((by, section)) if circumstances.on > by => {
            Err(Reason::FeesNoticeTooLate(by, section.clone()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether the answer waits for the fee: not where the notice came too late to stop the clock.
fn fee_holds_back(case: &Case, circumstances: &Circumstances<'_>) -> Result<bool, ClockError> {
    if !case.awaiting_fee {
        return Ok(false);
    }
    let deadlines = deadlines(case, circumstances.regime, circumstances.calendar)?;
    Ok(!fee_came_late(circumstances.regime, &deadlines))
}

/// Whether a fees notice that is open came too late to stop the clock, which runs though the
/// regime has it stop.
fn fee_came_late(regime: &Regime, deadlines: &Deadlines) -> bool {
    regime.fees.effect != Effect::Nothing && deadlines.due.is_some()
}
