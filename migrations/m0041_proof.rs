//! What makes the record provable: the salts of letters, the events that put documents and messages
//! on a case, and when a text was erased, so that an erased text is told from one that is missing.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, SQL).await?;
        super::run(manager, &decisions(manager)).await?;
        super::run(manager, &law_may_have_changed(manager)).await
    }
}

// A letter, a document or a message from before has no event that commits to it: 0 stands for that
// event, so that a row written later without one shows.
const SQL: &str = "
ALTER TABLE letters ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE writings ADD COLUMN erased_at {time};
ALTER TABLE documents ADD COLUMN seq BIGINT;
UPDATE documents SET seq = 0;
ALTER TABLE message_cases ADD COLUMN filed BIGINT;
UPDATE message_cases SET filed = 0;
";

/// Whether the law in use changed before this step nothing says: what was settled by then may stand
/// by the dates of an earlier one.
fn law_may_have_changed(manager: &SchemaManager<'_>) -> String {
    let now = match manager.get_connection().get_database_backend() {
        DbBackend::Postgres => {
            "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        }
        _ => "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
    };
    format!(
        "INSERT INTO meta (key, value) SELECT 'law_changed_at', {now} FROM meta \
         WHERE key = 'law_fingerprint' AND value <> '';"
    )
}

/// What each decision of a question says now stands beside its event; what an earlier decision said
/// was replaced by it, and is marked as erased.
fn decisions(manager: &SchemaManager<'_>) -> String {
    let number = match manager.get_connection().get_database_backend() {
        DbBackend::Postgres => "(CAST({}.data AS json) ->> 'number')",
        _ => "CAST(json_extract({}.data, '$.number') AS TEXT)",
    };
    let (of_event, of_later) = (number.replace("{}", "e"), number.replace("{}", "l"));
    format!(
        "INSERT INTO writings (case_id, seq, kind, at, salt, body, erased_at) \
         SELECT case_id, seq, 'decision', at, CASE WHEN later THEN '' ELSE salt END, \
         CASE WHEN later THEN '' ELSE said END, CASE WHEN later THEN at END FROM ( \
         SELECT e.case_id, e.seq, e.at, q.salt, \
         q.answer || '{BREAK}' || q.withheld || '{BREAK}' || q.why || '{BREAK}' || q.public_interest AS said, \
         EXISTS (SELECT 1 FROM events l WHERE l.case_id = e.case_id AND l.seq > e.seq \
         AND l.kind = 'question_decided' AND {of_later} = {of_event}) AS later \
         FROM events e JOIN questions q ON q.case_id = e.case_id AND CAST(q.number AS TEXT) = {of_event} \
         WHERE e.kind = 'question_decided') AS decided;"
    )
}

/// What stands between two texts of a decision.
const BREAK: &str = "\n\n";
