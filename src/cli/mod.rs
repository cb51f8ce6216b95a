//! The command line.

pub mod deadline;
pub mod failure;

pub use failure::Failure;
