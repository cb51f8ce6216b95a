//! The form of a letter in an officer's own words: what it answers, whom it goes to, and the documents
//! that go with it.

pub(super) use crate::casework::cases::actions::WriteLetter;

use super::fields::{area, one, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::casework::mail::inbox::without_marks;
use crate::domain::case::Waiting;
use crate::domain::ids::MessageId;
use crate::domain::words;
use crate::store::{CasePage as Stored, DocumentRow};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use crate::web::pages::cases::action::{ActionPage, UPLOADED, Upload};
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

impl ActionForm for WriteLetter {
    const LETTER_NEXT: bool = true;
    const ANSWERS_A_MESSAGE: bool = true;

    fn begun(_: &Site, stored: &Stored, message: Option<MessageId>) -> Result<Typed, Failure> {
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

    /// The letter that answers a message deals with it.
    fn waits<'a>(stored: &'a Stored, typed: &Typed) -> Option<&'a Waiting> {
        let answered = typed.get("message");
        let mut of_case = stored.messages.iter();
        let message = of_case.find(|m| m.public_id.to_string() == answered)?;
        stored.stored.case.waiting.of(message.seq?)
    }

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let mut fields = vec![
            Field::text("about", "What is it about?", typed.get("about"))
                .hint("Its subject line, after the reference."),
            area(typed, "text", "Letter", 10)
                .hint("Without greeting and signature: these are put around it."),
        ];
        let choices: Vec<Choice> = offer.documents.iter().map(document).collect();
        if !choices.is_empty() {
            let chosen = Choice::with_chosen(&choices, &typed.all("documents"));
            fields.push(
                Field::checkboxes("documents", "Documents that go with it", chosen)
                    .hint("One that is not on the case yet is put there below."),
            );
        }
        fields
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let again = "Open the form again from the message it answers";
        let answers = typed.some("message").map(str::parse).transpose();
        let answers = answers.map_err(|_| one("about", again))?;
        let documents = typed.all("documents").into_iter().map(str::parse);
        let documents: Result<_, _> = documents.collect();
        let documents =
            documents.map_err(|_| one("documents", "Choose documents from the list"))?;
        // Chosen, and not put there: a browser sends no more than its name with this button.
        if typed.ticked(UPLOADED) {
            let first = "Press \u{201c}Put it with the letter\u{201d} first, so that the document goes with it";
            return Err(one(UPLOADED, first));
        }
        Ok(Self {
            about: text(typed, "about"),
            text: text(typed, "text"),
            answers,
            documents,
        })
    }

    /// Whom the letter goes to and what it answers, which need not have come from there.
    fn consequence(_: &Site, stored: &Stored, typed: &Typed) -> Result<Vec<SummaryRow>, Failure> {
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
        Ok(rows)
    }

    fn furnish(page: &mut ActionPage, site: &Site, stored: &Stored) {
        page.upload = Some(upload(site, stored));
    }
}

fn document(row: &DocumentRow) -> Choice {
    let size = words::size(row.size);
    let choice = Choice::new(row.public_id.to_string(), format!("{} ({size})", row.name));
    match row.sent_at {
        Some(_) => choice.hint("It went out with an earlier letter."),
        None => choice.hint("It then no longer waits to go with the answer."),
    }
}

/// How a document is put with the letter that is not on the case yet.
fn upload(site: &Site, stored: &Stored) -> Upload {
    let most = words::size(site.casework.settings.storage.largest_document);
    let waits = if stored.stored.case.takes_documents() {
        " Until the letter is sent it waits to go with the answer too, and an answer that was cleared goes back to the draft."
    } else {
        ""
    };
    Upload {
        action: links::letter_documents(&stored.stored.reference),
        hint: format!("At most {most}. What you typed above is kept.{waits}"),
        error: None,
    }
}
