//! Who may do what: one table, role by right.

use super::role::Role;

/// Something that somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Read what the desk reads, and be written to by it.
    ReadTheDesk,
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
    /// Put right what was recorded wrongly of a case.
    Correct,
    /// Put right who asks, and where they are written to.
    CorrectDetails,
    /// Confirm, rename, merge and split topics, and place requests in them.
    DecideTopics,
    /// Decide what is published, and say that it is.
    DecidePublication,
    /// Invite people, change their roles and end their accounts.
    ManagePeople,
    /// Say which authority it is, and how it is reached.
    NameTheAuthority,
    /// Be told how the program itself goes: letters held back, jobs that are overdue, the month.
    Oversee,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 15] = [
        Self::ReadTheDesk,
        Self::WorkOnCases,
        Self::ClearAnswers,
        Self::TakeBack,
        Self::FileMessages,
        Self::RecordClarifications,
        Self::AskForReview,
        Self::SpeakAsRequester,
        Self::Correct,
        Self::CorrectDetails,
        Self::DecideTopics,
        Self::DecidePublication,
        Self::ManagePeople,
        Self::NameTheAuthority,
        Self::Oversee,
    ];

    /// The roles that have it. This is the table.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{Manager, Officer, Requester, System};
        match self {
            Self::ReadTheDesk | Self::WorkOnCases | Self::Correct | Self::DecideTopics => {
                &[Officer, Manager]
            }
            Self::ClearAnswers
            | Self::DecidePublication
            | Self::ManagePeople
            | Self::NameTheAuthority
            | Self::Oversee => &[Manager],
            Self::TakeBack | Self::RecordClarifications => &[Officer, Manager, System],
            Self::FileMessages => &[Officer, Manager, Requester, System],
            Self::AskForReview | Self::CorrectDetails => &[Officer, Manager, Requester],
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
