//! The requester's page says whose turn it is, and only of what they did themselves that they did it.

use crate::from_requesters::{asked, done_by_requester, on_the_page, status};
use crate::mail_in::{mail, receive};
use crate::refusals::{act, drafting, vexatious_without_notice};
use crate::support::{App, Page, day, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::WaitingKind;
use daylight::domain::role::Role;

fn told(page: &Page) -> String {
    page.html.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn its_turn(app: &App, reference: &str) -> String {
    told(&status(app, reference).await)
}

/// How many are reminded of what they were asked until the end of September.
async fn chasers(app: &App) -> usize {
    let mut chased = 0;
    for on in day("2026-06-30").iter_days().step_by(3).take(30) {
        app.set_clock(&format!("{on}T09:00:00Z"));
        chased += app
            .casework
            .reminding()
            .remind(app.now())
            .await
            .unwrap()
            .chasers;
    }
    chased
}

const THEIRS: &str = "It is your turn";

on_both_databases! {
    async fn what_was_written_before_a_question_is_no_answer_to_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        on_the_page(&app, &reference, "Thank you for the quick letter.").await;
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which district?".into(), why: "There are four.".into() });
        app.act(&reference, olga, None, ask).await.unwrap();
        let page = its_turn(&app, &reference).await;
        assert!(page.contains(THEIRS) && page.contains("We asked you a question"), "{page}");
        assert!(!page.contains("We will read what you wrote"), "{page}");
        // What came waits to be read all the same, and the requester is reminded.
        assert_eq!(app.case(&reference).await.stored.case.waiting.len(), 1);
        assert_eq!(chasers(&app).await, 1);
        app.set_clock("2026-06-10T09:00:00Z");
        // What they write now may be it.
        on_the_page(&app, &reference, "The northern one.").await;
        let page = its_turn(&app, &reference).await;
        assert!(!page.contains(THEIRS) && page.contains("Your reply reached us on"), "{page}");
        assert!(page.contains("the answer is due by"), "{page}");
    }

    async fn a_fee_is_the_requesters_turn_whatever_they_wrote_before(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        on_the_page(&app, &reference, "Thank you.").await;
        let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 4.00".into(), how_to_pay: "By card.".into() });
        app.act(&reference, olga, None, notice).await.unwrap();
        let page = its_turn(&app, &reference).await;
        assert!(page.contains(THEIRS) && page.contains("We asked you for a fee"), "{page}");
        on_the_page(&app, &reference, "I sent a cheque.").await;
        let page = its_turn(&app, &reference).await;
        assert!(!page.contains(THEIRS) && page.contains("It is our turn"), "{page}");
    }

    async fn a_requester_is_not_told_that_they_sent_what_somebody_else_did(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, olga, "How many thefts?").await;
        let headers = format!(
            "From: Eve <eve@example.net>\nSubject: About {reference}\nMessage-ID: <eve@example.net>\n"
        );
        let strange = mail("foi@police.example", &headers, "I know about this too.");
        let came = receive(&app, strange, "2026-06-03T09:00:00Z").await;
        app.set_clock("2026-06-03T10:00:00Z");
        let cases = [reference.clone()];
        app.casework.tray().place_message(came.id, &cases, olga, app.now()).await.unwrap();
        let waiting = app.case(&reference).await.stored.case.waiting.to_vec();
        assert_eq!(waiting.iter().map(|one| one.kind).collect::<Vec<_>>(), [WaitingKind::Message]);
        let page = its_turn(&app, &reference).await;
        for untrue in ["Your reply", "Your message", "the answer is due by"] {
            assert!(!page.contains(untrue), "{untrue}: {page}");
        }
    }

    async fn who_withdraws_is_asked_for_nothing_and_promised_no_answer(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let plain = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let waiting = asked(&app, olga, "How many boats?").await;
        for reference in [&plain, &waiting] {
            done_by_requester(&app, reference, "withdrawals", &[("text", "")]).await;
            let kept = app.case(reference).await.stored.case.waiting.first(WaitingKind::Withdrawal).is_some();
            assert!(kept, "{reference}");
            let page = its_turn(&app, reference).await;
            assert!(page.contains("We will close the request, as you asked."), "{page}");
            for untrue in [THEIRS, "Waiting for you", "We will write to you by", "If nothing has reached us"] {
                assert!(!page.contains(untrue), "{untrue}: {page}");
            }
            let case = app.case(reference).await;
            let letter = case.letters.iter().find(|l| l.subject.contains("received your message"));
            let text = &letter.unwrap().body_text;
            assert!(!text.contains("due by"), "{text}");
        }
        assert_eq!(chasers(&app).await, 0);
    }

    async fn where_no_letter_goes_the_page_promises_none(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "Why are you so bad, still?", "one").await;
        drafting(&app, &reference, olga).await;
        let refuse = vexatious_without_notice();
        app.act(&reference, olga, None, refuse).await.unwrap();
        for step in [for_clearance(), Instruction::Clear(actions::Clear), Instruction::Answer(actions::Answer)] {
            act(&app, &reference, olga, step).await;
        }
        let page = its_turn(&app, &reference).await;
        assert!(page.contains("No letter goes to you about it"), "{page}");
        for untrue in ["Our answer is below", "Go to our letter"] {
            assert!(!page.contains(untrue), "{untrue}: {page}");
        }
    }
}
