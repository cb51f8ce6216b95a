//! Pages about mail: the tray, a message, letters, and those nobody got.

pub mod letter;
pub mod preview;
pub mod received;
pub mod tray;
pub mod undelivered;
