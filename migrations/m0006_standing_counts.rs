//! How many open cases stand in each stage, for the counts beside every list; and narrower
//! indexes for the monthly report, which only counts.
//!
//! SQLite has no cheaper way to count than to walk an index, and the queue is the page opened
//! most: there triggers keep the numbers as cases change. PostgreSQL counts when asked, because
//! a row that every change of stage must lock would make writers wait for one another.

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
        super::run(manager, INDEXES).await?;
        super::run(manager, sql).await
    }
}

const INDEXES: &str = "
DROP INDEX cases_by_received;
DROP INDEX cases_by_ended;
CREATE INDEX cases_by_received ON cases (received);
CREATE INDEX cases_by_ended ON cases (ended, responded, due, extended, outcome, received);
";

// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
DROP INDEX cases_open_by_stage;
CREATE TABLE open_by_stage (
    stage TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
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
CREATE VIEW open_by_stage AS
    SELECT stage, COUNT(*) AS number FROM cases WHERE open GROUP BY stage;
";
