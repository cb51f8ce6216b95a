//! Who has been counted as a reader of a publication today: a keyed hash of the address they came
//! from, so that nobody is counted twice in a day. It goes when the day has ended.

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
CREATE TABLE publication_readers (
    publication_id BIGINT NOT NULL REFERENCES publication_decisions (id),
    on_day {date} NOT NULL,
    reader TEXT NOT NULL,
    spoke {bool} NOT NULL,
    PRIMARY KEY (publication_id, on_day, reader)
);
";
