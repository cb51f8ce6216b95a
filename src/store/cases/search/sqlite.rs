//! The index on SQLite: FTS5, whose row id is the case's id.

use super::Words;
use crate::store::StoreFault;
use crate::store::engine::sql;
use sea_orm::{ConnectionTrait, Value};
use std::fmt::Write;

/// Rows in one INSERT, few because SQLite finds a numbered parameter by going through those before
/// it.
const CHUNK: usize = 50;

pub(super) async fn insert(db: &impl ConnectionTrait, words: &[Words]) -> Result<(), StoreFault> {
    for chunk in words.chunks(CHUNK) {
        // Text: an index of SQLite's own kind.
        let mut text = String::from(
            "INSERT INTO case_search (rowid, reference, subject, body, requester) VALUES ",
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 5);
        for (at, w) in chunk.iter().enumerate() {
            let n = at * 5;
            let comma = if at == 0 { "" } else { ", " };
            let _ = write!(
                text,
                "{comma}(${}, ${}, ${}, ${}, ${})",
                n + 1,
                n + 2,
                n + 3,
                n + 4,
                n + 5
            );
            values.push(w.case_id.into());
            values.push(w.reference.as_str().into());
            values.push(w.subject.as_str().into());
            values.push(w.body.as_str().into());
            values.push(w.requester.as_str().into());
        }
        sql::run(db, &text, values).await?;
    }
    Ok(())
}

pub(super) fn condition(words: &[String], parameter: usize) -> (String, String) {
    // Quoted, so that no word can be read as an operator.
    let mut query: String = words
        .iter()
        .map(|w| format!("\"{w}\""))
        .collect::<Vec<_>>()
        .join(" ");
    query.push('*');
    (
        format!("c.id IN (SELECT rowid FROM case_search WHERE case_search MATCH ${parameter})"),
        query,
    )
}

pub(super) fn cases_with(word: &str, parameter: usize) -> (String, String) {
    (
        format!(
            "SELECT rowid AS id FROM case_search WHERE case_search MATCH ${parameter} \
             ORDER BY rowid DESC"
        ),
        format!("body : \"{word}\""),
    )
}
