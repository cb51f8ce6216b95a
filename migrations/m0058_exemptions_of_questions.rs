//! The exemptions each question rests on, one row a section, so that they can be counted; until now
//! they stood in a column of the question, one after the other.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let end = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => "STRPOS(rest, '; ')",
            _ => "INSTR(rest, '; ')",
        };
        super::run(manager, &SQL.replace("{end}", end)).await
    }
}

const SQL: &str = "
CREATE TABLE question_exemptions (
    case_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    place BIGINT NOT NULL,
    section TEXT NOT NULL,
    PRIMARY KEY (case_id, number, place),
    FOREIGN KEY (case_id, number) REFERENCES questions (case_id, number)
);
INSERT INTO question_exemptions (case_id, number, place, section)
WITH RECURSIVE parts (case_id, number, place, section, rest) AS (
    SELECT case_id, number, CAST(0 AS BIGINT), CAST('' AS TEXT), exemptions || '; '
    FROM questions WHERE exemptions <> ''
    UNION ALL
    SELECT case_id, number, place + 1, SUBSTR(rest, 1, {end} - 1), SUBSTR(rest, {end} + 2)
    FROM parts WHERE rest <> ''
)
SELECT case_id, number, place, section FROM parts WHERE place > 0;
ALTER TABLE questions DROP COLUMN exemptions;
";
