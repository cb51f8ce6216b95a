//! Rows of the record that belong to nothing, and what is kept as bytes.

use super::difference::Difference;
use crate::store::engine::sql;
use crate::store::subjects::Record;
use crate::store::{Store, StoreFault};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A document or a message with the digest its bytes should have.
#[derive(Deserialize)]
struct Bytes {
    id: i64,
    digest: String,
    size: i64,
}

/// What is told of the part of the record that has no case: the name of the table, the column that
/// should lead to a row of another, that table and its key.
const LEADING: [(&str, &str, &str, &str); 13] = [
    ("events", "case_id", "cases", "id"),
    ("case_texts", "case_id", "cases", "id"),
    ("questions", "case_id", "cases", "id"),
    ("question_exemptions", "case_id", "cases", "id"),
    ("requester_versions", "case_id", "cases", "id"),
    ("writings", "case_id", "cases", "id"),
    ("letters", "case_id", "cases", "id"),
    ("documents", "case_id", "cases", "id"),
    ("document_pieces", "document", "documents", "id"),
    ("letter_documents", "document", "documents", "id"),
    ("letter_documents", "message_id", "letters", "message_id"),
    ("message_cases", "case_id", "cases", "id"),
    ("message_cases", "message", "messages", "id"),
];

impl Record<'_, Store> {
    /// The first row that leads to one that is not there, or the first case that is missing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn stray(&self) -> Result<Option<Difference>, StoreFault> {
        for (table, column, other, key) in LEADING {
            let from = format!(
                "FROM {table} t WHERE t.{column} IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM {other} o WHERE o.{key} = t.{column}) LIMIT 1"
            );
            let columns = format!("CAST(t.{column} AS TEXT)");
            let found: Vec<(String,)> = sql::packed(&self.read, &columns, &from, vec![]).await?;
            if let Some((to,)) = found.into_iter().next() {
                let what = format!("there is no such row in {other}");
                let row = format!("the row of {column} {to}");
                return Ok(Some(Difference::new(table, column, row, what)));
            }
        }
        match self.missing_case().await? {
            Some(missing) => Ok(Some(missing)),
            None => self.series_behind().await,
        }
    }

    /// Cases are numbered in a row, and a number is taken in the transaction that writes the case.
    async fn missing_case(&self) -> Result<Option<Difference>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Numbers {
            given: i64,
            there: i64,
            last: i64,
        }
        let text = "SELECT COALESCE((SELECT value FROM counters WHERE name = 'cases'), 0) AS given, \
                    (SELECT COUNT(*) FROM cases) AS there, \
                    (SELECT COALESCE(MAX(id), 0) FROM cases) AS last";
        let numbers: Option<Numbers> = sql::one(&self.read, text, vec![]).await?;
        Ok(numbers.and_then(|Numbers { given, there, last }| {
            let what = if there < given {
                format!("{given} cases were logged, and {there} are there")
            } else if last > given {
                format!("case {last} is there, and {given} were logged")
            } else {
                return None;
            };
            Some(Difference::new("cases", "id", "all of them", what))
        }))
    }

    /// The first document or message whose bytes are not what its digest says; `read` is told of
    /// each that was read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn altered_bytes(
        &self,
        read: &(dyn Fn() + Send + Sync),
    ) -> Result<Option<Difference>, StoreFault> {
        for (table, from) in [
            ("documents", "documents WHERE whole = TRUE AND id > $1"),
            ("messages", "messages WHERE source <> 'form' AND id > $1"),
        ] {
            let mut after = 0;
            loop {
                let from = format!("FROM {from} ORDER BY id LIMIT 200");
                let rows: Vec<Bytes> =
                    sql::packed(&self.read, "id, digest, size", &from, vec![after.into()]).await?;
                let Some(last) = rows.last() else { break };
                after = last.id;
                for row in rows {
                    read();
                    let (size, digest) = match table {
                        "documents" => self.digest_of_document(row.id).await?,
                        _ => match self.messages().message_bytes(row.id).await? {
                            Some(kept) => digest_of(&kept.bytes),
                            None => (0, String::new()),
                        },
                    };
                    let name = format!("row {}", row.id);
                    if digest != row.digest {
                        let what = "its bytes are not those it was kept with";
                        return Ok(Some(Difference::new(table, "digest", name, what)));
                    }
                    if size != row.size {
                        let what = format!("it is {}, and its bytes are {size}", row.size);
                        return Ok(Some(Difference::new(table, "size", name, what)));
                    }
                }
            }
        }
        Ok(None)
    }

    async fn digest_of_document(&self, id: i64) -> Result<(i64, String), StoreFault> {
        let (mut hash, mut size) = (Sha256::new(), 0);
        for number in 0.. {
            let Some(piece) = self.cases().document_piece(id, number).await? else {
                break;
            };
            hash.update(&piece);
            size += i64::try_from(piece.len()).unwrap_or(i64::MAX);
        }
        Ok((size, hex::encode(hash.finalize())))
    }
}

fn digest_of(bytes: &[u8]) -> (i64, String) {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    (size, hex::encode(Sha256::digest(bytes)))
}
