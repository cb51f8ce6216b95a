//! Logs as nobody expects them: empty, all alike, without words, in other scripts, far too long.

use super::tests::{found, settings, three_subjects};
use super::*;

#[test]
fn no_requests_make_no_topics() {
    assert!(found(&[]).topics.is_empty());
}

#[test]
fn one_request_is_one_topic() {
    let found = found(&["Library opening times"]);
    assert_eq!(found.topics.len(), 1);
    assert_eq!(found.topics[0].requests, 1);
}

#[test]
fn five_hundred_copies_of_a_letter_are_one_topic_beside_the_others() {
    let rows = three_subjects();
    let mut texts: Vec<&str> = rows.iter().map(|r| r.1.as_str()).collect();
    texts.extend(std::iter::repeat_n(
        "Save our swimming pool from closure",
        500,
    ));
    let found = found(&texts);
    let letter = found.assignments[60].topic;
    assert!(found.assignments[60..].iter().all(|a| a.topic == letter));
    assert_eq!(found.topics[letter as usize - 1].requests, 500);
    assert_eq!(found.topics.len(), 4);
}

#[test]
fn requests_that_are_all_alike_are_one_topic() {
    let found = found(&["Parking fines"; 40]);
    assert_eq!((found.topics.len(), found.topics[0].requests), (1, 40));
}

#[test]
fn one_request_a_thousand_times_is_one_topic_by_its_name() {
    let found = found(&["the emptying of bins in our street"; 1_000]);
    let sizes: Vec<usize> = found.topics.iter().map(|topic| topic.requests).collect();
    assert_eq!(sizes, [1_000]);
    assert!(found.topics[0].label.to_lowercase().contains("bins"));
    assert_eq!(found.fine_topics.len(), 1);
}

#[test]
fn texts_without_words_are_one_topic_that_says_so_and_spoil_no_other() {
    let nothing = ["", "???", "12345 678", "...", "\u{1F600}"];
    let without = found(&nothing.repeat(20));
    assert_eq!(without.topics.len(), 1, "{:?}", without.topics);
    assert_eq!(without.topics[0].label, "Other requests");

    let bins = [
        "collection of bins",
        "bins collection day",
        "bins and their collection",
    ];
    let both = found(&[nothing.repeat(20), bins.repeat(5)].concat());
    let labels: Vec<&str> = both
        .topics
        .iter()
        .map(|topic| topic.label.as_str())
        .collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    assert!(labels.contains(&"Other requests"), "{labels:?}");
}

#[test]
fn a_text_of_sixty_kilobytes_is_read_like_any_other() {
    let long = "drainage ditch flooding culvert ".repeat(2_000);
    let found = found(&[&long, "flooding of a ditch", "culvert drainage"]);
    assert_eq!(found.assignments.len(), 3);
}

#[test]
fn other_scripts_and_languages_have_topics_of_their_own_words() {
    let found = found(&[
        "道路の補修費用",
        "道路の補修記録",
        "道路補修",
        "школьное питание",
        "школьное питание меню",
        "питание школьное",
    ]);
    assert_eq!(found.assignments[0].topic, found.assignments[1].topic);
    assert_eq!(found.assignments[3].topic, found.assignments[4].topic);
    assert_ne!(found.assignments[0].topic, found.assignments[3].topic);
}

#[test]
fn a_word_nobody_can_read_is_no_word_of_a_label() {
    let long = "x".repeat(60_000);
    let texts: Vec<String> = (0..6)
        .map(|n| format!("Pothole repairs {long} on road {n}"))
        .chain([long.clone(), format!("{long} {long}"), "水".repeat(60_000)])
        .collect();
    let ids: Vec<String> = (0..texts.len()).map(|n| n.to_string()).collect();
    let documents: Vec<Document<'_>> = ids
        .iter()
        .zip(&texts)
        .map(|(id, text)| Document { id, text })
        .collect();
    let found = discover(&documents, &settings());
    assert_eq!(found.assignments.len(), texts.len());
    let fine = found.fine_topics.iter().map(|t| &t.label);
    for label in found.topics.iter().map(|t| &t.label).chain(fine) {
        assert!(
            label.chars().count() <= register::LONGEST_LABEL,
            "{label:.200}"
        );
    }
}
