//! What pages say of the time while somebody is waited for, and of who can be complained to when,
//! held against what the file of the law says of it.

use crate::refusals::{act, answered, drafting, logged};
use crate::support::{App, Page, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::domain::case::{Event, Outcome};
use daylight::domain::regime::Effect;
use daylight::domain::role::Role;

fn clarify() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which boats?".into(),
        why: "There are many.".into(),
    })
}

fn fee() -> Instruction {
    Instruction::IssueFeesNotice(actions::IssueFeesNotice {
        charges: "Copies: 25.00".into(),
        how_to_pay: "By card.".into(),
    })
}

async fn status(app: &App, reference: &str) -> Page {
    let token = app.status_token(reference).await;
    app.get(&format!("/status/{token}")).await
}

/// What a page has to say of the time, by the law's effect, and what it may not say.
const fn said(effect: Effect) -> (&'static str, &'static str) {
    match effect {
        Effect::Restart => ("time for our answer begins again", "stands still"),
        Effect::Pause => ("clock stands still until your", "begins again"),
        Effect::Nothing => ("time for our answer runs on", "stands still"),
    }
}

on_both_databases! {
    async fn the_clock_is_said_to_stand_still_only_where_the_law_makes_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        for id in ["uk-foia-2000", "uk-eir-2004", "scot-foisa-2002", "uk-gdpr-sar", "au-foi-1982"] {
            let law = app.casework.law().regime(id, day("2026-06-01")).unwrap().clone();
            let reference = logged(&app, id, "How many boats?", "ada@example.org").await;
            let token = app.status_token(&reference).await;
            let received = app.get(&format!("/requests/received/{token}")).await;
            let (wanted, wrong) = said(law.clarification.effect);
            assert!(received.says(wanted) && !received.says(wrong), "{id}: {}", received.html);
            act(&app, &reference, olga, clarify()).await;
            let page = status(&app, &reference).await;
            assert!(page.says("It is your turn"), "{id}: {}", page.html);
            assert!(page.says(wanted) && !page.says(wrong), "{id}: {}", page.html);
            if law.fees.effect == Effect::Nothing {
                continue;
            }
            let owed = logged(&app, id, "How many ships?", "ada@example.org").await;
            act(&app, &owed, olga, fee()).await;
            let page = status(&app, &owed).await;
            let (wanted, wrong) = said(law.fees.effect);
            assert!(page.says(wanted) && !page.says(wrong), "{id}: {}", page.html);
            assert!(page.says("until your payment reaches us") || law.fees.effect == Effect::Restart, "{id}: {}", page.html);
        }
    }

    async fn a_day_before_a_new_beginning_is_not_one_on_which_the_clock_stood_still(app: App) {
        let at = |events: &str| format!("/deadline-calculator?regime=uk-foia-2000&received=2026-06-01{events}");
        let anew = app.get(&at("&event=clarification_sought@2026-06-03&event=clarification_received@2026-06-08")).await;
        assert!(anew.says("not counted: the time begins again") && anew.says("begins again"), "{}", anew.html);
        assert!(!anew.says("stands still"), "{}", anew.html);
        let both = app.get(&at("&event=fees_notice_issued@2026-06-03&event=fee_paid@2026-06-08")).await;
        assert!(both.says("the clock stands still"), "{}", both.html);
    }

    async fn a_letter_of_correction_does_not_stop_a_clock_that_begins_again(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
        act(&app, &reference, olga, clarify()).await;
        act(&app, &reference, olga, Instruction::RecordClarification(actions::RecordClarification { text: "All.".into() })).await;
        let case = app.case(&reference).await.stored;
        let came = case.events.iter().find(|r| matches!(r.event, Event::ClarificationReceived(_)));
        let correcting = Correcting {
            reference: reference.clone(),
            version: case.version,
            submission: "taken back".into(),
            what: ToCorrect::Undone { seq: came.unwrap().seq },
            why: "It was about another case.".into(),
        };
        app.casework.corrections().correct(&correcting, olga, app.now()).await.unwrap();
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().cloned().unwrap();
        let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("The last day for our answer is counted when we have heard from you."), "{text}");
        assert!(!text.contains("stands still"), "{text}");
    }

    async fn the_regulators_day_is_said_to_be_without_a_review_while_one_is_open(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
        drafting(&app, &reference, olga).await;
        let decide = Instruction::DecideQuestion(actions::DecideQuestion { number: 1, outcome: Outcome::NotHeld, answer: "We searched.".into(), reasons: vec![] });
        act(&app, &reference, olga, decide).await;
        answered(&app, &reference, olga).await.unwrap();
        // Answered on Tuesday 2 June 2026: six weeks are over on 14 July, and a review can be asked
        // for until 30 July.
        let page = status(&app, &reference).await;
        assert!(page.says("You can ask until Thursday 30 July 2026"), "{}", page.html);
        let said = "after the internal review, within 6 weeks of its outcome; if you ask for none, until Tuesday 14 July 2026.";
        assert!(page.says(said), "{}", page.html);
        assert!(page.says("to the Information Commissioner if no internal review is asked for; after one, 6 weeks from it"), "{}", page.html);
        let dates = "/deadline-calculator?regime=uk-foia-2000&received=2026-06-01&event=responded@2026-06-02";
        assert!(app.get(dates).await.says("Last day to complain to the Information Commissioner if no internal review is asked for"));

        let scottish = "/deadline-calculator?regime=scot-foisa-2002&received=2026-06-01&event=responded@2026-06-02&event=review_requested@2026-06-03";
        assert!(app.get(scottish).await.says("Last day to complain to the Scottish Information Commissioner if no outcome of the"));

        // While a review is under way there is no such day, and after it the day is the outcome's.
        let ask = Instruction::RequestReview(actions::RequestReview { points: "Look again.".into(), accepted: String::new() });
        act(&app, &reference, olga, ask).await;
        let page = status(&app, &reference).await;
        assert!(page.says("after the internal review, within 6 weeks of its outcome.") && !page.says("14 July 2026"), "{}", page.html);
        let dora = app.person("Dora", Role::Officer).await;
        app.set_clock("2026-06-09T09:00:00Z");
        let complete = Instruction::CompleteReview(actions::CompleteReview { changed: vec![], added: vec![], decision: "It stays.".into(), reasons: "We searched again.".into() });
        app.act(&reference, dora, None, complete).await.unwrap();
        let page = status(&app, &reference).await;
        assert!(page.says("complain to the Information Commissioner until Tuesday 21 July 2026."), "{}", page.html);
        assert!(!page.says("if you ask for none") && !page.says("if no internal review"), "{}", page.html);
    }
}
