//! Saying that the limit of a variant of the regime applies, or the plain one again.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;

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
        Ok(vec![Event::VariantChosen {
            variant: self.variant.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::VariantChosen { .. })
    }
}
