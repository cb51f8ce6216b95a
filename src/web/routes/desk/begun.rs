//! What the form of a decision holds before anything is typed, and the reasons typed into it.

use crate::casework::Invalid;
use crate::casework::reasons::reasons_field;
use crate::domain::case::Reasons;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::store::{CasePage as Stored, QuestionRow};
use crate::web::failure::Failure;
use crate::web::forms::Typed;

/// Of a question: how it was decided before.
pub fn begun_decision(stored: &Stored, number: u16) -> Result<Typed, Failure> {
    let row = stored.questions.iter().find(|q| q.number == number);
    let row = row.ok_or(Failure::NotFound)?;
    let decided = stored
        .stored
        .case
        .questions
        .iter()
        .find(|q| q.number == number);
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

/// Of a refusal: on what ground it was refused before.
pub fn begun_refusal(
    stored: &Stored,
    regime: &Regime,
    question: Option<u16>,
) -> Result<Typed, Failure> {
    let case = &stored.stored.case;
    let numbers: Vec<u16> = match question {
        Some(number) => vec![number],
        None => case.questions.iter().map(|q| q.number).collect(),
    };
    let first = case
        .questions
        .iter()
        .find(|q| numbers.first() == Some(&q.number));
    let first = first.ok_or(Failure::NotFound)?;
    let mut typed = Typed::default();
    for number in &numbers {
        typed = typed.with("numbers", &number.to_string());
    }
    let relied = first.refusal.as_ref();
    let Some((relied, ground)) = relied.and_then(|r| Some((r, regime.refusal(&r.ground)?))) else {
        return Ok(typed);
    };
    typed = typed.with("ground", &ground.id);
    if let Some(minutes) = relied.minutes {
        let hours = format!("{}:{:02}", minutes / 60, minutes % 60);
        typed = typed.with("hours", &hours);
    }
    if let Some(on) = relied.earlier {
        typed = typed.with_date("earlier_on", on);
    }
    if relied.without_notice {
        typed = typed.with("without_notice", "yes");
    }
    let row = stored
        .questions
        .iter()
        .find(|row| row.number == first.number);
    Ok(row.map_or(typed.clone(), |row| with_reasons(typed, row)))
}

fn with_reasons(mut typed: Typed, row: &QuestionRow) -> Typed {
    for reasons in &row.reasons {
        let field = |name| reasons_field(name, &reasons.section);
        for (name, text) in reasons.texts() {
            typed = typed.with(&field(name), text);
        }
        if let Some(on) = reasons.opinion_on {
            typed = typed.with_date(&field("opinion_on"), on);
        }
    }
    typed
}

/// The reasons of a section as typed.
///
/// # Errors
/// A day that is none.
pub fn reasons_typed(section: Section, typed: &Typed) -> Result<Reasons, Vec<Invalid>> {
    let field = |name: &str| reasons_field(name, &section);
    let text = |name: &str| typed.text(&field(name)).replace("\r\n", "\n");
    let opinion_on = typed.date(&field("opinion_on")).map_err(|_| {
        vec![Invalid::new(
            field("opinion_on"),
            "Enter a day, a month and a year, like 23 11 2026",
        )]
    })?;
    Ok(Reasons {
        withheld: text("withheld"),
        why: text("why"),
        harm: text("harm"),
        for_disclosure: text("for_disclosure"),
        for_withholding: text("for_withholding"),
        balance: text("balance"),
        opinion_by: text("opinion_by"),
        opinion: text("opinion"),
        opinion_on,
        completion: text("completion"),
        earlier: text("earlier"),
        together: text("together"),
        advice: text("advice"),
        section,
    })
}
