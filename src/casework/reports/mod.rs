//! Reports of what happened in a month.

pub mod month;
