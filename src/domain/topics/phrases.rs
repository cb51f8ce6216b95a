//! The phrases requests are made of, as their writers wrote them: runs of telling words with at
//! most a short word such as `of` between two of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::text::{Lexicon, Reader};

/// Telling words in a phrase at most.
pub(super) const LONGEST: usize = 4;

/// Words read of one text.
const WORDS_READ: usize = 120;

/// Short words that may stand inside a phrase.
const LINKS: [&str; 7] = ["of", "and", "for", "in", "the", "on", "at"];

/// The stems of a phrase in their order, and [`NONE`] behind them.
pub(super) type Key = [u32; LONGEST];

/// No stem.
pub(super) const NONE: u32 = u32::MAX;

/// The stems of a phrase.
pub(super) fn stems(key: &Key) -> impl Iterator<Item = u32> + '_ {
    key.iter().copied().filter(|stem| *stem != NONE)
}

/// What is said in one word, or in several that are read as one thing.
struct Token {
    start: usize,
    end: usize,
    /// What it is read as; nothing for what says nothing.
    stems: Vec<u32>,
    /// The short word it is, where it may stand inside a phrase without saying anything.
    link: Option<&'static str>,
    /// Whether it begins a sentence, where a capital says nothing.
    opens: bool,
    /// Whether a mark stands before it that no phrase reaches over.
    broken: bool,
    /// Whether it has a digit.
    digits: bool,
    /// Whether names of places and people follow it.
    before_names: bool,
}

/// What phrases are read with.
pub(super) struct Phrases<'a> {
    pub(super) reader: &'a Reader,
    pub(super) lexicon: &'a Lexicon,
}

/// A text and what is said in it.
pub(super) struct Said<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

/// Where a phrase occurs.
#[derive(Default)]
pub(super) struct Found {
    /// The texts that have it.
    pub(super) having: Vec<u32>,
    /// How often it occurs.
    times: u32,
    /// How often it stands whole: no telling word goes on right before or after it.
    whole: u32,
    /// How often it ends what it stands in: no word that says anything comes right after it.
    ends: u32,
    /// How often it stands where names of places and people do.
    led: u32,
    /// How often a number stands right beside it.
    numbered: u32,
}

impl Found {
    /// How often, of 1, it stands whole: `recognition watchlist` is a piece of what people write.
    pub(super) fn whole(&self) -> f64 {
        f64::from(self.whole) / f64::from(self.times.max(1))
    }

    /// How often, of 1, it ends what it stands in, as `federal` in `federal government` does not.
    pub(super) fn ends(&self) -> f64 {
        f64::from(self.ends) / f64::from(self.times.max(1))
    }

    /// How often, of 1, it stands where names of places and people do: after `in`, or in a list.
    pub(super) fn led(&self) -> f64 {
        f64::from(self.led) / f64::from(self.times.max(1))
    }

    /// How often, of 1, a number stands beside it, as it does beside a file's code.
    pub(super) fn numbered(&self) -> f64 {
        f64::from(self.numbered) / f64::from(self.times.max(1))
    }
}

/// Where in these texts each phrase occurs. A word that is `vague` goes on without telling.
pub(super) fn found_in(texts: &[Said], vague: impl Fn(u32) -> bool) -> BTreeMap<Key, Found> {
    let mut found: HashMap<Key, Found> = HashMap::new();
    for (at, Said { tokens, .. }) in (0_u32..).zip(texts) {
        let tells = |token: &Token| token.stems.iter().any(|stem| !vague(*stem));
        each(tokens, |key, run| {
            let phrase = found.entry(key).or_default();
            if phrase.having.last() != Some(&at) {
                phrase.having.push(at);
            }
            let before = run.start.checked_sub(1).map(|before| &tokens[before]);
            let after = tokens.get(run.end).filter(|t| !t.broken);
            let goes_on = after.is_some_and(tells)
                || before.is_some_and(|t| !tokens[run.start].broken && tells(t));
            phrase.times += 1;
            phrase.whole += u32::from(!goes_on);
            phrase.ends += u32::from(after.is_none_or(|t| t.stems.is_empty()));
            let first = &tokens[run.start];
            let led = (first.broken && !first.opens) || before.is_some_and(|t| t.before_names);
            phrase.led += u32::from(led);
            let beside = [before, tokens.get(run.end)].into_iter().flatten();
            phrase.numbered += u32::from(beside.into_iter().any(|t| t.digits));
        });
    }
    found.into_iter().collect()
}

