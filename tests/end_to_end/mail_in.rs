//! Mail in: kept before it is judged, on its case or in the tray, once.

use crate::desk_forms::Shown;
use crate::support::{App, Page, day, message_href};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::{Arrived, Landed, Received, Source};
use daylight::domain::case::{Actor, Event, events};
use daylight::domain::letter_kind::Automatic;
use daylight::domain::role::Role;
use daylight::mail::Letter;

/// A message to this address with the usual headers and these.
pub fn mail(to: &str, headers: &str, body: &str) -> Vec<u8> {
    let from = if headers.contains("From: ") {
        ""
    } else {
        "From: Ada Example <ada@example.org>\n"
    };
    let id = if headers.contains("Message-ID: ") {
        ""
    } else {
        "Message-ID: <one@example.org>\n"
    };
    let subject = if headers.contains("Subject: ") {
        ""
    } else {
        "Subject: Drones\n"
    };
    format!(
        "{from}To: {to}\n{subject}{id}Date: Tue, 2 Jun 2026 09:00:00 +0100\n{headers}\n{body}\n"
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

pub async fn receive(app: &App, bytes: Vec<u8>, at: &str) -> Received {
    let arrived = Arrived {
        bytes,
        source: Source::Mailbox,
        place: "INBOX 1".into(),
        received_at: Some(at.parse().unwrap()),
    };
    app.casework
        .incoming()
        .receive(arrived, app.now())
        .await
        .unwrap()
}

async fn landed(app: &App, bytes: Vec<u8>) -> Landed {
    receive(app, bytes, "2026-06-02T08:30:00Z")
        .await
        .landed
        .unwrap()
}

/// A request by mail: its reference and its acknowledgement.
async fn requested(app: &App) -> (String, Letter) {
    let landed = landed(app, mail("foi@police.example", "", "How many drones?")).await;
    let Landed::Logged(reference) = landed else {
        panic!("{landed:?}");
    };
    app.deliver().await;
    let letter = app.mailbox.lock().unwrap().last().unwrap().clone();
    (reference, letter)
}

pub async fn signed_in(app: &App) {
    let csrf = app.get("/desk/sign-in").await.value("csrf");
    let typed = [
        ("email", "olga@police.example"),
        ("password", "three words here"),
        ("csrf", csrf.as_str()),
    ];
    let page = app.post("/desk/sign-in", &typed).await;
    assert!(page.location.is_some(), "{}", page.html);
}

async fn done(app: &App, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = page.value("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    app.post(to, &all).await
}

/// A report that this letter came back.
pub fn bounce(letter: &str, to: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nTo: {to}\nSubject: Undelivered\nMessage-ID: <report@mx.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=edge\n\n--edge\nContent-Type: text/plain\n\nIt came back.\n--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such mailbox\n\n--edge\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{letter}>\n\n--edge--\n"
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

on_both_databases! {
    async fn a_request_by_mail_is_logged_on_the_day_the_server_took_it_and_acknowledged_once(app: App) {
        // At the authority the day has turned: 23:30 UTC is half past midnight in London.
        let raw = mail("foi@police.example", "", "1. How many drones?\n2. Where?");
        let first = receive(&app, raw.clone(), "2026-06-01T23:30:00Z").await;
        let Some(Landed::Logged(reference)) = first.landed else { panic!("{first:?}") };
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.received, day("2026-06-02"));
        assert_eq!(case.requester.email.as_deref(), Some("ada@example.org"));
        assert_eq!(case.questions.len(), 2);
        assert_eq!((case.letters.len(), case.messages.len()), (1, 1));

        let again = receive(&app, raw.clone(), "2026-06-02T08:00:00Z").await;
        assert_eq!((again.id, again.landed), (first.id, None), "the same bytes");
        let trace = [b"Received: from a by b; Tue, 2 Jun 2026 08:00:00 +0000\r\n".to_vec(), raw].concat();
        let copy = receive(&app, trace, "2026-06-02T08:00:00Z").await;
        assert_eq!(copy.landed, Some(Landed::Repeat), "the same message by another way");
        assert_eq!(app.cases().await, 1);
        let deliveries = app.store().messages().deliveries_of(first.id).await.unwrap();
        assert_eq!(deliveries.len(), 3, "each is noted");

        app.deliver().await;
        let letters = app.mailbox.lock().unwrap().clone();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].in_reply_to.as_deref(), Some("one@example.org"));
        assert_eq!(letters[0].auto_submitted, Some(Automatic::Replied));
        let reply_to = letters[0].reply_to.clone().unwrap().address;
        assert_eq!(reply_to, app.reply_address(&reference).await);
        assert!(reply_to.starts_with("foi+foi-2026-00001."), "{reply_to}");
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_reply_lands_on_its_case_and_an_officer_restarts_the_clock(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let (reference, _) = requested(&app).await;
        let seek = Instruction::SeekClarification(actions::SeekClarification { needs: "Which year?".into(), why: "Too wide.".into() });
        app.act(&reference, officer, None, seek).await.unwrap();
        app.deliver().await;
        let question = app.mailbox.lock().unwrap().last().unwrap().clone();
        assert_eq!(question.references.len(), 2, "the request and the acknowledgement");

        app.set_clock("2026-06-05T09:00:00Z");
        let away = mail("foi@police.example", &format!("Message-ID: <away@example.org>\nAuto-Submitted: auto-replied\nIn-Reply-To: <{}>\n", question.message_id), "I am away.");
        let before = app.case(&reference).await.stored.version;
        let away = receive(&app, away, "2026-06-04T10:00:00Z").await;
        assert_eq!(away.landed, Some(Landed::Filed(vec![reference.clone()])));
        let case = app.case(&reference).await;
        assert_eq!(case.stored.version, before, "an automatic reply changes nothing");
        assert_eq!(case.messages.len(), 2);

        // The address token is stripped: only the thread tells.
        let reply = mail("foi@police.example", &format!("Message-ID: <two@example.org>\nIn-Reply-To: <{}>\n", question.message_id), "I mean 2024.\n\nOn 2 June, FOI wrote:\n> Which year?");
        let reply = receive(&app, reply, "2026-06-04T10:00:00Z").await;
        assert_eq!(reply.landed, Some(Landed::Filed(vec![reference.clone()])));
        let case = app.case(&reference).await;
        assert!(case.stored.case.awaiting_clarification, "an officer decides");
        assert!(matches!(case.stored.events.last().unwrap().event, Event::ReplyReceived(_)));
        assert!(case.writings.iter().any(|w| w.body.contains("I mean 2024.") && !w.body.contains("Which year?\n")), "{:?}", case.writings);

        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Reply to our question") && page.says("4 June 2026, by email"), "{}", page.html);
        let form = app.get(&format!("/desk/requests/{reference}/clarification-replies/new")).await;
        assert!(form.says("I mean 2024."), "{}", form.html);
        assert_eq!((form.value("on-day").as_str(), form.value("on-month").as_str()), ("4", "6"));
        let record = Instruction::RecordClarification(actions::RecordClarification { text: "I mean 2024.".into() });
        app.act(&reference, officer, Some(day("2026-06-04")), record).await.unwrap();
        assert!(!app.get(&format!("/desk/requests/{reference}")).await.says("Reply to our question"));
    }

    async fn a_bounce_flags_the_case_and_the_address_and_an_officer_sends_it_elsewhere(app: App) {
        app.person("Olga", Role::Officer).await;
        let (reference, letter) = requested(&app).await;
        let keyed = app.reply_address(&reference).await;
        let bounced = receive(&app, bounce(&letter.message_id, &keyed), "2026-06-02T09:00:00Z").await;
        assert_eq!(bounced.landed, Some(Landed::Filed(vec![reference.clone()])));
        let case = app.case(&reference).await;
        let Event::LetterUndelivered(events::LetterUndelivered { message_id, .. }) = &case.stored.events.last().unwrap().event else {
            panic!("{:?}", case.stored.events.last());
        };
        assert_eq!(*message_id, letter.message_id);
        assert_eq!(case.letters[0].reported.map(|fate| fate.as_str()), Some("failed"));
        assert!(case.requester.failing.unwrap().contains("550 no such mailbox"));

        signed_in(&app).await;
        assert!(app.get("/desk/requests").await.says("1 letter was not delivered."));
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        for text in ["Letters to ada@example.org do not arrive", "Came back", "A letter was not delivered"] {
            assert!(page.says(text), "no {text} in {}", page.html);
        }
        let list = app.get("/desk/mail/undelivered").await;
        assert!(list.says("550 no such mailbox"), "{}", list.html);
        let id = case.letters[0].public_id;
        let sent = done(&app, &list, &format!("/desk/mail/undelivered/{id}/attempts"), &[("address", "ada@other.example")]).await;
        let shown = Shown::of(&sent);
        assert_eq!(shown.text, case.letters[0].body_text, "it is shown before it goes again");
        assert!(shown.page.contains("ada@other.example"), "{}", shown.page);
        assert_eq!(app.case(&reference).await.requester.email.as_deref(), Some("ada@example.org"));
        let sent = shown.send(&app, &[]).await;
        assert!(sent.location.is_some(), "{}", sent.html);
        assert_eq!(app.case(&reference).await.requester.email.as_deref(), Some("ada@other.example"));
        app.mailbox.lock().unwrap().clear();
        app.deliver().await;
        let again = app.mailbox.lock().unwrap()[0].clone();
        assert_eq!((again.to.address.as_str(), again.message_id), ("ada@other.example", letter.message_id));
        assert!(!app.get("/desk/requests").await.says("not delivered"));
    }

    async fn strangers_mail_waits_in_the_tray_and_is_placed_learned_and_taken_back(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let (reference, _) = requested(&app).await;
        // The same sender without any mark of the case: never by the sender alone.
        let wrong = "foi+foi-2026-00001.wrongkey@police.example";
        let first = receive(&app, mail(wrong, "Message-ID: <two@example.org>\n", "I also want boats."), "2026-06-02T08:40:00Z").await;
        assert_eq!(first.landed, Some(Landed::Tray));
        assert_eq!(app.cases().await, 1);
        signed_in(&app).await;
        assert!(app.get("/desk/requests").await.says("1 message waits to be placed."));
        let tray = app.get("/desk/mail").await;
        assert!(tray.says("It may belong to FOI-2026-00001."), "{}", tray.html);
        let href = message_href(&app, first.id).await;
        let page = app.get(&href).await;
        for text in ["with a wrong key", "requester&#x27;s address", "I also want boats."] {
            assert!(page.says(text), "no {text} in {}", page.html);
        }
        let refused = done(&app, &page, &format!("{href}/placements"), &[("reference", "FOI-2026-99999")]).await;
        assert!(refused.says("There is no case FOI-2026-99999"), "{}", refused.html);
        let placed = done(&app, &page, &format!("{href}/placements"), &[("case", &reference)]).await;
        assert_eq!(placed.location.as_deref(), Some("/desk/mail"), "{}", placed.html);
        assert_eq!(app.case(&reference).await.messages.len(), 2);

        // The wrong address is learned.
        let second = landed(&app, mail(wrong, "Message-ID: <three@example.org>\nFrom: bob@example.net\n", "And horses.")).await;
        assert_eq!(second, Landed::Filed(vec![reference.clone()]));

        app.casework.tray().take_message_back(first.id, officer, app.now()).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.messages.len(), 2);
        assert!(!case.writings.iter().any(|w| w.body.contains("I also want boats.")), "the text is gone");
        assert!(case.writings.iter().any(|w| w.body.contains("filed here by mistake")));
        let third = landed(&app, mail(wrong, "Message-ID: <four@example.org>\nFrom: bob@example.net\n", "And cats.")).await;
        assert_eq!(third, Landed::Tray, "what was learned by mistake is forgotten");

        let logged = app.casework.tray().log_from_message(first.id, officer, app.now()).await.unwrap();
        assert_eq!(app.case(&logged).await.body, "I also want boats.");
        assert!(app.casework.tray().take_message_back(first.id, officer, app.now()).await.is_err());
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn what_is_longer_than_an_address_or_a_name_of_a_message_is_none(app: App) {
        app.person("Olga", Role::Officer).await;
        let (reference, _) = requested(&app).await;
        // Nothing that a database could pack: no two letters tell the next.
        let mut state = 1u32;
        let mut letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + u8::try_from((state >> 24) % 26).unwrap())
        };
        let long: String = (0..9_000).map(|_| letter()).collect();
        let keyed = format!("foi+{reference}.{long}@police.example");
        let to = "foi@police.example";
        let odd = [
            mail(&keyed, "Message-ID: <a@example.org>\n", "I also want boats."),
            mail(to, &format!("Message-ID: <b@example.org>\nFrom: {long}@example.org\n"), "How many boats?"),
            mail(to, &format!("Message-ID: <c@example.org>\nDelivered-To: {keyed}\nReply-To: {long}@example.org\n"), "How many cars?"),
            mail(to, &format!("Message-ID: <{long}@example.org>\nIn-Reply-To: <{long}@example.org>\n"), "How many dogs?"),
            mail(to, &format!("Message-ID: <e@example.org>\nSubject: {long}\nFrom: {long} <ada@example.org>\n"), "How many cats?"),
        ];
        signed_in(&app).await;
        for bytes in odd {
            let received = receive(&app, bytes, "2026-06-02T08:40:00Z").await;
            let Some(Landed::Tray) = received.landed else {
                assert!(matches!(received.landed, Some(Landed::Logged(_) | Landed::Filed(_))), "{received:?}");
                continue;
            };
            let href = message_href(&app, received.id).await;
            let page = app.get(&href).await;
            let placed = done(&app, &page, &format!("{href}/placements"), &[("case", &reference)]).await;
            assert_eq!(placed.location.as_deref(), Some("/desk/mail"), "{}", placed.html);
        }
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn what_is_no_request_is_set_aside_and_can_be_taken_back(app: App) {
        app.person("Olga", Role::Officer).await;
        let spam = receive(&app, mail("foi@police.example", "X-Spam-Flag: YES\n", "Win a drone"), "2026-06-02T08:00:00Z").await;
        assert_eq!(spam.landed, Some(Landed::Tray));
        signed_in(&app).await;
        let href = message_href(&app, spam.id).await;
        let page = app.get(&href).await;
        let gone = done(&app, &page, &format!("{href}/dismissals"), &[("as", "spam")]).await;
        assert!(gone.location.is_some(), "{}", gone.html);
        assert!(app.get("/desk/mail").await.says("Every message has its place."));
        assert!(app.get("/desk/mail?show=aside").await.says("Likely spam"));
        let twice = done(&app, &app.get(&href).await, &format!("{href}/dismissals"), &[("as", "spam")]).await;
        assert!(twice.says("Somebody has dealt with this message already"), "{}", twice.html);
        done(&app, &app.get(&href).await, &format!("{href}/returns"), &[]).await;
        assert!(!app.get("/desk/mail").await.says("Every message has its place."));
        let raw = app.get(&format!("{href}/message.eml")).await;
        assert!(raw.says("X-Spam-Flag: YES"), "{}", raw.html);
    }

    async fn a_message_kept_but_not_judged_is_judged_later(app: App) {
        let arrived = Arrived {
            bytes: mail("foi@police.example", "", "How many drones?"),
            source: Source::Pipe,
            place: String::new(),
            received_at: None,
        };
        // As if the program had been killed between keeping and judging.
        let kept = app.casework.incoming().keep(arrived.clone(), app.now()).await.unwrap();
        assert_eq!(app.cases().await, 0);
        assert_eq!(app.casework.incoming().judge_waiting(app.now()).await.unwrap(), 1);
        assert_eq!(app.cases().await, 1);
        let again = app.casework.incoming().receive(arrived, app.now()).await.unwrap();
        assert_eq!((again.id, again.landed), (kept.id, None));
        assert_eq!(app.casework.incoming().judge_waiting(app.now()).await.unwrap(), 0);
    }

    async fn two_nodes_that_take_one_message_log_it_once(app: App) {
        let raw = |n: usize| mail("foi@police.example", &format!("X-Copy: {n}\n"), "How many drones?");
        let (a, b, c) = tokio::join!(
            receive(&app, raw(1), "2026-06-02T08:00:00Z"),
            receive(&app, raw(1), "2026-06-02T08:00:00Z"),
            receive(&app, raw(2), "2026-06-02T08:00:00Z"),
        );
        assert_eq!(app.cases().await, 1, "{a:?} {b:?} {c:?}");
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 1);
    }

    async fn no_answer_goes_by_itself_to_machines_lists_or_a_loop(app: App) {
        for (n, headers) in ["Return-Path: <>\n", "List-Id: <foi.lists.example>\n", "Auto-Submitted: auto-generated\n"].iter().enumerate() {
            let id = format!("Message-ID: <machine-{n}@example.org>\n{headers}");
            assert_eq!(landed(&app, mail("foi@police.example", &id, "How many?")).await, Landed::Tray, "{headers}");
        }
        // Nobody reads a no-reply address: the request stands, and nothing is sent there.
        let silent = mail("foi@police.example", "From: Portal <no-reply@portal.example>\nMessage-ID: <p@portal.example>\n", "How many drones?");
        let Landed::Logged(reference) = landed(&app, silent).await else { panic!("not logged") };
        assert!(app.case(&reference).await.letters.is_empty());
        for n in 0..12 {
            let headers = format!("Message-ID: <loop-{n}@example.net>\nFrom: loop@example.net\nSubject: {n}\n");
            let landed = landed(&app, mail("foi@police.example", &headers, &format!("Question {n}?"))).await;
            // After the first the sender has a case, so an officer looks.
            assert_eq!(matches!(landed, Landed::Logged(_)), n == 0, "{n}: {landed:?}");
        }
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 1);
    }

    async fn a_message_to_an_answered_case_is_filed_and_shown_to_an_officer(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let (reference, letter) = requested(&app).await;
        app.act(&reference, officer, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        let reply = mail("foi@police.example", &format!("Message-ID: <late@example.org>\nIn-Reply-To: <{}>\n", letter.message_id), "I want a review.");
        assert_eq!(landed(&app, reply).await, Landed::Filed(vec![reference.clone()]));
        let case = app.case(&reference).await;
        assert_eq!(case.messages.len(), 2);
        assert_eq!(case.stored.case.waiting.len(), 1, "it waits there");
        assert!(matches!(case.stored.events.last().unwrap().actor, Actor::SYSTEM));
    }
}
