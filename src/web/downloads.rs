//! Bytes to keep, never to be shown by the browser itself.
//!
//! Of a document that is being sent a piece is in memory for as long as its reader takes, so there
//! is a number of them: in all, of one address of the public, and of one person at the desk, for
//! whom some are kept. The front keeps fewer slow readers than there are places (`front/register.rs`).

use super::failure::Failure;
use super::site::Site;
use crate::casework::Casework;
use crate::front::PIECE_BY_PIECE;
use crate::store::DocumentRow;
use futures_util::Stream;
use futures_util::stream::unfold;
use rocket::Request;
use rocket::http::{ContentType, Header, RawStr};
use rocket::response::stream::ByteStream;
use rocket::response::{self, Responder};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most documents that are sent to the public at once. A shorter one, which the operating
/// system takes whole, is sent in a moment.
const PUBLIC: usize = 48;

/// The most that are sent to the desk.
const DESK: usize = 16;

/// The most that are sent to one of either.
const OF_ONE: usize = 6;

/// To whom a document is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody at this address: whose networks it is one of.
    Public(IpAddr),
    /// The person of this number.
    Desk(i64),
}

/// The documents that are being sent, by whom they are sent to.
#[derive(Debug, Default)]
pub struct Downloads(Mutex<Vec<Reader>>);

/// A document that is being sent, as long as it is held.
struct Place {
    downloads: Arc<Downloads>,
    reader: Reader,
}

/// The pieces of a document, one after the other.
type Pieces = Pin<Box<dyn Stream<Item = Vec<u8>> + Send>>;

/// A document, read from the database as it is sent.
pub struct Download {
    body: ByteStream<Pieces>,
    size: u64,
    name: Header<'static>,
}

impl<'r> Responder<'r, 'r> for Download {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let mut response = self.body.respond_to(request)?;
        response.set_header(ContentType::Binary);
        response.set_raw_header(PIECE_BY_PIECE, "");
        // So that whoever reads it sees that it broke off, where it does.
        response.set_raw_header("Content-Length", self.size.to_string());
        response.set_header(self.name);
        Ok(response)
    }
}

impl Downloads {
    fn begin(self: &Arc<Self>, reader: Reader) -> Option<Place> {
        let mut sent = self.sent();
        let public = |one: &&Reader| matches!(one, Reader::Public(_));
        let publicly = sent.iter().filter(public).count();
        let full = match reader {
            Reader::Public(_) => publicly >= PUBLIC,
            Reader::Desk(_) => sent.len() - publicly >= DESK,
        };
        if full || sent.iter().filter(|one| **one == reader).count() >= OF_ONE {
            return None;
        }
        sent.push(reader);
        let downloads = Arc::clone(self);
        Some(Place { downloads, reader })
    }

    fn sent(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut sent = self.downloads.sent();
        if let Some(at) = sent.iter().position(|one| *one == self.reader) {
            sent.swap_remove(at);
        }
    }
}

/// A document that is being sent.
struct Sending {
    casework: Arc<Casework>,
    id: i64,
    /// Of the next piece.
    number: i64,
    hash: Sha256,
    /// Bytes to come.
    left: u64,
    digest: String,
    _place: Place,
}

impl Sending {
    /// The next piece. The last one goes only where all of them are what was put there: without it
    /// the reader sees that the document broke off.
    async fn next(&mut self) -> Option<Vec<u8>> {
        let id = self.id;
        let piece = match self.casework.documents().piece(id, self.number).await {
            Ok(piece) => piece?,
            Err(fault) => {
                tracing::error!(target: "daylight", "document {id} broke off: {fault}");
                return None;
            }
        };
        self.number += 1;
        self.hash.update(&piece);
        self.left = self.left.saturating_sub(piece.len() as u64);
        if self.left == 0 && hex::encode(self.hash.clone().finalize()) != self.digest {
            tracing::error!(target: "daylight", "document {id} was not sent: its bytes are not those it was put there with");
            return None;
        }
        Some(piece)
    }
}

/// A document of a case, to keep.
///
/// # Errors
/// [`Failure::Crowded`] where as many are being sent as can be.
pub fn document(site: &Site, row: &DocumentRow, reader: Reader) -> Result<Download, Failure> {
    let place = site.downloads.begin(reader).ok_or(Failure::Crowded)?;
    let sending = Sending {
        casework: Arc::clone(&site.casework),
        id: row.id,
        number: 0,
        hash: Sha256::new(),
        left: row.size,
        digest: row.digest.clone(),
        _place: place,
    };
    let pieces = unfold(sending, |mut sending| async {
        let piece = sending.next().await?;
        Some((piece, sending))
    });
    Ok(Download {
        body: ByteStream(Box::pin(pieces)),
        size: row.size,
        name: named(&row.name),
    })
}

/// The header that gives what is kept a name.
pub fn named(name: &str) -> Header<'static> {
    let name = RawStr::new(name).percent_encode().to_string();
    Header::new(
        "Content-Disposition",
        format!("attachment; filename*=UTF-8''{name}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_to_the_public_take_no_place_of_the_desk_and_nobody_has_all() {
        let downloads = Arc::new(Downloads::default());
        let public = |last: u8| Reader::Public(std::net::Ipv4Addr::new(192, 0, 2, last).into());
        let some = |reader: Reader| -> Vec<Place> {
            (0..100).map_while(|_| downloads.begin(reader)).collect()
        };
        let one = some(public(1));
        assert_eq!(one.len(), OF_ONE);
        let others: Vec<_> = (2..100).flat_map(|last| some(public(last))).collect();
        assert_eq!(others.len(), PUBLIC - OF_ONE);
        let desk: Vec<_> = (1..100)
            .flat_map(|person| some(Reader::Desk(person)))
            .collect();
        assert_eq!(desk.len(), DESK);
        drop(one);
        assert_eq!(some(public(200)).len(), OF_ONE);
        drop((others, desk));
        assert!(downloads.sent().is_empty());
    }
}
