//! What was decided about a candidate: recorded with a reason, an owner and dates.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::evidence::Standing;
use super::gates::Gate;

/// A decision about a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is to be done.
    pub kind: Kind,
    /// Why, in words the public may read.
    pub reason: String,
    /// Who sees to it.
    pub owner: String,
    /// The day of the decision.
    pub decided: NaiveDate,
    /// When it is to be done, for everything that leads to a publication.
    pub due: Option<NaiveDate>,
    /// When it is to be looked at again.
    pub review: Option<NaiveDate>,
    /// What preparing it takes.
    pub effort: PreparationEffort,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Publish once.
    PublishOnce,
    /// Publish again and again.
    PublishOnSchedule {
        /// Months from one publication to the next, 1 or more.
        every_months: u32,
    },
    /// Show people where it is already.
    Signpost,
    /// Not now.
    NotNow,
    /// It cannot be published.
    Cannot,
}

/// What preparing a publication takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PreparationEffort {
    /// Up to a day.
    Small,
    /// Up to a week.
    Medium,
    /// More than a week.
    Large,
}

impl Kind {
    /// Every kind, a schedule with the months a form offers first.
    pub const ALL: [Self; 5] = [
        Self::PublishOnce,
        Self::PublishOnSchedule { every_months: 3 },
        Self::Signpost,
        Self::NotNow,
        Self::Cannot,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PublishOnce => "publish_once",
            Self::PublishOnSchedule { .. } => "publish_on_schedule",
            Self::Signpost => "signpost",
            Self::NotNow => "not_now",
            Self::Cannot => "cannot",
        }
    }

    /// The words a page shows.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::PublishOnce => "Publish once".to_owned(),
            Self::PublishOnSchedule { every_months } => format!(
                "Publish every {}",
                match every_months {
                    1 => "month".to_owned(),
                    months => format!("{months} months"),
                }
            ),
            Self::Signpost => "Show where it is".to_owned(),
            Self::NotNow => "Not now".to_owned(),
            Self::Cannot => "Cannot be published".to_owned(),
        }
    }

    /// The kind of a stored word, with the months of a schedule.
    #[must_use]
    pub fn parse(word: &str, every_months: u32) -> Option<Self> {
        match word {
            "publish_once" => Some(Self::PublishOnce),
            "publish_on_schedule" => Some(Self::PublishOnSchedule { every_months }),
            "signpost" => Some(Self::Signpost),
            "not_now" => Some(Self::NotNow),
            "cannot" => Some(Self::Cannot),
            _ => None,
        }
    }

    /// Whether a topic can be dealt with so, as it stands and given its closed gates.
    ///
    /// # Errors
    /// What stands against it.
    pub fn allowed(self, standing: Standing, closed: &[Gate]) -> Result<(), DecisionFault> {
        let marked = match standing {
            Standing::Open => None,
            Standing::OwnRecords => Some("people's own records"),
            Standing::SingleIncident => Some("a single incident"),
            Standing::Excluded => Some("excluded"),
            Standing::Retired => return Err(DecisionFault::Retired),
        };
        match (self, marked) {
            (Self::NotNow | Self::Cannot, _) | (Self::Signpost, None) => Ok(()),
            (Self::PublishOnce | Self::PublishOnSchedule { .. } | Self::Signpost, Some(marked)) => {
                Err(DecisionFault::Marked(marked))
            }
            (Self::PublishOnce | Self::PublishOnSchedule { .. }, None) if closed.is_empty() => {
                Ok(())
            }
            (Self::PublishOnce | Self::PublishOnSchedule { .. }, None) => {
                let reasons: Vec<String> = closed.iter().map(|g| g.reason.to_string()).collect();
                Err(DecisionFault::Blocked(reasons.join("; ")))
            }
        }
    }

    /// The months of a schedule.
    #[must_use]
    pub const fn every_months(self) -> Option<u32> {
        match self {
            Self::PublishOnSchedule { every_months } => Some(every_months),
            Self::PublishOnce | Self::Signpost | Self::NotNow | Self::Cannot => None,
        }
    }
}

impl PreparationEffort {
    /// Every effort, the smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The stored letter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "S",
            Self::Medium => "M",
            Self::Large => "L",
        }
    }

    /// The words a page shows.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Small => "S: up to a day",
            Self::Medium => "M: up to a week",
            Self::Large => "L: more than a week",
        }
    }

    /// The effort of a stored letter.
    #[must_use]
    pub fn parse(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.as_str() == letter)
    }
}

