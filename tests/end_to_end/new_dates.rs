//! What an officer records that moves the date tells the requester the new one, shown before it goes.

use crate::desk_forms::{Shown, as_person, fill_in, plain};
use crate::mail_in::{mail, receive};
use crate::support::{App, by_email, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::inbox::Landed;
use daylight::domain::case::{Actor, Channel, WaitingKind};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use rocket::http::Status;

async fn logged(app: &App, channel: Channel, acknowledge: bool) -> String {
    let by_post = channel == Channel::Post;
    let of = |wanted: bool, text: &str| {
        if wanted {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let request = RequestToLog {
        received: day("2026-06-01"),
        channel,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: of(!by_post, "ada@example.org"),
        address: of(by_post, "2 Long Lane\nExampletown"),
        category: String::new(),
        subject: String::new(),
        request: "How many patrols?".into(),
        acknowledge,
        submission: format!("{channel:?}"),
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

fn clarify() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which year?".into(),
        why: "Too wide.".into(),
    })
}

fn fee() -> Instruction {
    Instruction::IssueFeesNotice(actions::IssueFeesNotice {
        charges: "Copies: 12.50".into(),
        how_to_pay: "By card.".into(),
    })
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sends the form of an action; the letter it leads to is shown, nothing has happened until it is
/// sent, and just that letter is with the case then.
async fn told(app: &App, reference: &str, noun: &str, fields: &[(&str, &str)]) -> String {
    let before = app.case(reference).await;
    let shown = Shown::of(&fill_in(app, reference, noun, fields).await);
    assert_eq!(
        app.case(reference).await.stored.version,
        before.stored.version
    );
    let sent = shown.send(app, &[]).await;
    assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
    let after = app.case(reference).await;
    assert_eq!(after.letters.len(), before.letters.len() + 1);
    let letter = &after.letters[0];
    assert_eq!(
        (letter.kind, &letter.body_text),
        (LetterKind::NewDate, &shown.text)
    );
    let to = letter.to_address.as_deref().unwrap_or("2 Long Lane");
    assert!(plain(&shown.page).contains(to), "{}", shown.page);
    words(&shown.text)
}

/// A question answered by email, where answers to our questions are recorded by themselves.
async fn answered_by_email(app: App) {
    let olga = app.person("Olga", Role::Officer).await;
    let reference = logged(&app, Channel::Email, true).await;
    app.act(&reference, olga, None, clarify()).await.unwrap();
    app.deliver().await;
    app.set_clock("2026-06-12T09:00:00Z");
    // Their address had as many letters nobody decided on as go to one in a day: this one goes.
    for number in 0..4 {
        let more = by_email(app.now().today, "How many cars?", &format!("more {number}"));
        let more = RequestToLog {
            acknowledge: true,
            ..more
        };
        let cases = app.casework.cases();
        let logged = cases.log_request(more, Actor::SYSTEM, app.now());
        logged.await.unwrap();
    }
    app.deliver().await;
    let to = app.reply_address(&reference).await;
    let reply = mail(&to, "Message-ID: <reply@example.org>\n", "I mean 2025.");
    let landed = receive(&app, reply, "2026-06-10T10:00:00Z").await.landed;
    assert_eq!(landed, Some(Landed::Filed(vec![reference.clone()])));
    let case = app.case(&reference).await;
    // 20 working days after Wednesday the 10th, without Monday 15 June (Scotland).
    assert_eq!(case.stored.due, Some(day("2026-07-09")));
    assert!(case.stored.case.waiting.is_empty());
    app.deliver().await;
    let sent = app.mailbox.lock().unwrap().last().unwrap().clone();
    for said in [
        "Your answer to our question reached us on Wednesday 10 June 2026.",
        "Our answer is now due by Thursday 9 July 2026.",
        "(section 1(3))",
    ] {
        assert!(
            words(&sent.text).contains(said),
            "no {said:?} in {}",
            sent.text
        );
    }
    assert_eq!(sent.to.address, "ada@example.org");
    assert_eq!(sent.in_reply_to.as_deref(), Some("reply@example.org"));
    let headers = String::from_utf8(sent.to_eml().unwrap()).unwrap();
    assert!(
        headers.contains("\r\nAuto-Submitted: auto-replied\r\n"),
        "{headers}"
    );
    let letters = app.case(&reference).await.letters;
    let told = letters
        .iter()
        .filter(|letter| letter.kind == LetterKind::NewDate);
    assert_eq!(told.count(), 1);

    // What comes after it moves nothing and is answered by a person.
    let more = mail(&to, "Message-ID: <more@example.org>\n", "Thank you.");
    receive(&app, more, "2026-06-12T08:00:00Z").await;
    assert_eq!(app.case(&reference).await.letters.len(), letters.len());
}

/// What somebody at the desk places waits for them, who record it and read the letter first.
async fn placed_by_an_officer(app: App) {
    let olga = app.person("Olga", Role::Officer).await;
    let reference = logged(&app, Channel::Email, true).await;
    app.act(&reference, olga, None, clarify()).await.unwrap();
    let before = app.case(&reference).await.letters.len();
    app.set_clock("2026-06-12T09:00:00Z");
    let stray = mail(
        "foi@police.example",
        "Message-ID: <stray@example.org>\nSubject: Re: what you asked\n",
        "I mean 2025.",
    );
    let taken = receive(&app, stray, "2026-06-10T10:00:00Z").await;
    assert_eq!(taken.landed, Some(Landed::Tray));
    let case = [reference.clone()];
    app.casework
        .tray()
        .place_message(taken.id, &case, olga, app.now())
        .await
        .unwrap();
    let page = app.case(&reference).await;
    assert_eq!(page.letters.len(), before, "a letter nobody has read");
    assert!(page.stored.case.awaiting_clarification);
    assert_eq!(page.stored.case.waiting[0].kind, WaitingKind::Reply);
}

/// Where answers to our questions are recorded as they come.
fn recorded() -> [(String, String); 1] {
    [("DAYLIGHT_INBOX__CLARIFICATIONS".into(), "record".into())]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_by_email_that_is_recorded_by_itself_tells_the_new_date_on_sqlite() {
    answered_by_email(App::with(&recorded()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_by_email_that_is_recorded_by_itself_tells_the_new_date_on_postgresql() {
    if let Some(app) = App::on_postgresql_with(&recorded()).await {
        answered_by_email(app).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_an_officer_places_waits_for_them_on_sqlite() {
    placed_by_an_officer(App::with(&recorded()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_an_officer_places_waits_for_them_on_postgresql() {
    if let Some(app) = App::on_postgresql_with(&recorded()).await {
        placed_by_an_officer(app).await;
    }
}

on_both_databases! {
    async fn a_clarification_an_officer_records_tells_the_new_date_by_the_requesters_own_way(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        as_person(&app, "Olga").await;
        for channel in [Channel::Email, Channel::Post] {
            let reference = logged(&app, channel, false).await;
            app.act(&reference, olga, None, clarify()).await.unwrap();
        }
        app.set_clock("2026-06-12T09:00:00Z");
        as_person(&app, "Olga").await;
        for reference in app.references().await {
            let typed = [("text", "I mean 2025."), ("on-day", "10"), ("on-month", "6"), ("on-year", "2026")];
            let text = told(&app, &reference, "clarification-replies", &typed).await;
            // 20 working days after Wednesday the 10th, without Monday 15 June (Scotland).
            for said in [
                "Your answer to our question reached us on Wednesday 10 June 2026.",
                "Our answer is now due by Thursday 9 July 2026.",
                "Freedom of Information Act 2000",
                "(section 1(3))",
            ] {
                assert!(text.contains(said), "no {said:?} in {text}");
            }
            assert_eq!(app.case(&reference).await.stored.due, Some(day("2026-07-09")));
            let status = app.get(&format!("/status/{}", app.status_token(&reference).await)).await;
            assert!(status.says("Thursday 9 July 2026") && status.says("reached us on Wednesday 10 June 2026"), "{}", status.html);
            let posted = app.case(&reference).await.requester.email.is_none();
            assert_eq!(text.contains("reply to this message"), !posted, "{text}");
            assert_eq!(text.contains("2 Long Lane Exampletown"), posted, "{text}");
        }
        app.deliver().await;
        let last = app.mailbox.lock().unwrap().last().unwrap().clone();
        // An officer decided that it goes.
        assert_eq!(last.auto_submitted, None);
        assert_eq!((last.to.address.as_str(), last.auto_submitted), ("ada@example.org", None));
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn a_payment_and_another_time_limit_tell_the_new_date_and_what_moves_none_tells_nothing(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        as_person(&app, "Olga").await;
        let reference = logged(&app, Channel::Email, true).await;
        app.act(&reference, olga, None, fee()).await.unwrap();
        app.set_clock("2026-06-12T09:00:00Z");
        as_person(&app, "Olga").await;
        let text = told(&app, &reference, "payments", &[]).await;
        assert!(text.contains("Your payment reached us on Friday 12 June 2026."), "{text}");
        let due = app.case(&reference).await.stored.due.unwrap();
        let due = due.format("%A %-d %B %Y").to_string();
        assert!(text.contains(&format!("now due by {due}.")) && text.contains("section 10(2)"), "{text}");

        // Recorded when the day it gives is over already: that is said too.
        let late = logged(&app, Channel::Post, false).await;
        app.act(&late, olga, None, fee()).await.unwrap();
        app.set_clock("2026-08-03T09:00:00Z");
        as_person(&app, "Olga").await;
        let typed = [("on-day", "15"), ("on-month", "6"), ("on-year", "2026")];
        let text = told(&app, &late, "payments", &typed).await;
        assert!(text.contains("and is late. We are sorry") && !text.contains("now due"), "{text}");

        let school = app.case(&reference).await.stored;
        let (law, _) = app.casework.law_of(&school.case).unwrap();
        let other = law.variants.iter().find(|v| v.limit.count != law.limit.count);
        let variant = other.unwrap().id.clone();
        let text = told(&app, &reference, "time-limits", &[("variant", &variant)]).await;
        assert!(text.contains("The time the law gives us for our answer is"), "{text}");

        // Who was never told a day is told none, and neither is anybody of the day there was.
        let untold = app.logged(day("2026-07-30"), "How few?", "untold").await;
        let typed = [("variant", variant.as_str())];
        assert_eq!(fill_in(&app, &untold, "time-limits", &typed).await.status, Status::SeeOther);
        assert!(app.case(&untold).await.letters.is_empty());
    }
}
