//! Daylight under attack and when the machine fails it: each test does the real thing to the
//! program as it is started, and holds what was acknowledged against what is there afterwards.
//!
//! What a machine cannot give (a mount, PostgreSQL) is skipped with one line that is really
//! printed; `DAYLIGHT_TEST_REQUIRE=mount,postgres,nginx` makes a missing one a failure.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/required.rs"]
mod required;

mod behind_nginx;
mod full_disk;
mod half_open;
mod stopping;
