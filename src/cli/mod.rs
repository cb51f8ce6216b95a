//! The command line.

pub mod failure;
pub mod topics;

pub use failure::Failure;
