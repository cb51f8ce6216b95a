//! Letters leave as they should: files, a real SMTP conversation, and hostile names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/odd_smtp.rs"]
mod odd_smtp;
#[expect(dead_code, reason = "other suites use the rest of it")]
#[path = "support/smtp_sink.rs"]
mod smtp_sink;

#[path = "mail/odd_answers.rs"]
mod odd_answers;

use chrono::DateTime;
use daylight::domain::letter_kind::Automatic;
use daylight::mail::{
    Correspondent, Delivered, Letter, Patience, Protection, SendFailure, SmtpServer, Transport,
};
use smtp_sink::{Conduct, SmtpSink};
use std::time::{Duration, Instant};

fn person(name: &str, address: &str) -> Correspondent {
    Correspondent {
        name: name.into(),
        address: address.into(),
    }
}

fn letter() -> Letter {
    Letter {
        message_id: "FOI-2026-000123.1.7f3a@foi.police.example".into(),
        written: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
        from: person("Example Police", "foi@police.example"),
        to: person("Ada O'Neill", "ada@example.org"),
        reply_to: None,
        subject: "FOI-2026-000123: we have received your request".into(),
        text: "Dear Ada,\n\n.a line that begins with a dot\n\nThe fee is £5.\n".into(),
        html: "<p>Dear Ada,</p>".into(),
        in_reply_to: None,
        references: Vec::new(),
        auto_submitted: Some(Automatic::Generated),
        list: None,
        attachments: Vec::new(),
    }
}

/// The headers, unfolded: a line that begins with a space belongs to the one before.
fn headers(eml: &str) -> Vec<String> {
    let head = eml.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

fn header<'a>(headers: &'a [String], name: &str) -> Vec<&'a str> {
    let start = format!("{}:", name.to_lowercase());
    let named = headers
        .iter()
        .filter(|h| h.to_lowercase().starts_with(&start));
    named.map(|h| h[start.len()..].trim()).collect()
}

fn eml(letter: &Letter) -> String {
    String::from_utf8(letter.to_eml().unwrap()).unwrap()
}

fn transport(sink: &SmtpSink, credentials: Option<(String, String)>) -> Transport {
    Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port: sink.port(),
        credentials,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(Duration::from_millis(700)),
    })
    .unwrap()
}

/// Sends one letter alone.
async fn send(transport: &Transport, letter: &Letter) -> Result<Delivered, SendFailure> {
    let mut courier = transport.courier();
    let sent = courier.send(letter, &|| true).await;
    courier.finish().await;
    sent
}

#[test]
fn a_letter_has_both_bodies_and_a_stable_message_id() {
    let mut sent = letter();
    sent.in_reply_to = Some("<abc@mail.example>".into());
    sent.references = vec!["<first@mail.example>".into(), "abc@mail.example".into()];
    sent.reply_to = Some(person("", "case-123@police.example"));
    let text = eml(&sent);
    let found = headers(&text);
    assert_eq!(
        header(&found, "Message-ID"),
        ["<FOI-2026-000123.1.7f3a@foi.police.example>"]
    );
    assert_eq!(header(&found, "Date"), ["Thu, 28 May 2026 20:26:40 +0000"]);
    assert_eq!(header(&found, "In-Reply-To"), ["<abc@mail.example>"]);
    assert_eq!(
        header(&found, "References"),
        ["<first@mail.example> <abc@mail.example>"]
    );
    assert_eq!(header(&found, "Reply-To"), ["case-123@police.example"]);
    assert_eq!(header(&found, "Auto-Submitted"), ["auto-generated"]);
    assert!(header(&found, "Content-Type")[0].starts_with("multipart/alternative"));
    assert!(
        text.contains("Content-Type: text/plain; charset=utf-8"),
        "{text}"
    );
    assert!(
        text.contains("Content-Type: text/html; charset=utf-8"),
        "{text}"
    );
    let automatic = ["X-Auto-Response-Suppress", "X-Loop"];
    assert!(automatic.iter().all(|name| header(&found, name).len() == 1));
    assert!(header(&found, "List-Id").is_empty());
    sent.auto_submitted = None;
    sent.list = Some("publication.daylight.police.example".into());
    let found = headers(&eml(&sent));
    assert!(header(&found, "Auto-Submitted").is_empty());
    assert!(automatic.iter().all(|name| header(&found, name).is_empty()));
    assert_eq!(
        header(&found, "List-Id"),
        ["<publication.daylight.police.example>"]
    );
}

