//! What the requester sent that waits for the desk, as a case page shows it.

use super::actions::FormOf;
use crate::casework::secrets::form_token;
use crate::domain::case::{ActionKind, Channel, Waiting, WaitingKind};
use crate::domain::words;
use crate::mail::letters::reflowed;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::links;
use crate::web::pages::cases::waiting::{NoteForm, WaitingItem};
use crate::web::pages::parts::Link;

/// Everything that waits, in the order it came; each with what can be done about it.
///
/// # Errors
/// When the machine gives no randomness.
pub fn waiting(stored: &Stored, can: &[ActionKind]) -> Result<Vec<WaitingItem>, Failure> {
    let items = stored.stored.case.waiting.iter();
    items.map(|item| waiting_item(stored, item, can)).collect()
}

fn waiting_item(
    stored: &Stored,
    item: &Waiting,
    can: &[ActionKind],
) -> Result<WaitingItem, Failure> {
    let reference = &stored.stored.reference;
    let message = stored.messages.iter().find(|m| m.seq == Some(item.seq));
    let correct = (item.kind == WaitingKind::NewAddress).then(|| {
        let href = links::correct_requester(reference);
        Link::new("Take the new address over", href)
    });
    let acts = acts_on(item.kind)
        .iter()
        .filter(|kind| can.contains(kind))
        .map(|kind| {
            let answered = message.filter(|_| FormOf(*kind).answers_a_message());
            let answered = answered.map(|message| message.public_id.to_string());
            let seq = item.seq;
            let href = links::action_about(reference, kind.noun(), seq, answered.as_deref());
            Link::new(kind.title(), href)
        });
    let acts = correct.into_iter().chain(acts).collect();
    let way = item.channel.map(Channel::by_way_of);
    Ok(WaitingItem {
        what: item.kind.title().to_owned(),
        when: match way {
            Some(way) => format!("{}, {way}", words::date(item.on)),
            None => words::date(item.on),
        },
        text: reflowed(said(stored, item.seq)),
        message: message.map(|m| Link::new("The message itself", links::message(m.public_id))),
        acts,
        note: NoteForm {
            action: links::act(reference, ActionKind::DealWith.noun()),
            came: item.seq.to_string(),
            version: stored.stored.version.to_string(),
            submission: form_token()?.to_string(),
        },
    })
}

/// What can follow from it, the likeliest first.
const fn acts_on(kind: WaitingKind) -> &'static [ActionKind] {
    match kind {
        WaitingKind::Reply => &[
            ActionKind::RecordClarification,
            ActionKind::WriteLetter,
            ActionKind::Withdraw,
        ],
        WaitingKind::Message => &[
            ActionKind::RecordClarification,
            ActionKind::RecordPayment,
            ActionKind::WriteLetter,
            ActionKind::RequestReview,
            ActionKind::Withdraw,
        ],
        WaitingKind::Withdrawal => &[ActionKind::Withdraw, ActionKind::WriteLetter],
        WaitingKind::NewAddress => &[ActionKind::WriteLetter],
        WaitingKind::Review => &[ActionKind::Allocate, ActionKind::CompleteReview],
    }
}

/// What stands beside an event; empty once erased.
pub fn said(stored: &Stored, seq: i64) -> &str {
    let writing = stored.writings.iter().find(|w| w.seq == seq);
    writing.map_or("", |w| w.body.as_str())
}
