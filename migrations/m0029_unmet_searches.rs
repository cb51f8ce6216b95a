//! Searches by the public that found nothing published, counted by topic and day. Nothing is kept of
//! who searched or for which words.

use sea_orm::DbErr;
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, SQL).await
    }
}

const SQL: &str = "
CREATE TABLE unmet_searches (
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    on_day {date} NOT NULL,
    searches BIGINT NOT NULL,
    PRIMARY KEY (topic_id, on_day)
);
";
