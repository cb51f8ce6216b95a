//! What the form of an action holds before anything is typed: how the case stands, or what the
//! requester sent and its day.

use super::own_words;
use super::waiting::said;
use crate::domain::case::ActionKind;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::parts::SummaryRow;
use chrono::Datelike;

/// What the form holds before anything is typed.
///
/// # Errors
/// [`Failure::NotFound`] where there is no such question or message.
pub fn begun(
    kind: ActionKind,
    stored: &Stored,
    message: Option<i64>,
    how_to_pay: &[String],
) -> Result<Typed, Failure> {
    let case = &stored.stored.case;
    let typed = Typed::default();
    Ok(match kind {
        ActionKind::Allocate => typed
            .with(
                "officer",
                &case.officer.map(|id| id.to_string()).unwrap_or_default(),
            )
            .with("team", case.team.as_deref().unwrap_or_default()),
        ActionKind::ChooseVariant => {
            typed.with("variant", case.variant.as_deref().unwrap_or_default())
        }
        ActionKind::SendForClearance => {
            let mut written = stored.writings.iter().rev();
            let advice = written.find(|row| row.kind == "advice");
            let typed = typed.with("help", advice.map_or("", |row| row.body.as_str()));
            if case.already_public {
                typed.with("already_public", "yes")
            } else {
                typed
            }
        }
        ActionKind::WriteLetter => own_words::begun(stored, message)?,
        ActionKind::IssueFeesNotice => typed.with("how_to_pay", &how_to_pay.join("\n")),
        ActionKind::SeekClarification
        | ActionKind::RecordClarification
        | ActionKind::RecordPayment
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::DecideQuestion
        | ActionKind::Refuse
        | ActionKind::Clear
        | ActionKind::ReturnToDraft
        | ActionKind::Extend
        | ActionKind::Answer
        | ActionKind::Transfer
        | ActionKind::Withdraw
        | ActionKind::Lapse
        | ActionKind::RequestReview
        | ActionKind::CompleteReview
        | ActionKind::RecordEffort
        | ActionKind::Close
        | ActionKind::AddNote
        | ActionKind::ReceiveReply
        | ActionKind::AskToWithdraw
        | ActionKind::GiveAddress
        | ActionKind::DealWith => typed,
    })
}

/// The form with what came of the requester and its day, where it is begun from that; a
/// clarification is begun from the reply that waits to be recorded.
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
        None if kind == ActionKind::RecordClarification => case.unrecorded_reply(),
        // The letter that answers a message deals with it.
        None => {
            let answered = typed.get("message").parse::<i64>().ok();
            let of_case = stored.messages.iter().find(|m| Some(m.id) == answered);
            let seq = of_case.and_then(|message| message.seq);
            seq.and_then(|seq| case.waiting.of(seq))
        }
    };
    let Some(came) = waiting else {
        return Ok(typed);
    };
    let typed = match field_of(kind) {
        Some(field) => typed.with(field, said(stored, came.seq)),
        None => typed,
    };
    Ok(typed
        .with("on-day", &came.on.day().to_string())
        .with("on-month", &came.on.month().to_string())
        .with("on-year", &came.on.year().to_string())
        .with("came", &came.seq.to_string()))
}

/// The field of a form that holds what the requester sent.
const fn field_of(kind: ActionKind) -> Option<&'static str> {
    match kind {
        ActionKind::RecordClarification => Some("text"),
        ActionKind::RequestReview => Some("points"),
        ActionKind::Allocate
        | ActionKind::ChooseVariant
        | ActionKind::SeekClarification
        | ActionKind::IssueFeesNotice
        | ActionKind::RecordPayment
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::DecideQuestion
        | ActionKind::Refuse
        | ActionKind::SendForClearance
        | ActionKind::Clear
        | ActionKind::ReturnToDraft
        | ActionKind::Extend
        | ActionKind::Answer
        | ActionKind::Transfer
        | ActionKind::Withdraw
        | ActionKind::Lapse
        | ActionKind::CompleteReview
        | ActionKind::RecordEffort
        | ActionKind::Close
        | ActionKind::WriteLetter
        | ActionKind::AddNote
        | ActionKind::ReceiveReply
        | ActionKind::AskToWithdraw
        | ActionKind::GiveAddress
        | ActionKind::DealWith => None,
    }
}

/// What the requester sent that the form deals with, where no field holds it.
pub fn what_came(kind: ActionKind, stored: &Stored, typed: &Typed) -> Option<SummaryRow> {
    let seq = typed.get("came").parse().ok()?;
    let came = stored.stored.case.waiting.of(seq)?;
    let label = format!("{} of {}", came.kind.title(), words::date(came.on));
    let held = field_of(kind).is_some();
    let said = match said(stored, seq) {
        "" => "There are no words with it.",
        said => said,
    };
    (!held).then(|| SummaryRow::new(label, said))
}
