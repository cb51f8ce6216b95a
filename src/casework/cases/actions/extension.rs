//! Extending the time limit, and giving the notice of it.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::mail::letters::review_right;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, actions};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::mail::letters::{Extension, Ground};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Extends the time limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Extend {
    /// The ground's id in the regime.
    pub ground: String,
    /// The new last day; the regime's norm where none is named.
    pub until: Option<NaiveDate>,
    /// The exemptions whose public interest is being weighed.
    pub exemptions: Vec<Section>,
    /// Why more time is needed.
    pub why: String,
}

impl Instructs for Extend {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        needed(&[("why", &self.why, "Write why more time is needed")])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("why", &self.why)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::Extend {
            ground: self.ground.clone(),
            until: self.until,
            digest: preparing.commit(&self.why),
            exemptions: self.exemptions.clone(),
        };
        (action.into(), Some(("extension", self.why.clone())))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let (casework, regime, deadlines) = (told.casework, told.regime, &told.deadlines);
        let due = deadlines.due.unwrap_or(told.now.today);
        let ground = regime.ground(Some(&self.ground));
        let before = casework.deadlines(&told.before_last()?)?;
        let owed = before.due.unwrap_or(due);
        let mut disputed = deadlines.disputed(due);
        if disputed.is_empty() {
            disputed = before.disputed(owed);
        }
        let second = casework.settings.clearance.second_person;
        let weighed = self.exemptions.iter();
        let letter = Extension {
            frame: told.frame(),
            law: told.law(),
            section: ground.map_or_else(String::new, |g| g.section.in_full()),
            notice_section: ground
                .and_then(|g| g.notice.as_ref())
                .map(|notice| notice.section.in_full()),
            why: self.why.trim().to_owned(),
            grounds: weighed.map(|s| ground_of(regime, s)).collect(),
            due: owed,
            estimate: due,
            provisional: deadlines.is_provisional(due),
            disputed,
            review: review_right(told.case(), regime, deadlines, second),
        };
        casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}

/// An exemption whose public interest is still being weighed.
fn ground_of(regime: &Regime, section: &Section) -> Ground {
    let exemption = regime.exemption(section);
    let title = exemption.map(|exemption| exemption.title_of(section).to_owned());
    Ground {
        section: section.in_full(),
        title: title.unwrap_or_default(),
    }
}
