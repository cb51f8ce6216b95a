//! Topics: what people keep asking, and the requests behind each.

use crate::casework::Topics;
use crate::casework::secrets::form_token;
use crate::casework::topics::by_topic::TopicFigure;
use crate::casework::topics::search::MONTHS_READ;
use crate::domain::case::Outcome;
use crate::domain::topics::register::{Entry, Kind, Nature, Standing};
use crate::domain::words;
use crate::reports::month::month_name;
use crate::store::{Filter, RegisterRow, TopicPart, TopicRow as Topic};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::pages::topics::list::TopicPart as Part;
use crate::web::pages::topics::list::{
    TopicButton, TopicEvent, TopicPage, TopicRequest, TopicRow, TopicsList, UndoButton,
};
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::filter::queue_href;
use crate::web::routes::publication::candidates::score;
use crate::web::routes::publication::forecast;
use crate::web::site::Site;
use chrono::NaiveDate;
use rocket::form::Form;
use rocket::{State, get, post};
use std::collections::HashMap;

/// Requests listed on a topic's page; the queue lists them all.
const LISTED: usize = 50;

/// Requests without a topic are counted up to so many.
const WITHOUT_TOPIC: usize = 10_000;

/// The topics, the largest first.
#[get("/desk/topics")]
pub async fn topics(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let now = site.now();
    let store = desk.reads(site);
    let to = site.casework.publishing().counted_to(now).await?;
    let year_ago = Topics::year_up_to(to);
    let figures = site.casework.topics().topic_figures(to, now).await?;
    let topics = store.topics().all().await?;
    let found = topics.iter().map(|t| t.found_at).max();
    let mut rows: Vec<(bool, i64, TopicRow)> = topics
        .into_iter()
        .filter_map(|topic| {
            let figure = figures.get(&topic.entry.id);
            let wanted = topic.entry.pinned || topic.entry.standing == Standing::Confirmed;
            (figure.is_some() || wanted).then(|| row(topic, figure, (year_ago, to)))
        })
        .collect();
    rows.sort_by_key(|(pinned, requests, _)| std::cmp::Reverse((*pinned, *requests)));
    let mut summary = found.map_or_else(
        || "Topics have not been looked for yet.".to_owned(),
        |at| {
            let day = words::date(site.casework.moment(at).today);
            format!(
                "{}. The newest was found on {day}.",
                words::count(rows.len(), "topic")
            )
        },
    );
    let without = usize::try_from(store.topics().without_topic(WITHOUT_TOPIC).await?).unwrap_or(0);
    if without > 0 {
        let more = if without > WITHOUT_TOPIC {
            "More than "
        } else {
            ""
        };
        let without = words::count(without.min(WITHOUT_TOPIC), "request");
        summary.push_str(&format!(
            " {more}{without} without a topic: topics are looked for in the {MONTHS_READ} months up to the newest request."
        ));
    }
    if to != now.today {
        summary.push_str(&format!(
            " Counted to {}, the day of the newest request.",
            words::date(to)
        ));
    }
    let page = TopicsList {
        summary,
        rows: rows.into_iter().map(|(_, _, row)| row).collect(),
        submission: form_token()?.to_string(),
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Topics), &page)
}

/// Finds topics again. A second click on the same button finds nothing new.
#[post("/desk/topics", data = "<form>")]
pub async fn find(
    site: &State<Site>,
    desk: Desk<to::DecideTopics>,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let submission = form.form_token()?.to_string();
    let found = site
        .casework
        .topics()
        .find_topics_once(&submission, site.now())
        .await?;
    let said = found.map_or_else(
        || "Topics were found by an earlier click.".to_owned(),
        |found| {
            format!(
                "{} found in {}; {} of them were known before.",
                words::count(found.topics, "topic"),
                words::count(found.requests, "request"),
                words::thousands(found.continued),
            )
        },
    );
    Ok(Answer::done(links::topics(), said))
}

