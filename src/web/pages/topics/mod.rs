//! Pages about topics.

pub mod form;
pub mod list;
