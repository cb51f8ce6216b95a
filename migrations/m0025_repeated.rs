//! The sentences that requests repeat whatever they ask for, as the last search learnt them: each
//! as a digest, so that a request that arrives is read without them too.

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
CREATE TABLE repeated_sentences (
    sentence BIGINT NOT NULL PRIMARY KEY
);
";
