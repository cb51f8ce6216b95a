//! The counts of a month.

pub(super) mod month;
