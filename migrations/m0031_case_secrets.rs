//! A secret of each case's own, besides its reference: links, codes and reply addresses are made
//! from both, so that a reference given out twice (after a backup was restored) opens nothing of
//! the case that had it first. Cases logged before have none, and their links go on working.

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
ALTER TABLE cases ADD COLUMN secret TEXT NOT NULL DEFAULT '';
";
