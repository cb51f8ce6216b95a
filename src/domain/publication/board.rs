//! The way of a decision to a publication: decided, being prepared, checked, published, and
//! published again when it is due.

use super::decision::Kind;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How far a decision has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Decided; nothing done yet.
    Decided,
    /// Somebody prepares it.
    Preparing,
    /// It passed disclosure control.
    Checked,
    /// The public can see it.
    Published,
    /// Replaced by a later decision, or ended by a person: what was published is withdrawn.
    Ended,
}

/// What can be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Begin to prepare it.
    Prepare,
    /// Record that it passed disclosure control.
    Check,
    /// Publish it, or publish it again.
    Publish,
    /// End it; what was published is withdrawn.
    End,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StepRefused {
    /// Nothing is to be published.
    #[error("Nothing is published by this decision. Record a decision to publish first.")]
    NothingToPublish,
    /// Not checked.
    #[error("Record the disclosure check first: what is published must have passed it.")]
    NotChecked,
    /// It has ended.
    #[error("This decision has ended. Record another one about its topic.")]
    Ended,
    /// Nothing new.
    #[error("That was done already.")]
    Done,
}

impl Stage {
    /// Every stage, in the order of the board.
    pub const ALL: [Self; 5] = [
        Self::Decided,
        Self::Preparing,
        Self::Checked,
        Self::Published,
        Self::Ended,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Preparing => "preparing",
            Self::Checked => "checked",
            Self::Published => "published",
            Self::Ended => "ended",
        }
    }

    /// The words a page shows.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Decided => "Decided",
            Self::Preparing => "Being prepared",
            Self::Checked => "Checked",
            Self::Published => "Published",
            Self::Ended => "Ended",
        }
    }

    /// The stage of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }

    /// Where a step leads.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn after(self, step: Step, kind: Kind) -> Result<Self, StepRefused> {
        let publishes = match kind {
            Kind::PublishOnce | Kind::PublishOnSchedule { .. } => true,
            // What is public already was checked by whoever published it.
            Kind::Signpost => step == Step::Publish,
            Kind::NotNow | Kind::Cannot => false,
        };
        if self == Self::Ended {
            return Err(StepRefused::Ended);
        }
        if !publishes && step != Step::End {
            return Err(StepRefused::NothingToPublish);
        }
        match (step, self) {
            (Step::Prepare, Self::Decided) => Ok(Self::Preparing),
            (Step::Prepare, _) => Err(StepRefused::Done),
            (Step::End, _) => Ok(Self::Ended),
            // A publication due again is checked again.
            (Step::Check, _) => Ok(Self::Checked),
            (Step::Publish, Self::Checked) => Ok(Self::Published),
            (Step::Publish, _) if kind == Kind::Signpost => Ok(Self::Published),
            (Step::Publish, _) => Err(StepRefused::NotChecked),
        }
    }
}

/// When what was published on a day is due again.
#[must_use]
pub fn due_again(kind: Kind, published: NaiveDate) -> Option<NaiveDate> {
    match kind {
        Kind::PublishOnSchedule { every_months } => {
            published.checked_add_months(Months::new(every_months))
        }
        Kind::PublishOnce | Kind::Signpost | Kind::NotNow | Kind::Cannot => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_published_that_was_not_checked() {
        let publish = |stage: Stage| stage.after(Step::Publish, Kind::PublishOnce);
        assert_eq!(publish(Stage::Decided), Err(StepRefused::NotChecked));
        assert_eq!(publish(Stage::Preparing), Err(StepRefused::NotChecked));
        assert_eq!(publish(Stage::Checked), Ok(Stage::Published));
        // What was published is checked again before it is published again.
        assert_eq!(publish(Stage::Published), Err(StepRefused::NotChecked));
        let again = Stage::Published.after(Step::Check, Kind::PublishOnce);
        assert_eq!(again, Ok(Stage::Checked));
    }

    #[test]
    fn a_signpost_needs_no_check_and_a_refusal_leads_nowhere() {
        let signpost = Stage::Decided.after(Step::Publish, Kind::Signpost);
        assert_eq!(signpost, Ok(Stage::Published));
        for kind in [Kind::NotNow, Kind::Cannot] {
            for step in [Step::Prepare, Step::Check, Step::Publish] {
                let refused = Stage::Decided.after(step, kind);
                assert_eq!(refused, Err(StepRefused::NothingToPublish));
            }
        }
        let ended = Stage::Ended.after(Step::Check, Kind::PublishOnce);
        assert_eq!(ended, Err(StepRefused::Ended));
    }

    #[test]
    fn every_decision_that_stands_can_be_ended_and_only_once() {
        for kind in Kind::ALL {
            for stage in Stage::ALL.into_iter().filter(|s| *s != Stage::Ended) {
                assert_eq!(stage.after(Step::End, kind), Ok(Stage::Ended));
            }
            let again = Stage::Ended.after(Step::End, kind);
            assert_eq!(again, Err(StepRefused::Ended));
        }
    }

    #[test]
    fn a_schedule_is_due_again_after_its_months() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let quarterly = Kind::PublishOnSchedule { every_months: 3 };
        assert_eq!(
            due_again(quarterly, day),
            NaiveDate::from_ymd_opt(2027, 2, 28)
        );
        assert_eq!(due_again(Kind::PublishOnce, day), None);
    }
}
