//! When each job that the program does by itself was last done, and what stood in its way.

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
CREATE TABLE job_rounds (
    job TEXT NOT NULL PRIMARY KEY,
    ran_at {time} NOT NULL,
    failures BIGINT NOT NULL,
    why TEXT NOT NULL
);
";
