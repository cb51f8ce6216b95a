//! People at the desk and the authority they work for; getting in and out.

pub(super) mod access;
pub(super) mod authority;
pub(super) mod list;
pub(super) mod password;
pub(super) mod person;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![
        access::index,
        access::sign_in_form,
        access::sign_in,
        access::sign_out,
        access::set_up_form,
        access::set_up,
        authority::form,
        authority::change,
        list::people,
        list::invite,
        person::person,
        person::change_role,
        person::invite_again,
        person::end,
        person::restore,
        password::forgotten_form,
        password::forgotten,
        password::choose_form,
        password::choose,
        password::change_form,
        password::change
    ]
}
