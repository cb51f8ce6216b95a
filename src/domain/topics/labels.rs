//! Names for topics in words a visitor would use: the phrases that set a topic's requests apart,
//! as people most often write them.
//!
//! Weighs the phrases; `phrases` finds them and `wording` puts a label together from them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Document;
use super::capitals::{Aside, Capitals, LESSONS};
use super::corpus::Corpus;
use super::phrases::{self, Phrases, Said};
use super::register::LONGEST_LABEL;
use super::text::{GAP, Reader, number};
use super::vectors::stems_of;
use super::wording::{self, Phrase, real};

/// What a topic is called and the words that set it apart, the most telling first.
pub(super) struct Name {
    pub(super) label: String,
    pub(super) words: Vec<String>,
}

/// The words told of a topic.
const WORDS: usize = 8;

/// Requests whose phrases are looked at, those nearest the middle of the topic.
const READ: usize = 150;

/// Phrases whose spelling is looked for.
const SPELT: usize = 40;

/// What a phrase that could stand for anything counts, of one that names something.
const VAGUE: f64 = 0.1;

/// What a phrase counts that begins with a word that could stand for anything, as in `minutes of
/// the parks board`: what follows says more alone.
const OPENS_VAGUELY: f64 = 0.5;

/// What a phrase counts that is always a piece of a longer one.
const PIECE: f64 = 0.2;

/// What a phrase counts that begins or ends with what was done to something.
const PARTICIPLE: f64 = 0.7;

/// What a word counts that never stands but before another.
const MODIFIER: f64 = 0.75;

/// What a name of a place, a person or a body counts, of a word for a thing.
const NAME: f64 = 0.4;

/// What initials count, of words that are written out.
const INITIALS: f64 = 0.5;

/// How often a name stands where those of places and people do that is one of them, and how often
/// initials stand beside a number that are a file's code.
const PLACE: f64 = 0.3;
const CODE: f64 = 0.4;

/// What all topics are named from.
pub(super) struct Naming<'a> {
    pub(super) documents: &'a [Document<'a>],
    pub(super) corpus: &'a Corpus,
    /// In how many readings each stem occurs.
    pub(super) frequency: &'a [u32],
    /// Which stems could stand for anything.
    pub(super) vague: &'a [bool],
    /// Which stems are what requests may be for, whatever they are about.
    pub(super) kinds: &'a HashSet<u32>,
    pub(super) reader: &'a Reader,
    /// Which words are names.
    pub(super) capitals: &'a Capitals,
}

