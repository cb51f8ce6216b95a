//! The letter an instruction sends, queued in the transaction that carries it out.

use super::act::Instructed;
use super::answers::{AnswerLetter, answer_letter, notices, parted, refused};
use super::clearance::ADVICE;
use super::documents::listed;
use super::lapse::lapse;
use super::letters::{law_words, limit_words, paragraphs, regulator, review_right};
use super::no_letter::no_letter;
use super::prepare::{new_address, withdrawal};
use super::review_letters::{
    changed_questions, overdue_rests_on, review_steps, still_withheld, who_reviewed, who_reviews,
};
use super::unasked::Unasked;
use super::{Casework, CaseworkFault, Instruction, Moment, Outgoing};
use crate::domain::case::{Actor, Case, Event, Recorded, WaitingKind, waited_for_until};
use crate::domain::deadline::Deadlines;
use crate::domain::money;
use crate::domain::regime::{Effect, Regime};
use crate::domain::role::Role;
use crate::domain::section::Section;
use crate::mail::letters::{
    Charge, Clarification, ClockEffect, Extension, FeesNotice, Frame, Ground, PayBy, ReplyNoted,
    ReviewAcknowledgement, ReviewOutcome, Transfer,
};
use crate::store::{RequesterRow, StoredCase, Unit};

impl Casework {
    /// Queues the letter an instruction sends, if it sends one; the letter.
    pub(super) async fn tell(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        requester: &RequesterRow,
        instructed: &Instructed,
        regime: &Regime,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let letter = self
            .letter_of(unit, stored, requester, instructed, regime, now)
            .await?;
        let Some(letter) = letter else {
            return Ok(None);
        };
        let by = caused_by(stored);
        // Nobody at the desk decided on a letter that the requester's own act sends. A review comes
        // once for an answer, and its letter tells a date.
        let promised = matches!(instructed.instruction, Instruction::RequestReview { .. });
        if by.role == Role::Requester && !promised {
            let what = (Unasked::Acknowledgement, by);
            let may = self.may_write_unasked(unit, stored, requester, what, now);
            if !may.await? {
                return Ok(None);
            }
        }
        self.post(unit, stored, (&letter, by), now).await?;
        Ok(Some(letter))
    }

