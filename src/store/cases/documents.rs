//! Documents that go out with an answer: kept in pieces, so that none is ever held whole. One whose
//! pieces are still being put is with no answer yet.

use crate::domain::ids::DocumentId;
use crate::store::engine::{sql, words};
use crate::store::entities::{document, document_piece, letter_document};
use crate::store::subjects::Cases;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::Deserialize;

/// A document to be kept with a case.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are those of the document")]
pub struct NewDocument {
    pub case_id: i64,
    pub name: String,
    pub size: u64,
    pub digest: String,
    pub added_by: Option<i64>,
}

/// A document of a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DocumentRow {
    /// Its number.
    pub id: i64,
    /// What it is called outside.
    pub public_id: DocumentId,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    #[serde(deserialize_with = "words::size_of_document")]
    pub size: u64,
    /// The SHA-256 digest of its bytes.
    pub digest: String,
    /// When the first letter it belongs to was decided; none while it has not gone out.
    pub sent_at: Option<DateTime<Utc>>,
    seq: Option<i64>,
}

impl DocumentRow {
    /// The event that put it there; none where that was before documents had events.
    #[must_use]
    pub fn added(&self) -> Option<i64> {
        self.seq.filter(|seq| *seq > 0)
    }
}

/// What is packed of a document: a [`DocumentRow`].
pub(in crate::store) const DOCUMENT_COLUMNS: &str = "d.id, d.public_id, d.name, d.size, d.digest, \
     (SELECT MIN(l.created_at) FROM letter_documents ld JOIN letters l ON l.message_id = ld.message_id \
     WHERE ld.document = d.id), d.seq";

/// Documents that are with their answers, all of whose bytes are there.
pub(in crate::store) const WHOLE_DOCUMENTS: &str =
    "(SELECT * FROM documents WHERE whole = TRUE AND taken_off_at IS NULL) t";

/// The documents of the case `$1`.
pub(in crate::store) const DOCUMENTS_OF_CASE: &str = "FROM documents d WHERE d.case_id = $1 AND d.whole = TRUE AND d.taken_off_at IS NULL ORDER BY d.id";

impl Cases<'_, Store> {
    /// A piece of a document, from 0; nothing after the last.
    ///
    /// # Errors
    /// What the database says.
    pub async fn document_piece(
        &self,
        document: i64,
        number: i64,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let row = document_piece::Entity::find_by_id((document, number))
            .one(&self.read)
            .await?;
        Ok(row.map(|row| row.bytes))
    }

    /// The documents begun before this moment whose pieces are not all there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_in_part(&self, before: DateTime<Utc>) -> Result<Vec<i64>, StoreFault> {
        // Text: SQLite uses the index of these only where the statement itself says FALSE.
        let rows: Vec<sql::Number> = sql::all(
            &self.read,
            "SELECT id AS number FROM documents WHERE whole = FALSE AND added_at < $1 ORDER BY id",
            vec![before.into()],
        )
        .await?;
        Ok(rows.into_iter().map(|row| row.number).collect())
    }

    /// The documents that travel with a letter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn attached_to(&self, message_id: &str) -> Result<Vec<DocumentRow>, StoreFault> {
        sql::packed(
            &self.read,
            DOCUMENT_COLUMNS,
            "FROM documents d JOIN letter_documents a ON a.document = d.id \
             WHERE a.message_id = $1 AND a.attached = TRUE ORDER BY d.id",
            vec![message_id.into()],
        )
        .await
    }
}

