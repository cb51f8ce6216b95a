//! Requests at the desk: the queue, one case, what can be done with it, and what is put right.

pub(super) mod action;
pub(super) mod actions;
pub(super) mod begun;
pub(super) mod case;
pub(super) mod correction_fields;
pub(super) mod correction_words;
pub(super) mod corrections;
pub(super) mod deciding;
pub(super) mod decision;
pub(super) mod documents;
pub(super) mod due_words;
pub(super) mod filter;
pub(super) mod letter_documents;
pub(super) mod log;
pub(super) mod questions;
pub(super) mod queue;
pub(super) mod sections;
pub(super) mod standing;
pub(super) mod targets;
pub(super) mod timeline;
pub(super) mod waiting;
pub(super) mod who_may;
pub(super) mod written;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![
        queue::queue,
        case::case,
        corrections::choose,
        corrections::make,
        documents::add,
        documents::read,
        documents::remove,
        decision::decision,
        decision::decide,
        decision::refusal,
        decision::refuse,
        action::form,
        action::act,
        action::formatted,
        letter_documents::put,
        log::form,
        log::log,
        log::formatted
    ]
}
