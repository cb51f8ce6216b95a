//! The form of a letter in an officer's own words, before anything is typed.

use crate::casework::inbox::without_marks;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;

/// What the form of a letter holds; `message` is the message on the case that it answers.
///
/// # Errors
/// [`Failure::NotFound`] where that message is not on the case.
pub fn begun(stored: &Stored, message: Option<i64>) -> Result<Typed, Failure> {
    let typed = Typed::default();
    let Some(id) = message else {
        return Ok(typed.with("about", "Your request"));
    };
    let answered = stored.messages.iter().find(|row| row.id == id);
    let subject = without_marks(&answered.ok_or(Failure::NotFound)?.subject);
    let own = format!("{}:", stored.stored.reference);
    let about = match subject.strip_prefix(&own).unwrap_or(subject).trim() {
        "" => "Your message",
        about => about,
    };
    Ok(typed.with("about", about).with("message", &id.to_string()))
}
