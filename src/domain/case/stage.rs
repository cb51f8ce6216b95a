//! Where a case stands, as a function of its events.

use serde::{Deserialize, Serialize};

/// The stage of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Logged, with nobody's name on it.
    Received,
    /// An officer has it.
    Allocated,
    /// The requester has been asked for the detail needed (FOIA s.1(3)).
    ClarificationSought,
    /// The records are being looked for.
    Searching,
    /// The answer is being written.
    Drafting,
    /// The draft is with whoever clears it.
    Clearance,
    /// Cleared, not yet sent.
    ReadyToSend,
    /// The answer has gone; a review may still be asked for.
    Answered,
    /// The requester has asked for a review of the answer, and it is not decided.
    Review,
    /// Nothing more is expected.
    Closed,
}

impl Stage {
    /// Every stage, in the order a case goes through them.
    pub const ALL: [Self; 10] = [
        Self::Received,
        Self::Allocated,
        Self::ClarificationSought,
        Self::Searching,
        Self::Drafting,
        Self::Clearance,
        Self::ReadyToSend,
        Self::Answered,
        Self::Review,
        Self::Closed,
    ];

    /// The word stored in the database and used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Allocated => "allocated",
            Self::ClarificationSought => "clarification_sought",
            Self::Searching => "searching",
            Self::Drafting => "drafting",
            Self::Clearance => "clearance",
            Self::ReadyToSend => "ready_to_send",
            Self::Answered => "answered",
            Self::Review => "review",
            Self::Closed => "closed",
        }
    }

    /// As an officer reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::Allocated => "Allocated",
            Self::ClarificationSought => "Clarification sought",
            Self::Searching => "Searching",
            Self::Drafting => "Drafting",
            Self::Clearance => "Clearance",
            Self::ReadyToSend => "Ready to send",
            Self::Answered => "Answered",
            Self::Review => "Review",
            Self::Closed => "Closed",
        }
    }

    /// The stage of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Whether an answer is still owed or awaited at this stage.
    #[must_use]
    pub const fn awaits_answer(self) -> bool {
        match self {
            Self::Received
            | Self::Allocated
            | Self::ClarificationSought
            | Self::Searching
            | Self::Drafting
            | Self::Clearance
            | Self::ReadyToSend => true,
            Self::Answered | Self::Review | Self::Closed => false,
        }
    }

    /// Whether the authority still owes something at this stage: an answer, or the outcome of a
    /// review.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Review => true,
            Self::Received
            | Self::Allocated
            | Self::ClarificationSought
            | Self::Searching
            | Self::Drafting
            | Self::Clearance
            | Self::ReadyToSend
            | Self::Answered
            | Self::Closed => self.awaits_answer(),
        }
    }
}

/// While no answer was sent and the case is not closed.
pub(super) const OPEN: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::ClarificationSought,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];
/// While an answer or the outcome of a review is owed.
pub(super) const OWED: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::ClarificationSought,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
    Stage::Review,
];
/// While the work on the answer is not done.
pub(super) const WORKING: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
];
/// While questions can be decided: a decision changed after clearance takes the case back to the draft.
pub(super) const DECIDING: &[Stage] = &[
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];
/// While the clock runs.
pub(super) const RUNNING: &[Stage] = &[
    Stage::Received,
    Stage::Allocated,
    Stage::Searching,
    Stage::Drafting,
    Stage::Clearance,
    Stage::ReadyToSend,
];
