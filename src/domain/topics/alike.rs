//! Earlier requests like one that arrives: the words to look for them with, and which of those
//! found, and of those that they are like, are most like it.
//!
//! Each earlier request is what the last search kept of it: its words, smoothed over its
//! neighbours. So the new one is compared with a few dozen rows, and not with the log.

use super::SimilarSettings;
use super::arrival::{WORDS_TOLD, Word};
use super::learnt::{Term, WordWeights, weightiest};
use super::vectors::{rarity, real};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Earlier requests told of one.
pub const MOST: usize = 5;

/// Words earlier requests are looked for with.
const WORDS_ASKED: usize = 6;

/// An earlier request.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// Its case: the later one has the higher number.
    pub id: i64,
    /// What was kept of its words.
    pub words: WordWeights,
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

/// The words of a text smoothed over the earlier requests most like it, `wide` being its own with
/// those that belong to them: as [`super::Index`] smooths a text, over what was kept of a search.
#[must_use]
pub fn smoothed(
    wide: &BTreeMap<String, f32>,
    near: &[Earlier],
    settings: &SimilarSettings,
) -> WordWeights {
    let mut near: Vec<(f32, &Earlier)> = near
        .iter()
        .map(|other| (together(wide, &other.words), other))
        .filter(|(likeness, _)| *likeness > 0.0)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    near.truncate(settings.neighbours);
    let sum: f32 = near.iter().map(|(likeness, _)| likeness).sum();
    let mut words = wide.clone();
    for (likeness, other) in near {
        let share = settings.smoothing * likeness / sum;
        for (stem, weight) in &other.words {
            *words.entry(stem.clone()).or_default() += weight * share;
        }
    }
    let length = words.values().map(|w| w * w).sum::<f32>().sqrt();
    let words = words.into_iter();
    weightiest(words.map(|(stem, w)| (stem, w / length)).collect())
}

/// The earlier requests by how like a text they are, the most alike first and of equals the newest;
/// those with no word of its own or its neighbours are left out.
#[must_use]
pub fn ranked(words: &[(String, f32)], earlier: &[Earlier]) -> Vec<i64> {
    let words: BTreeMap<String, f32> = words.iter().cloned().collect();
    let mut found: Vec<(f32, i64)> = earlier
        .iter()
        .map(|other| (together(&words, &other.words), other.id))
        .filter(|(likeness, _)| *likeness > 0.0)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    found.into_iter().map(|(_, id)| id).collect()
}

fn together(words: &BTreeMap<String, f32>, theirs: &[(String, f32)]) -> f32 {
    let own = |stem: &String| words.get(stem).copied().unwrap_or(0.0);
    theirs.iter().map(|(stem, weight)| own(stem) * weight).sum()
}

/// The words of a request that no search has read: as they are, smoothed over nothing.
#[must_use]
pub fn unsmoothed(words: &[Word], known: &HashMap<String, Term>, readings: usize) -> WordWeights {
    let weight = |word: &Word| {
        let having = known.get(&word.stem).map_or(1, |term| term.readings);
        (1.0 + real(word.times as usize).ln()) * rarity(readings, having)
    };
    let length = words.iter().map(|w| weight(w).powi(2)).sum::<f32>().sqrt();
    let each = words.iter().map(|w| (w.stem.clone(), weight(w) / length));
    weightiest(each.collect())
}

/// A word that two requests have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedWord {
    /// How many requests that read differently have it.
    pub readings: u32,
    /// The word, as the later request writes it.
    pub written: String,
}

/// The words of a text that an earlier request has too, the rarest first. Nothing where they are
/// too few: smoothing makes requests alike that have in common nothing anybody can see, and one
/// common word makes no two requests alike, but for a request of one word.
#[must_use]
pub fn shared(
    words: &[Word],
    theirs: &[Word],
    known: &HashMap<String, Term>,
) -> Option<Vec<SharedWord>> {
    let theirs: HashSet<&str> = theirs.iter().map(|word| word.stem.as_str()).collect();
    let mut shared: Vec<SharedWord> = words
        .iter()
        .filter(|word| theirs.contains(word.stem.as_str()))
        .map(|word| SharedWord {
            readings: known.get(&word.stem).map_or(1, |term| term.readings),
            written: word.written.clone(),
        })
        .collect();
    if shared.len() < words.len().clamp(1, 2) {
        return None;
    }
    shared.sort();
    shared.truncate(WORDS_TOLD);
    Some(shared)
}

#[cfg(test)]
mod tests {
    use super::super::arrival::TextReader;
    use super::super::tests::settings;
    use super::super::{Document, Index};
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
        text.split_whitespace().map(word).collect()
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

    fn row(text: &str) -> WordWeights {
        unsmoothed(&words(text), &known(), 1_000)
    }

    fn earlier(of: &[(i64, &str)]) -> Vec<Earlier> {
        let earlier = |(id, text): &(i64, &str)| Earlier {
            id: *id,
            words: row(text),
        };
        of.iter().map(earlier).collect()
    }

