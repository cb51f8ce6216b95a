//! The newest texts that were sent on a case, found without those before them, which anybody can
//! make many.

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
CREATE INDEX writings_received ON writings (case_id, id) WHERE kind IN ('email', 'message', 'new_address') AND erased_at IS NULL;
CREATE INDEX writings_of_the_desk ON writings (case_id, id) WHERE kind NOT IN ('email', 'message', 'new_address', 'filed') AND erased_at IS NULL;
";
