//! Letters to colleagues, which belong to no case, and which job has run for which date.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => super::run(manager, POSTGRES).await?,
            _ => super::run(manager, SQLITE).await?,
        }
        super::run(manager, BOTH).await
    }
}

const POSTGRES: &str = "
ALTER TABLE letters ALTER COLUMN case_id DROP NOT NULL;
";

// SQLite takes a constraint off a column only with the whole table. Nothing refers to letters.
const SQLITE: &str = "
CREATE TABLE letters_anew (
    id {id},
    case_id BIGINT REFERENCES cases (id),
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
    sent_at {time},
    server TEXT,
    thread TEXT,
    reported TEXT CHECK (reported IN ('failed', 'delayed', 'relayed', 'delivered')),
    reported_at {time},
    report TEXT,
    settled_at {time}
);
INSERT INTO letters_anew (id, case_id, message_id, kind, to_name, to_address, subject, body_text, \
    body_html, in_reply_to, state, attempts, next_attempt_at, claimed_until, answer, created_at, \
    sent_at, server, thread, reported, reported_at, report, settled_at) \
SELECT id, case_id, message_id, kind, to_name, to_address, subject, body_text, \
    body_html, in_reply_to, state, attempts, next_attempt_at, claimed_until, answer, created_at, \
    sent_at, server, thread, reported, reported_at, report, settled_at FROM letters;
DROP TABLE letters;
ALTER TABLE letters_anew RENAME TO letters;
CREATE INDEX letters_due ON letters (state, next_attempt_at);
CREATE INDEX letters_by_case ON letters (case_id, id);
CREATE INDEX letters_by_address ON letters (to_address, created_at);
CREATE INDEX letters_undelivered ON letters (id) WHERE settled_at IS NULL AND (state = 'failed' OR reported = 'failed' OR (state = 'queued' AND attempts > 0 AND kind IN ('release', 'refusal', 'not_held', 'extension', 'review_outcome')));
CREATE INDEX letters_sent ON letters (sent_at) WHERE state = 'sent';
";

const BOTH: &str = "
CREATE TABLE job_runs (
    job TEXT NOT NULL,
    on_date {date} NOT NULL,
    at {time} NOT NULL,
    letters BIGINT NOT NULL,
    PRIMARY KEY (job, on_date)
);
";
