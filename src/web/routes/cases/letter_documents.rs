//! A document put straight onto the form of a letter in an officer's own words: the form comes back with
//! what was typed and the document chosen.

use super::action::page;
use super::case::find;
use super::documents::not_taken;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::ActionKind;
use crate::domain::plain::plain;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::pages::cases::action::UPLOADED;
use crate::web::pages::frame::Nav;
use crate::web::routes::answer::{Answer, errors};
use crate::web::site::Site;
use rocket::form::{Errors, Form, FromForm};
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::{Either, State, post};

/// What the form of a letter holds, with a document.
#[derive(FromForm)]
pub struct LetterUpload<'r> {
    #[field(default = String::new())]
    csrf: String,
    #[field(default = String::new())]
    version: String,
    #[field(default = String::new())]
    submission: String,
    #[field(default = String::new())]
    about: String,
    #[field(default = String::new())]
    text: String,
    #[field(default = String::new())]
    message: String,
    #[field(default = String::new())]
    came: String,
    documents: Vec<String>,
    document: TempFile<'r>,
}

impl LetterUpload<'_> {
    /// What was typed, with these documents chosen, for a case that is at this version now.
    fn typed(&self, version: &str, documents: impl Iterator<Item = String>) -> Typed {
        let fields = [
            ("version", version),
            ("submission", &self.submission),
            ("about", &self.about),
            ("text", &self.text),
            ("message", &self.message),
            ("came", &self.came),
        ];
        let typed = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(<Typed as Default>::default(), |typed, (name, value)| {
                typed.with(name, &plain(value))
            });
        documents.fold(typed, |typed, id| typed.with("documents", &id))
    }
}

/// Puts a document with the case, and shows the form of the letter again.
#[post("/desk/requests/<reference>/letter-documents", data = "<upload>")]
pub async fn put(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    upload: Result<Form<LetterUpload<'_>>, Errors<'_>>,
) -> Either<Result<Answer, Failure>, Status> {
    match upload {
        Ok(upload) => Either::Left(shown(site, &desk, reference, &upload).await),
        Err(faults) => not_taken(&faults),
    }
}

async fn shown(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    upload: &LetterUpload<'_>,
) -> Result<Answer, Failure> {
    desk.check(&upload.csrf)?;
    let before = find(site, desk, reference).await?;
    let faults = put_down(site, desk, reference, upload).await?;
    let stored = find(site, desk, reference).await?;
    let there = |id| before.documents.iter().any(|row| row.public_id == id);
    let new = stored.documents.iter().map(|row| row.public_id);
    let new = new.filter(|id| !there(*id)).map(|id| id.to_string());
    // Whatever else changed meanwhile is still to be told.
    let version = if upload.version == before.stored.version.to_string() {
        stored.stored.version.to_string()
    } else {
        upload.version.clone()
    };
    let chosen = upload.documents.iter().cloned().chain(new);
    let typed = upload.typed(&version, chosen);
    let page = page(site, desk, ActionKind::WriteLetter, &stored, (&typed, &[])).await?;
    let frame = site.desk(desk, None).at(Nav::Requests);
    if faults.is_empty() {
        Answer::page(site, &frame, &page)
    } else {
        let page = page.with_errors(errors(faults));
        Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
    }
}

/// Puts the document with the case; what is wrong with it.
async fn put_down(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    upload: &LetterUpload<'_>,
) -> Result<Vec<Invalid>, Failure> {
    let name = upload.document.raw_name();
    let name = name.map(|name| name.dangerous_unsafe_unsanitized_raw().as_str().to_owned());
    let Some(file) = upload.document.path() else {
        return Ok(vec![Invalid::new(UPLOADED, "Choose a document")]);
    };
    let added = site
        .casework
        .documents()
        .add_letter_document(
            reference,
            &name.unwrap_or_default(),
            file,
            desk.actor(),
            site.now(),
        )
        .await;
    match added {
        Ok(()) => Ok(Vec::new()),
        Err(CaseworkFault::Invalid(faults)) => Ok(faults),
        Err(other) => Err(other.into()),
    }
}
