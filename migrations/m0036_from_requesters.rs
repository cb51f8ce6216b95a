//! What requesters did that nobody at the desk has dealt with: since when something of the kind
//! waits on a case. On SQLite the indexes that hold a row of the queue hold it too.
//!
//! The dates of open cases are counted again at the next start, which places the cases whose
//! requester had answered a question that is still open.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, SQL).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => Ok(()),
            _ => super::run(manager, SQLITE).await,
        }
    }
}

const SQL: &str = "
ALTER TABLE cases ADD COLUMN waiting_since {date};
CREATE INDEX cases_waiting ON cases (queue_due, id) WHERE waiting_since IS NOT NULL;
DELETE FROM meta WHERE key = 'law_fingerprint';
";

const SQLITE: &str = "
DROP INDEX cases_queue_rows;
DROP INDEX cases_stage_rows;
CREATE INDEX cases_queue_rows ON cases (queue_due, id, stage, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome, waiting_since) WHERE open = TRUE;
CREATE INDEX cases_stage_rows ON cases (stage, queue_due, id, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome, waiting_since) WHERE open = TRUE;
";
