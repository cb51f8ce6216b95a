//! A form sent twice is taken once; one that somebody goes back to and sends with other words is
//! another, and neither is lost.

use crate::from_requesters::status;
use crate::limits::form;
use crate::publications::two_topics;
use crate::support::{App, day, signed_in};
use daylight::casework::CaseworkFault;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::mail::held_forms::Taken;
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::WaitingKind;
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use rocket::http::Status;

on_both_databases! {
    async fn a_message_sent_with_other_words_after_going_back_is_another(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many horses?", "one").await;
        let token = app.status_token(&reference).await;
        let page = app.get(&format!("/status/{token}")).await;
        let (csrf, submission) = (page.value("csrf"), page.value("submission"));
        for text in ["Only the northern district.", "Only the northern district.", "And the southern one."] {
            let typed = [("csrf", csrf.as_str()), ("submission", submission.as_str()), ("reply", text)];
            let sent = app.post(&format!("/status/{token}/replies"), &typed).await;
            assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        }
        let shown = status(&app, &reference).await;
        for text in ["Only the northern district.", "And the southern one."] {
            assert_eq!(shown.html.matches(&format!("\">{text}</p>")).count(), 1, "{text}: {}", shown.html);
        }
        let form = app.get(&format!("/status/{token}/addresses/new")).await;
        let (csrf, submission) = (form.value("csrf"), form.value("submission"));
        for email in ["one@example.org", "one@example.org", "two@example.org"] {
            let typed = [("csrf", csrf.as_str()), ("submission", submission.as_str()), ("email", email)];
            let sent = app.post(&format!("/status/{token}/addresses"), &typed).await;
            assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        }
        let waiting = &app.case(&reference).await.stored.case.waiting;
        let of = |kind| waiting.iter().filter(|one| one.kind == kind).count();
        assert_eq!((of(WaitingKind::Message), of(WaitingKind::NewAddress)), (2, 2));
    }

    async fn a_request_sent_with_other_words_after_going_back_is_another(app: App) {
        let page = app.get("/requests/new").await;
        let csrf = page.value("csrf");
        let submission = "3f2b8c1e-9a4d-4e5f-8b6a-0c1d2e3f4a5b";
        let mut led = Vec::new();
        for (email, text) in [("a@example.org", "How many horses?"), ("a@example.org", "How many horses?"), ("b@example.org", "How many horses?"), ("a@example.org", "How many dogs?")] {
            let typed = [("csrf", csrf.as_str()), ("submission", submission), ("description", text), ("name", "Ada Example"), ("email", email), ("reply_by", "email")];
            // The day of receipt is the clock's, and nothing that was typed.
            app.set_clock(&format!("2026-06-0{}T09:00:00Z", 2 + led.len()));
            let sent = app.post("/requests", &typed).await;
            assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
            let to = sent.location.unwrap();
            let confirmed = app.get(&to).await;
            assert_eq!(confirmed.status, Status::Ok, "{}", confirmed.html);
            led.push(to);
        }
        assert_eq!(led[0], led[1], "a second click leads to the first one's confirmation");
        assert_eq!(app.references().await.len(), 3);
        led.sort();
        led.dedup();
        assert_eq!(led.len(), 3);
        // The same for those that somebody looks at first.
        let mut held = Vec::new();
        for text in ["How many cats?", "How many cats?", "How many cows?"] {
            let entered = RequestToLog { request: text.into(), ..form(&app, "a@example.org", "form 1") };
            match app.casework.tray().take_request(entered, Some("Much came at once."), app.now()).await.unwrap() {
                Taken::Waits(token) => held.push(token),
                other => panic!("{other:?}"),
            }
        }
        assert!(held[0] == held[1] && held[1] != held[2], "{held:?}");
        for token in held {
            assert!(app.casework.tray().held(&token).await.unwrap().is_some());
        }
    }

    async fn a_decision_and_a_correction_sent_with_other_words_are_others(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let mut done = Vec::new();
        for label in ["Swimming", "Swimming", "Pools and baths"] {
            let rename = TopicDecision::Of(Action::Rename { topic: pools, label: label.into() });
            let change = app.casework.topics().decide_topic(rename, "one form", manager, app.now()).await.unwrap();
            done.push(change.is_some());
        }
        assert_eq!(done, [true, false, true]);
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        let version = app.case(&reference).await.stored.version;
        let mut corrected = Vec::new();
        for subject in ["Bicycles", "Bicycles", "Tricycles"] {
            let correcting = Correcting {
                reference: reference.clone(),
                version,
                submission: "one form".into(),
                what: ToCorrect::Subject { subject: subject.into() },
                why: "It was cut off.".into(),
            };
            corrected.push(app.casework.corrections().correct(&correcting, manager, app.now()).await);
        }
        assert!(matches!(corrected[..], [Ok(()), Ok(()), Err(CaseworkFault::Stale)]), "{corrected:?}");
    }

    async fn a_note_sent_with_other_words_after_going_back_is_said_to_come_too_late(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let path = format!("/desk/requests/{reference}/notes");
        let form = app.get(&format!("{path}/new")).await;
        let fields = ["csrf", "version", "submission"].map(|name| (name, form.value(name)));
        let mut answers = Vec::new();
        for text in ["My first note", "My first note", "My second note"] {
            let typed = fields.iter().map(|(name, value)| (*name, value.as_str()));
            let typed: Vec<(&str, &str)> = typed.chain([("text", text)]).collect();
            answers.push(app.post(&path, &typed).await);
        }
        let statuses: Vec<Status> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [Status::SeeOther, Status::SeeOther, Status::Conflict]);
        assert!(answers[2].says("My second note"), "what was typed is kept: {}", answers[2].html);
        assert_eq!(app.case(&reference).await.writings.len(), 1);
    }
}
