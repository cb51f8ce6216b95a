//! Requests, and our handling of them.

pub mod act;
pub mod actions;
pub(super) mod answers;
pub(super) mod arrival;
pub mod asked_before;
pub(super) mod clearance;
pub mod correct;
pub(super) mod correction_letter;
pub(super) mod date_moved;
pub(super) mod decision_undone;
pub(super) mod documents;
mod documents_sent;
pub(super) mod from_requester;
pub mod import;
pub(super) mod lapse;
pub mod log_request;
pub mod look_up;
pub(super) mod new_date;
pub(super) mod no_letter;
pub mod reasons;
pub mod requester;
pub(super) mod review_letters;
pub mod review_reasons;
pub mod status;
pub(super) mod tell;
pub mod to_correct;
pub(super) mod who_may;
