//! The desk side.

use rocket::{Route, routes};

/// Every route of the desk side.
pub fn routes() -> Vec<Route> {
    routes![]
}
