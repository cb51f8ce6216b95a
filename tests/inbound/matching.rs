//! Which case a message belongs to, by what it says and never by its sender alone.

use crate::corpus::{mail, ours};
use daylight::mail::inbound::matching::{
    CaseFacts, Found, Known, Why, candidates, found, only_named,
};
use daylight::mail::inbound::{Keyed, clues, parse};

const ONE: &str = "FOI-2026-00001";
const TWO: &str = "FOI-2026-00002";

fn known() -> Known {
    Known {
        letters: vec![
            ("letter.one@police.example".into(), ONE.into()),
            ("letter.two@police.example".into(), TWO.into()),
        ],
        threads: vec![("theirs@example.org".into(), ONE.into())],
        beside: Default::default(),
        learned: Vec::new(),
        references: [ONE, TWO].map(str::to_owned).into(),
        of_sender: [ONE.to_owned()].into(),
    }
}

/// A key is genuine when it is the last digits of the reference.
fn genuine(keyed: &Keyed) -> bool {
    keyed.reference.ends_with(&keyed.key) && !keyed.key.is_empty()
}

fn where_to(headers: &str, body: &str, known: &Known) -> Vec<(String, Why)> {
    let clues = clues(&parse(&mail(headers, body), None), &ours());
    let all: Vec<Found> = found(&clues, known, &genuine);
    for one in &all {
        assert!(one.sentence().ends_with('.'), "{}", one.sentence());
    }
    all.into_iter().map(|f| (f.reference, f.why)).collect()
}

#[test]
fn the_envelope_the_thread_and_the_subject_are_believed_in_that_order() {
    let keyed =
        "X-Original-To: foi+foi-2026-00001.00001@police.example\nSubject: Re: FOI-2026-00002";
    assert_eq!(
        where_to(keyed, "x", &known()),
        [(ONE.into(), Why::KeyedAddress)]
    );
    let thread = "References: <x@example.org> <letter.two@police.example>\nSubject: FOI-2026-00001";
    assert_eq!(where_to(thread, "x", &known()), [(TWO.into(), Why::Letter)]);
    let theirs = "In-Reply-To: <theirs@example.org>";
    assert_eq!(where_to(theirs, "x", &known()), [(ONE.into(), Why::Thread)]);
    let subject = "Subject: about foi 2026 1, please";
    assert_eq!(
        where_to(subject, "x", &known()),
        [(ONE.into(), Why::Subject)]
    );
}

#[test]
fn a_reference_in_the_subject_of_somebody_else_only_names_a_case() {
    let clues = clues(&parse(&mail("Subject: FOI-2026-00002", "x"), None), &ours());
    assert_eq!(found(&clues, &known(), &genuine), []);
    assert_eq!(only_named(&clues, &known()), [TWO]);
    let theirs = mail("Subject: FOI-2026-00001", "x");
    let clues = daylight::mail::inbound::clues(&parse(&theirs, None), &ours());
    assert_eq!(only_named(&clues, &known()), Vec::<String>::new());
}

#[test]
fn an_answer_to_what_somebody_else_wrote_only_names_a_case() {
    let known = Known {
        beside: [TWO.to_owned()].into(),
        ..known()
    };
    let clues = clues(
        &parse(&mail("References: <letter@all.example>", "x"), None),
        &ours(),
    );
    assert_eq!(found(&clues, &known, &genuine), []);
    assert_eq!(only_named(&clues, &known), [TWO]);
}

#[test]
fn a_sender_or_a_text_alone_tells_nothing() {
    assert_eq!(
        where_to("", "My request FOI-2026-00001 is late", &known()),
        []
    );
}

#[test]
fn a_wrong_key_or_a_case_there_is_not_tells_nothing() {
    for headers in [
        "To: foi+foi-2026-00001.99999@police.example",
        "To: foi+foi-2026-00001.@police.example",
        "To: foi+foi-2026-00009.00009@police.example",
        "To: foi+foi-2026-00001.00001@elsewhere.example",
        "Subject: FOI-2026-00009",
        "In-Reply-To: <unknown@police.example>",
    ] {
        assert_eq!(where_to(headers, "x", &known()), [], "{headers}");
    }
}

#[test]
fn a_message_that_answers_two_cases_goes_to_both() {
    let both =
        "To: foi+foi-2026-00001.00001@police.example, foi+foi-2026-00002.00002@police.example";
    let cases = [
        (ONE.into(), Why::KeyedAddress),
        (TWO.into(), Why::KeyedAddress),
    ];
    assert_eq!(where_to(both, "x", &known()), cases);
    let mixed =
        "To: foi+foi-2026-00001.00001@police.example\nIn-Reply-To: <letter.two@police.example>";
    let cases = [(ONE.into(), Why::KeyedAddress), (TWO.into(), Why::Letter)];
    assert_eq!(where_to(mixed, "x", &known()), cases);
}

#[test]
fn an_address_that_was_corrected_once_is_known_from_then_on() {
    let wrong = "To: foi+foi-2026-0001.0000l@police.example";
    assert_eq!(where_to(wrong, "x", &known()), []);
    let mut learned = known();
    learned.learned = vec![("foi+foi-2026-0001.0000l@police.example".into(), ONE.into())];
    assert_eq!(
        where_to(wrong, "x", &learned),
        [(ONE.into(), Why::LearnedAddress)]
    );
}

#[test]
fn candidates_are_ranked_by_what_speaks_for_them() {
    let facts = |reference: &str, subject: &str| CaseFacts {
        reference: reference.into(),
        subject: subject.into(),
        open: true,
        ..CaseFacts::default()
    };
    let sender = CaseFacts {
        same_sender: true,
        ..facts("FOI-2026-00003", "Horses")
    };
    let alike = CaseFacts {
        same_sender: true,
        ..facts("FOI-2026-00004", "Use of drones")
    };
    let awaits = CaseFacts {
        awaits_clarification: true,
        ..alike.clone()
    };
    let awaits = CaseFacts {
        reference: "FOI-2026-00005".into(),
        ..awaits
    };
    let named = facts(ONE, "Boats");
    let stranger = facts("FOI-2026-00006", "Drones");
    let message = parse(&mail("Subject: Drones", "My request FOI-2026-00001"), None);
    let clues = clues(&message, &ours());
    let all = [sender, alike, awaits, named, stranger];
    let ranked = candidates(&all, &clues, &message.subject);
    let order: Vec<&str> = ranked.iter().map(|c| c.reference.as_str()).collect();
    assert_eq!(
        order,
        [ONE, "FOI-2026-00005", "FOI-2026-00004", "FOI-2026-00003"]
    );
    assert!(ranked.iter().all(|c| !c.reasons.is_empty()));
    assert!(
        ranked[1].reasons.iter().any(|r| r.contains("drones")),
        "{ranked:?}"
    );
}
