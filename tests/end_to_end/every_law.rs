//! Every exemption, every ground of refusal and every right of every law, from the use case to the
//! letter as it left and the requester's page as served, held against the law's file as plain TOML.
//!
//! A law that is added, and each section added to one, is taken here by itself.

mod rights;
mod sections;

use crate::law_files::{LawFile, every_law};
use crate::refusals::{act, drafting};
use crate::support::App;
use chrono::{NaiveDate, TimeDelta};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::domain::case::{Actor, Channel};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::mail::Letter;
use rights::{page_says_what_the_law_has, says_what_the_law_has};
use rocket::futures::FutureExt;
use std::panic::AssertUnwindSafe;

/// Somebody who answers requests under one law.
struct Desk<'a> {
    app: &'a App,
    law: &'a LawFile,
    olga: Actor,
    next: std::cell::Cell<u32>,
}

/// A letter as it left.
struct Sent {
    kind: LetterKind,
    letter: Letter,
    /// Its text in one line.
    said: String,
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'a> Desk<'a> {
    fn new(app: &'a App, law: &'a LawFile, olga: Actor) -> Self {
        let next = std::cell::Cell::new(0);
        Self {
            app,
            law,
            olga,
            next,
        }
    }

    /// The day after the requests arrive, and as many days later.
    fn clock(&self, later: i64) -> NaiveDate {
        let on = self.law.received() + TimeDelta::days(1 + later);
        self.app.set_clock(&format!("{on}T09:00:00Z"));
        on
    }

    /// A request of these questions.
    async fn logged(&self, questions: &[String]) -> String {
        self.next.set(self.next.get() + 1);
        let request = match questions {
            [one] => one.clone(),
            several => {
                let numbered = (1..)
                    .zip(several)
                    .map(|(n, asked)| format!("{n}. {asked}\n"));
                numbered.collect()
            }
        };
        let request = RequestToLog {
            received: self.law.received(),
            channel: Channel::Email,
            regime: Some(self.law.id.clone()),
            variant: None,
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            address: String::new(),
            category: String::new(),
            subject: String::new(),
            request,
            acknowledge: true,
            submission: format!(
                "{} {} {}",
                self.law.id,
                self.law.received(),
                self.next.get()
            ),
        };
        let cases = self.app.casework.cases();
        let logged = cases.log_request(request, Actor::SYSTEM, self.app.now());
        logged.await.unwrap().reference
    }

    async fn drafting(&self, questions: &[String]) -> String {
        let reference = self.logged(questions).await;
        Box::pin(drafting(self.app, &reference, self.olga)).await;
        reference
    }

    async fn act(&self, reference: &str, instruction: Instruction) {
        Box::pin(act(self.app, reference, self.olga, instruction)).await;
    }

    /// The latest letter on a case, as it left.
    async fn last(&self, reference: &str) -> Sent {
        self.app.deliver().await;
        let row = self.app.case(reference).await.letters[0].clone();
        let letters = self.app.mailbox.lock().unwrap();
        let mut left = letters.iter().rev();
        let letter = left
            .find(|letter| letter.message_id == row.message_id)
            .unwrap();
        Sent {
            kind: row.kind,
            letter: letter.clone(),
            said: words(&letter.text),
        }
    }

    /// Answers a decided case; the letter, which says of rights what the law has, and so does the
    /// requester's page.
    async fn answered(&self, reference: &str) -> Sent {
        for step in [
            crate::support::for_clearance(),
            Instruction::Clear(actions::Clear),
            Instruction::Answer(actions::Answer),
        ] {
            self.act(reference, step).await;
        }
        let sent = self.last(reference).await;
        says_what_the_law_has(self.law, &sent);
        page_says_what_the_law_has(self, reference, true).await;
        sent
    }
}

/// Walks every law; one that is wrong does not hide the next.
async fn every_desk(app: &App, mut walk: impl AsyncFnMut(&Desk<'_>)) {
    let olga = app.person("Olga", Role::Officer).await;
    app.clearer().await;
    let laws = every_law();
    // All that there are: none was passed over because its file could not be found.
    assert!(laws.len() >= 23, "{}", laws.len());
    let mut wrong = Vec::new();
    for law in &laws {
        let desk = Desk::new(app, law, olga);
        desk.clock(0);
        if AssertUnwindSafe(walk(&desk)).catch_unwind().await.is_err() {
            wrong.push(law.id.clone());
        }
    }
    assert!(
        wrong.is_empty(),
        "what is wrong with these stands above: {wrong:?}"
    );
}

on_both_databases! {
    async fn each_exemption_of_each_law_says_in_its_letter_what_its_file_says(app: App) {
        let mut sections = 0;
        Box::pin(every_desk(&app, async |desk| {
            sections += Box::pin(desk.every_exemption()).await;
        }))
        .await;
        assert!(sections > 700, "only {sections} sections were taken to a letter");
    }

    async fn each_refusal_of_each_law_says_in_its_letter_what_its_file_says(app: App) {
        let mut grounds = 0;
        Box::pin(every_desk(&app, async |desk| {
            grounds += Box::pin(desk.every_refusal()).await;
        }))
        .await;
        assert!(grounds > 45, "only {grounds} grounds were taken to a letter");
    }

    async fn a_requester_of_any_law_is_told_of_the_review_and_the_regulator_it_has(app: App) {
        Box::pin(every_desk(&app, async |desk| Box::pin(desk.every_right()).await)).await;
    }

    async fn a_review_taken_back_where_the_law_has_none_is_not_offered_again(app: App) {
        Box::pin(every_desk(&app, async |desk| Box::pin(desk.review_taken_back()).await)).await;
    }
}
