//! Topics suggested for each question of a request, and whether a request was compared with the
//! topics there were at all: where it was and none is kept, it is probably about something new.

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

// What is said of a case goes with its text when that is erased.
const SQL: &str = "
ALTER TABLE case_texts ADD COLUMN compared {bool} NOT NULL DEFAULT FALSE;
CREATE TABLE question_suggestions (
    case_id BIGINT NOT NULL REFERENCES case_texts (case_id) ON DELETE CASCADE,
    question BIGINT NOT NULL,
    place BIGINT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    fit {real} NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (case_id, question, place)
);
";
