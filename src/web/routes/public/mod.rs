//! The public side.

use rocket::{Route, routes};

/// Every route of the public side.
pub fn routes() -> Vec<Route> {
    routes![]
}
