//! Pages about the law in use.

pub mod dates_moved;