    fn ids(text: &str, of: &[(i64, &str)], smoothing: f32) -> Vec<i64> {
        let settings = SimilarSettings {
            neighbours: 10,
            smoothing,
            longest_row: 60,
        };
        let wide = row(text).into_iter().collect();
        let earlier = earlier(of);
        ranked(&smoothed(&wide, &earlier, &settings), &earlier)
    }

    fn told(text: &str, theirs: &str) -> Option<String> {
        let shared = shared(&words(text), &words(theirs), &known())?;
        let written: Vec<String> = shared.into_iter().map(|word| word.written).collect();
        Some(written.join(" "))
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
        assert_eq!(ids(text, &earlier, 0.0), [2, 1, 3, 4]);
    }

    #[test]
    fn the_same_words_count_for_less_in_a_longer_request() {
        let earlier = [
            (2, "otter weir and much else that was asked for"),
            (1, "otter weir"),
        ];
        assert_eq!(ids("otter weir", &earlier, 1.0), [1, 2]);
    }

    #[test]
    fn what_those_most_like_it_ask_for_counts_too() {
        let earlier = [(3, "cost school"), (2, "weir kennels"), (1, "otter weir")];
        assert_eq!(ids("otter", &earlier, 0.0), [1]);
        assert_eq!(ids("otter", &earlier, 1.0), [1, 2]);
    }

    #[test]
    fn of_requests_equally_alike_the_newest_come_first() {
        let earlier: Vec<(i64, &str)> = [3, 1, 7, 2, 6, 5, 4]
            .into_iter()
            .map(|id| (id, "otter weir"))
            .collect();
        assert_eq!(ids("otter weir", &earlier, 1.0), [7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    fn nothing_is_like_a_text_without_words() {
        assert!(ids("", &[(2, ""), (1, "otter weir")], 1.0).is_empty());
        assert!(ids("otter", &[(2, "")], 1.0).is_empty());
        assert!(ids("otter", &[], 1.0).is_empty());
    }

    /// The search over the whole log is the other way to the same end.
    #[test]
    fn the_nearest_are_those_of_the_search_over_all_requests() {
        let settings = settings();
        let texts = [
            "Attendance at the swimming pool in Gale",
            "Swimming pool attendance and entry prices",
            "Heating bills of the swimming pool",
            "Stray dogs taken in by the kennels",
            "Fees the dog warden charged owners",
            "Kennels and the dog warden contract",
            "Potholes mended along country lanes",
            "Compensation paid for pothole damage",
        ];
        let documents: Vec<Document<'_>> = texts
            .iter()
            .map(|text| Document { id: text, text })
            .collect();
        let index = Index::new(&documents, &settings);
        let earlier: Vec<Earlier> = (0..)
            .zip(0..texts.len())
            .map(|(id, place)| Earlier {
                id,
                words: index.words_at(place),
            })
            .collect();
        let terms = index.terms().into_iter();
        let known: HashMap<String, Term> = terms.map(|t| (t.stem.clone(), t)).collect();
        let reader = TextReader::new(&settings.text, &settings.associations);
        for (text, count) in [
            (
                "How many swam in the pool, and what did heating it cost?",
                3,
            ),
            ("Dogs brought to kennels", 3),
            ("Damage caused by a pothole", 2),
        ] {
            let wide = reader.weigh(&reader.words(text), &known, index.readings());
            let found = ranked(&smoothed(&wide, &earlier, &settings.similar), &earlier);
            let all = index.similar(text, 8);
            let nearest: Vec<i64> = all
                .iter()
                .map(|s| i64::try_from(s.place).unwrap())
                .collect();
            let set = |ids: &[i64]| ids[..count].iter().copied().collect::<HashSet<i64>>();
            assert_eq!(set(&found), set(&nearest), "{text}");
        }
    }

    #[test]
    fn one_common_word_makes_no_two_requests_alike_unless_it_is_all_that_is_asked() {
        assert_eq!(told("otter weir kennels", "otter pool"), None);
        assert_eq!(
            told("otter weir kennels", "otter weir").as_deref(),
            Some("weir otter")
        );
        assert_eq!(told("weir", "otter weir").as_deref(), Some("weir"));
        assert_eq!(told("kennels", "otter weir"), None);
        assert_eq!(told("otter", "heron"), None);
    }

    #[test]
    fn the_words_in_common_are_told_as_the_text_writes_them() {
        let word = |stem: &str, written: &str| Word {
            stem: stem.to_owned(),
            written: written.to_owned(),
            times: 1,
        };
        let own = [word("otter", "otters"), word("weir", "sluice")];
        let theirs = [word("otter", "Otter's"), word("weir", "weir")];
        let told = shared(&own, &theirs, &known()).unwrap();
        let written: Vec<&str> = told.iter().map(|word| word.written.as_str()).collect();
        assert_eq!(written, ["sluice", "otters"]);
    }

    #[test]
    fn the_words_in_common_are_told_rarest_first_those_nobody_else_has_before_all() {
        let text = "number cost council school pool kennels otter weir heron";
        assert_eq!(
            told(text, text).unwrap(),
            "heron weir otter kennels pool school"
        );
        assert_eq!(
            told(text, "cost adder number otter").unwrap(),
            "otter cost number"
        );
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