impl Cases<'_, Unit> {
    /// Keeps a document for a case, all but its bytes, with which it is not until
    /// [`Self::complete_document`]; its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_document(
        &self,
        new: &NewDocument,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let size = i64::try_from(new.size)
            .map_err(|_| StoreFault::Failed(format!("no document has {} bytes", new.size)))?;
        let row = document::ActiveModel {
            id: NotSet,
            case_id: Set(new.case_id),
            public_id: Set(crate::store::ids::random()),
            name: Set(new.name.clone()),
            size: Set(size),
            digest: Set(new.digest.clone()),
            added_by: Set(new.added_by),
            added_at: Set(at),
            seq: Set(None),
            whole: Set(false),
            taken_off_at: Set(None),
        };
        let written = document::Entity::insert(row).exec(&self.tx).await?;
        Ok(written.last_insert_id)
    }

    /// Keeps a piece of a document.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_document_piece(
        &self,
        document: i64,
        number: i64,
        bytes: &[u8],
    ) -> Result<(), StoreFault> {
        document_piece::Entity::insert(document_piece::ActiveModel {
            document: Set(document),
            number: Set(number),
            bytes: Set(bytes.to_vec()),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// Puts a document all of whose pieces are there with its case, by the event of this number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn complete_document(
        &self,
        document: i64,
        seq: i64,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        document::Entity::update_many()
            .set(document::ActiveModel {
                whole: Set(true),
                seq: Set(Some(seq)),
                added_at: Set(at),
                ..Default::default()
            })
            .filter(document::Column::Id.eq(document))
            .filter(document::Column::Whole.eq(false))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Forgets a document that is with no case yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_document_in_part(&self, document: i64) -> Result<(), StoreFault> {
        let in_part = document::Entity::find_by_id(document)
            .select_only()
            .column(document::Column::Id)
            .filter(document::Column::Whole.eq(false));
        document_piece::Entity::delete_many()
            .filter(document_piece::Column::Document.in_subquery(in_part.into_query()))
            .exec(&self.tx)
            .await?;
        document::Entity::delete_many()
            .filter(document::Column::Id.eq(document))
            .filter(document::Column::Whole.eq(false))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Takes a document off a case that has not gone out; what it was, where there was one. Its bytes
    /// stay: somebody may have cleared an answer with it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remove_document(
        &self,
        case_id: i64,
        document: DocumentId,
        at: DateTime<Utc>,
    ) -> Result<Option<DocumentRow>, StoreFault> {
        let waiting = self.waiting_documents(case_id).await?;
        let Some(found) = waiting.into_iter().find(|row| row.public_id == document) else {
            return Ok(None);
        };
        document::Entity::update_many()
            .set(document::ActiveModel {
                taken_off_at: Set(Some(at)),
                ..Default::default()
            })
            .filter(document::Column::Id.eq(found.id))
            .exec(&self.tx)
            .await?;
        Ok(Some(found))
    }

    /// The documents of a case that have not gone out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_documents(&self, case_id: i64) -> Result<Vec<DocumentRow>, StoreFault> {
        sql::packed(
            &self.tx,
            DOCUMENT_COLUMNS,
            "FROM documents d WHERE d.case_id = $1 AND d.whole = TRUE AND d.taken_off_at IS NULL AND NOT EXISTS \
             (SELECT 1 FROM letter_documents a WHERE a.document = d.id) ORDER BY d.id",
            vec![case_id.into()],
        )
        .await
    }

    /// The documents of a case, whether they have gone out or wait.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_of(&self, case_id: i64) -> Result<Vec<DocumentRow>, StoreFault> {
        let values = vec![case_id.into()];
        sql::packed(&self.tx, DOCUMENT_COLUMNS, DOCUMENTS_OF_CASE, values).await
    }

    /// Lets documents go out with a letter: attached to it, or only named in it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn send_documents(
        &self,
        documents: &[DocumentRow],
        message_id: &str,
        attached: bool,
    ) -> Result<(), StoreFault> {
        let row = |document: &DocumentRow| letter_document::ActiveModel {
            message_id: Set(message_id.to_owned()),
            document: Set(document.id),
            attached: Set(attached),
        };
        let rows = documents.iter().map(row).collect();
        sql::insert::<letter_document::Entity, _>(&self.tx, rows).await
    }
}
