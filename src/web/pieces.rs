//! How an answer goes out: a page in one piece.
//!
//! Rocket sends 4 KB at a time, each piece from one task to another; a page of the desk would wake
//! both eight times.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Request, Response};

/// The most that is held of an answer in memory while it goes out, in bytes; a large attachment
/// goes in several pieces.
const LARGEST: usize = 128 * 1024;

/// Sends an answer whose size is known in as few pieces as memory allows.
pub struct Pieces;

#[rocket::async_trait]
impl Fairing for Pieces {
    fn info(&self) -> Info {
        Info {
            name: "Pages in one piece",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        if let Some(size) = response.body().preset_size() {
            // One byte more, so that the end is seen without another read's buffer.
            response.set_max_chunk_size((size + 1).min(LARGEST));
        }
    }
}
