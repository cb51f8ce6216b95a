//! The register of topics: what people decided, where requests are and who said so.

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

// A campaign is the first case of a text sent many times; the dataset mark is an officer's.
const SQL: &str = "
ALTER TABLE topics ADD COLUMN pinned {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE topics ADD COLUMN nature TEXT NOT NULL DEFAULT 'open' CHECK (nature IN ('open', 'own_records', 'single_incident', 'excluded'));
ALTER TABLE topics ADD COLUMN merged_into BIGINT;
ALTER TABLE cases ADD COLUMN topic_confirmed {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN dataset {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN campaign BIGINT;
DROP INDEX cases_by_topic;
CREATE INDEX cases_by_topic ON cases (topic_id, received, responded, outcome, effort_minutes, already_public, requester_key, topic_confirmed, dataset, campaign);
CREATE TABLE register_events (
    id {key},
    at {time} NOT NULL,
    on_date {date} NOT NULL,
    role TEXT NOT NULL,
    person_id BIGINT,
    kind TEXT NOT NULL,
    topic_id BIGINT NOT NULL,
    other_id BIGINT,
    undoes BIGINT,
    said TEXT NOT NULL,
    data TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX register_events_by_topic ON register_events (topic_id, id);
CREATE INDEX register_events_by_other ON register_events (other_id, id);
";
