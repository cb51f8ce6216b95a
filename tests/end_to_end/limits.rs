//! What strangers can cause only so often, on both databases.

use crate::mail_in::{mail, receive};
use crate::support::{App, day, once};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::held_forms::Taken;
use daylight::casework::mail::inbox::Landed;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::Channel;
use daylight::domain::role::Role;
use daylight::store::MessageList;
use rocket::http::{ContentType, Status};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// A request as the public form gives it.
pub fn form(app: &App, email: &str, submission: &str) -> RequestToLog {
    RequestToLog {
        received: app.now().today,
        channel: Channel::WebForm,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: email.into(),
        address: "1 High Street".into(),
        category: "media".into(),
        subject: String::new(),
        request: format!("How many drones? {submission}"),
        acknowledge: true,
        submission: submission.into(),
    }
}

/// A request by the form, logged at once: its reference.
async fn logged(app: &App, email: &str, submission: &str) -> String {
    let entered = form(app, email, submission);
    match app
        .casework
        .tray()
        .take_request(entered, None, app.now())
        .await
    {
        Ok(Taken::Logged(reference)) => reference,
        other => panic!("{other:?}"),
    }
}

async fn letters_of(app: &App, reference: &str) -> usize {
    app.case(reference).await.letters.len()
}

on_both_databases! {
    async fn three_letters_a_day_go_to_one_address_and_what_is_not_sent_is_said(app: App) {
        let spelled = ["ada+1@example.org", "ADA+2@Example.org", "Ada+3@example.org"];
        for (number, email) in spelled.into_iter().enumerate() {
            let reference = logged(&app, email, &format!("form {number}")).await;
            assert_eq!(letters_of(&app, &reference).await, 1);
        }
        let fourth = logged(&app, "ada+4@example.org", "form 4").await;
        assert_eq!(letters_of(&app, &fourth).await, 0);
        let case = app.case(&fourth).await;
        assert!(case.writings.iter().any(|w| w.body.starts_with("Nobody was written to")));
        let token = app.status_token(&fourth).await;
        let page = app.get(&format!("/requests/received/{token}")).await;
        assert!(page.says("we send no email") && !page.says("is on its way"), "{}", page.html);
        // Nor that a message on their page arrived.
        let message = Instruction::ReceiveReply(actions::ReceiveReply { text: "And last year?".into(), channel: Channel::WebForm });
        app.casework.cases().by_requester(&token, message, once(), app.now()).await.unwrap();
        assert_eq!(letters_of(&app, &fourth).await, 0);
        // Nor by email.
        let message = mail("foi@police.example", "", "How many horses?");
        let landed = receive(&app, message, "2026-06-02T08:30:00Z").await.landed;
        let Some(Landed::Logged(emailed)) = landed else {
            panic!("{landed:?}");
        };
        assert_eq!(letters_of(&app, &emailed).await, 0);
        // Somebody else, and the same one a day later.
        let other = logged(&app, "eve@example.org", "form 5").await;
        assert_eq!(letters_of(&app, &other).await, 1);
        app.set_clock("2026-06-03T09:00:01Z");
        let later = logged(&app, "ada+6@example.org", "form 6").await;
        assert_eq!(letters_of(&app, &later).await, 1);
    }

    async fn sixty_strangers_an_hour_are_told_what_was_typed_and_the_others_that_something_was(app: App) {
        let told = async |reference: &str| {
            let letters = app.case(reference).await.letters;
            let [letter] = &letters[..] else { panic!("{letters:?}") };
            assert!(letter.body_text.contains("we received it") || letter.body_text.contains("We received it"), "{}", letter.body_text);
            assert!(letter.body_text.contains("/status/"), "{}", letter.body_text);
            let typed = ["How many drones", "Ada Example", "You asked"].map(|text| letter.body_text.contains(text));
            assert!(typed.iter().all(|there| *there == typed[0]), "{}", letter.body_text);
            typed[0]
        };
        for number in 0..60 {
            let reference = logged(&app, &format!("p{number}@example.org"), &format!("form {number}")).await;
            assert!(told(&reference).await, "{number}");
        }
        let stranger = logged(&app, "one.more@example.org", "form 61").await;
        assert!(!told(&stranger).await, "what anybody typed goes to no more strangers");
        let known = logged(&app, "p7@example.org", "form 62").await;
        assert!(told(&known).await);
        app.set_clock("2026-06-02T10:00:01Z");
        let later = logged(&app, "another@example.org", "form 63").await;
        assert!(told(&later).await);
    }

    async fn who_signed_in_from_an_address_is_let_in_there_while_strangers_take_every_place(app: App) {
        app.person("Olga", Role::Officer).await;
        let (email, password) = ("olga@police.example", "three words here");
        let here: IpAddr = "192.0.2.7".parse().unwrap();
        let now = app.now();
        assert!(app.casework.sessions().sign_in(email, password, here, now).await.unwrap().is_some());
        let tries: Vec<_> = (0..300u16)
            .map(|number| {
                let casework = Arc::clone(&app.casework);
                tokio::spawn(async move {
                    let from: IpAddr = std::net::Ipv4Addr::new(198, 51, (number >> 8) as u8, number as u8).into();
                    casework.sessions().sign_in(&format!("nobody{number}@police.example"), "wrong", from, now).await
                })
            })
            .collect();
        while !tries.iter().any(tokio::task::JoinHandle::is_finished) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(app.casework.sessions().sign_in(email, password, here, now).await.unwrap().is_some());
        let mut busy = 0;
        for tried in tries {
            match tried.await.unwrap() {
                Ok(None) => {}
                Err(CaseworkFault::Busy) => busy += 1,
                other => panic!("{:?}", other.map(|signed| signed.is_some())),
            }
        }
        assert!(busy > 0, "there was a place for everybody: this shows nothing");
    }

    async fn the_networks_of_one_household_have_tries_together(app: App) {
        let now = app.now();
        let from = |number: u32| -> IpAddr { format!("2001:db8:1:{:x}::1", number % 256).parse().unwrap() };
        let mut asked = 0;
        while app.casework.letters().ask_for_link(from(asked), now).await.is_ok() {
            asked += 1;
            assert!(asked < 1000);
        }
        assert_eq!(asked, 400);
        let other: IpAddr = "2001:db8:1:101::1".parse().unwrap();
        app.casework.letters().ask_for_link(other, now).await.unwrap();
    }

    async fn a_form_in_doubt_waits_once_and_becomes_a_request_of_its_day(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            let entered = form(&app, "ada@example.org", "form 1");
            let taken = app.casework.tray().take_request(entered, Some("Very many."), app.now()).await;
            let Ok(Taken::Waits(token)) = taken else {
                panic!("{taken:?}");
            };
            tokens.push(token);
        }
        assert_eq!(tokens[0], tokens[1]);
        assert_eq!(app.cases().await, 0);
        let waits = app.store().messages().list(MessageList::Waiting).await.unwrap();
        assert_eq!(waits.len(), 1);
        let page = format!("/requests/waiting/{}", tokens[0]);
        assert!(app.get(&page).await.says("Tuesday 2 June 2026"));
        assert_eq!(app.get("/requests/waiting/0").await.status.code, 404);

        // Sent once more when what is remembered of sent forms is forgotten, doubtful or not.
        app.set_clock("2026-06-09T09:00:01Z");
        app.casework.sessions().sweep(app.now()).await.unwrap();
        for doubt in [None, Some("Very many.")] {
            let entered = form(&app, "ada@example.org", "form 1");
            let taken = app.casework.tray().take_request(entered, doubt, app.now()).await;
            assert!(matches!(&taken, Ok(Taken::Waits(token)) if *token == tokens[0]), "{taken:?}");
        }
        assert_eq!(app.cases().await, 0);
        assert_eq!(app.store().messages().list(MessageList::Waiting).await.unwrap().len(), 1);

        let id = waits[0].id;
        app.casework.tray().set_message_aside(id, false, officer, app.now()).await.unwrap();
        assert!(app.get(&page).await.says("was set aside"));
        app.casework.tray().take_message_back(id, officer, app.now()).await.unwrap();
        // Put on a case of somebody else, and taken off.
        let other = logged(&app, "eve@example.org", "form 2").await;
        app.casework.tray().place_message(id, std::slice::from_ref(&other), officer, app.now()).await.unwrap();
        app.casework.tray().take_message_back(id, officer, app.now()).await.unwrap();
        let case = app.case(&other).await;
        assert!(case.writings.iter().any(|w| w.body == "A public form that was filed here by mistake was taken off."));
        let reference = app.casework.tray().log_from_message(id, officer, app.now()).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.received, day("2026-06-02"));
        assert_eq!(case.stored.case.channel, Channel::WebForm);
        assert_eq!(case.requester.address.as_deref(), Some("1 High Street"));
        assert_eq!(case.letters.len(), 1);
        let led = app.get(&page).await.location.unwrap();
        assert!(led.contains(&reference), "{led}");
    }
}

