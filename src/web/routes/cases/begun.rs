//! What the form of an action holds of what the requester sent, before anything is typed.

use super::actions::FormOf;
use super::waiting::said;
use crate::domain::case::ActionKind;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::parts::SummaryRow;
use chrono::Datelike;

/// The form with what came of the requester and its day, where it is begun from that.
///
/// # Errors
/// When it does not wait any more.
pub fn filled(
    typed: Typed,
    kind: ActionKind,
    stored: &Stored,
    came: Option<i64>,
) -> Result<Typed, Failure> {
    let case = &stored.stored.case;
    let waiting = match came {
        Some(seq) => {
            let gone = || Failure::Refused("somebody has dealt with that already".to_owned());
            Some(case.waiting.of(seq).ok_or_else(gone)?)
        }
        None => FormOf(kind).waits(stored, &typed),
    };
    let Some(came) = waiting else {
        return Ok(typed);
    };
    let typed = match FormOf(kind).holds() {
        Some(field) => typed.with(field, said(stored, came.seq)),
        None => typed,
    };
    Ok(typed
        .with("on-day", &came.on.day().to_string())
        .with("on-month", &came.on.month().to_string())
        .with("on-year", &came.on.year().to_string())
        .with("came", &came.seq.to_string()))
}

/// What the requester sent that the form deals with, where no field holds it.
pub fn what_came(kind: ActionKind, stored: &Stored, typed: &Typed) -> Option<SummaryRow> {
    let seq = typed.get("came").parse().ok()?;
    let came = stored.stored.case.waiting.of(seq)?;
    let label = format!("{} of {}", came.kind.title(), words::date(came.on));
    let held = FormOf(kind).holds().is_some();
    let said = match said(stored, seq) {
        "" => "There are no words with it.",
        said => said,
    };
    (!held).then(|| SummaryRow::new(label, said))
}
