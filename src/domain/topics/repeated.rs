//! Sentences the authority's own requests repeat whatever they ask for: "Please answer by email."
//!
//! A sentence is taken for one when many different texts have it and these have little else in
//! common. A sentence that requests about one subject share says what they are about and stays.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Document;

/// Texts that have to share a sentence, and out of how many one.
const FEWEST: usize = 5;
const ONE_IN: usize = 200;

/// Texts compared with one another for one sentence.
const COMPARED: usize = 12;

/// The share of words two texts have in common, in the middle, below which they are about
/// different things.
const LITTLE_IN_COMMON: f64 = 0.12;

/// The sentences repeated, each by its digest.
#[derive(Debug, Default)]
pub struct Repeated(HashSet<u64>);

impl Repeated {
    /// Learns from texts in an order of their own.
    pub(super) fn learn(documents: &[Document<'_>], order: &[usize]) -> Self {
        let mut texts: Vec<&str> = order.iter().map(|at| documents[*at].text).collect();
        texts.dedup();
        let mut times: HashMap<u64, usize> = HashMap::new();
        for text in &texts {
            for key in distinct(text) {
                *times.entry(key).or_default() += 1;
            }
        }
        let enough = FEWEST.max(texts.len() / ONE_IN);
        times.retain(|_, times| *times >= enough);
        if times.is_empty() {
            return Self::default();
        }
        let mut having: HashMap<u64, Vec<&str>> = HashMap::new();
        for text in &texts {
            for key in distinct(text) {
                if times.contains_key(&key) {
                    let list = having.entry(key).or_default();
                    if list.len() < COMPARED {
                        list.push(text);
                    }
                }
            }
        }
        let apart = |(key, texts): (u64, Vec<&str>)| {
            let rest: Vec<HashSet<String>> = texts
                .iter()
                .map(|text| {
                    sentences(text)
                        .filter(|s| key_of(s).is_none_or(|key| !times.contains_key(&key)))
                        .flat_map(words)
                        .collect()
                })
                .collect();
            (in_common(&rest) < LITTLE_IN_COMMON).then_some(key)
        };
        Self(having.into_iter().filter_map(apart).collect())
    }

    /// Those kept of an earlier search.
    #[must_use]
    pub fn of(digests: impl IntoIterator<Item = i64>) -> Self {
        Self(digests.into_iter().map(i64::cast_unsigned).collect())
    }

    /// What is kept of them, in order.
    #[must_use]
    pub fn digests(&self) -> Vec<i64> {
        let mut digests: Vec<i64> = self.0.iter().map(|d| d.cast_signed()).collect();
        digests.sort_unstable();
        digests
    }

    /// The text without these sentences; as it is where nothing else would be left.
    #[must_use]
    pub fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let repeated = |s: &&str| key_of(s).is_some_and(|key| self.0.contains(&key));
        if self.0.is_empty() || !sentences(text).any(|s| repeated(&s)) {
            return Cow::Borrowed(text);
        }
        let rest: Vec<&str> = sentences(text).filter(|s| !repeated(s)).collect();
        if rest.iter().flat_map(|s| words(s)).next().is_none() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(rest.join(". "))
    }
}

/// How much texts have in common in the middle; those of which nothing is left, everything.
#[expect(clippy::cast_precision_loss, reason = "a few dozen words")]
fn in_common(texts: &[HashSet<String>]) -> f64 {
    let mut shares = Vec::new();
    for (at, one) in texts.iter().enumerate() {
        for other in &texts[at + 1..] {
            let shared = one.intersection(other).count();
            let all = one.len() + other.len() - shared;
            shares.push(if all == 0 || one.is_empty() || other.is_empty() {
                1.0
            } else {
                shared as f64 / all as f64
            });
        }
    }
    shares.sort_by(f64::total_cmp);
    shares.get(shares.len() / 2).copied().unwrap_or(1.0)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '?', '!', '\n', ';'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

fn words(sentence: &str) -> impl Iterator<Item = String> {
    sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .map(str::to_lowercase)
}

/// What a sentence of three words or more is known by: FNV-1a over its words, which is the same in
/// every build, as it is kept.
fn key_of(sentence: &str) -> Option<u64> {
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |c: char| {
        digest = (digest ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    };
    let mut count = 0;
    let mut within = false;
    for c in sentence.chars() {
        if c.is_alphanumeric() {
            if !within {
                count += 1;
                add(' ');
            }
            c.to_lowercase().for_each(&mut add);
        }
        within = c.is_alphanumeric();
    }
    (count >= 3).then_some(digest)
}

fn distinct(text: &str) -> HashSet<u64> {
    sentences(text).filter_map(key_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(texts: &[String]) -> Repeated {
        let documents: Vec<Document<'_>> = texts
            .iter()
            .map(|text| Document { id: text, text })
            .collect();
        let order: Vec<usize> = (0..texts.len()).collect();
        Repeated::learn(&documents, &order)
    }

    #[test]
    fn what_is_said_whatever_is_asked_goes_and_what_is_asked_again_stays() {
        let subjects = [
            "potholes mended along country lanes",
            "library opening hours during holidays",
            "stray dogs collected near stations",
            "parking permits issued for residents",
            "allotments waiting list length",
            "school meals served with fruit",
            "burial plots remaining inside cemeteries",
        ];
        let mut texts: Vec<String> = subjects
            .iter()
            .map(|subject| format!("Tell me of {subject}. Please answer by email."))
            .collect();
        texts.extend((1..9).map(|n| {
            format!("How many tasers were fired? Count those fired in district number {n}")
        }));
        let repeated = learnt(&texts);
        let first = repeated.without(&texts[0]);
        assert!(
            !first.contains("email") && first.contains("potholes"),
            "{first}"
        );
        assert!(repeated.without(&texts[8]).contains("tasers"));
        assert_eq!(
            repeated.without("Please answer by email."),
            "Please answer by email."
        );
        let kept = Repeated::of(repeated.digests());
        assert_eq!(kept.without(&texts[0]), first);
        assert_eq!(
            kept.without("Dogs? Please  answer, by EMAIL!"),
            "Dogs",
            "however it is spaced and marked"
        );
    }

    #[test]
    fn a_few_texts_teach_nothing() {
        let texts = [
            "Please answer by email. Dogs",
            "Please answer by email. Cats",
        ];
        let texts = texts.map(str::to_owned);
        assert_eq!(learnt(&texts).without(&texts[0]), texts[0]);
    }
}