#[test]
fn no_name_or_subject_can_add_a_header_or_a_recipient() {
    let hostile = [
        "Ada\r\nBcc: everyone@example.org",
        "Ada\nX-Evil: 1\n\nbody",
        "Ada\u{2028}Bcc: a@example.org\u{85}Bcc: b@example.org",
        "Ada\" <evil@example.org>, \"",
        "\u{0}\u{1}\u{7f}",
        "\u{202e}drawkcab\u{2066}",
        "עדה אוניל",
        "Ångström, Åsa (née Öst) 👩🏽‍🚒",
        "=?utf-8?q?=0D=0ABcc:_x@example.org?=",
        &"x".repeat(10_000),
        &"é ".repeat(5_000),
        "",
        "   ",
    ];
    let plain = headers(&eml(&letter()));
    let names = |headers: &[String]| -> Vec<String> {
        headers
            .iter()
            .map(|h| h.split(':').next().unwrap().to_lowercase())
            .collect()
    };
    for text in hostile {
        let mut sent = letter();
        sent.to.name = text.into();
        sent.from.name = text.into();
        sent.subject = text.into();
        let raw = eml(&sent);
        let found = headers(&raw);
        assert_eq!(names(&found), names(&plain), "{text:?} changed the headers");
        assert!(
            raw.lines().all(|line| line.len() <= 998),
            "{text:?} makes too long a line"
        );
        assert!(raw.is_ascii(), "{text:?}");
        let to = header(&found, "To")[0];
        assert!(
            to.ends_with("ada@example.org") || to.ends_with("<ada@example.org>"),
            "{to}"
        );
        let shown = found.iter().map(String::len).max().unwrap();
        assert!(shown < 3_000, "{text:?} makes a header of {shown} bytes");
    }
}

#[test]
fn an_address_or_message_id_that_is_none_is_refused_before_anything_is_sent() {
    for address in [
        "",
        "ada",
        "ada@",
        "@example.org",
        "a b@example.org",
        "ada@example.org\r\nBcc: x@example.org",
        "ada@example.org, b@example.org",
        "<ada@example.org>",
        "ädä@exämple.org",
    ] {
        let mut sent = letter();
        sent.to.address = address.into();
        assert!(sent.to_eml().is_err(), "{address:?} was taken");
    }
    for id in [
        "",
        "x",
        "a@b\r\nBcc: x@example.org",
        "a b@c",
        "<a@b>",
        "a@b@c",
        &format!("{}@b", "a".repeat(300)),
    ] {
        let mut sent = letter();
        sent.message_id = id.into();
        assert!(sent.to_eml().is_err(), "{id:?} was taken");
    }
}

#[test]
fn message_ids_of_strangers_are_kept_only_when_they_are_ids() {
    let mut sent = letter();
    sent.in_reply_to = Some("<a@b>\r\nBcc: x@example.org".into());
    sent.references = vec![
        "nonsense".into(),
        "<ok@mail.example>".into(),
        "a@b\nX: y".into(),
    ];
    let found = headers(&eml(&sent));
    assert!(header(&found, "In-Reply-To").is_empty());
    assert_eq!(header(&found, "References"), ["<ok@mail.example>"]);
    sent.references = (0..500).map(|n| format!("<{n}@mail.example>")).collect();
    let found = headers(&eml(&sent));
    let kept = header(&found, "References")[0];
    assert!(
        kept.starts_with("<0@") && kept.ends_with("<499@mail.example>"),
        "{kept}"
    );
    assert!(kept.split(' ').count() <= 21, "{kept}");
}

#[tokio::test]
async fn a_letter_to_a_file_is_written_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("data").join("mail");
    let transport = Transport::File(mail.clone());
    let mut sent = letter();
    sent.message_id = "../../etc/passwd'%@foi.police.example".into();
    send(&transport, &sent).await.unwrap();
    let first = std::fs::read_dir(&mail)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let written = std::fs::read_to_string(&first).unwrap();
    send(&transport, &sent).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(&mail)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    assert_eq!(files, std::slice::from_ref(&first));
    assert_eq!(first.extension().unwrap(), "eml");
    assert_eq!(std::fs::read_to_string(&first).unwrap(), written);
    assert!(written.contains("Subject: FOI-2026-000123"), "{written}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_mail_folder_that_cannot_be_written_to_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in-the-way");
    std::fs::write(&file, "").unwrap();
    let failure = send(&Transport::File(file), &letter()).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Transient(_)), "{failure}");
}

#[tokio::test]
async fn memory_keeps_a_letter_once() {
    let transport = Transport::Memory(std::sync::Arc::default());
    send(&transport, &letter()).await.unwrap();
    send(&transport, &letter()).await.unwrap();
    let Transport::Memory(mailbox) = &transport else {
        panic!("not memory")
    };
    assert_eq!(*mailbox.lock().unwrap(), [letter()]);
}

