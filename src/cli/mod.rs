//! The command line.

pub mod failure;

pub use failure::Failure;
