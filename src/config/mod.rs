//! Configuration: TOML into typed settings, with every fault reported together.

pub mod fault;
mod files;
pub mod law;
mod own;
pub mod publication;
pub mod settings;
pub mod shape;
pub mod token_vectors;
pub mod topics;

pub use fault::Fault;
pub use law::Law;
