//! Whether two requests are copies of one letter: the same words and numbers in the same order.
//!
//! Each sender greets and signs in a way of their own, or says who they are, so what stands before
//! and after the letter itself does not count: mail headings, salutations, introductions, and
//! closing lines that are names and addresses. Everything between has to be the same, for requests
//! by one template ask for different things in a few words. A text of a few words is no letter:
//! people ask the same short thing without knowing of one another.

/// Words below which a text is no letter: two people seldom come upon the same dozen by chance.
const SHORTEST: usize = 12;

/// Words of a salutation or a heading, of a line of a signature, of a sentence that introduces its
/// writer, and of all that may follow the words a letter closes with.
const SALUTATION: usize = 8;
const LINE: usize = 8;
const INTRODUCTION: usize = 14;
const CLOSING: usize = 30;

/// Words of a name in small letters.
const NAME: usize = 3;

/// Headings that say who writes, with a colon after them.
const HEADINGS: [&str; 12] = [
    "from",
    "to",
    "cc",
    "date",
    "sent",
    "name",
    "address",
    "email",
    "tel",
    "phone",
    "postcode",
    "telephone",
];

/// What a salutation begins with.
const GREETINGS: [&str; 5] = ["dear", "hello", "hi", "good", "greetings"];

/// Small words of salutations, signatures and names.
const SMALL: [&str; 19] = [
    "sir",
    "sirs",
    "madam",
    "or",
    "and",
    "the",
    "of",
    "all",
    "team",
    "morning",
    "afternoon",
    "evening",
    "day",
    "de",
    "van",
    "von",
    "la",
    "on",
    "behalf",
];

/// What a sentence begins with that introduces its writer.
const INTRODUCTIONS: [&[&str]; 8] = [
    &["my", "name", "is"],
    &["my", "address", "is"],
    &["i", "am", "a"],
    &["i", "am", "an"],
    &["i", "live"],
    &["i", "have", "lived"],
    &["we", "are", "a"],
    &["we", "live"],
];

/// Words of a sentence that asks for something, which is no introduction.
const ASKING: [&str; 10] = [
    "ask",
    "asking",
    "know",
    "like",
    "please",
    "want",
    "request",
    "requesting",
    "provide",
    "send",
];

/// What a letter closes with.
const CLOSINGS: [&[&str]; 12] = [
    &["yours"],
    &["kind", "regards"],
    &["best", "regards"],
    &["regards"],
    &["best", "wishes"],
    &["many", "thanks"],
    &["thanks"],
    &["thank", "you"],
    &["sincerely"],
    &["faithfully"],
    &["signed"],
    &["respectfully"],
];

/// A word as it stands in a letter, with what parts it from the next.
struct Written {
    /// Its letters and digits in lower case; several words where punctuation joins them.
    lower: String,
    /// Whether it can be part of a name or an address.
    named: bool,
    /// Whether it has a digit and is no mail address.
    digit: bool,
    /// The punctuation it ends with.
    mark: Option<char>,
    /// Whether a line ends here, or a dash follows.
    line: bool,
}

impl Written {
    fn asks(&self) -> bool {
        matches!(self.mark, Some('?' | '？'))
    }

    /// Whether a sentence ends here. A short name with a point is an initial or a title.
    fn ends(&self) -> bool {
        let initial = self.named && !self.digit && !self.line && self.lower.chars().count() <= 3;
        match self.mark {
            Some('.') => !initial,
            Some('!' | '。' | '！') => true,
            _ => self.asks(),
        }
    }

    fn small(&self) -> bool {
        SMALL.contains(&self.lower.as_str())
    }
}

/// What copies of one letter have in common; nothing for a text too short to be one.
#[must_use]
pub fn letter(text: &str) -> Option<String> {
    let words = written(text);
    let mut rest = &words[..];
    loop {
        let before = rest.len();
        rest = &rest[opening(rest)..];
        rest = &rest[..rest.len() - closing(rest)];
        if rest.len() == before {
            break;
        }
    }
    let kept: Vec<&str> = rest.iter().map(|word| word.lower.as_str()).collect();
    let kept = kept.join(" ");
    (kept.split(' ').count() >= SHORTEST).then_some(kept)
}

