//! Publication candidates: what to publish next, with the arithmetic of each score.

use super::weights;
use crate::casework::publication::candidates::Candidates as Ranked;
use crate::casework::publication::turns::Turns;
use crate::domain::publication::sentence::Sentence;
use crate::domain::publication::turn::{Turn, marked};
use crate::domain::publication::{Candidate as Scored, Confidence, TriggerKind};
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

/// Candidates on a page.
const ON_A_PAGE: usize = 25;

/// Topics that a trigger is marked at in the list.
const MARKED: usize = 5;

/// What to publish next, a page of it.
#[get("/desk/topics/candidates?<page>")]
pub async fn candidates(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    page: Option<usize>,
) -> Result<Answer, Failure> {
    let publishing = site.casework.publishing();
    let ranked = publishing.candidates(site.now()).await?;
    let turns = ranked.turns(publishing, site.now()).await?;
    let marks = marked(&ranked.ranked, MARKED);
    let pages = ranked.ranked.len().div_ceil(ON_A_PAGE).max(1);
    let number = page.unwrap_or(1);
    if number == 0 || number > pages {
        return Err(Failure::NotFound);
    }
    let first = (number - 1) * ON_A_PAGE;
    let total: usize = ranked.requests.values().sum();
    let rows = ranked.ranked.iter().zip(1_usize..).skip(first);
    let href = links::candidates_page;
    let page = Candidates {
        summary: format!(
            "{} scored as of {}, from {} of the two years before.",
            words::count(ranked.ranked.len(), "topic"),
            words::date(ranked.on),
            words::count(total, "request"),
        ),
        notes: notes(&ranked, &turns),
        weights: weights::parts(&site.casework.weights),
        limits: weights::limits(&site.casework.weights),
        rows: rows
            .take(ON_A_PAGE)
            .filter_map(|(scored, rank)| {
                let score = score_marked(scored, |kind| marks.contains(&(scored.topic, kind)));
                candidate(&ranked, (scored, rank), score, &turns)
            })
            .collect(),
        of: if pages > 1 {
            format!("Page {number} of {pages}")
        } else {
            String::new()
        },
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < pages).then(|| href(number + 1)),
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// What is to be said of the whole list: how many decisions are owed and how many wait, how many
/// topics are blocked, and at which each trigger is marked.
fn notes(ranked: &Ranked, turns: &Turns) -> Vec<String> {
    let mut notes = Vec::new();
    let (owed, waiting) = (turns.owed(), turns.waiting());
    match (owed, waiting) {
        (0, _) => {}
        (_, 0) => notes.push(format!("{} owed.", are(owed, "decision"))),
        (_, _) => notes.push(format!(
            "{} owed now, about the topics with the highest scores. {} {} until one of these is decided, in the same order.",
            are(owed, "decision"),
            words::thousands(waiting),
            if waiting == 1 { "more waits" } else { "more wait" },
        )),
    }
    let blocked = ranked.ranked.iter().filter(|one| one.is_blocked()).count();
    if blocked > 0 {
        notes.push(format!("{} blocked: each says why.", are(blocked, "topic")));
    }
    for kind in TriggerKind::ALL {
        let has = |one: &&Scored<i64>| one.score.triggers.iter().any(|t| t.kind == kind);
        let many = ranked.ranked.iter().filter(has).count();
        if many > MARKED {
            notes.push(format!(
                "\u{201c}{}\u{201d} is true of {}, so it is marked only at the {MARKED} {}.",
                kind.title(),
                words::count(many, "topic"),
                match kind {
                    TriggerKind::AskedAndReleased => "that most people asked about",
                    TriggerKind::Dataset => "with most of these requests",
                    TriggerKind::CannotBeFound => "with most of these answers",
                }
            ));
        }
    }
    notes
}

/// `1 decision is`, `3 decisions are`.
fn are(many: usize, what: &str) -> String {
    let verb = if many == 1 { "is" } else { "are" };
    format!("{} {verb}", words::count(many, what))
}

fn candidate(
    ranked: &Ranked,
    (scored, rank): (&Scored<i64>, usize),
    score: Score,
    turns: &Turns,
) -> Option<Candidate> {
    let topic = ranked.topics.get(&scored.topic)?;
    let id = topic.entry.id;
    let requests = ranked.requests.get(&id).copied().unwrap_or(0);
    let form = links::decide_publication(id);
    Some(Candidate {
        arithmetic: Line::all(&score),
        rank: rank.to_string(),
        label: topic.entry.label.clone(),
        href: links::topic(id),
        requests: words::count(requests, "request"),
        requests_href: queue_href(&Filter {
            topic: Some(id),
            received: Some((ranked.since, ranked.on)),
            ..Filter::default()
        }),
        score,
        decision: match (turns.decided.get(&id), turns.turns.get(&id)) {
            (Some(row), _) => Link::new(
                format!("{}, {}", row.kind().title(), row.stage().title()),
                links::publication_decision(row.id),
            ),
            (None, Some(Turn::Owed)) => Link::new("Decision owed", form),
            (None, Some(Turn::Waits(place))) => Link::new(format!("Waits, {}", nth(*place)), form),
            (None, None) => Link::new("Decide", form),
        },
    })
}

/// A place as it is said: `1st`, `12th`.
fn nth(place: usize) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        (_, _) => "th",
    };
    format!("{}{ending}", words::thousands(place))
}

/// A score as the page of its topic shows it.
#[must_use]
pub fn score(scored: &Scored<i64>) -> Score {
    score_marked(scored, |_| true)
}

/// A score, its triggers marked where that is said.
fn score_marked(scored: &Scored<i64>, mark: impl Fn(TriggerKind) -> bool) -> Score {
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
        .filter(|t| mark(t.kind))
        .map(|t| Tag::new(t.kind.title(), Tone::Soon));
    let share = format!("x {:.2}", score.share.share);
    Score {
        points: score.total.to_string(),
        sum: score.sum.to_string(),
        share_because: phrases(&score.share.arithmetic, scored.topic),
        share,
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
            Confidence::C => Tag::new("C", Tone::Plain),
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
                    .map(|t| reason("Asks for a decision: ", &t.reason)),
            )
            .collect(),
        without_effort: format!("{} without effort", score.without_effort),
    }
}
