//! People at the desk: invited by a link that nobody else sees, passwords changed and forgotten,
//! roles changed and accounts ended at once on every node, each written down.

use crate::letters::round;
use crate::mail_in::receive;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, Page, all_is_done, day, goes_on, signed_in};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daylight::casework::cases::actions;
use daylight::casework::secrets::hash_of;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::role::Role;
use daylight::mail::{Letter, Transport};
use rocket::http::Status;
use std::net::IpAddr;
use std::sync::Arc;

const PASSWORD: &str = "three words here";

/// The letters that left.
async fn delivered(app: &App) -> Vec<Letter> {
    let at = app.now().at;
    let transport = Transport::Memory(Arc::clone(&app.mailbox));
    app.casework
        .outbox()
        .deliver(&transport, 100, &move || at, &goes_on())
        .await
        .unwrap();
    app.mailbox.lock().unwrap().clone()
}

/// The path of the link to choose a password in the last letter to an address.
async fn link_to(app: &App, address: &str) -> String {
    let letters = delivered(app).await;
    let letter = letters.iter().rfind(|l| l.to.address == address);
    let text = letter
        .unwrap_or_else(|| panic!("no letter to {address}"))
        .text
        .clone();
    let (_, rest) = text.split_once("http://foi.example").unwrap();
    let path = rest.split_whitespace().next().unwrap().to_owned();
    assert!(path.starts_with("/password/"), "{text}");
    path
}

async fn choose(app: &App, path: &str, password: &str) -> Page {
    let page = app.get(path).await;
    if page.status != Status::Ok {
        return page;
    }
    let csrf = page.value("csrf");
    app.post(path, &[("csrf", &csrf), ("password", password)])
        .await
}

async fn desk_form(app: &App, path: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = app.get("/desk/password").await.value("csrf");
    let fields = [("csrf", csrf.as_str())]
        .into_iter()
        .chain(fields.iter().copied());
    app.post(path, &fields.collect::<Vec<_>>()).await
}

async fn invite(app: &App, name: &str, role: &str) -> Page {
    let email = format!("{}@police.example", name.to_lowercase());
    let fields = [
        ("name", name),
        ("email", &email),
        ("role", role),
        ("team", ""),
    ];
    desk_form(app, "/desk/people", &fields).await
}

async fn forgotten(app: &App, email: &str) -> Page {
    let csrf = app.get("/desk/forgotten").await.value("csrf");
    app.post("/desk/forgotten", &[("csrf", &csrf), ("email", email)])
        .await
}

/// The same, once what is put off is done; nothing says when.
async fn forgotten_and_done(app: &App, email: &str) -> Page {
    let page = forgotten(app, email).await;
    all_is_done().await;
    page
}

/// What was done, the latest first.
async fn acts(app: &App) -> Vec<(String, String, String)> {
    let acts = app.store().people().desk_acts(50).await.unwrap();
    let words = acts
        .into_iter()
        .map(|a| (a.what.as_str().to_owned(), a.by, a.about));
    words.collect()
}

fn act(what: &str, by: &str, about: &str) -> (String, String, String) {
    (what.into(), by.into(), about.into())
}

async fn id_of(app: &App, name: &str) -> i64 {
    let people = app.store().people().all().await.unwrap();
    people.iter().find(|p| p.name == name).unwrap().id
}

