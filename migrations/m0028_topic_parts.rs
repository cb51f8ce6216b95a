//! The parts of a topic, as the last search found them one level below it: what is in a large or a
//! mixed one, and what may be split off together. `cases` are the numbers of the requests, as JSON.

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
CREATE TABLE topic_parts (
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    place BIGINT NOT NULL,
    label TEXT NOT NULL,
    cases TEXT NOT NULL,
    PRIMARY KEY (topic_id, place)
);
";
