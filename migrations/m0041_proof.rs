//! What makes the record provable: the salts of letters, the events that put documents and messages
//! on a case, and when a text was erased, so that an erased text is told from one that is missing.

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

// A letter, a document or a message from before has no event that commits to it: 0 stands for that
// event, so that a row written later without one shows.
const SQL: &str = "
ALTER TABLE letters ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE writings ADD COLUMN erased_at {time};
ALTER TABLE documents ADD COLUMN seq BIGINT;
UPDATE documents SET seq = 0;
ALTER TABLE message_cases ADD COLUMN filed BIGINT;
UPDATE message_cases SET filed = 0;
";
