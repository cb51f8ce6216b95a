//! What one request asks for, as its own words say: something that could be published for everybody,
//! or a file of its own, about one address, one person or one incident.
//!
//! It reads words and knows no law. Each judgement has the words it went by. The word lists are
//! those of `config/shape.toml`.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// How many, how often.
    Figures,
    /// Lists and registers.
    Lists,
    /// What something costs or brings in.
    Costs,
    /// Policies, procedures and plans.
    Policies,
    /// Contracts and tenders.
    Contracts,
    /// Minutes, studies and reports.
    Reports,
    /// What is held about one address.
    Address,
    /// What is held about one person.
    Person,
    /// What is held about one incident, file or case.
    Incident,
    /// None of these.
    Neither,
}

/// On which side a shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It could be published for everybody.
    Publishable,
    /// It is of use to who asks alone: a file about one address, person or incident.
    OwnFile,
    /// Its words do not say.
    Neither,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 10] = [
        Self::Figures,
        Self::Lists,
        Self::Costs,
        Self::Policies,
        Self::Contracts,
        Self::Reports,
        Self::Address,
        Self::Person,
        Self::Incident,
        Self::Neither,
    ];

    /// The stored word, and that of the word lists.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Lists => "lists",
            Self::Costs => "costs",
            Self::Policies => "policies",
            Self::Contracts => "contracts",
            Self::Reports => "reports",
            Self::Address => "address",
            Self::Person => "person",
            Self::Incident => "incident",
            Self::Neither => "neither",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.as_str() == word)
    }

    /// On which side it is.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Figures
            | Self::Lists
            | Self::Costs
            | Self::Policies
            | Self::Contracts
            | Self::Reports => Side::Publishable,
            Self::Address | Self::Person | Self::Incident => Side::OwnFile,
            Self::Neither => Side::Neither,
        }
    }

    /// What a request of this shape looks like, after "it looks like a request".
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Figures => "for figures",
            Self::Lists => "for a list",
            Self::Costs => "for costs",
            Self::Policies => "for a policy or procedure",
            Self::Contracts => "for contracts",
            Self::Reports => "for minutes or reports",
            Self::Address => "about one address",
            Self::Person => "about one person",
            Self::Incident => "about one incident or file",
            Self::Neither => "for something else",
        }
    }
}

/// The word lists of `config/shape.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeWords {
    /// Words read of one text.
    pub longest_text: usize,
    /// Words that end a street address which begins with a number.
    pub street_words: Vec<String>,
    /// Phrases that hold words of the lists and mean something else.
    pub passed_over: Vec<String>,
    /// What can be published, by the word of its shape.
    pub publishable: BTreeMap<Shape, Vec<String>>,
    /// What is of one's own file.
    pub own_file: OwnFileWords,
}

/// Words of one's own file, by the word of its shape.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFileWords {
    /// Those that say so whatever else is asked for.
    pub sure: BTreeMap<Shape, Vec<String>>,
    /// Those that say so where nothing publishable is asked for.
    pub likely: BTreeMap<Shape, Vec<String>>,
}

impl ShapeWords {
    /// A list whose shape is on another side than the list, as `own_file.sure.figures` would be; its
    /// key and that word.
    #[must_use]
    pub fn misplaced(&self) -> Option<(&'static str, Shape)> {
        let own = |lists: &BTreeMap<Shape, Vec<String>>, side: Side| {
            lists.keys().copied().find(|shape| shape.side() != side)
        };
        [
            ("publishable", own(&self.publishable, Side::Publishable)),
            ("own_file.sure", own(&self.own_file.sure, Side::OwnFile)),
            ("own_file.likely", own(&self.own_file.likely, Side::OwnFile)),
        ]
        .into_iter()
        .find_map(|(key, found)| Some((key, found?)))
    }
}

/// What a request asks for, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shaped {
    /// What it asks for.
    pub shape: Shape,
    /// The words it went by, as written but in lower case, at most [`WORDS_TOLD`]; none where its
    /// words say nothing.
    pub words: Vec<String>,
}

/// Words told of a judgement.
pub const WORDS_TOLD: usize = 3;

/// How strongly a phrase speaks, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Sure,
    Publishable,
    Likely,
}

/// Words between the number and the street of an address at most.
const BETWEEN: usize = 3;

/// Reads requests; its word lists compiled once.
#[derive(Debug, Clone)]
pub struct ShapeReader {
    /// Phrases by their first word, the longest first; those passed over say nothing.
    phrases: HashMap<String, Vec<Phrase>>,
    streets: HashSet<String>,
    longest: usize,
}

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    says: Option<(Says, Shape)>,
}

/// A word of a text.
struct Word<'t> {
    /// As written.
    written: &'t str,
    /// As it is matched.
    read: String,
}

impl Word<'_> {
    fn has_digit(&self) -> bool {
        self.written.contains(|c: char| c.is_ascii_digit())
    }

    /// Whether it begins as a name does.
    fn is_name(&self) -> bool {
        self.has_digit() || self.written.starts_with(char::is_uppercase)
    }

    /// Whether it could number a house: it begins with a digit and is no year.
    fn numbers_a_house(&self) -> bool {
        let year = self.written.len() == 4 && matches!(&self.written[..2], "19" | "20");
        self.written.starts_with(|c: char| c.is_ascii_digit()) && !year
    }
}

