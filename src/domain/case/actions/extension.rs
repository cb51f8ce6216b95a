//! Extending the time limit: on a ground of the regime, with the exemptions it is for where the law
//! asks for them (FOIA s.17(1)(b), (2)).

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::dates::limit_of;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::RUNNING;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::clock;
use crate::domain::regime::{ExtensionGround, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;

/// Extend the time limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Extend {
    /// The ground's id in the regime.
    pub ground: String,
    /// The new last day, or the regime's norm.
    pub until: Option<NaiveDate>,
    /// Commitment to the reasons given.
    pub digest: String,
    /// The exemptions whose public interest is being weighed.
    pub exemptions: Vec<Section>,
}

impl CaseAction for Extend {
    const NOUN: &'static str = "extensions";
    const TITLE: &'static str = "Extend the time limit";
    const DONE: &'static str = "The time limit is extended; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = RUNNING;

    fn explanation(_: &Regime) -> String {
        "The due date moves. The requester is told the reason and the new date in a letter."
            .to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        regime
            .extension_grounds
            .first()
            .map(|ground| &ground.section)
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        no_fee_awaited(case, circumstances)?;
        let regime = circumstances.regime;
        if regime.extension_grounds.is_empty() {
            return Err(Reason::NoExtensions(regime.short_title.clone()));
        }
        in_time(case, &regime.extension_grounds, circumstances)
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let regime = circumstances.regime;
        let mut grounds = regime.extension_grounds.iter();
        let found = grounds.find(|g| g.id == self.ground);
        in_time(case, found, circumstances)?;
        let found = found
            .ok_or_else(|| Reason::NoSuchGround(regime.short_title.clone(), self.ground.clone()))?;
        match &found.exemptions {
            Some(section) if self.exemptions.is_empty() => {
                return Err(Reason::ExtensionForNothing(
                    regime.words.exemption.clone(),
                    section.clone(),
                ));
            }
            None if !self.exemptions.is_empty() => {
                return Err(Reason::NotForExemptions(found.title.clone()));
            }
            Some(_) | None => {}
        }
        for section in &self.exemptions {
            let test = regime.exemption(section).and_then(|e| e.test(section));
            let test = test.ok_or_else(|| {
                Reason::UnknownExemption(section.clone(), regime.short_title.clone())
            })?;
            if !test.needs_public_interest() {
                return Err(Reason::NothingToWeigh(section.clone()));
            }
        }
        Ok(vec![Event::Extended {
            ground: self.ground.clone(),
            until: self.until,
            exemptions: self.exemptions.clone(),
            digest: Some(self.digest.clone()),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Extended { .. })
    }
}

/// The notice of an extension is owed within the limit it extends (FOIA s.17(1)-(2), EIR reg 7(3)).
fn in_time<'g>(
    case: &Case,
    grounds: impl IntoIterator<Item = &'g ExtensionGround>,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let (regime, calendar) = (circumstances.regime, circumstances.calendar);
    let by = clock::extension_by(
        regime,
        calendar,
        case.received,
        &case.clock_events,
        limit_of(case, regime)?,
        grounds,
    )?;
    match by {
        Some(by) if circumstances.on > by => Err(Reason::ExtensionTooLate(by)),
        Some(_) | None => Ok(()),
    }
}
