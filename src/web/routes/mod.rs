//! The routes, one resource a file.

mod desk;
mod public;

use rocket::{Build, Rocket};

/// Mounts every route.
pub fn mount(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket
        .mount("/", public::routes())
        .mount("/", desk::routes())
}
