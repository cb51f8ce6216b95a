//! Documents as they go out: with the letter they belong to, or piece by piece to whoever reads them.

use crate::casework::{CaseworkFault, Documents, Moment};
use crate::domain::case::{Actor, Event, events};
use crate::mail::Attachment;
use crate::store::{DocumentRow, RequesterRow, StoredCase, Unit};
use sha2::{Digest, Sha256};

impl Documents<'_> {
    /// A piece of a document, counted from 0; nothing where it has no more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn piece(
        &self,
        document: i64,
        number: i64,
    ) -> Result<Option<Vec<u8>>, CaseworkFault> {
        Ok(self.store.cases().document_piece(document, number).await?)
    }

    /// Lets documents go out with a letter of a case: attached to it, or only named in it.
    pub(in crate::casework) async fn send_documents(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        documents: &[DocumentRow],
        (message_id, attached): (&str, bool),
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if documents.is_empty() {
            return Ok(());
        }
        let event = Event::DocumentsSent(events::DocumentsSent {
            message_id: message_id.to_owned(),
            added: documents.iter().filter_map(DocumentRow::added).collect(),
        });
        let (clock, by) = (self.clock(), Actor::SYSTEM);
        unit.cases()
            .append(stored, vec![event], &clock, by, now.today, now.at)
            .await?;
        unit.cases()
            .send_documents(documents, message_id, attached)
            .await?;
        Ok(())
    }

    /// Whether these documents travel with a letter, or are only offered on the requester's page. With
    /// a letter that is posted they go on paper.
    pub(in crate::casework) fn fit_a_letter(
        &self,
        documents: &[DocumentRow],
        requester: &RequesterRow,
    ) -> bool {
        if requester.email.is_none() {
            return true;
        }
        let sizes = documents.iter().map(|document| document.size);
        sizes.fold(0, u64::saturating_add) <= self.settings.mail.largest_attachments
    }

    /// The documents that travel with a letter, read piece by piece. None leaves that is not what it
    /// was when it was put there: the letter waits.
    pub(in crate::casework) async fn attachments_of(
        &self,
        message_id: &str,
    ) -> Result<Vec<Attachment>, CaseworkFault> {
        let mut attachments = Vec::new();
        for row in self.store.cases().attached_to(message_id).await? {
            let size = usize::try_from(row.size).unwrap_or(0);
            let mut attachment = Attachment::new(row.name.clone(), size);
            let mut hash = Sha256::new();
            for number in 0.. {
                match self.store.cases().document_piece(row.id, number).await? {
                    Some(piece) => {
                        hash.update(&piece);
                        attachment.add(&piece);
                    }
                    None => break,
                }
            }
            if hex::encode(hash.finalize()) != row.digest {
                return Err(CaseworkFault::Broken(format!(
                    "the bytes of \u{201c}{}\u{201d} are not those it was put there with",
                    row.name
                )));
            }
            attachments.push(attachment);
        }
        Ok(attachments)
    }
}
