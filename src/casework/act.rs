//! Acting on a case: one instruction, one transaction, with its events and its letter.

use super::letters::{
    AnswerLetter, answer_letter, law_words, limit_words, paragraphs, regulator, review_right, steps,
};
use super::secrets::{commitment, token};
use super::{Casework, CaseworkFault, Instruction, Invalid, Moment};
use crate::domain::case::{Action, Actor, Circumstances, Outcome, transition};
use crate::domain::regime::{Effect, Regime};
use crate::domain::section::Section;
use crate::mail::letters::{
    Charge, Clarification, ClockEffect, Extension, FeesNotice, Reply, ReplyNoted,
    ReviewAcknowledgement, ReviewOutcome,
};
use crate::store::{DecidedQuestion, RequesterRow, StoreFault, StoredCase, Unit};
use chrono::NaiveDate;

/// The longest text an officer can type into one field, in characters.
const LONGEST_TEXT: usize = 20_000;

/// An instruction as a form gives it.
#[derive(Debug, Clone)]
pub struct Instructed {
    /// The case's reference.
    pub reference: String,
    /// The version of the case the form showed; `None` where any will do (the requester's
    /// own message).
    pub version: Option<i64>,
    /// The one-time token of the form.
    pub submission: String,
    /// The day it took effect; today where none is given.
    pub on: Option<NaiveDate>,
    /// What to do.
    pub instruction: Instruction,
}

