//! Units of work that fail, are left in the middle, or lose their database while they commit.

use crate::support::{App, day};
use daylight::casework::CaseworkFault;
use daylight::casework::cases::log_request::{Logged, RequestToLog};
use daylight::domain::case::{Actor, Channel};
use daylight::domain::viewer::Viewer;
use daylight::store::StoreFault;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

on_both_databases! {
    async fn a_unit_in_which_a_statement_failed_cannot_be_committed(app: App) {
        let (store, now) = (app.store(), app.now());
        let unit = store.begin().await.unwrap();
        unit.take_submission("first", "A", now.at).await.unwrap();
        let again = unit.take_submission("first", "B", now.at).await;
        assert!(matches!(again, Err(StoreFault::Duplicate)), "{again:?}");
        // Whoever goes on all the same gets nothing done and is told so.
        assert!(unit.take_submission("second", "C", now.at).await.is_err());
        assert!(unit.commit().await.is_err());
        assert_eq!(store.submitted("first").await.unwrap(), None);
        assert_eq!(store.submitted("second").await.unwrap(), None);
        let unit = store.begin().await.unwrap();
        unit.take_submission("first", "D", now.at).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(store.submitted("first").await.unwrap().as_deref(), Some("D"));
    }

    async fn units_left_in_the_middle_leave_nothing_and_stop_nobody(app: App) {
        let at = app.now().at;
        let workers: Vec<_> = (0..60)
            .map(|number: u64| {
                let casework = Arc::clone(&app.casework);
                let worker = tokio::spawn(async move {
                    let unit = casework.reads(Viewer::SYSTEM).begin().await?;
                    for part in 0..20 {
                        unit.take_submission(&format!("{number}-{part}"), "A", at).await?;
                    }
                    unit.commit().await
                });
                (number, worker)
            })
            .collect();
        let mut done = Vec::new();
        for (number, worker) in workers {
            if number % 2 == 0 {
                tokio::time::sleep(Duration::from_millis(number % 5)).await;
                worker.abort();
            }
            match worker.await {
                Ok(committed) => committed.unwrap(),
                Err(left) => assert!(left.is_cancelled()),
            }
            done.push(number);
        }
        let store = app.store();
        let mut whole = 0;
        for number in done {
            let mut kept = 0;
            for part in 0..20 {
                let token = format!("{number}-{part}");
                kept += usize::from(store.submitted(&token).await.unwrap().is_some());
            }
            assert!(kept == 0 || kept == 20, "{kept} of 20 parts of unit {number}");
            assert!(kept == 20 || number % 2 == 0, "unit {number} was not left");
            whole += kept / 20;
        }
        assert!(whole >= 30);
    }
}

fn request(text: &str, submission: &str) -> RequestToLog {
    RequestToLog {
        received: day("2026-06-02"),
        channel: Channel::WebForm,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: format!("{submission}@example.org"),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: text.into(),
        acknowledge: true,
        submission: submission.into(),
    }
}

/// Sends a form until it is answered, as somebody does who is told to send it again; how often
/// it was sent.
async fn sent_until_logged(app: &App, number: usize) -> (Logged, usize) {
    let (text, token) = (
        format!("How many bridges, {number}?"),
        format!("form-{number}"),
    );
    for tries in 1..=200 {
        match app
            .casework
            .cases()
            .log_request(request(&text, &token), Actor::REQUESTER, app.now())
            .await
        {
            Ok(logged) => return (logged, tries),
            Err(CaseworkFault::Store(StoreFault::Unavailable(_))) => {}
            Err(other) => panic!("told as something else than unavailable: {other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("form {number} was never taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_sent_while_postgresql_drops_its_connections_are_taken_once() {
    let Some(app) = App::on_postgresql().await else {
        return;
    };
    let stop = Arc::new(AtomicBool::new(false));
    let (stopped, database) = (Arc::clone(&stop), app.postgres().unwrap());
    let dropping = std::thread::spawn(move || {
        let mut rounds = 0;
        while !stopped.load(SeqCst) {
            let all = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            database.ask(all).unwrap();
            rounds += 1;
            std::thread::sleep(Duration::from_millis(15));
        }
        rounds
    });
    let (mut references, mut tries) = (Vec::new(), 0);
    for number in 0..30 {
        let (logged, sent) = sent_until_logged(&app, number).await;
        references.push(logged.reference);
        tries += sent;
    }
    stop.store(true, SeqCst);
    let rounds = dropping.join().unwrap();
    assert!(
        rounds > 10 && tries > 30,
        "{rounds} rounds, {tries} tries: nothing was dropped"
    );
    let mut there = app.references().await;
    references.sort();
    there.sort();
    assert_eq!(there, references, "each form is one case, and none is lost");
    let queued = app.store().letters().waiting_letters().await.unwrap();
    let queued: Vec<(&str, i64)> = queued.iter().map(|w| (w.kind.as_str(), w.number)).collect();
    assert_eq!(queued, [("acknowledgement", 30)], "one each");
}
