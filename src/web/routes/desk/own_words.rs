//! The form of a letter in an officer's own words: before anything is typed, and whom it goes to.

use crate::casework::inbox::without_marks;
use crate::domain::ids::MessageId;
use crate::domain::words;
use crate::store::{CasePage as Stored, DocumentRow};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::desk::action::Upload;
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

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
    let subject = match answered {
        Some(row) => without_marks(&row.subject),
        // It may be an older one, which sending the letter looks for.
        None if stored.messages_left > 0 => "",
        None => return Err(Failure::NotFound),
    };
    let own = format!("{}:", stored.stored.reference);
    let about = match subject.strip_prefix(&own).unwrap_or(subject).trim() {
        "" => "Your message",
        about => about,
    };
    Ok(typed.with("about", about).with("message", &id.to_string()))
}

/// How a document is put with the letter that is not on the case yet.
#[must_use]
pub fn upload(site: &Site, stored: &Stored) -> Upload {
    let most = words::size(site.casework.settings.storage.largest_document);
    let waits = if stored.stored.case.takes_documents() {
        " Until the letter is sent it waits to go with the answer too, and an answer that was cleared goes back to the draft."
    } else {
        ""
    };
    Upload {
        action: format!(
            "/desk/requests/{}/letter-documents",
            stored.stored.reference
        ),
        hint: format!("At most {most}. What you typed above is kept.{waits}"),
        error: None,
    }
}

/// The fields with what was typed.
#[must_use]
pub fn fields(typed: &Typed, documents: &[DocumentRow]) -> Vec<Field> {
    let mut fields = vec![
        Field::text("about", "What is it about?", typed.get("about"))
            .hint("Its subject line, after the reference."),
        Field::textarea("text", "Letter", typed.get("text"), 10, None)
            .hint("Without greeting and signature: these are put around it."),
    ];
    let choices: Vec<Choice> = documents
        .iter()
        .map(|row| {
            let size = words::size(row.size);
            let choice = Choice::new(row.public_id.to_string(), format!("{} ({size})", row.name));
            match row.sent_at {
                Some(_) => choice.hint("It went out with an earlier letter."),
                None => choice.hint("It then no longer waits to go with the answer."),
            }
        })
        .collect();
    if !choices.is_empty() {
        let chosen = Choice::with_chosen(&choices, &typed.all("documents"));
        fields.push(
            Field::checkboxes("documents", "Documents that go with it", chosen)
                .hint("One that is not on the case yet is put there below."),
        );
    }
    fields
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
