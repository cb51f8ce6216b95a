//! The desk side.

mod access;
mod action;
mod actions;
mod answer;
mod assessment;
mod authority;
mod begun;
mod candidates;
mod case;
mod case_topic;
mod correction_fields;
mod correction_words;
mod corrections;
mod dates_moved;
mod decide;
mod deciding;
mod decision;
mod documents;
mod due_words;
mod figures;
mod filter;
mod forecast;
mod letter;
mod letter_documents;
mod log;
mod mail;
mod measure;
mod messages;
mod password;
mod people;
mod person;
mod place;
mod preview;
mod publications;
mod questions;
mod queue;
mod received;
mod register;
mod reports;
mod sections;
mod sent;
mod standing;
mod targets;
mod timeline;
mod topics;
mod undelivered;
mod waiting;
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
        received::received,
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
        letter_documents::put,
        letter::letter,
        letter::printed,
        letter::post,
        log::form,
        log::log,
        log::formatted,
        mail::tray,
        mail::message,
        mail::bytes,
        mail::attachment,
        mail::formatted,
        place::place,
        place::log,
        place::formatted,
        place::dismiss,
        place::take_back,
        undelivered::undelivered,
        undelivered::send_again,
        undelivered::formatted,
        undelivered::settle,
        undelivered::arrived,
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
        publications::formatted,
        register::form,
        register::decide,
        register::undo,
        authority::form,
        authority::change,
        people::people,
        people::invite,
        person::person,
        person::change_role,
        person::invite_again,
        person::end,
        person::restore,
        password::forgotten_form,
        password::forgotten,
        password::choose_form,
        password::choose,
        password::change_form,
        password::change,
    ]
}
