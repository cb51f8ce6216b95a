//! Recording a decision about a topic: its form, and what happens when it is sent.

use crate::casework::secrets::form_token;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::publication::{Decision, Kind, PreparationEffort};
use crate::store::DecisionRow;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{Choice, Field, FormErrors, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::topics::form::TopicForm;
use crate::web::routes::answer::{Answer, errors, on_the_form};
use crate::web::routes::publication::board::standing;
use crate::web::site::Site;
use chrono::NaiveDate;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// The form of a decision about a topic.
#[get("/desk/topics/<id>/decisions/new")]
pub async fn form(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
) -> Result<Answer, Failure> {
    let (page, _) = decision_form(site, &desk, id, &<Typed as Default>::default()).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// Records a decision.
#[post("/desk/topics/<id>/decisions", data = "<form>")]
pub async fn decide(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let now = site.now();
    let said = match decided(&form, now.today) {
        Err(faults) => errors(faults),
        Ok(decision) => {
            let submission = form.form_token()?.to_string();
            let casework = &site.casework;
            let actor = desk.actor();
            let done = match form.get("last").parse() {
                Ok(last) => {
                    let seen = (submission.as_str(), last);
                    casework
                        .publishing()
                        .decide_publication_seen(id, &decision, seen, actor, now)
                        .await
                }
                Err(_) => {
                    return Err(Failure::Refused(
                        "the form came without its hidden fields; open it again from the topic"
                            .to_owned(),
                    ));
                }
            };
            match done {
                Ok(()) => {
                    let to = links::board();
                    return Ok(Answer::done(to, "The decision is recorded and public."));
                }
                Err(CaseworkFault::Stale) => {
                    let (mut page, last) = decision_form(site, &desk, id, &form).await?;
                    page.stands = last.as_ref().map(standing).unwrap_or_default();
                    let frame = site.desk(&desk, None).at(Nav::Topics);
                    return Answer::wrong(site, &frame, &page, Status::Conflict);
                }
                Err(fault) => on_the_form(fault)?,
            }
        }
    };
    let (page, _) = decision_form(site, &desk, id, &form).await?;
    let page = page.with_errors(said);
    let frame = site.desk(&desk, None).at(Nav::Topics);
    Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
}

fn decided(typed: &Typed, today: NaiveDate) -> Result<Decision, Vec<Invalid>> {
    let mut faults = Vec::new();
    let months = typed.get("every_months").trim().parse().unwrap_or(0);
    let kind = Kind::parse(typed.get("kind"), months);
    if kind.is_none() {
        faults.push(Invalid::new("kind", "Choose what is decided"));
    }
    let effort = PreparationEffort::parse(typed.get("effort"));
    if effort.is_none() {
        faults.push(Invalid::new("effort", "Choose what preparing it takes"));
    }
    let mut day = |name: &'static str| {
        typed.date(name).unwrap_or_else(|_| {
            faults.push(Invalid::new(
                name,
                "Enter a day like 31 1 2027, or leave it empty",
            ));
            None
        })
    };
    let (due, review) = (day("due"), day("review"));
    match (kind, effort) {
        (Some(kind), Some(effort)) if faults.is_empty() => Ok(Decision {
            kind,
            reason: typed.get("reason").trim().replace("\r\n", "\n"),
            owner: typed.get("owner").trim().to_owned(),
            decided: today,
            due,
            review,
            effort,
        }),
        _ => Err(faults),
    }
}

/// The form with what was typed, and the last decision there is about the topic.
async fn decision_form(
    site: &Site,
    desk: &AtDesk,
    id: i64,
    typed: &Typed,
) -> Result<(TopicForm, Option<DecisionRow>), Failure> {
    let last = desk.reads(site).publication().decisions(Some(id)).await?;
    let last = last.into_iter().next();
    let topic = desk.reads(site).topics().topic(id).await?;
    let topic = topic.ok_or(Failure::NotFound)?;
    let scored = site
        .casework
        .publishing()
        .candidate(&topic, site.now())
        .await?;
    let mut material = Vec::new();
    if let Some(scored) = &scored {
        let score = &scored.score;
        material.push(SummaryRow::new(
            "Score",
            format!(
                "{} of 100, {} without effort",
                score.total, score.without_effort
            ),
        ));
        let gates = score
            .gates
            .iter()
            .map(|gate| ("Blocked", gate.kind.title(), &gate.reason));
        let triggers = score.triggers.iter();
        let triggers = triggers.map(|t| ("Asks for a decision", t.kind.title(), &t.reason));
        for (label, title, reason) in gates.chain(triggers) {
            material.push(SummaryRow::new(label, format!("{title}: {reason}.")));
        }
    }
    let kinds = Kind::ALL.map(|kind| match kind {
        Kind::PublishOnSchedule { .. } => Choice::new(kind.as_str(), "Publish on a schedule"),
        other => Choice::new(other.as_str(), other.title()),
    });
    let efforts = PreparationEffort::ALL.map(|effort| Choice::new(effort.as_str(), effort.title()));
    let form = TopicForm {
        back: format!("Topic {id}"),
        back_href: links::topic(id),
        heading: "Decide what to publish".to_owned(),
        about: topic.entry.label,
        explanation: "The decision and its reason are public at once. It replaces an earlier one that is not published yet.".to_owned(),
        stands: Vec::new(),
        material,
        fields: vec![
            Field::radios("kind", "Decision", Choice::with_chosen(&kinds, &[typed.get("kind")])),
            Field::number("every_months", "On a schedule: months from one to the next", typed.get("every_months")),
            Field::textarea("reason", "Reason, as the public will read it", typed.get("reason"), 4, None),
            Field::text("owner", "Who sees to it", typed.get("owner")),
            Field::radios("effort", "What preparing it takes", Choice::with_chosen(&efforts, &[typed.get("effort")])),
            Field::date("due", "To be done by", typed.date_value("due")),
            Field::date("review", "To be looked at again", typed.date_value("review")),
        ],
        hidden: vec![Hidden::new(
            "last",
            &last.as_ref().map_or(0, |row| row.id).to_string(),
        )],
        action: links::publication_decisions(id),
        submit: "Record the decision".to_owned(),
        submission: form_token()?.to_string(),
        errors: FormErrors::default(),
    };
    Ok((form, last))
}
