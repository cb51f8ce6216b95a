//! Mail at the desk: the tray, letters before and after they left, and those nobody got.

pub(in crate::web) mod letter;
pub(in crate::web) mod messages;
pub(in crate::web) mod originals;
pub(in crate::web) mod place;
pub(in crate::web) mod preview;
pub(in crate::web) mod received;
pub(in crate::web) mod sent;
pub(in crate::web) mod tray;
pub(in crate::web) mod undelivered;

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
        originals::bytes,
        originals::attachment,
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
