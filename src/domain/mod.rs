//! The law and the record: pure, small, without I/O, wall clock or randomness.
//!
//! Names only `serde`, `chrono`, `thiserror` and small pure crates. It computes;
//! it never fetches.

pub mod almanac;
pub mod calendar;
pub mod case;
pub mod civil_day;
pub mod clock;
pub mod correspondence;
pub mod deadline;
pub mod desk_act;
pub mod exemption;
pub mod ids;
pub mod job;
pub mod law_change;
pub mod letter_kind;
pub mod money;
pub mod network;
pub mod pace;
pub mod plain;
pub mod publication;
pub mod regime;
pub mod rights;
pub mod role;
pub mod section;
pub mod statistics;
pub mod strip;
pub mod topics;
pub mod urgency;
pub mod viewer;
pub mod words;
