//! The day on which a decision about publishing was ended by a person, and why; a publication is no
//! longer public from then on.

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
ALTER TABLE publication_decisions ADD COLUMN ended_on {date};
ALTER TABLE publication_decisions ADD COLUMN ended_because TEXT NOT NULL DEFAULT '';
";
