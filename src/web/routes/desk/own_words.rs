//! The form of a letter in an officer's own words: before anything is typed, and whom it goes to.

use crate::casework::inbox::without_marks;
use crate::domain::ids::MessageId;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::parts::SummaryRow;

/// What the form of a letter holds; `message` is the message on the case that it answers.
///
/// # Errors
/// [`Failure::NotFound`] where that message is not on the case.
pub fn begun(stored: &Stored, message: Option<MessageId>) -> Result<Typed, Failure> {
    let typed = Typed::default();
    let Some(id) = message else {
        return Ok(typed.with("about", "Your request"));
    };
    let answered = stored.messages.iter().find(|row| row.public_id == id);
    let subject = without_marks(&answered.ok_or(Failure::NotFound)?.subject);
    let own = format!("{}:", stored.stored.reference);
    let about = match subject.strip_prefix(&own).unwrap_or(subject).trim() {
        "" => "Your message",
        about => about,
    };
    Ok(typed.with("about", about).with("message", &id.to_string()))
}

/// Whom the letter goes to and what it answers, which need not have come from there.
#[must_use]
pub fn goes_to(stored: &Stored, typed: &Typed) -> Vec<SummaryRow> {
    let who = &stored.requester;
    let address = who.email.as_ref().or(who.address.as_ref());
    let address = address.map_or("no address", String::as_str);
    let name = who.name.as_deref().unwrap_or("The requester");
    let mut rows = vec![SummaryRow::new("Goes to", format!("{name}, {address}"))];
    let mut on_case = stored.messages.iter();
    let answered = on_case.find(|row| row.public_id.to_string() == typed.get("message"));
    if let Some(row) = answered {
        let subject = match row.subject.as_str() {
            "" => "a message without a subject",
            subject => subject,
        };
        let from = format!("{subject}, from {}", row.from_address);
        rows.push(SummaryRow::new("Answers and repeats", from));
    }
    rows
}
