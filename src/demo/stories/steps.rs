//! The steps a story is told in: what the requester, the desk and strangers do.

use super::{Decided, Desk};
use crate::casework::cases::act::Instructed;
use crate::casework::cases::actions;
use crate::casework::cases::log_request::RequestToLog;
use crate::casework::mail::inbox::{Arrived, Source};
use crate::casework::secrets::{form_token, hash_of};
use crate::casework::{CaseworkFault, Instruction, Moment};
use crate::demo::Stories;
use crate::domain::case::{Actor, Channel};
use chrono::TimeDelta;

impl Stories<'_> {
    /// So many days before now, or the working day before that.
    pub(super) fn ago(&self, days: i64, now: Moment) -> Moment {
        let mut moment = self.moment(now.at - TimeDelta::days(days));
        let Ok(calendar) = self.default_calendar(now.today) else {
            return moment;
        };
        for _ in 0..10 {
            if calendar.is_working_day(moment.today) {
                break;
            }
            moment = self.moment(moment.at - TimeDelta::days(1));
        }
        moment
    }

    pub(super) async fn asked(
        &self,
        name: &str,
        text: &str,
        at: Moment,
    ) -> Result<String, CaseworkFault> {
        let address = name.to_lowercase().replace(' ', ".");
        let request = RequestToLog {
            received: at.today,
            channel: Channel::Email,
            regime: Some("uk-foia-2000".into()),
            variant: None,
            name: name.into(),
            email: format!("{address}@mail.example"),
            address: String::new(),
            category: String::new(),
            subject: String::new(),
            request: text.into(),
            acknowledge: true,
            submission: format!("story {name}"),
        };
        let logged = self.cases().log_request(request, Actor::SYSTEM, at).await?;
        Ok(logged.reference)
    }

    pub(super) async fn does(
        &self,
        reference: &str,
        instruction: Instruction,
        actor: Actor,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let instructed = Instructed {
            reference: reference.to_owned(),
            version: None,
            submission: form_token()?,
            on: None,
            deals_with: None,
            instruction,
        };
        self.cases().act(instructed, actor, at).await
    }

    pub(super) async fn allocated(
        &self,
        reference: &str,
        desk: &Desk,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let allocate = Instruction::Allocate(actions::Allocate {
            team: None,
            officer: desk.officer.person,
        });
        self.does(reference, allocate, desk.officer, at).await
    }

    pub(super) async fn drafted(
        &self,
        reference: &str,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.allocated(reference, desk, self.ago(15, now)).await?;
        for (days, step) in [
            (14, Instruction::StartSearch(actions::StartSearch)),
            (10, Instruction::StartDraft(actions::StartDraft)),
        ] {
            self.does(reference, step, desk.officer, self.ago(days, now))
                .await?;
        }
        Ok(())
    }

    pub(super) async fn decide(
        &self,
        reference: &str,
        decided: &Decided,
        desk: &Desk,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let decide = Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: decided.outcome,
            answer: decided.answer.into(),
            reasons: decided
                .sections
                .iter()
                .map(|s| decided.reasons(s))
                .collect(),
        });
        self.does(reference, decide, desk.officer, at).await
    }

    /// Cleared by somebody else, and sent.
    pub(super) async fn sent(
        &self,
        reference: &str,
        help: &str,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let send = Instruction::SendForClearance(actions::SendForClearance {
            help: help.into(),
            minutes: Some(150),
            already_public: false,
        });
        for (step, actor) in [
            (send, desk.officer),
            (Instruction::Clear(actions::Clear), desk.manager),
            (Instruction::Answer(actions::Answer), desk.officer),
        ] {
            self.does(reference, step, actor, self.ago(8, now)).await?;
        }
        Ok(())
    }

    pub(super) async fn comes(
        &self,
        from: &str,
        to: &str,
        subject: &str,
        body: &str,
        headers: &str,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let id = format!("{}@mail.example", &hash_of(subject)[..20]);
        let text = format!(
            "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\nDate: {}\r\n\
             Content-Type: text/plain; charset=utf-8\r\n{headers}\r\n{body}\r\n",
            at.at.to_rfc2822()
        );
        self.arrives(text, at).await
    }

    /// A message comes as its server gives it.
    pub(super) async fn arrives(&self, message: String, at: Moment) -> Result<(), CaseworkFault> {
        let arrived = Arrived {
            bytes: message.into_bytes(),
            source: Source::Pipe,
            place: String::new(),
            received_at: Some(at.at),
        };
        self.incoming().receive(arrived, at).await?;
        Ok(())
    }
}