    /// The letter of an instruction that was just carried out, as it leaves: what is shown before
    /// it goes comes from here too.
    async fn letter_of(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        requester: &RequesterRow,
        instructed: &Instructed,
        regime: &Regime,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let deadlines = self.deadlines(&stored.case)?;
        let (_, calendar) = self.law_of(&stored.case)?;
        let frame = self.frame(stored.opener(), requester, now.today);
        let law = law_words(regime);
        let due = deadlines.due.unwrap_or(now.today);
        let letter = match &instructed.instruction {
            Instruction::SeekClarification { needs, why } => {
                let letter = Clarification {
                    frame,
                    law,
                    section: regime.clarification.section.in_full(),
                    needs: paragraphs(needs),
                    why: why.trim().to_owned(),
                    help: Vec::new(),
                    clock: clock_effect(regime.clarification.effect, &deadlines, || {
                        limit_words(stored.case.limit(regime))
                    }),
                    answer_by: waited_for_until(&stored.case, regime, &calendar)?,
                    disputed: deadlines.disputed_while_asked(),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::IssueFeesNotice {
                charges,
                how_to_pay,
            } => {
                let currency = regime.currency;
                let (charges, amount) = money::charges(currency, charges)
                    .map_err(|bad| CaseworkFault::Refused(bad.to_string()))?;
                let within = regime.fees.answer_within.as_ref();
                let letter = FeesNotice {
                    frame,
                    law,
                    section: regime.notices.fees.in_full(),
                    amount: currency.amount(amount),
                    charges: charges
                        .into_iter()
                        .map(|charge| Charge {
                            what: charge.what,
                            amount: currency.amount(charge.amount),
                        })
                        .collect(),
                    how_to_pay: paragraphs(how_to_pay),
                    pay_by: deadlines.fee_due_by.zip(within).map(|(on, limit)| PayBy {
                        on,
                        section: limit.section.in_full(),
                    }),
                    clock: clock_effect(regime.fees.effect, &deadlines, || {
                        limit_words(stored.case.limit(regime))
                    }),
                    clock_section: regime.fees.section.in_full(),
                    disputed: deadlines.disputed_while_asked(),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Extend {
                ground,
                exemptions,
                why,
                ..
            } => {
                let ground = regime.ground(Some(ground));
                let before = self.deadlines(&before_last(stored)?)?;
                let owed = before.due.unwrap_or(due);
                let mut disputed = deadlines.disputed(due);
                if disputed.is_empty() {
                    disputed = before.disputed(owed);
                }
                let letter = Extension {
                    frame,
                    law,
                    section: ground.map_or_else(String::new, |g| g.section.in_full()),
                    notice_section: ground
                        .and_then(|g| g.notice.as_ref())
                        .map(|notice| notice.section.in_full()),
                    why: why.trim().to_owned(),
                    grounds: exemptions.iter().map(|s| ground_of(regime, s)).collect(),
                    due: owed,
                    estimate: due,
                    provisional: deadlines.is_provisional(due),
                    disputed,
                    review: review_right(
                        &stored.case,
                        regime,
                        &deadlines,
                        self.settings.clearance.second_person,
                    ),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Answer if stored.case.needs_no_notice() => return Ok(None),
            Instruction::Answer => self.answer(unit, stored, &stored.case, requester).await?,
            Instruction::Transfer { to, passed_on } => {
                let letter = Transfer {
                    frame,
                    law,
                    section: regime.transfer.section.in_full(),
                    to: to.trim().to_owned(),
                    passed_on: *passed_on,
                    on: instructed.on.unwrap_or(now.today),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Lapse => {
                let letter = lapse(frame, law, &before_last(stored)?, regime, &calendar)?;
                self.outgoing(requester, &letter)?
            }
            Instruction::RequestReview { points, .. } => {
                let letter = ReviewAcknowledgement {
                    frame,
                    law,
                    received: instructed.on.unwrap_or(now.today),
                    overdue: deadlines.due.filter(|_| stored.case.silence_in_review()),
                    disputed: overdue_rests_on(&stored.case, &deadlines),
                    due: deadlines.review_due,
                    steps: review_steps(&deadlines, instructed.on.unwrap_or(now.today)),
                    points: paragraphs(points),
                    by: who_reviews(regime, self.settings.clearance.second_person),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::CompleteReview {
                decision,
                reasons,
                added,
                ..
            } => {
                let documents = unit.waiting_documents(stored.id).await?;
                let attached = self.fit_a_letter(&documents, requester);
                let questions = unit.questions_of(stored.id).await?;
                let withheld = still_withheld(regime, &stored.case, &questions, added);
                let (withheld, unsaid) = parted(&stored.case, withheld);
                let letter = ReviewOutcome {
                    frame,
                    law,
                    decision: decision.trim().to_owned(),
                    reasons: paragraphs(reasons),
                    released: listed(&documents),
                    released_at: (!attached).then(|| self.status_url(stored.opener())),
                    by: who_reviewed(regime, reviewed_by_the_same(stored)),
                    changed: changed_questions(regime, &stored.case, &questions),
                    outcome: stored
                        .case
                        .outcome
                        .map_or_else(String::new, |outcome| outcome.title().to_lowercase()),
                    withheld,
                    unsaid,
                    refused: refused(regime, &stored.case, &questions),
                    refused_under: notices(regime, &stored.case),
                    regulator: regulator(regime),
                };
                self.outgoing(requester, &letter)?.with(documents, attached)
            }
            Instruction::WriteLetter { .. } => {
                let own = &instructed.instruction;
                self.own_letter(unit, stored, requester, own, now).await?
            }
            Instruction::ReceiveReply { text, .. } if caused_by(stored).role == Role::Requester => {
                self.arrived(stored, requester, frame, text, now)?
            }
            Instruction::AskToWithdraw { text } => {
                self.arrived(stored, requester, frame, &withdrawal(text), now)?
            }
            Instruction::GiveAddress { email, address } => {
                let text = new_address(email, address).to_text();
                self.arrived(stored, requester, frame, &text, now)?
            }
            Instruction::RecordClarification { .. }
            | Instruction::RecordPayment
            | Instruction::ChooseVariant { .. } => {
                return self.new_date(stored, requester, regime, now);
            }
            Instruction::ReceiveReply { .. } if recorded_at_once(stored) => {
                return self.new_date(stored, requester, regime, now);
            }
            Instruction::ReceiveReply { .. }
            | Instruction::DealWith { .. }
            | Instruction::Allocate { .. }
            | Instruction::StartSearch
            | Instruction::StartDraft
            | Instruction::DecideQuestion { .. }
            | Instruction::Refuse { .. }
            | Instruction::SendForClearance { .. }
            | Instruction::Clear
            | Instruction::ReturnToDraft { .. }
            | Instruction::Withdraw
            | Instruction::RecordEffort { .. }
            | Instruction::Close
            | Instruction::AddNote { .. } => return Ok(None),
        };
        Ok(Some(letter))
    }

    /// The answer to a case that is answered, or taken as answered: from how its questions were
    /// decided, the advice that goes with it and its documents.
    pub(super) async fn answer(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        case: &Case,
        requester: &RequesterRow,
    ) -> Result<Outgoing, CaseworkFault> {
        let (regime, _) = self.law_of(case)?;
        let deadlines = self.deadlines(case)?;
        let day = case.answered.unwrap_or(case.received);
        let frame = self.frame(stored.opener(), requester, day);
        let questions = unit.questions_of(stored.id).await?;
        let mut events = stored.events.iter().rev();
        let sent = events.find(|r| matches!(r.event, Event::SentForClearance { .. }));
        let help = match sent {
            Some(sent) => unit.text_of(stored.id, sent.seq, ADVICE).await?,
            None => None,
        };
        let help = help.unwrap_or_default();
        if case.needs_no_notice() {
            return Ok(no_letter(&regime, case, &questions));
        }
        let review = review_right(
            case,
            &regime,
            &deadlines,
            self.settings.clearance.second_person,
        );
        match answer_letter(frame, &regime, review, case, &questions, &help) {
            AnswerLetter::Release(mut letter) => {
                let documents = unit.waiting_documents(stored.id).await?;
                let attached = self.fit_a_letter(&documents, requester);
                letter.files = listed(&documents);
                letter.files_at = (!attached).then(|| self.status_url(stored.opener()));
                let letter = self.outgoing(requester, &*letter)?;
                Ok(letter.with(documents, attached))
            }
            AnswerLetter::Refusal(letter) => self.outgoing(requester, &*letter),
            AnswerLetter::NotHeld(letter) => self.outgoing(requester, &*letter),
        }
    }

    /// That what the requester did on their page arrived; it goes to the address there was before.
    fn arrived(
        &self,
        stored: &StoredCase,
        requester: &RequesterRow,
        frame: Frame,
        text: &str,
        now: Moment,
    ) -> Result<Outgoing, CaseworkFault> {
        let deadlines = self.deadlines(&stored.case)?;
        // Who withdraws is told of no answer.
        let withdrawn = stored.case.waiting.first(WaitingKind::Withdrawal).is_some();
        let awaited = stored.case.stage().awaits_answer() && !withdrawn;
        let due = deadlines.due.filter(|_| awaited);
        let would_be = deadlines.unrecorded_due.filter(|_| awaited);
        let letter = ReplyNoted {
            frame,
            received: now.today,
            message: paragraphs(text),
            due,
            would_be,
            provisional: due
                .or(would_be)
                .is_some_and(|on| deadlines.is_provisional(on)),
            disputed: due
                .or(would_be)
                .map_or_else(Vec::new, |on| deadlines.disputed(on)),
        };
        self.outgoing(requester, &letter)
    }
}

/// The case as it was before its last event.
fn before_last(stored: &StoredCase) -> Result<Case, CaseworkFault> {
    let before = stored.events.iter().take(stored.events.len() - 1);
    Case::replay(before).ok_or(CaseworkFault::NotFound)
}

/// Whether whoever has just decided the review had a part in the answer.
fn reviewed_by_the_same(stored: &StoredCase) -> bool {
    stored.events.iter().rev().any(|recorded| {
        matches!(
            recorded.event,
            Event::ReviewCompleted {
                same_person: true,
                ..
            }
        )
    })
}

/// Whether the message filed last was recorded as the clarification by itself.
pub(super) fn recorded_at_once(stored: &StoredCase) -> bool {
    let filed = |r: &&Recorded| !matches!(r.event, Event::ReplyReceived { .. });
    let mut since = stored.events.iter().rev().take_while(filed);
    since.any(|r| matches!(r.event, Event::ClarificationReceived { .. }))
}

/// What asking the requester for something did to the time limit: where it did not stop, because the
/// law does not stop it or because it was over, it runs on.
fn clock_effect(
    effect: Effect,
    deadlines: &Deadlines,
    limit: impl FnOnce() -> String,
) -> ClockEffect {
    match (deadlines.due, effect) {
        (Some(_), Effect::Restart | Effect::Pause | Effect::Nothing) | (None, Effect::Nothing) => {
            ClockEffect::runs_on()
        }
        (None, Effect::Restart) => ClockEffect::restarts(limit()),
        (None, Effect::Pause) => ClockEffect::pauses(),
    }
}

/// Who did what was done last: the requester on their own page, or somebody at the desk. What the
/// program made of it comes after.
pub(super) fn caused_by(stored: &StoredCase) -> Actor {
    let mut actors = stored.events.iter().rev().map(|r| r.actor);
    let by_people = actors.find(|actor| actor.role != Role::System);
    by_people.unwrap_or(Actor::SYSTEM)
}

/// An exemption whose public interest is still being weighed.
fn ground_of(regime: &Regime, section: &Section) -> Ground {
    Ground {
        section: section.in_full(),
        title: regime
            .exemption(section)
            .map_or_else(String::new, |exemption| {
                exemption.title_of(section).to_owned()
            }),
    }
}
