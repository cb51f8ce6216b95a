//! What somebody sees who has to act: the day the letter names, the decision that holds, a way back.

use crate::support::{App, day, for_clearance, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Actor, Outcome, Reasons};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn allocated(app: &App, officer: Actor) -> String {
    let reference = app
        .logged(day("2026-06-01"), "1. How many cars?\n\nYours\nAda", "one")
        .await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    });
    app.act(&reference, officer, None, allocate).await.unwrap();
    reference
}

async fn asked(app: &App, officer: Actor) -> String {
    let reference = allocated(app, officer).await;
    let ask = Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which district?".into(),
        why: "There are four.".into(),
    });
    app.act(&reference, officer, None, ask).await.unwrap();
    reference
}

fn decided(outcome: Outcome, answer: &str, reasons: Vec<Reasons>) -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome,
        answer: answer.into(),
        reasons,
    })
}

on_both_databases! {
    async fn the_requesters_page_names_the_day_by_which_the_letter_wants_to_hear(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, officer).await;
        let letter = app.case(&reference).await.letters[0].body_text.replace('\n', " ");
        let (_, after) = letter.split_once("If we have not heard from you by ").unwrap();
        let (last, _) = after.split_once(',').unwrap();
        let token = app.status_token(&reference).await;
        let page = app.get(&format!("/status/{token}")).await;
        let said = format!("If nothing has reached us by {last}, we may close the request.");
        assert!(page.says("It is your turn") && page.says(&said), "no {said:?} in {}", page.html);
        assert!(page.says("href=\"#write\"") && page.says("id=\"write\""), "{}", page.html);
    }

    async fn a_request_that_lapsed_does_not_say_that_its_clock_is_stopped_now(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, officer).await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let case = format!("/desk/requests/{reference}");
        assert!(app.get(&case).await.says("No date while the clock is stopped"));
        app.set_clock("2026-09-01T09:00:00Z");
        app.act(&reference, officer, None, Instruction::Lapse(actions::Lapse)).await.unwrap();
        signed_in(&app, "olga@police.example", "three words here").await;
        let page = app.get(&case).await;
        assert!(page.says("No date: the clock had stopped"), "{}", page.html);
        assert!(!page.says("No date while the clock is stopped"), "{}", page.html);
    }

    async fn the_decision_that_holds_stands_at_its_question_and_the_one_before_among_the_notes(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = allocated(&app, officer).await;
        assert_eq!(app.case(&reference).await.stored.subject, "How many cars?", "the number is no part of a title");
        for step in [Instruction::StartSearch(actions::StartSearch), Instruction::StartDraft(actions::StartDraft)] {
            app.act(&reference, officer, None, step).await.unwrap();
        }
        let reasons = Reasons {
            withheld: "The names".into(),
            why: "They are personal data.".into(),
            ..Reasons::of("s.40(2) with (3A)".into())
        };
        let refused = decided(Outcome::Refused, "", vec![reasons]);
        app.act(&reference, officer, None, refused).await.unwrap();
        signed_in(&app, "olga@police.example", "three words here").await;
        let case = format!("/desk/requests/{reference}");
        let page = app.get(&case).await;
        assert!(page.says("What is withheld: The names\nWhy it applies: They are personal data."), "{}", page.html);
        for raw in ["How a question was decided", "opinion_by:", "for_disclosure:"] {
            assert!(!page.says(raw), "{raw} in {}", page.html);
        }
        let granted = decided(Outcome::GrantedInFull, "There were 12.", vec![]);
        app.act(&reference, officer, None, granted).await.unwrap();
        let page = app.get(&case).await;
        let (_, notes) = page.html.split_once("How a question was decided before").unwrap();
        assert!(notes.contains("What is withheld: The names\nWhy it applies: They are personal data."), "{notes}");
        assert!(!notes.contains("There were 12."), "{notes}");
    }

    async fn what_cannot_be_done_leads_back_to_the_case_and_an_unknown_address_to_the_start(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = allocated(&app, officer).await;
        for step in [Instruction::StartSearch(actions::StartSearch), Instruction::StartDraft(actions::StartDraft), decided(Outcome::NotHeld, "In the registry.", vec![]), for_clearance()] {
            app.act(&reference, officer, None, step).await.unwrap();
        }
        signed_in(&app, "olga@police.example", "three words here").await;
        let refused = app.get(&format!("/desk/requests/{reference}/clearances/new")).await;
        assert_eq!(refused.status, Status::UnprocessableEntity);
        assert!(refused.says(&format!("<a href=\"/desk/requests/{reference}\">Go back to {reference}</a>")), "{}", refused.html);
        let unknown = app.get("/desk/requests/FOI-1900-00001").await;
        assert!(unknown.says("<a href=\"/desk/requests\">Go to the requests</a>"), "{}", unknown.html);
        let stray = app.get("/not/there").await;
        assert_eq!(stray.status, Status::NotFound);
        assert!(stray.says("<a href=\"/\">Go to the start page</a>") && !stray.says("/desk/requests"), "{}", stray.html);
    }
}
