//! The letter an instruction sends, queued in the transaction that carries it out.

use super::act::Instructed;
use super::answers::{AnswerLetter, answer_letter};
use super::documents::listed;
use super::no_letter::no_letter;
use crate::casework::cases::actions::Told;
use crate::casework::mail::letters::review_right;
use crate::casework::mail::unasked::Unasked;
use crate::casework::{Cases, CaseworkFault, Moment, Outgoing};
use crate::domain::case::events::kinds::ADVICE;
use crate::domain::case::{Actor, Case, Event, Recorded};
use crate::domain::regime::Regime;
use crate::domain::role::Role;
use crate::store::{RequesterRow, StoredCase, Unit};

impl Cases<'_> {
    /// Queues the letter an instruction sends, if it sends one; the letter.
    pub(in crate::casework) async fn tell(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        requester: &RequesterRow,
        instructed: &Instructed,
        regime: &Regime,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let (_, calendar) = self.law_of(&stored.case)?;
        let told = Told {
            casework: self,
            unit,
            stored,
            requester,
            regime,
            calendar: &calendar,
            deadlines: self.deadlines(&stored.case)?,
            on: instructed.on.unwrap_or(now.today),
            now,
        };
        let Some(letter) = instructed.instruction.letter(&told).await? else {
            return Ok(None);
        };
        let by = caused_by(stored);
        // Nobody at the desk decided on a letter that the requester's own act sends. A review comes
        // once for an answer, and its letter tells a date.
        if by.role == Role::Requester && !instructed.instruction.is_promised() {
            let what = (Unasked::Acknowledgement, by);
            let letters = self.letters();
            let may = letters.may_write_unasked(unit, stored, requester, what, now);
            if !may.await? {
                return Ok(None);
            }
        }
        self.outbox().post(unit, stored, (&letter, by), now).await?;
        Ok(Some(letter))
    }

    /// The answer to a case that is answered, or taken as answered: from how its questions were
    /// decided, the advice that goes with it and its documents.
    pub(in crate::casework) async fn answer(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        case: &Case,
        requester: &RequesterRow,
    ) -> Result<Outgoing, CaseworkFault> {
        let (regime, _) = self.law_of(case)?;
        let deadlines = self.deadlines(case)?;
        let day = case.answered.unwrap_or(case.received);
        let frame = self.letters().frame(stored.opener(), requester, day);
        let questions = unit.questions_of(stored.id).await?;
        let mut events = stored.events.iter().rev();
        let sent = events.find(|r| matches!(r.event, Event::SentForClearance(_)));
        let help = match sent {
            Some(sent) => unit.cases().text_of(stored.id, sent.seq, ADVICE).await?,
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
                let documents = unit.cases().waiting_documents(stored.id).await?;
                let attached = self.documents().fit_a_letter(&documents, requester);
                letter.files = listed(&documents);
                letter.files_at = (!attached).then(|| self.letters().status_url(stored.opener()));
                let letter = self.outbox().outgoing(requester, &*letter)?;
                Ok(letter.with(documents, attached))
            }
            AnswerLetter::Refusal(letter) => self.outbox().outgoing(requester, &*letter),
            AnswerLetter::NotHeld(letter) => self.outbox().outgoing(requester, &*letter),
        }
    }
}

/// Whether the message filed last was recorded as the clarification by itself.
pub(in crate::casework) fn recorded_at_once(stored: &StoredCase) -> bool {
    let filed = |r: &&Recorded| !matches!(r.event, Event::ReplyReceived(_));
    let mut since = stored.events.iter().rev().take_while(filed);
    since.any(|r| matches!(r.event, Event::ClarificationReceived(_)))
}

/// Who did what was done last: the requester on their own page, or somebody at the desk. What the
/// program made of it comes after.
pub(in crate::casework) fn caused_by(stored: &StoredCase) -> Actor {
    let mut actors = stored.events.iter().rev().map(|r| r.actor);
    let by_people = actors.find(|actor| actor.role != Role::System);
    by_people.unwrap_or(Actor::SYSTEM)
}
