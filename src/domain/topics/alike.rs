//! Earlier requests like one that arrives: the words to look for them with, and which of those
//! found are most like it.
//!
//! Only the words requests share speak, each the more the rarer it is. It does not say that two
//! requests ask for the same.

use super::arrival::{WORDS_TOLD, Word};
use super::learnt::Term;
use super::vectors::{rarity, real};
use std::collections::{HashMap, HashSet};

/// Earlier requests told of one.
pub const MOST: usize = 5;

/// Words earlier requests are looked for with.
const WORDS_ASKED: usize = 6;

/// An earlier request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its case: the later one has the higher number.
    pub id: i64,
    /// The telling words of its text.
    pub words: Vec<Word>,
}

/// The rarest words of a text that others have too, the rarest first, with how much each says;
/// `readings` is how many requests the terms were learnt from.
#[must_use]
pub fn rarest<'a>(
    words: &'a [Word],
    known: &HashMap<String, Term>,
    readings: usize,
) -> Vec<(&'a Word, f32)> {
    let mut rare: Vec<(u32, &Word)> = words
        .iter()
        .filter_map(|word| Some((known.get(&word.stem)?.readings, word)))
        .collect();
    rare.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.stem.cmp(&b.1.stem)));
    rare.into_iter()
        .take(WORDS_ASKED)
        .map(|(having, word)| (word, rarity(readings, having)))
        .collect()
}

/// The earlier requests most like a text, the most alike first and of equals the newest, each with
/// the words both have, the rarest first.
#[must_use]
pub fn alike(
    words: &[Word],
    earlier: Vec<Earlier>,
    known: &HashMap<String, Term>,
    readings: usize,
) -> Vec<(i64, Vec<String>)> {
    let stems: HashSet<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    // One common word makes no two requests alike, but for a request of one word.
    let fewest = words.len().clamp(1, 2);
    let mut found: Vec<(f32, i64, Vec<String>)> = Vec::new();
    for Earlier { id, words: theirs } in earlier {
        let length = real(theirs.len()).sqrt();
        let mut shared: Vec<(u32, String)> = theirs
            .into_iter()
            .filter(|word| stems.contains(word.stem.as_str()))
            .map(|word| {
                let having = known.get(&word.stem).map_or(1, |term| term.readings);
                (having, word.written)
            })
            .collect();
        if shared.len() < fewest {
            continue;
        }
        let together: f32 = shared
            .iter()
            .map(|(having, _)| rarity(readings, *having).powi(2))
            .sum();
        shared.sort();
        shared.truncate(WORDS_TOLD);
        let shared = shared.into_iter().map(|(_, word)| word).collect();
        found.push((together / length, id, shared));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(_, id, shared)| (id, shared))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of a thousand requests have each word.
    const KNOWN: [(&str, u32); 8] = [
        ("number", 900),
        ("cost", 800),
        ("council", 700),
        ("school", 300),
        ("pool", 30),
        ("kennels", 20),
        ("otter", 3),
        ("weir", 2),
    ];

    fn words(text: &str) -> Vec<Word> {
        let word = |word: &str| Word {
            stem: word.to_owned(),
            written: word.to_owned(),
            times: 1,
        };
        text.split(' ').map(word).collect()
    }

    fn known() -> HashMap<String, Term> {
        let term = |(stem, readings): (&str, u32)| Term {
            stem: stem.to_owned(),
            readings,
            companions: Vec::new(),
        };
        KNOWN
            .into_iter()
            .map(|of| (of.0.to_owned(), term(of)))
            .collect()
    }

    fn found(text: &str, earlier: &[(i64, &str)]) -> Vec<(i64, String)> {
        let earlier = earlier.iter().map(|(id, text)| Earlier {
            id: *id,
            words: words(text),
        });
        alike(&words(text), earlier.collect(), &known(), 1_000)
            .into_iter()
            .map(|(id, shared)| (id, shared.join(" ")))
            .collect()
    }

    fn ids(text: &str, earlier: &[(i64, &str)]) -> Vec<i64> {
        found(text, earlier).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn rare_words_in_common_make_requests_more_alike_than_frequent_ones() {
        let earlier = [
            (4, "number cost council bins"),
            (3, "number cost school bins"),
            (2, "number cost otter weir"),
            (1, "number pool kennels bins"),
        ];
        let text = "number cost council school pool kennels otter weir";
        assert_eq!(ids(text, &earlier), [2, 1, 3, 4]);
    }

    #[test]
    fn the_same_words_count_for_less_in_a_longer_request() {
        let earlier = [
            (2, "otter weir and much else that was asked for"),
            (1, "otter weir"),
        ];
        assert_eq!(ids("otter weir", &earlier), [1, 2]);
    }

    #[test]
    fn one_common_word_makes_no_two_requests_alike_unless_it_is_all_that_is_asked() {
        let earlier = [(1, "otter weir"), (2, "otter pool"), (3, "pool school")];
        assert_eq!(ids("otter weir kennels", &earlier), [1]);
        assert_eq!(ids("weir", &earlier), [1]);
        assert_eq!(ids("kennels", &earlier), [0; 0]);
        assert!(alike(&[], vec![], &known(), 1_000).is_empty());
        let nothing = Earlier {
            id: 1,
            words: vec![],
        };
        assert!(alike(&[], vec![nothing], &known(), 1_000).is_empty());
    }

    #[test]
    fn of_requests_equally_alike_the_newest_come_first_and_only_a_few_are_told() {
        let earlier: Vec<(i64, &str)> = [3, 1, 7, 2, 6, 5, 4]
            .into_iter()
            .map(|id| (id, "otter weir"))
            .collect();
        assert_eq!(ids("otter weir", &earlier), [7, 6, 5, 4, 3]);
    }

    #[test]
    fn the_words_in_common_are_told_rarest_first_those_nobody_else_has_before_all() {
        let text = "number cost council school pool kennels otter weir heron";
        let told = found(text, &[(1, text)]);
        assert_eq!(told[0].1, "heron weir otter kennels pool school");
        let told = found(text, &[(1, "cost adder number otter")]);
        assert_eq!(told[0].1, "otter cost number");
    }

    #[test]
    fn earlier_requests_are_looked_for_with_the_rarest_words_that_others_have() {
        let words = words("number heron cost council school pool weir otter kennels");
        let rarest = rarest(&words, &known(), 1_000);
        let written: Vec<&str> = rarest.iter().map(|(w, _)| w.written.as_str()).collect();
        assert_eq!(
            written,
            ["weir", "otter", "kennels", "pool", "school", "council"]
        );
        assert!(rarest.is_sorted_by(|a, b| a.1 > b.1), "{rarest:?}");
    }
}
