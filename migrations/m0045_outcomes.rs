//! What an outcome may be is for the program to say, which reads each word or fails: the list that
//! the table had of them knew no refusal that is not an exemption's.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        super::run(manager, sql).await
    }
}

const POSTGRES: &str = "
ALTER TABLE cases DROP CONSTRAINT cases_outcome_check;
";

// SQLite cannot change what a column may hold: another takes its place.
// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
DROP INDEX cases_by_topic;
DROP INDEX cases_queue_rows;
DROP INDEX cases_stage_rows;
DROP INDEX cases_by_review;
DROP TRIGGER cases_topic_over;
ALTER TABLE cases ADD COLUMN ended_as TEXT;
UPDATE cases SET ended_as = outcome WHERE outcome IS NOT NULL;
ALTER TABLE cases DROP COLUMN outcome;
ALTER TABLE cases RENAME COLUMN ended_as TO outcome;
CREATE INDEX cases_by_topic ON cases (topic_id, received, responded, outcome, effort_minutes, already_public, requester_key, topic_confirmed, dataset, campaign);
CREATE INDEX cases_queue_rows ON cases (queue_due, id, stage, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome, waiting_since) WHERE open = TRUE;
CREATE INDEX cases_stage_rows ON cases (stage, queue_due, id, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome, waiting_since) WHERE open = TRUE;
CREATE INDEX cases_by_review ON cases (review_requested, review_completed, review_due, outcome, first_outcome) WHERE review_requested IS NOT NULL;
CREATE TRIGGER cases_topic_over AFTER UPDATE OF topic_id, topic_confirmed, received, responded, \
outcome, effort_minutes, already_public, dataset, campaign, requester_key ON cases \
WHEN COALESCE(OLD.topic_id, NEW.topic_id) IS NOT NULL BEGIN \
    INSERT INTO topic_changes (topic_id) SELECT OLD.topic_id WHERE OLD.topic_id IS NOT NULL; \
    INSERT INTO topic_changes (topic_id) SELECT NEW.topic_id \
        WHERE NEW.topic_id IS NOT NULL AND NEW.topic_id IS NOT OLD.topic_id; \
END;
";
