//! Who may do what: one table, role by right.

use super::role::Role;
use super::words;
use thiserror::Error;

/// Something that somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Sign in at the desk, sign out, and choose another password for oneself.
    HaveAnAccount,
    /// Read requests with who made them, their letters, documents and mail.
    ReadCases,
    /// Read what is counted: the month, topics with what they ask for, and what is published.
    ReadFigures,
    /// See who works at the desk, and what was done about them and the authority.
    SeePeople,
    /// Have a request logged.
    LogRequests,
    /// Work on cases: allocate, search, decide, draft, write, close.
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
    /// Say what speaks for and against publishing a topic, and prepare what was decided.
    PreparePublication,
    /// Decide what is published, and say that it is.
    DecidePublication,
    /// Be told of requests that press and are nobody's.
    LookAfterCases,
    /// Be sent the figures of a month when it has ended.
    FollowTheMonth,
    /// Invite people, change their roles and end their accounts.
    ManagePeople,
    /// Say which authority it is, and how it is reached.
    NameTheAuthority,
    /// Be told how the program itself goes: letters held back, and jobs that are overdue.
    Oversee,
}

/// Somebody has not the right it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("only {} can do this; you are signed in as {}", .right.whose(), .role.with_article())]
pub struct NotYours {
    /// The right it takes.
    pub right: Right,
    /// The role of who asked.
    pub role: Role,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 22] = [
        Self::HaveAnAccount,
        Self::ReadCases,
        Self::ReadFigures,
        Self::SeePeople,
        Self::LogRequests,
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
        Self::PreparePublication,
        Self::DecidePublication,
        Self::LookAfterCases,
        Self::FollowTheMonth,
        Self::ManagePeople,
        Self::NameTheAuthority,
        Self::Oversee,
    ];

    /// The roles that have it. This is the table.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{
            Administrator, Approver, Auditor, Director, Manager, Officer, Requester, System,
        };
        match self {
            Self::HaveAnAccount => &[Officer, Approver, Manager, Director, Auditor, Administrator],
            Self::ReadCases => &[Officer, Approver, Manager, Auditor],
            Self::ReadFigures => &[Officer, Approver, Manager, Director, Auditor],
            Self::SeePeople => &[Manager, Auditor, Administrator],
            Self::WorkOnCases | Self::Correct => &[Officer, Manager],
            Self::ClearAnswers => &[Approver, Manager],
            Self::TakeBack => &[Officer, Approver, Manager, System],
            Self::LogRequests | Self::FileMessages => &[Officer, Manager, Requester, System],
            Self::RecordClarifications => &[Officer, Manager, System],
            Self::AskForReview | Self::CorrectDetails => &[Officer, Manager, Requester],
            Self::SpeakAsRequester => &[Requester],
            Self::DecideTopics | Self::PreparePublication => &[Officer, Manager, Director],
            Self::DecidePublication | Self::FollowTheMonth => &[Manager, Director],
            Self::LookAfterCases => &[Manager],
            Self::ManagePeople | Self::NameTheAuthority | Self::Oversee => {
                &[Manager, Administrator]
            }
        }
    }

    /// The roles at the desk that have it, in words: `an approver or a manager`.
    #[must_use]
    pub fn whose(self) -> String {
        let roles = self.roles().iter().filter(|role| role.at_the_desk());
        let roles: Vec<&str> = roles.map(|role| role.with_article()).collect();
        words::either(&roles)
    }
}

impl Role {
    /// Whether this role has a right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        right.roles().contains(&self)
    }

    /// Refuses what this role has no right to.
    ///
    /// # Errors
    /// [`NotYours`].
    pub fn needs(self, right: Right) -> Result<(), NotYours> {
        if self.may(right) {
            Ok(())
        } else {
            Err(NotYours { right, role: self })
        }
    }
}
