//! Topics: what people keep asking, and what may be worth publishing.

use super::answer::Answer;
use super::filter::queue_href;
use crate::casework::candidates::Candidates as Ranked;
use crate::casework::secrets::token;
use crate::domain::case::Outcome;
use crate::domain::publication::{Candidate as Scored, Confidence, PartName, Weights};
use crate::domain::words;
use crate::store::{Filter, TopicRow as Topic};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::Desk;
use crate::web::pages::desk::candidates::{Candidate, Candidates, Score, ScorePart, Weight};
use crate::web::pages::desk::topics::{TopicPage, TopicRequest, TopicRow, TopicsList};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Tag, Tone};
use crate::web::site::Site;
use chrono::Months;
use rocket::form::Form;
use rocket::request::FlashMessage;
use rocket::{State, get, post};

/// Requests listed on a topic's page; the queue lists them all.
const LISTED: u32 = 50;

/// The topics, the largest first.
#[get("/desk/topics")]
pub async fn topics(
    site: &State<Site>,
    desk: Desk,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let today = site.now().today;
    let store = &site.casework.store;
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let topics = store.topics().await?;
    let mut sizes = store.topic_sizes(year_ago).await?;
    let found = topics.iter().map(|t| t.found_at).max();
    let mut rows: Vec<(i64, TopicRow)> = topics
        .into_iter()
        .filter_map(|topic| {
            let size = sizes.remove(&topic.id)?;
            let row = TopicRow {
                href: format!("/desk/topics/{}", topic.id),
                label: topic.label,
                words: topic.words.join(", "),
                requests: number(size.requests),
                recent: number(size.recent),
                latest: words::short_date(size.latest),
            };
            Some((size.requests, row))
        })
        .collect();
    rows.sort_by_key(|(requests, _)| std::cmp::Reverse(*requests));
    let summary = found.map_or_else(
        || "Topics have not been looked for yet.".to_owned(),
        |at| {
            let day = words::date(site.casework.moment(at).today);
            format!(
                "{}. The newest was found on {day}.",
                words::count(rows.len(), "topic")
            )
        },
    );
    let page = TopicsList {
        summary,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        submission: token()?,
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Topics), &page)
}

/// Finds topics again.
#[post("/desk/topics", data = "<form>")]
pub async fn find(site: &State<Site>, desk: Desk, form: Form<Typed>) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let found = site.casework.find_topics(site.now()).await?;
    let said = format!(
        "{} found in {}; {} of them were known before.",
        words::count(found.topics, "topic"),
        words::count(found.requests, "request"),
        words::thousands(found.continued),
    );
    Ok(Answer::done("/desk/topics".into(), said))
}

/// What to publish next.
#[get("/desk/topics/candidates")]
pub async fn candidates(site: &State<Site>, desk: Desk) -> Result<Answer, Failure> {
    let ranked = site.casework.candidates(site.now()).await?;
    let total: usize = ranked.requests.values().sum();
    let rows = ranked.ranked.iter().zip(1_usize..);
    let page = Candidates {
        summary: format!(
            "{} scored as of {}, from {} of the two years before.",
            words::count(ranked.ranked.len(), "topic"),
            words::date(ranked.on),
            words::count(total, "request"),
        ),
        weights: weights(&site.casework.weights),
        rows: rows
            .filter_map(|(scored, rank)| candidate(&ranked, scored, rank))
            .collect(),
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// One topic with its requests.
#[get("/desk/topics/<id>")]
pub async fn topic(site: &State<Site>, desk: Desk, id: i64) -> Result<Answer, Failure> {
    let store = &site.casework.store;
    let ranked = site.casework.candidates(site.now()).await?;
    let topic = ranked.topics.get(&id).ok_or(Failure::NotFound)?;
    let today = site.now().today;
    let size = store.topic_sizes(today).await?.remove(&id);
    let count = size.map_or(0, |size| usize::try_from(size.requests).unwrap_or(0));
    let requests = store.contributing(id, LISTED).await?;
    let page = TopicPage {
        number: id.to_string(),
        label: topic.label.clone(),
        words: topic.words.clone(),
        score: ranked.ranked.iter().find(|c| c.topic == id).map(score),
        typical: typical(site, topic).await?,
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
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

async fn typical(site: &Site, topic: &Topic) -> Result<Vec<TopicRequest>, Failure> {
    let mut typical = Vec::new();
    for reference in &topic.typical {
        if let Some(case) = site.casework.store.case_page(reference).await? {
            let stored = case.stored;
            let outcome = stored.case.outcome.map(Outcome::as_str);
            typical.push(request(
                stored.reference,
                stored.subject,
                stored.case.received,
                outcome,
            ));
        }
    }
    Ok(typical)
}

fn request(
    reference: String,
    subject: String,
    received: chrono::NaiveDate,
    outcome: Option<&str>,
) -> TopicRequest {
    let outcome = outcome.and_then(Outcome::parse);
    TopicRequest {
        href: format!("/desk/requests/{reference}"),
        reference,
        subject,
        received: words::short_date(received),
        outcome: outcome.map_or("No outcome yet", Outcome::title).to_owned(),
    }
}

fn candidate(ranked: &Ranked, scored: &Scored<i64>, rank: usize) -> Option<Candidate> {
    let topic = ranked.topics.get(&scored.topic)?;
    let requests = ranked.requests.get(&scored.topic).copied().unwrap_or(0);
    Some(Candidate {
        rank: rank.to_string(),
        label: topic.label.clone(),
        href: format!("/desk/topics/{}", topic.id),
        requests: words::count(requests, "request"),
        score: score(scored),
    })
}

fn score(scored: &Scored<i64>) -> Score {
    let score = &scored.score;
    let most: u32 = score.parts.iter().map(|part| part.out_of).sum();
    let gates = score
        .gates
        .iter()
        .map(|g| Tag::new(g.kind.title(), Tone::Bad));
    let triggers = score
        .triggers
        .iter()
        .map(|t| Tag::new(t.kind.title(), Tone::Soon));
    Score {
        points: score.total.to_string(),
        most: most.to_string(),
        parts: score
            .parts
            .iter()
            .map(|part| ScorePart {
                part: part.name.title().to_owned(),
                points: format!("{:.0}", part.points),
                most: part.out_of.to_string(),
                because: part.arithmetic.clone(),
            })
            .collect(),
        confidence: match score.confidence {
            Confidence::A => Tag::new("A", Tone::Good),
            Confidence::B => Tag::new("B", Tone::Plain),
            Confidence::C => Tag::new("C", Tone::Soon),
        },
        tags: gates.chain(triggers).collect(),
    }
}

fn weights(weights: &Weights) -> Vec<Weight> {
    [
        (
            PartName::Demand,
            weights.demand.points,
            "How many people asked.",
        ),
        (
            PartName::Persistence,
            weights.persistence.points,
            "In how many quarters somebody asked.",
        ),
        (
            PartName::Effort,
            weights.effort.points,
            "The hours that answering took.",
        ),
        (
            PartName::Releasability,
            weights.releasability.points,
            "How much of it could be given.",
        ),
        (
            PartName::PublicInterest,
            weights.public_interest.points,
            "What the public gains.",
        ),
    ]
    .into_iter()
    .map(|(name, most, meaning)| Weight {
        part: name.title().to_owned(),
        most: most.to_string(),
        meaning: meaning.to_owned(),
    })
    .collect()
}

fn number(count: i64) -> String {
    words::thousands(usize::try_from(count).unwrap_or(0))
}
