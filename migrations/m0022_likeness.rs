//! Requests alike and topics suggested, by case; and what the last search for topics learnt, so
//! that a new request can be placed without searching again.

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
ALTER TABLE topics ADD COLUMN cohesion {real} NOT NULL DEFAULT 0;
CREATE TABLE similar_cases (
    case_id BIGINT NOT NULL REFERENCES case_texts (case_id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    other_id BIGINT NOT NULL REFERENCES case_texts (case_id) ON DELETE CASCADE,
    shared TEXT NOT NULL,
    PRIMARY KEY (case_id, place)
);
CREATE INDEX similar_cases_by_other ON similar_cases (other_id);
CREATE TABLE topic_suggestions (
    case_id BIGINT NOT NULL REFERENCES case_texts (case_id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    fit {real} NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (case_id, place)
);
CREATE TABLE topic_terms (
    stem TEXT NOT NULL PRIMARY KEY,
    readings BIGINT NOT NULL,
    companions TEXT NOT NULL
);
CREATE TABLE topic_weights (
    stem TEXT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    weight {real} NOT NULL,
    PRIMARY KEY (stem, topic_id)
);
";
