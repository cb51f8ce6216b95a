//! What letters, documents and messages are called outside the database (RFC 9562): random for what
//! may stand in an address the public sees, by time for messages. Rows that are there get theirs.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (random, by_time) = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => ("gen_random_uuid()::text", BY_TIME_ON_POSTGRES),
            _ => (RANDOM_ON_SQLITE, BY_TIME_ON_SQLITE),
        };
        let sql = SQL
            .replace("{random}", random)
            .replace("{by_time}", by_time);
        super::run(manager, &sql).await
    }
}

const SQL: &str = "
ALTER TABLE letters ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE letters SET public_id = {random};
CREATE UNIQUE INDEX letters_by_public_id ON letters (public_id);
ALTER TABLE documents ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE documents SET public_id = {random};
CREATE UNIQUE INDEX documents_by_public_id ON documents (public_id);
ALTER TABLE messages ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE messages SET public_id = {by_time};
CREATE UNIQUE INDEX messages_by_public_id ON messages (public_id);
";

/// Version 4: all random but for the digits of version and variant.
const RANDOM_ON_SQLITE: &str = "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || \
     substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || \
     substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

/// Version 7: 48 bits of the millisecond it was stored, then chance.
const BY_TIME_ON_SQLITE: &str = "lower(substr(printf('%012x', CAST(strftime('%s', stored_at) AS INTEGER) * 1000), 1, 8) || \
     '-' || substr(printf('%012x', CAST(strftime('%s', stored_at) AS INTEGER) * 1000), 9, 4) || '-7' || \
     substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || \
     substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

const BY_TIME_ON_POSTGRES: &str = "substr(lpad(to_hex((extract(epoch FROM stored_at) * 1000)::bigint), 12, '0'), 1, 8) || '-' || \
     substr(lpad(to_hex((extract(epoch FROM stored_at) * 1000)::bigint), 12, '0'), 9, 4) || '-7' || \
     substr(gen_random_uuid()::text, 16, 21)";
