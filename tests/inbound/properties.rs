//! Any bytes at all: parsing, classifying and matching end, and never in a panic.
//!
//! `DAYLIGHT_TEST_INPUTS` says how many inputs are tried, for a long run in a release build.

use crate::corpus::ours;
use daylight::mail::inbound::matching::{CaseFacts, Known, candidates, found};
use daylight::mail::inbound::{classify, clues, formatted, messages_of, never_answer, parse};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces messages are made of, so that the inputs come further than the first line.
const PIECES: [&str; 44] = [
    "From: ",
    "To: ",
    "Subject: ",
    "Date: ",
    "Message-ID: <",
    "In-Reply-To: <",
    "References: ",
    "Content-Type: ",
    "Content-Transfer-Encoding: ",
    "Content-Disposition: attachment; filename=",
    "text/plain",
    "text/html",
    "multipart/mixed; boundary=b",
    "multipart/alternative; boundary=c",
    "message/rfc822",
    "message/delivery-status",
    "multipart/report; report-type=delivery-status",
    "charset=",
    "utf-8",
    "utf-16",
    "iso-2022-jp",
    "base64",
    "quoted-printable",
    "=?utf-8?B?",
    "?=",
    "--b",
    "--b--",
    "--c",
    "\r\n",
    "\n",
    "\r\n\r\n",
    "> ",
    "On 4 June, x wrote:\n",
    "<p>",
    "<div>",
    "ada@example.org",
    "foi+foi-2026-00001.k@police.example",
    "FOI-2026-00001",
    ">",
    "=\r\n",
    "Auto-Submitted: auto-replied",
    "Received: from a by b; ",
    "From x\n",
    "Final-Recipient: rfc822;",
];

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        2 => prop::collection::vec(any::<u8>(), 0..12),
        1 => "[ -~é\u{202e}]{0,20}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|all| all.concat())
}

fn go_through(raw: &[u8]) {
    let parsed = parse(raw, None);
    let judged = classify(&parsed, &ours(), "police.example");
    let _ = never_answer(&parsed, judged.class, &ours());
    let clues = clues(&parsed, &ours());
    let known = Known {
        references: ["FOI-2026-00001".to_owned()].into(),
        threads: vec![("a@b".into(), "FOI-2026-00001".into())],
        ..Known::default()
    };
    let cases = found(&clues, &known, &|keyed| keyed.key == "k");
    assert!(cases.len() <= 1);
    let facts = CaseFacts {
        reference: "FOI-2026-00001".into(),
        same_sender: true,
        ..CaseFacts::default()
    };
    let _ = candidates(&[facts], &clues, &parsed.subject);
    let _ = formatted(raw);
    let _ = messages_of(raw);
}

#[test]
fn no_bytes_make_it_panic() {
    let inputs = std::env::var("DAYLIGHT_TEST_INPUTS").ok();
    let cases = inputs.and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    // A panic the parser catches is one all the same.
    let panics = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&panics);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        counted.fetch_add(1, Ordering::SeqCst);
        before(info);
    }));
    let mut runner = TestRunner::new(config);
    runner
        .run(&pieces(), |raw| {
            go_through(&raw);
            prop_assert_eq!(panics.load(Ordering::SeqCst), 0);
            Ok(())
        })
        .unwrap();
}
