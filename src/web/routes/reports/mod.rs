//! Reports: each figure leads to the requests it counts.

pub(super) mod figures;
pub(super) mod month;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![month::index, month::month]
}
