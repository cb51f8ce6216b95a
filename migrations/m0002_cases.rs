//! Cases, the people who asked, the questions, and the record of events.

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
CREATE TABLE requesters (
    id {key},
    match_key TEXT NOT NULL,
    name TEXT,
    email TEXT,
    address TEXT,
    category TEXT,
    erased_at {time}
);
CREATE INDEX requesters_by_match_key ON requesters (match_key);
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
CREATE TABLE cases (
    id {key},
    reference TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    regime TEXT NOT NULL,
    calendar TEXT NOT NULL,
    channel TEXT NOT NULL,
    received {date} NOT NULL,
    due {date},
    queue_due {date} NOT NULL,
    latest_extended_due {date},
    clock_state TEXT NOT NULL,
    provisional {bool} NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('received', 'allocated', 'clarification_sought', 'searching', 'drafting', 'clearance', 'ready_to_send', 'answered', 'closed')),
    open {bool} NOT NULL,
    responded {date},
    closed {date},
    ended {date},
    outcome TEXT CHECK (outcome IN ('granted_in_full', 'granted_in_part', 'refused', 'not_held', 'neither_confirmed_nor_denied', 'transferred', 'withdrawn', 'lapsed')),
    already_public {bool} NOT NULL,
    extended {bool} NOT NULL,
    team TEXT,
    officer_id BIGINT REFERENCES people (id),
    requester_id BIGINT NOT NULL REFERENCES requesters (id),
    requester_key TEXT NOT NULL,
    topic_id BIGINT,
    effort_minutes BIGINT,
    subject TEXT NOT NULL,
    external_reference TEXT,
    import_key TEXT UNIQUE,
    created_at {time} NOT NULL
);
CREATE INDEX cases_queue ON cases (open, queue_due, id);
CREATE INDEX cases_open_by_stage ON cases (open, stage);
CREATE INDEX cases_by_stage ON cases (stage, queue_due, id);
CREATE INDEX cases_by_officer ON cases (officer_id, open, queue_due, id);
CREATE INDEX cases_by_due ON cases (queue_due, id);
CREATE INDEX cases_by_received ON cases (received, ended, responded, due, extended, outcome);
CREATE INDEX cases_by_ended ON cases (ended, received, responded, due, extended, outcome);
CREATE INDEX cases_by_topic ON cases (topic_id, received, responded, outcome, effort_minutes, already_public, requester_key);
CREATE INDEX cases_by_requester ON cases (requester_id);
CREATE TABLE case_texts (
    case_id BIGINT NOT NULL PRIMARY KEY REFERENCES cases (id),
    salt TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE questions (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT,
    exemptions TEXT NOT NULL,
    answer TEXT NOT NULL,
    withheld TEXT NOT NULL,
    why TEXT NOT NULL,
    public_interest TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
);
CREATE TABLE events (
    id {id},
    case_id BIGINT NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    at {time} NOT NULL,
    on_date {date} NOT NULL,
    role TEXT NOT NULL,
    person_id BIGINT,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (case_id, seq)
);
CREATE TABLE writings (
    id {id},
    case_id BIGINT NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at {time} NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX writings_by_case ON writings (case_id, seq);
";
