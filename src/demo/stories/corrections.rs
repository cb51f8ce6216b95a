//! Stories in which something was recorded wrongly and is put right: the subject, the day of receipt,
//! the law, a clarification that was none, a case closed by mistake.

use super::Desk;
use crate::casework::cases::actions;
use crate::casework::cases::correct::Correcting;
use crate::casework::cases::to_correct::ToCorrect;
use crate::casework::{CaseworkFault, Instruction, Moment};
use crate::demo::Stories;
use crate::domain::case::Event;

impl Stories<'_> {
    /// Logged in a hurry: under another subject, a week late and under the wrong law.
    pub(super) async fn logged_in_a_hurry(
        &self,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let text = "How much diesel did your vehicles use in each month of last year, and what \
                    carbon dioxide did that come to?";
        let reference = self.asked("Nell Archer", text, self.ago(7, now)).await?;
        self.allocated(&reference, desk, self.ago(6, now)).await?;
        let received = self.ago(14, now).today;
        let law = ToCorrect::Law {
            regime: "uk-eir-2004".into(),
            calendar: None,
        };
        for (days, right, why) in [
            (
                6,
                ToCorrect::Subject {
                    subject: "Diesel and carbon dioxide of vehicles".into(),
                },
                "The first words of the request did not say what it is about.",
            ),
            (
                5,
                ToCorrect::Received { on: received },
                "It had lain at the front desk for a week before it was entered.",
            ),
            (
                4,
                law,
                "Emissions are environmental information, so the Regulations apply and not the Act.",
            ),
        ] {
            self.put_right_here(&reference, right, why, desk, self.ago(days, now))
                .await?;
        }
        Ok(())
    }

    /// A note of a telephone call was taken for the clarification, and is not.
    pub(super) async fn no_clarification(
        &self,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let text = "Please send me what you hold about the old station.";
        let reference = self.asked("Bram Holt", text, self.ago(12, now)).await?;
        self.allocated(&reference, desk, self.ago(11, now)).await?;
        let seek = Instruction::SeekClarification(actions::SeekClarification {
            needs: "Do you mean the building, its sale or the move out of it?".into(),
            why: "Each is kept by another team.".into(),
        });
        self.does(&reference, seek, desk.officer, self.ago(10, now))
            .await?;
        let record = Instruction::RecordClarification(actions::RecordClarification {
            text: "He will think about it.".into(),
        });
        self.does(&reference, record, desk.officer, self.ago(7, now))
            .await?;
        let taken = |event: &Event| matches!(event, Event::ClarificationReceived(_));
        self.take_event_back(
            &reference,
            taken,
            "He only said that he would write; nothing was made clear.",
            desk,
            self.ago(6, now),
        )
        .await
    }

    /// Closed as withdrawn, though another request of the same person was.
    pub(super) async fn opened_again(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many special constables joined and left in each of the last five years?";
        let reference = self.asked("Opal Winter", text, self.ago(9, now)).await?;
        self.allocated(&reference, desk, self.ago(8, now)).await?;
        let withdraw = Instruction::Withdraw(actions::Withdraw);
        self.does(&reference, withdraw, desk.officer, self.ago(5, now))
            .await?;
        let why = "She withdrew another request of hers, and not this one.";
        self.put_right_here(
            &reference,
            ToCorrect::OpenAgain,
            why,
            desk,
            self.ago(2, now),
        )
        .await
    }

    async fn take_event_back(
        &self,
        reference: &str,
        which: impl Fn(&Event) -> bool,
        why: &str,
        desk: &Desk,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let page = self.store.cases().case_page(reference).await?;
        let stored = page.ok_or(CaseworkFault::NotFound)?.stored;
        let wrong = stored.events.iter().rev().find(|r| which(&r.event));
        let seq = wrong.ok_or(CaseworkFault::NotFound)?.seq;
        self.put_right_here(reference, ToCorrect::Undone { seq }, why, desk, at)
            .await
    }

    pub(super) async fn put_right_here(
        &self,
        reference: &str,
        what: ToCorrect,
        why: &str,
        desk: &Desk,
        at: Moment,
    ) -> Result<(), CaseworkFault> {
        let page = self.store.cases().case_page(reference).await?;
        let version = page.ok_or(CaseworkFault::NotFound)?.stored.version;
        let correcting = Correcting {
            reference: reference.to_owned(),
            version,
            submission: format!("story {reference} {version} correction"),
            what,
            why: why.to_owned(),
        };
        self.corrections()
            .correct(&correcting, desk.officer, at)
            .await
    }
}
