//! Bytes to keep, never to be shown by the browser itself.

use super::site::Site;
use crate::store::DocumentRow;
use futures_util::Stream;
use futures_util::stream::unfold;
use rocket::Request;
use rocket::http::{ContentType, Header, RawStr};
use rocket::response::stream::ByteStream;
use rocket::response::{self, Responder};
use std::pin::Pin;

/// The pieces of a document, one after the other.
type Pieces = Pin<Box<dyn Stream<Item = Vec<u8>> + Send>>;

/// A document, read from the database as it is sent.
pub struct Download {
    body: ByteStream<Pieces>,
    name: Header<'static>,
}

impl<'r> Responder<'r, 'r> for Download {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let mut response = self.body.respond_to(request)?;
        response.set_header(ContentType::Binary);
        response.set_header(self.name);
        Ok(response)
    }
}

/// A document of a case, to keep.
pub fn document(site: &Site, row: &DocumentRow) -> Download {
    let start = (site.casework.store.clone(), row.id, 0);
    let pieces = unfold(start, |(store, id, number)| async move {
        match store.document_piece(id, number).await {
            Ok(piece) => piece.map(|piece| (piece, (store, id, number + 1))),
            Err(fault) => {
                tracing::error!(target: "daylight", "document {id} broke off: {fault}");
                None
            }
        }
    });
    Download {
        body: ByteStream(Box::pin(pieces)),
        name: named(&row.name),
    }
}

/// The header that gives what is kept a name.
pub fn named(name: &str) -> Header<'static> {
    let name = RawStr::new(name).percent_encode().to_string();
    Header::new(
        "Content-Disposition",
        format!("attachment; filename*=UTF-8''{name}"),
    )
}
