//! What was recorded wrongly is put right on the pages for it: the clock as the pages show it then,
//! and the letter with the new date.

use super::answered::acknowledged;
use super::walk::Walk;
use crate::chromium::View;
use daylight::domain::role::Role;

const TO: &str = "ada@example.org";

/// From the case to a kind of correction.
async fn correct(walk: &Walk, reference: &str, what: &str) {
    walk.go_case(reference).await;
    walk.follow("Correct something").await;
    walk.page(
        "what is wrong",
        &["What is wrong?", "Nothing is deleted"],
        &[],
    )
    .await;
    walk.follow(what).await;
}

walked_on_both_databases! {
    async fn a_day_of_receipt_and_a_clarification_are_put_right_and_the_requester_is_told(walk: &Walk, View::Desktop) {
        let app = &walk.app;
        app.person("Olga", Role::Officer).await;
        // Tuesday 2 June 2026. Twenty working days later, without 15 June (a holiday in Scotland):
        // Wednesday 1 July.
        let reference = acknowledged(app, "How many patrols?").await;
        walk.letter("acknowledged", TO, &["2 June 2026", "Wednesday 1 July 2026"], &[]).await;

        // It had come the day before: the answer is due on Tuesday 30 June.
        app.set_clock("2026-06-04T09:00:00Z");
        walk.desk("Olga").await;
        correct(walk, &reference, "Day of receipt").await;
        walk.page("the day", &["Correct the day of receipt", "The time is counted again", "2 6 2026"], &[]).await;
        walk.fill(&[("on-day", "1"), ("reason", "It had waited in the post room.")]).await;
        walk.send().await;
        walk.page(
            "what follows from the day",
            &[
                "Before Answer due: Wednesday 1 July 2026", "Then Answer due: Tuesday 30 June 2026", "To ada@example.org, below.",
                "It reached us on 1 June 2026", "Our answer is now due by Tuesday 30 June 2026.", "Make the correction",
            ],
            &["The correction is recorded."],
        ).await;
        walk.send().await;
        walk.page(
            "the day is right",
            &[
                "The correction is recorded.", "Due Tuesday 30 June 2026", "Received Monday 1 June 2026",
                "Corrected: day of receipt from 2 June 2026 to 1 June 2026", "Because: It had waited in the post room.",
            ],
            &["Wednesday 1 July 2026"],
        ).await;
        walk.letter(
            "the new date",
            TO,
            &[
                "We made a mistake", "It reached us on 1 June 2026", "It had waited in the post room.",
                "We had said that our answer was due by Wednesday 1 July 2026.", "Our answer is now due by Tuesday 30 June 2026.",
                "Monday 15 June 2026 is not counted",
            ],
            &["is late", "Olga"],
        ).await;
        walk.go_status(&reference).await;
        walk.page(
            "the day as they read it",
            &["Received Monday 1 June 2026", "Due Tuesday 30 June 2026", "Corrected the day your request arrived from 2 June 2026 to 1 June 2026"],
            &["Wednesday 1 July 2026", "Olga"],
        ).await;

        // Thursday 4 June: a question is asked. On the 9th Olga records an answer, of another case.
        walk.desk("Olga").await;
        walk.act(&reference, "Ask for clarification", &[("needs", "Which district?"), ("why", "There are four.")]).await;
        walk.letter("a question", TO, &["Which district?", "section 1(3)"], &["Tuesday 30 June 2026"]).await;
        app.set_clock("2026-06-09T09:00:00Z");
        walk.desk("Olga").await;
        walk.act(&reference, "Record the clarification", &[("text", "The northern one.")]).await;
        // Twenty working days after the 9th, without 15 June: Wednesday 8 July.
        walk.page("an answer is recorded", &["Due Wednesday 8 July 2026", "due in 20 working days"], &["clock stopped"]).await;
        walk.letter("a date that is none", TO, &["Our answer is now due by Wednesday 8 July 2026."], &[]).await;

        // Wednesday 10 June: the mistake is seen.
        app.set_clock("2026-06-10T09:00:00Z");
        walk.desk("Olga").await;
        correct(walk, &reference, "Something recorded by mistake").await;
        walk.page("what may be undone", &["Undo what was recorded by mistake", "What cannot be undone now", "9 June 2026"], &[]).await;
        walk.choose("Recorded the clarification, 9 June 2026").await;
        walk.fill(&[("reason", "It answers another request.")]).await;
        walk.send().await;
        walk.page(
            "what follows from the mistake",
            &["Before Answer due: Wednesday 8 July 2026", "Then Answer due: No date while the clock is stopped", "we are still waiting for your answer"],
            &[],
        ).await;
        walk.send().await;
        walk.page(
            "the mistake is undone",
            &["clock stopped", "No date while the clock is stopped", "Clarification sought", "undone", "Undone on 10 June 2026 by Olga.", "Because: It answers another request."],
            &["Due Wednesday 8 July 2026", "due in"],
        ).await;
        walk.letter(
            "the mistake is told",
            TO,
            &["We made a mistake", "we are still waiting for your answer", "It answers another request.", "We had said that our answer was due by Wednesday 8 July 2026."],
            &["is now due by", "Olga"],
        ).await;
        walk.go_status(&reference).await;
        walk.page("their turn again", &["It is your turn", "Waiting for you", "(recorded by mistake)"], &["Due Wednesday 8 July 2026", "We are working on it", "Olga"]).await;

        // The question itself should not have been asked: the first clock runs as if it never had.
        walk.desk("Olga").await;
        correct(walk, &reference, "Something recorded by mistake").await;
        walk.choose("Asked for clarification, 4 June 2026").await;
        walk.fill(&[("reason", "The request says which district.")]).await;
        walk.send().await;
        walk.page("what follows from the question", &["Then Answer due: Tuesday 30 June 2026"], &[]).await;
        walk.send().await;
        walk.page("the question is undone", &["Due Tuesday 30 June 2026", "due in 13 working days"], &["clock stopped"]).await;
        walk.letter(
            "the question is taken back",
            TO,
            &["You need not answer it.", "Our answer is now due by Tuesday 30 June 2026.", "The request says which district."],
            &["is late"],
        ).await;
        walk.go_status(&reference).await;
        walk.page("our turn again", &["We are working on it", "We will write to you by Tuesday 30 June 2026.", "Asked you a question (recorded by mistake)"], &["It is your turn", "Waiting for you"]).await;
    }
}
