//! Topics: looked for, kept, decided about, counted.

pub mod by_topic;
pub(super) mod keep_search;
pub mod register;
pub mod search;
