//! What to publish: candidates, assessments, decisions, and what they changed.

pub(super) mod assessment;
pub(super) mod board;
pub(super) mod candidates;
pub(super) mod decide;
pub(super) mod extraction;
pub(super) mod forecast;
pub(super) mod measure;
mod readings;
pub(super) mod weights;

use rocket::{Route, routes};

/// Every route of this room.
pub fn routes() -> Vec<Route> {
    routes![
        candidates::candidates,
        extraction::cannot_extract,
        assessment::form,
        assessment::assess,
        board::board,
        board::decision,
        decide::form,
        decide::decide,
        board::step_form,
        board::step,
        board::formatted
    ]
}
