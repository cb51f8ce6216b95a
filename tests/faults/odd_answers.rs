//! What a mail server says and the database cannot keep holds up no letter and doubles none.

use crate::odd_smtp::OddSmtp;
use crate::outbox::{arrivals, letter, put, sqlite3, transport};
use crate::support::{App, goes_on};
use chrono::TimeDelta;
use daylight::casework::mail::deliver::Round;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

const PATIENT: Duration = Duration::from_secs(20);

/// One round of the outbox at a time so many minutes after the app's.
async fn delivered(app: &App, server: &OddSmtp, minutes: i64) -> Round {
    let at = app.now().at + TimeDelta::minutes(minutes);
    let (way, goes_on) = (transport(server.port, PATIENT), goes_on());
    let clock = move || at;
    let outbox = app.casework.outbox();
    let round = timeout(PATIENT, outbox.deliver(&way, 10, &clock, &goes_on)).await;
    assert!(round.is_ok(), "the outbox hangs over what the server said");
    round.unwrap().unwrap()
}

/// Makes the database refuse letters of which a server said this.
async fn refusing(app: &App, word: &'static str) -> bool {
    let (postgres, url) = (app.postgres(), app.url.clone());
    let made = move || match postgres {
        Some(database) => {
            let text = format!("ALTER TABLE letters ADD CHECK (answer NOT LIKE '%{word}%')");
            database.ask(&text).unwrap();
            true
        }
        None => {
            let file = Path::new(url.strip_prefix("sqlite:").unwrap());
            let text = format!(
                "CREATE TRIGGER refuses BEFORE UPDATE ON letters WHEN new.answer LIKE '%{word}%' \
                 BEGIN SELECT RAISE(ABORT, 'cannot be kept'); END"
            );
            sqlite3(file, &text).is_some()
        }
    };
    tokio::task::spawn_blocking(made).await.unwrap()
}

on_both_databases! {
    async fn a_nul_in_an_answer_is_written_down_as_a_mark_and_the_next_letter_leaves(app: App) {
        let answers: [(&'static str, &'static [u8], [usize; 3]); 3] = [
            (".", b"250 2.0.0 Ok: queued as \0 4XyZ\r\n", [2, 0, 0]),
            ("RCPT", b"450 4.2.1 busy \0 x\r\n", [0, 2, 0]),
            ("RCPT", b"550 5.1.1 no such \0 user\r\n", [0, 0, 2]),
        ];
        for (number, (command, says, came_to)) in answers.into_iter().enumerate() {
            let server = OddSmtp::start(command, says);
            let at = app.now().at;
            let letters = ["one", "two"].map(|name| letter(&format!("{name}-{number}"), "reply", "ada@example.org", at));
            put(&app.casework, letters.into()).await;
            let round = delivered(&app, &server, 0).await;
            assert_eq!([round.sent, round.delayed, round.failed], came_to, "{command}");
            let arrived = arrivals(&server.letters());
            assert!(arrived.len() == came_to[0] && arrived.values().all(|&times| times == 1), "{arrived:?}");
        }
    }

    async fn a_letter_of_which_the_words_cannot_be_kept_is_recorded_without_them(app: App) {
        if !refusing(&app, "unheard").await {
            return;
        }
        let server = OddSmtp::start(".", b"250 queued as unheard\r\n");
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", app.now().at)]).await;
        assert_eq!(delivered(&app, &server, 0).await.sent, 1);
        let later = delivered(&app, &server, 60).await;
        assert_eq!((later.sent, later.delayed), (0, 0));
        assert_eq!(arrivals(&server.letters()).into_values().collect::<Vec<_>>(), [1]);
    }
}
