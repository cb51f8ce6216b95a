//! What somebody recorded by mistake and takes back leaves things as they were before: a decision with
//! its words, and what a requester sent that was dealt with by it.

use crate::refusals::{act, answered, drafting, texts};
use crate::support::{App, day, for_clearance, once};
use daylight::casework::cases::act::Instructed;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::undo::standing;
use daylight::domain::case::{Actor, Channel, Event, Outcome, Recorded, Stage, WaitingKind};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn correct(
    app: &App,
    reference: &str,
    officer: Actor,
    what: ToCorrect,
) -> Result<(), CaseworkFault> {
    let version = app.case(reference).await.stored.version;
    let correcting = Correcting {
        reference: reference.into(),
        version,
        submission: format!("correct {reference} {version}"),
        what,
        why: "It was about another request.".into(),
    };
    app.casework
        .corrections()
        .correct(&correcting, officer, app.now())
        .await
}

/// Undoes the latest event of a kind.
pub async fn undo(
    app: &App,
    reference: &str,
    officer: Actor,
    is: impl Fn(&Event) -> bool,
) -> Result<(), CaseworkFault> {
    let events = app.case(reference).await.stored.events;
    let mut standing = standing(&events).into_iter();
    let found = standing.rfind(|recorded: &&Recorded| is(&recorded.event));
    let seq = found.unwrap().seq;
    correct(app, reference, officer, ToCorrect::Undone { seq }).await
}

fn is_decision(event: &Event) -> bool {
    matches!(event, Event::QuestionDecided(_))
}

fn given() -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "There were 12.".into(),
        reasons: vec![],
    })
}

fn refused() -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::Refused,
        answer: "Not these.\n\nNor those.".into(),
        reasons: vec![texts("s.31(1)(a)"), texts("s.40(2)")],
    })
}