/// A phrase as people write it.
#[derive(Default)]
pub(super) struct Spelling {
    /// In lower case but for names, and for what is only written in titles.
    pub(super) text: String,
    /// Whether its capitals say something: it is also written where not every word has one.
    pub(super) capitals_tell: bool,
}

/// How each of these phrases is most often written in the texts.
pub(super) fn spelt(texts: &[Said], wanted: &HashSet<Key>) -> HashMap<Key, Spelling> {
    // What stands inside a sentence knows more of capitals than what opens one.
    const INSIDE: u32 = 3;
    let mut seen: HashMap<Key, BTreeMap<String, u32>> = HashMap::new();
    for Said { text, tokens } in texts {
        let capitals_tell = capitals_tell(text);
        each(tokens, |key, run| {
            if !wanted.contains(&key) {
                return;
            }
            let run = &tokens[run];
            let opens = run.first().is_some_and(|token| token.opens);
            let spelling = written(text, run, capitals_tell);
            let votes = match (capitals_tell, opens) {
                (false, _) => 0,
                (true, true) => 1,
                (true, false) => INSIDE,
            };
            *seen.entry(key).or_default().entry(spelling).or_default() += votes;
        });
    }
    seen.into_iter()
        .filter_map(|(key, spellings)| Some((key, most(spellings)?)))
        .collect()
}

/// With a capital at each word but the short ones between.
pub(super) fn titled(phrase: &str) -> String {
    let word = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) if !LINKS.contains(&word) => first.to_uppercase() + rest,
        Some(_) | None => word.to_owned(),
    };
    phrase.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a word is written in capitals alone.
pub(super) fn is_initials(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// The spelling most used.
fn most(mut spellings: BTreeMap<String, u32>) -> Option<Spelling> {
    // What is written out says more to a visitor than initials.
    const WRITTEN_OUT: u32 = 6;
    let all: u32 = spellings.values().sum();
    let written_out = spellings.iter().filter(|(text, _)| !is_initials(text));
    if written_out.map(|(_, votes)| votes).sum::<u32>() * WRITTEN_OUT >= all {
        spellings.retain(|text, _| !is_initials(text));
    }
    let (best, votes) = spellings
        .iter()
        .max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)))?;
    // A name is hardly ever written without its capitals.
    let lower = best.to_lowercase();
    let plain = spellings.get(&lower);
    Some(Spelling {
        text: if plain.is_some_and(|plain| plain * 4 >= *votes) {
            lower
        } else {
            best.clone()
        },
        capitals_tell: *votes > 0,
    })
}

impl Said<'_> {
    /// Each word with whether it has a capital, where that says something.
    pub(super) fn capitals(&self, mut of: impl FnMut(u32, bool)) {
        if !capitals_tell(self.text) {
            return;
        }
        for token in self.tokens.iter().filter(|token| !token.opens) {
            if let [stem] = token.stems.as_slice() {
                of(
                    *stem,
                    self.text[token.start..].starts_with(char::is_uppercase),
                );
            }
        }
    }
}

impl Phrases<'_> {
    /// What is said in a text.
    pub(super) fn said<'t>(&self, text: &'t str) -> Said<'t> {
        let tokens = self.tokens(text);
        Said { text, tokens }
    }

    /// The words of a text.
    fn tokens(&self, text: &str) -> Vec<Token> {
        let words = words(text);
        let lower: Vec<String> = words
            .iter()
            .map(|word| text[word.start..word.end].to_lowercase())
            .collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let broken = words[at + 1..].iter().position(|word| word.broken);
            let sentence = broken.map_or(words.len(), |next| at + 1 + next);
            let (length, read_as) = self.reader.first_of(&lower[at..sentence]);
            tokens.push(Token {
                start: words[at].start,
                end: with_initials(text, words[at + length - 1].end),
                stems: read_as
                    .iter()
                    .filter_map(|word| self.lexicon.stem_of(word))
                    .collect(),
                link: LINKS
                    .into_iter()
                    .find(|link| length == 1 && *link == lower[at]),
                opens: words[at].opens,
                broken: words[at].broken,
                digits: lower[at].contains(|c: char| c.is_ascii_digit()),
                before_names: self.reader.stands_before_names(&lower[at..at + length]),
            });
            at += length;
        }
        tokens
    }
}

