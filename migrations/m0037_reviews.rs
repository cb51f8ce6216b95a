//! A review stands at a stage of its own, with the days on which it was asked for, is due and was
//! decided; and the outcome that was first given is kept apart from the one a review made of it.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_connection().get_database_backend() == DbBackend::Postgres;
        super::run(manager, COLUMNS).await?;
        super::run(manager, if postgres { POSTGRES } else { SQLITE }).await?;
        super::run(manager, FILLED).await?;
        super::run(
            manager,
            if postgres {
                FIRST_POSTGRES
            } else {
                FIRST_SQLITE
            },
        )
        .await
    }
}

const COLUMNS: &str = "
ALTER TABLE cases ADD COLUMN first_outcome TEXT;
ALTER TABLE cases ADD COLUMN review_requested {date};
ALTER TABLE cases ADD COLUMN review_due {date};
ALTER TABLE cases ADD COLUMN review_completed {date};
CREATE INDEX cases_by_review ON cases (review_requested, review_completed, review_due, outcome, first_outcome) WHERE review_requested IS NOT NULL;
DROP INDEX cases_by_ended;
CREATE INDEX cases_by_ended ON cases (ended, responded, due, extended, first_outcome, received);
";

// SQLite cannot change what a column may hold: another takes its place.
// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
DROP INDEX cases_by_stage;
DROP INDEX cases_queue_rows;
DROP INDEX cases_stage_rows;
DROP TRIGGER cases_counted_in;
DROP TRIGGER cases_counted_out;
DROP TRIGGER cases_counted_over;
ALTER TABLE cases ADD COLUMN stands TEXT NOT NULL DEFAULT 'received' CHECK (stands IN ('received', 'allocated', 'clarification_sought', 'searching', 'drafting', 'clearance', 'ready_to_send', 'answered', 'review', 'closed'));
UPDATE cases SET stands = CASE WHEN stage = 'answered' AND open THEN 'review' ELSE stage END;
ALTER TABLE cases DROP COLUMN stage;
ALTER TABLE cases RENAME COLUMN stands TO stage;
CREATE INDEX cases_by_stage ON cases (stage, queue_due, id);
CREATE INDEX cases_queue_rows ON cases (queue_due, id, stage, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome) WHERE open = TRUE;
CREATE INDEX cases_stage_rows ON cases (stage, queue_due, id, officer_id, team, regime, reference, subject, received, due, clock_state, open, provisional, counts_from, responded, outcome) WHERE open = TRUE;
DELETE FROM open_by_stage;
INSERT INTO open_by_stage SELECT stage, COUNT(*) FROM cases WHERE open GROUP BY stage;
CREATE TRIGGER cases_counted_in AFTER INSERT ON cases WHEN NEW.open BEGIN \
    INSERT INTO open_by_stage VALUES (NEW.stage, 1) \
        ON CONFLICT (stage) DO UPDATE SET number = number + 1; \
END;
CREATE TRIGGER cases_counted_out AFTER DELETE ON cases WHEN OLD.open BEGIN \
    UPDATE open_by_stage SET number = number - 1 WHERE stage = OLD.stage; \
END;
CREATE TRIGGER cases_counted_over AFTER UPDATE OF stage, open ON cases \
WHEN OLD.stage <> NEW.stage OR OLD.open <> NEW.open BEGIN \
    UPDATE open_by_stage SET number = number - 1 WHERE OLD.open AND stage = OLD.stage; \
    INSERT INTO open_by_stage SELECT NEW.stage, 1 WHERE NEW.open \
        ON CONFLICT (stage) DO UPDATE SET number = number + 1; \
END;
";

const POSTGRES: &str = "
ALTER TABLE cases DROP CONSTRAINT cases_stage_check;
UPDATE cases SET stage = 'review' WHERE stage = 'answered' AND open;
ALTER TABLE cases ADD CONSTRAINT cases_stage_check CHECK (stage IN ('received', 'allocated', 'clarification_sought', 'searching', 'drafting', 'clearance', 'ready_to_send', 'answered', 'review', 'closed'));
";

// When a review is due is for the clock to say: it is filled in as the law is taken into use.
const FILLED: &str = "
UPDATE cases SET first_outcome = outcome WHERE outcome IS NOT NULL;
UPDATE cases SET review_requested = (SELECT MAX(on_date) FROM events WHERE case_id = cases.id AND kind = 'review_requested'), review_completed = (SELECT MAX(on_date) FROM events WHERE case_id = cases.id AND kind = 'review_completed') WHERE id IN (SELECT case_id FROM events WHERE kind = 'review_requested');
";

const FIRST_SQLITE: &str = "
UPDATE cases SET first_outcome = (SELECT json_extract(data, '$.outcome') FROM events WHERE case_id = cases.id AND kind = 'answered') WHERE review_completed IS NOT NULL;
";

const FIRST_POSTGRES: &str = "
UPDATE cases SET first_outcome = (SELECT CAST(data AS JSON) ->> 'outcome' FROM events WHERE case_id = cases.id AND kind = 'answered') WHERE review_completed IS NOT NULL;
";
