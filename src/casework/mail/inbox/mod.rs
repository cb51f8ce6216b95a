//! Mail in: kept first, then judged, then placed by itself or by an officer.
//!
//! Nothing a stranger sends is lost and nothing is done twice: the bytes are committed before
//! anything is understood of them, and what was judged once is not judged again.

mod aside;
mod bounce;
mod copies;
mod file;
mod judge;
mod mailbox;
mod receive;
mod tray;

pub use file::without_marks;
pub(in crate::casework) use file::{shown_in_words, words_in_words};
pub use judge::Landed;
pub use mailbox::{MailboxFault, Taken, imap_server};
pub use receive::{Arrived, Received, Source};

use crate::casework::{CaseworkFault, Incoming};
use crate::domain::case::Stage;
use crate::mail::inbound::matching::{CaseFacts, Found, Known, candidates, found, only_named};
use crate::mail::inbound::{Clues, Keyed, Ours, Parsed, clues};
use crate::store::{Asked, Opener};
use std::collections::HashMap;

/// What a message's clues come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// What it says about its case.
    pub clues: Clues,
    /// The addresses it was sent to whose key is not that of the case they name.
    pub wrong_keys: Vec<String>,
    /// The cases it belongs to.
    pub found: Vec<Found>,
    /// The cases it names, where it belongs to none and is not from their requester's address.
    pub only_named: Vec<String>,
    /// Those it might belong to, where it belongs to none.
    pub candidates: Vec<crate::mail::inbound::matching::Candidate>,
}

impl Incoming<'_> {
    /// The authority's own addresses and how its references look.
    #[must_use]
    pub fn ours(&self) -> Ours {
        let settings = &self.settings;
        let (_, from) = self.sender();
        let mut addresses = vec![self.authority().email.clone()];
        for other in [&from].into_iter().chain(&settings.inbox.addresses) {
            if !addresses.contains(other) {
                addresses.push(other.clone());
            }
        }
        Ours {
            addresses,
            separator: settings.mail.reply_separator.clone(),
            prefix: settings.authority.reference_prefix.clone(),
        }
    }

    /// What our own Message-IDs end with.
    #[must_use]
    pub fn mail_host(&self) -> String {
        let (_, address) = self.sender();
        let host = address.rsplit_once('@').map(|(_, host)| host);
        host.unwrap_or("localhost").to_owned()
    }

    /// Finds the cases a message belongs to, else those it might.
    ///
    /// # Errors
    /// What the database says.
    pub async fn matched(&self, message: &Parsed) -> Result<Matched, CaseworkFault> {
        let clues = clues(message, &self.ours());
        let (known, secrets) = self.known(&clues, &sender_of(message)).await?;
        let genuine = |keyed: &Keyed| {
            secrets.get(&keyed.reference).is_some_and(|secret| {
                let case = Opener {
                    reference: &keyed.reference,
                    secret,
                };
                self.keys.address_key_is(case, &keyed.key)
            })
        };
        let wrong = clues.keyed.iter().filter(|keyed| !genuine(keyed));
        let wrong_keys = wrong.map(|keyed| keyed.address.clone()).collect();
        let mut found = found(&clues, &known, &genuine);
        // Always in one order, so that two messages for the same cases never wait for each other.
        found.sort_by(|a, b| a.reference.cmp(&b.reference));
        let (only_named, candidates) = if found.is_empty() {
            let candidates = self.candidates_for(message, &clues, &known).await?;
            (only_named(&clues, &known), candidates)
        } else {
            (Vec::new(), Vec::new())
        };
        Ok(Matched {
            clues,
            wrong_keys,
            found,
            only_named,
            candidates,
        })
    }

    /// What is known of the clues, and the secret of each case they name.
    async fn known(
        &self,
        clues: &Clues,
        sender: &str,
    ) -> Result<(Known, HashMap<String, String>), CaseworkFault> {
        let addresses: Vec<String> = clues.keyed.iter().map(|k| k.address.clone()).collect();
        let mut references = clues.in_subject.clone();
        for keyed in &clues.keyed {
            if !references.contains(&keyed.reference) {
                references.push(keyed.reference.clone());
            }
        }
        let asked = Asked {
            ids: &clues.threads,
            addresses: &addresses,
            references: &references,
            requester_key: &self.keys.match_key(None, Some(sender), None),
            sender,
        };
        let (mut known, mut secrets) = (Known::default(), HashMap::new());
        for row in self.store.messages().known_clues(asked).await? {
            match row.kind.as_str() {
                "letter" => known.letters.push((row.word, row.reference)),
                "thread" => known.threads.push((row.word, row.reference)),
                "beside" => {
                    known.beside.insert(row.reference);
                }
                "learned" => known.learned.push((row.word, row.reference)),
                "own" => {
                    known.of_sender.insert(row.reference);
                }
                _ => {
                    secrets.insert(row.reference.clone(), row.word);
                    known.references.insert(row.reference);
                }
            }
        }
        Ok((known, secrets))
    }

    async fn candidates_for(
        &self,
        message: &Parsed,
        clues: &Clues,
        known: &Known,
    ) -> Result<Vec<crate::mail::inbound::matching::Candidate>, CaseworkFault> {
        let sender = sender_of(message);
        let match_key = self.keys.match_key(None, Some(&sender), None);
        let mut references = clues.in_text.clone();
        references.extend(clues.in_subject.iter().cloned());
        references.extend(clues.keyed.iter().map(|k| k.reference.clone()));
        references.extend(known.beside.iter().cloned());
        let rows = self
            .store
            .messages()
            .candidate_cases(&match_key, &sender, &references)
            .await?;
        let facts: Vec<CaseFacts> = rows
            .into_iter()
            .map(|row| CaseFacts {
                same_sender: !sender.is_empty() && row.requester_key == match_key,
                awaits_clarification: row.stage == Stage::ClarificationSought,
                answered: known.beside.contains(&row.reference),
                reference: row.reference,
                subject: row.subject,
                open: row.open,
                placed_before: row.placed_before,
            })
            .collect();
        Ok(candidates(&facts, clues, &message.subject))
    }
}

/// The address a message says it is from, in lower case.
fn sender_of(message: &Parsed) -> String {
    let from = message.from.as_ref();
    from.map(|f| f.address.to_lowercase()).unwrap_or_default()
}
