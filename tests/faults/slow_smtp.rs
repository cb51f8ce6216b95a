//! Mail servers that take their time, or all of it: no letter leaves twice, and one that is stuck
//! holds up no other.

use crate::outbox::{arrivals, letter, put, transport, until, worked};
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, goes_on};
use daylight::mail::Transport;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const PATIENT: Duration = Duration::from_secs(60);

on_both_databases! {
    async fn a_server_slower_than_a_claim_lasts_gets_each_letter_once(app: App) {
        // The clock runs ten times as fast, so that a claim of a minute lasts six seconds.
        let sink = SmtpSink::start(Conduct::Slow(Duration::from_secs(8)));
        let letters = (0..9).map(|n| letter(&format!("{n}"), "release", "ada@example.org", app.now().at));
        put(&app.casework, letters.collect()).await;
        let rounds = worked(&app, &transport(sink.port(), PATIENT), (6, 10), &goes_on()).await;
        assert_eq!(rounds.iter().map(|round| round.sent).sum::<usize>(), 9);
        let arrived = arrivals(&sink.letters());
        assert_eq!(arrived.len(), 9, "none lost: {arrived:?}");
        assert!(arrived.values().all(|&times| times == 1), "none twice: {arrived:?}");
        assert_eq!(sink.read().len(), 9, "none begun twice");
    }

    async fn a_letter_the_server_is_stuck_over_holds_up_no_other_and_is_not_sent_twice(app: App) {
        let sink = SmtpSink::start(Conduct::StallsOver("stuck"));
        let at = app.now().at;
        let stuck = (0..8).map(|n| letter(&format!("stuck-{n}"), "reply", "stuck@example.org", at));
        put(&app.casework, stuck.collect()).await;
        let way = transport(sink.port(), PATIENT);
        let (stop, stopped) = watch::channel(false);
        let app = Arc::new(app);
        let workers = {
            let (app, way, stopped) = (Arc::clone(&app), way.clone(), stopped.clone());
            tokio::spawn(async move { worked(&app, &way, (6, 10), &stopped).await })
        };
        until("the server to be stuck", PATIENT, || sink.read().len() == 4);
        put(&app.casework, vec![letter("answer", "release", "ada@example.org", at)]).await;
        // The workers that found no turn for another letter have ended; this is one that looks again.
        let round = app.casework.outbox().deliver(&way, 10, &move || at, &stopped).await.unwrap();
        // Or one of them looked once more before it ended, and took it.
        assert!(round.sent <= 1, "{round:?}");
        until("the answer to arrive", PATIENT, || !sink.letters().is_empty());
        assert_eq!(arrivals(&sink.letters()).into_keys().collect::<Vec<_>>(), ["answer"]);
        // Longer than a claim lasts by that clock: those stuck are still in the same hands.
        tokio::time::sleep(Duration::from_secs(9)).await;
        let later = at + chrono::TimeDelta::seconds(100);
        let round = app.casework.outbox().deliver(&way, 10, &move || later, &stopped).await.unwrap();
        assert_eq!(round.sent, 0);
        assert_eq!(sink.read().len(), 5, "each stuck letter was begun once: {:?}", sink.read());
        stop.send(true).unwrap();
        workers.await.unwrap();
    }

    async fn a_server_that_hangs_up_over_a_whole_letter_is_asked_again_by_the_schedule(app: App) {
        for conduct in [Conduct::HangsUp, Conduct::Stalls] {
            let sink = SmtpSink::start(conduct);
            let id = format!("{conduct:?}").to_lowercase();
            let at = app.now().at;
            put(&app.casework, vec![letter(&id, "release", "ada@example.org", at)]).await;
            let way = transport(sink.port(), Duration::from_millis(700));
            let deliver = async |way: &Transport, seconds| {
                let at = at + chrono::TimeDelta::seconds(seconds);
                app.casework.outbox().deliver(way, 10, &move || at, &goes_on()).await.unwrap()
            };
            assert_eq!(deliver(&way, 0).await.delayed, 1);
            assert_eq!(deliver(&way, 30).await.delayed, 0, "not at once");
            let taker = SmtpSink::start(Conduct::Accepts);
            let way = transport(taker.port(), PATIENT);
            assert_eq!(deliver(&way, 70).await.sent, 1);
            assert_eq!(arrivals(&sink.read()), arrivals(&taker.letters()), "under one id");
        }
    }
}
