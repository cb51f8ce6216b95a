//! Which cases a message belongs to, and why; else which it might belong to.
//!
//! In the order it is believed: a keyed address on the envelope, the letter of ours it answers, a
//! message on the case that it answers or a reference in its subject, where it is from the requester's
//! own address. Never the sender alone: people share addresses. Never a reference alone: references are
//! counted up, so anybody can write any. Never another's Message-ID alone: whoever sends a message
//! chooses it, and may take that of a letter to many. What the database knows is asked for beforehand
//! and handed in.

use super::clues::{Clues, Keyed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most candidates that are ranked.
const CANDIDATES: usize = 5;

/// What the database knows of a message's clues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Message-IDs of our letters, each with its case.
    pub letters: Vec<(String, String)>,
    /// Message-IDs of messages filed on cases of the sender, or on which an officer placed a message of
    /// theirs, each with its case.
    pub threads: Vec<(String, String)>,
    /// Cases of others on which a message is filed that it answers.
    pub beside: BTreeSet<String>,
    /// Addresses an officer once placed a message by, each with its case.
    pub learned: Vec<(String, String)>,
    /// References that have a case.
    pub references: BTreeSet<String>,
    /// Those of them whose requester gave the address the message says it is from.
    pub of_sender: BTreeSet<String>,
}

/// Why a message belongs to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It was sent to the case's own address.
    KeyedAddress,
    /// It was sent to an address an officer placed here before.
    LearnedAddress,
    /// It answers a letter of ours.
    Letter,
    /// It answers a message on the case.
    Thread,
    /// Its subject names the case, and it comes from the requester's address.
    Subject,
}

/// A case a message belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The case's reference.
    pub reference: String,
    /// Why.
    pub why: Why,
    /// What tells it: the address, the Message-ID or the reference.
    pub by: String,
}

/// What is known of a case a message might belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFacts {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub subject: String,
    /// Whether an answer is still owed.
    pub open: bool,
    /// Whether the requester was asked for clarification.
    pub awaits_clarification: bool,
    /// Whether it answers a message there, and nothing shows what its sender has to do with the case.
    pub answered: bool,
    /// Whether the sender's address is the requester's.
    pub same_sender: bool,
    /// Whether an officer placed a message of this sender here before.
    pub placed_before: bool,
}

/// A case a message might belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The case's reference.
    pub reference: String,
    /// Its short title.
    pub subject: String,
    /// What speaks for it, in words.
    pub reasons: Vec<String>,
    /// How much: only for the order.
    pub weight: u32,
}

impl Why {
    /// Whether it shows that the requester wrote the message, or somebody they gave a letter of
    /// ours. Who writes to an address an officer corrected once, or answers what somebody else
    /// wrote, need not be.
    #[must_use]
    pub const fn shows_the_requester(self) -> bool {
        match self {
            Self::KeyedAddress | Self::Letter | Self::Subject => true,
            Self::LearnedAddress | Self::Thread => false,
        }
    }
}

impl Found {
    /// Why, as an officer reads it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let by = &self.by;
        match self.why {
            Why::KeyedAddress => "It was sent to this case's own address.".to_owned(),
            Why::LearnedAddress => {
                format!("It was sent to {by}; a message to that address was placed here before.")
            }
            Why::Letter => format!("It answers {by}, a letter of this case."),
            Why::Thread => format!("It answers {by}, a message of this case."),
            Why::Subject => {
                format!("Its subject names {by}, and it comes from the requester\u{2019}s address.")
            }
        }
    }
}