/// One topic with its requests.
#[get("/desk/topics/<id>")]
pub async fn topic(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    id: i64,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let store = desk.reads(site);
    let topic = store.topics().topic(id).await?.ok_or(Failure::NotFound)?;
    let now = site.now();
    let size = store
        .topics()
        .topic_sizes(now.today, Some(&[id]))
        .await?
        .remove(&id);
    let count = size.map_or(0, |size| usize::try_from(size.requests).unwrap_or(0));
    let requests = store.publication().contributing(id, LISTED).await?;
    let scored = site.casework.publishing().candidate(&topic, now).await?;
    let to = site.casework.publishing().counted_to(now).await?;
    let mut parts = store.topics().topic_parts(id).await?;
    if parts.len() < 2 || topic.entry.standing == Standing::Retired {
        parts.clear();
    }
    let forecast = match topic.entry.standing {
        Standing::Suggested | Standing::Confirmed => {
            forecast::sentence(site.casework.publishing().forecast(id, to).await?)
        }
        Standing::Retired => String::new(),
    };
    let unmet = match topic.entry.standing {
        Standing::Suggested | Standing::Confirmed => {
            let searches = site.casework.shelf().unmet_searches(id, now).await?;
            words::thousands(searches as usize)
        }
        Standing::Retired => String::new(),
    };
    let page = TopicPage {
        number: id.to_string(),
        label: topic.entry.label.clone(),
        tags: tags(&topic.entry),
        buttons: buttons(&topic.entry)?,
        forms: forms(&topic.entry),
        words: topic.words.clone(),
        score: scored.as_ref().map(score),
        forecast,
        forecast_from: if to == now.today {
            String::new()
        } else {
            month_name(to)
        },
        unmet,
        others: others_of(&parts, count),
        parts: parts_of(parts, &topic.entry),
        typical: typical(site, &desk, &topic).await?,
        count: words::count(count, "request"),
        next: (count > requests.len()).then(|| {
            queue_href(&Filter {
                topic: Some(id),
                ..Filter::default()
            })
        }),
        requests: requests
            .into_iter()
            .map(|row| {
                request(
                    row.reference,
                    row.subject,
                    row.received,
                    row.outcome.as_deref(),
                )
            })
            .collect(),
        history: history(site, &desk, id).await?,
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Topics), &page)
}

/// The requests that are in no part, where there are parts.
fn others_of(parts: &[TopicPart], all: usize) -> String {
    let in_parts: usize = parts.iter().map(|part| part.cases.len()).sum();
    match all.saturating_sub(in_parts) {
        0 => String::new(),
        _ if parts.is_empty() => String::new(),
        others => format!(
            "Not among the requests topics were last looked for in: {}.",
            words::count(others, "other request"),
        ),
    }
}

fn parts_of(found: Vec<TopicPart>, entry: &Entry) -> Vec<Part> {
    let part = |part: TopicPart| Part {
        requests: words::thousands(part.cases.len()),
        href: links::split(entry.id, part.place),
        label: part.label,
    };
    found.into_iter().map(part).collect()
}

/// What people decided about a topic, as tags.
#[must_use]
pub fn tags(entry: &Entry) -> Vec<Tag> {
    let mut tags = vec![match entry.standing {
        Standing::Suggested => Tag::new("Suggested", Tone::Plain),
        Standing::Confirmed => Tag::new("Confirmed", Tone::Good),
        Standing::Retired => Tag::new("No longer used", Tone::Soon),
    }];
    if entry.pinned {
        tags.push(Tag::new("Pinned", Tone::Active));
    }
    match entry.nature {
        Nature::Open => {}
        Nature::OwnRecords | Nature::SingleIncident | Nature::Excluded => {
            tags.push(Tag::new(entry.nature.title(), Tone::Soon));
        }
    }
    tags
}

/// Each button has a token of its own: after one was pressed, and gone back from, another is no
/// second click on it.
fn buttons(entry: &Entry) -> Result<Vec<TopicButton>, Failure> {
    let button = |label: &str, noun: &str, primary| {
        Ok::<_, Failure>(TopicButton {
            label: label.to_owned(),
            action: links::decide_topic(entry.id, noun),
            primary,
            submission: form_token()?.to_string(),
        })
    };
    let mut buttons = Vec::new();
    match entry.standing {
        Standing::Suggested => {
            buttons.push(button("Confirm the topic", "confirmations", true)?);
        }
        Standing::Confirmed => {
            buttons.push(button("Confirm its new requests", "confirmations", false)?);
        }
        Standing::Retired => return Ok(buttons),
    }
    buttons.push(if entry.pinned {
        button("Unpin it", "unpinnings", false)?
    } else {
        button("Pin it", "pins", false)?
    });
    Ok(buttons)
}

