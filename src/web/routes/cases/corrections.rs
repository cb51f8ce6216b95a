//! Correcting what is recorded of a case: what is wrong, what is right and why, what follows from
//! it, and only then the correction.

use super::case::find;
use super::correction_fields::{Wrong, entered, fields, material};
use super::timeline::timeline;
use crate::casework::cases::correct::{Correcting, Foreseen, Promise};
use crate::casework::secrets::form_token;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::cases::action::ActionPage;
use crate::web::pages::cases::corrections::{Correctable, Corrections};
use crate::web::pages::form::{FORM, FormErrors, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// What can be corrected, or the form for what was chosen.
#[get("/desk/requests/<reference>/corrections/new?<what>&<seq>")]
pub async fn choose(
    site: &State<Site>,
    desk: Desk<to::Correct>,
    reference: &str,
    what: Option<&str>,
    seq: Option<i64>,
) -> Result<Answer, Failure> {
    let stored = find(site, &desk, reference).await?;
    let frame = site.desk(&desk, None).at(Nav::Requests);
    let Some(what) = what else {
        return Answer::page(site, &frame, &parts(site, &stored));
    };
    let wrong = Wrong::parse(what).ok_or(Failure::NotFound)?;
    let mut typed = wrong
        .as_recorded(&stored)
        .with("version", &stored.stored.version.to_string())
        .with("submission", &form_token()?.to_string());
    if let Some(seq) = seq {
        typed = typed.with("seq", &seq.to_string());
    }
    let page = page(site, &desk, wrong, &stored, &typed)?;
    Answer::page(site, &frame, &page)
}

/// Shows what a correction comes to; makes it once that was seen.
#[post("/desk/requests/<reference>/corrections", data = "<form>")]
pub async fn make(
    site: &State<Site>,
    desk: Desk<to::Correct>,
    reference: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let typed = form.into_inner();
    let wrong = Wrong::parse(typed.get("what")).ok_or(Failure::NotFound)?;
    let done = seen_and_made(site, &desk, reference, wrong, &typed).await;
    let frame = site.desk(&desk, None).at(Nav::Requests);
    let (status, said) = match done {
        Ok(None) => {
            let back = links::case(reference);
            return Ok(Answer::done(back, "The correction is recorded."));
        }
        Ok(Some((foreseen, seen))) => {
            let stored = find(site, &desk, reference).await?;
            let page = page(site, &desk, wrong, &stored, &typed)?;
            return Answer::page(site, &frame, &with_consequence(page, &foreseen, &seen));
        }
        Err(CaseworkFault::Stale) => (Status::Conflict, FormErrors::default()),
        Err(fault) => (Status::UnprocessableEntity, on_the_form(fault)?),
    };
    let stored = find(site, &desk, reference).await?;
    let mut page = page(site, &desk, wrong, &stored, &typed)?;
    if status == Status::Conflict {
        let seen = typed.get("version").parse().unwrap_or(0);
        let (regime, _) = site.casework.law_of(&stored.stored.case)?;
        page.changed = timeline(site, &stored, regime.currency, seen);
        page.version = stored.stored.version.to_string();
        page.submission = form_token()?.to_string();
    }
    Answer::wrong(site, &frame, &page.with_errors(said), status)
}

/// Makes the correction where exactly what it comes to was seen; otherwise what it comes to, and
/// the mark of having seen it.
async fn seen_and_made(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    wrong: Wrong,
    typed: &Typed,
) -> Result<Option<(Foreseen, String)>, CaseworkFault> {
    let hidden = || {
        Invalid::new(
            FORM,
            "The form came without its hidden fields; open it again",
        )
    };
    let version = typed.get("version").parse();
    let (Ok(version), Ok(token)) = (version, typed.form_token()) else {
        return Err(CaseworkFault::Invalid(vec![hidden()]));
    };
    let correcting = Correcting {
        reference: reference.to_owned(),
        version,
        submission: token.to_string(),
        what: entered(wrong, typed).map_err(CaseworkFault::Invalid)?,
        why: typed.text("reason"),
    };
    let (casework, actor, now) = (&site.casework, desk.actor(), site.now());
    let foreseen = casework
        .corrections()
        .correct_seen(&correcting, typed.get("seen"), actor, now)
        .await?;
    Ok(foreseen.map(|foreseen| {
        let mark = foreseen.mark(&correcting);
        (foreseen, mark)
    }))
}

fn parts(site: &Site, stored: &Stored) -> Corrections {
    let case_href = links::case(&stored.stored.reference);
    let part = |wrong: Wrong| Correctable {
        label: wrong.label().to_owned(),
        href: format!("{case_href}/corrections/new?what={}", wrong.word()),
        now: wrong.recorded(site, stored),
    };
    let closed = stored.stored.case.closed.is_some();
    let parts = Wrong::ALL
        .into_iter()
        .filter(|wrong| *wrong != Wrong::Closed || closed)
        .map(part)
        .collect();
    Corrections {
        reference: stored.stored.reference.clone(),
        subject: stored.stored.subject.clone(),
        parts,
        case_href,
    }
}

fn page(
    site: &Site,
    desk: &AtDesk,
    wrong: Wrong,
    stored: &Stored,
    typed: &Typed,
) -> Result<ActionPage, Failure> {
    let mut page = ActionPage::new(
        &stored.stored.reference,
        &stored.stored.subject,
        "corrections",
        wrong.heading(),
        "Continue",
    );
    page.explanation = wrong.explanation().to_owned();
    page.fields = fields(site, desk, wrong, stored, typed)?;
    page.material = material(site, desk, wrong, stored)?;
    page.version = typed.text("version");
    page.submission = typed.text("submission");
    page.hidden.push(Hidden::new("what", wrong.word()));
    Ok(page)
}

/// The same form with what the correction comes to, and a button that makes it.
fn with_consequence(mut page: ActionPage, foreseen: &Foreseen, seen: &str) -> ActionPage {
    let rows = &mut page.consequence;
    if foreseen.before == foreseen.now {
        rows.push(SummaryRow::new(label(foreseen.now), day(foreseen.now)));
    } else {
        rows.push(SummaryRow::new("Before", said(foreseen.before)));
        rows.push(SummaryRow::new("Then", said(foreseen.now)));
    }
    if foreseen.back_to_draft {
        rows.push(SummaryRow::new(
            "Clearance",
            "The answer goes back to the draft and has to be cleared again.",
        ));
    }
    rows.push(SummaryRow::new(
        "Letter",
        match &foreseen.letter {
            Some(letter) => format!(
                "To {}, below.",
                letter.email.as_ref().unwrap_or(&letter.to_name)
            ),
            None => "None: nothing the requester was told changes.".to_owned(),
        },
    ));
    page.material = foreseen
        .letter
        .iter()
        .map(|letter| SummaryRow::new(letter.subject.clone(), letter.text.clone()))
        .collect();
    page.hidden.push(Hidden::new("seen", seen));
    "Make the correction".clone_into(&mut page.submit);
    page
}

const fn label(promise: Promise) -> &'static str {
    match promise {
        Promise::Answer(_) => "Answer due, as before",
        Promise::Review(_) => "Review due, as before",
        Promise::AskForReview(_) => "A review can be asked for until, as before",
        Promise::Answered | Promise::Nothing => "The case",
    }
}

fn day(promise: Promise) -> String {
    match (promise, promise.day()) {
        (Promise::Nothing, _) => "Closed, as before".to_owned(),
        (Promise::Answered, _) => "Answered, as before".to_owned(),
        (_, Some(day)) => words::long_date(day),
        (Promise::Answer(_), None) => "No date while the clock is stopped".to_owned(),
        (Promise::Review(_) | Promise::AskForReview(_), None) => "No date".to_owned(),
    }
}

fn said(promise: Promise) -> String {
    match promise {
        Promise::Answer(_) => format!("Answer due: {}", day(promise)),
        Promise::Review(_) => format!("Review due: {}", day(promise)),
        Promise::AskForReview(_) => format!("A review can be asked for until: {}", day(promise)),
        Promise::Answered => "Answered".to_owned(),
        Promise::Nothing => "Closed".to_owned(),
    }
}
