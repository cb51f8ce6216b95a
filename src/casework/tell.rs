//! The letter an instruction sends, queued in the transaction that carries it out.

use super::act::Instructed;
use super::answers::{AnswerLetter, answer_letter, needs_no_notice};
use super::clearance::ADVICE;
use super::documents::listed;
use super::letters::{law_words, limit_words, paragraphs, regulator, review_right, steps};
use super::review_letters::{changed_questions, still_withheld, who_reviewed, who_reviews};
use super::{Casework, CaseworkFault, Instruction, Moment, Outgoing};
use crate::domain::case::{Actor, Case, Event, waited_for_until};
use crate::domain::regime::{Effect, Regime};
use crate::mail::letters::{
    Charge, Clarification, ClockEffect, Extension, FeesNotice, Reply, ReplyNoted,
    ReviewAcknowledgement, ReviewOutcome,
};
use crate::store::{FiledMessage, RequesterRow, StoredCase, Unit};

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
        let unasked = matches!(instructed.instruction, Instruction::ReceiveReply { .. });
        let by = Actor::REQUESTER;
        if unasked
            && !self
                .may_write_unasked(unit, stored, requester, by, now)
                .await?
        {
            return Ok(None);
        }
        self.post(unit, stored, &letter, now).await?;
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
        let frame = self.frame(stored.opener(), requester);
        let law = law_words(regime);
        let due = deadlines.due.unwrap_or(now.today);
        let letter = match &instructed.instruction {
            Instruction::SeekClarification { needs, why } => {
                let letter = Clarification {
                    frame,
                    law,
                    section: regime.clarification.section.to_string(),
                    needs: paragraphs(needs),
                    why: why.trim().to_owned(),
                    help: Vec::new(),
                    clock: match regime.clarification.effect {
                        Effect::Restart => {
                            ClockEffect::restarts(limit_words(stored.case.limit(regime)))
                        }
                        Effect::Pause => ClockEffect::pauses(),
                        Effect::Nothing => ClockEffect::runs_on(),
                    },
                    answer_by: waited_for_until(&stored.case, regime, &calendar)?,
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::IssueFeesNotice {
                amount_pence,
                charges,
            } => {
                let letter = FeesNotice {
                    frame,
                    law,
                    section: regime.fees.section.to_string(),
                    amount: pounds(*amount_pence),
                    charges: paragraphs(charges)
                        .into_iter()
                        .map(|what| Charge {
                            what,
                            amount: String::new(),
                        })
                        .collect(),
                    how_to_pay: vec![
                        "Reply to this letter and we will tell you how to pay.".into(),
                    ],
                    pay_by: deadlines.fee_due_by.unwrap_or(due),
                    clock_stands_still: regime.fees.effect == Effect::Pause,
                    clock_section: Some(regime.fees.section.to_string()),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Extend { ground, why, .. } => {
                let ground = regime.ground(Some(ground));
                let before = stored.events.iter().take(stored.events.len() - 1);
                let before = Case::replay(before).ok_or(CaseworkFault::NotFound)?;
                let owed = self.deadlines(&before)?.due.unwrap_or(due);
                let letter = Extension {
                    frame,
                    law,
                    section: ground.map_or_else(String::new, |g| g.section.to_string()),
                    notice_section: ground
                        .and_then(|g| g.notice.as_ref())
                        .map_or_else(String::new, |n| n.section.to_string()),
                    why: why.trim().to_owned(),
                    grounds: Vec::new(),
                    due: owed,
                    estimate: due,
                    provisional: deadlines.is_provisional(due),
                    review: review_right(regime, &deadlines, self.settings.clearance.second_person),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Answer if needs_no_notice(&stored.case) => return Ok(None),
            Instruction::Answer => self.answer(unit, stored, &stored.case, requester).await?,
            Instruction::Transfer { to } => {
                let letter = Reply {
                    frame,
                    about: "Your request has gone to another authority".into(),
                    paragraphs: vec![
                        format!("We do not hold what you asked for. {} does, and we have sent your request to it.", to.trim()),
                        "It will answer you. Its time to answer begins on the day it receives the request.".into(),
                    ],
                    quoted: Vec::new(),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::Lapse => {
                let letter = Reply {
                    frame,
                    about: "We have closed your request".into(),
                    paragraphs: vec![
                        "We asked you for something we need before we can go on and have not heard from you in the time there is for it, so we have closed your request.".into(),
                        "You can ask again at any time.".into(),
                    ],
                    quoted: Vec::new(),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::RequestReview { points, .. } => {
                let letter = ReviewAcknowledgement {
                    frame,
                    law,
                    received: instructed.on.unwrap_or(now.today),
                    due: deadlines.review_due,
                    steps: steps(&deadlines)
                        .into_iter()
                        .filter(|s| s.on >= instructed.on.unwrap_or(now.today))
                        .collect(),
                    points: paragraphs(points),
                    by: who_reviews(regime, self.settings.clearance.second_person),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::CompleteReview {
                decision, reasons, ..
            } => {
                let documents = unit.waiting_documents(stored.id).await?;
                let attached = self.fit_a_letter(&documents);
                let questions = unit.questions_of(stored.id).await?;
                let letter = ReviewOutcome {
                    frame,
                    law,
                    decision: decision.trim().to_owned(),
                    reasons: paragraphs(reasons),
                    released: listed(&documents),
                    released_at: (!attached).then(|| self.status_url(stored.opener())),
                    by: who_reviewed(regime, reviewed_by_the_same(stored)),
                    changed: changed_questions(&stored.case, &questions),
                    outcome: stored
                        .case
                        .outcome
                        .map_or_else(String::new, |outcome| outcome.title().to_lowercase()),
                    withheld: still_withheld(regime, &stored.case, &questions),
                    regulator: regulator(regime),
                };
                self.outgoing(requester, &letter)?.with(documents, attached)
            }
            Instruction::WriteLetter {
                about,
                text,
                answers,
            } => {
                let answered = match answers {
                    Some(message) => Some(self.answered(unit, stored, *message).await?),
                    None => None,
                };
                let letter = Reply {
                    frame,
                    about: about.trim().to_owned(),
                    paragraphs: paragraphs(text),
                    quoted: answered.as_ref().map(quoted).unwrap_or_default(),
                };
                let letter = self.outgoing(requester, &letter)?;
                Outgoing {
                    in_reply_to: answered.and_then(|message| message.message_id),
                    ..letter
                }
            }
            Instruction::ReceiveReply { text } if actor_is_requester(stored) => {
                let letter = ReplyNoted {
                    frame,
                    received: now.today,
                    message: paragraphs(text),
                    due: deadlines
                        .due
                        .filter(|_| stored.case.stage().awaits_answer()),
                    provisional: deadlines.is_provisional(due),
                };
                self.outgoing(requester, &letter)?
            }
            Instruction::ReceiveReply { .. }
            | Instruction::Allocate { .. }
            | Instruction::ChooseVariant { .. }
            | Instruction::RecordClarification { .. }
            | Instruction::RecordPayment
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

    async fn answered(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        message: i64,
    ) -> Result<FiledMessage, CaseworkFault> {
        let found = unit.message_on_case(message, stored.id).await?;
        found.ok_or_else(|| {
            CaseworkFault::Refused("The message this answers is not on the case any more".into())
        })
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
        let frame = self.frame(stored.opener(), requester);
        let questions = unit.questions_of(stored.id).await?;
        let mut events = stored.events.iter().rev();
        let sent = events.find(|r| matches!(r.event, Event::SentForClearance { .. }));
        let help = match sent {
            Some(sent) => unit.text_of(stored.id, sent.seq, ADVICE).await?,
            None => None,
        };
        let help = help.unwrap_or_default();
        let review = review_right(&regime, &deadlines, self.settings.clearance.second_person);
        match answer_letter(frame, &regime, review, case, &questions, &help) {
            AnswerLetter::Release(mut letter) => {
                let documents = unit.waiting_documents(stored.id).await?;
                let attached = self.fit_a_letter(&documents);
                letter.files = listed(&documents);
                letter.files_at = (!attached).then(|| self.status_url(stored.opener()));
                let letter = self.outgoing(requester, &*letter)?;
                Ok(letter.with(documents, attached))
            }
            AnswerLetter::Refusal(letter) => self.outgoing(requester, &*letter),
            AnswerLetter::NotHeld(letter) => self.outgoing(requester, &*letter),
        }
    }
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

/// Whether the last event is the requester's own: then they are told that it arrived.
fn actor_is_requester(stored: &StoredCase) -> bool {
    stored
        .events
        .last()
        .is_some_and(|r| r.actor.role == crate::domain::role::Role::Requester)
}

/// What a letter repeats of the message it answers: its beginning, where it is long.
fn quoted(message: &FiledMessage) -> Vec<String> {
    const LINES: usize = 40;
    let mut lines = paragraphs(&message.body);
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("(The rest stands in your own message.)".to_owned());
    }
    lines
}

fn pounds(pence: u32) -> String {
    format!("£{}.{:02}", pence / 100, pence % 100)
}
