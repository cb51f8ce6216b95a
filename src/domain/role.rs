//! Who acts: the roles at the desk, the requester, and the program itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The role in which somebody acts on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Handles requests: logs, searches, drafts, answers.
    Officer,
    /// Reads cases and clears the answers others prepared; prepares none.
    Approver,
    /// Does what officers and approvers do, and manages people.
    Manager,
    /// Reads figures and topics, and decides what is published; reads no case.
    Director,
    /// Reads everything and changes nothing.
    Auditor,
    /// Manages people and the authority's details; reads no case.
    Administrator,
    /// The person who made the request, acting through the public pages.
    Requester,
    /// A timer or an import: the program acting by itself.
    System,
}

impl Role {
    /// The roles people have at the desk, in the order they are offered.
    pub const AT_THE_DESK: [Self; 6] = [
        Self::Officer,
        Self::Approver,
        Self::Manager,
        Self::Director,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The word stored in the database and in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Manager => "manager",
            Self::Director => "director",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Requester => "requester",
            Self::System => "system",
        }
    }

    /// As it stands in a sentence.
    #[must_use]
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Officer => "an officer",
            Self::Approver => "an approver",
            Self::Manager => "a manager",
            Self::Director => "a director",
            Self::Auditor => "an auditor",
            Self::Administrator => "an administrator",
            Self::Requester => "a requester",
            Self::System => "the program",
        }
    }

    /// Whether whoever acts in it is a person at the desk, who decides what they cause.
    #[must_use]
    pub fn at_the_desk(self) -> bool {
        Self::AT_THE_DESK.contains(&self)
    }

    /// The role of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = Self::AT_THE_DESK.into_iter();
        all.chain([Self::Requester, Self::System])
            .find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
