//! Who asked, as it was recorded and corrected: one row a version. `seq` is the event it stands
//! beside: the first for what the request was logged with, a correction for every later one.

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

const SQL: &str = "
CREATE TABLE requester_versions (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    salt TEXT NOT NULL,
    name TEXT,
    email TEXT,
    address TEXT,
    category TEXT,
    at {time} NOT NULL,
    PRIMARY KEY (case_id, seq)
);
";
