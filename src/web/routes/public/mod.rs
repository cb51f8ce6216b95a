//! The public side.

pub(in crate::web) mod act;
mod assets;
mod calculation;
mod calculator;
pub(in crate::web) mod find;
mod happened;
mod home;
mod progress;
pub(in crate::web) mod publications;
pub(in crate::web) mod requests;
pub(in crate::web) mod status;
mod turn;

use rocket::{Route, routes};

/// Every route of the public side.
pub fn routes() -> Vec<Route> {
    routes![
        assets::authority,
        assets::embedded,
        calculator::calculator,
        find::ask,
        find::find,
        find::lost,
        find::send_again,
        home::home,
        requests::blank,
        requests::what,
        requests::you,
        requests::check,
        requests::send,
        requests::received,
        requests::waiting,
        status::status,
        status::released,
        status::reply,
        status::wish,
        act::form,
        act::act,
        publications::decisions,
        publications::list,
        publications::list_is_there,
        publications::publication_is_there,
        publications::publication,
        publications::answer,
    ]
}
