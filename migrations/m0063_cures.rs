//! What would let requests be answered that were refused on their cost: the field or index, named where
//! they are refused; and indexes by which these refusals are found without looking at every request.

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
ALTER TABLE decision_reasons ADD COLUMN cure TEXT NOT NULL DEFAULT '';
CREATE INDEX questions_refused_on_cost ON questions (case_id) WHERE outcome = 'refused_on_cost';
CREATE INDEX cases_refused_on_cost ON cases (id) WHERE outcome = 'refused_on_cost';
";
