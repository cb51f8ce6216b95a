//! Indexes so that a page costs what it shows and nothing in proportion to what is kept: who asked
//! about a topic, the few letters nobody got, each list of messages, and what names a topic. And what a search for topics
//! learns stands under the search's number, so that it can be written in steps before it counts.

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

// What was learnt before is that of search 0. A topic has the number of the search that found it last,
// one that a person made has none. Moves are where a search wants requests to go.
const SQL: &str = "
CREATE INDEX cases_by_topic_and_person ON cases (topic_id, requester_key);
CREATE INDEX letters_nobody_got ON letters (id) WHERE (settled_at IS NULL AND (state = 'failed' OR reported = 'failed')) OR (state = 'queued' AND attempts > 0);
CREATE INDEX messages_on_cases ON messages (received_at, id) WHERE state IN ('filed', 'logged');
CREATE INDEX messages_aside ON messages (received_at, id) WHERE state IN ('set_aside', 'spam', 'repeat');
CREATE INDEX messages_unjudged ON messages (received_at, id) WHERE state = 'stored';
DROP INDEX messages_logged;
CREATE INDEX messages_logged ON messages (LOWER(from_address), stored_at) WHERE state = 'logged';
ALTER TABLE topics ADD COLUMN search BIGINT;
ALTER TABLE topic_terms RENAME TO topic_terms_before;
CREATE TABLE topic_terms (
    search BIGINT NOT NULL,
    stem TEXT NOT NULL,
    readings BIGINT NOT NULL,
    companions TEXT NOT NULL,
    topics TEXT NOT NULL,
    PRIMARY KEY (search, stem)
);
INSERT INTO topic_terms (search, stem, readings, companions, topics) SELECT 0, stem, readings, companions, topics FROM topic_terms_before;
DROP TABLE topic_terms_before;
ALTER TABLE topic_parts RENAME TO topic_parts_before;
CREATE TABLE topic_parts (
    search BIGINT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    place BIGINT NOT NULL,
    label TEXT NOT NULL,
    cases TEXT NOT NULL,
    PRIMARY KEY (search, topic_id, place)
);
INSERT INTO topic_parts (search, topic_id, place, label, cases) SELECT 0, topic_id, place, label, cases FROM topic_parts_before;
DROP TABLE topic_parts_before;
CREATE INDEX topic_parts_by_topic ON topic_parts (topic_id);
CREATE INDEX topic_suggestions_by_topic ON topic_suggestions (topic_id);
CREATE INDEX question_suggestions_by_topic ON question_suggestions (topic_id);
ALTER TABLE repeated_sentences RENAME TO repeated_sentences_before;
CREATE TABLE repeated_sentences (
    search BIGINT NOT NULL,
    sentence BIGINT NOT NULL,
    PRIMARY KEY (search, sentence)
);
INSERT INTO repeated_sentences (search, sentence) SELECT 0, sentence FROM repeated_sentences_before;
DROP TABLE repeated_sentences_before;
CREATE TABLE topic_moves (
    search BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    from_topic BIGINT,
    to_topic BIGINT NOT NULL,
    PRIMARY KEY (search, case_id)
);
DELETE FROM meta WHERE key = 'topic_search';
";
