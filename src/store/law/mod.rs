//! Which laws cases are under, and the due dates that moved with them.

pub(super) mod laws;
pub(super) mod moved;
