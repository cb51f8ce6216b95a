//! The reasons of a section in a form: as they were written before, and as they are typed.

use super::fields::{NO_DATE, text};
use crate::casework::Invalid;
use crate::casework::cases::reasons::reasons_field;
use crate::domain::case::Reasons;
use crate::domain::section::Section;
use crate::store::QuestionRow;
use crate::web::forms::Typed;

/// The form with the reasons a question was decided for before.
pub fn with_reasons(mut typed: Typed, row: &QuestionRow) -> Typed {
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
    let text = |name: &str| text(typed, &field(name));
    let opinion_on = typed
        .date(&field("opinion_on"))
        .map_err(|_| vec![Invalid::new(field("opinion_on"), NO_DATE)])?;
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
        cure: text("cure"),
        section,
    })
}
