//! The command line.

pub mod deadline;
pub mod failure;
pub mod topics;

pub use failure::Failure;
