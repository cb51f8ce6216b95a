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
mod consequence;
mod correction_fields;
mod correction_words;
mod corrections;
mod dates_moved;
mod decide;
mod deciding;
mod decision;
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
mod questions;
mod queue;
mod register;
mod reports;
mod review_fields;
mod sections;
mod standing;
mod targets;
mod timeline;
mod topics;
mod undelivered;
mod weights;
mod who_may;
mod written;

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
