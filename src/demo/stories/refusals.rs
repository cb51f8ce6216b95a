//! Stories of the refusals that follow from what came before: a request repeated, one that stays unclear
//! and a fee that nobody paid; beside them a fee that was paid, and a draft that came back.

use super::Desk;
use crate::casework::cases::actions;
use crate::casework::{CaseworkFault, Instruction, Moment};
use crate::demo::Stories;
use crate::domain::case::{Outcome, Reasons, Relied};

impl Stories<'_> {
    /// The same again, before a reasonable time is over.
    pub(super) async fn repeated(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many of your cars were washed last year? I asked in spring.";
        let asked = self.asked("Ivo Lark", text, self.ago(18, now)).await?;
        let reasons = Reasons {
            why: "The figures for last year have not changed since they were sent.".into(),
            earlier: "FOI-2019-00412".into(),
            ..Reasons::of("s.14(2)".into())
        };
        let relied = Relied {
            ground: "repeated".into(),
            earlier: Some(self.ago(60, now).today),
            ..Relied::default()
        };
        self.refused(&asked, relied, reasons, desk, now).await
    }

    /// It was asked about, and what came made it no clearer.
    pub(super) async fn stays_unclear(
        &self,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let reference = self.unclear("Nell Ashby", 30, desk, now).await?;
        let came = Instruction::RecordClarification(actions::RecordClarification {
            text: "You know very well which.".into(),
        });
        self.does(&reference, came, desk.officer, self.ago(20, now))
            .await?;
        let reasons = Reasons {
            why: "Nothing in the answer says which years, dogs or trainings are meant.".into(),
            advice: "Name a year, or a kind of training.".into(),
            ..Reasons::of("s.1(3)".into())
        };
        let relied = Relied {
            ground: "not_clear".into(),
            ..Relied::default()
        };
        self.refused(&reference, relied, reasons, desk, now).await
    }

    /// The time to pay ran out.
    pub(super) async fn never_paid(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Please copy the building plans of all stations on paper.";
        let reference = self.asked("Otto Wray", text, self.ago(130, now)).await?;
        self.allocated(&reference, desk, self.ago(129, now)).await?;
        for (days, step) in [
            (128, Instruction::StartSearch(actions::StartSearch)),
            (127, Instruction::StartDraft(actions::StartDraft)),
            (126, fee("Copies of 90 large plans: 180.00")),
        ] {
            self.does(&reference, step, desk.officer, self.ago(days, now))
                .await?;
        }
        let refuse = Instruction::Refuse(actions::Refuse {
            numbers: vec![1],
            relied: Relied {
                ground: "fee_unpaid".into(),
                ..Relied::default()
            },
            reasons: Box::new(Reasons {
                why: "The fee of \u{a3}180.00 was not paid.".into(),
                ..Reasons::of("s.9(2)".into())
            }),
        });
        self.does(&reference, refuse, desk.officer, self.ago(9, now))
            .await?;
        self.sent(&reference, "", desk, now).await
    }

    /// The fee came, and the first draft was not good enough.
    pub(super) async fn paid_for(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Please send me a paper copy of the map of all speed cameras.";
        let reference = self.asked("Sol Meyer", text, self.ago(24, now)).await?;
        self.allocated(&reference, desk, self.ago(23, now)).await?;
        let decide = |answer: &str| {
            Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1,
                outcome: Outcome::GrantedInFull,
                answer: answer.into(),
                reasons: Vec::new(),
            })
        };
        let send = Instruction::SendForClearance(actions::SendForClearance {
            help: String::new(),
            minutes: Some(40),
            already_public: false,
        });
        let back = Instruction::ReturnToDraft(actions::ReturnToDraft {
            reason: "Say how old the map is.".into(),
        });
        for (days, step, who) in [
            (22, fee("A map of one square metre: 12.00"), desk.officer),
            (
                18,
                Instruction::RecordPayment(actions::RecordPayment),
                desk.officer,
            ),
            (
                14,
                Instruction::StartSearch(actions::StartSearch),
                desk.officer,
            ),
            (
                12,
                Instruction::StartDraft(actions::StartDraft),
                desk.officer,
            ),
            (11, decide("The map goes by post."), desk.officer),
            (11, send, desk.officer),
            (10, back, desk.manager),
            (9, decide("The map of January goes by post."), desk.officer),
        ] {
            self.does(&reference, step, who, self.ago(days, now))
                .await?;
        }
        self.sent(&reference, "", desk, now).await
    }
}

fn fee(charges: &str) -> Instruction {
    Instruction::IssueFeesNotice(actions::IssueFeesNotice {
        charges: charges.into(),
        how_to_pay: "Send a cheque to the address above.".into(),
    })
}
