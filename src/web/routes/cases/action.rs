//! One action on a case: its form, and what happens when the form is sent.

use super::actions::fields::{deals_with, effective_day};
use super::actions::{FormOf, Offer, Seek, Sought};
use super::begun::{filled, what_came};
use super::case::find;
use super::timeline::timeline;
use super::who_may::who_may;
use crate::casework::cases::act::{Acted, Instructed};
use crate::casework::secrets::form_token;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::{ActionKind, Refusal, SecondPerson, permit};
use crate::domain::section::Section;
use crate::store::CasePage as Stored;
use crate::store::PersonRow;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::cases::action::ActionPage;
use crate::web::pages::form::{FORM, FormErrors, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::routes::answer::{Answer, at_the_top, errors, on_the_form};
use crate::web::routes::mail::preview::{SEEN, shown};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{Either, State, get, post};

/// The form of an action.
#[get("/desk/requests/<reference>/<noun>/new?<came>&<message>", rank = 1)]
pub async fn form(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    noun: &str,
    came: Option<i64>,
    message: Option<&str>,
) -> Result<Answer, Failure> {
    let kind = ActionKind::of_noun(noun).ok_or(Failure::NotFound)?;
    let stored = find(site, &desk, reference).await?;
    let now = site.now();
    let case = &stored.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let circumstances = site
        .casework
        .circumstances(&regime, &calendar, desk.actor(), now.today);
    if let Err(refusal) = permit(case, kind, &circumstances) {
        let may = who_may(site, &stored, &refusal, &circumstances).await?;
        return Err(not_now(&refusal, &may));
    }
    let message = message.map(str::parse).transpose();
    let message = message.map_err(|_| Failure::NotFound)?;
    let typed = FormOf(kind).begun(site, &stored, message)?;
    let typed = filled(typed, kind, &stored, came)?
        .with("version", &stored.stored.version.to_string())
        .with("submission", &form_token()?.to_string());
    let page = page(site, &desk, kind, &stored, (&typed, &[])).await?;
    // With nothing to type, the letter there is to send or to clear is shown at once.
    if page.fields.is_empty()
        && let Ok(instructed) = read(reference, kind, &typed)
        && let Some(letter) = site
            .casework
            .cases()
            .preview(&instructed, desk.actor(), now)
            .await?
    {
        return shown(site, &desk, kind, &stored, (&letter, &typed, false));
    }
    Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page)
}

/// Carries an action out, once its letter has been seen where it sends one.
#[post("/desk/requests/<reference>/<noun>", data = "<form>", rank = 1)]
pub async fn act(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    noun: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    let kind = ActionKind::of_noun(noun).ok_or(Failure::NotFound)?;
    desk.check(form.get("csrf"))?;
    let mut typed = form.into_inner();
    if typed.ticked("change") {
        let stored = find(site, &desk, reference).await?;
        let page = page(site, &desk, kind, &stored, (&typed, &[])).await?;
        return Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page);
    }
    if let Some(seek) = FormOf(kind).seek() {
        // On the heap, as are the forms below: what a route waits for is large enough without it.
        match Box::pin(sections_first(site, &desk, reference, (kind, seek), typed)).await? {
            Either::Left(found) => typed = found,
            Either::Right(answer) => return Ok(answer),
        }
    }
    let fault = match read(reference, kind, &typed) {
        Err(faults) => CaseworkFault::Invalid(faults),
        Ok(instructed) => {
            let (seen, now) = (typed.get(SEEN), site.now());
            match site
                .casework
                .cases()
                .act_seen(instructed, seen, desk.actor(), now)
                .await
            {
                Ok(Acted::Done) => {
                    let said = Box::pin(FormOf(kind).done(site, &desk, reference)).await?;
                    return Ok(Answer::done(links::case(reference), said));
                }
                Ok(Acted::Unseen(letter)) => {
                    let stored = find(site, &desk, reference).await?;
                    let change = !Box::pin(page(site, &desk, kind, &stored, (&typed, &[])))
                        .await?
                        .fields
                        .is_empty();
                    return shown(site, &desk, kind, &stored, (&letter, &typed, change));
                }
                Err(fault) => fault,
            }
        }
    };
    let stored = find(site, &desk, reference).await?;
    let (status, said) = refused(site, &desk, &stored, fault).await?;
    let mut page = Box::pin(page(site, &desk, kind, &stored, (&typed, &[]))).await?;
    if status == Status::Conflict {
        let seen = typed.get("version").parse().unwrap_or(0);
        let (regime, _) = site.casework.law_of(&stored.stored.case)?;
        page.changed = timeline(site, &stored, regime.currency, seen);
        page.version = stored.stored.version.to_string();
        // The refused form's token was given back with everything else it would have done.
        page.submission = form_token()?.to_string();
    }
    let frame = site.desk(&desk, None).at(Nav::Requests);
    Answer::wrong(site, &frame, &page.with_errors(said), status)
}

/// What was typed into a form, with the sections that were found; or the form again, where somebody is
/// looking for them.
async fn sections_first(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    (kind, seek): (ActionKind, Seek),
    typed: Typed,
) -> Result<Either<Typed, Answer>, Failure> {
    let stored = find(site, desk, reference).await?;
    let (regime, _) = site.casework.law_of(&stored.stored.case)?;
    let (typed, Sought { found, faults }) = seek(typed, &stored.stored.case.questions, &regime);
    if faults.is_empty() && found.is_empty() && typed.get("step") != "find" {
        return Ok(Either::Left(typed));
    }
    let page = page(site, desk, kind, &stored, (&typed, &found)).await?;
    let frame = site.desk(desk, None).at(Nav::Requests);
    Ok(Either::Right(if faults.is_empty() {
        Answer::page(site, &frame, &page)?
    } else {
        let page = page.with_errors(errors(faults));
        Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)?
    }))
}

