//! Mail of strangers: what it shows decides what it does. A reference is counted up and known to
//! anybody, an address in From is written by anybody; a key and a Message-ID of ours are not.

use crate::mail_in::{bounce, mail, receive, signed_in};
use crate::support::{App, Page, day, message_href, once};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::{Landed, Received};
use daylight::domain::case::{Actor, Channel, WaitingKind};
use daylight::domain::correspondence::MessageState;
use daylight::domain::role::Role;
use daylight::mail::inbound::matching::Candidate;
use rocket::http::Status;

const FOI: &str = "foi@police.example";
const AT: &str = "2026-06-02T08:30:00Z";

/// A message of somebody with this subject.
fn from(who: &str, id: &str, headers: &str, text: &str) -> Vec<u8> {
    let headers = format!("From: {who}\nMessage-ID: <{id}@x.example>\n{headers}");
    mail(FOI, &headers, text)
}

/// A message of a stranger that names a case in its subject and shows nothing else.
fn naming(reference: &str, n: usize) -> Vec<u8> {
    let subject = format!("Subject: about {reference}\n");
    from(
        &format!("s{n}@evil.example"),
        &format!("s{n}"),
        &subject,
        "Nothing to do with it.",
    )
}

/// A message to the case's own address.
async fn keyed(app: &App, reference: &str, n: usize) -> Vec<u8> {
    let to = app.reply_address(reference).await;
    let headers = format!("From: other{n}@elsewhere.example\nMessage-ID: <k{n}@x.example>\n");
    mail(
        &to,
        &headers,
        &format!("This is message number {n} of many."),
    )
}

async fn landed(app: &App, bytes: Vec<u8>) -> Landed {
    receive(app, bytes, AT).await.landed.unwrap()
}

/// The cases an officer is offered for a message, and why it is in the tray.
async fn offered(app: &App, taken: &Received) -> (Vec<String>, String) {
    assert_eq!(taken.landed, Some(Landed::Tray));
    let row = app
        .store()
        .messages()
        .message(taken.id)
        .await
        .unwrap()
        .unwrap();
    let offered: Vec<Candidate> = serde_json::from_str(&row.candidates).unwrap();
    (
        offered.into_iter().map(|c| c.reference).collect(),
        row.reason,
    )
}

/// A request of Ada that waits for her to say which year she means.
async fn asked(app: &App, olga: Actor) -> String {
    let reference = app
        .logged(day("2026-06-01"), "How many dogs?", "asked")
        .await;
    let officer = olga.person;
    for step in [
        Instruction::Allocate(actions::Allocate {
            team: None,
            officer,
        }),
        Instruction::SeekClarification(actions::SeekClarification {
            needs: "Which year?".into(),
            why: "It names none.".into(),
        }),
    ] {
        app.act(&reference, olga, None, step).await.unwrap();
    }
    app.deliver().await;
    reference
}

async fn awaits(app: &App, reference: &str) -> bool {
    app.case(reference).await.stored.case.awaiting_clarification
}

/// The other node of the same authority, where replies are recorded by themselves.
async fn recording(app: &App) -> App {
    app.beside(&[("DAYLIGHT_INBOX__CLARIFICATIONS".into(), "record".into())])
        .await
}

/// A message as the authority's own server handed it on, with what it found of the sender.
fn checked(found: &str, bytes: Vec<u8>) -> Vec<u8> {
    let found = format!(
        "Authentication-Results: mx.police.example; {found}\r\nReceived: from x by mx; Tue, 2 Jun 2026 08:00:00 +0000\r\n"
    );
    [found.into_bytes(), bytes].concat()
}

async fn done(app: &App, page: &Page, to: &str) -> Page {
    app.post(to, &[("csrf", &page.value("csrf"))]).await
}

