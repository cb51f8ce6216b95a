//! Extending the time limit: on a ground of the regime, with the exemptions it is for where the law
//! asks for them (FOIA s.17(1)(b), (2)).

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::dates::limit_of;
use crate::domain::case::events::{Behind, Happening, Telling, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::RUNNING;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::regime::{ExtensionGround, Regime};
use crate::domain::section::Section;
use crate::domain::{clock, words};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            Extended {
                ground: self.ground.clone(),
                until: self.until,
                exemptions: self.exemptions.clone(),
                digest: Some(self.digest.clone()),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Extended(_))
    }
}

/// The time limit was extended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extended {
    /// The ground's id in the regime.
    pub ground: String,
    /// The new last day, or the regime's norm where none is named.
    pub until: Option<NaiveDate>,
    /// Commitment to the reasons given; none in a record from before texts of this kind were committed to.
    #[serde(default)]
    pub digest: Option<String>,
    /// The exemptions whose public interest is being weighed.
    #[serde(default)]
    pub exemptions: Vec<Section>,
}

impl Happening for Extended {
    const KIND: &'static str = "extended";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        "Extended the time limit".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let until = self
            .until
            .map(|until| format!("Until {}.", words::date(until)));
        let sections: Vec<String> = self.exemptions.iter().map(ToString::to_string).collect();
        let sections = (!sections.is_empty()).then(|| format!("For {}.", words::list(&sections)));
        until.into_iter().chain(sections).collect()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Extended the time for the answer"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["extension"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(said_by_mistake(
            on,
            "said we needed more time",
            "It no longer holds.",
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.extended = true;
        case.facts.clock_events.push(ClockEvent {
            kind: ClockEventKind::Extended,
            on,
            ground: Some(self.ground.clone()),
            until: self.until,
        });
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
