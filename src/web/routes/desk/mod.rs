//! The desk side.

mod access;
mod action;
mod answer;
mod case;
mod due_words;
mod fields;
mod filter;
mod instruction;
mod queue;
mod timeline;

use rocket::{Route, routes};

/// Every route of the desk side.
pub fn routes() -> Vec<Route> {
    routes![
        access::index,
        access::sign_in_form,
        access::sign_in,
        access::sign_out,
        access::set_up_form,
        access::set_up,
        queue::queue,
        case::case,
        action::form,
        action::act,
    ]
}
