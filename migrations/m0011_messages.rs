//! Messages that came in: their bytes first, then what they say and where they went.

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
CREATE TABLE messages (
    id {id},
    digest TEXT NOT NULL UNIQUE,
    content TEXT,
    message_id TEXT,
    source TEXT NOT NULL CHECK (source IN ('mailbox', 'pipe', 'file')),
    received_at {time} NOT NULL,
    stored_at {time} NOT NULL,
    size BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('stored', 'tray', 'filed', 'logged', 'set_aside', 'spam', 'repeat')),
    class TEXT,
    reason TEXT NOT NULL,
    from_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    sent_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    quoted TEXT NOT NULL,
    note TEXT,
    checks TEXT NOT NULL,
    attachments TEXT NOT NULL,
    candidates TEXT NOT NULL,
    handled_by BIGINT,
    handled_at {time}
);
CREATE INDEX messages_waiting ON messages (received_at, id) WHERE state IN ('stored', 'tray');
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_content ON messages (content);
CREATE TABLE message_bytes (
    message BIGINT NOT NULL PRIMARY KEY REFERENCES messages (id),
    bytes {bytes} NOT NULL
);
CREATE TABLE message_cases (
    message BIGINT NOT NULL REFERENCES messages (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    why TEXT NOT NULL,
    seq BIGINT,
    at {time} NOT NULL,
    PRIMARY KEY (message, case_id)
);
CREATE INDEX message_cases_by_case ON message_cases (case_id, message);
CREATE TABLE message_deliveries (
    id {id},
    message BIGINT NOT NULL REFERENCES messages (id),
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    at {time} NOT NULL
);
CREATE INDEX message_deliveries_by_message ON message_deliveries (message);
CREATE TABLE learned_addresses (
    address TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('from', 'to')),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    at {time} NOT NULL,
    PRIMARY KEY (address, direction, case_id)
);
CREATE INDEX letters_by_address ON letters (to_address, created_at);
";
