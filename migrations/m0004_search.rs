//! Full-text search: FTS5 on SQLite, a text vector with a GIN index on PostgreSQL.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        super::run(manager, sql).await
    }
}

const SQLITE: &str = "
CREATE VIRTUAL TABLE case_search USING fts5(reference, subject, body, requester, tokenize = 'porter unicode61');
";

const POSTGRES: &str = "
CREATE TABLE case_search (
    case_id BIGINT NOT NULL PRIMARY KEY REFERENCES cases (id),
    document TSVECTOR NOT NULL
);
CREATE INDEX case_search_words ON case_search USING GIN (document);
";
