//! The law in use: changed as a whole, and what nobody has reviewed of it.

pub mod holidays;
pub mod in_use;
mod recount;
pub(super) mod unreviewed;
