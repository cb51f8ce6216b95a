//! Once a request is over, its pages say when its answer was due and what came of it, and promise nothing
//! that is past.

use crate::desk_forms::as_person;
use crate::refusals::{act, drafting, logged};
use crate::support::{App, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Actor, Outcome};
use daylight::domain::role::Role;

/// A page in one line, without its marks of strong text.
async fn said(app: &App, path: &str) -> String {
    let page = app.get(path).await;
    let plain = page.html.replace("<strong>", "").replace("</strong>", "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The requester's page and the one at the desk.
async fn pages(app: &App, reference: &str) -> [String; 2] {
    let token = app.status_token(reference).await;
    [
        said(app, &format!("/status/{token}")).await,
        said(app, &format!("/desk/requests/{reference}")).await,
    ]
}

/// A request of 1 June 2026 under FOIA, due on Tuesday 30 June as 15 June is a holiday in Scotland, answered on the day the clock shows.
async fn answered_at(app: &App, at: &str, olga: Actor) -> String {
    let reference = logged(
        app,
        "uk-foia-2000",
        &format!("How many at {at}?"),
        "ada@example.org",
    )
    .await;
    drafting(app, &reference, olga).await;
    let decided = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "Six.".into(),
        reasons: Vec::new(),
    });
    app.set_clock(at);
    for step in [
        decided,
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ] {
        act(app, &reference, olga, step).await;
    }
    reference
}

on_both_databases! {
    async fn an_answered_request_says_when_it_was_due_and_how_late_the_answer_was(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let open = logged(&app, "uk-foia-2000", "How many are open?", "ada@example.org").await;
        let late = answered_at(&app, "2026-07-02T09:00:00Z", olga).await;
        app.set_clock("2026-06-02T09:00:00Z");
        let in_time = answered_at(&app, "2026-06-16T09:00:00Z", olga).await;
        as_person(&app, "Olga").await;
        let due = "on Tuesday 30 June 2026 under the Freedom of Information Act 2000.";
        for page in pages(&app, &open).await {
            assert!(page.contains(&format!("<p>Due {due}</p>")), "{page}");
        }
        for (reference, came) in [
            (&in_time, "It was answered on Tuesday 16 June 2026, in time."),
            // Wednesday and Thursday.
            (&late, "It was answered on Thursday 2 July 2026: 2 working days late."),
        ] {
            for page in pages(&app, reference).await {
                let whole = format!("<p>The answer was due {due} {came}</p>");
                assert!(page.contains(&whole), "no {whole:?} in {page}");
                assert!(!page.contains(">Due on "), "{page}");
            }
            let [_, desk] = pages(&app, reference).await;
            assert!(desk.contains("Was due</span> Tuesday 30 June 2026"), "{desk}");
        }
    }

    async fn a_request_that_ended_without_an_answer_says_how_and_what_could_have_come(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let withdrawn = logged(&app, "uk-foia-2000", "How many are withdrawn?", "ada@example.org").await;
        act(&app, &withdrawn, olga, Instruction::Withdraw(actions::Withdraw)).await;
        let lapsed = logged(&app, "us-tx-pia", "Everything?", "ada@example.org").await;
        let clarify = Instruction::SeekClarification(actions::SeekClarification { needs: "Which year?".into(), why: "There are ten.".into() });
        act(&app, &lapsed, olga, clarify).await;
        let fee = logged(&app, "uk-foia-2000", "How many pages?", "ada@example.org").await;
        let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 4.00".into(), how_to_pay: "By card.".into() });
        act(&app, &fee, olga, notice).await;
        as_person(&app, "Olga").await;
        for page in pages(&app, &fee).await {
            assert!(page.contains("The fee may be paid until"), "{page}");
        }
        act(&app, &fee, olga, Instruction::Withdraw(actions::Withdraw)).await;
        app.set_clock("2026-12-01T09:00:00Z");
        act(&app, &lapsed, olga, Instruction::Lapse(actions::Lapse)).await;
        as_person(&app, "Olga").await;
        for page in pages(&app, &withdrawn).await {
            let whole = "The answer would have been due on Tuesday 30 June 2026 under the Freedom of Information Act 2000. The request was withdrawn on Tuesday 2 June 2026.";
            assert!(page.contains(whole), "{page}");
        }
        for page in pages(&app, &lapsed).await {
            assert!(page.contains("the clock had stopped. The request was closed on Tuesday 1 December 2026, as nothing came."), "{page}");
            assert!(page.contains("An answer could come until"), "{page}");
            assert!(!page.contains("may come until") && !page.contains("the clock is stopped"), "{page}");
        }
        for page in pages(&app, &fee).await {
            assert!(page.contains("The fee could be paid until") && !page.contains("may be paid until"), "{page}");
            assert!(page.contains("the clock had stopped. The request was withdrawn on"), "{page}");
        }
    }

    async fn nobody_is_told_that_they_can_complain_once_the_time_is_over(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = answered_at(&app, "2026-06-02T09:00:00Z", olga).await;
        let token = app.status_token(&reference).await;
        let page = format!("/status/{token}");
        // Six weeks after the answer of 2 June are over, and a review can be asked for until 30 July.
        for (at, told) in [
            ("2026-07-14T09:00:00Z", "You can complain to the Information Commissioner after the internal review, within 6 weeks of its outcome; if you ask for none, until Tuesday 14 July 2026."),
            ("2026-07-15T09:00:00Z", "You can complain to the Information Commissioner after the internal review, within 6 weeks of its outcome."),
            ("2026-07-31T09:00:00Z", "The time to complain to the Information Commissioner ended on Tuesday 14 July 2026."),
        ] {
            app.set_clock(at);
            let said = said(&app, &page).await;
            assert!(said.contains(&format!("<p>{told}</p>")), "{at}: {said}");
        }
    }

    async fn a_wish_to_withdraw_that_an_answer_overtook_is_not_said_to_be_carried_out(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
        drafting(&app, &reference, olga).await;
        let wish = Instruction::AskToWithdraw(actions::AskToWithdraw { text: "Never mind.".into() });
        act(&app, &reference, Actor::REQUESTER, wish).await;
        let page = format!("/status/{}", app.status_token(&reference).await);
        let open = said(&app, &page).await;
        assert!(open.contains("You need not do anything more: we close it and say so here."), "{open}");
        let decided = Instruction::DecideQuestion(actions::DecideQuestion { number: 1, outcome: Outcome::GrantedInFull, answer: "Six.".into(), reasons: Vec::new() });
        for step in [decided, for_clearance(), Instruction::Clear(actions::Clear), Instruction::Answer(actions::Answer)] {
            act(&app, &reference, olga, step).await;
        }
        let over = said(&app, &page).await;
        assert!(over.contains("It has ended since, so there is nothing left to withdraw."), "{over}");
        assert!(!over.contains("we close it and say so here"), "{over}");
    }

    async fn what_did_not_go_out_with_an_answer_is_not_said_to_go(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
        act(&app, &reference, olga, Instruction::Allocate(actions::Allocate { team: None, officer: olga.person })).await;
        crate::documents::put(&app, &reference, "boats.csv", b"1,2", olga).await.unwrap();
        as_person(&app, "Olga").await;
        let [_, desk] = pages(&app, &reference).await;
        assert!(desk.contains("Goes out with the answer."), "{desk}");
        act(&app, &reference, olga, Instruction::Withdraw(actions::Withdraw)).await;
        let [_, desk] = pages(&app, &reference).await;
        assert!(desk.contains("Has not gone out.") && !desk.contains("Goes out"), "{desk}");
    }
}
