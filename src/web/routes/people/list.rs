//! People at the desk, for managers.

use crate::casework::people::invited::PersonToInvite;
use crate::domain::role::Role;
use crate::store::{self, DeskActRow, Filter};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{Choice, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::TimelineEntry;
use crate::web::pages::people::list::{People, PersonRow, PersonValues};
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::routes::cases::filter::queue_href;
use crate::web::routes::cases::timeline::moment;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// How many acts the page lists.
const LATEST: u64 = 50;

/// The list of people and the form that invites one.
#[get("/desk/people")]
pub async fn people(
    site: &State<Site>,
    desk: Desk<to::SeePeople>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let values = PersonValues {
        role: Role::Officer.as_str().to_owned(),
        ..PersonValues::default()
    };
    let page = page(site, &desk, &values, FormErrors::default()).await?;
    Answer::page(site, &site.desk(&desk, flash).at(Nav::People), &page)
}

/// Invites a person.
#[post("/desk/people", data = "<form>")]
pub async fn invite(
    site: &State<Site>,
    desk: Desk<to::ManagePeople>,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let person = PersonToInvite {
        name: form.text("name"),
        email: form.text("email"),
        team: form.text("team"),
        // A role that is none of the desk's is refused with the other faults.
        role: Role::parse(form.get("role")).unwrap_or(Role::System),
    };
    let invited = site
        .casework
        .accounts()
        .invite(person, desk.actor(), site.now())
        .await;
    match invited {
        Ok(_) => Ok(Answer::done(
            links::people(),
            format!(
                "{} is invited: a link to choose a password is on its way to {}.",
                form.get("name").trim(),
                form.get("email").trim()
            ),
        )),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let values = PersonValues {
                name: form.text("name"),
                email: form.text("email"),
                role: form.text("role"),
                team: form.text("team"),
            };
            let page = page(site, &desk, &values, said).await?;
            let frame = site.desk(&desk, None).at(Nav::People);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

async fn page(
    site: &Site,
    desk: &AtDesk,
    values: &PersonValues,
    errors: FormErrors,
) -> Result<People, Failure> {
    let store = desk.reads(site);
    let open = store.people().open_by_officer().await?;
    let rows = store
        .people()
        .all()
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
                role: match standing(&person) {
                    CAN_SIGN_IN => person.role.to_string(),
                    cannot => format!("{}, {cannot}", person.role),
                },
                page: links::person(person.id),
                name: person.name,
                email: person.email,
                team: person.team.unwrap_or_default(),
                open: count.to_string(),
                href: queue_href(&theirs),
            }
        })
        .collect();
    let teams: Vec<Choice> = store
        .cases()
        .teams()
        .await?
        .into_iter()
        .map(|team| Choice::new(team.clone(), team))
        .collect();
    let acts = store.people().desk_acts(LATEST).await?;
    let timeline = acts.iter().map(|act| done(site, act)).collect();
    Ok(People::new(rows, values, &teams, timeline, errors))
}

const CAN_SIGN_IN: &str = "can sign in";

/// How an account stands.
pub(in crate::web::routes) fn standing(person: &store::PersonRow) -> &'static str {
    if !person.active {
        "cannot sign in: the account has ended"
    } else if person.password_hash.is_empty() {
        "invited, has not chosen a password yet"
    } else {
        CAN_SIGN_IN
    }
}

fn done(site: &Site, act: &DeskActRow) -> TimelineEntry {
    let role = act.role.map_or("", Role::with_article);
    let who = match act.by.as_str() {
        "" => "by a link",
        name => name,
    };
    TimelineEntry::new(moment(site, act.at), who, act.what.said(&act.about, role))
}
