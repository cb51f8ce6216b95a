//! Who acts: the roles at the desk, the requester, and the program itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The role in which somebody acts on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Handles requests: logs, searches, drafts, answers.
    Officer,
    /// Does what an officer does, and also clears answers and manages people.
    Manager,
    /// The person who made the request, acting through the public pages.
    Requester,
    /// A timer or an import: the program acting by itself.
    System,
}

impl Role {
    /// The word stored in the database and in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Manager => "manager",
            Self::Requester => "requester",
            Self::System => "system",
        }
    }

    /// Whether whoever acts in it is a person at the desk, who decides what they cause.
    #[must_use]
    pub const fn at_the_desk(self) -> bool {
        match self {
            Self::Officer | Self::Manager => true,
            Self::Requester | Self::System => false,
        }
    }

    /// The role of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Officer, Self::Manager, Self::Requester, Self::System]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
