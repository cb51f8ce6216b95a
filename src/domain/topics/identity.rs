//! Which topic of the register each topic just found continues.
//!
//! A topic keeps its number while most of its requests stay together. What a person confirmed
//! weighs more: requests found together that people had put under one topic stay under it, even
//! where the machine would have made two of it.

use super::register::Place;
use std::collections::{BTreeMap, BTreeSet};

/// For each topic found the topic of the register it continues. `found` and `before` give, request
/// by request, the topic found now and the place it had.
#[must_use]
pub fn continued(found: &[u32], before: &[Place]) -> BTreeMap<u32, i64> {
    let mut overlaps: BTreeMap<(u32, i64), Overlap> = BTreeMap::new();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    let mut earlier: BTreeMap<i64, usize> = BTreeMap::new();
    let mut confirmed: BTreeMap<u32, usize> = BTreeMap::new();
    for (topic, place) in found.iter().zip(before) {
        *sizes.entry(*topic).or_default() += 1;
        if place.confirmed {
            *confirmed.entry(*topic).or_default() += 1;
        }
        if let Some(old) = place.topic {
            let overlap = overlaps.entry((*topic, old)).or_default();
            overlap.all += 1;
            overlap.confirmed += usize::from(place.confirmed);
            *earlier.entry(old).or_default() += 1;
        }
    }
    let size = |topic: u32| sizes.get(&topic).copied().unwrap_or(0);
    let mut continues = BTreeMap::new();
    // What people confirmed: most of what is confirmed in it is under one topic, and that is a
    // good part of it.
    for ((topic, old), overlap) in &overlaps {
        let said = confirmed.get(topic).copied().unwrap_or(0);
        if overlap.confirmed * 2 > said && overlap.confirmed * 3 >= size(*topic) {
            continues.insert(*topic, *old);
        }
    }
    let mut taken: BTreeSet<i64> = continues.values().copied().collect();
    // The largest overlaps first; one that is half of either side carries the number over.
    let mut pairs: Vec<((u32, i64), usize)> = overlaps
        .into_iter()
        .map(|(pair, overlap)| (pair, overlap.all))
        .collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for ((topic, old), shared) in pairs {
        let enough =
            shared * 2 >= earlier.get(&old).copied().unwrap_or(0) || shared * 2 >= size(topic);
        if enough && !continues.contains_key(&topic) && taken.insert(old) {
            continues.insert(topic, old);
        }
    }
    continues
}

#[derive(Default)]
struct Overlap {
    all: usize,
    confirmed: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(topic: i64) -> Place {
        Place {
            topic: Some(topic),
            confirmed: false,
        }
    }

    fn said(topic: i64) -> Place {
        Place {
            topic: Some(topic),
            confirmed: true,
        }
    }

    const NONE: Place = Place {
        topic: None,
        confirmed: false,
    };

    #[test]
    fn a_topic_that_grows_or_shrinks_keeps_its_number() {
        let before = [suggested(7), suggested(7), suggested(7), suggested(8), NONE];
        let now = continued(&[1, 1, 2, 2, 1], &before);
        assert_eq!(now, [(1, 7), (2, 8)].into());
    }

    #[test]
    fn a_number_is_carried_over_once() {
        let before = [suggested(7); 6];
        let now = continued(&[1, 1, 1, 1, 2, 2], &before);
        assert_eq!(now, [(1, 7)].into());
    }

    #[test]
    fn what_people_merged_the_machine_does_not_take_apart() {
        let now = continued(&[1, 1, 2, 2, 2], &[said(7); 5]);
        assert_eq!(now, [(1, 7), (2, 7)].into());
    }

    #[test]
    fn what_people_split_the_machine_does_not_put_together() {
        // The machine finds one topic where people made two: it continues the larger.
        let before = [said(7), said(7), said(7), said(8), said(8)];
        assert_eq!(continued(&[1; 5], &before), [(1, 7)].into());
    }

    #[test]
    fn one_confirmed_request_does_not_claim_a_topic_of_many() {
        let mut before = vec![suggested(8); 9];
        before.push(said(7));
        assert_eq!(continued(&[1; 10], &before), [(1, 8)].into());
    }
}
