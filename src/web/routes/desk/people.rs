//! People at the desk, for managers.

use super::answer::{Answer, errors};
use super::filter::queue_href;
use crate::casework::CaseworkFault;
use crate::casework::people::PersonToAdd;
use crate::domain::role::Role;
use crate::store::Filter;
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::Desk;
use crate::web::pages::desk::people::{People, PersonRow, PersonValues};
use crate::web::pages::form::{Choice, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// The list of people and the form that adds one.
#[get("/desk/people")]
pub async fn people(
    site: &State<Site>,
    desk: Desk,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    managers_only(&desk)?;
    let values = PersonValues {
        role: Role::Officer.as_str().to_owned(),
        ..PersonValues::default()
    };
    let page = page(site, &values, FormErrors::default()).await?;
    Answer::page(site, &site.desk(&desk, flash).at(Nav::People), &page)
}

/// Adds a person.
#[post("/desk/people", data = "<form>")]
pub async fn add(site: &State<Site>, desk: Desk, form: Form<Typed>) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    managers_only(&desk)?;
    let person = PersonToAdd {
        name: form.text("name"),
        email: form.text("email"),
        password: form.text("password"),
        team: form.text("team"),
        // A role that is none of the two is refused with the other faults.
        role: Role::parse(form.get("role")).unwrap_or(Role::System),
    };
    let added = site
        .casework
        .add_person(person, desk.person.role, site.now())
        .await;
    match added {
        Ok(_) => Ok(Answer::done(
            "/desk/people".into(),
            format!("{} can sign in now.", form.get("name").trim()),
        )),
        Err(CaseworkFault::Invalid(faults)) => {
            let values = PersonValues {
                name: form.text("name"),
                email: form.text("email"),
                role: form.text("role"),
                team: form.text("team"),
            };
            let page = page(site, &values, errors(faults)).await?;
            let frame = site.desk(&desk, None).at(Nav::People);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
        Err(other) => Err(other.into()),
    }
}

fn managers_only(desk: &Desk) -> Result<(), Failure> {
    if desk.person.role == Role::Manager {
        Ok(())
    } else {
        Err(Failure::Forbidden(
            "Only a manager can see and add people; ask one".into(),
        ))
    }
}

async fn page(site: &Site, values: &PersonValues, errors: FormErrors) -> Result<People, Failure> {
    let store = &site.casework.store;
    let open = store.open_by_officer().await?;
    let rows = store
        .people()
        .await?
        .into_iter()
        .map(|person| {
            let count = open.get(&person.id).copied().unwrap_or(0);
            let theirs = Filter {
                open: true,
                officer: Some(person.id),
                ..Filter::default()
            };
            PersonRow {
                role: if person.active {
                    person.role
                } else {
                    format!("{}, cannot sign in", person.role)
                },
                name: person.name,
                email: person.email,
                team: person.team.unwrap_or_default(),
                open: count.to_string(),
                href: queue_href(&theirs),
            }
        })
        .collect();
    let teams: Vec<Choice> = store
        .teams()
        .await?
        .into_iter()
        .map(|team| Choice::new(team.clone(), team))
        .collect();
    Ok(People::new(rows, values, &teams, errors))
}
