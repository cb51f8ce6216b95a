//! Requests: their rows, the lists of them, and what is kept with each.

pub(super) mod columns;
pub(super) mod corrections;
pub(super) mod documents;
pub(super) mod exemptions;
pub(super) mod filter;
pub(super) mod new_cases;
pub(super) mod overview;
pub(super) mod page;
pub(super) mod queue;
pub(super) mod reasons;
pub(super) mod search;
pub(super) mod standing;
pub(super) mod stands;
pub(super) mod stored_case;
