//! Publication candidates: what to publish next, with the arithmetic of each score.

use super::weights;
use crate::casework::publication::candidates::Candidates as Ranked;
use crate::domain::publication::board::Stage;
use crate::domain::publication::sentence::Sentence;
use crate::domain::publication::{Candidate as Scored, Confidence};
use crate::domain::words;
use crate::store::Filter;
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Link, Phrase, Tag, Tone};
use crate::web::pages::publication::candidates::{
    Candidate, Candidates, Line, Reason, Score, ScorePart,
};
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::filter::queue_href;
use crate::web::routes::reports::figures::phrases;
use crate::web::site::Site;
use rocket::{State, get};
use std::collections::BTreeMap;

/// What to publish next.
#[get("/desk/topics/candidates")]
pub async fn candidates(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
) -> Result<Answer, Failure> {
    let ranked = site.casework.publishing().candidates(site.now()).await?;
    let mut decided: BTreeMap<i64, Link> = BTreeMap::new();
    let today = site.now().today;
    for row in desk.reads(site).publication().decisions(None).await? {
        // What was to be looked at again by now is owed again.
        let again = row.review.is_some_and(|day| day <= today);
        match row.stage() {
            Stage::Published => {}
            Stage::Ended => continue,
            Stage::Decided | Stage::Preparing | Stage::Checked if again => continue,
            Stage::Decided | Stage::Preparing | Stage::Checked => {}
        }
        // A publication serves the topic its own was merged into. What was only decided about a
        // merged topic goes no further.
        let topic = match row.stage() {
            Stage::Published => row.survivor,
            Stage::Decided | Stage::Preparing | Stage::Checked | Stage::Ended => row.topic_id,
        };
        // The newest decision stands first.
        decided.entry(topic).or_insert_with(|| {
            let label = format!("{}, {}", row.kind().title(), row.stage().title());
            Link::new(label, links::publication_decision(row.id))
        });
    }
    let total: usize = ranked.requests.values().sum();
    let rows = ranked.ranked.iter().zip(1_usize..);
    let page = Candidates {
        summary: format!(
            "{} scored as of {}, from {} of the two years before.",
            words::count(ranked.ranked.len(), "topic"),
            words::date(ranked.on),
            words::count(total, "request"),
        ),
        weights: weights::parts(&site.casework.weights),
        limits: weights::limits(&site.casework.weights),
        rows: rows
            .filter_map(|(scored, rank)| candidate(&ranked, scored, rank, &mut decided))
            .collect(),
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

fn candidate(
    ranked: &Ranked,
    scored: &Scored<i64>,
    rank: usize,
    decided: &mut BTreeMap<i64, Link>,
) -> Option<Candidate> {
    let topic = ranked.topics.get(&scored.topic)?;
    let requests = ranked.requests.get(&scored.topic).copied().unwrap_or(0);
    let score = score(scored);
    Some(Candidate {
        arithmetic: Line::all(&score),
        rank: rank.to_string(),
        label: topic.entry.label.clone(),
        href: links::topic(topic.entry.id),
        requests: words::count(requests, "request"),
        requests_href: queue_href(&Filter {
            topic: Some(topic.entry.id),
            received: Some((ranked.since, ranked.on)),
            ..Filter::default()
        }),
        score,
        decision: decided.remove(&topic.entry.id).unwrap_or_else(|| {
            let label = if scored.must_be_decided() {
                "Decision owed"
            } else {
                "Decide"
            };
            Link::new(label, links::decide_publication(topic.entry.id))
        }),
    })
}

/// A score as a page shows it.
#[must_use]
pub fn score(scored: &Scored<i64>) -> Score {
    let score = &scored.score;
    let reason = |lead: &str, why: &Sentence| {
        let mut because = vec![Phrase::plain(lead)];
        because.extend(phrases(why, scored.topic));
        because.push(Phrase::plain("."));
        Reason { because }
    };
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
                because: phrases(&part.arithmetic, scored.topic),
            })
            .collect(),
        confidence: match score.confidence {
            Confidence::A => Tag::new("A", Tone::Good),
            Confidence::B => Tag::new("B", Tone::Plain),
            Confidence::C => Tag::new("C", Tone::Soon),
        },
        confidence_because: phrases(&score.confidence_because, scored.topic),
        tags: gates.chain(triggers).collect(),
        reasons: score
            .gates
            .iter()
            .map(|gate| reason("Blocked: ", &gate.reason))
            .chain(
                score
                    .triggers
                    .iter()
                    .map(|t| reason("A decision is owed: ", &t.reason)),
            )
            .collect(),
        without_effort: format!("{} without effort", score.without_effort),
    }
}
