//! Every kind of letter, from the use case that sends it to the message as it left, held against
//! the file of the law it is about and against the clock.
//!
//! What causes a kind is a match on all of them: a kind that is added is caused here, or this does
//! not compile. Each step is boxed: together they would be too much for the stack of a test.

use crate::publications::{decided, issue, step, two_topics};
use crate::refusals::{act, answered, drafting};
use crate::support::{App, day};
use chrono::NaiveDate;
use daylight::casework::Instruction;
use daylight::casework::correct::Correcting;
use daylight::casework::log_request::RequestToLog;
use daylight::casework::people::PersonToInvite;
use daylight::casework::publish::{Check, Taken};
use daylight::casework::to_correct::ToCorrect;
use daylight::domain::case::{Actor, Channel, Outcome, Reasons};
use daylight::domain::clock::{ClockEvent, ClockEventKind as Happened, compute};
use daylight::domain::deadline::Deadlines;
use daylight::domain::exemption::Kind as Weighed;
use daylight::domain::letter_kind::{Automatic, LetterKind};
use daylight::domain::publication::Kind as Published;
use daylight::domain::regime::{Effect, Limit, Regime};
use daylight::domain::role::Role;
use daylight::domain::section::Section;
use daylight::mail::Letter;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The day each request reaches us, and the day before the one on which we act.
const RECEIVED: &str = "2026-06-01";
const TODAY: &str = "2026-06-02";
const ASKED: &str = "1. How many boats?\n2. Whose were they?";

/// A letter as it left, with what it has to say.
struct Sent {
    letter: Letter,
    /// The case it is about, where it is about one.
    reference: Option<String>,
    wanted: Vec<String>,
}

/// One run through the kinds under a law.
struct Run<'a> {
    app: &'a App,
    law: Arc<Regime>,
    officer: Actor,
    manager: Actor,
    reviewer: Actor,
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

