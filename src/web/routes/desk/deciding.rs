//! The pages of a decision and what is wrong with what was chosen on them.

use super::questions::questions;
use super::sections::{Named, finder, look_up};
use super::written::{of_a_question, of_a_refusal};
use crate::casework::Invalid;
use crate::domain::case::{ActionKind, Outcome, Reason};
use crate::domain::regime::{RefusalGround, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::forms::Typed;
use crate::web::pages::desk::decision::{Choose, DecisionPage, Step};
use crate::web::pages::form::{Choice, Field, FormErrors, Hidden};
use crate::web::pages::parts::{Link, SummaryRow};
use crate::web::site::Site;
use std::sync::Arc;

/// How the sections of a question are found.
const SECTIONS: Named<'_> = Named {
    field: "find",
    find: "find",
    boxes: "exemptions",
};

/// The heading of what a question rests on.
fn relied_on(regime: &Regime) -> String {
    let exemption = words::sentence(&regime.words.exemption);
    format!("{}s relied on", exemption.trim_end_matches('.'))
}

/// What the two steps come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deciding {
    /// One question is decided on what it asks about.
    Question,
    /// A request is refused for what it costs or what it is.
    Refusal,
}

impl Deciding {
    /// What is done to the case.
    #[must_use]
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Question => ActionKind::DecideQuestion,
            Self::Refusal => ActionKind::Refuse,
        }
    }
}

/// What the form of a step is shown for.
pub struct Shown<'a> {
    /// The site.
    pub site: &'a Site,
    /// The case.
    pub stored: &'a Stored,
    /// Its law.
    pub regime: Arc<Regime>,
    /// Deciding a question, or refusing a request.
    pub deciding: Deciding,
}

