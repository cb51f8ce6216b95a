//! Whether the documents of a case are those put with its answer, and those that were sent.

use super::Check;
use crate::casework::cases::documents::{put_with, put_with_letter, taken_off};
use crate::domain::case::{Event, Recorded, events};
use crate::store::Difference;
use std::collections::BTreeMap;

impl Check<'_> {
    /// Whether notes speak for a document from before documents had events of their own: one says that
    /// it was put there, and of its name no more are there than were not taken off again.
    fn noted(&self, said: &str, name: &str) -> bool {
        let texts = || self.record.writings.iter().map(|text| text.body.as_str());
        let begins = format!("The document \u{201c}{name}\u{201d} (");
        let put = texts().filter(|text| text.starts_with(&begins)).count();
        let gone = taken_off(name);
        let gone = texts().filter(|text| *text == gone).count();
        let there = self.record.documents.iter();
        let there = there.filter(|document| document.name == name).count();
        let erased = self.record.writings.iter().any(|text| text.erased);
        texts().any(|text| text == said) && (erased || there + gone <= put)
    }

    /// The documents are those the record says were put with the answer and sent; where all texts of
    /// the case are `committed` to, none is from before documents had events of their own.
    pub(super) fn documents(&self, events: &[Recorded], committed: bool) -> Result<(), Difference> {
        let mut added = BTreeMap::new();
        let mut sent = Vec::new();
        for recorded in events {
            let event = &recorded.event;
            if let Event::DocumentAdded(_) = event {
                added.insert(recorded.seq, recorded.seq);
            } else if let Event::DocumentRemoved(events::DocumentRemoved {
                added: Some(seq), ..
            }) = event
            {
                added.remove(seq);
            } else if let Event::DocumentsSent(events::DocumentsSent {
                message_id,
                added: these,
            }) = event
            {
                sent.extend(these.iter().map(|seq| (message_id.as_str(), *seq)));
            }
        }
        for document in &self.record.documents {
            let at = |column, what: &str| {
                Difference::new("documents", column, format!("row {}", document.id), what)
            };
            let size = u64::try_from(document.size)
                .map_err(|_| at("size", &format!("{} is no size", document.size)))?;
            let said = put_with(&document.name, size, &document.digest);
            let with_letter = put_with_letter(&document.name, size, &document.digest);
            let told = match document.seq {
                Some(0) if !committed => self.noted(&said, &document.name),
                Some(seq) if added.remove(&seq).is_some() => {
                    let text = self.of_event.get(&seq).map(|at| &self.record.writings[*at]);
                    text.is_some_and(|text| {
                        text.erased || text.body == said || text.body == with_letter
                    })
                }
                Some(_) | None => {
                    return Err(at("seq", "no event put it with the answer"));
                }
            };
            if !told {
                return Err(at("digest", "it is not the document the record names"));
            }
        }
        if let Some(seq) = added.keys().next() {
            let what = "the document it put with the answer is missing";
            let row = self.record.event_row(*seq);
            return Err(Difference::new("documents", "id", row, what));
        }
        for row in &self.record.sent {
            let Some(seq) = row.seq.filter(|seq| *seq > 0) else {
                continue;
            };
            let expected = sent
                .iter()
                .position(|one| *one == (row.message_id.as_str(), seq));
            let Some(at) = expected else {
                let name = format!("{} with {}", row.document, row.message_id);
                let what = "no event sent this document with this letter";
                return Err(Difference::new("letter_documents", "document", name, what));
            };
            sent.swap_remove(at);
        }
        match sent.first() {
            None => Ok(()),
            Some((message_id, seq)) => {
                let what = format!("the document of event {seq} went with it, and is missing");
                let row = (*message_id).to_owned();
                Err(Difference::new("letter_documents", "document", row, what))
            }
        }
    }
}
