//! Pages of reports.

pub mod month;
