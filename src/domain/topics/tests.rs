//! What must hold of topics whatever the requests are.

use proptest::prelude::*;

use super::*;

/// Settings small enough to read.
pub(super) fn settings() -> Settings {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
    Settings {
        text: TextSettings {
            boilerplate: words(&["a copy of", "please provide"]),
            stopwords: words(&["the", "of", "in", "on", "for", "and", "to"]),
            redaction_words: words(&["removed"]),
            street_words: words(&["street", "road"]),
            synonyms: vec![Synonym {
                from: words(&["refuse"]),
                to: "waste".into(),
            }],
            last_in_labels: words(&["minutes", "mention"]),
            kinds: words(&["minutes"]),
            before_names: words(&["in", "from"]),
            longest_text: 600,
        },
        associations: AssociationSettings {
            weight: 1.0,
            kept: 10,
            shrinkage: 5.0,
            longest_row: 40,
        },
        discovery: DiscoverySettings {
            neighbours: 15,
            resolution: 1.0,
            looks_at_neighbours: vec![0.8, 1.2],
            looks_at_resolution: vec![1.0],
            fine_resolution: 0.8,
            alike: 0.35,
            smallest_topic: 3,
        },
        similar: SimilarSettings {
            neighbours: 10,
            smoothing: 1.0,
            longest_row: 60,
        },
        token_vectors: TokenSettings {
            weight: 0.7,
            ..TokenSettings::default()
        },
        model: None,
    }
}

/// Twenty requests on each of three subjects, numbered so that each is its own text.
pub(super) fn three_subjects() -> Vec<(String, String)> {
    let subjects = [
        [
            "pothole repairs",
            "road surface",
            "carriageway defects",
            "pothole claims",
        ],
        [
            "school meals",
            "pupils lunch",
            "school kitchen menus",
            "pupils meals",
        ],
        ["dog bites", "stray dogs", "dog warden", "stray dog kennels"],
    ];
    let mut out = Vec::new();
    for (subject, phrases) in subjects.iter().enumerate() {
        for n in 0..20 {
            let (one, two) = (phrases[n % 4], phrases[(n + 1 + n / 4) % 4]);
            out.push((
                format!("{subject}-{n:02}"),
                format!(
                    "{one} and {two} word{}",
                    "abcdefghijklmnopqrst".get(n..=n).unwrap()
                ),
            ));
        }
    }
    out
}

pub(super) fn documents(rows: &[(String, String)]) -> Vec<Document<'_>> {
    rows.iter()
        .map(|(id, text)| Document { id, text })
        .collect()
}

pub(super) fn found(texts: &[&str]) -> Discovery {
    let rows: Vec<(String, String)> = (0..)
        .zip(texts)
        .map(|(n, t): (u32, _)| (n.to_string(), (*t).to_owned()))
        .collect();
    discover(&documents(&rows), &settings())
}

#[test]
fn three_subjects_make_three_topics_with_words_as_people_write_them() {
    let rows = three_subjects();
    let found = discover(&documents(&rows), &settings());
    assert_eq!(found.topics.len(), 3, "{:?}", found.topics);
    for (row, given) in rows.iter().zip(&found.assignments) {
        let same = rows
            .iter()
            .zip(&found.assignments)
            .all(|(other, theirs)| (other.0[..1] == row.0[..1]) == (theirs.topic == given.topic));
        assert!(same, "{} is with its own subject", row.0);
    }
    let labels: Vec<String> = found
        .topics
        .iter()
        .map(|t| t.label.to_lowercase())
        .collect();
    for phrases in [
        ["pothole repairs", "road surface", "carriageway defects"],
        ["school meals", "school kitchen menus", "pupils"],
        ["stray dog", "dog bites", "dog warden"],
    ] {
        let named = |label: &String| phrases.iter().any(|phrase| label.contains(phrase));
        assert!(labels.iter().any(named), "{phrases:?} in {labels:?}");
    }
    assert!(
        found
            .topics
            .iter()
            .all(|t| t.typical.len() == 3 && t.requests == 20)
    );
}

