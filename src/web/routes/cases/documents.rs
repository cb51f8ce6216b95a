//! Documents that go out with an answer: put with a case, read, taken off.

use super::case::find;
use crate::casework::CaseworkFault;
use crate::domain::ids::DocumentId;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::downloads::{Download, Reader, document};
use crate::web::failure::Failure;
use crate::web::flash::Flash;
use crate::web::forms::Typed;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::cases::documents::{DocumentForm, DocumentLine};
use crate::web::routes::answer::Answer;
use crate::web::site::Site;
use rocket::form::error::ErrorKind;
use rocket::form::{Errors, Form, FromForm};
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Either, State, get, post};
use std::io;

/// A document, and the token of its form.
#[derive(FromForm)]
pub struct Upload<'r> {
    #[field(default = String::new())]
    csrf: String,
    document: TempFile<'r>,
}

/// Puts a document with a case.
#[post("/desk/requests/<reference>/documents", data = "<upload>")]
pub async fn add(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    upload: Result<Form<Upload<'_>>, Errors<'_>>,
) -> Either<Result<Answer, Failure>, Status> {
    match upload {
        Ok(upload) => Either::Left(added(site, desk, reference, upload).await),
        Err(faults) => not_taken(&faults),
    }
}

/// What is answered to a document that did not come: it is written to the disk while it comes in.
pub fn not_taken(faults: &Errors<'_>) -> Either<Result<Answer, Failure>, Status> {
    if faults.iter().any(of_the_disk) {
        Either::Left(Err(Failure::DiskFull))
    } else {
        Either::Right(faults.status())
    }
}

/// Whether a document could not be taken because the disk is full.
pub(in crate::web::routes) fn of_the_disk(fault: &rocket::form::Error<'_>) -> bool {
    let ErrorKind::Io(fault) = &fault.kind else {
        return false;
    };
    let full = matches!(
        fault.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    );
    if full {
        tracing::error!(target: "daylight", "a document could not be taken: {fault}");
    }
    full
}

async fn added(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    upload: Form<Upload<'_>>,
) -> Result<Answer, Failure> {
    desk.check(&upload.csrf)?;
    let name = upload
        .document
        .raw_name()
        .map(|name| name.dangerous_unsafe_unsanitized_raw().as_str().to_owned());
    let added = match upload.document.path() {
        Some(file) => {
            let name = name.unwrap_or_default();
            site.casework
                .documents()
                .add_document(reference, &name, file, desk.actor(), site.now())
                .await
        }
        // The field was sent as words.
        None => return Ok(wrong(reference, "Choose a document".into())),
    };
    match added {
        Ok(()) => Ok(Answer::done(
            page_of(reference),
            "The document goes out with the answer.",
        )),
        Err(CaseworkFault::Invalid(faults)) => {
            let said = faults.into_iter().next().map(|fault| fault.message);
            Ok(wrong(reference, said.unwrap_or_default()))
        }
        Err(other) => Err(other.into()),
    }
}

/// One document.
#[get("/desk/requests/<reference>/documents/<id>")]
pub async fn read(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    id: DocumentId,
) -> Result<Download, Failure> {
    let stored = find(site, &desk, reference).await?;
    let row = stored.documents.iter().find(|row| row.public_id == id);
    let reader = Reader::Desk(desk.person.id);
    document(site, row.ok_or(Failure::NotFound)?, reader)
}

/// Takes a document off its case.
#[post("/desk/requests/<reference>/documents/<id>/removals", data = "<form>")]
pub async fn remove(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    id: DocumentId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    site.casework
        .documents()
        .remove_document(reference, id, desk.actor(), site.now())
        .await?;
    Ok(Answer::done(
        page_of(reference),
        "The document is off the case.",
    ))
}

/// The documents as the case page lists them.
pub fn lines(stored: &Stored) -> Vec<DocumentLine> {
    let reference = &stored.stored.reference;
    let may_change = stored.stored.case.takes_documents();
    stored
        .documents
        .iter()
        .map(|row| DocumentLine {
            name: row.name.clone(),
            href: links::document(reference, row.public_id),
            size: words::size(row.size),
            state: match (row.sent_at, may_change) {
                (Some(_), _) => "Went out with a letter",
                (None, true) if stored.stored.case.answer_in_review() => {
                    "Goes out with the outcome of the review"
                }
                (None, true) => "Goes out with the answer",
                (None, false) => "Has not gone out",
            }
            .to_owned(),
            remove: row
                .sent_at
                .is_none()
                .then(|| links::document_removal(reference, row.public_id)),
        })
        .collect()
}

/// The form that puts a document with a case, while that is allowed.
pub fn form(site: &Site, stored: &Stored) -> Option<DocumentForm> {
    let settings = &site.casework.settings;
    stored.stored.case.takes_documents().then(|| DocumentForm {
        action: links::documents(&stored.stored.reference),
        hint: format!(
            "At most {}. Documents travel with the letter up to {} in all; beyond, the letter leads to the requester\u{2019}s page, which offers them.",
            words::size(settings.storage.largest_document),
            words::size(settings.mail.largest_attachments)
        ),
    })
}

fn page_of(reference: &str) -> String {
    links::case(reference)
}

fn wrong(reference: &str, said: String) -> Answer {
    let flash = Flash::error(Redirect::to(page_of(reference)), said);
    Answer::Done(Box::new(flash))
}
