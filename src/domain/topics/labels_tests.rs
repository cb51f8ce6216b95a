//! What topics are called.

use super::phrases::{LONGEST, NONE};
use super::tests::found;
use super::wording::{Phrase, label_of, real};

#[test]
fn a_label_names_the_subject_before_the_kind_of_document() {
    let found = found(&[
        "Minutes on the harbour dredging",
        "Minutes of the dredging of the harbour",
        "Minutes for harbour dredging",
    ]);
    let label = found.topics[0].label.to_lowercase();
    assert!(
        label.starts_with("harbour") || label.starts_with("dredging"),
        "{label}"
    );
    assert!(
        !label.contains("minutes") && !label.contains("mention"),
        "{label}"
    );
}

#[test]
fn a_label_is_never_a_piece_of_what_people_write() {
    let places = [
        "Millgate",
        "Thornbury",
        "Foxley",
        "Holmwood",
        "Larkhill",
        "Quayside",
    ];
    let felled =
        places.map(|at| format!("Cost for {at} and the trees felled in the training school"));
    let staff = places.map(|at| format!("Dismissed for gross misconduct in {at}"));
    let texts: Vec<&str> = felled.iter().chain(&staff).map(String::as_str).collect();
    let labels: Vec<String> = found(&texts).topics.into_iter().map(|t| t.label).collect();
    let whole = |label: &&String| label.starts_with("Trees felled in the training school");
    assert_eq!(labels.iter().filter(whole).count(), 1, "{labels:?}");
    // What was done is no name for it.
    assert!(
        labels.iter().any(|l| l.starts_with("Gross misconduct")),
        "{labels:?}"
    );
}

/// A phrase of one word in these of a hundred requests.
fn word(number: u32, spelling: &str, having: std::ops::Range<u32>) -> Phrase {
    let mut key = [NONE; LONGEST];
    key[0] = number;
    let having: Vec<u32> = having.collect();
    Phrase {
        key,
        telling: real(having.len()),
        having,
        vague: false,
        kind: false,
        name: false,
        spelling: spelling.to_owned(),
    }
}

#[test]
fn a_topic_of_this_and_that_says_what_is_asked_for_or_that_it_is_various() {
    let travel = || word(1, "travel", 0..20);
    let pens = || word(2, "pens", 20..38);
    let rest = || word(3, "north", 0..60);
    let label = |phrases: &[Phrase]| label_of(phrases, 100);
    assert_eq!(
        label(&[travel(), pens()]).as_deref(),
        Some("various: travel, pens")
    );
    let mut costs = word(4, "costs", 0..80);
    costs.vague = true;
    costs.kind = true;
    costs.telling = 1.0;
    assert_eq!(
        label(&[travel(), pens(), costs]).as_deref(),
        Some("costs: travel, pens")
    );
    // What could stand for anything without saying what is asked for is no kind.
    let mut north = rest();
    north.vague = true;
    north.telling = 1.0;
    assert_eq!(
        label(&[travel(), pens(), north]).as_deref(),
        Some("various: travel, pens")
    );
    assert_eq!(label(&[travel()]).as_deref(), Some("travel"));
    assert_eq!(label(&[]), None);
}

#[test]
fn a_name_of_a_person_or_place_is_a_part_only_where_many_write_it() {
    let mut person = word(2, "Robin Vale", 50..65);
    person.name = true;
    let drains = || word(1, "drains", 0..45);
    assert_eq!(
        label_of(&[drains(), person], 100).as_deref(),
        Some("drains")
    );
}

/// The labels of a log of these things, asked about with this behind them.
fn labels_of(things: &[&str], behind: &str) -> Vec<String> {
    let texts: Vec<String> = things
        .iter()
        .map(|thing| format!("the {thing} {behind}"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    found(&texts).topics.into_iter().map(|t| t.label).collect()
}

#[test]
fn a_place_or_a_person_is_no_label_and_a_body_may_be_one() {
    let things = [
        "drains and sewers",
        "lamps",
        "sewers",
        "drains",
        "bus shelter",
        "lamps and drains",
    ];
    for behind in ["in Thornbury", "from Robin Vale"] {
        for label in labels_of(&things, behind) {
            let name = ["thornbury", "robin", "vale"];
            let lower = label.to_lowercase();
            assert!(!name.iter().any(|name| lower.contains(name)), "{label}");
        }
    }
    let labels = labels_of(&things, "of the Thornbury Harbour");
    assert!(labels.iter().any(|l| l.contains("Harbour")), "{labels:?}");
}

#[test]
fn a_code_beside_a_number_is_no_label_and_initials_may_be_one() {
    let surveys = |code: &str| {
        let texts: Vec<String> = ["drains", "lamps", "sewers", "roofs", "walls"]
            .iter()
            .enumerate()
            .map(|(at, thing)| {
                format!(
                    "the {} survey of {thing}",
                    code.replace('#', &at.to_string())
                )
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        found(&texts).topics[0].label.clone()
    };
    assert!(!surveys("QRT 10#").contains("QRT"));
    assert!(surveys("QRT").contains("QRT"));
}

#[test]
fn initials_are_no_name_and_titles_keep_what_may_be_one() {
    let asked = |thing: &str| {
        let texts =
            ["Millgate", "Foxley", "Holmwood", "Larkhill"].map(|at| format!("the {thing} in {at}"));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        found(&texts).topics[0].label.clone()
    };
    assert_eq!(asked("ANPR cameras"), "ANPR cameras");
    assert_eq!(asked("bus lanes"), "Bus lanes");
    assert_eq!(asked("Brigus Junction"), "Brigus Junction");
}
