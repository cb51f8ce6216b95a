//! Configuration: TOML into typed settings, with every fault reported together.

pub mod fault;
pub mod publication;
pub mod topics;

pub use fault::Fault;
