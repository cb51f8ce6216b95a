//! Pages about people at the desk and their authority, and those on which one gets in.

pub mod access;
pub mod account;
pub mod authority;
pub mod list;
pub mod person;
