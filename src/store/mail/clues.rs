//! What the database knows of a message's clues: one way there and back for all of them. Text, all of
//! it: searches over several tables.

use crate::domain::case::Stage;
use crate::store::engine::{sql, words};
use crate::store::subjects::Messages;
use crate::store::{Store, StoreFault};
use sea_orm::Value;
use serde::Deserialize;

/// What a message might be known by.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Message-IDs.
    pub ids: &'a [String],
    /// Keyed addresses it was sent to.
    pub addresses: &'a [String],
    /// References.
    pub references: &'a [String],
    /// What tells the requester whose address the message says it is from.
    pub requester_key: &'a str,
    /// That address, in lower case; may be empty.
    pub sender: &'a str,
}

/// One thing known: the kind, the word asked about and the case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KnownRow {
    /// `letter`, `thread`, `beside`, `learned`, `own` or `case`; `beside` is a thread of a case that
    /// shows nothing of the sender.
    pub kind: String,
    /// The Message-ID or the address; of a `case`, its secret.
    pub word: String,
    /// The case's reference.
    pub reference: String,
}

/// A case a message might belong to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub struct CandidateRow {
    pub reference: String,
    pub subject: String,
    #[serde(deserialize_with = "sql::flag")]
    pub open: bool,
    #[serde(deserialize_with = "words::stage")]
    pub stage: Stage,
    pub requester_key: String,
    #[serde(deserialize_with = "sql::flag")]
    pub placed_before: bool,
}

/// The most cases looked at.
const MOST: u32 = 50;

impl Messages<'_, Store> {
    /// What is known of a message's clues.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known_clues(&self, asked: Asked<'_>) -> Result<Vec<KnownRow>, StoreFault> {
        let mut values: Vec<Value> = Vec::new();
        let mut parts = Vec::new();
        let ids = places(&mut values, asked.ids);
        if !asked.ids.is_empty() {
            parts.push(format!(
                "SELECT 'letter' AS kind, l.message_id AS word, c.reference FROM letters l \
                 JOIN cases c ON c.id = l.case_id WHERE l.message_id IN ({ids})"
            ));
            values.push(asked.requester_key.into());
            let key = values.len();
            values.push(asked.sender.into());
            let sender = values.len();
            // Who sent an earlier message chose its Message-ID, and wrote any sender into it: a case knows
            // its requester, and whom an officer placed there.
            parts.push(format!(
                "SELECT CASE WHEN c.requester_key = ${key} OR EXISTS (SELECT 1 FROM learned_addresses a \
                 WHERE a.case_id = c.id AND a.direction = 'from' AND a.address = ${sender} AND a.address <> '') \
                 THEN 'thread' ELSE 'beside' END, m.message_id, c.reference FROM messages m \
                 JOIN message_cases mc ON mc.message = m.id JOIN cases c ON c.id = mc.case_id \
                 WHERE m.message_id IN ({ids})"
            ));
        }
        if !asked.addresses.is_empty() {
            let addresses = places(&mut values, asked.addresses);
            parts.push(format!(
                "SELECT 'learned' AS kind, a.address AS word, c.reference FROM learned_addresses a \
                 JOIN cases c ON c.id = a.case_id WHERE a.direction = 'to' AND a.address IN ({addresses})"
            ));
        }
        if !asked.references.is_empty() {
            let references = places(&mut values, asked.references);
            parts.push(format!(
                "SELECT 'case' AS kind, secret AS word, reference FROM cases \
                 WHERE reference IN ({references})"
            ));
            values.push(asked.requester_key.into());
            parts.push(format!(
                "SELECT 'own', '', reference FROM cases \
                 WHERE reference IN ({references}) AND requester_key = ${}",
                values.len()
            ));
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let from = format!("FROM ({}) AS known", parts.join(" UNION ALL "));
        sql::packed(&self.read, "kind, word, reference", &from, values).await
    }

    /// The cases a message might belong to: those of its sender, those its sender's messages were
    /// placed on, and those it names.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidate_cases(
        &self,
        match_key: &str,
        sender: &str,
        references: &[String],
    ) -> Result<Vec<CandidateRow>, StoreFault> {
        let mut values: Vec<Value> = vec![match_key.into(), sender.into()];
        let named = if references.is_empty() {
            String::new()
        } else {
            format!(
                " UNION SELECT id FROM cases WHERE reference IN ({})",
                places(&mut values, references)
            )
        };
        let from = format!(
            "FROM (SELECT c.reference, c.subject, c.open, c.stage, c.requester_key, \
             EXISTS (SELECT 1 FROM learned_addresses a WHERE a.case_id = c.id \
             AND a.direction = 'from' AND a.address = $2) AS placed_before \
             FROM cases c WHERE c.id IN (\
             SELECT s.id FROM requesters r JOIN cases s ON s.requester_id = r.id WHERE r.match_key = $1 \
             UNION SELECT case_id FROM learned_addresses WHERE direction = 'from' AND address = $2{named}) \
             ORDER BY c.open DESC, c.id DESC LIMIT {MOST}) AS candidates ORDER BY reference DESC"
        );
        let columns = "reference, subject, open, stage, requester_key, placed_before";
        sql::packed(&self.read, columns, &from, values).await
    }
}

/// The places of values in a list, added to those there are.
fn places(values: &mut Vec<Value>, words: &[String]) -> String {
    let mut places = Vec::with_capacity(words.len());
    for word in words {
        values.push(word.as_str().into());
        places.push(format!("${}", values.len()));
    }
    places.join(", ")
}
