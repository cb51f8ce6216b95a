//! The desk side.

mod access;
mod action;
mod answer;
mod assessment;
mod authority;
mod begun;
mod candidates;
mod case;
mod case_topic;
mod dates_moved;
mod decide;
mod documents;
mod due_words;
mod fields;
mod figures;
mod filter;
mod forecast;
mod instruction;
mod letter;
mod log;
mod mail;
mod measure;
mod messages;
mod own_words;
mod people;
mod place;
mod preview;
mod publications;
mod queue;
mod register;
mod reports;
mod targets;
mod timeline;
mod topics;
mod undelivered;
mod waiting;
mod weights;

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
        case_topic::form,
        case_topic::place,
        documents::add,
        documents::read,
        documents::remove,
        action::form,
        action::act,
        action::formatted,
        letter::letter,
        letter::post,
        log::form,
        log::log,
        mail::tray,
        mail::message,
        mail::bytes,
        mail::attachment,
        mail::formatted,
        place::place,
        place::log,
        place::dismiss,
        place::take_back,
        undelivered::undelivered,
        undelivered::send_again,
        undelivered::settle,
        reports::index,
        reports::month,
        topics::topics,
        topics::find,
        candidates::candidates,
        topics::topic,
        assessment::form,
        assessment::assess,
        publications::board,
        publications::decision,
        decide::form,
        decide::decide,
        publications::step_form,
        publications::step,
        register::form,
        register::decide,
        register::undo,
        authority::form,
        authority::change,
        people::people,
        people::add,
    ]
}
