//! The desk side.

mod access;
mod action;
mod answer;
mod case;
mod dates_moved;
mod due_words;
mod fields;
mod filter;
mod instruction;
mod letter;
mod log;
mod people;
mod queue;
mod reports;
mod targets;
mod timeline;
mod topics;

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
        dates_moved::dates_moved,
        case::case,
        action::form,
        action::act,
        letter::letter,
        letter::post,
        log::form,
        log::log,
        reports::index,
        reports::month,
        topics::topics,
        topics::find,
        topics::candidates,
        topics::topic,
        people::people,
        people::add,
    ]
}
