//! What the law of a case does not have is recorded by nobody and offered nowhere.

use crate::desk_forms::as_person;
use crate::mail_in::{mail, receive};
use crate::refusals::{act, answered, drafting, logged};
use crate::support::{App, day};
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Event, Outcome, Reason};
use daylight::domain::role::Role;
use rocket::http::Status;

fn ask() -> Instruction {
    Instruction::RequestReview(actions::RequestReview {
        points: "Look again.".into(),
        accepted: String::new(),
    })
}

/// A request under a law, answered in full.
async fn given(app: &App, law: &str, olga: Actor) -> String {
    let reference = logged(app, law, "How many boats?", "ada@example.org").await;
    drafting(app, &reference, olga).await;
    let decided = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "Six.".into(),
        reasons: Vec::new(),
    });
    act(app, &reference, olga, decided).await;
    answered(app, &reference, olga).await;
    reference
}

on_both_databases! {
    async fn a_review_is_recorded_by_no_way_where_the_law_of_the_case_has_none(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        for (law, turn_to) in [
            ("nz-oia-1982", "a complaint goes to the Ombudsman"),
            ("uk-gdpr-sar", "a complaint goes to the Information Commissioner"),
        ] {
            let reference = given(&app, law, olga).await;
            let to = app.reply_address(&reference).await;
            let id = format!("Message-ID: <{law}@example.org>\n");
            let bytes = mail(&to, &id, "I am not content. Please look at it again.");
            receive(&app, bytes, &app.now().at.to_rfc3339()).await;

            // The desk: neither on the case, beside what came, nor as a form.
            as_person(&app, "Olga").await;
            let case = app.get(&format!("/desk/requests/{reference}")).await;
            assert!(case.says("Please look at it again."), "{}", case.html);
            assert!(!case.says("/reviews/new"), "{law}: {}", case.html);
            assert!(!case.says("Record a review request"), "{law}: {}", case.html);
            let form = app.get(&format!("/desk/requests/{reference}/reviews/new")).await;
            assert_ne!(form.status, Status::Ok);
            assert!(form.says("has no review by the authority itself"), "{}", form.html);
            assert!(form.says(turn_to), "{law}: {}", form.html);

            // The requester's page, and every way to the use case.
            let token = app.status_token(&reference).await;
            let page = app.get(&format!("/status/{token}")).await;
            assert!(!page.says("/reviews/new"), "{law}: {}", page.html);
            let form = app.get(&format!("/status/{token}/reviews/new")).await;
            assert!(form.says("has no review by the authority itself"), "{}", form.html);
            for who in [olga, app.clearer().await, Actor::REQUESTER] {
                let asked = app.act(&reference, who, None, ask()).await;
                let Err(CaseworkFault::NotAllowed(refusal)) = asked else {
                    panic!("{law}: {asked:?}");
                };
                assert!(matches!(refusal.reason, Reason::NoReview(..)), "{refusal}");
            }
            let events = app.case(&reference).await.stored.events;
            let begun = events.iter().any(|r| matches!(r.event, Event::ReviewRequested(_)));
            assert!(!begun, "{law}");
        }
    }

    async fn a_case_in_review_is_put_under_no_law_that_has_no_review(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "What do you hold on me?", "ada@example.org").await;
        app.set_clock("2026-09-01T09:00:00Z");
        app.act(&reference, olga, Some(day("2026-09-01")), ask()).await.unwrap();
        let stored = app.case(&reference).await.stored;
        let correcting = Correcting {
            reference: reference.clone(),
            version: stored.version,
            submission: "to access".into(),
            what: ToCorrect::Law { regime: "uk-gdpr-sar".into(), calendar: None },
            why: "It asks for their own data.".into(),
        };
        let put = app.casework.corrections().correct(&correcting, olga, app.now()).await;
        let Err(CaseworkFault::Refused(why)) = put else {
            panic!("{:?}", put.map(|_| ()));
        };
        assert!(why.starts_with("a review is open, which "), "{why}");
        assert!(why.ends_with("does not have; undo the request for it first"), "{why}");
    }

    async fn a_law_without_extensions_says_so_in_one_sentence(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "scot-foisa-2002", "How many boats?", "ada@example.org").await;
        let extend = Instruction::Extend(actions::Extend {
            ground: "public_interest".into(),
            until: None,
            exemptions: Vec::new(),
            why: "There is much.".into(),
        });
        let extended = app.act(&reference, olga, None, extend).await;
        let Err(CaseworkFault::NotAllowed(refusal)) = extended else {
            panic!("{extended:?}");
        };
        let said = refusal.reason.to_string();
        assert!(said.ends_with("lets the time for the answer be extended on no ground"), "{said}");
    }
}