#[test]
fn a_fine_topic_lies_within_one_topic() {
    let rows = three_subjects();
    let found = discover(&documents(&rows), &settings());
    for given in &found.assignments {
        let fine = &found.fine_topics[given.fine_topic as usize - 1];
        assert_eq!(fine.within, Some(given.topic));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_requests_changes_no_answer(order in Just((0..60_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let rows = three_subjects();
        let shuffled: Vec<(String, String)> = order.iter().map(|at| rows[*at].clone()).collect();
        let straight = discover(&documents(&rows), &settings());
        let mixed = discover(&documents(&shuffled), &settings());
        for (place, at) in order.iter().enumerate() {
            prop_assert_eq!(straight.assignments[*at], mixed.assignments[place]);
        }
        let names = |d: &Discovery| d.topics.iter().map(|t| (t.label.clone(), t.words.clone())).collect::<Vec<_>>();
        prop_assert_eq!(names(&straight), names(&mixed));
    }

    #[test]
    fn requests_that_come_later_move_hardly_any_other(
        later in proptest::collection::vec((0..4_usize, 0..20_usize, "\\PC{0,40}"), 1..7)
    ) {
        let mut rows = three_subjects();
        let before = discover(&documents(&rows), &settings());
        // The fourth kind is on no subject: whatever somebody may write.
        for (at, (subject, like, other)) in later.iter().enumerate() {
            let text = if *subject < 3 {
                rows[subject * 20 + like].1.replace(" and ", " or ")
            } else {
                other.clone()
            };
            rows.push((format!("later {at}"), text));
        }
        let topic_of: Vec<Option<i64>> = before.assignments.iter().map(|a| Some(a.topic.into())).collect();
        for after in [
            discover(&documents(&rows), &settings()),
            discover_after(&documents(&rows), &topic_of, &settings()),
        ] {
            let together = |d: &Discovery, a: usize, b: usize| d.assignments[a].topic == d.assignments[b].topic;
            let pairs = (0..60).flat_map(|a| (0..a).map(move |b| (a, b)));
            let changed = pairs.filter(|(a, b)| together(&before, *a, *b) != together(&after, *a, *b)).count();
            prop_assert!(changed * 20 < 60 * 59 / 2, "{changed} pairs changed");
            for (at, (subject, like, _)) in later.iter().enumerate().filter(|(_, l)| l.0 < 3) {
                prop_assert!(together(&after, 60 + at, subject * 20 + like), "it joins its subject");
            }
        }
    }

    #[test]
    fn every_text_whatever_it_is_gets_a_topic(texts in proptest::collection::vec("\\PC{0,40}", 0..30)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = found(&texts);
        prop_assert_eq!(found.assignments.len(), texts.len());
        for given in &found.assignments {
            prop_assert!(given.topic >= 1 && (given.topic as usize) <= found.topics.len());
            prop_assert!(given.fine_topic >= 1 && (given.fine_topic as usize) <= found.fine_topics.len());
        }
        prop_assert!(found.topics.iter().all(|t| !t.label.is_empty()));
        prop_assert_eq!(found.topics.iter().map(|t| t.requests).sum::<usize>(), texts.len());
    }
}

#[test]
fn redactions_addresses_numbers_and_boilerplate_leave_no_trace() {
    let texts = [
        "Please provide a copy of fire report {name removed} FI-2012/33",
        "Fire report (address removed) on 3/4/2015",
        "fire report for 144 Water Street [a specified date]",
    ];
    let found = found(&texts);
    assert_eq!(found.topics.len(), 1);
    assert_eq!(
        found.topics[0].words.len(),
        2,
        "{:?}",
        found.topics[0].words
    );
    assert_eq!(found.topics[0].label, "Fire report");
}

#[test]
fn similar_requests_share_words_even_through_a_synonym() {
    let rows = three_subjects();
    let mut rows = rows;
    rows.push(("w".into(), "waste lorry timetable".into()));
    let index = Index::new(&documents(&rows), &settings());
    let hits = index.similar("refuse lorry", 5);
    assert_eq!(hits[0].place, 60);
    assert_eq!(hits[0].shared, ["lorry", "waste"]);
    assert!(index.similar("", 5).is_empty());
    assert!(index.similar("zzz qqq", 5).is_empty());
}

#[test]
fn a_new_request_fits_its_topic_by_what_was_learnt_alone() {
    use super::arrival::{PROBABLY_NEW, Placeable, StemTopics, TextReader, fitting};
    let rows = three_subjects();
    let settings = settings();
    let index = Index::new(&documents(&rows), &settings);
    let mut weights = Vec::new();
    let mut topics = std::collections::HashMap::new();
    for topic in 0..3_i64 {
        let first = usize::try_from(topic).unwrap() * 20;
        let places: Vec<usize> = (first..first + 20).collect();
        let of_topic = index.weights_of(&places);
        assert!(of_topic.cohesion > 0.0);
        let cohesion = of_topic.cohesion;
        topics.insert(topic, Placeable { topic, cohesion });
        weights.extend(of_topic.words.into_iter().map(|(stem, weight)| StemTopics {
            stem,
            topics: vec![(topic, weight)],
        }));
    }
    let known = index.terms().into_iter();
    let known = known.map(|term| (term.stem.clone(), term)).collect();
    let reader = TextReader::new(&settings.text, &settings.associations);
    let suggested = |text: &str| {
        let words = reader.words(text);
        let wide = reader.weigh(&words, &known, index.readings());
        fitting(&words, &wide, &weights, &topics)
    };
    let found = suggested("claims for a pothole in the road");
    assert_eq!(found[0].topic, 0);
    assert!(found[0].fit > PROBABLY_NEW, "{found:?}");
    assert!(found[0].because.iter().any(|w| w == "pothole"), "{found:?}");
    assert_eq!(suggested("school lunch menus")[0].topic, 1);
    assert!(suggested("crematorium fees").is_empty());
    assert!(suggested("").is_empty());
}

#[test]
fn each_request_is_told_the_ones_like_it_and_never_itself() {
    let mut rows = three_subjects();
    rows.push(("copy".into(), rows[0].1.clone()));
    let index = Index::new(&documents(&rows), &settings());
    let mut told = Vec::new();
    index.like_each(5, |place, similar| told.push((place, similar)));
    told.sort_by_key(|(place, _)| *place);
    let alike: Vec<_> = told.into_iter().map(|(_, similar)| similar).collect();
    assert_eq!(alike.len(), rows.len());
    for (place, similar) in alike.iter().enumerate() {
        assert!(!similar.is_empty() && similar.len() <= 5);
        assert!(
            similar
                .iter()
                .all(|s| s.place != place && !s.shared.is_empty())
        );
    }
    assert_eq!(alike[0][0].place, 60, "a copy stands first");
    assert_eq!(alike[60][0].place, 0);
    assert!(
        alike[5]
            .iter()
            .all(|s| rows[s.place].0.starts_with('0') || s.place == 60)
    );
}