impl Shown<'_> {
    /// The field that is chosen first.
    pub fn choice(&self) -> &'static str {
        match self.deciding {
            Deciding::Refusal => "ground",
            Deciding::Question => "outcome",
        }
    }

    fn ground(&self, typed: &Typed) -> Option<&RefusalGround> {
        self.regime.refusal(typed.get("ground"))
    }

    /// What happened, once it has.
    pub fn said(&self, typed: &Typed) -> String {
        match self.deciding {
            Deciding::Refusal => {
                let ground = self.ground(typed);
                let section = ground.map_or_else(String::new, |g| g.section.to_string());
                format!(
                    "Refused under {section}. The draft can go for clearance once every question has an outcome."
                )
            }
            Deciding::Question => format!("Question {} is decided.", typed.get("number")),
        }
    }

    /// The sections that were typed, and why there are none.
    pub fn look_up(&self, typed: &Typed) -> (Vec<Section>, Vec<Invalid>) {
        let looked_up = look_up(&self.regime, SECTIONS, typed);
        (looked_up.found, looked_up.fault.into_iter().collect())
    }

    /// What is wrong with the choice.
    pub fn unfit(&self, typed: &Typed) -> Vec<Invalid> {
        if self.deciding == Deciding::Refusal {
            return match self.ground(typed) {
                Some(_) => Vec::new(),
                None => vec![Invalid::new("ground", "Choose the ground")],
            };
        }
        let Some(outcome) = Outcome::parse(typed.get("outcome")) else {
            return vec![Invalid::new("outcome", "Choose an outcome")];
        };
        let sections = typed.all("exemptions");
        let wrong = |reason: Reason| {
            let text = words::sentence(&reason.to_string());
            vec![Invalid::new("find", text.trim_end_matches('.').to_owned())]
        };
        if outcome.withholds() && sections.is_empty() {
            return wrong(Reason::NoExemption);
        }
        if !outcome.withholds() && outcome != Outcome::NotHeld && !sections.is_empty() {
            return wrong(Reason::NeedlessExemption);
        }
        for section in sections.into_iter().map(Section::new) {
            let exemption = self.regime.exemption(&section);
            let Some(test) = exemption.and_then(|e| e.test(&section)) else {
                let law = self.regime.short_title.clone();
                return wrong(Reason::UnknownExemption(section, law));
            };
            let neither = outcome == Outcome::NeitherConfirmedNorDenied;
            if neither && !test.ncnd {
                return wrong(Reason::NoNcnd(section));
            }
            if !neither && test.only_ncnd {
                return wrong(Reason::OnlyNcnd(section));
            }
        }
        Vec::new()
    }

    fn page(&self, typed: &Typed, step: Step) -> DecisionPage {
        let reference = &self.stored.stored.reference;
        let case_href = format!("/desk/requests/{reference}");
        let several = self.stored.questions.len() > 1;
        let numbers = typed.all("numbers");
        let (heading, explanation) = match (self.deciding, &numbers[..]) {
            (Deciding::Refusal, [one]) if several => (
                format!("Refuse question {one}"),
                "On a ground that is about the request, such as its cost, and not about the information.",
            ),
            (Deciding::Refusal, _) => (
                "Refuse the whole request".to_owned(),
                "On a ground that is about the request, such as its cost, and not about the information. Every question is decided by it, also one that was decided before.",
            ),
            (Deciding::Question, _) => (
                format!("Decide question {}", typed.get("number")),
                "An outcome for this question. The draft can go for clearance once every question has one.",
            ),
        };
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
            action: format!("{case_href}/{}", self.deciding.kind().noun()),
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
    pub fn choose(&self, typed: &Typed, found: &[Section]) -> DecisionPage {
        let instead = self.instead(typed);
        let step = match self.deciding {
            Deciding::Refusal => Choose {
                choice: self.grounds(typed),
                finder: None,
                instead,
            },
            Deciding::Question => Choose {
                choice: Field::radios(
                    "outcome",
                    "Outcome",
                    Choice::with_chosen(
                        &Outcome::DECIDABLE.map(|o| Choice::new(o.as_str(), o.title())),
                        &[typed.get("outcome")],
                    ),
                ),
                finder: Some(Field::finder(
                    SECTIONS.field,
                    relied_on(&self.regime),
                    finder(&self.regime, SECTIONS, &typed.all(SECTIONS.boxes), found),
                )),
                instead,
            },
        };
        let mut page = self.page(typed, Step::Choose(Box::new(step)));
        let own = [
            "csrf",
            "version",
            "submission",
            "step",
            "find",
            "exemptions",
            "section",
            self.choice(),
        ];
        page.hidden = typed.carried(&own);
        page
    }

    fn grounds(&self, typed: &Typed) -> Field {
        let grounds: Vec<Choice> = self
            .regime
            .refusals
            .iter()
            .map(|ground| {
                let label = format!("{} {}", ground.section, ground.title);
                let choice = Choice::new(ground.id.clone(), label);
                if ground.uncertain {
                    choice.hint("Not checked against the text in force: have it read first.")
                } else {
                    choice
                }
            })
            .collect();
        let chosen = [typed.get("ground")];
        Field::radios("ground", "Ground", Choice::with_chosen(&grounds, &chosen))
    }

    /// The other form: each decides the same question.
    fn instead(&self, typed: &Typed) -> Option<Link> {
        let base = format!("/desk/requests/{}", self.stored.stored.reference);
        match self.deciding {
            Deciding::Refusal => {
                let [one] = typed.all("numbers")[..] else {
                    return None;
                };
                let to = format!("{base}/decisions/new?question={one}");
                let label = format!("Decide question {one} on the information itself");
                Some(Link::new(label, to))
            }
            Deciding::Question if self.regime.refusals.is_empty() => None,
            Deciding::Question => {
                let to = format!("{base}/refusals/new?question={}", typed.get("number"));
                Some(Link::new(
                    "Refuse it on a ground about the request, such as its cost",
                    to,
                ))
            }
        }
    }

    /// The second step.
    pub fn write(&self, typed: &Typed) -> DecisionPage {
        let (written, own) = match (self.deciding, self.ground(typed)) {
            (Deciding::Refusal, Some(ground)) => {
                let case = &self.stored.stored.case;
                let band = &self.site.casework.settings.law.cost_band;
                let written = of_a_refusal(&self.regime, ground, case.received, band, typed);
                (written, vec!["numbers", "ground"])
            }
            (Deciding::Question, _) | (Deciding::Refusal, None) => (
                of_a_question(&self.regime, typed),
                vec!["number", "outcome", "exemptions"],
            ),
        };
        let mut page = self.page(typed, Step::Write(Box::new(written)));
        page.hidden = own
            .into_iter()
            .flat_map(|name| {
                let values = typed.all(name).into_iter();
                values.map(move |value| Hidden::new(name, value))
            })
            .collect();
        if let Some(ground) = self.ground(typed) {
            // The fields of the ground are named by it.
            page.hidden
                .push(Hidden::new("section", ground.section.as_str()));
        }
        page
    }
}
