//! Pages of the desk: for officers and managers who are signed in.

pub mod action;
pub mod authority;
pub mod candidates;
pub mod case;
pub mod corrections;
pub mod correspondence;
pub mod dates_moved;
pub mod decision;
pub mod documents;
pub mod letter;
pub mod log;
pub mod mail;
pub mod people;
pub mod person;
pub mod preview;
pub mod publications;
pub mod queue;
pub mod received;
pub mod report;
pub mod topic_form;
pub mod topics;
pub mod undelivered;
pub mod waiting;
