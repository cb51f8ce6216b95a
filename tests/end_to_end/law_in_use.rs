//! The law in use changes while requests run: on 26 February 2026 a bank holiday of Scotland was
//! added for 15 June, and requests under the Act of 2000 then running fell due a day later.

use crate::audit::{behind, difference, run};
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::config::Law;
use daylight::domain::case::Event;
use daylight::domain::case::events;
use daylight::domain::role::Role;
use std::path::Path;

/// A configuration folder in which Scotland's calendar lacks 15 June 2026.
pub fn before_the_proclamation(folder: &Path) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/calendars/scotland.toml");
    let text = std::fs::read_to_string(shipped).unwrap();
    let before: Vec<&str> = text.lines().filter(|l| !l.contains("2026-06-15")).collect();
    assert_eq!(before.len() + 1, text.lines().count());
    std::fs::create_dir_all(folder.join("calendars")).unwrap();
    std::fs::write(folder.join("calendars/scotland.toml"), before.join("\n")).unwrap();
}

async fn signed_in(app: &App) {
    let csrf = app.get("/desk/sign-in").await.value("csrf");
    let typed = [
        ("email", "olga@police.example"),
        ("password", "three words here"),
        ("csrf", csrf.as_str()),
    ];
    let page = app.post("/desk/sign-in", &typed).await;
    assert!(page.location.is_some(), "{}", page.html);
}

fn old_law() -> Law {
    let folder = tempfile::tempdir().unwrap();
    before_the_proclamation(folder.path());
    Law::load(Some(folder.path())).unwrap()
}

on_both_databases! {
    async fn a_proclaimed_holiday_moves_open_requests_and_says_why(app: App) {
        app.casework.laws().take_law(old_law());
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 0);
        let officer = app.person("Olga", Role::Officer).await;
        let open = app.logged(day("2026-05-28"), "How many drones?", "open").await;
        let paused = app.logged(day("2026-05-28"), "How many boats?", "paused").await;
        let early = app.logged(day("2026-05-12"), "How many cars?", "early").await;
        let withdrawn = app.logged(day("2026-05-28"), "How many horses?", "withdrawn").await;
        let seek = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Too wide.".into() });
        app.act(&paused, officer, None, seek).await.unwrap();
        app.act(&withdrawn, officer, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        for (reference, due) in [(&open, Some("2026-06-25")), (&early, Some("2026-06-10")), (&withdrawn, Some("2026-06-25"))] {
            assert_eq!(app.case(reference).await.stored.due, due.map(day), "{reference}");
        }

        app.casework.laws().take_law(Law::load(None).unwrap());
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 1, "the open one moves");
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 0, "once only");

        let moved = app.case(&open).await;
        assert_eq!(moved.stored.due, Some(day("2026-06-26")));
        let Event::DueDateMoved(events::DueDateMoved { from, to, cause }) = &moved.stored.events.last().unwrap().event else {
            panic!("no event: {:?}", moved.stored.events);
        };
        assert_eq!((*from, *to), (Some(day("2026-06-25")), Some(day("2026-06-26"))));
        assert_eq!(cause, "15 June 2026 is now a holiday: World Cup bank holiday in Scotland");
        assert_eq!(app.case(&early).await.stored.due, Some(day("2026-06-10")));
        assert_eq!(app.case(&paused).await.stored.due, None);
        let kept = app.case(&withdrawn).await.stored;
        assert_eq!(kept.due, Some(day("2026-06-25")), "a closed case keeps its date");
        assert_eq!(app.casework.dates_of(&kept).unwrap().due, Some(day("2026-06-25")));
        // Long after the change something is still noted of it.
        app.set_clock("2026-06-04T09:00:00Z");
        let note = Instruction::AddNote(actions::AddNote { text: "Filed away.".into() });
        app.act(&withdrawn, officer, None, note).await.unwrap();
        assert_eq!(app.case(&withdrawn).await.stored.due, Some(day("2026-06-25")), "and after a note too");

        let listed = app.casework.laws().moved_dates(app.now()).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].reference, open);
        let token = app.status_token(&open).await;
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("Moved the due date to 26 June 2026"), "{}", status.html);
        // The case that stands by the old law is held against the event that settled it.
        let holds = app.casework.verify().await.unwrap().unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(holds.by_earlier_law, 0, "{holds:?}");
        let behind = behind(&app).await;
        for column in ["due", "latest_extended_due", "review_due"] {
            let which = format!("WHERE reference = '{withdrawn}'");
            run(&behind, &format!("CREATE TABLE saved AS SELECT * FROM cases {which};UPDATE cases SET {column} = '2026-06-29' {which}")).await;
            let found = difference(&app).await.unwrap_or_else(|| panic!("{column} was altered unseen"));
            assert_eq!((found.table, found.column), ("cases", column), "{found}");
            run(&behind, &format!("UPDATE cases SET {column} = (SELECT {column} FROM saved) {which};DROP TABLE saved")).await;
        }
        assert_eq!(difference(&app).await, None);
        behind.close().await.unwrap();
    }

    async fn two_nodes_that_notice_together_move_each_date_once(app: App) {
        app.casework.laws().take_law(old_law());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        for n in 0..20 {
            app.logged(day("2026-05-28"), "How many drones?", &format!("case {n}")).await;
        }
        app.casework.laws().take_law(Law::load(None).unwrap());
        let now = app.now();
        let (one, two) = tokio::join!(async { app.casework.laws().follow_the_law(now).await }, async { app.casework.laws().follow_the_law(now).await });
        assert_eq!(one.unwrap() + two.unwrap(), 20);
        assert_eq!(app.casework.laws().moved_dates(now).await.unwrap().len(), 20);
    }

    async fn the_desk_lists_the_dates_that_moved_for_thirty_days(app: App) {
        app.casework.laws().take_law(old_law());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-05-28"), "How many drones?", "open").await;
        app.casework.laws().take_law(Law::load(None).unwrap());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        signed_in(&app).await;
        let queue = app.get("/desk/requests").await;
        assert!(queue.says("1 due date has moved in the last 30 days."), "{}", queue.html);
        let list = app.get("/desk/dates-moved").await;
        for text in [reference.as_str(), "25 Jun 2026", "26 Jun 2026", "World Cup bank holiday in Scotland"] {
            assert!(list.says(text), "no {text} in {}", list.html);
        }
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(case.says("From 25 June 2026 to 26 June 2026"), "{}", case.html);
        app.set_clock("2026-07-04T09:00:00Z");
        signed_in(&app).await;
        assert!(!app.get("/desk/requests").await.says("moved in the last"));
    }
}
