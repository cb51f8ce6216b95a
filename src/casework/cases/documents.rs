//! Documents that go out with an answer: an officer puts them with the case before it is cleared;
//! a later one takes the draft back.
//!
//! They travel with the letter that answers where they are small enough for email; where they are
//! not, the letter leads to the requester's page, which offers them in either case.

use crate::casework::secrets::{commitment, token};
use crate::casework::{CaseworkFault, Documents, Invalid, Moment};
use crate::domain::case::{Actor, Case, Event, events};
use crate::domain::ids::DocumentId;
use crate::domain::rights::Right;
use crate::domain::words;
use crate::mail::PIECE;
use crate::mail::inbound::safe_name;
use crate::store::{DocumentRow, NewDocument, StoredCase, Unit};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

impl Documents<'_> {
    /// Puts a document with a case, from a file; nothing more where it is there already.
    ///
    /// # Errors
    /// No such case, one that is answered, or a document that is empty or too large.
    pub async fn add_document(
        &self,
        reference: &str,
        name: &str,
        file: &Path,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.put(reference, (name, file), GoesWith::Answer, actor, now)
            .await
    }

    /// The same for a letter in somebody's own words, which can be written at any time.
    ///
    /// # Errors
    /// No such case, or a document that is empty or too large.
    pub async fn add_letter_document(
        &self,
        reference: &str,
        name: &str,
        file: &Path,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.put(reference, (name, file), GoesWith::Letter, actor, now)
            .await
    }

    async fn put(
        &self,
        reference: &str,
        (name, file): (&str, &Path),
        with: GoesWith,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let fault = |text: String| CaseworkFault::Invalid(vec![Invalid::new("document", text)]);
        let name = safe_name(name);
        let path = file.to_owned();
        let read = move || -> std::io::Result<(u64, String)> {
            let mut file = std::fs::File::open(path)?;
            let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
            loop {
                match file.read(&mut piece)? {
                    0 => return Ok((size, hex::encode(hash.finalize()))),
                    count => {
                        hash.update(&piece[..count]);
                        size += count as u64;
                    }
                }
            }
        };
        let (size, digest) = off_thread(read).await?;
        if size == 0 || name.is_empty() {
            return Err(fault("Choose a document".into()));
        }
        if size > self.settings.storage.largest_document {
            return Err(fault(format!(
                "The document is larger than {}; choose a smaller one, or several",
                words::size(self.settings.storage.largest_document)
            )));
        }
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(reference).await?;
        let stored = stored.ok_or(CaseworkFault::NotFound)?;
        may_put(&stored.case, with, actor)?;
        if is_there(&unit, &stored, &name, &digest).await? {
            unit.leave().await;
            return Ok(());
        }
        let document = NewDocument {
            case_id: stored.id,
            name,
            size,
            digest,
            added_by: actor.person,
        };
        let id = unit.cases().insert_document(&document, now.at).await?;
        unit.commit().await?;
        let put = match self.put_pieces(id, file).await {
            Ok(()) => {
                self.complete(reference, (id, &document), with, actor, now)
                    .await
            }
            Err(fault) => Err(fault),
        };
        if !matches!(put, Ok(true)) {
            // Where this fails too, it is swept later.
            self.forget_in_part(id).await?;
        }
        put.map(|_| ())
    }

    /// Puts the bytes of a document, a few pieces at a time, so that nobody waits long for SQLite's
    /// only writer.
    async fn put_pieces(&self, document: i64, file: &Path) -> Result<(), CaseworkFault> {
        let path = file.to_owned();
        let mut open = off_thread(move || std::fs::File::open(path)).await?;
        let mut number = 0;
        loop {
            let (back, bytes) = off_thread(move || {
                let mut bytes = Vec::new();
                let most = PIECES_AT_A_TIME * PIECE;
                open.by_ref().take(most as u64).read_to_end(&mut bytes)?;
                Ok((open, bytes))
            })
            .await?;
            if bytes.is_empty() {
                return Ok(());
            }
            open = back;
            let unit = self.store.begin().await?;
            for piece in bytes.chunks(PIECE) {
                unit.cases()
                    .insert_document_piece(document, number, piece)
                    .await?;
                number += 1;
            }
            unit.commit().await?;
        }
    }

    /// Puts a document whose bytes are all there with its case; whether it was not there already.
    async fn complete(
        &self,
        reference: &str,
        (id, document): (i64, &NewDocument),
        with: GoesWith,
        actor: Actor,
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let NewDocument {
            name, size, digest, ..
        } = document;
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        // Meanwhile the answer may have gone, or the same document been sent again.
        may_put(&stored.case, with, actor)?;
        if is_there(&unit, &stored, name, digest).await? {
            unit.leave().await;
            return Ok(false);
        }
        let why = format!("The document \u{201c}{name}\u{201d} was put with the answer.");
        self.cases()
            .answer_changes(&unit, &mut stored, &why, actor, now)
            .await?;
        let text = match with {
            GoesWith::Letter if !stored.case.takes_documents() => {
                put_with_letter(name, *size, digest)
            }
            GoesWith::Letter | GoesWith::Answer => put_with(name, *size, digest),
        };
        let salt = token()?;
        let added = Event::DocumentAdded(events::DocumentAdded {
            digest: commitment(&salt, &text),
        });
        let clock = self.clock();
        unit.cases()
            .append(&mut stored, vec![added], &clock, actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(&stored, "document", &salt, &text, now.at)
            .await?;
        unit.cases()
            .complete_document(id, stored.version, now.at)
            .await?;
        unit.commit().await?;
        Ok(true)
    }

    async fn forget_in_part(&self, document: i64) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.cases().forget_document_in_part(document).await?;
        Ok(unit.commit().await?)
    }

    /// Forgets documents whose pieces stopped coming: the program ended, or the disk was full.
    pub(in crate::casework) async fn sweep_documents(
        &self,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let begun_before = now.at - TimeDelta::days(1);
        for document in self.store.cases().documents_in_part(begun_before).await? {
            self.forget_in_part(document).await?;
        }
        Ok(())
    }

    /// Takes a document that has not gone out off its case.
    ///
    /// # Errors
    /// No such document.
    pub async fn remove_document(
        &self,
        reference: &str,
        document: DocumentId,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        actor.role.needs(Right::WorkOnCases)?;
        let removed = unit
            .cases()
            .remove_document(stored.id, document, now.at)
            .await?;
        let removed = removed.ok_or(CaseworkFault::NotFound)?;
        let text = taken_off(&removed.name);
        self.cases()
            .answer_changes(&unit, &mut stored, &text, actor, now)
            .await?;
        let salt = token()?;
        let event = Event::DocumentRemoved(events::DocumentRemoved {
            added: removed.added(),
            digest: commitment(&salt, &text),
        });
        unit.cases()
            .append(
                &mut stored,
                vec![event],
                &self.clock(),
                actor,
                now.today,
                now.at,
            )
            .await?;
        unit.cases()
            .insert_writing(&stored, "document", &salt, &text, now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }
}

