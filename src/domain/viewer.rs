//! Who is asking.

use super::case::Actor;
use super::rights::Right;

/// Somebody who may read what the desk reads: it can only be had where the right was looked at, and
/// nothing of the desk is read without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    actor: Actor,
}

impl Viewer {
    /// The program itself, which reads what its jobs and commands need.
    pub const SYSTEM: Self = Self {
        actor: Actor::SYSTEM,
    };

    /// This person as who is asking; nothing where they have not [`Right::ReadTheDesk`].
    #[must_use]
    pub fn of(actor: Actor) -> Option<Self> {
        actor.role.may(Right::ReadTheDesk).then_some(Self { actor })
    }

    /// The person as events name them.
    #[must_use]
    pub const fn actor(self) -> Actor {
        self.actor
    }

    /// Whether they have a right besides.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self.actor.role.may(right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Role;

    #[test]
    fn only_whoever_may_read_the_desk_is_asking() {
        for role in [Role::Officer, Role::Manager, Role::Requester, Role::System] {
            let person = Some(7);
            let viewer = Viewer::of(Actor { role, person });
            assert_eq!(viewer.is_some(), role.at_the_desk(), "{role}");
        }
        assert!(!Viewer::SYSTEM.may(Right::DecidePublication));
    }
}