impl Casework {
    /// Carries out an instruction. A second click on the same form does nothing more.
    ///
    /// # Errors
    /// What was typed cannot be used; the law or the stage does not allow it; the case has
    /// changed since the form was shown. Nothing has happened then.
    pub async fn act(
        &self,
        instructed: Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if self
            .store
            .submitted(&instructed.submission)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let unit = self.store.begin().await?;
        let mut stored = unit
            .find_case(&instructed.reference)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        match unit
            .take_submission(&instructed.submission, &stored.reference, now.at)
            .await
        {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => return Ok(()),
            Err(other) => return Err(other.into()),
        }
        if instructed.version.is_some_and(|v| v != stored.version) {
            return Err(CaseworkFault::Stale);
        }
        self.carry_out(&unit, &mut stored, &instructed, actor, now)
            .await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    async fn carry_out(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        instructed: &Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let on = instructed.on.unwrap_or(now.today);
        let case = stored.case.clone();
        let (regime, calendar) = self.law_of(&case)?;
        let circumstances = Circumstances {
            regime,
            calendar,
            role: actor.role,
            on,
            today: now.today,
        };
        let salt = token()?;
        let (action, text) = prepare(&instructed.instruction, &salt);
        check(&instructed.instruction, regime)?;
        let events = transition(&case, &action, &circumstances)?;
        unit.append(stored, events, &self.clock(), actor, on, now.at)
            .await?;
        if let Some((kind, text)) = &text {
            unit.insert_writing(stored, kind, &salt, text, now.at)
                .await?;
        }
        self.besides(unit, stored, &instructed.instruction, &salt, actor, now)
            .await?;
        let requester = unit.requester_of(stored).await?;
        self.tell(unit, stored, &requester, instructed, regime, now)
            .await
    }

    /// What an instruction changes besides the record.
    async fn besides(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        instruction: &Instruction,
        salt: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if let Instruction::DecideQuestion {
            number,
            outcome,
            exemptions,
            answer,
            withheld,
            why,
            public_interest,
        } = instruction
        {
            let sections: Vec<&str> = exemptions.iter().map(Section::as_str).collect();
            let decided = DecidedQuestion {
                number: *number,
                outcome: outcome.as_str().to_owned(),
                exemptions: sections.join("; "),
                answer: answer.clone(),
                withheld: withheld.clone(),
                why: why.clone(),
                public_interest: public_interest.clone(),
                salt: salt.to_owned(),
            };
            unit.decide_question(stored.id, &decided).await?;
        }
        if let Instruction::Answer {
            minutes,
            already_public,
            ..
        } = instruction
        {
            if *already_public {
                unit.mark_already_public(stored.id).await?;
            }
            if let Some(minutes) = minutes {
                let event = crate::domain::case::Event::EffortRecorded { minutes: *minutes };
                unit.append(stored, vec![event], &self.clock(), actor, now.today, now.at)
                    .await?;
            }
        }
        Ok(())
    }

    /// Queues the letter an instruction sends, if it sends one.
    async fn tell(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        requester: &RequesterRow,
        instructed: &Instructed,
        regime: &Regime,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let deadlines = self.deadlines(&stored.case)?;
        let frame = self.frame(&stored.reference, requester);
        let law = law_words(regime);
        let due = deadlines.due.unwrap_or(now.today);
        match &instructed.instruction {
            Instruction::SeekClarification { needs, why } => {
                let letter = Clarification {
                    frame,
                    law,
                    section: regime.clarification.section.to_string(),
                    needs: paragraphs(needs),
                    why: why.trim().to_owned(),
                    help: Vec::new(),
                    clock: match regime.clarification.effect {
                        Effect::Restart => ClockEffect::restarts(limit_words(&regime.limit)),
                        Effect::Pause => ClockEffect::pauses(),
                        Effect::Nothing => ClockEffect::runs_on(),
                    },
                    answer_by: deadlines.lapses_on,
                };
                self.queue(unit, stored, requester, &letter, now).await
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
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::Extend { ground, why, .. } => {
                let ground = regime.ground(Some(ground));
                let mut before = stored.case.clone();
                before.clock_events.pop();
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
                    review: review_right(regime, &deadlines),
                };
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::Answer { help, .. } => {
                let questions = unit.questions_of(stored.id).await?;
                let case = stored.case.clone();
                match answer_letter(frame, regime, &deadlines, &case, &questions, help) {
                    AnswerLetter::Release(letter) => {
                        self.queue(unit, stored, requester, &*letter, now).await
                    }
                    AnswerLetter::Refusal(letter) => {
                        self.queue(unit, stored, requester, &*letter, now).await
                    }
                    AnswerLetter::NotHeld(letter) => {
                        self.queue(unit, stored, requester, &*letter, now).await
                    }
                }
            }
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
                self.queue(unit, stored, requester, &letter, now).await
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
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::RequestReview { points } => {
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
                };
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::CompleteReview {
                decision, reasons, ..
            } => {
                let letter = ReviewOutcome {
                    frame,
                    law,
                    decision: decision.trim().to_owned(),
                    reasons: paragraphs(reasons),
                    released: Vec::new(),
                    withheld: Vec::new(),
                    regulator: regulator(regime),
                };
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::ReceiveReply { text } if actor_is_requester(stored) => {
                let letter = ReplyNoted {
                    frame,
                    received: now.today,
                    message: paragraphs(text),
                    due: deadlines
                        .due
                        .filter(|_| stored.case.stage().awaits_answer()),
                };
                self.queue(unit, stored, requester, &letter, now).await
            }
            Instruction::ReceiveReply { .. }
            | Instruction::Allocate { .. }
            | Instruction::RecordClarification { .. }
            | Instruction::RecordPayment
            | Instruction::StartSearch
            | Instruction::StartDraft
            | Instruction::DecideQuestion { .. }
            | Instruction::SendForClearance
            | Instruction::Clear
            | Instruction::ReturnToDraft { .. }
            | Instruction::Withdraw
            | Instruction::RecordEffort { .. }
            | Instruction::Close
            | Instruction::AddNote { .. } => Ok(()),
        }
    }
}

/// Whether the last event is the requester's own: then they are told that it arrived.
fn actor_is_requester(stored: &StoredCase) -> bool {
    stored
        .events
        .last()
        .is_some_and(|r| r.actor.role == crate::domain::role::Role::Requester)
}

/// The action an instruction comes to, and the text kept beside its event.
fn prepare(instruction: &Instruction, salt: &str) -> (Action, Option<(&'static str, String)>) {
    let commit = |text: &str| commitment(salt, text);
    match instruction {
        Instruction::Allocate { team, officer } => (
            Action::Allocate {
                team: team.clone(),
                officer: *officer,
            },
            None,
        ),
        Instruction::SeekClarification { needs, why } => {
            let text = format!("{needs}\n\n{why}");
            let digest = commit(&text);
            (
                Action::SeekClarification { digest },
                Some(("clarification", text)),
            )
        }
        Instruction::RecordClarification { text } => (
            Action::RecordClarification,
            Some(("message", text.clone())).filter(|(_, t)| !t.trim().is_empty()),
        ),
        Instruction::IssueFeesNotice { amount_pence, .. } => (
            Action::IssueFeesNotice {
                amount_pence: *amount_pence,
            },
            None,
        ),
        Instruction::RecordPayment => (Action::RecordPayment, None),
        Instruction::StartSearch => (Action::StartSearch, None),
        Instruction::StartDraft => (Action::StartDraft, None),
        Instruction::DecideQuestion {
            number,
            outcome,
            exemptions,
            answer,
            withheld,
            why,
            public_interest,
        } => (
            Action::DecideQuestion {
                number: *number,
                outcome: *outcome,
                exemptions: exemptions.clone(),
                digest: commit(&[answer.as_str(), withheld, why, public_interest].join("\n\n")),
            },
            None,
        ),
        Instruction::SendForClearance => (Action::SendForClearance, None),
        Instruction::Clear => (Action::Clear, None),
        Instruction::ReturnToDraft { reason } => (
            Action::ReturnToDraft {
                digest: commit(reason),
            },
            Some(("return", reason.clone())),
        ),
        Instruction::Extend { ground, until, why } => (
            Action::Extend {
                ground: ground.clone(),
                until: *until,
            },
            Some(("extension", why.clone())),
        ),
        Instruction::Answer { .. } => (Action::Answer, None),
        Instruction::Transfer { to } => (Action::Transfer, Some(("transfer", to.clone()))),
        Instruction::Withdraw => (Action::Withdraw, None),
        Instruction::Lapse => (Action::Lapse, None),
        Instruction::RequestReview { points } => {
            (Action::RequestReview, Some(("review", points.clone())))
        }
        Instruction::CompleteReview {
            outcome,
            decision,
            reasons,
        } => (
            Action::CompleteReview { outcome: *outcome },
            Some(("review", format!("{decision}\n\n{reasons}"))),
        ),
        Instruction::RecordEffort { minutes } => (Action::RecordEffort { minutes: *minutes }, None),
        Instruction::Close => (Action::Close, None),
        Instruction::AddNote { text } => (
            Action::AddNote {
                digest: commit(text),
            },
            Some(("note", text.clone())),
        ),
        Instruction::ReceiveReply { text } => (
            Action::ReceiveReply {
                digest: commit(text),
            },
            Some(("message", text.clone())),
        ),
    }
}

/// Checks the texts an instruction carries: those a letter or the record cannot do without.
fn check(instruction: &Instruction, regime: &Regime) -> Result<(), CaseworkFault> {
    let mut faults = Vec::new();
    let mut need = |field: &'static str, text: &str, message: &str| {
        if text.trim().is_empty() {
            faults.push(Invalid::new(field, message));
        }
    };
    match instruction {
        Instruction::SeekClarification { needs, why } => {
            need("needs", needs, "Write what you need to know");
            need(
                "why",
                why,
                "Write why the request cannot be met as it stands",
            );
        }
        Instruction::DecideQuestion {
            outcome,
            exemptions,
            answer,
            withheld,
            why,
            public_interest,
            ..
        } => {
            if outcome.withholds() {
                need("why", why, "Write why the section applies");
                if *outcome != Outcome::NeitherConfirmedNorDenied {
                    need("withheld", withheld, "Write what is withheld");
                }
                // FOIA s.17(3): the notice has to give the reasons of the balance.
                let qualified = exemptions.iter().any(|section| {
                    regime
                        .exemption(section)
                        .and_then(|e| e.test(section))
                        .is_some_and(|test| test.needs_public_interest())
                });
                if qualified {
                    need(
                        "public_interest",
                        public_interest,
                        "Write how the public interest was weighed: the section is qualified",
                    );
                }
            }
            if matches!(
                outcome,
                Outcome::GrantedInFull | Outcome::GrantedInPart | Outcome::NotHeld
            ) {
                let message = if *outcome == Outcome::NotHeld {
                    "Write where you searched"
                } else {
                    "Write the answer, or say what is enclosed"
                };
                need("answer", answer, message);
            }
        }
        Instruction::ReturnToDraft { reason } => {
            need("reason", reason, "Write what has to change");
        }
        Instruction::Extend { why, .. } => {
            need("why", why, "Write why more time is needed");
        }
        Instruction::Transfer { to } => {
            need("to", to, "Name the authority that holds the information");
        }
        Instruction::CompleteReview {
            decision, reasons, ..
        } => {
            need("decision", decision, "Write what the review decided");
            need("reasons", reasons, "Write the reasons");
        }
        Instruction::AddNote { text } => need("text", text, "Write the note"),
        Instruction::ReceiveReply { text } => need("text", text, "Write your message"),
        Instruction::IssueFeesNotice { amount_pence, .. } => {
            if *amount_pence == 0 {
                need(
                    "amount",
                    "",
                    "Enter the fee in pounds and pence, for example 12.50",
                );
            }
        }
        Instruction::Allocate { .. }
        | Instruction::RecordClarification { .. }
        | Instruction::RecordPayment
        | Instruction::StartSearch
        | Instruction::StartDraft
        | Instruction::SendForClearance
        | Instruction::Clear
        | Instruction::Answer { .. }
        | Instruction::Withdraw
        | Instruction::Lapse
        | Instruction::RequestReview { .. }
        | Instruction::RecordEffort { .. }
        | Instruction::Close => {}
    }
    for (field, text) in texts(instruction) {
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            faults.push(Invalid::new(
                field,
                format!(
                    "This has {} characters; shorten it to 20,000 or fewer",
                    crate::domain::words::thousands(length)
                ),
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(CaseworkFault::Invalid(faults))
    }
}

/// The texts of an instruction, by the field they are typed into.
fn texts(instruction: &Instruction) -> Vec<(&'static str, &str)> {
    match instruction {
        Instruction::SeekClarification { needs, why } => vec![("needs", needs), ("why", why)],
        Instruction::RecordClarification { text }
        | Instruction::AddNote { text }
        | Instruction::ReceiveReply { text } => vec![("text", text)],
        Instruction::IssueFeesNotice { charges, .. } => vec![("charges", charges)],
        Instruction::DecideQuestion {
            answer,
            withheld,
            why,
            public_interest,
            ..
        } => vec![
            ("answer", answer),
            ("withheld", withheld),
            ("why", why),
            ("public_interest", public_interest),
        ],
        Instruction::ReturnToDraft { reason } => vec![("reason", reason)],
        Instruction::Extend { why, .. } => vec![("why", why)],
        Instruction::Answer { help, .. } => vec![("help", help)],
        Instruction::Transfer { to } => vec![("to", to)],
        Instruction::RequestReview { points } => vec![("points", points)],
        Instruction::CompleteReview {
            decision, reasons, ..
        } => vec![("decision", decision), ("reasons", reasons)],
        Instruction::Allocate { .. }
        | Instruction::RecordPayment
        | Instruction::StartSearch
        | Instruction::StartDraft
        | Instruction::SendForClearance
        | Instruction::Clear
        | Instruction::Withdraw
        | Instruction::Lapse
        | Instruction::RecordEffort { .. }
        | Instruction::Close => Vec::new(),
    }
}

fn pounds(pence: u32) -> String {
    format!("£{}.{:02}", pence / 100, pence % 100)
}
