//! Names for topics in words a visitor would use: the words and phrases that set a topic's
//! requests apart, as people most often write them.

use std::collections::{BTreeMap, HashMap};

use super::Document;
use super::corpus::Corpus;
use super::text::{GAP, number};
use super::vectors::stems_of;

/// What a topic is called and the words that set it apart, the most telling first.
pub(super) struct Name {
    pub(super) label: String,
    pub(super) words: Vec<String>,
}

/// How a name is put together.
const WORDS: usize = 8;
const LONGEST_PHRASE: usize = 3;
const WORDS_IN_LABEL: usize = 3;
const TEXTS_READ_FOR_SPELLING: usize = 40;
const LAST: f64 = 0.1;
const FAINTEST: f64 = 0.2;

/// The name of a topic made of these readings.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
pub(super) fn name(
    corpus: &Corpus,
    documents: &[Document<'_>],
    frequency: &[u32],
    last: &[bool],
    members: &[u32],
) -> Option<Name> {
    let mut inside: HashMap<u32, u32> = HashMap::new();
    let mut forms: HashMap<u32, BTreeMap<u32, u32>> = HashMap::new();
    for reading in members {
        let words = &corpus.readings[*reading as usize];
        for (stem, _) in stems_of(corpus, words) {
            *inside.entry(stem).or_default() += 1;
        }
        for word in words.iter().filter(|w| **w != GAP) {
            *forms
                .entry(corpus.lexicon.stem(*word))
                .or_default()
                .entry(*word)
                .or_default() += 1;
        }
    }
    let size = members.len() as f64;
    let whole = corpus.len() as f64;
    let telling = |stem: u32, times: u32| {
        let share = f64::from(times) / size;
        let expected = (f64::from(frequency[stem as usize]) + 1.0) / (whole + 1.0);
        share * (1.0 + share / expected).ln()
    };
    let mut ranked: Vec<(u32, f64)> = inside
        .iter()
        .map(|(stem, times)| (*stem, telling(*stem, *times)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if ranked.is_empty() {
        return None;
    }
    let spelt = |stem: u32| {
        forms
            .get(&stem)
            .and_then(|f| {
                f.iter()
                    .max_by_key(|(form, times)| (**times, u32::MAX - **form))
            })
            .map_or(String::new(), |(form, _)| {
                spelling(corpus.lexicon.form(*form), corpus, documents, members)
            })
    };
    let words: Vec<String> = ranked
        .iter()
        .take(WORDS)
        .map(|(stem, _)| spelt(*stem))
        .collect();
    // Words that name a topic only where no other does stand behind the others.
    let mut naming: Vec<(u32, f64)> = ranked
        .iter()
        .map(|(stem, told)| {
            let last = last.get(*stem as usize).copied().unwrap_or(false);
            (*stem, if last { told * LAST } else { *told })
        })
        .collect();
    naming.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let score: HashMap<u32, f64> = ranked.iter().copied().collect();
    let phrase = best_phrase(corpus, members, &score, last, size);
    let mut parts = vec![
        phrase
            .iter()
            .map(|stem| spelt(*stem))
            .collect::<Vec<_>>()
            .join(" "),
    ];
    let mut used = phrase;
    let best = naming.first().map_or(0.0, |(_, told)| *told);
    for (stem, told) in &naming {
        // A word that tells far less than the first says nothing to a visitor.
        if used.len() >= WORDS_IN_LABEL || *told < best * FAINTEST {
            break;
        }
        if !used.contains(stem) {
            used.push(*stem);
            parts.push(spelt(*stem));
        }
    }
    Some(Name {
        label: sentence(&parts.join(", ")),
        words,
    })
}

/// The run of words that stands for most of what sets the topic apart.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
fn best_phrase(
    corpus: &Corpus,
    members: &[u32],
    score: &HashMap<u32, f64>,
    last: &[bool],
    size: f64,
) -> Vec<u32> {
    let mut counts: HashMap<Vec<u32>, u32> = HashMap::new();
    for reading in members {
        let words = &corpus.readings[*reading as usize];
        let mut here: Vec<Vec<u32>> = Vec::new();
        for run in words.split(|w| *w == GAP) {
            let stems: Vec<u32> = run.iter().map(|w| corpus.lexicon.stem(*w)).collect();
            for length in 1..=LONGEST_PHRASE {
                here.extend(stems.windows(length).map(<[u32]>::to_vec));
            }
        }
        here.sort_unstable();
        here.dedup();
        for phrase in here {
            *counts.entry(phrase).or_default() += 1;
        }
    }
    let mut best: Option<(f64, Vec<u32>)> = None;
    for (phrase, times) in counts {
        let mut distinct = phrase.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < phrase.len() || (phrase.len() > 1 && times < 2 && members.len() > 1) {
            continue;
        }
        let mut telling: f64 = phrase.iter().filter_map(|stem| score.get(stem)).sum();
        if phrase
            .iter()
            .all(|stem| last.get(*stem as usize) == Some(&true))
        {
            telling *= LAST;
        }
        // Longer phrases are rarer; the cube root lets them win where a good share of requests use them.
        let value = telling * (f64::from(times) / size).cbrt() / (phrase.len() as f64).sqrt();
        let better = best
            .as_ref()
            .is_none_or(|(top, held)| value > *top || (value == *top && phrase < *held));
        if better {
            best = Some((value, phrase));
        }
    }
    best.map(|(_, phrase)| phrase).unwrap_or_default()
}

/// A word with the capitals its writers give it inside a sentence: `river` in `George River`.
fn spelling(word: &str, corpus: &Corpus, documents: &[Document<'_>], members: &[u32]) -> String {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for reading in members.iter().take(TEXTS_READ_FOR_SPELLING) {
        let text = documents[corpus.first_of[*reading as usize]].text;
        let shouted = !text.chars().any(char::is_lowercase);
        if shouted {
            continue;
        }
        let mut opens = true;
        for token in text.split_whitespace().take(200) {
            let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
            if !opens && bare.len() == word.len() && bare.to_lowercase() == word {
                *seen.entry(bare).or_default() += 1;
            }
            opens = token.ends_with(['.', '?', '!', ':']);
        }
    }
    seen.into_iter()
        .max_by_key(|(form, times)| (*times, form.chars().filter(|c| c.is_lowercase()).count()))
        .map_or_else(|| word.to_owned(), |(form, _)| form.to_owned())
}

/// With a capital at the beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Makes labels differ by adding the next telling word, or at last the number.
pub(super) fn tell_apart(names: &mut [Name]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (at, name) in names.iter_mut().enumerate() {
        let mut more = name.words.iter();
        while taken.contains_key(&name.label) {
            match more.next() {
                Some(word) if name.label.to_lowercase().contains(&word.to_lowercase()) => {}
                Some(word) => name.label = format!("{}, {word}", name.label),
                None => name.label = format!("{} ({})", name.label, number(at + 1)),
            }
        }
        taken.insert(name.label.clone(), at);
    }
}
