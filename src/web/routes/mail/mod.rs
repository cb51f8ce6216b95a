//! Mail at the desk: the tray, letters before and after they left, and those nobody got.

pub(super) mod letter;
pub(super) mod messages;
pub(super) mod place;
pub(super) mod preview;
pub(super) mod received;
pub(super) mod sent;
pub(super) mod tray;
pub(super) mod undelivered;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![
        received::received,
        letter::letter,
        letter::printed,
        letter::post,
        tray::tray,
        tray::message,
        tray::bytes,
        tray::attachment,
        tray::formatted,
        place::place,
        place::log,
        place::formatted,
        place::dismiss,
        place::take_back,
        undelivered::undelivered,
        undelivered::send_again,
        undelivered::formatted,
        undelivered::settle,
        undelivered::arrived
    ]
}
