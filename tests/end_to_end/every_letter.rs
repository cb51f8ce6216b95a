//! Every kind of letter, from the use case that sends it to the message as it left, held against
//! the file of the law it is about and against the clock.
//!
//! What causes a kind is a match on all of them: a kind that is added is caused here, or this does
//! not compile. Each step is boxed: together they would be too much for the stack of a test.

mod as_left;
mod by_the_law;
mod caused;

use crate::publications::{decided, issue, step, two_topics};
use crate::refusals::act;
use crate::support::{App, day};
use as_left::{charges_sum, headed_as_what_it_is, length, long, says_nothing_empty, short, words};
use caused::{ask_for_review, clarify, fee};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::people::invited::PersonToInvite;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::domain::case::{Actor, Outcome};
use daylight::domain::clock::ClockEventKind as Happened;
use daylight::domain::exemption::Kind as Weighed;
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::publication::Kind as Published;
use daylight::domain::regime::{Effect, Regime};
use daylight::domain::role::Role;
use daylight::domain::section::Section;
use daylight::mail::Letter;
use std::net::Ipv4Addr;
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

fn address(kind: LetterKind) -> String {
    format!("{}@example.org", kind.as_str().replace('_', "."))
}

impl Run<'_> {
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
                    Box::pin(app.casework.reminding().remind(app.now()))
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
            LetterKind::NewDate => Box::pin(self.new_date()).await,
            LetterKind::DateMoved => Box::pin(self.date_moved()).await,
            LetterKind::Extension => {
                let reference = Box::pin(self.logged(kind, false)).await;
                let ground = law.extension_grounds.first();
                let weighed = ground.and_then(|ground| ground.exemptions.as_ref());
                let weighed: Vec<Section> = weighed
                    .map(|_| self.exemption(Weighed::Qualified))
                    .into_iter()
                    .collect();
                let extend = Instruction::Extend(actions::Extend {
                    ground: ground.map_or_else(|| "any".to_owned(), |ground| ground.id.clone()),
                    until: None,
                    exemptions: weighed.clone(),
                    why: "There are 9,000 files.".into(),
                });
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
                let (reference, [one, two]) = Box::pin(self.refused(kind)).await;
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
            LetterKind::Transfer => Box::pin(self.transferred()).await,
            LetterKind::Lapse => Box::pin(self.lapsed()).await,
            LetterKind::Reply => {
                let reference = Box::pin(self.logged(kind, false)).await;
                let write = Instruction::WriteLetter(actions::WriteLetter {
                    about: "the boats".into(),
                    text: "We are counting them.".into(),
                    answers: None,
                    documents: Vec::new(),
                });
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
                let (reference, [one, two]) = Box::pin(self.refused(kind)).await;
                Box::pin(self.act(&reference, ask_for_review())).await;
                let complete = Instruction::CompleteReview(actions::CompleteReview {
                    changed: vec![daylight::domain::case::ReviewedQuestion {
                        number: 1,
                        outcome: Outcome::GrantedInFull,
                        exemptions: None,
                    }],
                    added: vec![],
                    decision: "We agree with you in part.".into(),
                    reasons: "The number is old.".into(),
                });
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
                let wisher = Box::pin(app.store().publication().contributing(pools, 1))
                    .await
                    .unwrap()[0]
                    .reference
                    .clone();
                app.casework
                    .publishing()
                    .wish_to_be_told(&Box::pin(app.status_token(&wisher)).await)
                    .await
                    .unwrap();
                let once = Published::PublishOnce;
                let mut row = Box::pin(decided(app, pools, once, manager, "a"))
                    .await
                    .unwrap();
                for (token, who, taken) in [
                    ("b", self.officer, Taken::Prepare),
                    (
                        "c",
                        self.officer,
                        Taken::Check(Check::NoCounts("Opening times and addresses.".into())),
                    ),
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
                let allocate = Instruction::Allocate(actions::Allocate {
                    team: None,
                    officer: remi.person,
                });
                Box::pin(act(app, &reference, self.manager, allocate)).await;
                app.set_clock("2026-12-01T09:00:00Z");
                Box::pin(app.casework.reminding().remind(app.now()))
                    .await
                    .unwrap();
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
                Box::pin(app.casework.reminding().remind(app.now()))
                    .await
                    .unwrap();
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
                Box::pin(app.casework.letters().send_link_again(
                    &reference,
                    &address(kind),
                    app.now(),
                ))
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
                Box::pin(app.casework.accounts().invite(nia, self.manager, app.now()))
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
                Box::pin(app.casework.accounts().forgotten(
                    "olga@police.example",
                    Ipv4Addr::LOCALHOST.into(),
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
            .corrections()
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

pub async fn every_letter_under(app: &App, id: &str) {
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

    async fn every_letter_under_the_scottish_regulations_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "scot-eirs-2004")).await;
    }
}