on_both_databases! {
    async fn a_decision_taken_back_leaves_the_question_as_the_one_before_had_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many boats?", "boats").await;
        drafting(&app, &reference, olga).await;
        act(&app, &reference, olga, given()).await;
        undo(&app, &reference, olga, is_decision).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.questions[0].outcome, None);
        assert_eq!((case.questions[0].answer.as_str(), case.questions[0].reasons.len()), ("", 0));
        let early = app.act(&reference, olga, None, for_clearance()).await;
        assert!(early.is_err(), "nothing is decided");
        app.casework.verify().await.unwrap().unwrap();

        act(&app, &reference, olga, refused()).await;
        let before = app.case(&reference).await.questions[0].clone();
        act(&app, &reference, olga, given()).await;
        // It is undone although the draft went to clearance, and comes back by that.
        act(&app, &reference, olga, for_clearance()).await;
        undo(&app, &reference, olga, is_decision).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.stage(), Stage::Drafting);
        assert_eq!(case.stored.case.questions[0].outcome, Some(Outcome::Refused));
        assert_eq!(case.questions[0], before);
        app.casework.verify().await.unwrap().unwrap();
        let letter = answered(&app, &reference, olga).await.unwrap();
        assert!(letter.contains("The reasons of s.40(2).") && !letter.contains("There were 12."), "{letter}");
        // What went out stands.
        let sent = undo(&app, &reference, olga, is_decision).await.unwrap_err().to_string();
        assert!(sent.contains("rests on it and was done"), "{sent}");
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn what_was_dealt_with_by_an_act_that_is_taken_back_waits_again(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many boats?", "boats").await;
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Many.".into() });
        app.act(&reference, olga, None, ask).await.unwrap();
        let token = app.status_token(&reference).await;
        let reply = Instruction::ReceiveReply(actions::ReceiveReply { text: "The blue ones.".into(), channel: Channel::WebForm });
        app.casework.cases().by_requester(&token, reply, once(), app.now()).await.unwrap();
        let waiting = app.case(&reference).await.stored.case.waiting.to_vec();
        assert_eq!((waiting.len(), waiting[0].kind), (1, WaitingKind::Reply));
        let recorded = Instructed {
            reference: reference.clone(),
            version: None,
            submission: once(),
            on: None,
            deals_with: Some(waiting[0].seq),
            instruction: Instruction::RecordClarification(actions::RecordClarification { text: "The blue ones.".into() }),
        };
        app.casework.cases().act(recorded, olga, app.now()).await.unwrap();
        assert!(app.case(&reference).await.stored.case.waiting.is_empty());
        let came = |event: &Event| matches!(event, Event::ClarificationReceived(_));
        undo(&app, &reference, olga, came).await.unwrap();
        let again = app.case(&reference).await.stored;
        assert_eq!(again.case.waiting.to_vec(), waiting);
        assert!(again.case.awaiting_clarification && again.due.is_none());
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says("Your reply reached us on Tuesday 2 June 2026."), "{}", page.html);
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn a_name_put_right_leaves_a_new_address_waiting_and_an_address_does_not(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many boats?", "boats").await;
        let token = app.status_token(&reference).await;
        let given = Instruction::GiveAddress(actions::GiveAddress { email: "ada@new.example".into(), address: String::new() });
        app.casework.cases().by_requester(&token, given, once(), app.now()).await.unwrap();
        let who = |name: &str, email: &str| ToCorrect::Requester {
            name: name.into(),
            email: email.into(),
            address: String::new(),
            category: String::new(),
        };
        for (name, email, waits) in [("Ada Sample", "ada@example.org", 1), ("Ada Sample", "ada@new.example", 0)] {
            correct(&app, &reference, olga, who(name, email)).await.unwrap();
            let waiting = app.case(&reference).await.stored.case.waiting.to_vec();
            assert_eq!(waiting.len(), waits, "{name} {email}: {waiting:?}");
            assert!(waiting.iter().all(|one| one.kind == WaitingKind::NewAddress));
        }
        // They gave it themselves, with the link they have.
        assert_eq!(app.status_token(&reference).await, token);
        // Another than the one that is wished for ends what letters to the old one opened.
        let given = Instruction::GiveAddress(actions::GiveAddress { email: "eve@example.org".into(), address: String::new() });
        app.casework.cases().by_requester(&token, given, once(), app.now()).await.unwrap();
        correct(&app, &reference, olga, who("Ada Sample", "ADA@new.example")).await.unwrap();
        assert_eq!(app.status_token(&reference).await, token, "the same in capitals");
        correct(&app, &reference, olga, who("Ada Sample", "ada@right.example")).await.unwrap();
        assert_ne!(app.status_token(&reference).await, token);
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn a_form_of_the_requesters_page_is_taken_once_and_only_where_it_is_ours(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many boats?", "boats").await;
        let token = app.status_token(&reference).await;
        for (noun, field) in [("withdrawals", "text"), ("addresses", "address")] {
            let page = app.get(&format!("/status/{token}/{noun}/new")).await;
            let (csrf, ours) = (page.value("csrf"), page.value("submission"));
            let before = app.case(&reference).await.stored.version;
            let long = "a".repeat(64);
            for foreign in ["", "b1946ac9", long.as_str(), "01971f3c-5d2e-7a1b-9c3d-4e5f6a7b8c9d"] {
                let fields = [("csrf", csrf.as_str()), ("submission", foreign), (field, "2 Long Lane")];
                let sent = app.post(&format!("/status/{token}/{noun}"), &fields).await;
                assert!(sent.status != Status::SeeOther, "{noun}: {foreign:?} was taken");
            }
            assert_eq!(app.case(&reference).await.stored.version, before, "{noun}");
            let fields = [("csrf", csrf.as_str()), ("submission", ours.as_str()), (field, "2 Long Lane")];
            for _ in 0..2 {
                let sent = app.post(&format!("/status/{token}/{noun}"), &fields).await;
                assert_eq!(sent.status, Status::SeeOther, "{noun}: {}", sent.html);
            }
            let events = app.case(&reference).await.stored.events;
            let acts = events.iter().filter(|r| {
                matches!(r.event, Event::WithdrawalAsked(_) | Event::AddressGiven(_))
            });
            assert_eq!(acts.count(), if noun == "withdrawals" { 1 } else { 2 }, "{noun}");
        }
    }
}
