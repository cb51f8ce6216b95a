//! The web: routes, pages, forms and guards. Callers of the use cases, nothing more.

mod addresses;
pub mod arithmetic;
pub mod assets;
mod cookies;
pub mod downloads;
mod due_said;
pub mod failure;
mod flash;
pub mod forms;
pub mod guards;
mod headers;
mod ids;
mod laws;
mod links;
pub mod pace;
pub mod pages;
pub mod peer;
mod pieces;
mod routes;
pub mod site;
mod unhurried;
pub mod views;

pub use headers::SecurityHeaders;
pub use site::{Clock, Site};

use rocket::{Build, Rocket};

/// Mounts every route, catcher and fairing on a Rocket that is to manage `site`.
#[must_use]
pub fn mount(rocket: Rocket<Build>, site: Site) -> Rocket<Build> {
    routes::mount(rocket)
        .attach(addresses::PlainAddresses)
        .attach(addresses::FormsArePosted)
        .attach(SecurityHeaders)
        .attach(pieces::Pieces)
        .register("/", failure::catchers())
        .manage(site)
}
