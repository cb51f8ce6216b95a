//! What the desk does through its pages: nobody without a session, nothing on a stale form.

use crate::support::{App, Page, day};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn signed_in(app: &App, email: &str, password: &str) -> Page {
    let csrf = app.get("/desk/sign-in").await.value("csrf");
    let typed = [
        ("csrf", csrf.as_str()),
        ("email", email),
        ("password", password),
    ];
    app.post("/desk/sign-in", &typed).await
}

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

    async fn a_form_that_shows_the_case_as_it_was_is_answered_with_what_changed(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let path = format!("/desk/requests/{reference}/notes");
        let form = app.get(&format!("{path}/new")).await;
        assert_eq!(form.status, Status::Ok, "{}", form.html);
        let (csrf, version, submission) = (form.value("csrf"), form.value("version"), form.value("submission"));
        let typed = [("csrf", csrf.as_str()), ("version", version.as_str()), ("submission", submission.as_str()), ("text", "My careful note")];
        let elsewhere = daylight::casework::Instruction::AddNote { text: "Somebody else's".into() };
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
}
