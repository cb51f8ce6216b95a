//! The index on PostgreSQL: a text vector with a GIN index.

use super::Words;
use crate::store::StoreFault;
use crate::store::engine::sql;
use sea_orm::{ConnectionTrait, Value};
use std::fmt::Write;

const CHUNK: usize = 500;

/// A text vector holds at most 1 MB; a request of 20,000 characters is far below it.
const LONGEST: usize = 200_000;

pub(super) async fn insert(db: &impl ConnectionTrait, words: &[Words]) -> Result<(), StoreFault> {
    for chunk in words.chunks(CHUNK) {
        // Text: its vector is made by functions of PostgreSQL.
        let mut text = String::from("INSERT INTO case_search (case_id, document) VALUES ");
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 4);
        for (at, w) in chunk.iter().enumerate() {
            let n = at * 4;
            let comma = if at == 0 { "" } else { ", " };
            // The reference is taken apart at its hyphens, as a query is, so that they meet.
            let _ = write!(
                text,
                "{comma}(${}, setweight(to_tsvector('simple', ${}), 'A') || \
                 setweight(to_tsvector('english', ${}), 'B') || to_tsvector('english', ${}))",
                n + 1,
                n + 2,
                n + 3,
                n + 4
            );
            values.push(w.case_id.into());
            values.push(
                format!("{} {}", w.reference, w.requester)
                    .replace(|c: char| !c.is_alphanumeric(), " ")
                    .into(),
            );
            values.push(w.subject.as_str().into());
            values.push(w.body.chars().take(LONGEST).collect::<String>().into());
        }
        sql::run(db, &text, values).await?;
    }
    Ok(())
}

pub(super) fn condition(words: &[String], parameter: usize) -> (String, String) {
    // Each word may be a name or number as it stands, or an English word by its stem.
    let last = words.len().saturating_sub(1);
    let query: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, w)| {
            if at == last {
                format!("{w}:*")
            } else {
                w.clone()
            }
        })
        .collect();
    (
        format!(
            "c.id IN (SELECT case_id FROM case_search WHERE document @@ to_tsquery('english', ${parameter}) \
             OR document @@ to_tsquery('simple', ${parameter}))"
        ),
        query.join(" & "),
    )
}

pub(super) fn cases_with(word: &str, parameter: usize) -> (String, String) {
    (
        format!(
            "SELECT case_id AS id FROM case_search WHERE document @@ to_tsquery('english', ${parameter}) \
             ORDER BY case_id DESC"
        ),
        word.to_owned(),
    )
}
