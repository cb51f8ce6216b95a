//! Pages about what to publish.

pub mod board;
pub mod candidates;
pub mod extraction;
