//! Communities that use the same words, made one.
//!
//! Where many requests are worded almost alike, each wording has neighbours enough of its own and
//! would be a topic beside the others on the same thing.

use std::collections::{BTreeMap, HashMap};

use super::leiden;
use super::text::number;
use super::vectors::{Rows, dot, real};

/// Words looked at of a community, the weightiest.
const WORDS: usize = 200;

/// Joins the communities whose words are `alike`, 0 to 1, at least, the most alike first.
pub(super) fn joined(rows: &Rows, partition: &[u32], alike: f32) -> Vec<u32> {
    let mut middles = middles(rows, partition);
    let mut into: Vec<usize> = (0..middles.len()).collect();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for one in 0..middles.len() {
        for other in one + 1..middles.len() {
            let cosine = middles[one].cosine(&middles[other]);
            if cosine >= alike {
                pairs.push((cosine, one, other));
            }
        }
    }
    while let Some((_, one, other)) = pairs
        .iter()
        .copied()
        .max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))))
    {
        let gone = std::mem::take(&mut middles[other]);
        middles[one].take_in(gone);
        into[other] = one;
        pairs.retain(|(_, a, b)| ![*a, *b].iter().any(|at| *at == one || *at == other));
        for (at, middle) in middles.iter().enumerate() {
            let cosine = middles[one].cosine(middle);
            if at != one && cosine >= alike {
                pairs.push((cosine, one.min(at), one.max(at)));
            }
        }
    }
    let found = |community: &u32| {
        let mut at = *community as usize;
        while into[at] != at {
            at = into[at];
        }
        number(at)
    };
    let out: Vec<u32> = partition.iter().map(found).collect();
    leiden::renumber(&out).1
}

/// The words of a community with what they weigh together, in order of term.
#[derive(Default)]
struct Middle {
    words: Vec<(u32, f32)>,
    length: f32,
}

impl Middle {
    fn of(mut words: Vec<(u32, f32)>) -> Self {
        if words.len() > WORDS {
            words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            words.truncate(WORDS);
            words.sort_unstable_by_key(|(term, _)| *term);
        }
        Self {
            length: words.iter().map(|(_, w)| w * w).sum::<f32>().sqrt(),
            words,
        }
    }

    /// Takes another community in.
    fn take_in(&mut self, other: Self) {
        let mut sums: BTreeMap<u32, f32> = self.words.iter().copied().collect();
        for (term, weight) in other.words {
            *sums.entry(term).or_default() += weight;
        }
        *self = Self::of(sums.into_iter().collect());
    }

    /// How alike two are, 0 to 1; one without words is like none.
    fn cosine(&self, other: &Self) -> f32 {
        let sum = dot(&self.words, other.words.iter().copied());
        let lengths = self.length * other.length;
        if lengths > 0.0 { sum / lengths } else { 0.0 }
    }
}

/// What each community says more than all of them together.
fn middles(rows: &Rows, partition: &[u32]) -> Vec<Middle> {
    let communities = partition.iter().max().map_or(0, |most| *most as usize + 1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); communities];
    for (reading, community) in partition.iter().enumerate() {
        members[*community as usize].push(reading);
    }
    let mut everywhere: HashMap<u32, f32> = HashMap::new();
    for reading in 0..partition.len() {
        for (term, weight) in rows.row(reading) {
            *everywhere.entry(term).or_default() += weight / real(partition.len());
        }
    }
    let middle = |readings: &Vec<usize>| {
        let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
        for reading in readings {
            for (term, weight) in rows.row(*reading) {
                *sums.entry(term).or_default() += weight;
            }
        }
        let size = real(readings.len());
        let more = |(term, sum): (u32, f32)| {
            let more = sum - size * everywhere.get(&term).copied().unwrap_or(0.0);
            (more > 0.0).then_some((term, more))
        };
        Middle::of(sums.into_iter().filter_map(more).collect())
    };
    members.iter().map(middle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of these communities of a reading each, among ten of other words.
    fn together(of: &[&[(u32, f32)]], alike: f32) -> Vec<u32> {
        let mut rows = Rows::new();
        for row in of {
            rows.push(row.iter().copied());
        }
        for other in 0..10 {
            rows.push([(100 + other, 1.0)]);
        }
        let partition: Vec<u32> = (0..number(rows.len())).collect();
        let mut found = joined(&rows, &partition, alike);
        found.truncate(of.len());
        found
    }

    #[test]
    fn two_ways_of_asking_the_same_are_one_and_another_thing_is_not() {
        let asked: [&[(u32, f32)]; 3] = [&[(1, 0.8), (2, 0.6)], &[(1, 0.8), (3, 0.6)], &[(4, 1.0)]];
        assert_eq!(together(&asked, 0.5), [0, 0, 1]);
        assert_eq!(together(&asked, 0.9), [0, 1, 2]);
    }

    #[test]
    fn a_chain_of_things_each_like_the_next_is_not_one() {
        // Each has half of its words with the next; the first two together are less like the third.
        let asked: [&[(u32, f32)]; 3] = [
            &[(1, 1.0), (2, 1.0)],
            &[(2, 1.0), (3, 1.0)],
            &[(3, 1.0), (4, 1.0)],
        ];
        assert_eq!(together(&asked, 0.43), [0, 0, 1]);
    }

    #[test]
    fn what_everybody_says_makes_nothing_alike() {
        let asked: Vec<Vec<(u32, f32)>> = (0..6).map(|at| vec![(1, 1.0), (10 + at, 0.5)]).collect();
        let asked: Vec<&[(u32, f32)]> = asked.iter().map(Vec::as_slice).collect();
        let mut rows = Rows::new();
        for row in &asked {
            rows.push(row.iter().copied());
        }
        assert_eq!(joined(&rows, &[0, 1, 2, 3, 4, 5], 0.35), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_has_no_words_is_like_nothing() {
        assert_eq!(together(&[&[], &[]], 0.0001), [0, 1]);
        assert_eq!(joined(&Rows::new(), &[], 0.5), [0; 0]);
    }
}
