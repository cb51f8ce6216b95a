//! What was recorded wrongly is put right on the pages for it: the clock as the pages show it then,
//! and the letter with the new date.

use super::answered::acknowledged;
use super::walk::Walk;
use crate::chromium::View;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
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

    async fn the_law_the_questions_who_asked_a_payment_and_an_ending_are_put_right(walk: &Walk, View::Narrow) {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(app, "How many boats were there, and whose were they?").await;
        walk.letter("acknowledged", TO, &["Wednesday 1 July 2026"], &[]).await;

        // It asks for what is held about who asks: a month after Tuesday 2 June (UK GDPR art 12(3)).
        walk.desk("Olga").await;
        correct(walk, &reference, "Law").await;
        walk.fill(&[("regime", "uk-gdpr-sar"), ("calendar", ""), ("reason", "The boats are their own.")]).await;
        walk.send().await;
        walk.page("what follows from the law", &["Before Answer due: Wednesday 1 July 2026", "Then Answer due: Thursday 2 July 2026", "The boats are their own."], &[]).await;
        walk.send().await;
        walk.page("another law", &["The correction is recorded.", "Due Thursday 2 July 2026", "Because: The boats are their own."], &["Wednesday 1 July 2026"]).await;
        walk.letter("another law is told", TO, &["We made a mistake", "The boats are their own.", "Our answer is now due by Thursday 2 July 2026."], &["Olga"]).await;
        walk.desk("Olga").await;
        correct(walk, &reference, "Law").await;
        walk.fill(&[("regime", "uk-foia-2000"), ("calendar", ""), ("reason", "They are not theirs after all.")]).await;
        walk.send().await;
        walk.page("what follows from the law before", &["Before Answer due: Thursday 2 July 2026", "Then Answer due: Wednesday 1 July 2026"], &[]).await;
        walk.send().await;
        walk.letter("the law before is told", TO, &["Our answer is now due by Wednesday 1 July 2026."], &["Olga"]).await;

        // Two questions were taken for one; and were one after all.
        walk.desk("Olga").await;
        correct(walk, &reference, "Questions").await;
        walk.fill(&[("questions", "How many boats were there?\n\nWhose were they?"), ("reason", "Two are asked.")]).await;
        walk.send().await;
        walk.send().await;
        walk.page("two questions", &["The correction is recorded.", "How many boats were there?", "Whose were they?"], &[]).await;
        assert_eq!(app.case(&reference).await.questions.len(), 2);
        correct(walk, &reference, "Questions").await;
        walk.fill(&[("questions", "How many boats were there, and whose were they?"), ("reason", "They hang together.")]).await;
        walk.send().await;
        walk.send().await;
        walk.page("one question", &["The correction is recorded.", "How many boats were there, and whose were they?"], &[]).await;
        assert_eq!(app.case(&reference).await.questions.len(), 1);
        assert!(walk.mail().await.is_empty(), "nothing was told that is not so");

        // The fee is recorded as paid, and was another requester's: the clock stands still again.
        let act = async |step| app.act(&reference, olga, None, step).await.unwrap();
        act(Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 25.00".into(), how_to_pay: "By card.".into() })).await;
        walk.mail().await;
        app.set_clock("2026-06-05T09:00:00Z");
        act(Instruction::RecordPayment(actions::RecordPayment)).await;
        walk.mail().await;
        app.set_clock("2026-06-08T09:00:00Z");
        walk.desk("Olga").await;
        correct(walk, &reference, "Something recorded by mistake").await;
        walk.choose("Recorded the payment, 5 June 2026").await;
        walk.fill(&[("reason", "It was paid for another request.")]).await;
        walk.send().await;
        // Three working days, from the notice to the payment, did not count (s.10(2)).
        walk.page("what follows from the payment", &["Before Answer due: Monday 6 July 2026", "Then Answer due: No date while the clock is stopped"], &[]).await;
        walk.send().await;
        walk.page("the payment is undone", &["clock stopped", "Undone on 8 June 2026 by Olga."], &["Due Monday 6 July 2026"]).await;
        walk.letter("the payment is told", TO, &["It was paid for another request."], &["Olga", "is now due by"]).await;

        // Who asked had a name and an address that were misread.
        walk.desk("Olga").await;
        correct(walk, &reference, "Requester\u{2019}s details").await;
        walk.fill(&[("name", "Ada Exemplar"), ("email", "ada.new@example.org"), ("reason", "It was misread.")]).await;
        walk.send().await;
        walk.send().await;
        walk.page("another requester", &["The correction is recorded.", "Ada Exemplar", "ada.new@example.org"], &[]).await;

        // It is closed as withdrawn, which another one was.
        act(Instruction::Withdraw(actions::Withdraw)).await;
        walk.mail().await;
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.follow("Open it again, or correct something").await;
        walk.follow("It should be open").await;
        walk.fill(&[("reason", "Another one was withdrawn.")]).await;
        walk.send().await;
        walk.send().await;
        walk.page("open again", &["The correction is recorded.", "clock stopped"], &["Closed on"]).await;
        assert!(app.case(&reference).await.stored.case.closed.is_none());
        walk.go_status(&reference).await;
        walk.page("as they read it", &["It is your turn"], &["Olga", "We have answered"]).await;
    }
}