#[tokio::test]
async fn the_server_takes_the_letter_and_its_answer_is_kept() {
    let sink = SmtpSink::start(Conduct::Accepts);
    let delivered = send(&transport(&sink, None), &letter()).await.unwrap();
    assert_eq!(delivered.answer, "250 2.0.0 taken as 4711");
    let taken = sink.letters();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].contains("Message-ID: <FOI-2026-000123.1.7f3a@foi.police.example>"));
    assert!(
        taken[0].contains("\r\n.a line that begins with a dot"),
        "{}",
        taken[0]
    );
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_then_taken_under_the_same_id() {
    let sink = SmtpSink::start(Conduct::DefersOnce);
    let transport = transport(&sink, None);
    let failure = send(&transport, &letter()).await.unwrap_err();
    let SendFailure::Transient(said) = &failure else {
        panic!("{failure}")
    };
    assert!(said.contains("greylisted"), "{said}");
    send(&transport, &letter()).await.unwrap();
    assert_eq!(sink.letters().len(), 1);
}

#[tokio::test]
async fn a_server_that_shuts_down_hangs_up_or_stalls_is_tried_again() {
    for conduct in [
        Conduct::ShutsDown,
        Conduct::StallsAtOnce,
        Conduct::HangsUp,
        Conduct::Stalls,
    ] {
        let sink = SmtpSink::start(conduct);
        let begun = Instant::now();
        let failure = send(&transport(&sink, None), &letter()).await.unwrap_err();
        // Once it has the letter whole, nobody knows whether it took it.
        let whole = matches!(conduct, Conduct::HangsUp | Conduct::Stalls);
        assert!(
            match failure {
                SendFailure::Transient(_) => !whole,
                SendFailure::Unknown(_) => whole,
                SendFailure::Permanent(_) => false,
            },
            "{conduct:?}: {failure}"
        );
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{conduct:?} took {:?}",
            begun.elapsed()
        );
        assert!(sink.letters().is_empty());
        let read = usize::from(conduct != Conduct::ShutsDown);
        assert_eq!(sink.read().len(), read, "{conduct:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_tried_again() {
    let sink = SmtpSink::start(Conduct::Accepts);
    let transport = transport(&sink, None);
    drop(sink);
    let failure = send(&transport, &letter()).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Transient(_)), "{failure}");
}

#[tokio::test]
async fn a_recipient_that_does_not_exist_is_final() {
    let sink = SmtpSink::start(Conduct::RefusesRecipient);
    let failure = send(&transport(&sink, None), &letter()).await.unwrap_err();
    let SendFailure::Permanent(said) = &failure else {
        panic!("{failure}")
    };
    assert!(said.contains("no such mailbox"), "{said}");
}

#[tokio::test]
async fn a_refused_password_is_our_fault_and_the_letter_waits() {
    let sink = SmtpSink::start(Conduct::RefusesPassword);
    let credentials = Some(("foi".to_owned(), "hunter2".to_owned()));
    let failure = send(&transport(&sink, credentials), &letter())
        .await
        .unwrap_err();
    assert!(matches!(failure, SendFailure::Transient(_)), "{failure}");
    assert!(!failure.to_string().contains("hunter2"));
}

#[tokio::test]
async fn nothing_is_sent_to_a_server_that_does_not_offer_the_tls_that_is_wanted() {
    let sink = SmtpSink::start(Conduct::Accepts);
    for protection in [Protection::StartTls, Protection::Tls] {
        let transport = Transport::smtp(SmtpServer {
            host: "localhost".into(),
            port: sink.port(),
            credentials: None,
            protection,
            ca_file: None,
            patience: Patience::of(Duration::from_millis(700)),
        })
        .unwrap();
        assert!(send(&transport, &letter()).await.is_err(), "{protection:?}");
    }
    assert!(sink.letters().is_empty());
}

/// A server that says each of these in turn, the first at once and the others to a command, or to the
/// dot: its port.
fn saying(answers: &'static [&'static [u8]]) -> u16 {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut heard = BufReader::new(&stream).lines();
        for (number, answer) in answers.iter().enumerate() {
            let ends = |line: &str| line == "." || (number < 5 && !line.is_empty());
            if number > 0
                && !heard
                    .by_ref()
                    .any(|line| line.is_ok_and(|line| ends(&line)))
            {
                return;
            }
            (&stream).write_all(answer).unwrap();
        }
    });
    port
}

