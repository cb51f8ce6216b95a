//! What decisions about publishing rest on, how they stand, and who reads what was published.

pub(super) mod assessments;
pub(super) mod counted_readers;
pub(super) mod decision_states;
pub(super) mod decisions;
pub(super) mod evidence;
pub(super) mod printed;
pub(super) mod refused_on_cost;
pub(super) mod scored_requests;
pub(super) mod unmet;
pub(super) mod who_asked;
pub(super) mod wishes;
