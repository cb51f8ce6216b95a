//! Reading a request: what is left of its text once redaction marks, dates, numbers,
//! street addresses and the phrases every request is made of are taken away.
//!
//! Does not weigh words; `vectors` does. Knows no language beyond the lists it is given:
//! a word in another script passes through whole, and unspaced scripts are read in pairs of characters.

use std::collections::{HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

pub(super) use super::lexicon::Lexicon;

/// The word lists of `config/topics.toml`: all data, none of it code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSettings {
    /// Phrases that say only that something is being asked for, lower case.
    pub boilerplate: Vec<String>,
    /// Words that never tell one topic from another, lower case.
    pub stopwords: Vec<String>,
    /// Words that mark a passage in round brackets as a redaction, such as `removed`.
    pub redaction_words: Vec<String>,
    /// Words that end a street address which begins with a number.
    pub street_words: Vec<String>,
    /// Ways of saying the same thing.
    pub synonyms: Vec<Synonym>,
    /// Words that name a topic only where no other does, lower case: kinds of document, and what
    /// happens in every office.
    #[serde(default)]
    pub last_in_labels: Vec<String>,
    /// Words for what is asked for, whatever it is about, lower case: they name what requests
    /// about several things have in common.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Words that stand before the names of places and people, lower case: such names name no topic.
    #[serde(default)]
    pub before_names: Vec<String>,
    /// Words read of one text; what follows is ignored.
    pub longest_text: usize,
}

/// Phrases that mean the same, and the words they are read as.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    /// What people write, lower case.
    pub from: Vec<String>,
    /// What it is read as, lower case.
    pub to: String,
}

/// Letters of the longest word read; what is longer says nothing to a reader. A script without
/// spaces has no words to measure.
const LONGEST_WORD: usize = 40;

/// The mark between words that did not stand next to each other.
pub(super) const GAP: u32 = u32::MAX;

/// The compiled word lists.
pub(super) struct Reader {
    boilerplate: Phrases,
    synonyms: Phrases,
    stopwords: HashSet<String>,
    redaction_words: HashSet<String>,
    street_words: HashSet<String>,
    last_in_labels: HashSet<String>,
    kinds: HashSet<String>,
    before_names: HashSet<String>,
    longest: usize,
    stemmer: Stemmer,
}

/// Phrases by their first word, the longest first.
#[derive(Default)]
struct Phrases(HashMap<String, Vec<Phrase>>);

/// The words of a phrase and those it is read as.
type Phrase = (Vec<String>, Vec<String>);

impl Phrases {
    fn insert(&mut self, phrase: &str, instead: &str) {
        let words: Vec<String> = split(&phrase.to_lowercase())
            .into_iter()
            .map(str::to_owned)
            .collect();
        let Some(first) = words.first().cloned() else {
            return;
        };
        let instead = instead.split_whitespace().map(str::to_owned).collect();
        let list = self.0.entry(first).or_default();
        list.push((words, instead));
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    }

    /// The longest phrase that begins here: its length and what it is read as.
    fn at(&self, words: &[&str]) -> Option<(usize, &[String])> {
        let list = self.0.get(*words.first()?)?;
        list.iter()
            .find(|(phrase, _)| {
                phrase.len() <= words.len() && phrase.iter().zip(words).all(|(a, b)| a == b)
            })
            .map(|(phrase, instead)| (phrase.len(), instead.as_slice()))
    }
}

impl Reader {
    /// Compiles the word lists.
    pub(super) fn new(settings: &TextSettings) -> Self {
        let mut boilerplate = Phrases::default();
        for phrase in &settings.boilerplate {
            boilerplate.insert(phrase, "");
        }
        let mut synonyms = Phrases::default();
        for synonym in &settings.synonyms {
            for phrase in &synonym.from {
                synonyms.insert(phrase, &synonym.to);
            }
        }
        let stemmer = Stemmer::create(Algorithm::English);
        let stem_of = |word: &str| stemmer.stem(&word.to_lowercase()).into_owned();
        let set = |words: &[String]| words.iter().map(|w| w.to_lowercase()).collect();
        Self {
            boilerplate,
            synonyms,
            stopwords: set(&settings.stopwords),
            redaction_words: set(&settings.redaction_words),
            street_words: set(&settings.street_words),
            last_in_labels: settings.last_in_labels.iter().map(|w| stem_of(w)).collect(),
            kinds: settings.kinds.iter().map(|w| stem_of(w)).collect(),
            before_names: set(&settings.before_names),
            longest: settings.longest_text,
            stemmer: Stemmer::create(Algorithm::English),
        }
    }

    /// Which stems name a topic only where no other does.
    pub(super) fn last_in_labels(&self, lexicon: &Lexicon) -> Vec<bool> {
        (0..number(lexicon.stems()))
            .map(|stem| self.last_in_labels.contains(lexicon.stem_name(stem)))
            .collect()
    }

    /// Which stems say what is asked for, whatever it is about.
    pub(super) fn kinds(&self, lexicon: &Lexicon) -> HashSet<u32> {
        let stems = 0..number(lexicon.stems());
        stems
            .filter(|stem| self.kinds.contains(lexicon.stem_name(*stem)))
            .collect()
    }

    /// Whether names of places and people follow these words in lower case.
    pub(super) fn stands_before_names(&self, words: &[&str]) -> bool {
        match words {
            [word] => self.before_names.contains(*word),
            words => self.before_names.contains(&words.join(" ")),
        }
    }

