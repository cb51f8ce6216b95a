//! Requests, and our handling of them.

pub mod actions;
