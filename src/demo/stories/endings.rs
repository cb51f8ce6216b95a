//! Stories of the other ways in which a request ends, or waits: nothing held, refused for its cost, as
//! vexatious or without a word, another authority's, lapsed, chased; and a letter that came back.

use super::{Decided, Desk};
use crate::casework::cases::actions;
use crate::casework::cases::to_correct::ToCorrect;
use crate::casework::secrets::form_token;
use crate::casework::{CaseworkFault, Instruction, Moment};
use crate::demo::Stories;
use crate::domain::case::{Channel, Outcome, Reasons, Relied, WaitingKind};

const NOTHING: Decided = Decided {
    outcome: Outcome::NotHeld,
    sections: &[],
    answer: "",
    withheld: "",
    why: "",
    harm: "",
    for_disclosure: "",
    for_withholding: "",
    balance: "",
};

impl Stories<'_> {
    /// Nothing is held, and who may hold it.
    pub(super) async fn not_held(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many parking tickets were issued by the council in Northgate last year?";
        let reference = self.asked("Asa Bright", text, self.ago(17, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            answer: "The traffic team looked through its records of the last three years.",
            ..NOTHING
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        let help = "Northgate Borough Council issues parking tickets in the town.";
        self.sent(&reference, help, desk, now).await
    }

    /// It would cost more than the limit.
    pub(super) async fn too_costly(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Please send me every email about overtime of the last ten years.";
        let reasons = Reasons {
            why: "The mailboxes of 4,100 people would have to be searched by hand.".into(),
            advice: "Name one month and one team.".into(),
            ..Reasons::of("s.12(1)".into())
        };
        let relied = Relied {
            ground: "cost_limit".into(),
            minutes: Some(90 * 60),
            ..Relied::default()
        };
        let asked = self.asked("Noor Patel", text, self.ago(18, now)).await?;
        self.refused(&asked, relied, reasons, desk, now).await
    }

    /// The tenth of its kind.
    pub(super) async fn vexatious(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Once more: why does nobody at your front desk ever smile?";
        let reasons = Reasons {
            why: "It is the tenth request about this in two months, and no answer has ended them."
                .into(),
            ..Reasons::of("s.14(1)".into())
        };
        let relied = Relied {
            ground: "vexatious".into(),
            ..Relied::default()
        };
        let asked = self.asked("Gale Thorn", text, self.ago(18, now)).await?;
        self.refused(&asked, relied, reasons, desk, now).await
    }

    /// Whether there is anything at all is not said.
    pub(super) async fn unsaid(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Do you hold a file about the people who meet at 3 Canal Street?";
        let reference = self.asked("Lior Penn", text, self.ago(18, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            outcome: Outcome::NeitherConfirmedNorDenied,
            sections: &["s.31(1)(a)"],
            why: "To say whether there is a file would tell people whether they are looked into.",
            harm: "Whoever is looked into would hide what they do.",
            for_disclosure: "People can see whether an inquiry is made.",
            for_withholding: "An inquiry that is known of is an inquiry that fails.",
            balance: "That inquiries succeed weighs more here.",
            ..NOTHING
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        self.sent(&reference, "", desk, now).await
    }

    /// Another authority's, and sent on to it.
    pub(super) async fn sent_on(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many fire engines were called out in the county last year?";
        let reference = self.asked("Cleo Marsh", text, self.ago(6, now)).await?;
        self.allocated(&reference, desk, self.ago(5, now)).await?;
        let transfer = Instruction::Transfer(actions::Transfer {
            to: "The County Fire and Rescue Service".into(),
            passed_on: true,
        });
        self.does(&reference, transfer, desk.officer, self.ago(4, now))
            .await
    }

    /// Nothing came: chased, and then closed.
    pub(super) async fn lapsed(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let reference = self.unclear("Jude Rook", 100, desk, now).await?;
        let page = self.store.cases().case_page(&reference).await?;
        let page = page.ok_or(CaseworkFault::NotFound)?;
        let unit = self.store.begin().await?;
        self.reminding()
            .chase_one(&unit, &page, self.ago(45, now))
            .await?;
        unit.commit().await?;
        self.does(
            &reference,
            Instruction::Lapse(actions::Lapse),
            desk.officer,
            self.ago(20, now),
        )
        .await
    }

    /// The question was answered, and the day moved with it.
    pub(super) async fn answered_our_question(
        &self,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let reference = self.unclear("Vera Sands", 12, desk, now).await?;
        let text = "The years 2024 and 2025, please.".into();
        let record = Instruction::RecordClarification(actions::RecordClarification { text });
        self.does(&reference, record, desk.officer, self.ago(4, now))
            .await
    }

    /// Two questions where one was logged, and a name put right; another address waits to be taken
    /// over, and one letter came back.
    pub(super) async fn moved_house(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many patrol cars have you, and how old is the oldest?";
        let reference = self.asked("Ines Cole", text, self.ago(7, now)).await?;
        self.allocated(&reference, desk, self.ago(6, now)).await?;
        let questions = ["How many patrol cars have you?", "How old is the oldest?"];
        let questions = ToCorrect::Questions {
            questions: questions.map(str::to_owned).to_vec(),
        };
        let why = "It asks two things.";
        self.put_right_here(&reference, questions, why, desk, self.ago(5, now))
            .await?;
        let name = ToCorrect::Requester {
            name: "In\u{e9}s Cole".into(),
            email: "ines.cole@mail.example".into(),
            address: String::new(),
            category: String::new(),
        };
        let why = "Her name has an accent.";
        self.put_right_here(&reference, name, why, desk, self.ago(5, now))
            .await?;
        self.comes_back(&reference, self.ago(4, now)).await?;
        let token = self.cases().status_token(&reference).await?;
        let given = Instruction::GiveAddress(actions::GiveAddress {
            email: "ines@new.example".into(),
            address: String::new(),
        });
        self.cases()
            .by_requester(&token, given, form_token()?, self.ago(2, now))
            .await?;
        self.letters()
            .send_link_again(&reference, "ines.cole@mail.example", self.ago(1, now))
            .await?;
        Ok(())
    }

    /// The requester wrote, which was noted, and then withdrew on the page of the request.
    pub(super) async fn gave_up(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many of your officers keep bees?";
        let reference = self.asked("Milo Quist", text, self.ago(10, now)).await?;
        self.allocated(&reference, desk, self.ago(9, now)).await?;
        let token = self.cases().status_token(&reference).await?;
        let wrote = Instruction::ReceiveReply(actions::ReceiveReply {
            text: "No hurry, it is only that I keep them too.".into(),
            channel: Channel::WebForm,
        });
        self.cases()
            .by_requester(&token, wrote, form_token()?, self.ago(8, now))
            .await?;
        let page = self.store.cases().case_page(&reference).await?;
        let page = page.ok_or(CaseworkFault::NotFound)?;
        let waiting = page.stored.case.waiting.first(WaitingKind::Message);
        let seq = waiting.ok_or(CaseworkFault::NotFound)?.seq;
        let note = Instruction::AddNote(actions::AddNote {
            text: "Nobody records that; the welfare team may know.".into(),
        });
        for step in [Instruction::DealWith(actions::DealWith { seq }), note] {
            self.does(&reference, step, desk.officer, self.ago(7, now))
                .await?;
        }
        let ask = Instruction::AskToWithdraw(actions::AskToWithdraw {
            text: "A colleague of yours told me. Thank you.".into(),
        });
        self.cases()
            .by_requester(&token, ask, form_token()?, self.ago(3, now))
            .await?;
        let withdraw = Instruction::Withdraw(actions::Withdraw);
        self.does(&reference, withdraw, desk.officer, self.ago(2, now))
            .await
    }

    /// A request that is not clear, with the question about it.
    pub(super) async fn unclear(
        &self,
        name: &str,
        days: i64,
        desk: &Desk,
        now: Moment,
    ) -> Result<String, CaseworkFault> {
        let text = "Tell me about the training of your dogs.";
        let reference = self.asked(name, text, self.ago(days, now)).await?;
        self.allocated(&reference, desk, self.ago(days - 1, now))
            .await?;
        let seek = Instruction::SeekClarification(actions::SeekClarification {
            needs: "Which years do you mean?".into(),
            why: "The records go back to 1962.".into(),
        });
        self.does(&reference, seek, desk.officer, self.ago(days - 2, now))
            .await?;
        Ok(reference)
    }

    pub(super) async fn refused(
        &self,
        reference: &str,
        relied: Relied,
        reasons: Reasons,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.drafted(reference, desk, now).await?;
        let refuse = Instruction::Refuse(actions::Refuse {
            numbers: vec![1],
            relied,
            reasons: Box::new(reasons),
        });
        self.does(reference, refuse, desk.officer, self.ago(9, now))
            .await?;
        self.sent(reference, "", desk, now).await
    }

    /// The mail server of the requester knows no such mailbox.
    async fn comes_back(&self, reference: &str, at: Moment) -> Result<(), CaseworkFault> {
        let page = self.store.cases().case_page(reference).await?;
        let page = page.ok_or(CaseworkFault::NotFound)?;
        let letter = page.letters.first().ok_or(CaseworkFault::NotFound)?;
        let to = &self.authority().email;
        let text = format!(
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example\r\nTo: {to}\r\nSubject: Undelivered\r\n\
             Message-ID: <report-{reference}@mail.example>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=edge\r\n\r\n\
             --edge\r\nContent-Type: text/plain\r\n\r\nYour letter came back.\r\n\r\n\
             --edge\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n\
             Final-Recipient: rfc822; ines.cole@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 no such mailbox\r\n\r\n\
             --edge\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n\r\n--edge--\r\n",
            letter.message_id
        );
        self.arrives(text, at).await
    }
}
