//! What people found out about publishing a topic, what was decided and what came of it.

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

// A wish is a requester's: to be told when what they asked about is published. It goes with the
// text of the request when that is erased.
const SQL: &str = "
CREATE TABLE topic_assessments (
    topic_id BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
    data TEXT NOT NULL
);
CREATE TABLE publication_decisions (
    id {key},
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    decided {date} NOT NULL,
    kind TEXT NOT NULL,
    every_months BIGINT,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    due {date},
    review {date},
    effort TEXT NOT NULL,
    score BIGINT,
    stage TEXT NOT NULL CHECK (stage IN ('decided', 'preparing', 'checked', 'published', 'ended')),
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    checked TEXT NOT NULL,
    published {date},
    first_published {date},
    refresh_due {date},
    views BIGINT NOT NULL,
    helped BIGINT NOT NULL,
    not_helped BIGINT NOT NULL
);
CREATE INDEX publication_decisions_by_topic ON publication_decisions (topic_id, id);
CREATE TABLE publication_wishes (
    case_id BIGINT NOT NULL PRIMARY KEY REFERENCES case_texts (case_id) ON DELETE CASCADE,
    told_of BIGINT
);
";
