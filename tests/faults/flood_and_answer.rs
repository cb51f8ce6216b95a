//! A thousand acknowledgements wait, at sixty letters a minute: an answer does not.

use crate::outbox::{arrivals, letter, opened, put, until};
use crate::program::Program;
use crate::smtp_sink::{Conduct, SmtpSink};
use daylight::domain::viewer::Viewer;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_acknowledgements_delay_an_answer_by_less_than_a_minute() {
    let folder = tempfile::tempdir().unwrap();
    let casework = opened(folder.path()).await;
    let now = daylight::now::now();
    let flood =
        (0..1_000).map(|n| letter(&format!("{n}"), "acknowledgement", "ada@example.org", now));
    put(&casework, flood.collect()).await;
    let sink = SmtpSink::start(Conduct::Accepts);
    let url = format!("smtp://127.0.0.1:{}?tls=none", sink.port());
    let program = Program::start(folder.path(), &[("DAYLIGHT_MAIL_URL", url.as_str())]);
    let minute = Duration::from_secs(60);
    until("what the pace allows", minute, || {
        sink.letters().len() >= 54
    });
    for number in 0..3 {
        let name = format!("answer-{number}");
        put(
            &casework,
            vec![letter(&name, "release", "bob@example.org", now)],
        )
        .await;
        let took = until("the answer", minute, || {
            arrivals(&sink.letters()).contains_key(&name)
        });
        println!("an answer behind a thousand acknowledgements: {took:?}");
    }
    let arrived = arrivals(&sink.letters());
    assert!(arrived.len() <= 120, "the pace is kept: {}", arrived.len());
    assert!(arrived.values().all(|&times| times == 1));
    program.terminate();
    casework.reads(Viewer::SYSTEM).close().await.unwrap();
}
