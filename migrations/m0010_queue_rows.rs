//! On SQLite one index holds what a row of the queue shows, so that a page of fifty is read from
//! a few pages of the file that stand side by side, not from fifty. PostgreSQL keeps its own: a
//! long subject could outgrow an entry of an index there, and its table is in memory.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => Ok(()),
            _ => super::run(manager, SQLITE).await,
        }
    }
}

const SQLITE: &str = "
CREATE INDEX cases_queue_rows ON cases (queue_due, id, stage, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome) WHERE open = TRUE;
";
