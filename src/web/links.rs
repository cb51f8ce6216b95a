//! Where pages are, each made from the route that answers there: a route that moves takes along all
//! that leads to it, and a link to none is not compiled.

use super::forms::Query;
use super::routes::public::act::Act;
use super::routes::{cases, mail, people, public, publication, reports, topics};
use crate::domain::ids::{DocumentId, LetterId, MessageId};
use chrono::NaiveDate;
use rocket::uri;

/// Makes a function of each address, by what its route is given.
macro_rules! links {
    ($($(#[$what:meta])* $name:ident($($part:ident: $of:ty),*) = $($route:ident)::+ ($($given:tt)*);)*) => {$(
        $(#[$what])*
        #[must_use]
        pub fn $name($($part: $of),*) -> String {
            uri!($($route)::+($($given)*)).to_string()
        }
    )*};
}

links! {
    /// The desk, which leads to the first page of whoever opens it.
    desk() = people::access::index();
    /// Where people sign in.
    sign_in() = people::access::sign_in_form(_);
    /// Where somebody chooses another password for themselves.
    own_password() = people::password::change_form();
    /// The people at the desk.
    people() = people::list::people();
    /// One of them.
    person(id: i64) = people::person::person(id);
    /// What is known of the authority.
    authority() = people::authority::form();

    /// The list of cases.
    cases() = cases::queue::queue(_);
    /// A case.
    case(reference: &str) = cases::case::case(reference);
    /// The form that logs a request.
    log_request() = cases::log::form();
    /// Where that form goes.
    log() = cases::log::log();
    /// The form of an action of a case.
    action(reference: &str, noun: &str) = cases::action::form(reference, noun, _, _);
    /// The same about something that came, which a message may have brought.
    action_about(reference: &str, noun: &str, came: i64, message: Option<&str>) = cases::action::form(reference, noun, Some(came), message);
    /// Where the form of an action goes.
    act(reference: &str, noun: &str) = cases::action::act(reference, noun);
    /// The form that decides a question.
    decision(reference: &str, question: Option<u16>) = cases::decision::decision(reference, question);
    /// The form that refuses a question.
    refusal(reference: &str, question: Option<u16>) = cases::decision::refusal(reference, question);
    /// Where something recorded wrongly is chosen.
    corrections(reference: &str) = cases::corrections::choose(reference, _, _);
    /// The form that corrects who asks.
    correct_requester(reference: &str) = cases::corrections::choose(reference, Some("requester"), _);
    /// The documents that go out with an answer.
    documents(reference: &str) = cases::documents::add(reference);
    /// One of them.
    document(reference: &str, id: DocumentId) = cases::documents::read(reference, id);
    /// Where one is taken off.
    document_removal(reference: &str, id: DocumentId) = cases::documents::remove(reference, id);
    /// Where a document is put on the form of a letter.
    letter_documents(reference: &str) = cases::letter_documents::put(reference);
    /// Where a case is placed in a topic.
    place_in_topic(reference: &str) = topics::case_topic::form(reference);
    /// Where that form goes.
    topic_of_case(reference: &str) = topics::case_topic::place(reference);

    /// All that was received on a case.
    received(reference: &str) = mail::received::received(reference, _, _);
    /// A letter of a case, to be printed.
    letter(reference: &str, id: LetterId) = mail::letter::letter(reference, id);
    /// A letter as it is formatted.
    letter_formatted(reference: &str, id: LetterId) = mail::letter::printed(reference, id);
    /// Where it is said that a letter was posted.
    posting(reference: &str, id: LetterId) = mail::letter::post(reference, id);
    /// A reply to a message, in somebody's own words.
    answer_message(reference: &str, message: &str) = cases::action::form(reference, "letters", _, Some(message));
    /// A list of messages.
    mail_list(show: &str) = mail::tray::tray(Some(show), _);
    /// The same after one of them.
    mail_after(show: &str, after: &str) = mail::tray::tray(Some(show), Some(after));
    /// The tray.
    tray() = mail::tray::tray(_, _);
    /// A message.
    message(id: MessageId) = mail::tray::message(id);
    /// A message as it was formatted.
    message_formatted(id: MessageId) = mail::tray::formatted(id);
    /// The bytes of a message.
    message_bytes(id: MessageId) = mail::originals::bytes(id);
    /// Where a message is logged as a request.
    log_message(id: MessageId) = mail::place::log(id);
    /// The letters that were not delivered.
    undelivered() = mail::undelivered::undelivered(_);
    /// Where one of them is sent again.
    send_again(id: LetterId) = mail::undelivered::send_again(id);
    /// The same after one of them.
    undelivered_after(after: &str) = mail::undelivered::undelivered(Some(after));

    /// The topics.
    topics() = topics::list::topics();
    /// One of them.
    topic(id: i64) = topics::list::topic(id);
    /// A form about a topic.
    topic_form(id: i64, noun: &str) = topics::register::form(id, noun, _);
    /// The form that splits a part off.
    split(id: i64, part: i64) = topics::register::form(id, "splits", Some(part));
    /// Where a form about a topic goes.
    decide_topic(id: i64, noun: &str) = topics::register::decide(id, noun);
    /// Where a decision about a topic is undone.
    undo(id: i64, event: i64) = topics::register::undo(id, event);
    /// Where the form that assesses a topic goes.
    assess(id: i64) = publication::assessment::assess(id);
    /// A page of what to publish next.
    candidates_page(page: usize) = publication::candidates::candidates(Some(page));
    /// The form that decides about a topic.
    decide_publication(id: i64) = publication::decide::form(id);
    /// Where it goes.
    publication_decisions(id: i64) = publication::decide::decide(id);
    /// The decisions about topics.
    board() = publication::board::board();
    /// One of them.
    publication_decision(id: i64) = publication::board::decision(id);
    /// The form of a step after a decision.
    publication_step(id: i64, noun: &str) = publication::board::step_form(id, noun);
    /// Where it goes.
    take_step(id: i64, noun: &str) = publication::board::step(id, noun);

    /// That a request was received.
    request_received(token: &str) = public::requests::received(token);
    /// That a request waits.
    request_waiting(token: &str) = public::requests::waiting(token);
    /// Where a request is found by its reference and code.
    find_request() = public::find::ask();
    /// A request as whoever made it follows it.
    status(token: &str) = public::status::status(token);
    /// A document that went with an answer.
    released(token: &str, id: DocumentId) = public::status::released(token, id);
    /// Where a requester's words go.
    reply(token: &str) = public::status::reply(token);
    /// Where a requester asks to be told of a publication.
    wish(token: &str) = public::status::wish(token);
    /// The form of what a requester does.
    own_act_form(token: &str, act: Act) = public::act::form(token, act);
    /// Where it goes.
    own_act(token: &str, act: Act) = public::act::act(token, act);
    /// Something published.
    published(id: i64) = public::publications::publication(id);
    /// Where a reader says whether it answered them.
    reader_says(id: i64) = public::publications::answer(id);
}

/// The report of a month.
#[must_use]
pub fn month(month: NaiveDate) -> String {
    let month = month.format("%Y-%m").to_string();
    uri!(reports::month::month(month, _)).to_string()
}
