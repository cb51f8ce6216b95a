//! Documents that go out with an answer, in pieces, and the letters they went with.

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
CREATE TABLE documents (
    id {id},
    case_id BIGINT NOT NULL REFERENCES cases (id),
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest TEXT NOT NULL,
    added_by BIGINT,
    added_at {time} NOT NULL
);
CREATE INDEX documents_by_case ON documents (case_id, id);
CREATE TABLE document_pieces (
    document BIGINT NOT NULL REFERENCES documents (id),
    number BIGINT NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (document, number)
);
CREATE TABLE letter_documents (
    message_id TEXT NOT NULL,
    document BIGINT NOT NULL REFERENCES documents (id),
    attached {bool} NOT NULL,
    PRIMARY KEY (message_id, document)
);
CREATE INDEX letter_documents_by_document ON letter_documents (document);
";
