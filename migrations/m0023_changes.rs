//! Which topics a change of a case touched, noted by triggers, so that only these are scored anew.
//!
//! On SQLite one commits after the other, and the number of the last note says what was seen. On
//! PostgreSQL commits cross: each note carries its transaction, and what a snapshot had not seen
//! is asked of the database.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => super::run(manager, POSTGRES).await,
            _ => super::run(manager, SQLITE).await,
        }
    }
}

// A trigger is one statement: its inner semicolons must not end a line.
const SQLITE: &str = "
CREATE TABLE topic_changes (
    id {id},
    topic_id BIGINT NOT NULL,
    noted TEXT NOT NULL DEFAULT CURRENT_DATE
);
CREATE TRIGGER cases_topic_in AFTER INSERT ON cases WHEN NEW.topic_id IS NOT NULL BEGIN \
    INSERT INTO topic_changes (topic_id) VALUES (NEW.topic_id); \
END;
CREATE TRIGGER cases_topic_out AFTER DELETE ON cases WHEN OLD.topic_id IS NOT NULL BEGIN \
    INSERT INTO topic_changes (topic_id) VALUES (OLD.topic_id); \
END;
CREATE TRIGGER cases_topic_over AFTER UPDATE OF topic_id, topic_confirmed, received, responded, \
outcome, effort_minutes, already_public, dataset, campaign, requester_key ON cases \
WHEN COALESCE(OLD.topic_id, NEW.topic_id) IS NOT NULL BEGIN \
    INSERT INTO topic_changes (topic_id) SELECT OLD.topic_id WHERE OLD.topic_id IS NOT NULL; \
    INSERT INTO topic_changes (topic_id) SELECT NEW.topic_id \
        WHERE NEW.topic_id IS NOT NULL AND NEW.topic_id IS NOT OLD.topic_id; \
END;
";

const POSTGRES: &str = "
CREATE TABLE topic_changes (
    tx XID8 NOT NULL DEFAULT pg_current_xact_id(),
    topic_id BIGINT NOT NULL,
    noted DATE NOT NULL DEFAULT CURRENT_DATE
);
CREATE INDEX topic_changes_by_tx ON topic_changes (tx);
CREATE FUNCTION note_topic_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
    IF TG_OP <> 'INSERT' THEN \
        INSERT INTO topic_changes (topic_id) SELECT OLD.topic_id WHERE OLD.topic_id IS NOT NULL; \
    END IF; \
    IF TG_OP <> 'DELETE' THEN \
        INSERT INTO topic_changes (topic_id) SELECT NEW.topic_id WHERE NEW.topic_id IS NOT NULL; \
    END IF; \
    RETURN NULL; END $$;
CREATE TRIGGER cases_topic_in AFTER INSERT ON cases FOR EACH ROW \
    WHEN (NEW.topic_id IS NOT NULL) EXECUTE FUNCTION note_topic_change();
CREATE TRIGGER cases_topic_out AFTER DELETE ON cases FOR EACH ROW \
    WHEN (OLD.topic_id IS NOT NULL) EXECUTE FUNCTION note_topic_change();
CREATE TRIGGER cases_topic_over AFTER UPDATE OF topic_id, topic_confirmed, received, responded, \
outcome, effort_minutes, already_public, dataset, campaign, requester_key ON cases FOR EACH ROW \
    WHEN (COALESCE(OLD.topic_id, NEW.topic_id) IS NOT NULL) EXECUTE FUNCTION note_topic_change();
";