fn short(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

fn length(limit: &Limit) -> String {
    let s = if limit.count == 1 { "" } else { "s" };
    format!("{} {}{s}", limit.count, limit.unit.noun())
}

fn address(kind: LetterKind) -> String {
    format!("{}@example.org", kind.as_str().replace('_', "."))
}

impl Run<'_> {
    /// The dates the clock gives a request of the law after what happened.
    fn dates(&self, received: &str, happened: &[(Happened, &str)]) -> Deadlines {
        let law = self.app.casework.law();
        let calendar = law.calendar(&self.law.default_calendar).unwrap();
        let event = |(kind, on): &(Happened, &str)| ClockEvent::new(*kind, day(on));
        let events: Vec<ClockEvent> = happened.iter().map(event).collect();
        compute(&self.law, calendar, day(received), &events).unwrap()
    }

    /// The first section of the law's file that is absolute or qualified and needs nothing besides.
    fn exemption(&self, kind: Weighed) -> Section {
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
    fn reasons(&self, section: &Section) -> Reasons {
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
    fn relied_on(&self, section: &Section) -> Vec<String> {
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
    fn regulator(&self) -> Vec<String> {
        let regulator = self.law.regulator.as_ref().unwrap();
        let within = regulator.within.as_ref();
        let within = within.map_or_else(String::new, |limit| format!(" within {}", length(limit)));
        let mut wanted = vec![format!("complain to the {}{within}", regulator.name)];
        wanted.extend(regulator.postal_address.iter().cloned());
        wanted.push(regulator.website.clone());
        wanted
    }

    /// The right to a review, by the law's file, with the last day to ask for it.
    fn review(&self, by: Option<NaiveDate>) -> Vec<String> {
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
    async fn logged(&self, kind: LetterKind, acknowledge: bool) -> String {
        self.logged_on(kind, RECEIVED, acknowledge).await
    }

    async fn logged_on(&self, kind: LetterKind, received: &str, acknowledge: bool) -> String {
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
        let logged = self
            .app
            .casework
            .log_request(request, self.officer, self.app.now());
        logged.await.unwrap().reference
    }

    async fn act(&self, reference: &str, instruction: Instruction) {
        Box::pin(act(self.app, reference, self.officer, instruction)).await;
    }

    /// A request whose questions are decided so, and answered.
    async fn answered(
        &self,
        kind: LetterKind,
        decisions: [(Outcome, Option<&Section>); 2],
    ) -> String {
        let reference = self.logged(kind, false).await;
        Box::pin(drafting(self.app, &reference, self.officer)).await;
        for (number, (outcome, section)) in (1..).zip(decisions) {
            let decide = Instruction::DecideQuestion {
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
            };
            self.act(&reference, decide).await;
        }
        Box::pin(answered(self.app, &reference, self.officer))
            .await
            .unwrap();
        reference
    }

    /// The latest letter to an address, as it left.
    async fn last_to(&self, address: &str) -> Letter {
        self.app.deliver().await;
        let letters = self.app.mailbox.lock().unwrap().clone();
        let last = letters
            .into_iter()
            .rfind(|letter| letter.to.address == address);
        last.unwrap_or_else(|| panic!("nothing left for {address}"))
    }

    /// The letter that left on a case, which the record calls by this kind.
    async fn on_case(
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

    async fn to_colleague(&self, address: &str, wanted: Vec<String>) -> Option<Sent> {
        let letter = self.last_to(address).await;
        Some(Sent {
            letter,
            reference: None,
            wanted,
        })
    }

    /// Sends a kind of letter by the use case that sends it; nothing where the law has no such
    /// letter, and then nobody can send one.
    #[expect(
        clippy::too_many_lines,
        reason = "a kind after the other, each a few lines"
    )]
    async fn cause(&self, kind: LetterKind) -> Option<Sent> {
        let (app, law) = (self.app, &self.law);
        app.set_clock(&format!("{TODAY}T09:00:00Z"));
        let whole = length(&law.limit);
        let dates = self.dates(RECEIVED, &[]);
        let due = dates.due.unwrap();
        match kind {
            LetterKind::Acknowledgement => {
                let reference = Box::pin(self.logged(kind, true)).await;
                let wanted = vec![
                    format!("We received it on {}", long(day(RECEIVED))),
                    format!("under the {}.", law.title),
                    format!(
                        "within {whole} ({}): by {}.",
                        law.limit.section.in_full(),
                        long(due)
                    ),
                    law.not_counted.clone(),
                    "> 1. How many boats? > 2. Whose were they?".into(),
                ];
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::ReplyNoted => {
                let reference = Box::pin(self.logged(kind, false)).await;
                let token = Box::pin(app.status_token(&reference)).await;
                let page = Box::pin(app.get(&format!("/status/{token}"))).await;
                let fields = [
                    ("csrf", page.value("csrf")),
                    ("submission", page.value("submission")),
                    ("reply", "The blue ones.".into()),
                ];
                let fields = fields
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str()));
                let sent = Box::pin(app.post(&format!("/status/{token}/replies"), &fields)).await;
                assert!(sent.location.is_some(), "{}", sent.html);
                let wanted = vec![
                    format!("reached us on {}", long(day(TODAY))),
                    format!("due by {}.", long(due)),
                    "> The blue ones.".into(),
                ];
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Clarification => {
                let reference = Box::pin(self.logged(kind, false)).await;
                Box::pin(self.act(&reference, clarify())).await;
                let stop = &law.clarification;
                let mut wanted = vec![
                    format!(
                        "We ask this under {} of the {}.",
                        stop.section.in_full(),
                        law.title
                    ),
                    "There are many. Please tell us: - Which boats?".into(),
                ];
                match stop.effect {
                    Effect::Restart => wanted.push(format!(
                        "The time limit begins anew on the day your answer reaches us: you will then have our answer within {whole}."
                    )),
                    Effect::Pause => wanted.push("The time limit stands still until your answer reaches us.".into()),
                    Effect::Nothing => {}
                }
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::FeesNotice => {
                let reference = Box::pin(self.logged(kind, false)).await;
                Box::pin(self.act(&reference, fee())).await;
                let after = self.dates(RECEIVED, &[(Happened::FeesNoticeIssued, TODAY)]);
                let mut wanted = vec![
                    format!(
                        "the notice of it under {} of the {}",
                        law.notices.fees.in_full(),
                        law.title
                    ),
                    "- By card on our website.".into(),
                ];
                let limit = law.fees.answer_within.as_ref();
                if let (Some(limit), Some(by)) = (limit, after.fee_due_by) {
                    wanted.push(format!("Please pay by {}.", long(by)));
                    wanted.push(format!("({})", limit.section.in_full()));
                }
                let section = law.fees.section.in_full();
                wanted.push(match law.fees.effect {
                    Effect::Restart => format!("begins anew on the day your payment reaches us ({section}): you will then have our answer within {whole}."),
                    Effect::Pause => format!("the time limit for our answer stands still ({section})."),
                    Effect::Nothing => "The time limit for our answer runs on meanwhile.".into(),
                });
                let sent = Box::pin(self.on_case(kind, reference, wanted)).await?;
                charges_sum(&sent.letter);
                Some(sent)
            }
            LetterKind::Chaser => {
                let reference = Box::pin(self.logged(kind, false)).await;
                Box::pin(self.act(&reference, clarify())).await;
                let asked = self.dates(RECEIVED, &[(Happened::ClarificationSought, TODAY)]);
                // Two months, where the law sets no time.
                let last = asked
                    .lapses_on
                    .map_or(day("2026-08-02"), |on| on.pred_opt().unwrap());
                app.set_clock(&format!("{}T09:00:00Z", last - chrono::TimeDelta::days(9)));
                assert!(
                    Box::pin(app.casework.remind(app.now()))
                        .await
                        .unwrap()
                        .chasers
                        > 0
                );
                let wanted = vec![
                    format!("We wrote to you on {}", long(day(TODAY))),
                    "We asked you to tell us more".into(),
                    "- Which boats?".into(),
                    format!("by {}, we may close the request", long(last)),
                ];
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Extension => {
                let reference = Box::pin(self.logged(kind, false)).await;
                let ground = law.extension_grounds.first();
                let weighed = ground.and_then(|ground| ground.exemptions.as_ref());
                let weighed: Vec<Section> = weighed
                    .map(|_| self.exemption(Weighed::Qualified))
                    .into_iter()
                    .collect();
                let extend = Instruction::Extend {
                    ground: ground.map_or_else(|| "any".to_owned(), |ground| ground.id.clone()),
                    until: None,
                    exemptions: weighed.clone(),
                    why: "There are 9,000 files.".into(),
                };
                let Some(ground) = ground else {
                    assert!(
                        Box::pin(app.act(&reference, self.officer, None, extend))
                            .await
                            .is_err()
                    );
                    return None;
                };
                Box::pin(self.act(&reference, extend)).await;
                let extended = self
                    .dates(RECEIVED, &[(Happened::Extended, TODAY)])
                    .due
                    .unwrap();
                let mut wanted = self.review(None);
                wanted.extend([
                    format!("by {}, the day it is due", long(due)),
                    format!("We expect to decide by {}.", long(extended)),
                    format!("in {} of the {}", ground.section.in_full(), law.title),
                    "There are 9,000 files.".into(),
                ]);
                let notice = ground
                    .notice
                    .as_ref()
                    .map(|notice| notice.section.in_full());
                wanted.extend(notice.map(|section| format!("the notice of it under {section}.")));
                wanted.extend(weighed.iter().map(|section| {
                    let exemption = law.exemption(section).unwrap();
                    format!("- {} ({})", section.in_full(), exemption.title_of(section))
                }));
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Release => {
                let section = self.exemption(Weighed::Qualified);
                let decisions = [
                    (Outcome::GrantedInFull, None),
                    (Outcome::Refused, Some(&section)),
                ];
                let reference = Box::pin(self.answered(kind, decisions)).await;
                let by = self
                    .dates(RECEIVED, &[(Happened::Responded, TODAY)])
                    .review_request_by;
                let mut wanted = [self.relied_on(&section), self.review(by)].concat();
                wanted.push(format!("answer to your request under the {}.", law.title));
                wanted.push("1. How many boats?".into());
                wanted.push("There were 12.".into());
                wanted.push("(question 2)".into());
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Refusal => {
                let (one, two) = (
                    self.exemption(Weighed::Absolute),
                    self.exemption(Weighed::Qualified),
                );
                let decisions = [
                    (Outcome::Refused, Some(&one)),
                    (Outcome::Refused, Some(&two)),
                ];
                let reference = Box::pin(self.answered(kind, decisions)).await;
                let by = self
                    .dates(RECEIVED, &[(Happened::Responded, TODAY)])
                    .review_request_by;
                let wanted = [self.relied_on(&one), self.relied_on(&two), self.review(by)].concat();
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::NotHeld => {
                let decisions = [(Outcome::NotHeld, None), (Outcome::NotHeld, None)];
                let reference = Box::pin(self.answered(kind, decisions)).await;
                let by = self
                    .dates(RECEIVED, &[(Happened::Responded, TODAY)])
                    .review_request_by;
                let mut wanted = self.review(by);
                let section = law.notices.not_held.as_ref().unwrap().in_full();
                wanted.push(format!(
                    "We tell you so under {section} of the {}.",
                    law.title
                ));
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Reply => {
                let reference = Box::pin(self.logged(kind, false)).await;
                let write = Instruction::WriteLetter {
                    about: "the boats".into(),
                    text: "We are counting them.".into(),
                    answers: None,
                };
                Box::pin(self.act(&reference, write)).await;
                Box::pin(self.on_case(kind, reference, vec!["We are counting them.".into()])).await
            }
            LetterKind::Correction => {
                let reference = Box::pin(self.logged(kind, true)).await;
                let right = "2026-05-28";
                Box::pin(self.correct(&reference, ToCorrect::Received { on: day(right) })).await;
                let now = self.dates(right, &[]).due.unwrap();
                let wanted = vec![
                    format!(
                        "reached us on {}. It reached us on {}.",
                        short(day(RECEIVED)),
                        short(day(right))
                    ),
                    "Somebody misread the stamp.".into(),
                    format!("We had said that our answer was due by {}.", long(due)),
                    format!("Our answer is now due by {}.", long(now)),
                ];
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::ReviewAcknowledgement => {
                let section = self.exemption(Weighed::Absolute);
                let decisions = [
                    (Outcome::GrantedInFull, None),
                    (Outcome::Refused, Some(&section)),
                ];
                let reference = Box::pin(self.answered(kind, decisions)).await;
                Box::pin(self.act(&reference, ask_for_review())).await;
                let asked = [
                    (Happened::Responded, TODAY),
                    (Happened::ReviewRequested, TODAY),
                ];
                let by = self.dates(RECEIVED, &asked).review_due.unwrap();
                let mut wanted = vec![
                    format!(
                        "under the {}. That reached us on {}.",
                        law.title,
                        long(day(TODAY))
                    ),
                    format!("You will have our answer by {}.", long(by)),
                    "> The number harms nobody.".into(),
                ];
                let limit = law.review.decision.as_ref().unwrap();
                wanted.push(format!("({})", limit.section.in_full()));
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::ReviewOutcome => {
                let (one, two) = (
                    self.exemption(Weighed::Absolute),
                    self.exemption(Weighed::Qualified),
                );
                let decisions = [
                    (Outcome::Refused, Some(&one)),
                    (Outcome::Refused, Some(&two)),
                ];
                let reference = Box::pin(self.answered(kind, decisions)).await;
                Box::pin(self.act(&reference, ask_for_review())).await;
                let complete = Instruction::CompleteReview {
                    changed: vec![daylight::domain::case::ReviewedQuestion {
                        number: 1,
                        outcome: Outcome::GrantedInFull,
                    }],
                    decision: "We agree with you in part.".into(),
                    reasons: "The number is old.".into(),
                };
                Box::pin(app.act(&reference, self.reviewer, None, complete))
                    .await
                    .unwrap();
                let mut wanted = self.regulator();
                let still = law.exemption(&two).unwrap().title_of(&two);
                wanted.extend([
                    format!("under the {}.", law.title),
                    "We agree with you in part.".into(),
                    "Question 1, \u{201c}How many boats?\u{201d}: it was refused; it is now granted in full.".into(),
                    "The number is old.".into(),
                    format!("{}: {still}", two.in_full()),
                    format!("({}):", law.notices.refusal.as_ref().unwrap().in_full()),
                    "You can now complain".into(),
                ]);
                let sent = Box::pin(self.on_case(kind, reference, wanted)).await?;
                let given = format!("The papers of {one}.");
                assert!(
                    !words(&sent.letter.text).contains(&given),
                    "{}",
                    sent.letter.text
                );
                Some(sent)
            }
            LetterKind::Publication => {
                let (manager, pools, _) = Box::pin(two_topics(app)).await;
                let wisher = Box::pin(app.casework.store.contributing(pools, 1))
                    .await
                    .unwrap()[0]
                    .reference
                    .clone();
                app.casework
                    .wish_to_be_told(&Box::pin(app.status_token(&wisher)).await)
                    .await
                    .unwrap();
                let once = Published::PublishOnce;
                let mut row = Box::pin(decided(app, pools, once, manager, "a"))
                    .await
                    .unwrap();
                for (token, who, taken) in [
                    ("b", self.officer, Taken::Prepare),
                    ("c", self.officer, Taken::Check(Check::NoCounts)),
                    ("d", manager, issue()),
                ] {
                    row = Box::pin(step(app, &row, taken, who, token)).await.unwrap();
                }
                let to = Box::pin(app.case(&wisher)).await.requester.email.unwrap();
                let wanted = vec![
                    "\u{201c}Swimming pools in figures\u{201d}".into(),
                    "http://foi.example/publications/".into(),
                    "your request stays as it is".into(),
                ];
                let letter = Box::pin(self.last_to(&to)).await;
                assert_eq!(Box::pin(app.case(&wisher)).await.letters[0].kind, kind);
                Some(Sent {
                    letter,
                    reference: Some(wisher),
                    wanted,
                })
            }
            LetterKind::Reminders => {
                let remi = Box::pin(app.person("Remi", Role::Officer)).await;
                let reference = Box::pin(self.logged(kind, false)).await;
                let allocate = Instruction::Allocate {
                    team: None,
                    officer: remi.person,
                };
                Box::pin(act(app, &reference, self.manager, allocate)).await;
                app.set_clock("2026-12-01T09:00:00Z");
                Box::pin(app.casework.remind(app.now())).await.unwrap();
                let wanted = vec![
                    reference.clone(),
                    format!("late, was due {}", short(due)),
                    format!("http://foi.example/desk/requests/{reference}"),
                ];
                Box::pin(self.to_colleague("remi@police.example", wanted)).await
            }
            LetterKind::Month => {
                app.set_clock("2026-12-11T09:00:00Z");
                Box::pin(self.logged_on(kind, "2026-12-10", false)).await;
                app.set_clock("2027-01-05T09:00:00Z");
                Box::pin(app.casework.remind(app.now())).await.unwrap();
                let wanted = vec![
                    "In December 2026".into(),
                    "- Received: 1 (".into(),
                    "http://foi.example/desk/".into(),
                ];
                let sent = Box::pin(self.to_colleague("mara@police.example", wanted)).await?;
                assert!(
                    sent.letter.subject.ends_with("in December 2026"),
                    "{}",
                    sent.letter.subject
                );
                Some(sent)
            }
            LetterKind::StatusLink => {
                let reference = Box::pin(self.logged(kind, false)).await;
                Box::pin(
                    app.casework
                        .send_link_again(&reference, &address(kind), app.now()),
                )
                .await
                .unwrap();
                let wanted = vec![
                    Box::pin(app.status_url(&reference)).await,
                    Box::pin(app.code(&reference)).await,
                ];
                Box::pin(self.on_case(kind, reference, wanted)).await
            }
            LetterKind::Invitation => {
                let nia = PersonToInvite {
                    name: "Nia".into(),
                    email: "nia@police.example".into(),
                    team: String::new(),
                    role: Role::Officer,
                };
                Box::pin(app.casework.invite(nia, self.manager, app.now()))
                    .await
                    .unwrap();
                let wanted = vec![
                    "Mara invites you as an officer".into(),
                    "http://foi.example/password/".into(),
                    "works once".into(),
                ];
                Box::pin(self.to_colleague("nia@police.example", wanted)).await
            }
            LetterKind::PasswordReset => {
                Box::pin(app.casework.forgotten(
                    "olga@police.example",
                    IpAddr::V4(Ipv4Addr::LOCALHOST),
                    app.now(),
                ))
                .await
                .unwrap();
                let wanted = vec![
                    "http://foi.example/password/".into(),
                    "works once, for 1 hour".into(),
                ];
                Box::pin(self.to_colleague("olga@police.example", wanted)).await
            }
        }
    }

    async fn correct(&self, reference: &str, what: ToCorrect) {
        let version = self.app.case(reference).await.stored.version;
        let correcting = Correcting {
            reference: reference.into(),
            version,
            submission: format!("{reference} {version}"),
            what,
            why: "Somebody misread the stamp.".into(),
        };
        self.app
            .casework
            .correct(&correcting, self.officer, self.app.now())
            .await
            .unwrap();
    }

    /// Whether the time of the answer stands still, by the law, while a letter of a kind is the last.
    fn stands_still(&self, kind: LetterKind) -> bool {
        let fee = kind == LetterKind::FeesNotice && self.law.fees.effect == Effect::Pause;
        let asked = kind == LetterKind::Clarification;
        fee || (asked && self.law.clarification.effect == Effect::Pause)
    }
}

fn clarify() -> Instruction {
    Instruction::SeekClarification {
        needs: "Which boats?".into(),
        why: "There are many.".into(),
    }
}

fn fee() -> Instruction {
    Instruction::IssueFeesNotice {
        charges: "450 pages copied at 10p: 45.00\nPostage: 3.20".into(),
        how_to_pay: "By card on our website.".into(),
    }
}

fn ask_for_review() -> Instruction {
    Instruction::RequestReview {
        points: "The number harms nobody.".into(),
        accepted: String::new(),
    }
}

/// The amount at the end of a line, in hundredths; nothing where there is none.
fn amount(line: &str) -> Option<u32> {
    let (_, amount) = line.rsplit_once(": ")?;
    let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Each charge of a fees notice has its amount, and they come to the fee.
fn charges_sum(letter: &Letter) {
    let mut lines = letter.text.lines();
    lines.find(|line| line.starts_with("What the fee is made of"));
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines: Vec<&str> = lines.take_while(|line| line.starts_with("- ")).collect();
    let amounts: Vec<u32> = lines
        .iter()
        .map(|line| amount(line).unwrap_or_else(|| panic!("{line}")))
        .collect();
    let (in_all, charges) = amounts.split_last().unwrap();
    assert_eq!(
        (charges.len(), charges.iter().sum::<u32>()),
        (2, *in_all),
        "{}",
        letter.text
    );
    assert_eq!(*in_all, 4_820);
    assert!(letter.subject.contains("48.20"), "{}", letter.subject);
}

/// What no letter may say, whatever it is about.
fn says_nothing_empty(kind: LetterKind, letter: &Letter) {
    for text in [&letter.subject, &letter.text, &letter.html] {
        assert!(!text.contains("{{"), "{kind}: {text}");
    }
    // An item that is folded goes on in lines that are set in.
    let unfolded = letter.text.replace("\n  ", " ");
    for line in unfolded.lines().map(str::trim) {
        let empty =
            line == "-" || (line.starts_with("- ") && line.ends_with(':')) || line.contains(" ()");
        assert!(!empty, "{kind}: {line:?} in {}", letter.text);
    }
}

/// The headers of a letter as it goes over the wire.
fn headers(letter: &Letter) -> String {
    let eml = String::from_utf8(letter.to_eml().unwrap()).unwrap();
    eml.split("\r\n\r\n").next().unwrap().to_owned()
}

fn headed_as_what_it_is(kind: LetterKind, letter: &Letter) {
    let headers = headers(letter);
    let said = headers
        .lines()
        .find_map(|line| line.strip_prefix("Auto-Submitted: "));
    // RFC 3834: a reply is one to a message, and what was logged by hand has none.
    let wanted = kind.automatic().map(|by| match by {
        Automatic::Replied if letter.in_reply_to.is_some() => "auto-replied",
        Automatic::Replied | Automatic::Generated => "auto-generated",
    });
    assert_eq!(said, wanted, "{kind}: {headers}");
    assert_eq!(
        headers.lines().any(|line| line.starts_with("List-Id: ")),
        kind.is_list(),
        "{kind}: {headers}"
    );
}

async fn every_letter_under(app: &App, id: &str) {
    let law = app
        .casework
        .law()
        .regime(id, day(RECEIVED))
        .unwrap()
        .clone();
    let run = Run {
        app,
        law,
        officer: app.person("Olga", Role::Officer).await,
        manager: app.person("Mara", Role::Manager).await,
        reviewer: app.person("Dora", Role::Officer).await,
    };
    let mut missing = Vec::new();
    for kind in LetterKind::ALL {
        let Some(Sent {
            letter,
            reference,
            wanted,
        }) = Box::pin(run.cause(kind)).await
        else {
            assert_eq!(kind, LetterKind::Extension, "{id} has every other letter");
            continue;
        };
        let said = words(&letter.text);
        for text in &wanted {
            if !said.contains(text.as_str()) {
                missing.push(format!("{kind}: no {text:?} in {said}"));
            }
        }
        if let Some(reference) = &reference {
            assert!(
                letter.subject.starts_with(&format!("{reference}: ")),
                "{kind}: {}",
                letter.subject
            );
            assert!(
                said.contains(&format!("Our reference: {reference}")),
                "{kind}: {said}"
            );
        }
        for still in ["stands still", "stood still", "has stopped", "is stopped"] {
            assert!(
                !said.contains(still) || run.stands_still(kind),
                "{id}, {kind}: {still} in {said}"
            );
        }
        says_nothing_empty(kind, &letter);
        headed_as_what_it_is(kind, &letter);
    }
    assert!(missing.is_empty(), "{id}:\n{}", missing.join("\n"));
}

on_both_databases! {
    async fn every_letter_under_the_act_of_2000_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "uk-foia-2000")).await;
    }

    async fn every_letter_under_the_regulations_of_2004_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "uk-eir-2004")).await;
    }

    async fn every_letter_under_the_scottish_act_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "scot-foisa-2002")).await;
    }

    async fn every_letter_under_the_irish_act_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "ie-foi-2014")).await;
    }
}
