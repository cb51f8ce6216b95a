//! The public side.

mod act;
mod assets;
mod calculation;
mod calculator;
mod find;
mod happened;
mod home;
mod progress;
mod publications;
mod requests;
mod status;
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
