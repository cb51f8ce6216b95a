//! On SQLite the index keeps words only: the texts stand in their own tables, and each was written
//! twice.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            // A text vector never kept the text.
            DbBackend::Postgres => Ok(()),
            _ => super::run(manager, SQLITE).await,
        }
    }
}

const SQLITE: &str = "
CREATE VIRTUAL TABLE case_words USING fts5(reference, subject, body, requester, content = '', contentless_delete = 1, tokenize = 'porter unicode61');
INSERT INTO case_words (rowid, reference, subject, body, requester) SELECT rowid, reference, subject, body, requester FROM case_search;
DROP TABLE case_search;
ALTER TABLE case_words RENAME TO case_search;
";
