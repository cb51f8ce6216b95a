//! Giving the case to a team, an officer or both.

use super::{Instructs, Kept, Preparing};
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::{Action, Case, actions};
use crate::store::Unit;

/// Gives the case to a team, an officer or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocate {
    /// The team's name.
    pub team: Option<String>,
    /// The officer's id.
    pub officer: Option<i64>,
}

impl Instructs for Allocate {
    async fn fits(&self, unit: &Unit, _: &Case) -> Result<(), CaseworkFault> {
        match self.officer {
            Some(officer) => {
                let person = unit.people().person(officer).await?;
                if person.is_some_and(|person| person.works_on_cases()) {
                    return Ok(());
                }
                let chosen = Invalid::new("officer", "Choose an officer from the list");
                Err(CaseworkFault::Invalid(vec![chosen]))
            }
            None => Ok(()),
        }
    }

    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::Allocate {
            team: self.team.clone(),
            officer: self.officer,
        };
        (action.into(), None)
    }
}
