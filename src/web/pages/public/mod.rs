//! Pages anybody can open: making a request and following it.

pub mod act;
pub mod calculator;
pub mod confirmation;
pub mod find;
pub mod home;
pub mod lost_link;
pub mod publications;
pub mod published;
pub mod request_form;
pub mod status;
pub mod waiting;