/// How many pieces are put in one transaction: about a megabyte.
const PIECES_AT_A_TIME: usize = 4;

/// Whether the document is with the answer already: sent again, as after an answer that was lost.
async fn is_there(
    unit: &Unit,
    stored: &StoredCase,
    name: &str,
    digest: &str,
) -> Result<bool, CaseworkFault> {
    let waiting = unit.cases().waiting_documents(stored.id).await?;
    Ok(waiting
        .iter()
        .any(|one| one.name == name && one.digest == digest))
}

/// What the record says of a document that was put with an answer.
pub(in crate::casework) fn put_with(name: &str, size: u64, digest: &str) -> String {
    let size = words::size(size);
    format!(
        "The document \u{201c}{name}\u{201d} ({size}) was put with the answer. SHA-256: {digest}"
    )
}

/// What the record says of a document that was taken off.
pub(in crate::casework) fn taken_off(name: &str) -> String {
    format!("The document \u{201c}{name}\u{201d} was taken off.")
}

/// What the record says of a document that was put with a letter after the answer.
pub(in crate::casework) fn put_with_letter(name: &str, size: u64, digest: &str) -> String {
    let size = words::size(size);
    format!("The document \u{201c}{name}\u{201d} ({size}) was put with a letter. SHA-256: {digest}")
}

/// Documents as a letter lists them: `fines.csv (12 kB)`.
pub(in crate::casework) fn listed(documents: &[DocumentRow]) -> Vec<String> {
    documents
        .iter()
        .map(|row| format!("{} ({})", row.name, words::size(row.size)))
        .collect()
}

/// What a document that is put with a case goes out with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GoesWith {
    /// The answer, or the outcome of a review.
    Answer,
    /// A letter in somebody's own words.
    Letter,
}

/// What has gone out stays as it went: after the answer a document goes with a letter alone.
fn may_put(case: &Case, with: GoesWith, actor: Actor) -> Result<(), CaseworkFault> {
    actor.role.needs(Right::WorkOnCases)?;
    if with == GoesWith::Letter || case.takes_documents() {
        Ok(())
    } else {
        Err(CaseworkFault::Refused(
            "Documents can be put with the answer until it is sent; put this one with a letter"
                .into(),
        ))
    }
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, CaseworkFault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| CaseworkFault::Broken(e.to_string()))?
        .map_err(|e| CaseworkFault::Broken(format!("the document cannot be read: {e}")))
}