on_both_databases! {
    async fn whoever_is_invited_chooses_a_password_by_a_link_that_works_once(app: App) {
        app.person("Mario", Role::Manager).await;
        app.person("Olga", Role::Officer).await;
        signed_in(&app, "olga@police.example", PASSWORD).await;
        assert_eq!(app.get("/desk/people").await.status, Status::Forbidden);
        assert_eq!(invite(&app, "Nia", "officer").await.status, Status::Forbidden);
        signed_in(&app, "mario@police.example", PASSWORD).await;
        let page = app.get("/desk/people").await;
        assert!(page.says("olga@police.example") && !page.says("type=\"password\""), "{}", page.html);
        for (name, role, why) in [
            ("Olga", "officer", "already has this address"),
            ("Nia", "requester", "Choose a role from the list"),
            ("", "officer", "Enter a name"),
        ] {
            let page = invite(&app, name, role).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{why}");
            assert!(page.says(why), "{why}: {}", page.html);
        }
        assert_eq!(app.store().people().all().await.unwrap().len(), 2);
        assert_eq!(invite(&app, "Nia", "officer").await.status, Status::SeeOther);
        let first = link_to(&app, "nia@police.example").await;
        assert!(signed_in(&app, "nia@police.example", "").await.says("not right"));
        signed_in(&app, "mario@police.example", PASSWORD).await;
        let nia = format!("/desk/people/{}", id_of(&app, "Nia").await);
        assert!(app.get(&nia).await.says("has not chosen a password yet"));
        // Sent again, the first link is worth nothing.
        assert_eq!(desk_form(&app, &format!("{nia}/invitations"), &[]).await.status, Status::SeeOther);
        let second = link_to(&app, "nia@police.example").await;
        assert_ne!(first, second);
        assert_eq!(app.get(&first).await.status, Status::NotFound);
        // A password anybody would guess is refused and the link goes on working.
        let refused = choose(&app, &second, "Example Police").await;
        assert_eq!(refused.status, Status::UnprocessableEntity);
        assert_eq!(choose(&app, &second, "kettle orbit mango").await.status, Status::SeeOther);
        assert_eq!(app.get(&second).await.status, Status::NotFound, "it worked once");
        assert_eq!(signed_in(&app, "nia@police.example", "kettle orbit mango").await.status, Status::SeeOther);
        assert_eq!(acts(&app).await, [
            act("joined", "", "Nia"),
            act("invited_again", "Mario", "Nia"),
            act("invited", "Mario", "Nia"),
        ]);
    }

    async fn an_invitation_runs_out_and_two_who_use_one_at_once_choose_one_password(app: App) {
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", PASSWORD).await;
        invite(&app, "Nia", "officer").await;
        let path = link_to(&app, "nia@police.example").await;
        let token = path.rsplit('/').next().unwrap().to_owned();
        app.set_clock("2026-06-09T09:00:01Z");
        assert_eq!(app.get(&path).await.status, Status::NotFound, "after seven days");
        app.set_clock("2026-06-09T08:59:00Z");
        let other = app.second_node().await;
        let now = app.now();
        let (one, two) = tokio::join!(
            async { app.casework.accounts().choose_password(&token, "kettle orbit mango", now).await },
            async { other.accounts().choose_password(&token, "walnut train opera", now).await });
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let lost = if one.is_ok() { two } else { one };
        assert!(matches!(lost, Err(CaseworkFault::NotFound)), "{lost:?}");
    }

    async fn a_password_is_changed_by_who_knows_it_and_other_sessions_end(app: App) {
        app.person("Olga", Role::Officer).await;
        signed_in(&app, "olga@police.example", PASSWORD).await;
        let elsewhere = app.beside(&[]).await;
        signed_in(&elsewhere, "olga@police.example", PASSWORD).await;
        let wrong = desk_form(&app, "/desk/password", &[("present", "three words there"), ("password", "kettle orbit mango")]).await;
        assert_eq!(wrong.status, Status::UnprocessableEntity);
        assert!(wrong.says("not your present password"), "{}", wrong.html);
        let weak = desk_form(&app, "/desk/password", &[("present", PASSWORD), ("password", "olga@police.example")]).await;
        assert_eq!(weak.status, Status::UnprocessableEntity);
        assert_eq!(elsewhere.get("/desk/requests").await.status, Status::Ok, "nothing happened yet");
        let changed = desk_form(&app, "/desk/password", &[("present", PASSWORD), ("password", "kettle orbit mango")]).await;
        assert_eq!(changed.status, Status::SeeOther, "{}", changed.html);
        assert_eq!(app.get("/desk/requests").await.status, Status::Ok, "signed in here");
        assert_eq!(elsewhere.get("/desk/requests").await.status, Status::SeeOther, "signed out there");
        assert!(signed_in(&elsewhere, "olga@police.example", PASSWORD).await.says("not right"));
        assert_eq!(signed_in(&elsewhere, "olga@police.example", "kettle orbit mango").await.status, Status::SeeOther);
        assert_eq!(acts(&app).await, [act("password_changed", "Olga", "Olga")]);
    }

    async fn no_session_begun_with_the_old_password_outlives_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await.person.unwrap();
        let now = app.now();
        for round in 0..4_u8 {
            let (old, new) = if round % 2 == 0 { (PASSWORD, "kettle orbit mango") } else { ("kettle orbit mango", PASSWORD) };
            let from = |n: u8| std::net::IpAddr::from([192, 0, 2, 10 * round + n]);
            let (sessions, accounts) = (app.casework.sessions(), app.casework.accounts());
            let sign_in = |n: u8| sessions.sign_in("olga@police.example", old, from(n), now);
            let own = sign_in(9).await.unwrap().unwrap();
            let kept = hash_of(&own.token);
            let change = accounts.change_password(olga, (old, new), &kept, from(9), now);
            // They check the old password while it is being changed.
            let (a, b, c, d, changed) = tokio::join!(sign_in(1), sign_in(2), sign_in(3), sign_in(4), change);
            changed.unwrap();
            for session in [a, b, c, d].into_iter().filter_map(|one| one.ok().flatten()) {
                let found = app.store().people().session(&hash_of(&session.token)).await.unwrap();
                assert!(found.is_none(), "round {round}: it is signed in with the old password");
            }
            assert!(app.store().people().session(&kept).await.unwrap().is_some(), "who changed it stays");
        }
    }

    async fn guesses_of_the_present_password_are_counted(app: App) {
        app.person("Olga", Role::Officer).await;
        signed_in(&app, "olga@police.example", PASSWORD).await;
        let mut refused = Vec::new();
        for _ in 0..21 {
            let fields = [("present", "a guess of a word"), ("password", "kettle orbit mango")];
            refused.push(desk_form(&app, "/desk/password", &fields).await.status.code);
        }
        assert_eq!(refused[..9], [422; 9]);
        assert_eq!(refused.last(), Some(&429), "{refused:?}");
    }

    async fn strangers_who_ask_for_links_keep_nobody_from_a_new_password(app: App) {
        app.person("Olga", Role::Officer).await;
        let email = "olga@police.example";
        let (home, away) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([198, 51, 100, 1]));
        let signed_in = app.casework.sessions().sign_in(email, "three words here", home, app.now()).await;
        assert!(signed_in.unwrap().is_some());
        let sent = async || {
            acts(&app).await.iter().filter(|(what, ..)| what == "reset_sent").count()
        };
        for hour in 0..5 {
            app.set_clock(&format!("2026-06-02T{:02}:00:00Z", 9 + 2 * hour));
            app.casework.accounts().forgotten(email, away, app.now()).await.unwrap();
        }
        assert_eq!(sent().await, 3, "a few a day, whoever asks");
        for hour in 0..5 {
            app.set_clock(&format!("2026-06-02T{:02}:30:00Z", 17 + hour));
            app.casework.accounts().forgotten(email, home, app.now()).await.unwrap();
        }
        assert_eq!(sent().await, 6, "and as many for whoever signed in from there before");
    }

    async fn a_forgotten_password_is_chosen_anew_by_one_link_an_hour(app: App) {
        app.person("Olga", Role::Officer).await;
        let elsewhere = app.beside(&[]).await;
        signed_in(&elsewhere, "olga@police.example", PASSWORD).await;
        let known = forgotten_and_done(&app, "Olga@police.example ").await;
        let said = |page: Page| (page.status, page.location);
        let flash = |app: &App| app.client.cookies().get("daylight_flash").map(|c| c.value().to_owned());
        let first = (said(known), flash(&app));
        app.get("/desk/sign-in").await;
        let unknown = forgotten_and_done(&app, "nobody@police.example").await;
        assert_eq!((said(unknown), flash(&app)), first, "the same answer whoever has the address");
        assert_eq!(delivered(&app).await.len(), 1);
        let path = link_to(&app, "olga@police.example").await;
        assert_eq!(forgotten_and_done(&app, "olga@police.example").await.status, Status::SeeOther);
        assert_eq!(delivered(&app).await.len(), 1, "one an hour");
        app.set_clock("2026-06-02T10:00:01Z");
        assert_eq!(app.get(&path).await.status, Status::NotFound, "after an hour");
        forgotten_and_done(&app, "olga@police.example").await;
        let path = link_to(&app, "olga@police.example").await;
        assert_eq!(elsewhere.get("/desk/requests").await.status, Status::Ok);
        assert_eq!(choose(&app, &path, "kettle orbit mango").await.status, Status::SeeOther);
        assert_eq!(choose(&app, &path, "walnut train opera").await.status, Status::NotFound, "once");
        assert_eq!(elsewhere.get("/desk/requests").await.status, Status::SeeOther, "every session ended");
        assert_eq!(signed_in(&app, "olga@police.example", "kettle orbit mango").await.status, Status::SeeOther);
        let what: Vec<String> = acts(&app).await.into_iter().map(|a| a.0).collect();
        assert_eq!(what, ["password_reset", "reset_sent", "reset_sent"]);
    }

    async fn links_asked_for_from_one_network_are_counted_whoever_has_the_address(app: App) {
        let mut answers = Vec::new();
        for n in 0..60 {
            answers.push(forgotten(&app, &format!("nobody{n}@police.example")).await.status.code);
        }
        assert_eq!((answers[0], answers[59]), (303, 429), "{answers:?}");
    }

    async fn a_role_holds_from_the_next_click_on_and_the_desk_keeps_a_manager(app: App) {
        let mario = app.person("Mario", Role::Manager).await;
        let mona = app.person("Mona", Role::Manager).await;
        let (mario_id, mona_id) = (mario.person.unwrap(), mona.person.unwrap());
        let elsewhere = app.beside(&[]).await;
        signed_in(&elsewhere, "mona@police.example", PASSWORD).await;
        assert_eq!(elsewhere.get("/desk/people").await.status, Status::Ok);
        signed_in(&app, "mario@police.example", PASSWORD).await;
        let own = desk_form(&app, &format!("/desk/people/{mario_id}/role"), &[("role", "officer")]).await;
        assert_eq!(own.status, Status::UnprocessableEntity, "nobody changes their own");
        let odd = desk_form(&app, &format!("/desk/people/{mona_id}/role"), &[("role", "system")]).await;
        assert!(odd.status == Status::UnprocessableEntity && odd.says("Choose a role from the list"), "{}", odd.html);
        let done = desk_form(&app, &format!("/desk/people/{mona_id}/role"), &[("role", "officer")]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        assert_eq!(elsewhere.get("/desk/people").await.status, Status::Forbidden, "on every node");
        // Two managers who demote one another at once: one is left.
        app.casework.accounts().change_role(mona_id, Role::Manager, mario, app.now()).await.unwrap();
        let now = app.now();
        let (one, two) = tokio::join!(
            async { app.casework.accounts().change_role(mona_id, Role::Officer, mario, now).await },
            async { elsewhere.casework.accounts().change_role(mario_id, Role::Officer, mona, now).await });
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let people = app.store().people().all().await.unwrap();
        assert_eq!(people.iter().filter(|p| p.role.as_str() == "manager").count(), 1);
        let what: Vec<String> = acts(&app).await.into_iter().map(|a| a.0).collect();
        assert_eq!(what, ["role_changed"; 3]);
    }

    async fn an_account_ends_at_once_everywhere_and_its_open_cases_are_listed(app: App) {
        app.person("Mario", Role::Manager).await;
        let olga = app.person("Olga", Role::Officer).await;
        let id = olga.person.unwrap();
        let mine = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        app.logged(day("2026-06-01"), "How many cats?", "two").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: Some(id) });
        app.act(&mine, olga, None, allocate).await.unwrap();
        let elsewhere = app.beside(&[]).await;
        signed_in(&elsewhere, "olga@police.example", PASSWORD).await;
        forgotten_and_done(&app, "olga@police.example").await;
        let link = link_to(&app, "olga@police.example").await;
        signed_in(&app, "mario@police.example", PASSWORD).await;
        let ended = desk_form(&app, &format!("/desk/people/{id}/endings"), &[]).await;
        assert_eq!(ended.status, Status::SeeOther, "{}", ended.html);
        let list = app.get(&ended.location.unwrap()).await;
        assert!(list.says(&mine) && list.says("How many dogs") && !list.says("How many cats"), "{}", list.html);
        assert!(list.says("to be allocated to others"), "{}", list.html);
        assert_eq!(elsewhere.get("/desk/requests").await.status, Status::SeeOther, "the session is gone");
        assert_eq!(elsewhere.get(&link).await.status, Status::NotFound, "the link is gone");
        assert!(signed_in(&elsewhere, "olga@police.example", PASSWORD).await.says("not right"));
        forgotten_and_done(&elsewhere, "olga@police.example").await;
        assert_eq!(delivered(&app).await.len(), 1, "and none is sent any more");
        let page = app.get(&format!("/desk/people/{id}")).await;
        assert!(page.says("1 open case</a> to be allocated to others"), "{}", page.html);
        let form = app.get(&format!("/desk/requests/{mine}/allocations/new")).await;
        assert!(form.status != Status::Ok || !form.says(">Olga</option>"), "{}", form.html);
        desk_form(&app, &format!("/desk/people/{id}/restorations"), &[]).await;
        assert_eq!(signed_in(&elsewhere, "olga@police.example", PASSWORD).await.status, Status::SeeOther);
        let what: Vec<String> = acts(&app).await.into_iter().map(|a| a.0).collect();
        assert_eq!(what, ["restored", "ended", "reset_sent"]);
    }

    async fn an_officer_sends_no_link_to_a_password_anywhere(app: App) {
        app.person("Mario", Role::Manager).await;
        app.person("Olga", Role::Officer).await;
        signed_in(&app, "mario@police.example", PASSWORD).await;
        invite(&app, "Nia", "manager").await;
        let sink = SmtpSink::start(Conduct::RefusesRecipient);
        assert_eq!(round(&app, &sink).await.failed, 1);

        signed_in(&app, "olga@police.example", PASSWORD).await;
        let page = app.get("/desk/mail/undelivered").await;
        assert!(page.html.contains("a link for one person alone"), "{}", page.html);
        assert!(!page.html.contains("name=\"address\""), "{}", page.html);
        let letter = app.store().letters().undelivered(None).await.unwrap().remove(0);
        let path = format!("/desk/mail/undelivered/{}/attempts", letter.public_id);
        for address in ["olga@home.example", "nia@police.example"] {
            let refused = desk_form(&app, &path, &[("address", address)]).await;
            assert_eq!(refused.status, Status::UnprocessableEntity, "{address}");
            assert!(refused.html.contains("under People"), "{}", refused.html);
        }
        assert!(delivered(&app).await.is_empty(), "nothing has left");
        let letter = app.store().letters().undelivered(None).await.unwrap().remove(0);
        assert_eq!(letter.to_address.as_deref(), Some("nia@police.example"));
    }

    async fn a_link_to_a_password_that_comes_back_works_no_longer(app: App) {
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", PASSWORD).await;
        for (name, encoding) in [("Nia", "7bit"), ("Otto", "base64"), ("Pia", "quoted-printable")] {
            invite(&app, name, "manager").await;
            invite(&app, &format!("{name}2"), "officer").await;
            let address = format!("{}@police.example", name.to_lowercase());
            let (link, other) = (
                link_to(&app, &address).await,
                link_to(&app, &format!("{}2@police.example", name.to_lowercase())).await,
            );
            assert_eq!(app.get(&link).await.status, Status::Ok);
            let text = format!("This came back.\n\nhttp://foi.example{link}\n");
            let text = match encoding {
                "base64" => STANDARD.encode(text),
                "quoted-printable" => text.replace(&link[20..], &format!("=\n{}", &link[20..])),
                _ => text,
            };
            let report = format!(
                "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nTo: foi@police.example\nSubject: Undelivered\n\
                 Message-ID: <{name}@mx.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=edge\n\n\
                 --edge\nContent-Type: text/plain\n\nIt came back.\n--edge\nContent-Type: message/rfc822\n\n\
                 Subject: Come in\nContent-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{text}\n--edge--\n"
            );
            receive(&app, report.replace('\n', "\r\n").into_bytes(), "2026-06-02T08:30:00Z").await;
            assert_eq!(app.get(&link).await.status, Status::NotFound, "{encoding}");
            assert_eq!(app.get(&other).await.status, Status::Ok, "nobody was shown that one");
        }
    }

    async fn a_copy_of_the_database_lets_nobody_in_who_was_signed_in_before(app: App) {
        app.person("Mario", Role::Manager).await;
        app.casework.outbox().settle_home(app.now()).await.unwrap();
        signed_in(&app, "mario@police.example", PASSWORD).await;
        invite(&app, "Nia", "officer").await;
        let link = link_to(&app, "nia@police.example").await;
        app.casework.outbox().settle_home(app.now()).await.unwrap();
        assert_eq!(app.get("/desk/requests").await.status, Status::Ok, "it is where it was");
        assert_eq!(app.get(&link).await.status, Status::Ok);
        let unit = app.store().begin().await.unwrap();
        unit.replace("outbox_home", "file elsewhere").await.unwrap();
        unit.commit().await.unwrap();
        app.casework.outbox().settle_home(app.now()).await.unwrap();
        assert_eq!(app.get("/desk/requests").await.status, Status::SeeOther);
        assert_eq!(app.get(&link).await.status, Status::NotFound);
    }
}
