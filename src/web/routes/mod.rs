//! The routes: a room for each subject at the desk, and one for the public.

mod answer;
mod cases;
mod law;
mod mail;
mod people;
mod public;
mod publication;
mod reports;
mod topics;

use rocket::{Build, Rocket};

/// Mounts every route.
pub fn mount(rocket: Rocket<Build>) -> Rocket<Build> {
    [
        public::routes(),
        cases::routes(),
        mail::routes(),
        people::routes(),
        topics::routes(),
        publication::routes(),
        reports::routes(),
        law::routes(),
    ]
    .into_iter()
    .fold(rocket, |rocket, room| rocket.mount("/", room))
}
