//! Assessing a topic for publication: the gates a person closes, and the rubric with its reason.

use crate::casework::Invalid;
use crate::casework::publication::assess::Assessed;
use crate::casework::secrets::form_token;
use crate::domain::publication::{Assessment, SmallNumbers};
use crate::domain::words;
use crate::store::TopicRow;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::topics::form::TopicForm;
use crate::web::routes::answer::{Answer, errors, on_the_form};
use crate::web::site::Site;
use chrono::Datelike;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// The form, with the assessment that stands.
#[get("/desk/topics/<id>/assessments/new")]
pub async fn form(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
) -> Result<Answer, Failure> {
    let topic = find(site, &desk, id).await?;
    let stands = desk.reads(site).publication().assessment(id).await?;
    let typed = typed(&stands.unwrap_or_default());
    let page = page(site, &topic, &typed).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// Records an assessment.
#[post("/desk/topics/<id>/assessments", data = "<form>")]
pub async fn assess(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let topic = find(site, &desk, id).await?;
    let said = match form.date("describes_until") {
        Err(_) => errors(vec![Invalid::new(
            "describes_until",
            "Enter a day like 31 3 2026, or leave it empty",
        )]),
        Ok(until) => {
            let entered = Assessed {
                not_held: form.text("not_held"),
                exempt: form.text("exempt"),
                personal_data: form.text("personal_data"),
                no_own_files: form.text("no_own_files"),
                describes_until: until,
                preparation_hours: form.text("preparation_hours"),
                small_numbers: form.text("small_numbers"),
                rubric: form.text("rubric"),
                rubric_reason: form.text("rubric_reason"),
                signals: form.text("signals"),
            };
            let submission = form.form_token()?.to_string();
            let done = site
                .casework
                .publishing()
                .assess_topic(id, &entered, &submission, desk.actor(), site.now())
                .await;
            match done {
                Ok(()) => {
                    let back = links::topic(id);
                    return Ok(Answer::done(back, "The assessment is recorded."));
                }
                Err(fault) => on_the_form(fault)?,
            }
        }
    };
    let page = page(site, &topic, &form).await?.with_errors(said);
    let frame = site.desk(&desk, None).at(Nav::Topics);
    Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
}

async fn find(site: &Site, desk: &AtDesk, id: i64) -> Result<TopicRow, Failure> {
    let topic = desk.reads(site).topics().topic(id).await?;
    topic.ok_or(Failure::NotFound)
}

fn typed(stands: &Assessment) -> Typed {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let checks = &stands.checks;
    let interest = &stands.public_interest;
    let (points, reason) = match &interest.rubric {
        Some((points, reason)) => (points.to_string(), reason.clone()),
        None => (String::new(), String::new()),
    };
    let hours = checks.preparation_hours.map(|hours| hours.to_string());
    let mut typed = <Typed as Default>::default()
        .with("not_held", &text(&checks.not_held))
        .with("exempt", &text(&checks.exempt))
        .with("personal_data", &text(&checks.personal_data))
        .with("no_own_files", &text(&checks.no_own_files))
        .with("preparation_hours", &text(&hours))
        .with(
            "small_numbers",
            match checks.small_numbers {
                SmallNumbers::NotNeeded => "not_needed",
                SmallNumbers::NotDone => "not_done",
                SmallNumbers::Done => "done",
            },
        )
        .with("rubric", &points)
        .with("rubric_reason", &reason)
        .with("signals", &interest.signals.to_string());
    if let Some(day) = checks.describes_until {
        typed = typed
            .with("describes_until-day", &day.day().to_string())
            .with("describes_until-month", &day.month().to_string())
            .with("describes_until-year", &day.year().to_string());
    }
    typed
}

async fn page(site: &Site, topic: &TopicRow, typed: &Typed) -> Result<TopicForm, Failure> {
    let id = topic.entry.id;
    let unmet = site.casework.shelf().unmet_searches(id, site.now()).await?;
    let limits = &site.casework.weights.gates;
    let set = &site.casework.weights.public_interest;
    let reason = |name: &str, label: &str, hint: &str| {
        Field::textarea(name, label, typed.get(name), 2, None).hint(hint)
    };
    let small = [
        Choice::new("not_needed", "It holds no counts of people"),
        Choice::new("not_done", "It does, and they are not checked"),
        Choice::new("done", "It does, and they are checked"),
    ];
    let mut rubric = vec![Choice::new("", "Not assessed yet")];
    rubric.extend(
        set.rubric
            .iter()
            .map(|points| Choice::new(points.to_string(), words::count(*points as usize, "point"))),
    );
    let fields = vec![
        reason("not_held", "Why it is not held", "Leave it empty where it is held."),
        reason("exempt", "Which exemption or bar applies to all of it", "Leave it empty where none does."),
        reason("personal_data", "Why personal data cannot be separated from it", "Leave it empty where it can."),
        reason("no_own_files", "Why its requests are not each about one address, person or incident", "Write it where the words of the requests look like that and mean something else. Otherwise leave it empty."),
        Field::date("describes_until", "The last day it describes", typed.date_value("describes_until"))
            .hint(format!("Out of date after {}.", words::count(limits.out_of_date_months as usize, "month"))),
        Field::number("preparation_hours", "Hours it takes to prepare", typed.get("preparation_hours"))
            .hint(format!("More than {} are too many.", limits.preparation_hours)),
        Field::radios("small_numbers", "Counts of few people", Choice::with_chosen(&small, &[typed.get("small_numbers")])),
        Field::radios("rubric", "Public interest", Choice::with_chosen(&rubric, &[typed.get("rubric")]))
            .hint("How much the public gains: none, some, much, or a matter of safety, money or rights of many."),
        Field::textarea("rubric_reason", "Reason for these points", typed.get("rubric_reason"), 3, None),
        Field::number("signals", "Points from the authority\u{2019}s own survey", typed.get("signals"))
            .hint(format!(
                "0 to {most}. Searches that found nothing, last 12 months: {}. They are counted by themselves; both together earn {most} at most.",
                words::thousands(unmet as usize),
                most = set.signals_most
            )),
    ];
    Ok(TopicForm {
        back: format!("Topic {id}"),
        back_href: links::topic(id),
        heading: "Assess the topic for publication".to_owned(),
        about: topic.entry.label.clone(),
        explanation: "A reason against it blocks publication and leaves the score as it is. What you write here is kept with your name.".to_owned(),
        stands: Vec::new(),
        material: Vec::new(),
        fields,
        hidden: Vec::new(),
        action: links::assess(id),
        submit: "Record the assessment".to_owned(),
        submission: form_token()?.to_string(),
        errors: FormErrors::default(),
    })
}
