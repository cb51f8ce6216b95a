//! Closing the case.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, actions};

/// Closing the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close;

impl Instructs for Close {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::Close.into(), None)
    }
}
