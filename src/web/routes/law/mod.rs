//! What a change of the law in use did.

pub(in crate::web) mod dates_moved;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![dates_moved::dates_moved]
}
