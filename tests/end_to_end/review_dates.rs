//! The acknowledgement of a review counts the days of the review, and repeats none of the request's.

use crate::refusals::{act, answered, drafting};
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::Outcome;
use daylight::domain::role::Role;

on_both_databases! {
    async fn the_acknowledgement_of_a_review_counts_its_own_days_alone(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many boats?", "boats").await;
        drafting(&app, &reference, olga).await;
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Many.".into() });
        act(&app, &reference, olga, ask).await;
        app.set_clock("2026-06-10T09:00:00Z");
        act(&app, &reference, olga, Instruction::RecordClarification(actions::RecordClarification { text: "Blue ones.".into() })).await;
        let given = Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::GrantedInFull,
            answer: "There were 12.".into(),
            reasons: vec![],
        });
        act(&app, &reference, olga, given).await;
        app.set_clock("2026-07-01T09:00:00Z");
        answered(&app, &reference, olga).await.unwrap();
        app.set_clock("2026-07-20T09:00:00Z");
        let review = Instruction::RequestReview(actions::RequestReview { points: "Twelve is too few.".into(), accepted: String::new() });
        act(&app, &reference, olga, review).await;
        let letter = app.case(&reference).await.letters[0].body_text.clone();
        let said = letter.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, counted) = said.split_once("How that date is worked out:").unwrap();
        let counted = counted.split("As we understand it").next().unwrap();
        // 21-24 Jul=4, 27-31=9, 4-7 Aug=13 (3 August is a holiday in Scotland), 10-14=18, 17, 18=20.
        assert!(counted.contains("Monday 20 July 2026: internal review asked for"), "{counted}");
        assert!(counted.contains("3 August 2026"), "{counted}");
        assert!(counted.contains("Tuesday 18 August 2026 is the last day for the outcome"), "{counted}");
        for of_request in ["1 June", "10 June", "answered", "complain", "last day for the answer"] {
            assert!(!counted.contains(of_request), "{of_request}: {counted}");
        }
    }
}
