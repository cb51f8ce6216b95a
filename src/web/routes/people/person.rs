//! One person at the desk, for managers: role, invitation, account.

use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::words;
use crate::store::{Filter, PersonRow};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Link, SummaryRow};
use crate::web::pages::people::person::{PersonPage, role_field};
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::routes::cases::filter::queue_href;
use crate::web::routes::people::list::standing;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// One person.
#[get("/desk/people/<id>")]
pub async fn person(
    site: &State<Site>,
    desk: Desk<to::SeePeople>,
    id: i64,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let row = found(site, &desk, id).await?;
    let page = page(site, &desk, &row, FormErrors::default()).await?;
    Answer::page(site, &site.desk(&desk, flash).at(Nav::People), &page)
}

/// Changes a role.
#[post("/desk/people/<id>/role", data = "<form>")]
pub async fn change_role(
    site: &State<Site>,
    desk: Desk<to::ManagePeople>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let row = found(site, &desk, id).await?;
    // A role that is none of the desk's is refused by the use case.
    let role = Role::parse(form.get("role")).unwrap_or(Role::System);
    let changed = site
        .casework
        .accounts()
        .change_role(id, role, desk.actor(), site.now())
        .await;
    match changed {
        Ok(()) => {
            let open = open_cases(site, &desk, id).await?;
            let mut said = format!("The role of {} is {role} now.", row.name);
            if open > 0 && !role.may(Right::WorkOnCases) {
                said = format!("{said} {}.", left_behind(open));
            }
            Ok(Answer::done(links::person(id), said))
        }
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = page(site, &desk, &row, said).await?;
            let frame = site.desk(&desk, None).at(Nav::People);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

/// Sends an invitation again.
#[post("/desk/people/<id>/invitations", data = "<form>")]
pub async fn invite_again(
    site: &State<Site>,
    desk: Desk<to::ManagePeople>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let row = found(site, &desk, id).await?;
    site.casework
        .accounts()
        .invite_again(id, desk.actor(), site.now())
        .await?;
    Ok(Answer::done(
        links::person(id),
        format!("The invitation is on its way to {}.", row.email),
    ))
}

/// Ends an account: on to the cases that are to be allocated to others.
#[post("/desk/people/<id>/endings", data = "<form>")]
pub async fn end(
    site: &State<Site>,
    desk: Desk<to::ManagePeople>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let row = found(site, &desk, id).await?;
    site.casework
        .accounts()
        .end_account(id, desk.actor(), site.now())
        .await?;
    let open = open_cases(site, &desk, id).await?;
    let name = &row.name;
    Ok(match open {
        0 => Answer::done(
            links::person(id),
            format!("{name} is signed out and can no longer sign in. No open case is theirs."),
        ),
        open if desk.may(Right::ReadCases) => Answer::done(
            queue_href(&theirs(id)),
            format!(
                "{name} is signed out and can no longer sign in. {}: {} here.",
                left_behind(open),
                if open == 1 { "it is" } else { "they are" }
            ),
        ),
        open => Answer::done(
            links::person(id),
            format!(
                "{name} is signed out and can no longer sign in. {}: tell a manager.",
                left_behind(open)
            ),
        ),
    })
}

/// That cases have to be given to others.
fn left_behind(open: usize) -> String {
    match open {
        1 => "Their open case is to be allocated to others".to_owned(),
        _ => format!(
            "Their {} are to be allocated to others",
            words::count(open, "open case")
        ),
    }
}

/// Lets somebody in again.
#[post("/desk/people/<id>/restorations", data = "<form>")]
pub async fn restore(
    site: &State<Site>,
    desk: Desk<to::ManagePeople>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let row = found(site, &desk, id).await?;
    site.casework
        .accounts()
        .restore_account(id, desk.actor(), site.now())
        .await?;
    let said = if row.password_hash.is_empty() {
        format!(
            "The account of {} is there again; send the invitation again.",
            row.name
        )
    } else {
        format!("{} can sign in again.", row.name)
    };
    Ok(Answer::done(links::person(id), said))
}

async fn found(site: &Site, desk: &AtDesk, id: i64) -> Result<PersonRow, Failure> {
    let row = desk.reads(site).people().person(id).await?;
    row.ok_or(Failure::NotFound)
}

/// The open cases of a person.
fn theirs(id: i64) -> Filter {
    Filter {
        open: true,
        officer: Some(id),
        ..Filter::default()
    }
}

async fn open_cases(site: &Site, desk: &AtDesk, id: i64) -> Result<usize, Failure> {
    let open = desk.reads(site).people().open_by_officer().await?;
    let open = open.get(&id).copied().unwrap_or(0);
    Ok(usize::try_from(open).unwrap_or(0))
}

async fn page(
    site: &Site,
    desk: &AtDesk,
    row: &PersonRow,
    errors: FormErrors,
) -> Result<PersonPage, Failure> {
    let open = open_cases(site, desk, row.id).await?;
    let own = desk.person.id == row.id;
    let fields = if own || !row.active {
        Vec::new()
    } else {
        role_field(row.role.as_str(), &errors)
    };
    let mut summary = vec![
        SummaryRow::new("Email address", row.email.clone()),
        SummaryRow::new("Role", row.role.to_string()),
    ];
    summary.extend(row.team.clone().map(|team| SummaryRow::new("Team", team)));
    summary.push(SummaryRow::new("Account", standing(row)));
    Ok(PersonPage {
        name: row.name.clone(),
        summary,
        open: (open > 0)
            .then(|| Link::new(words::count(open, "open case"), queue_href(&theirs(row.id)))),
        action: if own {
            String::new()
        } else {
            links::person(row.id)
        },
        fields,
        own,
        invited: row.active && row.password_hash.is_empty(),
        ended: !row.active,
        errors,
    })
}
