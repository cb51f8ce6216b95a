//! Beginning the search for records.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, actions};

/// Beginning the search for records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSearch;

impl Instructs for StartSearch {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::StartSearch.into(), None)
    }
}
