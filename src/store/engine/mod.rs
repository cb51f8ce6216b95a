//! SQLite and PostgreSQL: opened, read, written in units that happen whole or not at all.

pub(super) mod connect;
pub(super) mod connections;
pub(super) mod file_number;
pub(super) mod one_clock;
pub(super) mod opening;
pub(super) mod order;
#[cfg(test)]
pub(super) mod plans;
pub(super) mod readers;
pub(super) mod schema;
pub(super) mod snapshot;
pub(super) mod sole;
pub(super) mod sound;
pub(super) mod sql;
pub(super) mod transaction;
pub(super) mod unit;
pub(super) mod words;
