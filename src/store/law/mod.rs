//! Which laws cases are under, by which their dates were counted, and the due dates that moved.

pub(super) mod counted;
pub(super) mod laws;
pub(super) mod moved;
