//! The two steps of a decision, and what is wrong with what was chosen in the first.

use super::actions::ActionForm;
use super::questions::questions;
use super::sections::{Named, look_up};
use crate::casework::Invalid;
use crate::domain::case::ActionKind;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use crate::web::pages::cases::decision::{Choose, DecisionPage, Step, Write};
use crate::web::pages::form::{FormErrors, Hidden};
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;
use std::sync::Arc;

/// How the sections of a question are found.
pub const SECTIONS: Named<'_> = Named {
    field: "find",
    find: "find",
    boxes: "exemptions",
};

/// A heading, and what it does in a sentence or two.
pub type Heading = (String, &'static str);

/// What has to be written in the second step.
pub struct Writes {
    /// The fields.
    pub write: Write,
    /// The fields of the first step that the form carries.
    pub carries: &'static [&'static str],
    /// The section its fields are named by, where it was not chosen among sections.
    pub section: Option<Section>,
}

/// An action whose form has two steps: what it comes to, and what has to be written for it.
pub(in crate::web) trait Decides: ActionForm {
    /// What is done to the case.
    const KIND: ActionKind;
    /// The field that is chosen first.
    const CHOICE: &'static str;

    /// What the form holds before anything is typed; `question` is the one it was opened for.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where there is no such question.
    fn begun_for(stored: &Stored, regime: &Regime, question: Option<u16>)
    -> Result<Typed, Failure>;

    /// What happened, once it has.
    fn said(regime: &Regime, typed: &Typed) -> String;

    /// What is wrong with the choice.
    fn unfit(regime: &Regime, typed: &Typed) -> Vec<Invalid>;

    /// What the page is called, and what it does.
    fn heading(stored: &Stored, typed: &Typed) -> Heading;

    /// What there is to choose, with the sections that were found.
    fn choose(shown: &Shown<'_>, typed: &Typed, found: &[Section]) -> Choose;

    /// What has to be written.
    fn write(shown: &Shown<'_>, typed: &Typed) -> Writes;
}

/// What the form of a step is shown for.
pub struct Shown<'a> {
    /// The site.
    pub site: &'a Site,
    /// The case.
    pub stored: &'a Stored,
    /// Its law.
    pub regime: Arc<Regime>,
}

impl Shown<'_> {
    /// The sections that were typed, and why there are none.
    pub fn look_up(&self, typed: &Typed) -> (Vec<Section>, Vec<Invalid>) {
        let looked_up = look_up(&self.regime, SECTIONS, typed);
        (looked_up.found, looked_up.fault.into_iter().collect())
    }

    fn page<D: Decides>(&self, typed: &Typed, step: Step) -> DecisionPage {
        let reference = &self.stored.stored.reference;
        let case_href = links::case(reference);
        let (heading, explanation) = D::heading(self.stored, typed);
        let numbers = typed.all("numbers");
        let numbers = || numbers.iter().copied().chain([typed.get("number")]);
        let material = self
            .stored
            .questions
            .iter()
            .filter(|q| numbers().any(|n| n == q.number.to_string()))
            .map(|q| SummaryRow::new(format!("Question {}", q.number), q.body.clone()));
        DecisionPage {
            reference: reference.clone(),
            subject: self.stored.stored.subject.clone(),
            action: format!("{case_href}/{}", D::KIND.noun()),
            case_href,
            heading,
            explanation: explanation.to_owned(),
            material: material.collect(),
            hidden: Vec::new(),
            version: typed.text("version"),
            submission: typed.text("submission"),
            changed: Vec::new(),
            stands: Vec::new(),
            errors: FormErrors::default(),
            step,
        }
    }

    /// How the questions that are decided stand in the record.
    pub fn stands(&self, typed: &Typed) -> Vec<SummaryRow> {
        let numbers = [typed.all("numbers"), typed.all("number")].concat();
        let questions = questions(self.stored, &self.regime, false).into_iter();
        questions
            .filter(|question| numbers.contains(&question.number.as_str()))
            .map(|question| {
                let outcome = question.outcome.map(|tag| tag.text);
                let outcome = outcome.unwrap_or_else(|| "Not decided".to_owned());
                let said = [format!("{outcome}.")]
                    .into_iter()
                    .chain(question.exemptions)
                    .chain(
                        [question.reasons]
                            .into_iter()
                            .filter(|said| !said.is_empty()),
                    );
                let label = format!("Question {}", question.number);
                SummaryRow::new(label, said.collect::<Vec<_>>().join("\n"))
            })
            .collect()
    }

    /// The first step, which carries whatever was typed in the second.
    pub fn choose<D: Decides>(&self, typed: &Typed, found: &[Section]) -> DecisionPage {
        let step = D::choose(self, typed, found);
        let mut page = self.page::<D>(typed, Step::Choose(Box::new(step)));
        let own = [
            "csrf",
            "version",
            "submission",
            "step",
            "find",
            "exemptions",
            "section",
            D::CHOICE,
        ];
        page.hidden = typed.carried(&own);
        page
    }

    /// The second step.
    pub fn write<D: Decides>(&self, typed: &Typed) -> DecisionPage {
        let writes = D::write(self, typed);
        let mut page = self.page::<D>(typed, Step::Write(Box::new(writes.write)));
        let carried = writes.carries.iter().flat_map(|&name| {
            let values = typed.all(name).into_iter();
            values.map(move |value| Hidden::new(name, value))
        });
        page.hidden = carried.collect();
        let section = writes.section.iter();
        page.hidden
            .extend(section.map(|section| Hidden::new("section", section.as_str())));
        page
    }
}
