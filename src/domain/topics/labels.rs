//! Names for topics in words a visitor would use: the phrases that set a topic's requests apart,
//! as people most often write them.
//!
//! A name is one phrase that stands for the topic and, where that leaves much unsaid, what most of
//! the others are about. A single word that could stand for anything is never the whole name.

use std::collections::{BTreeMap, HashMap};

use super::Document;
use super::corpus::Corpus;
use super::phrases::{self, Key, Phrases, Said};
use super::text::{GAP, Reader, number};
use super::vectors::stems_of;

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

/// What a name of a place, a person or a body counts, of a word for a thing.
const NAME: f64 = 0.5;

/// What all topics are named from.
pub(super) struct Naming<'a> {
    pub(super) documents: &'a [Document<'a>],
    pub(super) corpus: &'a Corpus,
    /// In how many readings each stem occurs.
    pub(super) frequency: &'a [u32],
    /// Which stems could stand for anything.
    pub(super) vague: &'a [bool],
    pub(super) reader: &'a Reader,
}

/// A phrase that may be part of a name.
struct Phrase {
    key: Key,
    /// The requests read that have it.
    having: Vec<u32>,
    /// How much it sets the topic apart.
    telling: f64,
    /// Whether every word of it could stand for anything.
    vague: bool,
    spelling: String,
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
        let label = label_of(&phrases, members.len().min(READ))
            .unwrap_or_else(|| words.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
        Some(Name {
            label: sentence(&label),
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
        // A phrase has to be worth more than its best word: two words say more than one.
        const WORTH: [f64; phrases::LONGEST] = [1.0, 2.2, 3.6];
        // What is ever so rare elsewhere says no more than what is rare.
        const MOST: f64 = 3.0;
        let told: HashMap<u32, f64> = apart.iter().copied().collect();
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
        let size = real(texts.len());
        let few = if texts.len() > 5 { 2 } else { 1 };
        let mut found: Vec<Phrase> = phrases::found_in(&texts)
            .into_iter()
            .filter(|(key, having)| having.len() >= few || key[1] == phrases::NONE)
            .filter_map(|(key, having)| {
                let stems: Vec<u32> = phrases::stems(&key).collect();
                let told: Option<Vec<f64>> = stems.iter().map(|s| told.get(s).copied()).collect();
                // A word that is hardly of this topic makes no phrase of it.
                let told = told?;
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
                    * if opens_vaguely { OPENS_VAGUELY } else { 1.0 };
                Some(Phrase {
                    key,
                    having,
                    telling,
                    vague,
                    spelling: String::new(),
                })
            })
            .collect();
        let best = |a: &Phrase, b: &Phrase| b.telling.total_cmp(&a.telling).then(a.key.cmp(&b.key));
        found.sort_by(best);
        found.truncate(SPELT);
        let keys = found.iter().map(|phrase| phrase.key).collect();
        let mut spelt = phrases::spelt(&texts, &keys);
        for phrase in &mut found {
            phrase.spelling = spelt.remove(&phrase.key).unwrap_or_default();
            if is_name(&phrase.spelling) {
                phrase.telling *= NAME;
            }
        }
        found.retain(|phrase| !phrase.spelling.is_empty());
        found.sort_by(best);
        found
    }

    fn is_vague(&self, stem: u32) -> bool {
        self.vague.get(stem as usize) == Some(&true)
    }
}

/// Whether every word of a phrase has a capital.
fn is_name(spelling: &str) -> bool {
    spelling
        .split(' ')
        .filter(|word| word.chars().count() > 3)
        .all(|word| word.starts_with(char::is_uppercase))
}

/// The phrase that stands for most of the topic, and what most of the rest is about.
fn label_of(phrases: &[Phrase], read: usize) -> Option<String> {
    const PARTS: usize = 3;
    const WORDS_IN_LABEL: usize = 5;
    const ENOUGH: f64 = 0.7;
    const FAINTEST: f64 = 0.25;
    const FAINTEST_NARROWING: f64 = 0.05;
    const SEEN: f64 = 0.08;
    const OFTEN: f64 = 0.35;
    let mut head = phrases.first()?;
    // A phrase says more than its word, where a good part of those who write the word write it.
    let longer = |phrase: &&Phrase| {
        head.key[1] == phrases::NONE
            && phrase.key[1] != phrases::NONE
            && phrase.key.contains(&head.key[0])
            && real(phrase.having.len()) >= real(head.having.len()) * OFTEN
    };
    if let Some(phrase) = phrases.iter().find(longer) {
        head = phrase;
    }
    let few: f64 = if read > 5 { 2.0 } else { 1.0 };
    // A vague word wants company, however little there is of it.
    let seen = if head.vague {
        few
    } else {
        few.max(real(read) * SEEN)
    };
    let mut parts = vec![head.spelling.as_str()];
    let mut used: Vec<u32> = phrases::stems(&head.key).collect();
    let mut said: Vec<u32> = head.having.clone();
    let single = used.len() == 1;
    // What stands for everything is narrowed down by what is asked about it.
    let narrows = single && real(said.len()) >= real(read) * 0.5;
    if narrows {
        said.clear();
    }
    let faintest = match (head.vague, narrows) {
        (true, _) => 0.0,
        (false, true) => FAINTEST_NARROWING,
        (false, false) => FAINTEST,
    };
    while parts.len() < PARTS
        && used.len() < WORDS_IN_LABEL
        && (single || real(said.len()) < real(read) * ENOUGH)
    {
        let more = |phrase: &Phrase| {
            let new = phrase.having.iter().filter(|at| !said.contains(at));
            phrase.telling * real(new.count()) / real(phrase.having.len())
        };
        let next = phrases
            .iter()
            .filter(|p| phrases::stems(&p.key).all(|stem| !used.contains(&stem)))
            .filter(|p| real(p.having.len()) >= seen)
            .map(|phrase| (more(phrase), phrase))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.key.cmp(&a.1.key)));
        let Some((worth, phrase)) = next else {
            break;
        };
        if worth <= head.telling * faintest {
            break;
        }
        parts.push(&phrase.spelling);
        used.extend(phrases::stems(&phrase.key));
        said.extend(&phrase.having);
        said.sort_unstable();
        said.dedup();
    }
    let (head, rest) = parts.split_first()?;
    Some(match rest {
        [] => (*head).to_owned(),
        [one] if narrows => format!("{head}: {one}"),
        [one, other] if narrows => format!("{head}: {one}, {other}"),
        [..] => parts.join(", "),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
fn real(count: usize) -> f64 {
    count as f64
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
