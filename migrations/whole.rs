//! A step of the schema that happens whole or not at all, on both databases.

use sea_orm::DbErr;
use sea_orm_migration::prelude::{MigrationName, MigrationTrait, SchemaManager, async_trait};

/// A step in a transaction of its own. SQLite would otherwise take its statements one by one: a
/// program killed in between, or a disk that is full, would leave a database that can neither go on
/// nor back.
pub struct Whole(pub Box<dyn MigrationTrait>);

impl MigrationName for Whole {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Whole {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