/// The words of a text as they are written.
fn written(text: &str) -> Vec<Written> {
    let mut words: Vec<Written> = Vec::new();
    for line in text.lines() {
        for piece in line.split_whitespace() {
            let parts: Vec<String> = piece
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty())
                .map(str::to_lowercase)
                .collect();
            let first = piece.chars().find(|c| c.is_alphanumeric());
            let (Some(first), false) = (first, parts.is_empty()) else {
                // A dash, or the mark of a quoted line.
                if let Some(last) = words.last_mut() {
                    last.line = true;
                }
                continue;
            };
            words.push(Written {
                lower: parts.join(" "),
                named: first.is_uppercase() || first.is_numeric() || piece.contains('@'),
                digit: piece.contains(char::is_numeric) && !piece.contains('@'),
                mark: piece
                    .trim_end_matches(['"', '\'', ')', ']', '>', '*', '_', '”', '’', '»'])
                    .chars()
                    .next_back()
                    .filter(|c| !c.is_alphanumeric()),
                line: false,
            });
        }
        if let Some(last) = words.last_mut() {
            last.line = true;
        }
    }
    words
}

/// How many words in front greet, name or introduce the writer.
fn opening(words: &[Written]) -> usize {
    let Some(first) = words.first() else {
        return 0;
    };
    let lower = first.lower.as_str();
    let heading = HEADINGS.contains(&lower) && first.mark == Some(':');
    if heading || GREETINGS.contains(&lower) {
        return if first.line || first.mark == Some(',') {
            1
        } else {
            addressed(&words[1..], heading).map_or(0, |length| length + 1)
        };
    }
    let sentence = sentence_at(words);
    if introduces(sentence) {
        return sentence.len();
    }
    0
}

/// How many words the name after a heading or a greeting takes; none where it is no name.
fn addressed(words: &[Written], heading: bool) -> Option<usize> {
    let parted = |w: &Written| w.line || matches!(w.mark, Some(',' | '.' | '!' | ':' | ';'));
    let first = words.first()?;
    if !first.named && !first.small() {
        // A name in small letters, if what follows is parted from it.
        let end = words.iter().take(NAME).position(parted);
        return end.map(|end| end + 1).or(heading.then_some(0));
    }
    for (at, word) in words.iter().take(SALUTATION).enumerate() {
        if !word.named && !word.small() {
            // The last capital begins the letter itself.
            return Some(at.saturating_sub(1));
        }
        if parted(word) && (word.line || word.mark != Some('.') || word.ends()) {
            return Some(at + 1);
        }
    }
    None
}

/// The sentence that begins here, or as much of it as tells that it introduces nobody.
fn sentence_at(words: &[Written]) -> &[Written] {
    let words = &words[..words.len().min(INTRODUCTION + 1)];
    let end = words.iter().position(Written::ends);
    &words[..end.map_or(words.len(), |end| end + 1)]
}

/// Whether a sentence says only who its writer is.
fn introduces(sentence: &[Written]) -> bool {
    sentence.len() <= INTRODUCTION
        && INTRODUCTIONS.iter().any(|phrase| begins(sentence, phrase))
        && sentence.last().is_some_and(|w| !w.asks())
        && !sentence.iter().any(|w| ASKING.contains(&w.lower.as_str()))
}

fn begins(words: &[Written], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, p)| word.lower == *p)
}

/// How many words at the end close the letter or sign it.
fn closing(words: &[Written]) -> usize {
    let length = words.len();
    let from = length.saturating_sub(CLOSING).max(1);
    let closes = |at: usize| {
        let apart = |w: &Written| w.line || w.mark.is_some();
        CLOSINGS.iter().any(|phrase| begins(&words[at..], phrase))
            && (words[at].named || apart(&words[at - 1]))
            && !words[at..].iter().any(Written::asks)
    };
    if let Some(at) = (from..length).find(|at| closes(*at)) {
        return length - at;
    }
    let Some((last, before)) = words.split_last() else {
        return 0;
    };
    // Looked for no further back than it matters: a text may be all closing lines.
    let after = |ends: fn(&Written) -> bool, most: usize| {
        let from = before.len().saturating_sub(most + 1);
        let end = before[from..].iter().rposition(ends);
        end.map_or(from, |at| from + at + 1)
    };
    let sentence = &words[after(Written::ends, INTRODUCTION)..];
    if sentence.len() < length && introduces(sentence) {
        return sentence.len();
    }
    let start = after(|word| word.line || word.ends(), LINE);
    let line = &words[start..];
    let Some(previous) = start.checked_sub(1).map(|at| &words[at]) else {
        return 0;
    };
    let name = line.len() <= LINE
        && line.iter().all(|w| w.named || w.small())
        && line.iter().any(|w| w.named && !w.digit)
        && !last.asks()
        // Otherwise it is the end of a sentence that goes over several lines.
        && (previous.ends() || !last.ends());
    let small = line.len() <= NAME
        && !line.iter().any(|w| w.digit)
        && !last.ends()
        && previous.ends()
        && previous.line;
    if name || small { line.len() } else { 0 }
}

#[cfg(test)]
#[path = "campaign_tests.rs"]
mod tests;