/// Where a word ends that has a letter tied to it, as `R` in `M&R` is read.
fn with_initials(text: &str, end: usize) -> usize {
    let mut rest = text[end..].chars();
    let tied = rest.next() == Some('&')
        && rest.next().is_some_and(|c| c.is_ascii_uppercase())
        && rest.next().is_none_or(|c| !c.is_alphanumeric());
    if tied { end + 2 } else { end }
}

/// Every phrase of a text, and which of its words it is.
fn each(tokens: &[Token], mut of: impl FnMut(Key, Range<usize>)) {
    for first in 0..tokens.len() {
        let mut key = [NONE; LONGEST];
        let mut length = 0;
        let mut link: Option<&str> = None;
        for (at, token) in tokens.iter().enumerate().skip(first) {
            if at > first && token.broken {
                break;
            }
            if token.stems.is_empty() {
                // `of the`, and otherwise one at a time: `and the` begins something new.
                let follows = match (link, token.link) {
                    (_, None) => false,
                    (None, Some(_)) => length > 0,
                    (Some(before), Some(this)) => this == "the" && !matches!(before, "and" | "the"),
                };
                if !follows {
                    break;
                }
                link = token.link;
                continue;
            }
            let new = token.stems.iter().all(|stem| !key.contains(stem));
            if !new || length + token.stems.len() > LONGEST {
                break;
            }
            for stem in &token.stems {
                key[length] = *stem;
                length += 1;
            }
            link = None;
            of(key, first..at + 1);
        }
    }
}

/// A word as it stands in a text.
struct Word {
    start: usize,
    end: usize,
    opens: bool,
    broken: bool,
}

/// The words of a text, as written.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut opens, mut broken) = (true, false);
    let mut rest = 0;
    while words.len() < WORDS_READ {
        let Some(start) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) else {
            break;
        };
        for mark in text[rest..start].chars() {
            opens |= matches!(mark, '.' | '?' | '!' | ':' | '\n');
            broken |= mark == '\n'
                || !(mark.is_whitespace() || matches!(mark, '-' | '&' | '\'' | '\u{2019}'));
        }
        let end = text[start..]
            .find(|c: char| !c.is_alphanumeric())
            .map_or(text.len(), |at| start + at);
        words.push(Word {
            start,
            end,
            opens,
            broken,
        });
        (opens, broken, rest) = (false, false, end);
        // What follows an apostrophe belongs to the word.
        if let Some(more) = text[end..].strip_prefix(['\'', '\u{2019}'])
            && more.starts_with(char::is_alphanumeric)
        {
            let length = more.find(|c: char| !c.is_alphanumeric());
            rest = text.len() - more.len() + length.unwrap_or(more.len());
        }
    }
    words
}

/// Whether capitals tell names from other words: not in a text all in capitals, nor in a title.
fn capitals_tell(text: &str) -> bool {
    let long = text
        .split_whitespace()
        .filter(|word| word.chars().count() > 3);
    let (mut capital, mut all) = (0, 0);
    for word in long.take(WORDS_READ) {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    capital * 2 <= all
}

/// A phrase as it stands in a text, in lower case where it opens a sentence or all is in capitals.
fn written(text: &str, run: &[Token], capitals_tell: bool) -> String {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return String::new();
    };
    let phrase = &text[first.start..last.end];
    let shouted = !text.chars().any(char::is_lowercase);
    let mut out = String::new();
    for (at, word) in phrase.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let initials = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        let opening = capitals_tell && at == 0 && first.opens;
        if (initials || !opening) && !shouted {
            out.push_str(word);
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
    out
}
