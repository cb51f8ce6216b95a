//! The web: routes, pages, forms and guards. Callers of the use cases, nothing more.

pub mod arithmetic;
pub mod assets;
mod downloads;
pub mod failure;
pub mod forms;
pub mod guards;
mod headers;
pub mod pages;
pub mod peer;
mod pieces;
mod routes;
pub mod site;
pub mod throttle;
pub mod views;

pub use headers::SecurityHeaders;
pub use site::{Clock, Site};

use rocket::{Build, Rocket};

/// Mounts every route, catcher and fairing on a Rocket that is to manage `site`.
#[must_use]
pub fn mount(rocket: Rocket<Build>, site: Site) -> Rocket<Build> {
    routes::mount(rocket)
        .attach(SecurityHeaders)
        .attach(pieces::Pieces)
        .register("/", failure::catchers())
        .manage(site)
}