on_both_databases! {
    async fn a_reference_alone_puts_nothing_on_a_case_and_the_case_is_offered(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let before = app.case(&reference).await.stored.version;
        let taken = receive(&app, naming(&reference, 1), AT).await;
        let (cases, why) = offered(&app, &taken).await;
        assert_eq!(cases, std::slice::from_ref(&reference));
        assert!(why.contains(&format!("Somebody else wrote about {reference}.")), "{why}");
        for headers in ["Auto-Submitted: auto-replied\n", "List-Id: <all.evil.example>\n", "X-Spam-Flag: YES\n", "In-Reply-To: <nothing@of.ours>\n"] {
            let id = headers.len().to_string();
            let bytes = from("s@evil.example", &id, &format!("Subject: {reference}\n{headers}"), &id);
            assert_eq!(landed(&app, bytes).await, Landed::Tray, "{headers}");
        }
        let case = app.case(&reference).await;
        assert_eq!((case.stored.version, case.messages.len()), (before, 0));
        signed_in(&app).await;
        let page = app.get(&message_href(&app, taken.id).await).await;
        assert!(page.says("Its subject names this case."), "{}", page.html);
        // The requester's own address, and a letter of ours, however the subject reads.
        let own = from("Ada <Ada@Example.org>", "own", &format!("Subject: {reference}\n"), "I mean puppies.");
        assert_eq!(landed(&app, own).await, Landed::Filed(vec![reference.clone()]));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn no_more_than_twenty_messages_wait_on_a_case_and_none_is_lost(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        for n in 0..20 {
            assert_eq!(landed(&app, keyed(&app, &reference, n).await).await, Landed::Filed(vec![reference.clone()]), "{n}");
        }
        let more = receive(&app, keyed(&app, &reference, 20).await, AT).await;
        let (cases, why) = offered(&app, &more).await;
        assert_eq!(cases, std::slice::from_ref(&reference));
        assert!(why.contains(&format!("20 messages wait to be read on {reference}")), "{why}");
        let seq = app.case(&reference).await.stored.case.waiting[0].seq;
        app.act(&reference, olga, None, Instruction::DealWith(actions::DealWith { seq })).await.unwrap();
        assert_eq!(landed(&app, keyed(&app, &reference, 21).await).await, Landed::Filed(vec![reference.clone()]));
        // An officer decides what else goes there.
        app.casework.tray().place_message(more.id, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        assert_eq!(app.case(&reference).await.stored.case.waiting.len(), 21);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn pages_read_the_newest_messages_what_waits_and_lead_to_the_rest(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let token = app.status_token(&reference).await;
        let reply = Instruction::ReceiveReply(actions::ReceiveReply { text: "My words of long ago.".into(), channel: Channel::WebForm });
        app.casework.cases().by_requester(&token, reply, once(), app.now()).await.unwrap();
        for n in 0..60 {
            assert_eq!(landed(&app, keyed(&app, &reference, n).await).await, Landed::Filed(vec![reference.clone()]));
            // What the requester wrote, and the first email, are left to be read.
            let read = app.case(&reference).await.stored.case.waiting.get(2).map(|one| one.seq);
            if let Some(seq) = read {
                app.act(&reference, olga, None, Instruction::DealWith(actions::DealWith { seq })).await.unwrap();
            }
        }
        let seq = app.case(&reference).await.stored.case.waiting[0].seq;
        app.act(&reference, olga, None, Instruction::DealWith(actions::DealWith { seq })).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.waiting.len(), 1, "only message 0 is left");
        let sent = case.writings.iter().filter(|w| w.kind == "email" || w.kind == "message");
        assert_eq!((sent.count(), case.older), (51, 10), "the newest fifty and the one that waits");
        assert_eq!((case.messages.len(), case.messages_left), (51, 9));
        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        for (n, shown) in [(0, true), (1, false), (9, false), (10, true), (59, true)] {
            assert_eq!(page.says(&format!("This is message number {n} of many.")), shown, "{n}");
        }
        let all = format!("/desk/requests/{reference}/received");
        assert!(page.says(&all), "{}", page.html);
        let first = app.get(&all).await;
        assert!(first.says("number 59 of") && first.says("number 10 of") && !first.says("number 9 of"), "{}", first.html);
        let (_, rest) = first.html.split_once(&format!("{all}?texts&#x3D;")).unwrap();
        let older = app.get(&format!("{all}?texts={}", rest.split('"').next().unwrap())).await;
        for text in ["number 9 of", "number 0 of", "My words of long ago."] {
            assert!(older.says(text), "{text}: {}", older.html);
        }
        assert!(!older.says("number 10 of"));
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("What you wrote longest ago is with your request"), "{}", status.html);
        assert_eq!(status.html.matches("My words of long ago.").count(), 1, "our letter of then repeats them");
        assert_eq!(status.html.matches("Received an email about the request").count(), 60, "whoever wrote them, it was not the requester");
    }

    async fn only_what_the_requester_is_shown_to_have_written_starts_the_clock(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, olga).await;
        let app = recording(&app).await;
        app.set_clock("2026-06-04T11:00:00Z");
        let late = "2026-06-04T10:00:00Z";
        let stranger = receive(&app, naming(&reference, 1), late).await;
        assert_eq!(stranger.landed, Some(Landed::Tray));
        app.casework.tray().place_message(stranger.id, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        assert!(awaits(&app, &reference).await, "placing says where it belongs, not who wrote it");
        // It answers itself on the case now: filed, and still a stranger's.
        let again = from("s1@evil.example", "again", "In-Reply-To: <s1@x.example>\n", "And I mean 2024.");
        assert_eq!(receive(&app, again, late).await.landed, Some(Landed::Filed(vec![reference.clone()])));
        assert!(awaits(&app, &reference).await, "a stranger answered a stranger");
        // An address with a wrong key that an officer placed here once.
        let wrong = format!("foi+{}.wrongkey@police.example", reference.to_lowercase());
        let by_wrong = |n: usize| mail(&wrong, &format!("From: s2@evil.example\nMessage-ID: <w{n}@x.example>\n"), &format!("Wrong {n}"));
        let placed = receive(&app, by_wrong(1), late).await;
        app.casework.tray().place_message(placed.id, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        assert_eq!(receive(&app, by_wrong(2), late).await.landed, Some(Landed::Filed(vec![reference.clone()])));
        assert!(awaits(&app, &reference).await, "a learned address shows nobody");
        let case = app.case(&reference).await.stored.case;
        assert!(case.waiting.iter().filter(|one| one.kind == WaitingKind::Message).count() == 4, "each waits for an officer, as no reply of the requester's");
        let own = from("ada@example.org", "own", &format!("Subject: {reference}\n"), "I mean 2024.");
        assert_eq!(receive(&app, own, late).await.landed, Some(Landed::Filed(vec![reference.clone()])));
        assert!(!awaits(&app, &reference).await, "the requester's own answer is recorded");
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_reply_to_our_letter_from_another_address_is_recorded(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, olga).await;
        let letter = app.mailbox.lock().unwrap().last().unwrap().message_id.clone();
        let app = recording(&app).await;
        let reply = from("ada@work.example", "work", &format!("In-Reply-To: <{letter}>\n"), "I mean 2024.");
        app.set_clock("2026-06-04T11:00:00Z");
        assert_eq!(receive(&app, reply, "2026-06-04T10:00:00Z").await.landed, Some(Landed::Filed(vec![reference.clone()])));
        assert!(!awaits(&app, &reference).await);
    }

    async fn a_report_marks_only_letters_it_shows_to_be_about(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let mut cases = Vec::new();
        for n in 0..3 {
            let request = from(&format!("v{n}@home.example"), &format!("r{n}"), &format!("Subject: Dogs {n}\n"), &format!("How many dogs in ward {n}?"));
            let Landed::Logged(reference) = landed(&app, request).await else { panic!("not logged") };
            cases.push(reference);
        }
        app.deliver().await;
        let failed = async || {
            let mut failed = Vec::new();
            for reference in &cases {
                let case = app.case(reference).await;
                if case.letters[0].reported.is_some() || case.requester.failing.is_some() {
                    failed.push(reference.clone());
                }
            }
            failed
        };
        let named = format!("Subject: Undelivered {}\n", cases.join(" "));
        let prose = |id: &str, more: &str| from("mailer-daemon@evil.example", id, &format!("Return-Path: <>\n{more}"), "Your letter could not be delivered.");
        let forged = receive(&app, prose("b1", &named), AT).await;
        assert_eq!(offered(&app, &forged).await.0.len(), 3, "an officer may look");
        assert!(failed().await.is_empty(), "references alone mark nothing");
        // Of a conversation only the last letter of ours is meant.
        let id = |n: usize| { let case = cases[n].clone(); let app = &app; async move { app.case(&case).await.letters[0].message_id.clone() } };
        let thread = format!("References: <{}> <{}>\n", id(1).await, id(0).await);
        assert_eq!(landed(&app, prose("b2", &thread)).await, Landed::Filed(vec![cases[0].clone()]));
        assert_eq!(failed().await, [cases[0].clone()]);
        // The case's own address, where servers send what came back.
        let to = app.reply_address(&cases[1]).await;
        let back = mail(&to, "From: mailer-daemon@mx.example\nReturn-Path: <>\nMessage-ID: <b3@x.example>\nSubject: Undelivered\n", "It could not be delivered.");
        assert_eq!(landed(&app, back).await, Landed::Filed(vec![cases[1].clone()]));
        assert_eq!(landed(&app, bounce(&id(2).await, FOI)).await, Landed::Filed(vec![cases[2].clone()]));
        assert_eq!(failed().await, cases);

        // It was wrong after all, and an officer says so.
        signed_in(&app).await;
        let list = app.get("/desk/mail/undelivered").await;
        assert!(list.says("It arrived; the report is wrong"), "{}", list.html);
        let letter = app.case(&cases[0]).await.letters[0].public_id;
        let right = done(&app, &list, &format!("/desk/mail/undelivered/{letter}/arrivals")).await;
        assert_eq!(right.status, Status::SeeOther, "{}", right.html);
        assert_eq!(failed().await, cases[1..]);
        let page = app.get(&format!("/desk/requests/{}", cases[0])).await;
        assert!(page.says("arrived: the report that it was not delivered was wrong"), "{}", page.html);
        assert!(!page.says("do not arrive") && !page.says("Came back"), "{}", page.html);
        assert!(app.casework.outbox().letter_arrived(app.case(&cases[0]).await.letters[0].id, olga, app.now()).await.is_err(), "once");
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn strangers_cause_sixty_letters_an_hour_and_every_request_keeps_its_day(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let mut waits = Vec::new();
        for n in 0..65 {
            let request = from(&format!("p{n}@forged{n}.example"), &format!("p{n}"), &format!("Subject: Topic {n}\n"), &format!("How many horses has station {n}?"));
            let taken = receive(&app, request, AT).await;
            match &taken.landed {
                Some(Landed::Logged(_)) => assert!(n < 60, "{n}"),
                Some(Landed::Tray) => waits.push(taken.id),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((app.cases().await, waits.len()), (60, 5));
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 60, "no more acknowledgements than that");
        let row = app.store().messages().message(waits[0]).await.unwrap().unwrap();
        assert!(row.reason.contains("It keeps its day of receipt"), "{}", row.reason);
        app.set_clock("2026-06-02T10:01:00Z");
        let next = from("q@forged.example", "q", "Subject: Other\n", "How many cats?");
        assert!(matches!(receive(&app, next, "2026-06-02T10:00:00Z").await.landed, Some(Landed::Logged(_))), "an hour later");
        app.set_clock("2026-06-05T09:00:00Z");
        let reference = app.casework.tray().log_from_message(waits[0], olga, app.now()).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.stored.case.received, day("2026-06-02"));
    }

    async fn nobody_is_written_to_whose_address_the_mail_server_found_forged(app: App) {
        app.person("Olga", Role::Officer).await;
        let request = |n: usize| from(&format!("v{n}@home.example"), &format!("v{n}"), &format!("Subject: Dogs {n}\n"), &format!("How many dogs {n}?"));
        for (n, found) in ["spf=pass; dmarc=fail", "spf=fail", "spf=softfail; dkim=pass"].into_iter().enumerate() {
            let taken = receive(&app, checked(found, request(n)), AT).await;
            let (_, why) = offered(&app, &taken).await;
            assert!(why.contains("not from the address it names"), "{found}: {why}");
        }
        assert_eq!(app.cases().await, 0);
        app.deliver().await;
        assert!(app.mailbox.lock().unwrap().is_empty());
        // One that was forwarded, behind which its domain stands.
        let forwarded = checked("spf=fail; dkim=pass; dmarc=pass", request(9));
        let Landed::Logged(reference) = landed(&app, forwarded).await else { panic!("not logged") };
        let own = from("v9@home.example", "own", &format!("Subject: {reference}\n"), "And cats.");
        let taken = receive(&app, checked("dmarc=fail", own), AT).await;
        assert_eq!(offered(&app, &taken).await.0, [reference]);
    }

    async fn a_message_id_that_a_stranger_chose_draws_nobody_elses_mail_onto_a_case(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let to = app.reply_address(&reference).await;
        // The Message-ID of a letter that many people have, and one under somebody else's name.
        for (who, id) in [("other@elsewhere.example", "to-all@council.example"), ("v3@y.example", "forged@council.example")] {
            let filed = mail(&to, &format!("From: {who}\nMessage-ID: <{id}>\n"), &format!("Thank you, {who}."));
            assert_eq!(landed(&app, filed).await, Landed::Filed(vec![reference.clone()]));
        }
        let answer = |who: &str, id: &str, subject: &str| {
            let name = who.split('@').next().unwrap();
            from(who, name, &format!("Subject: {subject}\nReferences: <{id}>\n"), &format!("I, {name}, ask for the records of my illness."))
        };
        for (who, id, subject) in [
            ("v1@y.example", "to-all@council.example", "Freedom of information request"),
            ("v2@y.example", "to-all@council.example", "Re: Our newsletter"),
            ("v3@y.example", "forged@council.example", "Re: Our newsletter"),
        ] {
            let taken = receive(&app, answer(who, id, subject), AT).await;
            let (cases, why) = offered(&app, &taken).await;
            assert_eq!(cases, std::slice::from_ref(&reference), "{who}");
            assert!(why.contains(&format!("Somebody else wrote about {reference}.")), "{why}");
        }
        assert_eq!(app.case(&reference).await.messages.len(), 2);
        // The requester is known by their address, and somebody an officer placed there by that.
        let own = answer("ada@example.org", "to-all@council.example", "Re: Our newsletter");
        assert_eq!(landed(&app, own).await, Landed::Filed(vec![reference]));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_better_copy_of_a_doubted_message_is_judged_and_a_worse_one_is_a_repeat(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let request = |n: usize| from(&format!("v{n}@home.example"), &format!("v{n}"), &format!("Subject: Bridges {n}\n"), &format!("How many bridges {n}?"));
        let forged = |n: usize, by: &str| checked(&format!("spf=fail smtp.mailfrom={by}; dmarc=fail header.from=home.example"), request(n));
        let genuine = |n: usize| checked("spf=pass smtp.mailfrom=home.example; dmarc=pass header.from=home.example", request(n));
        let state = async |id: i64| app.store().messages().message(id).await.unwrap().unwrap().state;
        let first = receive(&app, forged(1, "evil.example"), AT).await;
        assert_eq!(first.landed, Some(Landed::Tray));
        assert_eq!(landed(&app, forged(1, "worse.example")).await, Landed::Repeat, "no better than the first");
        let Landed::Logged(_) = landed(&app, genuine(1)).await else { panic!("it was lost") };
        assert_eq!(state(first.id).await, MessageState::Repeat, "it waits for nobody any more");
        assert_eq!(landed(&app, forged(1, "late.example")).await, Landed::Repeat);
        assert_eq!(landed(&app, request(1)).await, Landed::Repeat);
        // Whatever an officer did with the forged one.
        let second = receive(&app, forged(2, "evil.example"), AT).await;
        app.casework.tray().set_message_aside(second.id, true, olga, app.now()).await.unwrap();
        let Landed::Logged(_) = landed(&app, genuine(2)).await else { panic!("it was lost") };
        assert_eq!(state(second.id).await, MessageState::Spam);
        // A filter on one of two ways.
        let spam = [b"X-Spam-Flag: YES\r\n".to_vec(), request(3)].concat();
        assert_eq!(landed(&app, spam).await, Landed::Tray);
        let Landed::Logged(_) = landed(&app, genuine(3)).await else { panic!("it was lost") };
        assert_eq!(app.cases().await, 3);
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 3);
    }

    async fn what_a_person_wrote_is_judged_though_a_copy_with_a_machines_headers_came_first(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let headers = ["X-Loop: foi@police.example\r\n", "Auto-Submitted: auto-replied\r\n", "Return-Path: <>\r\n", "List-Id: <all.x.example>\r\n", "Precedence: bulk\r\n"];
        for (n, header) in headers.into_iter().enumerate() {
            let request = from(&format!("v{n}@home.example"), &format!("v{n}"), &format!("Subject: Drains {n}\n"), &format!("How many drains {n}?"));
            let passed_on = [header.as_bytes(), &request].concat();
            let first = landed(&app, passed_on.clone()).await;
            assert!(matches!(first, Landed::SetAside | Landed::Tray), "{header}: {first:?}");
            let Landed::Logged(_) = landed(&app, request).await else { panic!("{header} lost the request") };
            assert_eq!(landed(&app, [b"X-Way: 2\r\n".to_vec(), passed_on].concat()).await, Landed::Repeat);
        }
        assert_eq!(app.cases().await, headers.len());
        // What answers our question comes again as its sender wrote it.
        let reference = asked(&app, olga).await;
        let node = recording(&app).await;
        node.set_clock("2026-06-04T11:00:00Z");
        let reply = mail(&app.reply_address(&reference).await, "Message-ID: <reply@example.org>\n", "I mean last year.");
        let passed_on = [b"Auto-Submitted: auto-replied\r\n".to_vec(), reply.clone()].concat();
        for bytes in [passed_on, reply] {
            assert!(awaits(&app, &reference).await, "nobody answered yet");
            let landed = receive(&node, bytes, "2026-06-04T10:00:00Z").await.landed;
            assert_eq!(landed, Some(Landed::Filed(vec![reference.clone()])));
        }
        assert!(!awaits(&app, &reference).await, "the answer was lost");
        // One that an officer logged all the same is the request: its better copy is no second one.
        let request = from("w@home.example", "w", "Subject: Weirs\n", "How many weirs?");
        let listed = receive(&app, [b"Precedence: bulk\r\n".to_vec(), request.clone()].concat(), AT).await;
        app.casework.tray().log_from_message(listed.id, olga, app.now()).await.unwrap();
        assert_eq!(landed(&app, request).await, Landed::Repeat);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn what_the_mail_server_found_of_one_sender_is_said_of_no_other(app: App) {
        app.person("Olga", Role::Officer).await;
        let request = from("vic@home.example", "v", "Subject: Trees\n", "How many trees?");
        let Landed::Logged(reference) = landed(&app, request).await else { panic!("not logged") };
        let passed = "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example";
        let lines = [
            "From: <att@evil.example>\nFrom: <vic@home.example>",
            "From: <vic@home.example>\nFrom: <att@evil.example>",
            "From: <vic@home.example>, <att@evil.example>",
            "From: <att@evil.example>, <vic@home.example>",
        ];
        for (n, line) in lines.into_iter().enumerate() {
            let headers = format!("{line}\nMessage-ID: <t{n}@evil.example>\nSubject: Re: {reference}\n");
            let taken = receive(&app, checked(passed, mail(FOI, &headers, &format!("I withdraw it, {n}."))), AT).await;
            let (_, why) = offered(&app, &taken).await;
            assert!(why.contains("more than one sender"), "{line}: {why}");
        }
        let one = from("vic@home.example", "one", &format!("Subject: Re: {reference}\n"), "I withdraw it.");
        let taken = receive(&app, checked(passed, one), AT).await;
        let row = app.store().messages().message(taken.id).await.unwrap().unwrap();
        assert_eq!(row.checks, "The mail server recorded no check of the sender.");
        assert_eq!(app.case(&reference).await.messages.len(), 2);
    }

    async fn five_new_addresses_wait_at_the_most(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let token = app.status_token(&reference).await;
        for n in 0..6 {
            let form = app.get(&format!("/status/{token}/addresses/new")).await;
            let (csrf, submission, email) = (form.value("csrf"), form.value("submission"), format!("v{n}@victim.example"));
            let fields = [("csrf", csrf.as_str()), ("submission", submission.as_str()), ("email", email.as_str()), ("address", "")];
            let given = app.post(&format!("/status/{token}/addresses"), &fields).await;
            if n < 5 {
                assert_eq!(given.status, Status::SeeOther, "{n}: {}", given.html);
            } else {
                assert_eq!(given.status, Status::UnprocessableEntity);
                assert!(given.says("5 new addresses wait to be taken over"), "{}", given.html);
            }
        }
        let waiting = app.case(&reference).await.stored.case.waiting.len();
        assert_eq!(waiting, 5);
    }
}
