//! What a message says, what kind it is and which case it belongs to: a corpus of odd messages
//! written for the purpose, each named by what is odd about it, and properties of any bytes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod corpus;
mod encoded;
mod headers;
mod hostile;
mod kinds;
mod matching;
mod properties;

use corpus::{Odd, ours};
use daylight::mail::inbound::{classify, clues, formatted, never_answer, parse};
use std::collections::BTreeSet;

fn corpus() -> Vec<Odd> {
    let mut all = bodies::corpus();
    all.extend(headers::corpus());
    all.extend(kinds::corpus());
    all.extend(hostile::corpus());
    all
}

#[test]
fn every_odd_message_is_understood_as_it_should_be() {
    let all = corpus();
    let names: BTreeSet<&str> = all.iter().map(|odd| odd.name).collect();
    assert_eq!(names.len(), all.len(), "two have one name");
    assert!(all.len() >= 60, "only {} odd messages", all.len());
    let mut wrong = Vec::new();
    for odd in &all {
        let parsed = parse(&odd.raw, None);
        let judged = classify(&parsed, &ours(), "police.example");
        if std::panic::catch_unwind(|| (odd.check)(&parsed, &judged)).is_err() {
            let shown: String = format!("{parsed:?}").chars().take(1500).collect();
            wrong.push(format!("{}: {judged:?} {shown}", odd.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
}

#[test]
fn formatting_is_kept_but_for_what_could_harm() {
    let all = corpus();
    for (name, html) in [
        (
            "html with script, frames and trackers",
            Some("<p>How many?</p>"),
        ),
        (
            "text and html alternatives",
            Some("<p>How many <b>drones</b>?</p>"),
        ),
    ] {
        let odd = all.iter().find(|odd| odd.name == name).unwrap();
        assert_eq!(formatted(&odd.raw).as_deref(), html, "{name}");
    }
    let deep = all
        .iter()
        .find(|odd| odd.name == "html a hundred thousand elements deep");
    let deep = formatted(&deep.unwrap().raw).unwrap();
    assert!(deep.contains("How many?") && deep.len() < 1_000, "{deep}");
}

#[test]
fn formatting_that_is_too_long_or_shows_nothing_gives_the_text_and_says_so() {
    let long = corpus::mail("Content-Type: text/html", &"<b>a&lt;b</b> ".repeat(60_000));
    let shown = formatted(&long).unwrap();
    assert!(
        shown.starts_with("<p>This message is too long"),
        "{shown:.200}"
    );
    assert!(shown.contains("a&lt;b"), "{shown:.200}");
    let nothing = corpus::mail("Content-Type: text/html", "<img src=x>");
    assert!(formatted(&nothing).unwrap().contains("Nothing of how"));
    assert_eq!(formatted(&corpus::mail("", "How many?")), None);
}

#[test]
fn what_holds_of_one_message_holds_of_all() {
    for odd in corpus() {
        let name = odd.name;
        let parsed = parse(&odd.raw, None);
        assert_eq!(parse(&odd.raw, None), parsed, "{name}: read twice");
        let shown = [&parsed.text.own, &parsed.text.quoted, &parsed.subject];
        for text in shown {
            let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!text.contains(steers), "{name}: {text:?}");
            assert!(!text.contains('\u{202e}'), "{name}: {text:?}");
        }
        assert!(!parsed.subject.contains('\n'), "{name}");
        let html = formatted(&odd.raw).unwrap_or_default();
        for word in [
            "<script",
            "src=",
            "onload",
            "onerror",
            "javascript:",
            "<style",
        ] {
            assert!(!html.to_lowercase().contains(word), "{name}: {html}");
        }
        for attachment in &parsed.attachments {
            let file = &attachment.name;
            assert!(
                !file.is_empty() && !file.contains(['/', '\\', '\0', '\n']),
                "{name}: {file:?}"
            );
            assert!(!file.starts_with('.'), "{name}: {file:?}");
        }
        let judged = classify(&parsed, &ours(), "police.example");
        assert!(judged.reason.ends_with('.'), "{name}: {}", judged.reason);
        if !judged.class.from_a_person() {
            assert!(
                never_answer(&parsed, judged.class, &ours()).is_some(),
                "{name}"
            );
        }
        let _ = clues(&parsed, &ours());
    }
}

#[test]
fn a_message_delivered_twice_is_the_same_message() {
    for odd in corpus().iter().filter(|odd| odd.raw.is_ascii()) {
        let once = parse(&odd.raw, None);
        if once.message_id.is_none() {
            continue;
        }
        let trace = b"Received: from a.example by b.example; Thu, 4 Jun 2026 10:00:00 +0000\r\n";
        let again = parse(&[trace, odd.raw.as_slice()].concat(), None);
        assert_eq!(again.digest, once.digest, "{}", odd.name);
        let other = parse(&[odd.raw.as_slice(), b"\r\nanother line"].concat(), None);
        let whole = !String::from_utf8_lossy(&odd.raw).contains("Content-");
        if !once.text.own.is_empty() && whole {
            assert_ne!(other.digest, once.digest, "{}", odd.name);
        }
    }
}
