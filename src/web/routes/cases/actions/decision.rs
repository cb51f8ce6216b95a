//! The form that decides a question: an outcome and sections first, then what has to be written.

pub(super) use crate::casework::cases::actions::DecideQuestion;

use super::ActionForm;
use super::fields::{one, text};
use super::reasons::{reasons_typed, with_reasons};
use crate::casework::Invalid;
use crate::domain::case::{ActionKind, Case, Outcome, Reason};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use crate::web::pages::cases::case::CaseAction;
use crate::web::pages::cases::decision::Choose;
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::Link;
use crate::web::routes::cases::deciding::{Decides, Heading, SECTIONS, Shown, Writes};
use crate::web::routes::cases::sections::finder;
use crate::web::routes::cases::written::of_a_question;

impl ActionForm for DecideQuestion {
    /// The next question without an outcome; one that has one is changed beside its text.
    fn button(button: CaseAction, case: &Case) -> Option<CaseAction> {
        let undecided = case.questions.iter().find(|q| q.outcome.is_none())?;
        let number = undecided.number;
        Some(CaseAction {
            label: format!("Decide question {number}"),
            href: format!("{}?question={number}", button.href),
            ..button
        })
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let number = typed.get("number").parse();
        let outcome = match typed.some("outcome") {
            Some(word) => Outcome::parse(word)
                .map(Some)
                .ok_or_else(|| one("outcome", "Choose an outcome from the list"))?,
            None => None,
        };
        let (Ok(number), Some(outcome)) = (number, outcome) else {
            return Err(one("outcome", "Choose an outcome"));
        };
        let sections = typed.all("exemptions").into_iter().map(Section::new);
        let reasons: Result<_, _> = sections.map(|s| reasons_typed(s, typed)).collect();
        Ok(Self {
            number,
            outcome,
            answer: text(typed, "answer"),
            reasons: reasons?,
        })
    }
}

impl Decides for DecideQuestion {
    const KIND: ActionKind = ActionKind::DecideQuestion;
    const CHOICE: &'static str = "outcome";

    /// How the question was decided before.
    fn begun_for(stored: &Stored, _: &Regime, question: Option<u16>) -> Result<Typed, Failure> {
        let number = question.unwrap_or(1);
        let row = stored.questions.iter().find(|q| q.number == number);
        let row = row.ok_or(Failure::NotFound)?;
        let mut decided = stored.stored.case.questions.iter();
        let decided = decided.find(|q| q.number == number);
        let decided = decided.filter(|q| q.refusal.is_none());
        let outcome = decided.and_then(|q| q.outcome).map_or("", |o| o.as_str());
        let mut typed = Typed::default()
            .with("number", &number.to_string())
            .with("outcome", outcome)
            .with("answer", &row.answer);
        for section in decided.into_iter().flat_map(|q| &q.exemptions) {
            typed = typed.with("exemptions", section.as_str());
        }
        Ok(with_reasons(typed, row))
    }

    fn said(_: &Regime, typed: &Typed) -> String {
        format!("Question {} is decided.", typed.get("number"))
    }

    fn unfit(regime: &Regime, typed: &Typed) -> Vec<Invalid> {
        let Some(outcome) = Outcome::parse(typed.get("outcome")) else {
            return one("outcome", "Choose an outcome");
        };
        let sections = typed.all("exemptions").into_iter().map(Section::new);
        let sections: Vec<Section> = sections.collect();
        match unfit_sections(regime, outcome, &sections) {
            Ok(()) => Vec::new(),
            Err(reason) => {
                let text = words::sentence(&reason.to_string());
                one("find", text.trim_end_matches('.'))
            }
        }
    }

    fn heading(_: &Stored, typed: &Typed) -> Heading {
        (
            format!("Decide question {}", typed.get("number")),
            "An outcome for this question. The draft can go for clearance once every question has one.",
        )
    }

    fn choose(shown: &Shown<'_>, typed: &Typed, found: &[Section]) -> Choose {
        let regime = &shown.regime;
        let outcomes = Outcome::DECIDABLE.map(|o| Choice::new(o.as_str(), o.title()));
        let outcomes = Choice::with_chosen(&outcomes, &[typed.get("outcome")]);
        let chosen = typed.all(SECTIONS.boxes);
        let exemption = words::sentence(&regime.words.exemption);
        Choose {
            choice: Field::radios("outcome", "Outcome", outcomes),
            finder: Some(Field::finder(
                SECTIONS.field,
                format!("{}s relied on", exemption.trim_end_matches('.')),
                finder(regime, SECTIONS, &chosen, found),
            )),
            instead: instead(shown, typed),
        }
    }

    fn write(shown: &Shown<'_>, typed: &Typed) -> Writes {
        Writes {
            write: of_a_question(&shown.regime, typed),
            carries: &["number", "outcome", "exemptions"],
            section: None,
        }
    }
}

/// Why an outcome cannot rest on these sections.
fn unfit_sections(regime: &Regime, outcome: Outcome, sections: &[Section]) -> Result<(), Reason> {
    if outcome.withholds() && sections.is_empty() {
        return Err(Reason::NoExemption);
    }
    if !outcome.withholds() && outcome != Outcome::NotHeld && !sections.is_empty() {
        return Err(Reason::NeedlessExemption);
    }
    for section in sections {
        let exemption = regime.exemption(section);
        let test = exemption
            .and_then(|e| e.test(section))
            .ok_or_else(|| Reason::UnknownExemption(section.clone(), regime.short_title.clone()))?;
        let neither = outcome == Outcome::NeitherConfirmedNorDenied;
        if neither && !test.ncnd {
            return Err(Reason::NoNcnd(section.clone()));
        }
        if !neither && test.only_ncnd {
            return Err(Reason::OnlyNcnd(section.clone()));
        }
    }
    Ok(())
}

/// The form of a refusal, which decides the same question.
fn instead(shown: &Shown<'_>, typed: &Typed) -> Option<Link> {
    let reference = &shown.stored.stored.reference;
    let number = typed.get("number").parse().ok();
    (!shown.regime.refusals.is_empty()).then(|| {
        Link::new(
            "Refuse it on a ground about the request, such as its cost",
            links::refusal(reference, number),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_carries_every_section_that_was_ticked() {
        let typed = Typed::default()
            .with("number", "2")
            .with("outcome", "refused")
            .with("exemptions", "s.31(1)(a)")
            .with("exemptions", "s.40(2)")
            .with("why-s_40_2_", "They are names.");
        let read = DecideQuestion::read(&typed);
        let Ok(DecideQuestion {
            number, reasons, ..
        }) = read
        else {
            panic!("{read:?}");
        };
        assert_eq!(number, 2);
        let relied: Vec<_> = reasons.iter().map(|r| r.section.as_str()).collect();
        assert_eq!(relied, ["s.31(1)(a)", "s.40(2)"]);
        assert_eq!(
            (reasons[0].why.as_str(), reasons[1].why.as_str()),
            ("", "They are names.")
        );
    }
}
