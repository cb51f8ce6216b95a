//! The record read from end to end, and what proves that it holds.

pub(super) mod chain;
pub(super) mod difference;
pub(super) mod head;
pub(super) mod read;
pub(super) mod register;
pub(super) mod state_words;
pub(super) mod strays;
