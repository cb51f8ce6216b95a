//! Which delayed letters the desk is told of: those a limit of the law waits for, by the column that
//! says so and no longer by a list of kinds.

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

// Letters of these kinds that had arrived when the column was made kept the middle; those that came
// back since and were sent again are told of like any other.
const SQL: &str = "
UPDATE letters SET priority = 0 WHERE state = 'queued' AND priority = 1 \
    AND kind IN ('release', 'review_outcome', 'refusal', 'not_held', 'clarification', 'fees_notice', 'extension');
DROP INDEX letters_undelivered;
CREATE INDEX letters_undelivered ON letters (id) WHERE settled_at IS NULL AND (state = 'failed' OR reported = 'failed' OR (state = 'queued' AND attempts > 0 AND priority = 0));
";
