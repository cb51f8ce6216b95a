//! Some questions of a request go to another authority: the requester is told which, and the case goes
//! on with the rest.

use crate::desk_forms::{Shown, as_person, fill_in, plain};
use crate::refusals::{act, answered};
use crate::support::{App, day};
use crate::taken_back::undo;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Event, Outcome, Stage};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use rocket::http::Status;

const REQUEST: &str =
    "1. How many boats are there?\n2. How many bats are there?\n3. How many barges are there?";

fn given(number: u16, answer: &str) -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome: Outcome::GrantedInFull,
        answer: answer.into(),
        reasons: vec![],
    })
}

/// A text in one line: letters are folded.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn outcomes(case: &daylight::domain::case::Case) -> Vec<Option<Outcome>> {
    case.questions.iter().map(|q| q.outcome).collect()
}

on_both_databases! {
    async fn the_requester_is_told_which_and_the_case_goes_on_with_the_rest(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), REQUEST, "boats").await;
        as_person(&app, "Olga").await;
        let due = app.case(&reference).await.stored.due;
        let fields = [("numbers", "2"), ("to", "Example Borough Council"), ("passed_on", "yes")];
        let shown = Shown::of(&fill_in(&app, &reference, "part-transfers", &fields).await);
        assert_eq!(app.case(&reference).await.stored.version, shown.field("version").parse::<i64>().unwrap());
        let sent = shown.send(&app, &[]).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        let case = app.case(&reference).await;
        let letter = &case.letters[0];
        assert_eq!((letter.kind, &letter.body_text), (LetterKind::Transfer, &shown.text));
        assert!(letter.subject.ends_with("another authority is to answer part of your request"), "{}", letter.subject);
        for said in [
            "Example Borough Council is to answer question 2 of your request.",
            "2. How many bats are there?",
            "We sent question 2 to it on",
            "We answer the rest of your request, within the same time as before.",
        ] {
            assert!(flat(&letter.body_text).contains(said), "{said}: {}", letter.body_text);
        }
        assert!(!letter.body_text.contains("closed") && !letter.body_text.contains("boats"), "{}", letter.body_text);
        let ours = Some(Outcome::Transferred);
        assert_eq!(outcomes(&case.stored.case), [None, ours, None]);
        assert_eq!((case.stored.case.closed, case.stored.due), (None, due), "it goes on, and so does the clock");
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(plain(&page.html).contains("Transferred question 2"), "{}", page.html);
        let token = app.status_token(&reference).await;
        let theirs = app.get(&format!("/status/{token}")).await;
        assert!(theirs.says("Passed question 2 to another authority"), "{}", theirs.html);
        app.casework.verify().await.unwrap().unwrap();

        // The answer gives the rest, says who is to answer the other, and is not one in part for that.
        for step in [
            Instruction::Allocate(actions::Allocate { team: None, officer: olga.person }),
            Instruction::StartDraft(actions::StartDraft),
            given(1, "There are 12."),
            given(3, "There are 7."),
        ] {
            act(&app, &reference, olga, step).await;
        }
        let answer = answered(&app, &reference, olga).await.unwrap();
        for said in ["There are 12.", "There are 7.", "We sent this question to Example Borough Council, which is to answer it."] {
            assert!(answer.contains(said), "{said}: {answer}");
        }
        assert_eq!(app.case(&reference).await.stored.case.outcome, Some(Outcome::GrantedInFull));
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn one_question_stays_with_us_and_what_was_sent_on_by_mistake_is_taken_back(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), REQUEST, "boats").await;
        as_person(&app, "Olga").await;
        let to = ("to", "Example Council");
        let before = app.case(&reference).await.stored.version;
        for (fields, wrong) in [
            (vec![to], "Choose the questions that go to it"),
            (vec![("numbers", "1")], "Name the authority that holds the information"),
            (vec![("numbers", "9"), to], "has no question 9"),
            (vec![("numbers", "1"), ("numbers", "2"), ("numbers", "3"), to], "no question would be left with us"),
        ] {
            let page = fill_in(&app, &reference, "part-transfers", &fields).await;
            assert!(page.status == Status::UnprocessableEntity || page.status == Status::Conflict, "{}: {}", page.status, page.html);
            assert!(plain(&page.html).contains(wrong), "{wrong}: {}", page.html);
        }
        assert_eq!(app.case(&reference).await.stored.version, before, "nothing was half done");
        let transfer = |numbers: &[u16]| Instruction::TransferInPart(actions::TransferInPart {
            numbers: numbers.to_vec(),
            to: "Example Council".into(),
            passed_on: false,
        });
        act(&app, &reference, olga, transfer(&[1, 3])).await;
        let letter = flat(&app.case(&reference).await.letters[0].body_text);
        assert!(letter.contains("Example Council is to answer questions 1 and 3 of your request."), "{letter}");
        assert!(letter.contains("We have not sent questions 1 and 3 to it. You can ask it yourself"), "{letter}");
        // The last one is not offered, and what is theirs already is not sent on again.
        let more = app.act(&reference, olga, None, transfer(&[2])).await.unwrap_err().to_string();
        assert!(more.contains("no question would be left with us"), "{more}");

        undo(&app, &reference, olga, |event| event.decides_on(3)).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(outcomes(&case.stored.case), [Some(Outcome::Transferred), None, None]);
        assert_eq!((case.questions[2].answer.as_str(), case.stored.case.stage()), ("", Stage::Received));
        let told = &case.letters[0];
        assert_eq!(told.kind, LetterKind::Correction);
        assert!(flat(&told.body_text).contains("said that another authority was to answer question 3 was sent by mistake. We are dealing with it."), "{}", told.body_text);
        app.casework.verify().await.unwrap().unwrap();

        // A request of one question has no part to send on.
        let single = app.logged(day("2026-06-01"), "How many bees?", "bees").await;
        let page = app.get(&format!("/desk/requests/{single}")).await;
        assert!(!page.html.contains("part-transfers"), "{}", page.html);
    }

    async fn an_answer_that_was_cleared_goes_back_when_a_part_is_sent_on(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), REQUEST, "boats").await;
        for step in [
            Instruction::Allocate(actions::Allocate { team: None, officer: olga.person }),
            Instruction::StartDraft(actions::StartDraft),
            given(1, "There are 12."),
            given(2, "There are 3."),
            given(3, "There are 7."),
            crate::support::for_clearance(),
            Instruction::Clear(actions::Clear),
        ] {
            act(&app, &reference, olga, step).await;
        }
        let transfer = Instruction::TransferInPart(actions::TransferInPart {
            numbers: vec![2],
            to: "Example Council".into(),
            passed_on: true,
        });
        act(&app, &reference, olga, transfer).await;
        let case = app.case(&reference).await.stored;
        assert_eq!(case.case.stage(), Stage::Drafting);
        let back = |event: &Event| matches!(event, Event::ReturnedToDraft(_));
        assert!(case.events.iter().any(|r| back(&r.event)), "and says why");
        app.casework.verify().await.unwrap().unwrap();
        undo(&app, &reference, olga, |event| matches!(event, Event::QuestionTransferred(_))).await.unwrap();
        let again = app.case(&reference).await;
        assert_eq!((again.questions[1].answer.as_str(), again.stored.case.questions[1].outcome), ("There are 3.", Some(Outcome::GrantedInFull)));
        app.casework.verify().await.unwrap().unwrap();
    }
}
