//! What a column of words may hold is for the program to say, which reads each word or fails, and
//! whose check of the record names the row that holds another. The lists that tables had of them would
//! have to be replaced, with the table on SQLite, for each role or stage to come.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => off_on_postgres(manager).await,
            _ => off_on_sqlite(manager).await,
        }
    }
}

/// A table, its column, how the list of it is called on PostgreSQL, and the list.
const LISTS: [(&str, &str, &str, &str); 11] = [
    (
        "people",
        "role",
        "people_role_check",
        "'officer', 'manager'",
    ),
    (
        "cases",
        "stage",
        "cases_stage_check",
        "'received', 'allocated', 'clarification_sought', 'searching', 'drafting', 'clearance', 'ready_to_send', 'answered', 'review', 'closed'",
    ),
    (
        "letters",
        "state",
        "letters_state_check",
        "'queued', 'sent', 'failed', 'to_post'",
    ),
    (
        "letters",
        "reported",
        "letters_reported_check",
        "'failed', 'delayed', 'relayed', 'delivered'",
    ),
    (
        "topics",
        "standing",
        "topics_standing_check",
        "'suggested', 'confirmed', 'retired'",
    ),
    (
        "topics",
        "nature",
        "topics_nature_check",
        "'open', 'own_records', 'single_incident', 'excluded'",
    ),
    (
        "messages",
        "source",
        "messages_source_now_check",
        "'mailbox', 'pipe', 'file', 'form'",
    ),
    (
        "messages",
        "state",
        "messages_state_check",
        "'stored', 'tray', 'filed', 'logged', 'set_aside', 'spam', 'repeat'",
    ),
    (
        "learned_addresses",
        "direction",
        "learned_addresses_direction_check",
        "'from', 'to'",
    ),
    (
        "publication_decisions",
        "stage",
        "publication_decisions_stage_check",
        "'decided', 'preparing', 'checked', 'published', 'ended'",
    ),
    (
        "password_links",
        "purpose",
        "password_links_purpose_check",
        "'invitation', 'reset'",
    ),
];

async fn off_on_postgres(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (table, _, list, _) in LISTS {
        super::run(
            manager,
            &format!("ALTER TABLE {table} DROP CONSTRAINT {list};"),
        )
        .await?;
    }
    Ok(())
}

/// A list is nothing but text of the schema: it is taken out there, as SQLite's manual has it for
/// constraints ("Making Other Kinds Of Table Schema Changes"), and no row, index or trigger is touched.
/// The other way, another table in the place of each, would copy every case and letter, and other
/// tables refer to most of these.
async fn off_on_sqlite(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let version = Statement::from_string(DbBackend::Sqlite, "PRAGMA schema_version");
    let version: i64 = match db.query_one_raw(version).await? {
        Some(row) => row.try_get_by_index(0)?,
        None => 0,
    };
    db.execute_unprepared("PRAGMA writable_schema = ON").await?;
    for (table, column, _, words) in LISTS {
        let list = format!(" CHECK ({column} IN ({words}))").replace('\'', "''");
        let off = format!(
            "UPDATE sqlite_schema SET sql = REPLACE(sql, '{list}', '') \
             WHERE type = 'table' AND name = '{table}' AND INSTR(sql, '{list}') > 0"
        );
        if db.execute_unprepared(&off).await?.rows_affected() != 1 {
            let what = format!("table {table} has no list of the words of {column}");
            return Err(DbErr::Custom(what));
        }
    }
    // Every connection reads the schema again, this one too.
    let read_again = format!("PRAGMA schema_version = {}", version + 1);
    db.execute_unprepared(&read_again).await?;
    db.execute_unprepared("PRAGMA writable_schema = OFF")
        .await?;
    Ok(())
}