/// The cases a message belongs to, each once with its best reason; none where nothing tells.
///
/// A keyed address and the thread are both the word of somebody who had a letter of ours, so a
/// message that shows both for different cases goes to both. The subject counts only alone.
#[must_use]
pub fn found(clues: &Clues, known: &Known, genuine: &dyn Fn(&Keyed) -> bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut add = |reference: &str, why, by: &str| {
        if !found.iter().any(|f: &Found| f.reference == reference) {
            found.push(Found {
                reference: reference.to_owned(),
                why,
                by: by.to_owned(),
            });
        }
    };
    for keyed in &clues.keyed {
        if known.references.contains(&keyed.reference) && genuine(keyed) {
            add(&keyed.reference, Why::KeyedAddress, &keyed.address);
        }
    }
    for (address, reference) in &known.learned {
        if clues.keyed.iter().any(|keyed| keyed.address == *address) {
            add(reference, Why::LearnedAddress, address);
        }
    }
    for (ids, why) in [(&known.letters, Why::Letter), (&known.threads, Why::Thread)] {
        for id in &clues.threads {
            for (_, reference) in ids.iter().filter(|(known, _)| known == id) {
                add(reference, why, id);
            }
        }
    }
    if found.is_empty() {
        for reference in &clues.in_subject {
            if known.of_sender.contains(reference) {
                found.push(Found {
                    reference: reference.clone(),
                    why: Why::Subject,
                    by: reference.clone(),
                });
            }
        }
    }
    found
}

/// The cases a message names in its subject, or by a message there that it answers, without showing
/// that it belongs to them.
#[must_use]
pub fn only_named(clues: &Clues, known: &Known) -> Vec<String> {
    let in_subject = clues.in_subject.iter();
    let mut named: Vec<String> = in_subject
        .filter(|reference| known.references.contains(*reference))
        .filter(|reference| !known.of_sender.contains(*reference))
        .cloned()
        .collect();
    for reference in &known.beside {
        if !named.contains(reference) {
            named.push(reference.clone());
        }
    }
    named
}

/// The cases a message might belong to, the likeliest first.
#[must_use]
pub fn candidates(facts: &[CaseFacts], clues: &Clues, subject: &str) -> Vec<Candidate> {
    let wanted = words(subject);
    let mut ranked: Vec<Candidate> = facts
        .iter()
        .filter_map(|case| {
            let mut reasons = Vec::new();
            let mut weight = 0;
            let mut speaks = |much: u32, reason: String| {
                weight += much;
                reasons.push(reason);
            };
            let in_subject = clues.in_subject.contains(&case.reference);
            let named = in_subject || clues.in_text.contains(&case.reference);
            let half_keyed = clues.keyed.iter().any(|k| k.reference == case.reference);
            if half_keyed {
                speaks(
                    70,
                    "It was sent to an address like this case's, with a wrong key.".into(),
                );
            }
            if named {
                let whole = if in_subject { "subject" } else { "text" };
                speaks(60, format!("Its {whole} names this case."));
            }
            if case.answered {
                speaks(50, "It answers a message of this case.".into());
            }
            if case.placed_before {
                speaks(
                    40,
                    "A message of this sender was placed here before.".into(),
                );
            }
            if case.same_sender {
                speaks(30, "Its sender has the requester's address.".into());
            }
            if reasons.is_empty() {
                return None;
            }
            let mut speaks = |much: u32, reason: String| {
                weight += much;
                reasons.push(reason);
            };
            let shared: Vec<String> = words(&case.subject)
                .intersection(&wanted)
                .cloned()
                .collect();
            if !shared.is_empty() {
                let much = 5 * u32::try_from(shared.len().min(4)).unwrap_or(4);
                speaks(much, format!("Both subjects say: {}.", shared.join(", ")));
            }
            if case.awaits_clarification {
                speaks(15, "We asked its requester for clarification.".into());
            }
            if case.open {
                weight += 5;
            }
            Some(Candidate {
                reference: case.reference.clone(),
                subject: case.subject.clone(),
                reasons,
                weight,
            })
        })
        .collect();
    ranked.sort_by(|a, b| (b.weight, &b.reference).cmp(&(a.weight, &a.reference)));
    ranked.truncate(CANDIDATES);
    ranked
}

/// The words of a subject that say something.
fn words(subject: &str) -> BTreeSet<String> {
    const NOTHING: [&str; 12] = [
        "about",
        "freedom",
        "information",
        "request",
        "requests",
        "please",
        "with",
        "from",
        "your",
        "regarding",
        "under",
        "since",
    ];
    subject
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3 && !NOTHING.contains(word))
        .map(str::to_owned)
        .collect()
}
