//! Daylight: Freedom of Information request tracking for a public authority.
//!
//! The core (`domain`) is pure and knows the law; the edges are thin. The
//! direction of imports is a table in `tests/architecture.rs`.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod app;
#[warn(clippy::wildcard_enum_match_arm)]
pub mod casework;
pub mod cli;
pub mod config;
#[warn(clippy::wildcard_enum_match_arm)]
pub mod demo;
#[warn(clippy::wildcard_enum_match_arm)]
pub mod domain;
pub mod front;
pub mod jobs;
pub mod mail;
pub mod now;
pub mod reports;
pub mod store;
pub mod templates;
pub mod web;
