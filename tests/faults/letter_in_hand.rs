//! What may happen while a letter is in hand: its address is corrected, clocks jump, workers panic,
//! the database is restored. It is neither lost, nor sent twice, nor said to have gone elsewhere.

use crate::outbox::{arrivals, letter, put, transport, until};
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, goes_on};
use chrono::TimeDelta;
use daylight::casework::mail::held_outbox::Reason;
use daylight::domain::viewer::Viewer;
use daylight::jobs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::sync::watch;

const PATIENT: Duration = Duration::from_secs(60);

on_both_databases! {
    async fn a_corrected_address_is_written_to_though_the_letter_was_on_its_way_to_the_old_one(app: App) {
        let (at, later) = (app.now().at, app.now().at + TimeDelta::hours(1));
        put(&app.casework, vec![letter("one", "reply", "old@example.org", at)]).await;
        let down = SmtpSink::start(Conduct::ShutsDown);
        let round = app.casework.outbox().deliver(&transport(down.port(), PATIENT), 1, &move || at, &goes_on()).await.unwrap();
        assert_eq!(round.delayed, 1);
        let slow = SmtpSink::start(Conduct::Slow(Duration::from_secs(3)));
        let worker = {
            let (node, way) = (Arc::clone(&app.casework), transport(slow.port(), PATIENT));
            tokio::spawn(async move { node.outbox().deliver(&way, 1, &move || later, &goes_on()).await.unwrap() })
        };
        until("the letter to be read", PATIENT, || slow.read().len() == 1);
        let id = app.casework.reads(Viewer::SYSTEM).letters().undelivered(None).await.unwrap()[0].id;
        let unit = app.casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        assert!(unit.letters().letter_again(id, Some("new@example.org"), later).await.unwrap());
        unit.commit().await.unwrap();
        worker.await.unwrap();
        let sink = SmtpSink::start(Conduct::Accepts);
        let round = app.casework.outbox().deliver(&transport(sink.port(), PATIENT), 1, &move || later, &goes_on()).await.unwrap();
        assert_eq!(round.sent, 1, "it is not sent to the new address by having been sent to the old");
        assert!(sink.letters()[0].contains("new@example.org"), "{:?}", sink.letters());
    }

    async fn a_clock_that_jumps_takes_no_letter_out_of_living_hands(app: App) {
        let at = app.now().at;
        let ahead = at + TimeDelta::days(365);
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", at)]).await;
        let silent = SmtpSink::start(Conduct::Stalls);
        let (stop, stopped) = watch::channel(false);
        let worker = {
            let (node, way) = (Arc::clone(&app.casework), transport(silent.port(), PATIENT));
            tokio::spawn(async move { node.outbox().deliver(&way, 1, &move || ahead, &stopped).await.unwrap() })
        };
        until("the letter to be read", PATIENT, || silent.read().len() == 1);
        let sink = SmtpSink::start(Conduct::Accepts);
        let round = app.casework.outbox().deliver(&transport(sink.port(), PATIENT), 1, &move || at, &goes_on()).await.unwrap();
        assert_eq!(round.sent, 0, "it is being sent by another worker of this process");
        stop.send(true).unwrap();
        worker.await.unwrap();
    }

    async fn a_process_that_stood_still_hands_over_no_letter_that_is_another_s_by_now(app: App) {
        let at = app.now().at;
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", at)]).await;
        let sink = SmtpSink::start(Conduct::Accepts);
        // It takes the letter in hand, sees that it has it, and stands still for two minutes.
        let looked = AtomicUsize::new(0);
        let clock = move || if looked.fetch_add(1, SeqCst) < 2 { at } else { at + TimeDelta::minutes(2) };
        let round = app.casework.outbox().deliver(&transport(sink.port(), PATIENT), 1, &clock, &goes_on()).await.unwrap();
        assert_eq!((round.sent, sink.read()), (0, Vec::new()));
        let later = at + TimeDelta::hours(1);
        let round = app.casework.outbox().deliver(&transport(sink.port(), PATIENT), 1, &move || later, &goes_on()).await.unwrap();
        assert_eq!((round.sent, sink.letters().len()), (1, 1));
    }

    async fn the_outbox_goes_on_after_a_panic_of_each_of_its_workers(app: App) {
        let at = app.now().at;
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", at)]).await;
        let sink = SmtpSink::start(Conduct::Accepts);
        let (stop, stopped) = watch::channel(false);
        let asked = AtomicUsize::new(0);
        let clock = move || {
            assert!(asked.fetch_add(1, SeqCst) >= 6, "a fault on purpose");
            at
        };
        let way = transport(sink.port(), PATIENT);
        let job = tokio::spawn(jobs::outbox::run(Arc::clone(&app.casework), way, Arc::new(clock), stopped));
        until("the letter", PATIENT, || sink.letters().len() == 1);
        stop.send(true).unwrap();
        job.await.unwrap();
    }

    async fn a_database_restored_under_a_running_program_sends_nothing_again(app: App) {
        let at = app.now().at;
        app.casework.outbox().settle_home(app.now()).await.unwrap();
        let sink = SmtpSink::start(Conduct::Accepts);
        let way = transport(sink.port(), PATIENT);
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", at)]).await;
        assert_eq!(app.casework.outbox().deliver(&way, 9, &move || at, &goes_on()).await.unwrap().sent, 1);
        // As a backup from before that letter left has it.
        let unit = app.casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        unit.replace("outbox_claims", "0").await.unwrap();
        unit.commit().await.unwrap();
        put(&app.casework, vec![letter("two", "reply", "ada@example.org", at)]).await;
        assert_eq!(app.casework.outbox().deliver(&way, 9, &move || at, &goes_on()).await.unwrap().sent, 0);
        let held = app.casework.outbox().held_outbox().await.unwrap().unwrap();
        assert_eq!(held.reason, Reason::Restored);
        assert!(app.casework.outbox().release_outbox().await.unwrap());
        assert_eq!(app.casework.outbox().deliver(&way, 9, &move || at, &goes_on()).await.unwrap().sent, 1);
        assert_eq!(arrivals(&sink.letters()).len(), 2);
    }

    async fn a_letter_given_up_is_found_among_hundreds_that_are_put_off(app: App) {
        let at = app.now().at;
        let refusing = SmtpSink::start(Conduct::RefusesRecipient);
        put(&app.casework, vec![letter("refused", "reply", "ada@example.org", at)]).await;
        let way = transport(refusing.port(), PATIENT);
        assert_eq!(app.casework.outbox().deliver(&way, 1, &move || at, &goes_on()).await.unwrap().failed, 1);
        let down = SmtpSink::start(Conduct::ShutsDown);
        let others = (0..201).map(|n| letter(&format!("{n}"), "reply", "ada@example.org", at));
        put(&app.casework, others.collect()).await;
        let way = transport(down.port(), PATIENT);
        assert_eq!(app.casework.outbox().deliver(&way, 300, &move || at, &goes_on()).await.unwrap().delayed, 201);
        let listed = app.casework.reads(Viewer::SYSTEM).letters().undelivered(None).await.unwrap();
        assert_eq!((listed.len(), listed[0].state.as_str()), (200, "failed"));
        let cut = (1..=listed.iter().map(|row| row.id).max().unwrap())
            .find(|id| listed.iter().all(|row| row.id != *id)).unwrap();
        assert!(app.casework.reads(Viewer::SYSTEM).letters().undelivered_letter(cut).await.unwrap().is_some());
    }
}
