//! Daylight from the outside and through its use cases, on SQLite and on PostgreSQL.
//!
//! PostgreSQL and Chromium are started where they are installed;
//! `DAYLIGHT_TEST_REQUIRE=postgres,browser` makes a missing one a failure.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../support/aiosmtpd.rs"]
mod aiosmtpd;
#[path = "../support/authority.rs"]
mod authority;
#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/browser.rs"]
mod chromium;
#[path = "../support/dovecot.rs"]
mod dovecot;
#[path = "../support/forms.rs"]
mod forms;
#[path = "../support/ports.rs"]
mod ports;
#[expect(dead_code, reason = "other suites use the rest of it")]
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/required.rs"]
mod required;
#[expect(dead_code, reason = "other suites use the rest of it")]
#[path = "../support/smtp_sink.rs"]
mod smtp_sink;

#[macro_use]
mod support;

mod after_the_end;
mod arrivals;
mod audit;
mod audit_beside_work;
mod audit_questions;
mod browser;
mod by_post;
mod calendar_import;
mod cannot_extract;
mod case_life;
mod clearance;
mod columns;
mod command_line;
mod corrections;
mod costs;
mod demo;
mod desk_forms;
mod desk_side;
mod documents;
mod ended_decisions;
mod every_class;
mod every_law;
mod every_letter;
mod every_preview;
mod every_step;
mod figures;
mod from_requesters;
mod getting_in;
mod hostile;
mod ids;
mod jobs;
mod journeys;
mod late_notices;
mod law_by_turns;
mod law_files;
mod law_has_none;
mod law_in_use;
mod laws_abroad;
mod letter_uploads;
mod letters;
mod limits;
mod lists;
mod lost_links;
mod mail_faults;
mod mail_in;
mod mail_round;
mod mail_settings;
mod mailbox_killed;
mod mailbox_lies;
mod mailbox_numbers;
mod measured;
mod migrations;
mod new_dates;
mod nobody_got;
mod notices;
mod numbers_kept;
mod odd_logs;
mod own_documents;
mod people;
mod plain_words;
mod previews;
mod public_side;
mod publications;
mod published_tables;
mod read_easily;
mod readings;
mod readings_chosen;
mod readings_reviewed;
mod readings_told;
mod refusals;
mod refusals_desk;
mod reminders;
mod review_dates;
mod review_reasons;
mod review_sections;
mod reviews;
mod reviews_upheld;
mod roles;
mod said_of_the_clock;
mod said_truly;
mod schema_checked;
mod searches;
mod seats;
mod seen;
mod senders;
mod sent_again;
mod setting_up;
mod settings_alive;
mod settings_process;
mod silence;
mod somebody_first;
mod spelling;
mod state_words;
mod stood_still;
mod strangers;
mod strangers_mail;
mod taken_back;
mod tamperings;
mod time_limits;
mod topics;
mod transfers_in_part;
mod units;
mod unknown_ids;
mod walks;
mod whom_to;
mod whose_turn;