/// Why a decision cannot be recorded as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecisionFault {
    /// No reason was written.
    #[error("Write the reason for the decision: it is published in the register.")]
    NoReason,
    /// Nobody is to see to it.
    #[error("Name the owner of the decision.")]
    NoOwner,
    /// A publication without a date.
    #[error("Give the date by which it is to be published.")]
    NoDueDate,
    /// A postponement without a date.
    #[error("Give the date on which the decision is to be reviewed.")]
    NoReviewDate,
    /// A date before the decision.
    #[error("Give dates that do not lie before the day of the decision.")]
    DateInThePast,
    /// A schedule of no months.
    #[error("Say after how many months it is published again, at least one.")]
    NoSchedule,
    /// A gate is closed.
    #[error("It cannot be published while a gate is closed: {0}.")]
    Blocked(String),
    /// The topic is marked as nothing to publish.
    #[error(
        "The topic is marked as {0}, so nothing is published about it. Decide \"Not now\" or \
         \"Cannot be published\", or first mark the topic as one that may be published."
    )]
    Marked(&'static str),
    /// The topic was merged into another.
    #[error("This topic is no longer used. Decide about the one it was merged into.")]
    Retired,
}

impl Decision {
    /// Checks that the decision can be recorded, as the topic stands and given its closed gates.
    ///
    /// # Errors
    /// The first thing that is missing or wrong.
    pub fn check(&self, standing: Standing, closed: &[Gate]) -> Result<(), DecisionFault> {
        self.kind.allowed(standing, closed)?;
        if self.reason.trim().is_empty() {
            return Err(DecisionFault::NoReason);
        }
        if self.owner.trim().is_empty() {
            return Err(DecisionFault::NoOwner);
        }
        let early = |day: Option<NaiveDate>| day.is_some_and(|day| day < self.decided);
        if early(self.due) || early(self.review) {
            return Err(DecisionFault::DateInThePast);
        }
        match self.kind {
            Kind::PublishOnSchedule { every_months: 0 } => Err(DecisionFault::NoSchedule),
            Kind::PublishOnce | Kind::PublishOnSchedule { .. } | Kind::Signpost
                if self.due.is_none() =>
            {
                Err(DecisionFault::NoDueDate)
            }
            Kind::NotNow if self.review.is_none() => Err(DecisionFault::NoReviewDate),
            Kind::PublishOnce
            | Kind::PublishOnSchedule { .. }
            | Kind::Signpost
            | Kind::NotNow
            | Kind::Cannot => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::publication::GateKind;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, d).unwrap()
    }

    fn publish() -> Decision {
        Decision {
            kind: Kind::PublishOnce,
            reason: "Nine people asked for it".into(),
            owner: "Roads".into(),
            decided: day(10),
            due: Some(day(30)),
            review: None,
            effort: PreparationEffort::Small,
        }
    }

    #[test]
    fn a_decision_needs_a_reason_an_owner_and_the_dates_of_its_kind() {
        assert_eq!(publish().check(Standing::Open, &[]), Ok(()));
        let faults = [
            (
                Decision {
                    reason: " ".into(),
                    ..publish()
                },
                DecisionFault::NoReason,
            ),
            (
                Decision {
                    owner: String::new(),
                    ..publish()
                },
                DecisionFault::NoOwner,
            ),
            (
                Decision {
                    due: None,
                    ..publish()
                },
                DecisionFault::NoDueDate,
            ),
            (
                Decision {
                    due: Some(day(9)),
                    ..publish()
                },
                DecisionFault::DateInThePast,
            ),
            (
                Decision {
                    kind: Kind::NotNow,
                    ..publish()
                },
                DecisionFault::NoReviewDate,
            ),
            (
                Decision {
                    kind: Kind::PublishOnSchedule { every_months: 0 },
                    ..publish()
                },
                DecisionFault::NoSchedule,
            ),
            (
                Decision {
                    kind: Kind::Signpost,
                    due: None,
                    ..publish()
                },
                DecisionFault::NoDueDate,
            ),
        ];
        for (decision, fault) in faults {
            assert_eq!(decision.check(Standing::Open, &[]), Err(fault));
        }
    }

    #[test]
    fn a_closed_gate_blocks_publishing_and_nothing_else() {
        let closed = [Gate {
            kind: GateKind::NotHeld,
            reason: "never collected".into(),
        }];
        let fault = publish().check(Standing::Open, &closed).unwrap_err();
        assert!(fault.to_string().contains("never collected"), "{fault}");
        assert_eq!(
            Decision {
                kind: Kind::Cannot,
                ..publish()
            }
            .check(Standing::Open, &closed),
            Ok(())
        );
    }

    #[test]
    fn nothing_is_published_about_a_marked_topic_and_nothing_decided_about_a_retired_one() {
        let on_a_schedule = Kind::PublishOnSchedule { every_months: 3 };
        for marked in [
            Standing::OwnRecords,
            Standing::SingleIncident,
            Standing::Excluded,
        ] {
            for kind in [Kind::PublishOnce, on_a_schedule, Kind::Signpost] {
                let refused = kind.allowed(marked, &[]);
                assert!(matches!(refused, Err(DecisionFault::Marked(_))));
            }
            for kind in [Kind::NotNow, Kind::Cannot] {
                assert_eq!(kind.allowed(marked, &[]), Ok(()));
            }
        }
        for kind in Kind::ALL {
            let refused = kind.allowed(Standing::Retired, &[]);
            assert_eq!(refused, Err(DecisionFault::Retired));
        }
    }
}
