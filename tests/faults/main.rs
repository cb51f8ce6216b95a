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

#[path = "../support/authority.rs"]
mod authority;
#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/forms.rs"]
mod forms;
#[path = "../support/odd_smtp.rs"]
mod odd_smtp;
#[path = "../support/ports.rs"]
mod ports;
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/required.rs"]
mod required;
#[expect(dead_code, reason = "other suites use the rest of it")]
#[path = "../support/smtp_sink.rs"]
mod smtp_sink;
#[expect(dead_code, reason = "other suites use the rest of it")]
#[macro_use]
#[path = "../end_to_end/support.rs"]
mod support;

mod outbox;

mod babbling;
mod begun_since;
mod behind_nginx;
mod check_says;
mod clock_jump;
mod clocks_apart;
mod commands;
mod cookies;
mod costly_addresses;
mod costly_heads;
mod costly_texts;
mod cut_off;
mod damage;
mod demo_killed;
mod file_replaced;
mod flood_and_answer;
mod floods;
mod form_methods;
mod full_disk;
mod full_folder;
mod given_up;
mod half_open;
mod held_bodies;
mod import_beside;
mod io_error;
mod jobs_told;
mod killed;
mod letter_in_hand;
mod lost_index;
mod no_more_threads;
mod noise;
mod odd_answers;
mod opened_at_once;
mod own_folder;
mod parallel_tries;
mod postgres_otherwise;
mod private_files;
mod restored_copy;
mod restored_in_place;
mod series_behind;
mod slow_bodies;
mod slow_readers;
mod slow_smtp;
mod sole_server;
mod stopping;
mod stopping_mail;
mod stopping_work;
mod unheard;
mod written_over;
