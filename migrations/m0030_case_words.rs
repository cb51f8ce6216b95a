//! The words of each request, smoothed over the requests most like it: what a new one is compared
//! with. `words` are the weightiest stems with their weights in thousandths, as JSON.

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

// They go with the request's text when that is erased; what its neighbours took over of it goes with
// the next search.
const SQL: &str = "
CREATE TABLE case_words (
    case_id BIGINT NOT NULL PRIMARY KEY REFERENCES case_texts (case_id) ON DELETE CASCADE,
    words TEXT NOT NULL
);
";
