//! Which letter leaves next, which worker has it in hand, and which a person decided not to send.

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

// 0 is what a limit of the law waits for, 2 what the program writes by itself. Letters that have
// arrived keep the middle: they do not leave again. The indexes hold all that choosing reads, so
// that it never walks through bodies.
const SQL: &str = "
ALTER TABLE letters ADD COLUMN priority BIGINT NOT NULL DEFAULT 1;
ALTER TABLE letters ADD COLUMN claimed_by TEXT;
ALTER TABLE letters ADD COLUMN discarded_at {time};
UPDATE letters SET priority = CASE \
    WHEN kind IN ('release', 'review_outcome', 'refusal', 'not_held', 'clarification', 'fees_notice', 'extension') THEN 0 \
    WHEN kind IN ('acknowledgement', 'reply_noted', 'publication', 'reminders', 'month') THEN 2 \
    ELSE 1 END WHERE state <> 'sent' OR reported = 'failed';
DROP INDEX letters_due;
CREATE INDEX letters_due ON letters (priority, next_attempt_at, id, attempts, claimed_until, state) WHERE state = 'queued';
DROP INDEX letters_sent;
CREATE INDEX letters_sent ON letters (sent_at, priority, state) WHERE state = 'sent';
CREATE INDEX letters_in_hand ON letters (claimed_until, priority) WHERE claimed_until IS NOT NULL;
";