/// What capitals say in requests spread over the whole log.
pub(super) fn capitals(documents: &[Document<'_>], corpus: &Corpus, reader: &Reader) -> Capitals {
    let of = Phrases {
        reader,
        lexicon: &corpus.lexicon,
    };
    let texts = corpus.first_of.iter();
    let spread = texts.step_by(corpus.len().div_ceil(LESSONS).max(1));
    Capitals::learn(
        spread.map(|at| of.said(documents[*at].text)),
        corpus.lexicon.stems(),
    )
}

impl Naming<'_> {
    /// The name of a topic made of these readings, those nearest its middle first; nothing for
    /// readings without a word.
    pub(super) fn name(&self, members: &[u32]) -> Option<Name> {
        let apart = self.sets_apart(members);
        if apart.is_empty() {
            return None;
        }
        let words: Vec<String> = apart
            .iter()
            .take(WORDS)
            .map(|(stem, _)| self.form_of(*stem, members))
            .collect();
        let phrases = self.phrases(members, &apart);
        let label = wording::label_of(&phrases, members.len().min(READ))
            .unwrap_or_else(|| words.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
        Some(Name {
            label: sentence(&bounded(&label)),
            words,
        })
    }

    /// The stems that set readings apart from the others, the most telling first.
    fn sets_apart(&self, members: &[u32]) -> Vec<(u32, f64)> {
        let mut inside: BTreeMap<u32, u32> = BTreeMap::new();
        for reading in members {
            let words = &self.corpus.readings[*reading as usize];
            for (stem, _) in stems_of(self.corpus, words) {
                *inside.entry(stem).or_default() += 1;
            }
        }
        let size = real(members.len());
        let mut apart: Vec<(u32, f64)> = inside
            .into_iter()
            .map(|(stem, times)| {
                let share = f64::from(times) / size;
                (stem, share * self.surprise(stem, share))
            })
            .collect();
        apart.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        apart
    }

    /// How much oftener than elsewhere a stem occurs that this share of a topic has.
    fn surprise(&self, stem: u32, share: f64) -> f64 {
        let everywhere = f64::from(self.frequency[stem as usize]) + 1.0;
        let expected = everywhere / (real(self.corpus.len()) + 1.0);
        (1.0 + share / expected).ln()
    }

    /// A stem as it is most often written.
    fn form_of(&self, stem: u32, members: &[u32]) -> String {
        let mut forms: BTreeMap<u32, u32> = BTreeMap::new();
        for reading in members {
            let words = self.corpus.readings[*reading as usize].iter();
            for word in words.filter(|w| **w != GAP && self.corpus.lexicon.stem(**w) == stem) {
                *forms.entry(*word).or_default() += 1;
            }
        }
        let most = forms
            .iter()
            .max_by_key(|(form, times)| (**times, u32::MAX - **form));
        most.map_or(String::new(), |(form, _)| {
            self.corpus.lexicon.form(*form).to_owned()
        })
    }

    /// The phrases of the readings, the most telling first.
    fn phrases(&self, members: &[u32], apart: &[(u32, f64)]) -> Vec<Phrase> {
        let of = Phrases {
            reader: self.reader,
            lexicon: &self.corpus.lexicon,
        };
        let texts: Vec<Said> = members
            .iter()
            .take(READ)
            .map(|reading| self.documents[self.corpus.first_of[*reading as usize]].text)
            .map(|text| of.said(text))
            .collect();
        let (mut found, aside) = self.weighed(&texts, apart);
        let best = |a: &Phrase, b: &Phrase| b.telling.total_cmp(&a.telling).then(a.key.cmp(&b.key));
        found.sort_by(best);
        found.truncate(SPELT);
        let keys = found.iter().map(|phrase| phrase.key).collect();
        let mut spelt = phrases::spelt(&texts, &keys);
        for phrase in &mut found {
            let spelling = spelt.remove(&phrase.key).unwrap_or_default();
            phrase.spelling = spelling.text;
            let stems: Vec<u32> = phrases::stems(&phrase.key).collect();
            let mere = self.is_mere_name(&stems) && !phrases::is_initials(&phrase.spelling);
            if mere && !spelling.capitals_tell {
                phrase.spelling = phrases::titled(&phrase.spelling);
            }
            let name = mere || (spelling.capitals_tell && is_name(&phrase.spelling));
            phrase.name = name || (spelling.capitals_tell && holds_name(&phrase.spelling));
            if name {
                phrase.telling *= NAME;
            } else if phrases::is_initials(&phrase.spelling) {
                phrase.telling *= INITIALS;
            }
            let (begins, ends) = self.participles(phrase);
            if begins {
                phrase.telling *= OPENS_VAGUELY;
            } else if ends {
                phrase.telling *= PARTICIPLE;
            }
        }
        aside.leave_out(&mut found);
        found.sort_by(best);
        found
    }

    /// The phrases of these texts with how telling they are, without names of places and people, and
    /// what is set aside.
    fn weighed(&self, texts: &[Said], apart: &[(u32, f64)]) -> (Vec<Phrase>, Aside) {
        // A phrase has to be worth more than its best word: two words say more than one.
        const WORTH: [f64; phrases::LONGEST] = [1.0, 2.2, 3.6, 4.4];
        // What is ever so rare elsewhere says no more than what is rare.
        const MOST: f64 = 3.0;
        let told: HashMap<u32, f64> = apart.iter().copied().collect();
        let size = real(texts.len());
        let few = if texts.len() > 5 { 2 } else { 1 };
        let mut aside = Aside::default();
        let found = phrases::found_in(texts, |stem| self.is_vague(stem))
            .into_iter()
            .filter(|(key, found)| found.having.len() >= few || key[1] == phrases::NONE)
            .filter_map(|(key, found)| {
                let whole = match key[1] {
                    phrases::NONE => MODIFIER + (1.0 - MODIFIER) * found.ends(),
                    _ => PIECE + (1.0 - PIECE) * found.whole(),
                };
                let led = found.led();
                if found.numbered() >= CODE {
                    aside.numbered.insert(key);
                }
                let having = found.having;
                let stems: Vec<u32> = phrases::stems(&key).collect();
                let told: Option<Vec<f64>> = stems.iter().map(|s| told.get(s).copied()).collect();
                // A word that is hardly of this topic makes no phrase of it.
                let told = told?;
                if self.is_mere_name(&stems) && led >= PLACE {
                    let names = stems.iter().filter(|stem| self.capitals.is_name(**stem));
                    aside.foreign.extend(names);
                    return None;
                }
                let share = real(having.len()) / size;
                let vague = stems.iter().all(|stem| self.is_vague(*stem));
                let opens_vaguely = !vague && self.is_vague(key[0]);
                let surprise: f64 = stems.iter().map(|s| self.surprise(*s, share)).sum();
                let even = told.iter().copied().fold(f64::MAX, f64::min)
                    / told.iter().copied().fold(0.0, f64::max);
                let telling = share * surprise.min(MOST * real(stems.len())) / real(stems.len())
                    * WORTH[stems.len() - 1]
                    * (0.5 + 0.5 * even.sqrt())
                    * if vague { VAGUE } else { 1.0 }
                    * if opens_vaguely { OPENS_VAGUELY } else { 1.0 }
                    * whole;
                Some(Phrase {
                    key,
                    having,
                    telling,
                    vague,
                    kind: stems.iter().all(|stem| self.kinds.contains(stem)),
                    name: false,
                    spelling: String::new(),
                })
            })
            .collect();
        (found, aside)
    }

    /// Whether a phrase begins or ends with what was done, as `dismissed for misconduct` does.
    fn participles(&self, phrase: &Phrase) -> (bool, bool) {
        let mut words = phrase.spelling.split(' ');
        let mut stems = phrases::stems(&phrase.key);
        let done = |word: Option<&str>, stem: Option<u32>| {
            let stem = stem.map_or("", |stem| self.corpus.lexicon.stem_name(stem));
            word.is_some_and(|word| word.ends_with("ed") && !stem.ends_with("ed"))
        };
        (
            done(words.next(), stems.next()),
            done(words.next_back(), stems.last()),
        )
    }

    /// Whether a phrase says nothing but names, whatever could stand for anything beside them.
    fn is_mere_name(&self, stems: &[u32]) -> bool {
        let name = |stem: u32| self.capitals.is_name(stem);
        stems.iter().any(|stem| name(*stem))
            && stems.iter().all(|stem| name(*stem) || self.is_vague(*stem))
    }

    fn is_vague(&self, stem: u32) -> bool {
        self.vague.get(stem as usize) == Some(&true)
    }
}

/// Whether every word of a phrase has a capital; initials are no name.
fn is_name(spelling: &str) -> bool {
    let mut words = spelling
        .split(' ')
        .filter(|word| word.chars().count() > 3 && word.chars().any(char::is_lowercase))
        .peekable();
    words.peek().is_some() && words.all(starts_with_capital)
}

/// Whether two words that follow each other have a capital, as a person's name within a phrase.
fn holds_name(spelling: &str) -> bool {
    let words: Vec<&str> = spelling.split(' ').collect();
    words
        .windows(2)
        .any(|two| two.iter().copied().all(starts_with_capital))
}

fn starts_with_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// As many of its words as leave room to tell it apart from another.
fn bounded(label: &str) -> String {
    const ROOM: usize = 15;
    let mut out = String::new();
    for word in label.split(' ') {
        let longer = out.chars().count() + 1 + word.chars().count();
        if longer > LONGEST_LABEL - ROOM {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.trim_end_matches([',', ':']).to_owned()
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
                Some(word) if name.label.len() + 2 + word.len() > LONGEST_LABEL => {}
                Some(word) => name.label = format!("{}, {word}", name.label),
                None => name.label = format!("{} ({})", name.label, number(at + 1)),
            }
        }
        taken.insert(name.label.clone(), at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_ends_with_a_whole_word_before_it_is_too_long() {
        let long = ["antidisestablishmentarianism"; 5].join(", ");
        assert_eq!(
            bounded(&long),
            ["antidisestablishmentarianism"; 2].join(", ")
        );
        assert_eq!(
            bounded("Costs: travel, training"),
            "Costs: travel, training"
        );
    }

    #[test]
    fn only_words_with_a_capital_are_a_name() {
        for name in ["Brigus Junction", "Robin Vale", "City of Millgate"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["bus", "tax", "CCTV", "ANPR", "DNA", "Crown land", ""] {
            assert!(!is_name(other), "{other}");
        }
        assert!(holds_name("Robin Vale emails") && !holds_name("Crown land"));
    }
}
