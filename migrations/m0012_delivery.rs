//! What became of letters after a server took them, and addresses that fail.

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
ALTER TABLE letters ADD COLUMN server TEXT;
ALTER TABLE letters ADD COLUMN thread TEXT;
ALTER TABLE letters ADD COLUMN reported TEXT CHECK (reported IN ('failed', 'delayed', 'relayed', 'delivered'));
ALTER TABLE letters ADD COLUMN reported_at {time};
ALTER TABLE letters ADD COLUMN report TEXT;
ALTER TABLE letters ADD COLUMN settled_at {time};
ALTER TABLE requesters ADD COLUMN failing_since {time};
ALTER TABLE requesters ADD COLUMN failing_why TEXT;
CREATE INDEX letters_undelivered ON letters (id) WHERE settled_at IS NULL AND (state = 'failed' OR reported = 'failed' OR (state = 'queued' AND attempts > 0 AND kind IN ('release', 'refusal', 'not_held', 'extension', 'review_outcome')));
CREATE INDEX letters_sent ON letters (sent_at) WHERE state = 'sent';
";
