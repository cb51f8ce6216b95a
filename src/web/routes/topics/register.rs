//! Deciding about topics: the form of each decision, and what happens when it is sent.

use crate::casework::secrets::form_token;
use crate::casework::topics::register::TopicDecision;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::topics::register::{Action, Nature};
use crate::domain::words;
use crate::store::{TopicPart, TopicRow};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{Choice, Field, FormErrors, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::pages::topics::form::TopicForm;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};
use std::collections::BTreeSet;

/// Requests a form lists to be split off, the newest. Of a part the others go with them.
const OFFERED: usize = 300;

/// The form of a decision about a topic.
///
/// Of a split it may be that of one part, all of whose requests are chosen.
#[get("/desk/topics/<id>/<noun>/new?<part>", rank = 1)]
pub async fn form(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    id: i64,
    noun: &str,
    part: Option<i64>,
) -> Result<Answer, Failure> {
    let topic = desk.reads(site).topics().topic(id).await?;
    let topic = topic.ok_or(Failure::NotFound)?;
    let begun = match part.filter(|_| noun == "splits") {
        Some(place) => {
            let part = part_of(site, &desk, id, place)
                .await?
                .ok_or(Failure::NotFound)?;
            let among: Vec<String> = part.cases.iter().map(i64::to_string).collect();
            let begun = <Typed as Default>::default()
                .with("label", &part.label)
                .with("among", &among.join(" "));
            let listed = among.iter().take(OFFERED);
            listed.fold(begun, |begun, case| begun.with("cases", case))
        }
        None => <Typed as Default>::default()
            .with("label", &begun_label(noun, &topic))
            .with("nature", topic.entry.nature.as_str()),
    };
    let page = page(site, &desk, &topic, noun, &begun).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// Decides.
#[post("/desk/topics/<id>/<noun>", data = "<form>", rank = 1)]
pub async fn decide(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    id: i64,
    noun: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let decision = decision(id, noun, &form).ok_or(Failure::NotFound)?;
    let submission = form.form_token()?.to_string();
    let done = if noun == "merges" && form.get("into").is_empty() {
        Err(CaseworkFault::Invalid(vec![Invalid::new(
            "into",
            "Choose the topic it is merged into.",
        )]))
    } else {
        site.casework
            .topics()
            .decide_topic(decision, &submission, desk.actor(), site.now())
            .await
    };
    let back = links::topic(id);
    match done {
        Ok(Some(change)) => {
            let to = change.other.filter(|_| noun == "merges");
            let to = to.map_or(back, links::topic);
            Ok(Answer::done(to, format!("{}.", change.said)))
        }
        Ok(None) => Ok(Answer::done(back, "This was done by an earlier click.")),
        Err(fault) => {
            let topic = desk.reads(site).topics().topic(id).await?;
            let topic = topic.ok_or(Failure::NotFound)?;
            if !has_form(noun) {
                return Err(fault.into());
            }
            let said = on_the_form(fault)?;
            let page = page(site, &desk, &topic, noun, &form).await?;
            let frame = site.desk(&desk, None).at(Nav::Topics);
            let page = page.with_errors(said);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

/// Undoes a decision.
#[post("/desk/topics/<id>/decisions/<event>/undoings", data = "<form>")]
pub async fn undo(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    id: i64,
    event: i64,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let submission = form.form_token()?.to_string();
    let done = site
        .casework
        .topics()
        .undo_decision(event, &submission, desk.actor(), site.now())
        .await?;
    let said = done.map_or_else(
        || "This was done by an earlier click.".to_owned(),
        |change| format!("{}.", change.said),
    );
    Ok(Answer::done(links::topic(id), said))
}

/// Requests as a form names them.
#[must_use]
pub fn cases(typed: &Typed) -> BTreeSet<i64> {
    let chosen = typed.all("cases").into_iter();
    chosen.filter_map(|case| case.parse().ok()).collect()
}

/// The requests of the part a split is of, the newest first; none where it is of no part. The form
/// carries them, so that a search in the meantime makes nothing else of it.
fn among(typed: &Typed) -> Vec<i64> {
    let numbers = typed.get("among").split(' ');
    numbers.filter_map(|number| number.parse().ok()).collect()
}

fn has_form(noun: &str) -> bool {
    matches!(noun, "names" | "merges" | "splits" | "marks")
}

fn begun_label(noun: &str, topic: &TopicRow) -> String {
    if noun == "names" {
        topic.entry.label.clone()
    } else {
        String::new()
    }
}

fn decision(id: i64, noun: &str, typed: &Typed) -> Option<TopicDecision> {
    let topic = id;
    Some(TopicDecision::Of(match noun {
        "confirmations" => Action::Confirm { topic },
        "pins" => Action::Pin {
            topic,
            pinned: true,
        },
        "unpinnings" => Action::Pin {
            topic,
            pinned: false,
        },
        "names" => Action::Rename {
            topic,
            label: typed.text("label"),
        },
        "merges" => Action::Merge {
            topic,
            // What was not chosen is no topic's number.
            into: typed.get("into").parse().unwrap_or(0),
        },
        "marks" => Action::Mark {
            topic,
            nature: Nature::parse(typed.get("nature")).unwrap_or(Nature::Open),
            reason: typed.text("reason"),
        },
        "splits" => {
            let mut cases = cases(typed);
            cases.extend(among(typed).into_iter().skip(OFFERED));
            return Some(TopicDecision::Split {
                topic,
                label: typed.text("label"),
                cases,
            });
        }
        _ => return None,
    }))
}

async fn page(
    site: &Site,
    desk: &AtDesk,
    topic: &TopicRow,
    noun: &str,
    typed: &Typed,
) -> Result<TopicForm, Failure> {
    let (heading, explanation, submit) = match noun {
        "names" => (
            "Rename the topic",
            "Its number and its history stay. The machine does not rename a topic.",
            "Rename",
        ),
        "merges" => (
            "Merge the topic into another",
            "Every request goes to the other topic and counts as placed by a person. This topic is no longer used. It can be undone.",
            "Merge",
        ),
        "splits" => (
            "Split requests from the topic",
            "The requests you choose become a confirmed topic of their own. It can be undone.",
            "Split",
        ),
        "marks" => (
            "Mark the topic",
            "Only a topic that may be published is a candidate.",
            "Mark",
        ),
        _ => return Err(Failure::NotFound),
    };
    let id = topic.entry.id;
    Ok(TopicForm {
        back: format!("Topic {id}"),
        back_href: links::topic(id),
        heading: heading.to_owned(),
        about: topic.entry.label.clone(),
        explanation: explanation.to_owned(),
        stands: Vec::new(),
        material: Vec::new(),
        fields: fields(site, desk, id, noun, typed).await?,
        hidden: match typed.get("among") {
            "" => Vec::new(),
            among => vec![Hidden::new("among", among)],
        },
        action: links::decide_topic(id, noun),
        submit: submit.to_owned(),
        submission: form_token()?.to_string(),
        errors: FormErrors::default(),
    })
}

async fn part_of(
    site: &Site,
    desk: &AtDesk,
    topic: i64,
    place: i64,
) -> Result<Option<TopicPart>, Failure> {
    let parts = desk.reads(site).topics().topic_parts(topic).await?;
    Ok(parts.into_iter().find(|part| part.place == place))
}

async fn fields(
    site: &Site,
    desk: &AtDesk,
    id: i64,
    noun: &str,
    typed: &Typed,
) -> Result<Vec<Field>, Failure> {
    let store = desk.reads(site);
    let label = || {
        Field::text("label", "Name", typed.get("label"))
            .hint("Words a visitor would use. It may be shown to the public: name no person.")
    };
    Ok(match noun {
        "names" => vec![label()],
        "merges" => {
            let mut choices = vec![Choice::new("", "Choose a topic")];
            choices.extend(topic_choices(site, desk, Some(id)).await?);
            let chosen = Choice::with_chosen(&choices, &[typed.get("into")]);
            vec![Field::select("into", "The topic that stays", chosen)]
        }
        "splits" => {
            let among = among(typed);
            let more = among.len().saturating_sub(OFFERED);
            let (rows, hint) = if among.is_empty() {
                let rows = store.publication().contributing(id, OFFERED).await?;
                let hint = "The newest 300 are listed. Split its parts off to reach the others.";
                let hint = (rows.len() == OFFERED).then(|| hint.to_owned());
                (rows, hint)
            } else {
                let listed = among.get(..OFFERED).unwrap_or(&among);
                let rows = store.topics().contributing_among(id, listed).await?;
                let others = words::count(more, "earlier request");
                let hint = (more > 0).then(|| format!("With them go {others} not listed here."));
                (rows, hint)
            };
            let choices: Vec<Choice> = rows
                .into_iter()
                .map(|row| {
                    let day = words::short_date(row.received);
                    Choice::new(row.id.to_string(), row.subject)
                        .hint(format!("{}, {day}", row.reference))
                })
                .collect();
            let chosen = Choice::with_chosen(&choices, &typed.all("cases"));
            let mut cases =
                Field::checkboxes("cases", "Requests that become the new topic", chosen);
            if let Some(hint) = hint {
                cases = cases.hint(hint);
            }
            vec![label(), cases]
        }
        "marks" => {
            let choices = Nature::ALL.map(|nature| Choice::new(nature.as_str(), nature.title()));
            let chosen = Choice::with_chosen(&choices, &[typed.get("nature")]);
            vec![
                Field::radios("nature", "What it is", chosen),
                Field::textarea("reason", "Reason", typed.get("reason"), 3, None),
            ]
        }
        _ => Vec::new(),
    })
}

/// The topics in use as choices, by name.
pub async fn topic_choices(
    site: &Site,
    desk: &AtDesk,
    besides: Option<i64>,
) -> Result<Vec<Choice>, Failure> {
    let mut topics = desk.reads(site).topics().all().await?;
    topics.sort_by(|a, b| a.entry.label.cmp(&b.entry.label));
    Ok(topics
        .into_iter()
        .filter(|topic| Some(topic.entry.id) != besides)
        .map(|topic| Choice::new(topic.entry.id.to_string(), topic.entry.label))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_part_goes_whole_but_for_what_was_unticked() {
        let all: Vec<String> = (1..=OFFERED + 5).map(|case| case.to_string()).collect();
        let typed = <Typed as Default>::default()
            .with("label", "Drones")
            .with("among", &all.join(" "))
            .with("cases", "2");
        let Some(TopicDecision::Split { cases, .. }) = decision(7, "splits", &typed) else {
            panic!("no split");
        };
        let beyond = 301..=305;
        assert_eq!(cases, [2].into_iter().chain(beyond).collect());
        let whole = <Typed as Default>::default().with("cases", "2");
        let split = decision(7, "splits", &whole);
        assert!(matches!(split, Some(TopicDecision::Split { cases, .. }) if cases.len() == 1));
    }
}
