//! The web: routes, pages, forms and guards.

pub mod assets;
pub mod pages;
pub mod views;