    /// The telling words of a text as numbers of written forms, with a [`GAP`] wherever
    /// something was left out. A text made of boilerplate alone is read word for word,
    /// so that it still says something; a text without words is empty.
    pub(super) fn read(&self, text: &str, lexicon: &mut Lexicon) -> Vec<u32> {
        let lower = self.without_redactions(&text.to_lowercase());
        let words = split(&lower);
        let mut out = Vec::new();
        self.telling(&words, true, lexicon, &mut out);
        if out.is_empty() {
            self.telling(&words, false, lexicon, &mut out);
        }
        out
    }

    /// How many of these words in lower case the first thing said takes, and the words it is read
    /// as; none for what says nothing.
    pub(super) fn first_of<'w>(&'w self, words: &[&'w str]) -> (usize, Vec<&'w str>) {
        let nothing = self.boilerplate.at(words).map(|(length, _)| length);
        if let Some(length) = nothing.or_else(|| self.address(words)) {
            return (length, Vec::new());
        }
        if let Some((length, instead)) = self.synonyms.at(words) {
            return (length, instead.iter().map(String::as_str).collect());
        }
        let says = |word: &str| !self.stopwords.contains(word) && word.chars().count() > 1;
        (
            1,
            words.iter().take(1).copied().filter(|w| says(w)).collect(),
        )
    }

    /// The text without `{name removed}`, `[an address]`, `<tag>` and `(address redacted)`.
    fn without_redactions(&self, text: &str) -> String {
        const LONGEST: usize = 80;
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(['{', '[', '<', '(']) {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let inside = &from[1..];
            let close = inside
                .char_indices()
                .take(LONGEST)
                .find(|(_, c)| matches!(c, '}' | ']' | '>' | ')'));
            let redaction = close.is_some_and(|(end, _)| {
                !from.starts_with('(')
                    || split(&inside[..end])
                        .iter()
                        .any(|w| self.redaction_words.contains(*w))
            });
            match close {
                Some((end, _)) if redaction => {
                    out.push_str(" | ");
                    rest = &inside[end + 1..];
                }
                Some(_) | None => {
                    out.push_str(" | ");
                    rest = inside;
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn telling(&self, words: &[&str], strict: bool, lexicon: &mut Lexicon, out: &mut Vec<u32>) {
        let mut at = 0;
        while at < words.len() && out.len() < self.longest {
            let rest = &words[at..];
            if strict {
                if let Some((length, _)) = self.boilerplate.at(rest) {
                    gap(out);
                    at += length;
                    continue;
                }
                if let Some(length) = self.address(rest) {
                    gap(out);
                    at += length;
                    continue;
                }
            }
            if let Some((length, instead)) = self.synonyms.at(rest) {
                for word in instead {
                    out.push(self.known(word, lexicon));
                }
                at += length;
                continue;
            }
            let word = rest[0];
            at += 1;
            if word.chars().any(|c| c.is_ascii_digit()) || !word.chars().any(char::is_alphabetic) {
                gap(out);
            } else if unspaced(word) {
                let letters: Vec<char> = word.chars().collect();
                if letters.len() == 1 {
                    out.push(self.known(word, lexicon));
                }
                for pair in letters.windows(2) {
                    out.push(self.known(&pair.iter().collect::<String>(), lexicon));
                }
            } else if word.chars().count() > LONGEST_WORD
                || (strict && (self.stopwords.contains(word) || word.chars().count() < 2))
            {
                gap(out);
            } else {
                out.push(self.known(word, lexicon));
            }
        }
        while out.last() == Some(&GAP) {
            out.pop();
        }
    }

    /// The length of a street address that begins here: `144 Water Street West`.
    fn address(&self, words: &[&str]) -> Option<usize> {
        const REACH: usize = 5;
        words[0]
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some(())?;
        let end = words
            .iter()
            .take(REACH)
            .skip(1)
            .take_while(|w| **w != "|")
            .position(|w| self.street_words.contains(*w))?;
        Some(end + 2)
    }

    /// The number of a written form, entered with its stem when it is new.
    fn known(&self, word: &str, lexicon: &mut Lexicon) -> u32 {
        lexicon.number_of(word, |word| {
            if word.is_ascii() {
                self.stemmer.stem(word).into_owned()
            } else {
                word.to_owned()
            }
        })
    }
}

/// A position as the 32-bit number the tables hold.
pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX - 1)
}

fn gap(out: &mut Vec<u32>) {
    if out.last().is_some_and(|last| *last != GAP) {
        out.push(GAP);
    }
}

/// Words in order, with `|` wherever a sentence or a list breaks. An apostrophe within
/// a word and what follows it are left out: `city's` is `city`.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut skip = false;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            if start.is_none() && !skip {
                start = Some(at);
            }
            continue;
        }
        if let Some(from) = start.take() {
            let word = &text[from..at];
            if !begins_file_number(word, &text[at..]) {
                words.push(word);
            }
            if matches!(c, '\'' | '\u{2019}') {
                skip = true;
                continue;
            }
        }
        skip = false;
        if matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | '\n' | '|')
            && words.last().is_some_and(|w| *w != "|")
        {
            words.push("|");
        }
    }
    if let Some(from) = start {
        words.push(&text[from..]);
    }
    words
}

/// Whether a few letters and what follows are a file number, as in `FI-2012/33`. `covid-19` is not.
fn begins_file_number(word: &str, rest: &str) -> bool {
    const LONGEST_PREFIX: usize = 3;
    let mut next = rest.chars();
    matches!(next.next(), Some('-' | '/'))
        && next.next().is_some_and(|c| c.is_ascii_digit())
        && word.chars().count() <= LONGEST_PREFIX
        && word.chars().all(char::is_alphabetic)
}

/// Whether a word is written in a script that does not put spaces between words.
fn unspaced(word: &str) -> bool {
    word.chars().all(|c| {
        matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF)
    })
}
