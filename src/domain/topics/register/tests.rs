//! What people decide about topics, and that each decision can be taken back.

use super::decide::confirmed;
use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn entry(id: i64, standing: Standing) -> Entry {
    Entry {
        id,
        label: format!("Topic {id}"),
        standing,
        pinned: false,
        nature: Nature::Open,
        merged_into: None,
    }
}

/// Three topics of four requests each, one confirmed, and a number kept for a new one.
fn register() -> Register {
    let mut register = Register::default();
    for id in 1..=3 {
        let standing = if id == 2 {
            Standing::Confirmed
        } else {
            Standing::Suggested
        };
        register.entries.insert(id, entry(id, standing));
        for case in 0..4 {
            let place = Place {
                topic: Some(id),
                confirmed: id == 2,
            };
            register.places.insert(id * 10 + case, place);
        }
    }
    register.entries.insert(9, entry(9, Standing::Retired));
    register
}

fn topics_of(register: &Register) -> BTreeMap<i64, Option<i64>> {
    let places = register.places.iter();
    places.map(|(case, place)| (*case, place.topic)).collect()
}

fn done(register: &mut Register, action: &Action) -> Change {
    let change = register.decide(action).unwrap();
    register.apply(&change);
    change
}

#[test]
fn a_confirmed_topic_has_confirmed_requests() {
    let mut register = register();
    done(&mut register, &Action::Confirm { topic: 1 });
    assert_eq!(register.entries[&1].standing, Standing::Confirmed);
    assert!((10..14).all(|case| register.places[&case].confirmed));
    assert!(!register.places[&30].confirmed);
    let again = register.decide(&Action::Confirm { topic: 1 });
    assert_eq!(again, Err(Refusal::AlreadySo));
}

#[test]
fn a_merge_takes_every_request_along_and_retires_the_topic() {
    let mut register = register();
    done(&mut register, &Action::Merge { topic: 1, into: 3 });
    assert_eq!(register.entries[&1].standing, Standing::Retired);
    assert_eq!(register.entries[&1].merged_into, Some(3));
    assert!((10..14).all(|case| register.places[&case] == confirmed(3)));
    let refused = register.decide(&Action::Rename {
        topic: 1,
        label: "x".into(),
    });
    assert_eq!(refused, Err(Refusal::NoSuchTopic));
}

#[test]
fn a_topic_is_not_merged_into_itself_or_into_one_that_is_gone() {
    let register = register();
    let merge = |topic, into| register.decide(&Action::Merge { topic, into });
    assert_eq!(merge(1, 1), Err(Refusal::IntoItself));
    assert_eq!(merge(1, 9), Err(Refusal::NoSuchTopic));
    assert_eq!(merge(1, 77), Err(Refusal::NoSuchTopic));
}

#[test]
fn a_split_leaves_something_and_takes_only_what_is_there() {
    let register = register();
    let split = |cases: &[i64]| {
        register.decide(&Action::Split {
            topic: 1,
            new: 9,
            label: "New".into(),
            cases: cases.iter().copied().collect(),
        })
    };
    assert_eq!(split(&[]), Err(Refusal::NoRequest));
    assert_eq!(split(&[10, 20]), Err(Refusal::NotOfTopic));
    assert_eq!(split(&[10, 11, 12, 13]), Err(Refusal::NothingLeft));
    let change = split(&[10, 11]).unwrap();
    assert_eq!(change.other, Some(9));
}

#[test]
fn a_merge_and_a_split_of_the_same_requests_make_the_same_groups_again() {
    let before = register();
    let mut register = before.clone();
    done(&mut register, &Action::Merge { topic: 1, into: 3 });
    done(
        &mut register,
        &Action::Split {
            topic: 3,
            new: 9,
            label: "Topic 1".into(),
            cases: (10..14).collect(),
        },
    );
    let groups = |register: &Register| {
        let mut groups: BTreeMap<Option<i64>, Vec<i64>> = BTreeMap::new();
        for (case, topic) in topics_of(register) {
            groups.entry(topic).or_default().push(case);
        }
        groups.into_values().collect::<BTreeSet<_>>()
    };
    assert_eq!(groups(&register), groups(&before));
}

#[test]
fn names_and_reasons_are_asked_for() {
    let register = register();
    let rename = |label: &str| {
        register.decide(&Action::Rename {
            topic: 1,
            label: label.into(),
        })
    };
    assert_eq!(rename("  "), Err(Refusal::NoLabel));
    assert_eq!(rename(&"x".repeat(101)), Err(Refusal::LongLabel));
    assert_eq!(rename("two\nlines"), Err(Refusal::LongLabel));
    let mark = register.decide(&Action::Mark {
        topic: 1,
        nature: Nature::OwnRecords,
        reason: " ".into(),
    });
    assert_eq!(mark, Err(Refusal::NoReason));
}

#[test]
fn what_something_later_changed_is_not_undone_first() {
    let mut register = register();
    let merged = done(&mut register, &Action::Merge { topic: 1, into: 3 });
    let moved = done(
        &mut register,
        &Action::Move {
            cases: [10].into(),
            to: 2,
        },
    );
    assert_eq!(register.undo(&merged), Err(Refusal::ChangedSince));
    let back = register.undo(&moved).unwrap();
    register.apply(&back);
    let back = register.undo(&merged).unwrap();
    register.apply(&back);
    assert_eq!(topics_of(&register), topics_of(&self::register()));
}

fn actions() -> impl Strategy<Value = Action> {
    let topic = 1..=3_i64;
    let cases = || {
        let case = (1..=3_i64, 0..4_i64).prop_map(|(topic, n)| topic * 10 + n);
        proptest::collection::btree_set(case, 0..6)
    };
    prop_oneof![
        topic.clone().prop_map(|topic| Action::Confirm { topic }),
        (topic.clone(), "[a-c]{0,3}").prop_map(|(topic, label)| Action::Rename { topic, label }),
        (topic.clone(), 1..=3_i64).prop_map(|(topic, into)| Action::Merge { topic, into }),
        (topic.clone(), cases()).prop_map(|(topic, cases)| Action::Split {
            topic,
            new: 9,
            label: "New".into(),
            cases
        }),
        (topic.clone(), any::<bool>()).prop_map(|(topic, pinned)| Action::Pin { topic, pinned }),
        (topic.clone(), 0..4_usize).prop_map(|(topic, nature)| Action::Mark {
            topic,
            nature: Nature::ALL[nature],
            reason: "because".into()
        }),
        (cases(), topic).prop_map(|(cases, to)| Action::Move { cases, to }),
    ]
}

proptest! {
    #[test]
    fn undone_from_the_last_to_the_first_everything_stands_as_before(actions in proptest::collection::vec(actions(), 1..8)) {
        let before = register();
        let mut register = before.clone();
        let mut changes = Vec::new();
        for action in &actions {
            if let Ok(change) = register.decide(action) {
                register.apply(&change);
                changes.push(change);
            }
        }
        for change in changes.iter().rev() {
            let back = register.undo(change).unwrap();
            register.apply(&back);
        }
        prop_assert_eq!(register, before);
    }

    #[test]
    fn every_request_stays_under_a_topic_that_is_used(actions in proptest::collection::vec(actions(), 1..8)) {
        let mut register = register();
        for action in &actions {
            if let Ok(change) = register.decide(action) {
                register.apply(&change);
            }
        }
        for place in register.places.values() {
            let topic = place.topic.unwrap();
            prop_assert_ne!(register.entries[&topic].standing, Standing::Retired);
        }
    }
}
