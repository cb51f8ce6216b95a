//! Requests at the desk: the queue, one case, what can be done with it, and what is put right.

pub(in crate::web) mod action;
pub(in crate::web) mod actions;
pub(in crate::web) mod begun;
pub(in crate::web) mod case;
pub(in crate::web) mod correction_fields;
pub(in crate::web) mod correction_words;
pub(in crate::web) mod corrections;
pub(in crate::web) mod deciding;
pub(in crate::web) mod decision;
pub(in crate::web) mod documents;
pub(in crate::web) mod due_words;
pub(in crate::web) mod filter;
pub(in crate::web) mod letter_documents;
pub(in crate::web) mod log;
pub(in crate::web) mod questions;
pub(in crate::web) mod queue;
pub(in crate::web) mod sections;
pub(in crate::web) mod standing;
pub(in crate::web) mod targets;
pub(in crate::web) mod timeline;
pub(in crate::web) mod waiting;
pub(in crate::web) mod who_may;
pub(in crate::web) mod written;

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
