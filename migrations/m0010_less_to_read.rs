//! The queue, the page opened most, and the monthly report read little: on SQLite an index holds
//! what a row of the queue shows, so that a page of fifty comes from a few pages of the file that
//! stand side by side, and triggers keep how many open cases fall due on each day and how many
//! requests came and ended on it.
//!
//! PostgreSQL keeps its own index and counts when asked: a long subject could outgrow an entry of
//! an index there, and a row that every change must lock would make writers wait.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => super::run(manager, POSTGRES).await,
            _ => super::run(manager, SQLITE).await,
        }
    }
}

// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
CREATE INDEX cases_queue_rows ON cases (queue_due, id, stage, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome) WHERE open = TRUE;
CREATE INDEX cases_stage_rows ON cases (stage, queue_due, id, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome) WHERE open = TRUE;
CREATE TABLE open_by_due (
    queue_due TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO open_by_due SELECT queue_due, COUNT(*) FROM cases WHERE open GROUP BY queue_due;
CREATE TRIGGER cases_due_in AFTER INSERT ON cases WHEN NEW.open BEGIN \
    INSERT INTO open_by_due VALUES (NEW.queue_due, 1) \
        ON CONFLICT (queue_due) DO UPDATE SET number = number + 1; \
END;
CREATE TRIGGER cases_due_out AFTER DELETE ON cases WHEN OLD.open BEGIN \
    UPDATE open_by_due SET number = number - 1 WHERE queue_due = OLD.queue_due; \
    DELETE FROM open_by_due WHERE queue_due = OLD.queue_due AND number = 0; \
END;
CREATE TRIGGER cases_due_over AFTER UPDATE OF queue_due, open ON cases \
WHEN OLD.queue_due <> NEW.queue_due OR OLD.open <> NEW.open BEGIN \
    UPDATE open_by_due SET number = number - 1 WHERE OLD.open AND queue_due = OLD.queue_due; \
    DELETE FROM open_by_due WHERE queue_due = OLD.queue_due AND number = 0; \
    INSERT INTO open_by_due SELECT NEW.queue_due, 1 WHERE NEW.open \
        ON CONFLICT (queue_due) DO UPDATE SET number = number + 1; \
END;
CREATE TABLE flow_by_day (
    day TEXT NOT NULL PRIMARY KEY,
    received BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    answered BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO flow_by_day SELECT day, SUM(received), SUM(ended), SUM(answered) FROM ( \
    SELECT received AS day, 1 AS received, 0 AS ended, 0 AS answered FROM cases UNION ALL \
    SELECT ended, 0, 1, responded IS NOT NULL FROM cases WHERE ended IS NOT NULL) GROUP BY day;
CREATE TRIGGER cases_flow_in AFTER INSERT ON cases BEGIN \
    INSERT INTO flow_by_day VALUES (NEW.received, 1, 0, 0) \
        ON CONFLICT (day) DO UPDATE SET received = received + 1; \
    INSERT INTO flow_by_day SELECT NEW.ended, 0, 1, NEW.responded IS NOT NULL \
        WHERE NEW.ended IS NOT NULL ON CONFLICT (day) \
        DO UPDATE SET ended = ended + 1, answered = answered + excluded.answered; \
END;
CREATE TRIGGER cases_flow_out AFTER DELETE ON cases BEGIN \
    UPDATE flow_by_day SET received = received - 1 WHERE day = OLD.received; \
    UPDATE flow_by_day SET ended = ended - 1, answered = answered - (OLD.responded IS NOT NULL) \
        WHERE day = OLD.ended; \
END;
CREATE TRIGGER cases_flow_over AFTER UPDATE OF received, ended, responded ON cases \
WHEN (OLD.received, OLD.ended, OLD.responded) IS NOT (NEW.received, NEW.ended, NEW.responded) BEGIN \
    UPDATE flow_by_day SET received = received - 1 WHERE day = OLD.received; \
    UPDATE flow_by_day SET ended = ended - 1, answered = answered - (OLD.responded IS NOT NULL) \
        WHERE day = OLD.ended; \
    INSERT INTO flow_by_day VALUES (NEW.received, 1, 0, 0) \
        ON CONFLICT (day) DO UPDATE SET received = received + 1; \
    INSERT INTO flow_by_day SELECT NEW.ended, 0, 1, NEW.responded IS NOT NULL \
        WHERE NEW.ended IS NOT NULL ON CONFLICT (day) \
        DO UPDATE SET ended = ended + 1, answered = answered + excluded.answered; \
END;
";

const POSTGRES: &str = "
CREATE VIEW open_by_due AS
    SELECT queue_due, COUNT(*) AS number FROM cases WHERE open GROUP BY queue_due;
CREATE VIEW flow_by_day AS
    SELECT day, SUM(received) AS received, SUM(ended) AS ended, SUM(answered) AS answered
    FROM (SELECT received AS day, 1 AS received, 0 AS ended, 0 AS answered FROM cases UNION ALL
    SELECT ended, 0, 1, CASE WHEN responded IS NULL THEN 0 ELSE 1 END FROM cases
    WHERE ended IS NOT NULL) AS flows GROUP BY day;
";
