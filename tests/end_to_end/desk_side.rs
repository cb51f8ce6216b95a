//! What the desk does through its pages: nobody without a session, nothing on a stale form.

use crate::support::{App, day, signed_in};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::domain::case::{Actor, Channel};
use daylight::domain::role::Role;
use rocket::http::Status;

on_both_databases! {
    async fn nobody_sees_the_desk_without_signing_in(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        for path in ["/desk", "/desk/requests", &format!("/desk/requests/{reference}")] {
            let page = app.get(path).await;
            assert_eq!(page.status, Status::SeeOther, "{path}");
            assert!(page.location.unwrap().starts_with("/desk/sign-in"), "{path}");
            assert!(!page.html.contains("bicycles"), "{path}");
        }
        let wrong = signed_in(&app, "olga@police.example", "three other words").await;
        assert_eq!(wrong.status, Status::UnprocessableEntity);
        let right = signed_in(&app, "olga@police.example", "three words here").await;
        assert_eq!(right.location.as_deref(), Some("/desk/requests"));
        let queue = app.get("/desk/requests").await;
        assert!(queue.says(&reference), "{}", queue.html);
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(case.says("How many bicycles?"), "{}", case.html);
    }

    async fn a_session_ends_when_its_hours_are_over_or_its_person_signs_out(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        let paths = ["/desk/requests".to_owned(), format!("/desk/requests/{reference}")];
        signed_in(&app, "olga@police.example", "three words here").await;
        for (clock, status) in [("2026-06-02T10:11:00Z", Status::Ok), ("2026-06-02T21:00:00Z", Status::SeeOther)] {
            app.set_clock(clock);
            for path in &paths {
                let page = app.get(path).await;
                assert_eq!(page.status, status, "{path} at {clock}");
                assert_eq!(page.html.contains("bicycles"), status == Status::Ok, "{path} at {clock}");
            }
        }
        signed_in(&app, "olga@police.example", "three words here").await;
        let kept = app.client.cookies().get("daylight_session").unwrap().value().to_owned();
        let csrf = app.get(&paths[1]).await.value("csrf");
        assert_eq!(app.post("/desk/sign-out", &[("csrf", &csrf)]).await.status, Status::SeeOther);
        for token in [kept, "0".repeat(52)] {
            for path in &paths {
                let asked = app.client.get(path.clone()).cookie(("daylight_session", token.clone()));
                let answer = asked.dispatch().await;
                assert_eq!(answer.status(), Status::SeeOther, "{path}");
                assert!(!answer.into_string().await.unwrap_or_default().contains("bicycles"), "{path}");
            }
        }
    }

    async fn a_form_that_shows_the_case_as_it_was_is_answered_with_what_changed(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let path = format!("/desk/requests/{reference}/notes");
        let form = app.get(&format!("{path}/new")).await;
        assert_eq!(form.status, Status::Ok, "{}", form.html);
        let (csrf, version, submission) = (form.value("csrf"), form.value("version"), form.value("submission"));
        let typed = [("csrf", csrf.as_str()), ("version", version.as_str()), ("submission", submission.as_str()), ("text", "My careful note")];
        let elsewhere = daylight::casework::Instruction::AddNote(actions::AddNote { text: "Somebody else's".into() });
        app.act(&reference, officer, None, elsewhere).await.unwrap();
        let stale = app.post(&path, &typed).await;
        assert_eq!(stale.status, Status::Conflict);
        assert!(stale.says("My careful note"), "what was typed is kept: {}", stale.html);
        assert_eq!(app.case(&reference).await.writings.len(), 1);
        // The page that says so is a form of the case as it is now.
        let (csrf, version, submission) = (stale.value("csrf"), stale.value("version"), stale.value("submission"));
        let typed = [("csrf", csrf.as_str()), ("version", version.as_str()), ("submission", submission.as_str()), ("text", "My careful note")];
        assert_eq!(app.post(&path, &typed).await.status, Status::SeeOther);
        assert_eq!(app.case(&reference).await.writings.len(), 2);
        let foreign = [("csrf", "no"), ("version", "3"), ("submission", "x"), ("text", "Not ours")];
        assert_eq!(app.post(&path, &foreign).await.status, Status::Forbidden);
        assert_eq!(app.case(&reference).await.writings.len(), 2);
    }

    async fn a_letter_to_a_postal_address_is_printed_and_said_to_be_posted_once(app: App) {
        app.person("Olga", Role::Officer).await;
        let request = RequestToLog {
            received: day("2026-06-01"),
            channel: Channel::Post,
            regime: None,
            variant: None,
            name: "Ada Example".into(),
            email: String::new(),
            address: "1 High Street\nExampletown".into(),
            category: String::new(),
            subject: String::new(),
            request: "How many bicycles?".into(),
            acknowledge: true,
            submission: "one".into(),
        };
        let logged = app.casework.cases().log_request(request, Actor::SYSTEM, app.now()).await;
        let reference = logged.unwrap().reference;
        app.set_clock("2026-06-03T09:00:00Z");
        signed_in(&app, "olga@police.example", "three words here").await;
        let letter = app.case(&reference).await.letters[0].clone();
        let sheet = format!("/desk/requests/{reference}/letters/{}", letter.public_id);
        assert!(app.get(&format!("/desk/requests/{reference}")).await.says(&sheet));
        let page = app.get(&sheet).await;
        assert!(page.says("1 High Street\nExampletown"), "{}", page.html);
        let csrf = page.value("csrf");
        let typed = |day: &'static str, month: &'static str, year: &'static str| {
            [("on-day", day), ("on-month", month), ("on-year", year)]
        };
        let post = format!("{sheet}/postings");
        let today = app.now().today;
        assert_eq!(today, day("2026-06-03"), "the day this story is told on");
        for (wrong, why) in [
            (typed("4", "6", "2026"), "in the future"),
            (typed("1", "6", "2026"), "before the letter was written"),
            (typed("31", "6", "2026"), "a date that exists"),
        ] {
            let mut fields = vec![("csrf", csrf.as_str())];
            fields.extend(wrong);
            let page = app.post(&post, &fields).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{why}");
            assert!(page.says(why), "{}", page.html);
        }
        assert_eq!(app.case(&reference).await.letters[0].state.as_str(), "to_post");
        let mut fields = vec![("csrf", csrf.as_str())];
        fields.extend(typed("3", "6", "2026"));
        for _ in 0..2 {
            assert_eq!(app.post(&post, &fields).await.status, Status::SeeOther);
        }
        let case = app.case(&reference).await;
        assert_eq!(case.letters[0].answer.as_deref(), Some("Posted on 3 June 2026."));
        let posted = case.timeline.iter().filter(|row| row.recorded.event.kind() == "letter_posted");
        assert_eq!(posted.count(), 1);
    }

    async fn each_figure_of_the_months_report_leads_to_its_requests(app: App) {
        app.person("Olga", Role::Officer).await;
        let may = app.logged(day("2026-05-28"), "How many bicycles?", "one").await;
        let june = app.logged(day("2026-06-01"), "How many horses?", "two").await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let now = app.get("/desk/reports").await.location.unwrap();
        assert_eq!(now, "/desk/reports/month/2026-06");
        let page = app.get(&now).await;
        let list = "/desk/requests?received_from=2026-06-01&amp;received_to=2026-06-30";
        // The engine escapes `=` too.
        assert!(page.html.replace("&#x3D;", "=").contains(list), "{}", page.html);
        let list = app.get(&list.replace("&amp;", "&")).await;
        assert!(list.says(&june) && !list.says(&may), "{}", list.html);
        let csv = app.get(&format!("{now}?format=csv")).await;
        // June is two days old: it is held against the first two of May.
        let heading = "2026-06-01/2026-06-02,2026-05-01/2026-05-02,2025-06-01/2025-06-02";
        assert!(csv.says(heading) && csv.says("received,Received,1,0,0\r\n"), "{}", csv.html);
        let may = app.get("/desk/reports/month/2026-05?format=csv").await;
        assert!(may.says("2026-05,2026-04,2025-05") && may.says(",1,0,0\r\n"), "{}", may.html);
        for (path, status) in [
            ("/desk/reports/month/2026-07", Status::NotFound),
            ("/desk/reports/month/2026-13", Status::NotFound),
            ("/desk/reports/month/2026-06?format=docx", Status::UnprocessableEntity),
        ] {
            assert_eq!(app.get(path).await.status, status, "{path}");
        }
    }
}
