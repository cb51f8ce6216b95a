//! Where this database lives, what waits in its outbox, and what a person decides about it.

use crate::store::engine::file_number::FileNumber;
use crate::store::engine::sql;
use crate::store::entities::{counter, meta};
use crate::store::subjects::Letters;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, FromQueryResult};
use serde::Deserialize;
use std::path::Path;

/// The counter, with a year behind it, of the series of references that are not known here: no prefix
/// is called so.
const UNKNOWN_SERIES: &str = "*-";

/// More references than a series gives out between a backup and its restore, whatever log is taken
/// over meanwhile.
const LEAP: i64 = 100_000;

/// Letters of one kind that wait to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct WaitingLetters {
    pub kind: String,
    pub number: i64,
    /// When the oldest of them was written.
    pub oldest: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Word {
    word: String,
}

/// What is to be remembered of a home, where what is known of it and what was found may be said of
/// one; nothing where they are two. What PostgreSQL or a file system keeps from us at one time may
/// be told at another.
#[must_use]
pub fn one_home(known: &str, found: &str) -> Option<String> {
    if known.is_empty() || known == found {
        return Some(found.to_owned());
    }
    if let (Some(known), Some(found)) =
        (known.strip_prefix("sqlite "), found.strip_prefix("sqlite "))
    {
        let (known, path) = known.split_once(' ')?;
        let (found, path_found) = found.split_once(' ')?;
        let (known, found): (FileNumber, FileNumber) = (known.parse().ok()?, found.parse().ok()?);
        let file = known.joined(found).filter(|_| path == path_found)?;
        return Some(format!("sqlite {file} {path}"));
    }
    let mut known = known.strip_prefix("postgresql ")?.split(' ');
    let mut found = found.strip_prefix("postgresql ")?.split(' ');
    let mut part = || {
        // An earlier Daylight remembered no number of a table.
        let (known, found) = (known.next().unwrap_or(""), found.next().unwrap_or(""));
        match (known, found) {
            ("", part) | (part, "") => Some(part),
            (known, found) => (known == found).then_some(found),
        }
    };
    let (server, database, table) = (part()?, part()?, part()?);
    Some(format!("postgresql {server} {database} {table}"))
}

impl Letters<'_, Store> {
    /// What tells this database from a copy of it: of a file its path, its number in the file system
    /// and when it was made, of a PostgreSQL database its server, its number there, and the number of
    /// one of its tables, which is another after a dump was restored into it.
    ///
    /// # Errors
    /// When the database or its file cannot be asked.
    pub async fn home(&self) -> Result<String, StoreFault> {
        if self.is_postgres() {
            // The server's number may be kept from this user; the database's own never is. Text, all of
            // it: catalogs and functions of the server's own.
            let may_ask: Option<Word> = sql::one(
                &self.read,
                "SELECT 'yes' AS word WHERE has_function_privilege(\
                 to_regprocedure('pg_control_system()')::oid, 'EXECUTE')",
                vec![],
            )
            .await?;
            let server: Option<Word> = if may_ask.is_some() {
                sql::one(
                    &self.read,
                    "SELECT system_identifier::text AS word FROM pg_control_system()",
                    vec![],
                )
                .await?
            } else {
                None
            };
            let server = server.map_or_else(String::new, |row| row.word);
            let database: Option<Word> = sql::one(
                &self.read,
                "SELECT oid::text AS word FROM pg_database WHERE datname = current_database()",
                vec![],
            )
            .await?;
            let database = database.map_or_else(String::new, |row| row.word);
            let table: Option<Word> = sql::one(
                &self.read,
                "SELECT CAST(CAST(to_regclass('meta') AS oid) AS text) AS word",
                vec![],
            )
            .await?;
            let table = table.map_or_else(String::new, |row| row.word);
            return Ok(format!("postgresql {server} {database} {table}"));
        }
        // Text: a function of SQLite's.
        let file: Option<Word> = sql::one(
            &self.read,
            "SELECT file AS word FROM pragma_database_list WHERE name = 'main'",
            vec![],
        )
        .await?;
        let file = file.map_or_else(String::new, |row| row.word);
        let unreadable = |e: std::io::Error| StoreFault::Unavailable(format!("{file}: {e}"));
        let path = Path::new(&file).canonicalize().map_err(unreadable)?;
        let number = FileNumber::of(&path.metadata().map_err(unreadable)?);
        Ok(format!("sqlite {number} {}", path.display()))
    }

    /// The letters that wait to be sent, by kind.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_letters(&self) -> Result<Vec<WaitingLetters>, StoreFault> {
        sql::packed(
            &self.read,
            "kind, number, oldest",
            "FROM (SELECT kind, COUNT(*) AS number, MIN(created_at) AS oldest FROM letters \
             WHERE state = 'queued' GROUP BY kind) AS waiting ORDER BY kind",
            vec![],
        )
        .await
    }
}

