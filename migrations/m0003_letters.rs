//! The outbox: letters decided and how their delivery went.

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
CREATE TABLE letters (
    id {id},
    case_id BIGINT NOT NULL REFERENCES cases (id),
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_address TEXT,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    in_reply_to TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'to_post')),
    attempts BIGINT NOT NULL,
    next_attempt_at {time} NOT NULL,
    claimed_until {time},
    answer TEXT,
    created_at {time} NOT NULL,
    sent_at {time}
);
CREATE INDEX letters_due ON letters (state, next_attempt_at);
CREATE INDEX letters_by_case ON letters (case_id, id);
";
