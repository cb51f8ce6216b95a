//! Stories that stand where the law or the requester is waited for: more time, a fee, the post.

use super::Desk;
use crate::casework::cases::actions;
use crate::casework::cases::log_request::RequestToLog;
use crate::casework::{CaseworkFault, Instruction, Moment};
use crate::demo::Stories;
use crate::domain::case::{Actor, Channel};

impl Stories<'_> {
    /// More time is needed to weigh the public interest, and the requester is told how it goes on.
    pub(super) async fn more_time(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Please send me the risk assessment for the half marathon of last May.";
        let reference = self.asked("Tess Mallory", text, self.ago(19, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let extend = Instruction::Extend(actions::Extend {
            ground: "public_interest".into(),
            until: None,
            exemptions: vec!["s.31".into()],
            why:
                "Part of it shows how crowds are policed. Whether it is in the public interest to \
                  withhold that is still being weighed."
                    .into(),
        });
        self.does(&reference, extend, desk.officer, self.ago(3, now))
            .await?;
        let letter = Instruction::WriteLetter(actions::WriteLetter {
            about: "Where your request stands".into(),
            text:
                "The event team has sent us the whole assessment. We are going through it page by \
                   page."
                    .into(),
            answers: None,
            documents: Vec::new(),
        });
        self.does(&reference, letter, desk.officer, self.ago(1, now))
            .await
    }

    /// Copies cost money, and the fee has not come yet.
    pub(super) async fn a_fee(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "I should like paper copies of the plans of the new custody suite.";
        let reference = self.asked("Hugo Lamb", text, self.ago(9, now)).await?;
        self.allocated(&reference, desk, self.ago(8, now)).await?;
        let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice {
            charges: "Copies of 12 large plans: 24.00\nPostage: 4.50".into(),
            how_to_pay: "Send a cheque to the address above.\nWrite the reference on its back."
                .into(),
        });
        self.does(&reference, notice, desk.officer, self.ago(7, now))
            .await
    }

    /// A request by post, whose letters are printed.
    pub(super) async fn by_post(&self, now: Moment) -> Result<(), CaseworkFault> {
        let at = self.ago(2, now);
        let request = RequestToLog {
            received: at.today,
            channel: Channel::Post,
            regime: Some("uk-foia-2000".into()),
            variant: None,
            name: "Mabel Frost".into(),
            email: String::new(),
            address: "7 Mill Lane\nExampletown".into(),
            category: String::new(),
            subject: String::new(),
            request: "How many bicycles were found in the town last year, and what became of them?"
                .into(),
            acknowledge: true,
            submission: "story by post".into(),
        };
        self.cases().log_request(request, Actor::SYSTEM, at).await?;
        Ok(())
    }
}
