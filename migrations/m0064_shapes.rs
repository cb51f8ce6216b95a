//! What each request asks for, as its words say, and the words that say so: the score of its topic
//! counts by it. The index from which topics are scored has both, and triggers note where it changed.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, SQL).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => super::run(manager, POSTGRES).await,
            _ => super::run(manager, SQLITE).await,
        }
    }
}

const SQL: &str = "
ALTER TABLE cases ADD COLUMN shape TEXT;
ALTER TABLE cases ADD COLUMN shape_words TEXT NOT NULL DEFAULT '';
DROP INDEX cases_by_topic;
CREATE INDEX cases_by_topic ON cases (topic_id, received, responded, outcome, effort_minutes, already_public, requester_key, topic_confirmed, dataset, campaign, shape, shape_words);
";

// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
DROP TRIGGER cases_topic_over;
CREATE TRIGGER cases_topic_over AFTER UPDATE OF topic_id, topic_confirmed, received, responded, \
outcome, effort_minutes, already_public, dataset, campaign, requester_key, shape, shape_words ON cases \
WHEN COALESCE(OLD.topic_id, NEW.topic_id) IS NOT NULL BEGIN \
    INSERT INTO topic_changes (topic_id) SELECT OLD.topic_id WHERE OLD.topic_id IS NOT NULL; \
    INSERT INTO topic_changes (topic_id) SELECT NEW.topic_id \
        WHERE NEW.topic_id IS NOT NULL AND NEW.topic_id IS NOT OLD.topic_id; \
END;
";

const POSTGRES: &str = "
DROP TRIGGER cases_topic_over ON cases;
CREATE TRIGGER cases_topic_over AFTER UPDATE OF topic_id, topic_confirmed, received, responded, \
outcome, effort_minutes, already_public, dataset, campaign, requester_key, shape, shape_words ON cases FOR EACH ROW \
    WHEN (COALESCE(OLD.topic_id, NEW.topic_id) IS NOT NULL) EXECUTE FUNCTION note_topic_change();
";
