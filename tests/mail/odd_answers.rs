//! Servers whose answers are right and unusual, and servers that answer what was not asked: each letter
//! is taken once, and one that the server cannot have is not believed to be with it.

use crate::letter;
use crate::odd_smtp::OddSmtp;
use daylight::mail::{Delivered, Patience, Protection, SendFailure, SmtpServer, Transport};
use std::time::Duration;

/// Three letters, one after another over one connection where the server lets us.
async fn three_sent(server: &OddSmtp) -> Vec<Result<Delivered, SendFailure>> {
    let transport = Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port: server.port,
        credentials: None,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(Duration::from_secs(5)),
    })
    .unwrap();
    let mut courier = transport.courier();
    let mut sent = Vec::new();
    for number in 0..3 {
        let mut letter = letter();
        letter.message_id = format!("{number}@foi.police.example");
        sent.push(courier.send(&letter, &|| true).await);
        // So that all a server says to a letter is there before the next.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    courier.finish().await;
    sent
}

/// Of the letters that a server has, those that begin here.
fn has(server: &OddSmtp, number: usize) -> usize {
    let id = format!("Message-ID: <{number}@foi.police.example>");
    let letters = server.letters();
    letters.iter().filter(|letter| letter.contains(&id)).count()
}

#[tokio::test]
async fn a_code_without_words_or_with_strange_ones_says_what_the_code_says() {
    let cases: [(&'static str, &'static [u8], &str); 10] = [
        ("", b"220\r\n", "250 2.0.0 a"),
        ("EHLO", b"250-a\r\n250\r\n", "250 2.0.0 a"),
        ("MAIL", b"250\r\n", "250 2.0.0 a"),
        ("RCPT", b"250\r\n", "250 2.0.0 a"),
        ("DATA", b"354\r\n", "250 2.0.0 a"),
        (".", b"250\r\n", "250"),
        (".", b"250-\r\n250\r\n", "250"),
        (".", b"250 queued\n", "250 queued"),
        (
            ".",
            b"250 queued as \0 4\x1b[1m\r\n",
            "250 queued as ? 4?[1m",
        ),
        (".", b"299 ok\r\n", "259 ok"),
    ];
    for (command, says, answer) in cases {
        let server = OddSmtp::start(command, says);
        for (number, sent) in three_sent(&server).await.into_iter().enumerate() {
            let told = format!("{command} {:?}: {sent:?}", String::from_utf8_lossy(says));
            assert_eq!(
                sent.unwrap_or_else(|_| panic!("{told}")).answer,
                answer,
                "{told}"
            );
            assert_eq!(has(&server, number), 1, "{told}");
        }
    }
}

#[tokio::test]
async fn only_a_server_that_is_ready_for_a_letter_is_given_it() {
    let cases: [(&'static str, &'static [u8]); 6] = [
        ("MAIL", b"354 go on\r\n"),
        ("RCPT", b"354 go on\r\n"),
        ("DATA", b"250 ok\r\n"),
        ("DATA", b"220 ok\r\n"),
        ("DATA", b"334 ok\r\n"),
        ("DATA", b"355 ok\r\n"),
    ];
    for (command, says) in cases {
        let server = OddSmtp::start(command, says);
        for sent in three_sent(&server).await {
            let told = format!("{command} {:?}: {sent:?}", String::from_utf8_lossy(says));
            assert!(matches!(sent, Err(SendFailure::Transient(_))), "{told}");
        }
        assert!(server.letters().is_empty(), "{command}");
    }
}

#[tokio::test]
async fn an_answer_too_many_is_not_read_as_that_to_what_comes_next() {
    let cases: [(&'static str, &'static [u8], bool); 7] = [
        ("", b"220 a\r\n220 a\r\n", false),
        ("EHLO", b"250 a\r\n250 a\r\n", false),
        ("MAIL", b"250 a\r\n250 a\r\n", false),
        ("MAIL", b"250 a\r\n550 5.1.1 no such user\r\n", false),
        ("RCPT", b"250 a\r\n250 a\r\n", false),
        ("DATA", b"354 a\r\n250 a\r\n", false),
        (".", b"250 queued\r\n250 really\r\n", true),
    ];
    for (command, says, leaves) in cases {
        let server = OddSmtp::start(command, says);
        for (number, sent) in three_sent(&server).await.into_iter().enumerate() {
            let told = format!("{command} {:?}: {sent:?}", String::from_utf8_lossy(says));
            let expected = if leaves {
                sent.is_ok_and(|delivered| delivered.answer == "250 queued")
            } else {
                matches!(sent, Err(SendFailure::Transient(_)))
            };
            assert!(expected, "{told}");
            assert_eq!(has(&server, number), usize::from(leaves), "{told}");
        }
    }
}
