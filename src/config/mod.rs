//! Configuration: TOML into typed settings, with every fault reported together.

pub mod fault;

pub use fault::Fault;
