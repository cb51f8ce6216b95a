//! Topics at the desk: what was found, and what is decided about it.

pub(in crate::web) mod case_topic;
pub(in crate::web) mod list;
pub(in crate::web) mod register;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![
        case_topic::form,
        case_topic::place,
        list::topics,
        list::find,
        list::topic,
        register::form,
        register::decide,
        register::undo
    ]
}
