//! The returns and exports: figures into text, CSV and JSON.

pub mod month;
pub mod table;
