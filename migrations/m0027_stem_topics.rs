//! What topics weigh a stem, kept with the stem as one text: a request that arrives asks for some
//! fifty stems, each of which any number of topics may have. Weights are in ten-thousandths: whole
//! numbers are written and read many times faster.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let join = match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => {
                "json_agg(json_build_array(topic_id, ROUND(weight * 10000)::bigint))::text"
            }
            _ => "json_group_array(json_array(topic_id, CAST(ROUND(weight * 10000) AS INTEGER)))",
        };
        let sql = format!(
            "ALTER TABLE topic_terms ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';
             UPDATE topic_terms SET topics = COALESCE((SELECT {join} FROM topic_weights w
             WHERE w.stem = topic_terms.stem), '[]');
             DROP TABLE topic_weights;"
        );
        super::run(manager, &sql).await
    }
}
