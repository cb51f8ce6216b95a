//! Who is asking.

use super::case::Actor;
use super::rights::Right;

/// Somebody at the desk: it can only be had where that was looked at, and nothing of the desk is read
/// without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    actor: Actor,
}

impl Viewer {
    /// The program itself, which reads what its jobs and commands need.
    pub const SYSTEM: Self = Self {
        actor: Actor::SYSTEM,
    };

    /// This person as who is asking; nothing where they are not at the desk.
    #[must_use]
    pub fn of(actor: Actor) -> Option<Self> {
        actor.role.at_the_desk().then_some(Self { actor })
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
    fn only_whoever_is_at_the_desk_is_asking() {
        let of = |role| {
            let person = Some(7);
            Viewer::of(Actor { role, person })
        };
        assert!(of(Role::Auditor).is_some_and(|who| who.may(Right::ReadCases)));
        assert!(of(Role::Requester).is_none() && of(Role::System).is_none());
        assert!(!Viewer::SYSTEM.may(Right::DecidePublication));
    }
}
