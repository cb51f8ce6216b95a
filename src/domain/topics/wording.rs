//! A label put together from the phrases of a topic.
//!
//! A label is one phrase that stands for the topic and, where that leaves much unsaid, what most of
//! the others are about. A single word that could stand for anything is never the whole label, and
//! a topic of this and that says so.

use super::phrases::{self, Key};

/// A phrase that may be part of a name.
pub(super) struct Phrase {
    pub(super) key: Key,
    /// The requests read that have it.
    pub(super) having: Vec<u32>,
    /// How much it sets the topic apart.
    pub(super) telling: f64,
    /// Whether every word of it could stand for anything.
    pub(super) vague: bool,
    /// Whether it is what requests may be for, whatever they are about.
    pub(super) kind: bool,
    /// Whether it is or holds the name of a place, a person or a body.
    pub(super) name: bool,
    pub(super) spelling: String,
}

/// Parts of a label, and words in it, at most.
const PARTS: usize = 3;
const WORDS_IN_LABEL: usize = 5;

/// The share of the requests with which a phrase stands for all of them.
const ENOUGH: f64 = 0.7;

/// The least share of the requests a further part of a label is about, and the name of a place or
/// a person.
const SEEN: f64 = 0.08;
const SEEN_NAME: f64 = 0.2;

/// How telling a further part is at least, of the first: beside it, and where it narrows it down.
const FAINTEST: f64 = 0.25;
const FAINTEST_NARROWING: f64 = 0.05;

/// The share of the requests a label speaks for at least; below it the label says what kind of
/// thing is asked for, or that it is this and that.
const SPOKEN_FOR: f64 = 0.5;

/// What requests are that have nothing in common.
const VARIOUS: &str = "various";

/// A label, of these phrases of so many requests, the most telling first; none where there are none.
pub(super) fn label_of(phrases: &[Phrase], read: usize) -> Option<String> {
    let head = head_of(phrases)?;
    let of = |count: usize| real(count) / real(read);
    let single = head.key[1] == phrases::NONE;
    // What stands for everything is narrowed down by what is asked about it.
    let narrows = single && of(head.having.len()) >= 0.5;
    let mut label = Label {
        parts: vec![&head.spelling],
        stems: phrases::stems(&head.key).collect(),
        said: Vec::new(),
    };
    if !narrows {
        label.says(&head.having);
    }
    let few = if read > 5 { 2 } else { 1 };
    let (seen, faintest) = match (head.vague, narrows) {
        // A vague word wants company, however little there is of it.
        (true, _) => (0.0, 0.0),
        (false, true) => (SEEN, FAINTEST_NARROWING),
        (false, false) => (SEEN, FAINTEST),
    };
    while label.parts.len() < PARTS
        && label.stems.len() < WORDS_IN_LABEL
        && (single || of(label.said.len()) < ENOUGH)
    {
        let seen = |p: &&Phrase| {
            let least = if p.name { SEEN_NAME } else { seen };
            p.having.len() >= few && of(p.having.len()) >= least
        };
        let next = phrases
            .iter()
            .filter(|p| narrows || head.vague || !p.vague)
            .filter(|p| phrases::stems(&p.key).all(|stem| !label.stems.contains(&stem)))
            .filter(seen)
            .map(|phrase| (label.more_with(phrase), phrase))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.key.cmp(&a.1.key)));
        let Some((_, phrase)) = next.filter(|(worth, _)| *worth > head.telling * faintest) else {
            break;
        };
        label.parts.push(&phrase.spelling);
        label.stems.extend(phrases::stems(&phrase.key));
        label.says(&phrase.having);
    }
    if narrows {
        return Some(label.led_by(None));
    }
    // Who writes a telling word of it is spoken for too.
    for phrase in phrases.iter().filter(|p| !p.vague) {
        if phrases::stems(&phrase.key).all(|stem| label.stems.contains(&stem)) {
            label.says(&phrase.having);
        }
    }
    let spoken_for = of(label.said.len());
    let kind = (spoken_for < SPOKEN_FOR)
        .then(|| label.kind_among(phrases, read))
        .flatten();
    Some(match kind {
        Some(kind) => label.led_by(Some(kind)),
        None if spoken_for < SPOKEN_FOR && label.parts.len() > 1 => label.led_by(Some(VARIOUS)),
        None => label.parts.join(", "),
    })
}

/// The most telling phrase. One says more than its word, where a good part of those who write the
/// word write it.
fn head_of(phrases: &[Phrase]) -> Option<&Phrase> {
    const OFTEN: f64 = 0.25;
    let head = phrases.first()?;
    let longer = |phrase: &&Phrase| {
        head.key[1] == phrases::NONE
            && phrase.key[1] != phrases::NONE
            && phrase.key.contains(&head.key[0])
            && real(phrase.having.len()) >= real(head.having.len()) * OFTEN
    };
    Some(phrases.iter().find(longer).unwrap_or(head))
}

/// A label as far as it is put together.
struct Label<'a> {
    parts: Vec<&'a str>,
    /// The stems of its parts.
    stems: Vec<u32>,
    /// The requests it speaks for.
    said: Vec<u32>,
}

impl<'a> Label<'a> {
    /// It speaks for these requests as well.
    fn says(&mut self, having: &[u32]) {
        self.said.extend(having);
        self.said.sort_unstable();
        self.said.dedup();
    }

    /// How telling a phrase is for the requests it does not speak for yet.
    fn more_with(&self, phrase: &Phrase) -> f64 {
        let new = phrase
            .having
            .iter()
            .filter(|at| self.said.binary_search(at).is_err());
        phrase.telling * real(new.count()) / real(phrase.having.len())
    }

    /// What the requests have in common, by the most telling word for what is asked for.
    fn kind_among(&self, phrases: &'a [Phrase], read: usize) -> Option<&'a str> {
        const COMMON: f64 = 0.3;
        let common = (real(read) * COMMON).max(real(self.said.len()));
        phrases
            .iter()
            .filter(|p| p.kind && p.key[1] == phrases::NONE && !self.stems.contains(&p.key[0]))
            .find(|p| real(p.having.len()) >= common)
            .map(|p| p.spelling.as_str())
    }

    /// The label with a word before it that stands for everything, or its own first part as one.
    fn led_by(&self, lead: Option<&str>) -> String {
        match (lead, self.parts.split_first()) {
            (Some(lead), _) => format!("{lead}: {}", self.parts.join(", ")),
            (None, Some((first, rest))) if !rest.is_empty() => {
                format!("{first}: {}", rest.join(", "))
            }
            (None, _) => self.parts.join(", "),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
