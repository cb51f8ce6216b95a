//! Full-text search: the index is written in the transaction that writes the row.

mod postgres;
mod sqlite;

use crate::store::StoreFault;
use crate::store::engine::sql;
use sea_orm::{ConnectionTrait, DbBackend};

/// The words of one case.
pub(in crate::store) struct Words {
    pub case_id: i64,
    pub reference: String,
    pub subject: String,
    pub body: String,
    pub requester: String,
}

/// Puts cases into the index.
pub(in crate::store) async fn insert(
    db: &impl ConnectionTrait,
    words: &[Words],
) -> Result<(), StoreFault> {
    match db.get_database_backend() {
        DbBackend::Postgres => postgres::insert(db, words).await,
        _ => sqlite::insert(db, words).await,
    }
}

/// Puts a case that is in the index into it again, with other words.
pub(in crate::store) async fn replace(
    db: &impl ConnectionTrait,
    words: Words,
) -> Result<(), StoreFault> {
    let row = match db.get_database_backend() {
        DbBackend::Postgres => "case_id",
        _ => "rowid",
    };
    // Text: the index is no table of rows, and another thing in each database.
    let text = format!("DELETE FROM case_search WHERE {row} = $1");
    sql::run(db, &text, vec![words.case_id.into()]).await?;
    insert(db, &[words]).await
}

/// The query for the cases whose text has a word, the newest first, as `id`, and the parameter it
/// needs.
pub(in crate::store) fn cases_with(
    postgres: bool,
    word: &str,
    parameter: usize,
) -> (String, String) {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    if postgres {
        postgres::cases_with(&word, parameter)
    } else {
        sqlite::cases_with(&word, parameter)
    }
}

/// The condition that a case matches a query, with the parameter it needs, or `None` for a
/// query with no word in it. Every word has to occur, the last one at least as a beginning.
pub(in crate::store) fn condition(
    postgres: bool,
    query: &str,
    parameter: usize,
) -> Option<(String, String)> {
    let words: Vec<String> = query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(20)
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        return None;
    }
    Some(if postgres {
        postgres::condition(&words, parameter)
    } else {
        sqlite::condition(&words, parameter)
    })
}
