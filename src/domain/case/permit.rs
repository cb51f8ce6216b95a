//! Which action may be taken at which stage, by whom, on which facts.

use super::refusal::{Reason, Refusal};
use super::transition::Circumstances;
use super::{ActionKind, Case};
use crate::domain::rights::Right;
use crate::domain::role::Role;

/// The actions that are lawful now for this role, in the order a page offers them.
#[must_use]
pub fn available(case: &Case, circumstances: &Circumstances<'_>) -> Vec<ActionKind> {
    let kinds = ActionKind::ALL.into_iter();
    kinds
        .filter(|kind| permit(case, *kind, circumstances).is_ok())
        .collect()
}

/// Whether an action of this kind can be taken at all now.
///
/// # Errors
/// The refusal, with its reason.
pub fn permit(
    case: &Case,
    kind: ActionKind,
    circumstances: &Circumstances<'_>,
) -> Result<(), Refusal> {
    role_may(circumstances.actor.role, kind.right())
        .and_then(|()| kind.at(case))
        .and_then(|()| kind.facts(case, circumstances))
        .map_err(|reason| Refusal {
            stage: case.stage(),
            action: kind,
            reason,
        })
}

fn role_may(role: Role, right: Right) -> Result<(), Reason> {
    if role.may(right) {
        Ok(())
    } else if role.may(Right::WorkOnCases) && Role::Manager.may(right) {
        Err(Reason::NotYours(right))
    } else {
        Err(Reason::WrongRole(role))
    }
}
