//! Why a use case did not do what was asked.

use crate::config::law::{UnknownCalendar, UnknownRegime};
use crate::domain::case::Refusal;
use crate::domain::clock::ClockError;
use crate::domain::rights::NotYours;
use crate::store::StoreFault;
use crate::templates::TemplateFault;
use chrono::TimeDelta;
use std::borrow::Cow;
use thiserror::Error;

/// One thing wrong with what somebody typed, told at the field it was typed into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The field's name.
    pub field: Cow<'static, str>,
    /// What is wrong and what to do, as a sentence without a full stop.
    pub message: String,
}

impl Invalid {
    /// A fault of this field.
    #[must_use]
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// Why a use case did not do what was asked. Nothing has happened then.
#[derive(Debug, Error)]
pub enum CaseworkFault {
    /// What was typed cannot be used.
    #[error("{}", .0.first().map(|i| i.message.as_str()).unwrap_or("the form cannot be used"))]
    Invalid(Vec<Invalid>),
    /// The law or the stage does not allow it.
    #[error(transparent)]
    NotAllowed(#[from] Refusal),
    /// The person's role does not allow it.
    #[error(transparent)]
    NotYours(#[from] NotYours),
    /// It cannot be done, for the reason given.
    #[error("{0}")]
    Refused(String),
    /// Nobody has said yet for which public authority Daylight works.
    #[error(
        "it is not known yet for which public authority Daylight works; enter its name, addresses and law by the set-up link or under Authority at the desk, or in [authority] of daylight.toml"
    )]
    NotSetUp,
    /// There is no such case, person or topic.
    #[error("there is no such record")]
    NotFound,
    /// The form shows the case as it was before somebody changed it.
    #[error("the case was changed by somebody else in the meantime")]
    Stale,
    /// It was tried too often; how long to wait.
    #[error("it was tried too often; try again in {} minutes", .0.num_minutes() + 1)]
    TooMany(TimeDelta),
    /// Too many people do it at the same moment.
    #[error("too many people are signing in; try again in a few seconds")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(StoreFault),
    /// A template failed: a fault in the program.
    #[error(transparent)]
    Template(#[from] TemplateFault),
    /// The program failed in some other way.
    #[error("{0}")]
    Broken(String),
}

impl From<StoreFault> for CaseworkFault {
    fn from(fault: StoreFault) -> Self {
        if matches!(fault, StoreFault::Stale) {
            Self::Stale
        } else {
            Self::Store(fault)
        }
    }
}

impl From<UnknownRegime> for CaseworkFault {
    fn from(error: UnknownRegime) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<UnknownCalendar> for CaseworkFault {
    fn from(error: UnknownCalendar) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<ClockError> for CaseworkFault {
    fn from(error: ClockError) -> Self {
        Self::Refused(error.to_string())
    }
}