impl Letters<'_, Unit> {
    /// A value the installation remembers, as it stands within this unit.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remembered(&self, key: &str) -> Result<Option<String>, StoreFault> {
        let row = meta::Entity::find_by_id(key).one(&self.tx).await?;
        Ok(row.map(|row| row.value))
    }

    /// The number of the letter written last; 0 where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn latest_letter(&self) -> Result<i64, StoreFault> {
        // Text: an aggregate.
        let row: Option<sql::Number> = sql::one(
            &self.tx,
            "SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS number FROM letters",
            vec![],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// Marks the letters up to this one that still wait as not sent, for the reason given; how
    /// many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn discard_letters(
        &self,
        latest: i64,
        said: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreFault> {
        // Text: SQLite uses the index of letters that wait only where the statement itself has the word.
        sql::run(
            &self.tx,
            "UPDATE letters SET state = 'failed', discarded_at = $1, settled_at = $1, answer = $2, \
             claimed_until = NULL, claimed_by = NULL WHERE state = 'queued' AND id <= $3",
            vec![now.into(), said.into(), latest.into()],
        )
        .await
    }

    /// Lets each series of references go on so many leaps further (with 2, 42 becomes 200,000), so
    /// that none is given out again that a copy of this database gave out and this one forgot. A
    /// series that is not known here may have begun there, in this year or one before: it begins
    /// where the furthest goes on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn skip_references(&self, leaps: i64, year: i32) -> Result<(), StoreFault> {
        let unknown = format!("{UNKNOWN_SERIES}{year:04}");
        let begins = counter::ActiveModel {
            name: Set(unknown.clone()),
            value: Set(0),
        };
        let unless_there = OnConflict::column(counter::Column::Name)
            .do_nothing()
            .to_owned();
        counter::Entity::insert(begins)
            .on_conflict(unless_there)
            .exec_without_returning(&self.tx)
            .await?;
        // Text: each goes on from where the series are.
        for (text, values) in [
            (
                "UPDATE counters SET value = \
                 (SELECT MAX(value) FROM counters WHERE name LIKE '%-____') WHERE name = $1",
                vec![unknown.as_str().into()],
            ),
            (
                "UPDATE counters SET value = (value / $2 + $1) * $2 WHERE name LIKE '%-____'",
                vec![leaps.into(), LEAP.into()],
            ),
        ] {
            sql::run(&self.tx, text, values).await?;
        }
        Ok(())
    }

    /// The first of `count` numbers in a row for references of a prefix and year: from 1 on, or from
    /// where series go on that a copy of this database may have begun.
    ///
    /// # Errors
    /// What the database says.
    pub(in crate::store) async fn take_references_of(
        &self,
        (prefix, year): (&str, i32),
        count: i64,
    ) -> Result<i64, StoreFault> {
        let begins = "COALESCE((SELECT MAX(value) FROM counters \
             WHERE name LIKE '*-____' AND name >= $3), 0)";
        let series = format!("{prefix}-{year}");
        let since = format!("{UNKNOWN_SERIES}{year:04}");
        self.numbered(
            begins,
            vec![series.into(), count.into(), since.into()],
            count,
        )
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::one_home;

    #[test]
    fn a_server_that_keeps_its_number_to_itself_for_once_is_no_other() {
        let whole = Some("postgresql 71 5 9".to_owned());
        assert_eq!(one_home("", "postgresql 71 5 9"), whole);
        assert_eq!(one_home("postgresql 71 5 9", "postgresql  5 9"), whole);
        assert_eq!(one_home("postgresql  5 9", "postgresql 71 5 9"), whole);
        assert_eq!(one_home("postgresql 71 5 9", "postgresql 72 5 9"), None);
        assert_eq!(one_home("postgresql 71 5 9", "postgresql  6 9"), None);
        assert_eq!(one_home("sqlite 4 /a", "sqlite 4 /b"), None);
        assert_eq!(one_home("sqlite 4 /a", "postgresql 71 5 9"), None);
    }

    #[test]
    fn a_dump_restored_into_its_own_database_is_told_by_the_number_of_its_table() {
        let whole = Some("postgresql 71 5 9".to_owned());
        assert_eq!(one_home("postgresql 71 5", "postgresql 71 5 9"), whole);
        assert_eq!(one_home("postgresql 71 5 9", "postgresql 71 5 10"), None);
    }

    #[test]
    fn a_copy_that_got_the_number_of_the_file_it_replaces_is_another() {
        let home = Some("sqlite 4@100 /a b".to_owned());
        assert_eq!(one_home("sqlite 4 /a b", "sqlite 4@100 /a b"), home);
        assert_eq!(one_home("sqlite 4@100 /a b", "sqlite 4 /a b"), home);
        assert_eq!(one_home("sqlite 4@100 /a b", "sqlite 4@200 /a b"), None);
        assert_eq!(one_home("sqlite 4@100 /a b", "sqlite 4@100 /a c"), None);
    }
}
