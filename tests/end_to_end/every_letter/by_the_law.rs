//! What each letter has to say by the law's own file, and the request it is about.

use super::{ASKED, RECEIVED, Run, Sent, address, length, long};
use crate::refusals::{act, answered, drafting};
use crate::support::day;
use chrono::NaiveDate;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::domain::case::{Channel, Outcome, Reasons};
use daylight::domain::clock::{ClockEvent, ClockEventKind as Happened, compute};
use daylight::domain::deadline::Deadlines;
use daylight::domain::exemption::Kind as Weighed;
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::section::Section;
use daylight::mail::Letter;

impl Run<'_> {
    /// The dates the clock gives a request of the law after what happened.
    pub(super) fn dates(&self, received: &str, happened: &[(Happened, &str)]) -> Deadlines {
        let law = self.app.casework.law();
        let calendar = law.calendar(&self.law.default_calendar).unwrap();
        let event = |(kind, on): &(Happened, &str)| ClockEvent::new(*kind, day(on));
        let events: Vec<ClockEvent> = happened.iter().map(event).collect();
        compute(&self.law, calendar, day(received), &events).unwrap()
    }

    /// The first section of the law's file that is absolute or qualified and needs nothing besides.
    pub(super) fn exemption(&self, kind: Weighed) -> Section {
        let mut sections = self.law.exemptions.iter().flat_map(|exemption| {
            let parts = exemption.subsections.iter().map(|part| &part.section);
            let whole = exemption
                .subsections
                .is_empty()
                .then_some(&exemption.section);
            parts.chain(whole).map(move |section| (exemption, section))
        });
        let found = sections.find(|(exemption, section)| {
            let test = exemption.test(section).unwrap();
            test.kind == kind && !test.only_ncnd && !test.opinion && !test.completion
        });
        found.unwrap().1.clone()
    }

    /// Texts that can be told apart, for what the law's file asks of a section.
    pub(super) fn reasons(&self, section: &Section) -> Reasons {
        let test = self.law.exemption(section).unwrap().test(section).unwrap();
        let of = |asked: bool, what: &str| {
            if asked {
                format!("{what} of {section}.")
            } else {
                String::new()
            }
        };
        let weighed = test.needs_public_interest();
        Reasons {
            withheld: of(true, "The papers"),
            why: of(true, "The reasons"),
            harm: of(test.needs_harm(), "The harm"),
            for_disclosure: of(weighed, "The case for"),
            for_withholding: of(weighed, "The case against"),
            balance: of(weighed, "The balance"),
            ..Reasons::of(section.clone())
        }
    }

    /// What a letter that relies on a section says of it, by the law's file.
    pub(super) fn relied_on(&self, section: &Section) -> Vec<String> {
        let exemption = self.law.exemption(section).unwrap();
        let mut wanted = vec![
            format!("{}: {}", section.in_full(), exemption.title_of(section)),
            format!("The papers of {section}."),
            format!("The reasons of {section}."),
        ];
        let test = exemption.test(section).unwrap();
        if test.needs_harm() {
            wanted.push(format!("The harm of {section}."));
        }
        if test.needs_public_interest() {
            wanted.push(format!("- The case for of {section}."));
            wanted.push(format!("- The case against of {section}."));
            wanted.push(format!("The balance of {section}."));
        }
        wanted.push(format!(
            "refusal notice ({})",
            self.law.notices.refusal.as_ref().unwrap().in_full()
        ));
        wanted
    }

    /// Who decides after us, by the law's file.
    pub(super) fn regulator(&self) -> Vec<String> {
        let regulator = self.law.regulator.as_ref().unwrap();
        let within = regulator.within.as_ref();
        let within = within.map_or_else(String::new, |limit| format!(" within {}", length(limit)));
        let mut wanted = vec![format!("complain to the {}{within}", regulator.name)];
        wanted.extend(regulator.postal_address.iter().cloned());
        wanted.push(regulator.website.clone());
        wanted
    }

    /// The right to a review, by the law's file, with the last day to ask for it.
    pub(super) fn review(&self, by: Option<NaiveDate>) -> Vec<String> {
        let review = &self.law.review;
        let asked = length(review.request.as_ref().unwrap());
        let decided = length(review.decision.as_ref().unwrap());
        let mut wanted = self.regulator();
        wanted.push(format!(
            "You can ask us to look at this again. Write to us within {asked}"
        ));
        wanted.push(format!("We aim to answer within {decided}."));
        wanted.extend(by.map(|by| format!("that is by {}, and tell us", long(by))));
        if review.somebody_else.is_some() {
            wanted.push("Somebody who had no part in the decision will review it.".into());
        }
        wanted
    }

    /// A request to which a kind of letter will go.
    pub(super) async fn logged(&self, kind: LetterKind, acknowledge: bool) -> String {
        self.logged_on(kind, RECEIVED, acknowledge).await
    }

    pub(super) async fn logged_on(
        &self,
        kind: LetterKind,
        received: &str,
        acknowledge: bool,
    ) -> String {
        let request = RequestToLog {
            received: day(received),
            channel: Channel::Email,
            regime: Some(self.law.id.as_str().to_owned()),
            variant: None,
            name: "Ada Example".into(),
            email: address(kind),
            address: String::new(),
            category: String::new(),
            subject: String::new(),
            request: ASKED.into(),
            acknowledge,
            submission: format!("{kind} {acknowledge}"),
        };
        let cases = self.app.casework.cases();
        let logged = cases.log_request(request, self.officer, self.app.now());
        logged.await.unwrap().reference
    }

    pub(super) async fn act(&self, reference: &str, instruction: Instruction) {
        Box::pin(act(self.app, reference, self.officer, instruction)).await;
    }

    /// A case answered with a refusal of both questions, and what each rests on: an absolute
    /// exemption and a qualified one.
    pub(super) async fn refused(&self, kind: LetterKind) -> (String, [Section; 2]) {
        let relied = [Weighed::Absolute, Weighed::Qualified].map(|one| self.exemption(one));
        let decisions = [0, 1].map(|at: usize| (Outcome::Refused, Some(&relied[at])));
        let reference = Box::pin(self.answered(kind, decisions)).await;
        (reference, relied)
    }

    /// A request whose questions are decided so, and answered.
    pub(super) async fn answered(
        &self,
        kind: LetterKind,
        decisions: [(Outcome, Option<&Section>); 2],
    ) -> String {
        let reference = self.logged(kind, false).await;
        Box::pin(drafting(self.app, &reference, self.officer)).await;
        for (number, (outcome, section)) in (1..).zip(decisions) {
            let decide = Instruction::DecideQuestion(actions::DecideQuestion {
                number,
                outcome,
                answer: match section {
                    Some(_) => String::new(),
                    None => "There were 12.".into(),
                },
                reasons: section
                    .map(|section| self.reasons(section))
                    .into_iter()
                    .collect(),
            });
            self.act(&reference, decide).await;
        }
        Box::pin(answered(self.app, &reference, self.officer))
            .await
            .unwrap();
        reference
    }

    /// The latest letter to an address, as it left.
    pub(super) async fn last_to(&self, address: &str) -> Letter {
        self.app.deliver().await;
        let letters = self.app.mailbox.lock().unwrap().clone();
        let last = letters
            .into_iter()
            .rfind(|letter| letter.to.address == address);
        last.unwrap_or_else(|| panic!("nothing left for {address}"))
    }

    /// The letter that left on a case, which the record calls by this kind.
    pub(super) async fn on_case(
        &self,
        kind: LetterKind,
        reference: String,
        wanted: Vec<String>,
    ) -> Option<Sent> {
        self.app.deliver().await;
        let case = self.app.case(&reference).await;
        let row = &case.letters[0];
        assert_eq!(row.kind, kind);
        let letters = self.app.mailbox.lock().unwrap().clone();
        let mut left = letters.into_iter();
        let letter = left
            .find(|letter| letter.message_id == row.message_id)
            .unwrap();
        assert_eq!(letter.to.address, address(kind));
        Some(Sent {
            letter,
            reference: Some(reference),
            wanted,
        })
    }

    pub(super) async fn to_colleague(&self, address: &str, wanted: Vec<String>) -> Option<Sent> {
        let letter = self.last_to(address).await;
        Some(Sent {
            letter,
            reference: None,
            wanted,
        })
    }
}