#[tokio::test]
async fn of_an_answer_the_code_alone_counts_and_only_one_that_all_is_done_is_a_delivery() {
    let cases: [(&'static [&'static [u8]], &str); 3] = [
        (
            &[
                b"220 gr\xfc\xdfe\r\n",
                b"250 \xe4\r\n",
                b"250 \xff\r\n",
                b"250 \xf6\r\n",
                b"354 \xdf\r\n",
                b"250 angenommen f\xfcr Zustellung\r\n",
            ],
            "250 angenommen f?r Zustellung",
        ),
        (
            &[
                b"220 a\r\n",
                b"250 a\r\n",
                b"250 a\r\n",
                b"550 5.1.1 unbekannter Empf\xe4nger\r\n",
            ],
            "Permanent",
        ),
        (
            &[
                b"220 a\r\n",
                b"250 a\r\n",
                b"250 a\r\n",
                b"250 a\r\n",
                b"354 a\r\n",
                b"354 a\r\n",
            ],
            "Unknown",
        ),
    ];
    for (answers, comes_to) in cases {
        let transport = Transport::smtp(SmtpServer {
            host: "127.0.0.1".into(),
            port: saying(answers),
            credentials: None,
            protection: Protection::Unprotected,
            ca_file: None,
            patience: Patience::of(Duration::from_secs(5)),
        })
        .unwrap();
        let sent = send(&transport, &letter()).await;
        let told = match &sent {
            Ok(delivered) => delivered.answer.clone(),
            Err(SendFailure::Permanent(_)) => "Permanent".to_owned(),
            Err(SendFailure::Unknown(_)) => "Unknown".to_owned(),
            Err(SendFailure::Transient(_)) => "Transient".to_owned(),
        };
        assert_eq!(told, comes_to, "{sent:?}");
    }
}

#[tokio::test]
async fn before_tls_begins_a_server_says_one_answer_of_a_bounded_length_to_each_command() {
    const LONG: &[u8] = &[b'2'; 9_000];
    let cases: [(&'static [&'static [u8]], &str); 4] = [
        (
            &[
                b"220 a\r\n",
                b"250-a\r\n250 STARTTLS\r\n",
                b"220 go on\r\n250 a\r\n",
            ],
            "another behind it",
        ),
        (&[LONG], "longer than an answer can be"),
        (
            &[b"220 a\r\n", b"250 a\r\n", LONG],
            "longer than an answer can be",
        ),
        (
            &[b"220 a\r\n", b"250 a\r\n", b"454 4.7.0 not now\r\n"],
            "454 4.7.0 not now",
        ),
    ];
    for (answers, said) in cases {
        let transport = Transport::smtp(SmtpServer {
            host: "localhost".into(),
            port: saying(answers),
            credentials: None,
            protection: Protection::StartTls,
            ca_file: None,
            patience: Patience::of(Duration::from_secs(5)),
        })
        .unwrap();
        let failure = send(&transport, &letter()).await.unwrap_err();
        let waits = matches!(failure, SendFailure::Transient(_));
        assert!(waits && failure.to_string().contains(said), "{failure}");
    }
}

#[tokio::test]
async fn what_is_refused_because_of_us_is_tried_again_and_because_of_the_address_is_not() {
    for (at, words) in [
        ("CONNECT", "554 5.7.1 client host blocked"),
        ("EHLO", "550 go away"),
        ("MAIL", "550 5.7.1 daily user sending limit exceeded"),
        ("MAIL", "552 5.2.2 the sender's mailbox is full"),
        ("RCPT", "554 5.7.1 relay access denied"),
        ("RCPT", "550 5.4.1 access denied"),
        ("RCPT", "530 authentication required"),
        ("RCPT", "452 4.2.2 mailbox full"),
    ] {
        let sink = SmtpSink::start(Conduct::Refuses(at, words));
        let failure = send(&transport(&sink, None), &letter()).await.unwrap_err();
        assert!(
            matches!(failure, SendFailure::Transient(_)),
            "{at} {words}: {failure}"
        );
    }
    for (at, words) in [
        ("RCPT", "550 5.1.1 no such user"),
        ("RCPT", "550 5.2.1 mailbox disabled"),
        ("RCPT", "550 no such user here"),
        ("DATA", "554 5.5.1 no valid recipients"),
    ] {
        let sink = SmtpSink::start(Conduct::Refuses(at, words));
        let failure = send(&transport(&sink, None), &letter()).await.unwrap_err();
        assert!(
            matches!(failure, SendFailure::Permanent(_)),
            "{at} {words}: {failure}"
        );
    }
}
