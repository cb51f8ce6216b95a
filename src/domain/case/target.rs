//! Internal targets: by when a step of the work should be done. They warn and bind nobody; what
//! the law wants is for the clock to say.

use super::Stage;

/// A step of the work with a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Somebody has it.
    Allocate,
    /// The records are found.
    Search,
    /// The answer is written.
    Draft,
    /// The answer is cleared.
    Clear,
}

/// The working days after receipt, or after the last restart, within which each step should be
/// done; the days of a pause do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the target of the same name")]
pub struct Targets {
    pub allocate: u16,
    pub search: u16,
    pub draft: u16,
    pub clear: u16,
}

impl Target {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Allocate, Self::Search, Self::Draft, Self::Clear];

    /// As a word in a sentence: `search by 12 June`.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Allocate => "allocate",
            Self::Search => "search",
            Self::Draft => "draft",
            Self::Clear => "clear",
        }
    }

    /// The step that comes next at a stage; none while the requester is awaited, and none once
    /// the work is done.
    #[must_use]
    pub const fn next(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Received => Some(Self::Allocate),
            Stage::Allocated | Stage::Searching => Some(Self::Search),
            Stage::Drafting => Some(Self::Draft),
            Stage::Clearance => Some(Self::Clear),
            Stage::ClarificationSought
            | Stage::ReadyToSend
            | Stage::Answered
            | Stage::Review
            | Stage::Closed => None,
        }
    }
}

impl Targets {
    /// Within how many working days a step should be done.
    #[must_use]
    pub fn within(&self, target: Target) -> u32 {
        u32::from(match target {
            Target::Allocate => self.allocate,
            Target::Search => self.search,
            Target::Draft => self.draft,
            Target::Clear => self.clear,
        })
    }
}
