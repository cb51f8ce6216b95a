//! The routes: a room for each subject at the desk, and one for the public.

mod answer;
pub(super) mod cases;
pub(super) mod law;
pub(super) mod mail;
pub(super) mod people;
pub(super) mod public;
pub(super) mod publication;
pub(super) mod reports;
pub(super) mod topics;

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
