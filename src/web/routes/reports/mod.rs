//! Reports: each figure leads to the requests it counts.

pub(in crate::web) mod figures;
pub(in crate::web) mod month;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![month::index, month::month]
}
