//! Who may do what: one table, role by right.

use super::role::Role;

/// Something that somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Work on cases: log, allocate, search, decide, draft, write, close.
    WorkOnCases,
    /// Clear an answer that somebody else prepared.
    ClearAnswers,
    /// Take an answer back to the draft, as when what was cleared is found changed.
    TakeBack,
    /// Put what a requester wrote on their case.
    FileMessages,
    /// Record what a message says, or that it was dealt with.
    RecordClarifications,
    /// Ask for a review of the answer.
    AskForReview,
    /// Say what only the requester can: that they withdraw, or where they live now.
    SpeakAsRequester,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 7] = [
        Self::WorkOnCases,
        Self::ClearAnswers,
        Self::TakeBack,
        Self::FileMessages,
        Self::RecordClarifications,
        Self::AskForReview,
        Self::SpeakAsRequester,
    ];

    /// The roles that have it. This is the table.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{Manager, Officer, Requester, System};
        match self {
            Self::WorkOnCases => &[Officer, Manager],
            Self::ClearAnswers => &[Manager],
            Self::TakeBack | Self::RecordClarifications => &[Officer, Manager, System],
            Self::FileMessages => &[Officer, Manager, Requester, System],
            Self::AskForReview => &[Officer, Manager, Requester],
            Self::SpeakAsRequester => &[Requester],
        }
    }
}

impl Role {
    /// Whether this role has a right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        right.roles().contains(&self)
    }
}