/// The status of a code typed with a reference by somebody at this address.
async fn code_typed(app: &App, csrf: &str, address: &str, reference: &str, code: &str) -> Status {
    let request = app
        .client
        .post("/requests/find")
        .header(ContentType::Form)
        .remote(format!("{address}:4711").parse().unwrap())
        .body(format!("csrf={csrf}&reference={reference}&code={code}"));
    request.dispatch().await.status()
}

on_both_databases! {
    async fn whoever_tries_codes_keeps_no_requester_from_their_page(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let (right, csrf) = (app.code(&reference).await, app.get("/requests/find").await.value("csrf"));
        for _ in 0..10 {
            let status = code_typed(&app, &csrf, "192.0.2.1", &reference, "0000-0000").await;
            assert_eq!(status, Status::UnprocessableEntity);
        }
        assert_eq!(code_typed(&app, &csrf, "192.0.2.1", &reference, &right).await, Status::TooManyRequests);
        // From elsewhere a few are left, and no more than a few.
        assert_eq!(code_typed(&app, &csrf, "192.0.2.2", &reference, &right).await, Status::SeeOther);
        for _ in 0..3 {
            let status = code_typed(&app, &csrf, "192.0.2.3", &reference, "0000-0000").await;
            assert_eq!(status, Status::UnprocessableEntity);
        }
        assert_eq!(code_typed(&app, &csrf, "192.0.2.3", &reference, &right).await, Status::TooManyRequests);
    }

    async fn tries_counted_by_a_clock_that_was_wrong_shut_nobody_out(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let (right, csrf) = (app.code(&reference).await, app.get("/requests/find").await.value("csrf"));
        app.set_clock("2027-06-02T09:00:00Z");
        for _ in 0..11 {
            code_typed(&app, &csrf, "192.0.2.1", &reference, "0000-0000").await;
        }
        assert_eq!(code_typed(&app, &csrf, "192.0.2.1", &reference, &right).await, Status::TooManyRequests);
        app.set_clock("2026-06-02T09:05:00Z");
        assert_eq!(code_typed(&app, &csrf, "192.0.2.1", &reference, &right).await, Status::SeeOther);
    }
}
