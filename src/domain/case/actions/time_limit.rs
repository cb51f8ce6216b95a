//! Saying that the limit of a variant of the regime applies, or the plain one again.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Saying that the limit of a variant of the regime applies, or the plain one again.
#[derive(Debug, Clone, PartialEq)]
pub struct ChooseVariant {
    /// The variant's id in the regime.
    pub variant: Option<String>,
}

impl CaseAction for ChooseVariant {
    const NOUN: &'static str = "time-limits";
    const TITLE: &'static str = "Choose the time limit";
    const DONE: &'static str = "The time limit is chosen, and the due date follows it.";
    const STAGES: &'static [Stage] = OPEN;

    fn explanation(_: &Regime) -> String {
        "The due date is counted again with the limit for this authority or information. A requester who was told another date is told the new one in a letter.".to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.limit.section)
    }

    fn facts(_: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        let regime = circumstances.regime;
        if regime.variants.is_empty() {
            return Err(Reason::NoVariants(regime.short_title.clone()));
        }
        Ok(())
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let regime = circumstances.regime;
        let unknown = |id: &&String| regime.variant(id).is_none();
        if let Some(id) = self.variant.as_ref().filter(unknown) {
            let title = regime.short_title.clone();
            return Err(Reason::NoSuchVariant(title, id.clone()));
        }
        if case.variant == self.variant {
            return Err(Reason::SameVariant);
        }
        Ok(vec![
            VariantChosen {
                variant: self.variant.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::VariantChosen(_))
    }
}

/// The limit of a variant of the regime was found to apply, or the plain one again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantChosen {
    /// The variant's id in the regime.
    pub variant: Option<String>,
}

impl Happening for VariantChosen {
    const KIND: &'static str = "variant_chosen";

    fn what(&self) -> String {
        "Chose the time limit".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        vec![self.variant.as_deref().map_or_else(
            || "The plain one.".to_owned(),
            |variant| format!("That for: {}.", variant.replace('_', " ")),
        )]
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Settled the time limit"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, _: NaiveDate) -> Option<String> {
        let limit = "We had counted the time for our answer by a limit that does not apply.";
        Some(limit.to_owned())
    }

    fn new_date(&self, _: NaiveDate, case: &Case, regime: &Regime) -> Option<String> {
        let limit = case.limit(regime);
        let (within, section) = (limit.in_words(), limit.section.in_full());
        Some(format!(
            "The time the law gives us for our answer is {within} ({section})."
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        case.facts.variant.clone_from(&self.variant);
    }
}