fn forms(entry: &Entry) -> Vec<Link> {
    if entry.standing == Standing::Retired {
        return entry
            .merged_into
            .map(|id| Link::new("Go to the topic it was merged into", links::topic(id)))
            .into_iter()
            .collect();
    }
    [
        ("Rename it", "names"),
        ("Merge it into another topic", "merges"),
        ("Split requests from it", "splits"),
        ("Mark it as own records, one incident or excluded", "marks"),
        ("Assess it for publication", "assessments"),
        ("Decide what to publish", "decisions"),
    ]
    .into_iter()
    .map(|(label, noun)| Link::new(label, links::topic_form(entry.id, noun)))
    .collect()
}

fn row(
    topic: Topic,
    figure: Option<&TopicFigure>,
    year: (NaiveDate, NaiveDate),
) -> (bool, i64, TopicRow) {
    let listed = |received| {
        queue_href(&Filter {
            topic: Some(topic.entry.id),
            received,
            ..Filter::default()
        })
    };
    let size = figure.map(|figure| &figure.size);
    let requests = size.map_or(0, |size| size.requests);
    let row = TopicRow {
        href: links::topic(topic.entry.id),
        tags: tags(&topic.entry),
        requests_href: listed(None),
        recent_href: listed(Some(year)),
        label: topic.entry.label.clone(),
        words: topic.words.join(", "),
        requests: number(requests),
        recent: number(size.map_or(0, |size| size.recent)),
        forecast: figure.map_or_else(String::new, |figure| forecast::cell(&figure.forecast)),
        latest: size.map_or_else(String::new, |size| words::short_date(size.latest)),
    };
    (topic.entry.pinned, requests, row)
}

async fn history(site: &Site, desk: &AtDesk, id: i64) -> Result<Vec<TopicEvent>, Failure> {
    let rows = desk.reads(site).topics().topic_history(id).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people = desk.reads(site).people().all().await?;
    let names: HashMap<i64, String> = people.into_iter().map(|p| (p.id, p.name)).collect();
    let undo = |row: &RegisterRow| {
        if row.undone || !Kind::undoable(&row.kind) {
            return Ok(None);
        }
        Ok::<_, Failure>(Some(UndoButton {
            action: links::undo(id, row.id),
            submission: form_token()?.to_string(),
        }))
    };
    let event = |row: RegisterRow| {
        Ok(TopicEvent {
            undo: undo(&row)?,
            when: crate::web::routes::cases::timeline::moment(site, row.at),
            who: row
                .person_id
                .and_then(|person| names.get(&person).cloned())
                .unwrap_or_else(|| "Daylight".to_owned()),
            what: if row.undone {
                format!("{} (undone)", row.said)
            } else {
                row.said
            },
        })
    };
    rows.into_iter().map(event).collect()
}

async fn typical(site: &Site, desk: &AtDesk, topic: &Topic) -> Result<Vec<TopicRequest>, Failure> {
    let rows = desk
        .reads(site)
        .publication()
        .listed(&topic.typical)
        .await?;
    let request = |row: crate::store::ContributingRow| {
        request(
            row.reference,
            row.subject,
            row.received,
            row.outcome.as_deref(),
        )
    };
    Ok(rows.into_iter().map(request).collect())
}

fn request(
    reference: String,
    subject: String,
    received: NaiveDate,
    outcome: Option<&str>,
) -> TopicRequest {
    let outcome = outcome.and_then(Outcome::parse);
    TopicRequest {
        href: links::case(&reference),
        reference,
        subject,
        received: words::short_date(received),
        outcome: outcome.map_or("No outcome yet", Outcome::title).to_owned(),
    }
}

fn number(count: i64) -> String {
    words::thousands(usize::try_from(count).unwrap_or(0))
}
