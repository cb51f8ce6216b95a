//! People at the desk and the authority they work for; getting in and out.

pub(in crate::web) mod access;
pub(in crate::web) mod authority;
pub(in crate::web) mod list;
pub(in crate::web) mod password;
pub(in crate::web) mod person;

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
