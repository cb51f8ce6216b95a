//! The reasons of each section a decision relies on, one row a section; what was written for all
//! sections together is carried over to each.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let place = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => "STRPOS(rest, '; ')",
            _ => "INSTR(rest, '; ')",
        };
        super::run(manager, &SQL.replace("{place}", place)).await
    }
}

// The columns of `questions` stay: the commitment of a decision recorded before is over them.
const SQL: &str = "
ALTER TABLE questions ADD COLUMN decided_seq BIGINT NOT NULL DEFAULT 0;
CREATE TABLE decision_reasons (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    place BIGINT NOT NULL,
    section TEXT NOT NULL,
    withheld TEXT NOT NULL,
    why TEXT NOT NULL,
    harm TEXT NOT NULL,
    for_disclosure TEXT NOT NULL,
    for_withholding TEXT NOT NULL,
    balance TEXT NOT NULL,
    opinion_by TEXT NOT NULL,
    opinion TEXT NOT NULL,
    opinion_on {date},
    completion TEXT NOT NULL,
    earlier TEXT NOT NULL,
    together TEXT NOT NULL,
    advice TEXT NOT NULL,
    PRIMARY KEY (case_id, number, seq, place)
);
INSERT INTO decision_reasons (case_id, number, seq, place, section, withheld, why, harm,
    for_disclosure, for_withholding, balance, opinion_by, opinion, completion, earlier, together, advice)
WITH RECURSIVE parts (case_id, number, place, section, rest) AS (
    SELECT case_id, number, CAST(0 AS BIGINT), CAST('' AS TEXT), exemptions || '; '
    FROM questions WHERE exemptions <> '' AND withheld || why || public_interest <> ''
    UNION ALL
    SELECT case_id, number, place + 1, SUBSTR(rest, 1, {place} - 1), SUBSTR(rest, {place} + 2)
    FROM parts WHERE rest <> ''
)
SELECT p.case_id, p.number, 0, p.place, p.section, q.withheld, q.why, '', '', '', q.public_interest,
    '', '', '', '', '', ''
FROM parts p JOIN questions q ON q.case_id = p.case_id AND q.number = p.number WHERE p.place > 0;
";
