//! Placing a request in a topic: confirming what was suggested, or choosing another.

use super::register::topic_choices;
use crate::casework::CaseworkFault;
use crate::casework::secrets::form_token;
use crate::casework::topics::register::TopicDecision;
use crate::domain::ids::FormToken;
use crate::domain::topics::register::Action;
use crate::store::{CasePage as Stored, SuggestionRow};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::topics::form::TopicForm;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::routes::cases::case::find;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// The form: the topics suggested with the words that speak for them, then all others.
#[get("/desk/requests/<reference>/topics/new")]
pub async fn form(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    reference: &str,
) -> Result<Answer, Failure> {
    let stored = find(site, &desk, reference).await?;
    let chosen = stored.topic.as_ref().map(|(id, _)| id.to_string());
    let mut typed = <Typed as Default>::default().with("topic", &chosen.unwrap_or_default());
    if stored.dataset {
        typed = typed.with("dataset", "yes");
    }
    let page = page(site, &desk, &stored, &typed).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page)
}

/// Places the request, and marks it as asking for a dataset or not.
#[post("/desk/requests/<reference>/topics", data = "<form>")]
pub async fn place(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    reference: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let stored = find(site, &desk, reference).await?;
    let token = form.form_token()?;
    let done = placed(site, &desk, &stored, token, &form).await;
    let back = links::case(reference);
    match done {
        Ok(said) => Ok(Answer::done(back, said)),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = page(site, &desk, &stored, &form).await?;
            let frame = site.desk(&desk, None).at(Nav::Requests);
            let page = page.with_errors(said);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

async fn placed(
    site: &Site,
    desk: &AtDesk,
    stored: &Stored,
    token: FormToken,
    typed: &Typed,
) -> Result<String, CaseworkFault> {
    let (casework, now) = (&site.casework, site.now());
    let submission = token.to_string();
    let reference = &stored.stored.reference;
    let mut said = Vec::new();
    let dataset = typed.ticked("dataset");
    if dataset != stored.dataset {
        let token = format!("{submission}.d");
        casework
            .publishing()
            .mark_dataset(reference, dataset, &token, desk.actor(), now)
            .await?;
        said.push("The dataset mark is recorded.".to_owned());
    }
    let cases = [stored.stored.id].into();
    let decision = match typed.get("topic") {
        "" => None,
        "new" => Some(TopicDecision::MoveToNew {
            label: typed.text("label"),
            cases,
        }),
        topic => {
            let to = topic.parse().unwrap_or(0);
            let there = stored.topic.as_ref().is_some_and(|(id, _)| *id == to);
            let settled = there && stored.topic_confirmed;
            (!settled).then_some(TopicDecision::Of(Action::Move { cases, to }))
        }
    };
    if let Some(decision) = decision {
        let change = casework
            .topics()
            .decide_topic(decision, &submission, desk.actor(), now)
            .await?;
        said.extend(change.map(|change| format!("{}.", change.said)));
    }
    if said.is_empty() {
        said.push("Nothing was changed.".to_owned());
    }
    Ok(said.join(" "))
}

async fn page(
    site: &Site,
    desk: &AtDesk,
    stored: &Stored,
    typed: &Typed,
) -> Result<TopicForm, Failure> {
    // Those of the whole request first, then what only a question suggests.
    let mut suggested: Vec<&SuggestionRow> = Vec::new();
    for row in &stored.suggestions {
        if suggested.iter().all(|held| held.topic_id != row.topic_id) {
            suggested.push(row);
        }
    }
    let mut choices = vec![Choice::new("", "Not decided")];
    choices.extend(suggested.iter().map(|s| {
        let by = match s.question {
            0 => "Suggested by".to_owned(),
            number => format!("Suggested for question {number} by"),
        };
        Choice::new(s.topic_id.to_string(), s.label.clone()).hint(format!("{by}: {}.", s.because))
    }));
    choices.push(Choice::new("new", "A new topic, named below"));
    let others = topic_choices(site, desk, None).await?.into_iter();
    choices.extend(others.filter(|c| suggested.iter().all(|s| s.topic_id.to_string() != c.value)));
    let reference = &stored.stored.reference;
    let dataset = [Choice::new("yes", "It asks for a dataset (section 19(2A))")
        .hint("A decision about publishing the topic is owed then.")];
    Ok(TopicForm {
        back: reference.clone(),
        back_href: links::case(reference),
        heading: "Topic of the request".to_owned(),
        about: stored.stored.subject.clone(),
        explanation: if stored.suggestions.is_empty() {
            "Choose the topic it belongs to.".to_owned()
        } else {
            "The topics that fit best stand first. Nothing counts as confirmed before you choose."
                .to_owned()
        },
        stands: Vec::new(),
        material: vec![SummaryRow::new("Request", stored.body.clone())],
        fields: vec![
            Field::radios(
                "topic",
                "Topic",
                Choice::with_chosen(&choices, &[typed.get("topic")]),
            ),
            Field::text("label", "Name of a new topic", typed.get("label"))
                .hint("Words a visitor would use."),
            Field::checkboxes(
                "dataset",
                "Dataset",
                Choice::with_chosen(&dataset, &typed.all("dataset")),
            ),
        ],
        hidden: Vec::new(),
        action: links::topic_of_case(reference),
        submit: "Save".to_owned(),
        submission: form_token()?.to_string(),
        errors: FormErrors::default(),
    })
}
