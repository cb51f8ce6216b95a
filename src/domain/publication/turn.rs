//! Whose turn it is: of many topics that ask for a decision, the few that are decided about now, and
//! the few that a warning is worth at.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Candidate;
use super::triggers::TriggerKind;

/// When somebody has to decide about a topic that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now.
    Owed,
    /// Once those before it are decided: its place among those that wait, from 1.
    Waits(usize),
}

/// The turn of each candidate that asks for a decision and about which none stands, of candidates in
/// the order of their rank: so many at once, the others after them in the same order.
#[must_use]
pub fn turns<T: Copy + Ord>(
    ranked: &[Candidate<T>],
    decided: &BTreeSet<T>,
    at_once: usize,
) -> BTreeMap<T, Turn> {
    ranked
        .iter()
        .filter(|one| one.must_be_decided() && !decided.contains(&one.topic))
        .enumerate()
        .map(|(before, one)| {
            let turn = if before < at_once {
                Turn::Owed
            } else {
                Turn::Waits(before + 1 - at_once)
            };
            (one.topic, turn)
        })
        .collect()
}

/// Which topics a trigger is marked at: so many of each kind, those in which it is strongest, and of
/// equals those that stand first.
#[must_use]
pub fn marked<T: Copy + Ord>(ranked: &[Candidate<T>], most: usize) -> BTreeSet<(T, TriggerKind)> {
    let mut fired: BTreeMap<TriggerKind, Vec<(usize, T)>> = BTreeMap::new();
    for one in ranked {
        for trigger in &one.score.triggers {
            let of_kind = fired.entry(trigger.kind).or_default();
            of_kind.push((trigger.strength, one.topic));
        }
    }
    let strongest = fired.into_iter().flat_map(|(kind, mut topics)| {
        topics.sort_by_key(|(strength, _)| std::cmp::Reverse(*strength));
        topics.truncate(most);
        topics.into_iter().map(move |(_, topic)| (topic, kind))
    });
    strongest.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::publication::evidence::{Evidence, Outcome, RequestEvidence};
    use crate::domain::publication::rank;
    use crate::domain::publication::samples::{request, today, weights};

    /// Topics 1 to `many`: of each as many people as its number asked, and something was released.
    fn ranked(many: u64) -> Vec<Candidate<u64>> {
        let topics = (1..=many).map(|topic| {
            let requests = (0..topic).map(|who| RequestEvidence {
                outcome: Outcome::Full,
                ..request(who, 2)
            });
            let evidence = Evidence {
                requests: requests.collect(),
                ..Evidence::default()
            };
            (topic, evidence)
        });
        rank(topics.collect(), &weights(), today())
    }

    #[test]
    fn ten_are_owed_and_the_others_wait_in_the_order_of_their_scores() {
        let ranked = ranked(20);
        // Three people are enough: 18 topics ask, the highest scores first.
        let turns = turns(&ranked, &BTreeSet::new(), 10);
        assert_eq!(turns.len(), 18);
        let owed = turns.values().filter(|turn| **turn == Turn::Owed).count();
        assert_eq!(owed, 10);
        let last = ranked.iter().rfind(|one| one.must_be_decided()).unwrap();
        assert_eq!(turns[&last.topic], Turn::Waits(8));
        assert_eq!(turns[&ranked[0].topic], Turn::Owed);
        assert_eq!(turns[&ranked[10].topic], Turn::Waits(1));
    }

    #[test]
    fn what_is_decided_makes_room_for_the_next() {
        let ranked = ranked(20);
        let decided: BTreeSet<u64> = ranked[..3].iter().map(|one| one.topic).collect();
        let turns = turns(&ranked, &decided, 10);
        assert!(!turns.contains_key(&ranked[0].topic));
        assert_eq!(turns[&ranked[12].topic], Turn::Owed);
        assert_eq!(turns[&ranked[13].topic], Turn::Waits(1));
    }

    #[test]
    fn a_warning_stands_at_the_few_where_it_is_strongest() {
        let marked = marked(&ranked(20), 5);
        let topics: Vec<u64> = marked.iter().map(|(topic, _)| *topic).collect();
        assert_eq!(topics, [16, 17, 18, 19, 20]);
    }

    #[test]
    fn of_no_topics_or_three_no_more_is_said_than_there_is() {
        assert!(turns(&ranked(0), &BTreeSet::new(), 10).is_empty());
        let three = ranked(3);
        assert_eq!(turns(&three, &BTreeSet::new(), 10).len(), 1);
        assert_eq!(marked(&three, 5).len(), 1);
    }
}
