//! Getting in and staying in: the set-up link, passwords that are chosen, sessions in use.

use crate::support::{App, day, signed_in};
use daylight::casework::CaseworkFault;
use daylight::casework::people::authority::AuthorityTyped;
use daylight::casework::people::invited::FirstManager;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::net::IpAddr;

on_both_databases! {
    async fn every_node_prints_one_set_up_link_and_it_works_once(app: App) {
        let other = app.second_node().await;
        let (first, second) = tokio::join!(async { app.casework.accounts().set_up_token().await }, async { other.accounts().set_up_token().await });
        let token = first.unwrap().unwrap();
        assert_eq!(second.unwrap().unwrap(), token);
        assert_eq!(app.casework.accounts().set_up_token().await.unwrap().unwrap(), token, "after a restart");
        assert_eq!(app.get(&format!("/setup/{token}")).await.status, Status::Ok);
        let mut wrong = token.clone();
        wrong.replace_range(..1, if token.starts_with('0') { "1" } else { "0" });
        assert_eq!(app.get(&format!("/setup/{wrong}")).await.status, Status::NotFound);
        let manager = || FirstManager {
            name: "Mario".into(),
            email: "mario@police.example".into(),
            password: "three words here".into(),
        };
        let (now, typed) = (app.now(), AuthorityTyped { regime: "uk-foia-2000".into(), ..AuthorityTyped::default() });
        let (one, two) = tokio::join!(async { app.casework.accounts().set_up(&token, manager(), &typed, now).await }, async { other.accounts().set_up(&token, manager(), &typed, now).await });
        let not_found = |made: &Result<i64, CaseworkFault>| matches!(made, Err(CaseworkFault::NotFound));
        assert!(one.is_ok() != two.is_ok() && (not_found(&one) || not_found(&two)), "{one:?} {two:?}");
        assert_eq!(app.get(&format!("/setup/{token}")).await.status, Status::NotFound);
        assert_eq!(app.casework.accounts().set_up_token().await.unwrap(), None);
    }

    async fn a_password_that_many_people_have_is_not_taken(app: App) {
        let token = app.casework.accounts().set_up_token().await.unwrap().unwrap();
        let path = format!("/setup/{token}");
        let csrf = app.get(&path).await.value("csrf");
        let choose = async |password: &str| {
            let typed = [("csrf", csrf.as_str()), ("regime", "uk-foia-2000"), ("name", "Mario"), ("email", "mario@police.example"), ("password", password)];
            app.post(&path, &typed).await
        };
        for guessed in ["password1234", "Example Police", "examplepolice!", "123456789123"] {
            let page = choose(guessed).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{guessed}");
            assert!(page.says("harder to guess"), "{guessed}: {}", page.html);
        }
        assert_eq!(choose("kettle orbit mango").await.status, Status::SeeOther);
    }

    async fn a_desk_page_without_the_database_says_when_to_try_again(app: App) {
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        app.store().close().await.unwrap();
        for path in ["/desk", "/desk/people"] {
            let answer = app.client.get(path).dispatch().await;
            assert_eq!(answer.status(), Status::ServiceUnavailable, "{path}");
            assert_eq!(answer.headers().get_one("Retry-After"), Some("5"), "{path}");
            assert!(answer.into_string().await.unwrap().contains("The service is not available"));
        }
    }

    async fn a_session_lasts_while_it_is_used_and_is_written_down_rarely(app: App) {
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let cookie = || app.client.cookies().get("daylight_session").unwrap().clone();
        let token = cookie().value().to_owned();
        let hash = daylight::casework::secrets::hash_of(&token);
        let ends = async || app.store().people().session(&hash).await.unwrap().unwrap().expires_at;
        let first = ends().await;
        assert_eq!(first.to_rfc3339(), "2026-06-02T21:00:00+00:00");
        // In the first tenth of its twelve hours nothing is written.
        app.set_clock("2026-06-02T10:11:00Z");
        for page in ["/desk/requests", "/desk/people"] {
            assert_eq!(app.get(page).await.status, Status::Ok);
        }
        assert_eq!(ends().await, first);
        // Then a page of either kind keeps it up: the queue, and one that asks for the session alone.
        for (clock, page, until) in [
            ("2026-06-02T20:59:00Z", "/desk/requests", "2026-06-03T08:59:00+00:00"),
            ("2026-06-03T08:58:00Z", "/desk/people", "2026-06-03T20:58:00+00:00"),
        ] {
            app.set_clock(clock);
            let shown = app.client.get(page).dispatch().await;
            assert_eq!(shown.status(), Status::Ok, "{page} at {clock}");
            let renewed = shown.cookies().get("daylight_session").unwrap().clone();
            assert_eq!(renewed.value(), token);
            assert_eq!(renewed.max_age().map(|age| age.whole_hours()), Some(12), "{page}");
            // The page does not wait for it to be written.
            let mut tries = 0;
            while ends().await.to_rfc3339() != until {
                tries += 1;
                assert!(tries < 500, "{page}: {}", ends().await);
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        }
        app.set_clock("2026-06-03T20:59:00Z");
        assert_eq!(app.get("/desk/people").await.status, Status::SeeOther, "twelve hours without doing anything");
    }

    async fn nothing_is_looked_for_before_it_is_known_who_asks(app: App) {
        let asked = async |path: &str, cookie: Option<&'static str>| {
            let request = app.client.get(path.to_owned());
            let request = match cookie {
                Some(token) => request.cookie(("daylight_session", token)),
                None => request,
            };
            request.dispatch().await.status()
        };
        // What the list would be refused for, were it looked at.
        let refused = ["/desk/requests?stage=none", "/desk/requests?received_from=-262143-01-01", "/desk/requests?after=-4800-01-01,1"];
        for path in refused {
            assert_eq!(asked(path, None).await, Status::SeeOther, "{path}");
            assert_eq!(asked(path, Some("made-up")).await, Status::SeeOther, "{path}");
        }
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        for path in refused {
            assert_eq!(asked(path, None).await, Status::UnprocessableEntity, "{path}");
        }
    }

    async fn whoever_signed_in_from_there_before_is_let_in_while_strangers_use_up_the_tries(app: App) {
        app.person("Mario", Role::Manager).await;
        let email = "mario@police.example";
        for round in 0..4_u8 {
            let home = IpAddr::from([198, 51, 100, round]);
            let sessions = app.casework.sessions();
            let own = sessions.sign_in(email, "three words here", home, app.now()).await.unwrap();
            assert!(own.is_some(), "known from now on");
            let stranger = |n: u8| sessions.sign_in(email, "a wrong password", IpAddr::from([203, 0, 113, 40 * round + n]), app.now());
            let strangers = futures_util::future::join_all((0..30).map(stranger));
            let right = sessions.sign_in(email, "three words here", home, app.now());
            let (strangers, right) = tokio::join!(strangers, right);
            assert!(right.unwrap().is_some(), "the right person, from where they were before");
            let tried = strangers.iter().filter(|answer| matches!(answer, Ok(None))).count();
            assert!(tried <= 10, "{tried} passwords were tried");
            assert!(strangers.iter().all(|answer| !matches!(answer, Ok(Some(_)))));
            app.set_clock(&format!("2026-06-02T1{round}:30:00Z"));
        }
    }

    async fn a_code_is_taken_while_strangers_use_up_the_tries_on_its_reference(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let code = app.code(&reference).await;
        for round in 0..4_u8 {
            let cases = app.casework.cases();
            let stranger = |n: u8| cases.find_by_code(&reference, "AAAA-AAAA", IpAddr::from([203, 0, 113, 40 * round + n]), app.now());
            let strangers = futures_util::future::join_all((0..30).map(stranger));
            let home = IpAddr::from([198, 51, 100, round]);
            let right = cases.find_by_code(&reference, &code, home, app.now());
            let (_, right) = tokio::join!(strangers, right);
            assert!(right.unwrap().is_some(), "round {round}");
            app.set_clock(&format!("2026-06-02T1{round}:30:00Z"));
        }
    }
}
