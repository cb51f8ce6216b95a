//! The tables that were protected for a publication, with their true counts, which no page shows: later
//! tables are held against them.

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

// A table without a day is checked and not printed yet; a decision has one of these at most.
const SQL: &str = "
CREATE TABLE printed_tables (
    publication_id BIGINT NOT NULL REFERENCES publication_decisions (id),
    number BIGINT NOT NULL,
    printed_on {date},
    data TEXT NOT NULL,
    PRIMARY KEY (publication_id, number)
);
";
