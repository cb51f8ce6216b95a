//! People at the desk: accounts, sessions, what was done about them, what may be tried how often.

pub(super) mod accounts;
pub(super) mod at_the_desk;
pub(super) mod desk_acts;
pub(super) mod tries;