impl ShapeReader {
    /// Compiles the word lists.
    #[must_use]
    pub fn new(words: &ShapeWords) -> Self {
        let mut reader = Self {
            phrases: HashMap::new(),
            streets: words.street_words.iter().map(|w| singular(w)).collect(),
            longest: words.longest_text,
        };
        for phrase in &words.passed_over {
            reader.learn(phrase, None);
        }
        for (says, lists) in [
            (Says::Sure, &words.own_file.sure),
            (Says::Publishable, &words.publishable),
            (Says::Likely, &words.own_file.likely),
        ] {
            for (shape, phrases) in lists {
                for phrase in phrases {
                    reader.learn(phrase, Some((says, *shape)));
                }
            }
        }
        for phrases in reader.phrases.values_mut() {
            // Of phrases as long, what was learnt first, which is what says more.
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        reader
    }

    fn learn(&mut self, phrase: &str, says: Option<(Says, Shape)>) {
        let words: Vec<String> = phrase
            .split(|c: char| !(c.is_alphanumeric() || c == '#'))
            .filter(|word| !word.is_empty())
            .map(singular)
            .collect();
        if let Some(first) = words.first().cloned() {
            let phrase = Phrase { words, says };
            self.phrases.entry(first).or_default().push(phrase);
        }
    }

    /// What a request asks for.
    #[must_use]
    pub fn read(&self, text: &str) -> Shaped {
        let words: Vec<Word<'_>> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(self.longest)
            .map(|written| Word {
                written,
                read: singular(written),
            })
            .collect();
        let mut found: Vec<(Says, Shape, String)> = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let phrase = self.phrase(rest);
            let street = self.street(rest);
            let (length, says) = match (phrase, street) {
                (Some(phrase), street) if phrase.words.len() >= street => {
                    (phrase.words.len(), phrase.says)
                }
                (_, 0) => (1, None),
                (_, street) => (street, Some((Says::Sure, Shape::Address))),
            };
            if let Some((says, shape)) = says {
                let written: Vec<&str> = rest.iter().take(length).map(|w| w.written).collect();
                found.push((says, shape, written.join(" ").to_lowercase()));
            }
            at += length.max(1);
        }
        judged(found)
    }

    /// The longest phrase that begins here.
    fn phrase(&self, rest: &[Word<'_>]) -> Option<&Phrase> {
        let first = rest.first()?;
        let fits = |phrase: &&Phrase| {
            phrase.words.len() <= rest.len()
                && phrase
                    .words
                    .iter()
                    .zip(rest)
                    .all(|(wanted, word)| match wanted.as_str() {
                        "#" => word.has_digit(),
                        wanted => wanted == word.read,
                    })
        };
        let named = self.phrases.get(&first.read).into_iter().flatten();
        let numbered = self.phrases.get("#").into_iter().flatten();
        named.chain(numbered).find(fits)
    }

    /// How many words make a street address here; none where they make none.
    fn street(&self, rest: &[Word<'_>]) -> usize {
        if !rest.first().is_some_and(Word::numbers_a_house) {
            return 0;
        }
        let named = rest.iter().skip(1).take_while(|word| word.is_name());
        let street = |word: &Word<'_>| self.streets.contains(&word.read);
        // A street has a name.
        let ends = named.take(BETWEEN + 1).skip(1).position(street);
        ends.map_or(0, |before| before + 3)
    }
}

/// By what speaks most strongly; of that, by the shape of the most of it, the first where two have as
/// many.
fn judged(found: Vec<(Says, Shape, String)>) -> Shaped {
    let Some(strongest) = found.iter().map(|(says, ..)| *says).min() else {
        return Shaped {
            shape: Shape::Neither,
            words: Vec::new(),
        };
    };
    let speaking: Vec<(Shape, String)> = found
        .into_iter()
        .filter(|(says, ..)| *says == strongest)
        .map(|(_, shape, words)| (shape, words))
        .collect();
    let times = |shape: Shape| speaking.iter().filter(|(one, _)| *one == shape).count();
    let mut shape = Shape::Neither;
    let mut most = 0;
    for (one, _) in &speaking {
        if times(*one) > most {
            (shape, most) = (*one, times(*one));
        }
    }
    let mut words: Vec<String> = Vec::new();
    for (_, said) in speaking.into_iter().filter(|(one, _)| *one == shape) {
        if words.len() < WORDS_TOLD && !words.contains(&said) {
            words.push(said);
        }
    }
    Shaped { shape, words }
}

/// A word without what makes it a plural, in lower case.
fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    for (plural, one) in [("sses", "ss"), ("ies", "y"), ("s", "")] {
        if let Some(stem) = word.strip_suffix(plural)
            && stem.chars().count() > 2
            && !(plural == "s" && stem.ends_with('s'))
        {
            return format!("{stem}{one}");
        }
    }
    word
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
