//! What to publish: candidates, assessments, decisions, and what they changed.

pub(in crate::web) mod assessment;
pub(in crate::web) mod board;
pub(in crate::web) mod candidates;
pub(in crate::web) mod decide;
pub(in crate::web) mod extraction;
pub(in crate::web) mod forecast;
pub(in crate::web) mod measure;
mod readings;
pub(in crate::web) mod steps;
pub(in crate::web) mod weights;

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
