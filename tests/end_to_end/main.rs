//! Daylight from the outside and through its use cases, on SQLite and on PostgreSQL.
//!
//! PostgreSQL is started where it is installed; `DAYLIGHT_TEST_REQUIRE=postgres` makes a
//! missing one a failure.

#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/required.rs"]
mod required;
#[path = "../support/smtp_sink.rs"]
mod smtp_sink;

#[macro_use]
mod support;

mod case_life;
mod letters;
mod lists;
mod public_side;