/// What a refused form is told, or a failure that is not about it.
pub(in crate::web::routes) async fn refused(
    site: &Site,
    desk: &AtDesk,
    stored: &Stored,
    fault: CaseworkFault,
) -> Result<(Status, FormErrors), Failure> {
    Ok(match fault {
        CaseworkFault::NotAllowed(refusal) => {
            let now = site.now();
            let (regime, calendar) = site.casework.law_of(&stored.stored.case)?;
            let circumstances =
                site.casework
                    .circumstances(&regime, &calendar, desk.actor(), now.today);
            let may = who_may(site, stored, &refusal, &circumstances).await?;
            let said = format!("{}. {may}", refusal.to_string().trim_end_matches('.'));
            (Status::UnprocessableEntity, at_the_top(said.trim_end()))
        }
        CaseworkFault::Stale => (Status::Conflict, FormErrors::default()),
        fault => (Status::UnprocessableEntity, on_the_form(fault)?),
    })
}

/// The letter of an action that has not been taken yet, as it is formatted.
#[post(
    "/desk/requests/<reference>/<noun>/formatted",
    data = "<form>",
    rank = 1
)]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    noun: &str,
    form: Form<Typed>,
) -> Result<RawHtml<String>, Failure> {
    let kind = ActionKind::of_noun(noun).ok_or(Failure::NotFound)?;
    desk.check(form.get("csrf"))?;
    let instructed = read(reference, kind, &form).map_err(CaseworkFault::Invalid)?;
    let letter = site
        .casework
        .cases()
        .preview(&instructed, desk.actor(), site.now())
        .await?;
    Ok(RawHtml(letter.ok_or(Failure::NotFound)?.html))
}

/// A refusal as its own page, with who may do it where that is somebody else.
fn not_now(refusal: &Refusal, may: &str) -> Failure {
    Failure::Refused(if may.is_empty() {
        refusal.to_string()
    } else {
        format!("{refusal}. {may}")
    })
}

/// What a form says to do.
pub(in crate::web::routes) fn read(
    reference: &str,
    kind: ActionKind,
    typed: &Typed,
) -> Result<Instructed, Vec<Invalid>> {
    let instruction = FormOf(kind).read(typed);
    let on = effective_day(typed);
    let version = typed.get("version").parse();
    let deals_with = deals_with(typed);
    match (instruction, on, deals_with, version, typed.form_token()) {
        (Ok(instruction), Ok(on), Ok(deals_with), Ok(version), Ok(token)) => Ok(Instructed {
            reference: reference.to_owned(),
            version: Some(version),
            submission: token,
            on,
            deals_with,
            instruction,
        }),
        (instruction, on, deals_with, ..) => {
            let mut faults = Vec::new();
            faults.extend(instruction.err().unwrap_or_default());
            faults.extend(on.err().unwrap_or_default());
            faults.extend(deals_with.err().unwrap_or_default());
            if faults.is_empty() {
                faults.push(Invalid::new(
                    FORM,
                    "The form came without its hidden fields; open it again from the case",
                ));
            }
            Err(faults)
        }
    }
}

/// The form of an action with what was typed, and the sections that can be meant by it.
pub(in crate::web::routes) async fn page(
    site: &Site,
    desk: &AtDesk,
    kind: ActionKind,
    stored: &Stored,
    (typed, found): (&Typed, &[(u16, Vec<Section>)]),
) -> Result<ActionPage, Failure> {
    let case = &stored.stored.case;
    let (regime, _) = site.casework.law_of(case)?;
    let form = FormOf(kind);
    let (people, teams) = if form.offers_people() {
        let mut people = desk.reads(site).people().all().await?;
        people.retain(PersonRow::works_on_cases);
        (people, desk.reads(site).cases().teams().await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let questions: Vec<(u16, String)> = stored
        .questions
        .iter()
        .map(|q| (q.number, q.body.clone()))
        .collect();
    let second_person = site.casework.settings.clearance.second_person;
    let offer = Offer {
        regime: &regime,
        case,
        people: &people,
        teams: &teams,
        questions: &questions,
        documents: &stored.documents,
        found,
        review_request_by: case.ask_for_review_by(&site.casework.dates_of(&stored.stored)?),
        review_by_others: regime.review.somebody_else.is_some()
            && second_person == SecondPerson::Required,
    };
    let mut page = ActionPage::new(
        &stored.stored.reference,
        &stored.stored.subject,
        kind.noun(),
        kind.title(),
        form.submit(),
    );
    page.explanation = kind.explanation(&regime);
    page.consequence = form.consequence(site, stored, typed)?;
    page.material = form.material(stored);
    page.material.extend(what_came(kind, stored, typed));
    page.fields = form.fields(typed, &offer);
    // Where the letter is shown next, the button below that warns.
    page.warns = kind.ends() && !form.letter_next();
    page.version = typed.text("version");
    page.submission = typed.text("submission");
    form.furnish(&mut page, site, stored);
    for carried in ["message", "came"] {
        if let Some(value) = typed.some(carried) {
            page.hidden.push(Hidden::new(carried, value));
        }
    }
    Ok(page)
}
