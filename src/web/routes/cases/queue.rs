//! The queue: open requests in the order they fall due, with counts that lead to their cases.

use super::due_words::{answered_tag, due_tag, review_tag, unrecorded_tag};
use super::filter::{filter_of, page_href, pairs, position_of, queue_href};
use super::targets::next_target;
use crate::casework::Moment;
use crate::casework::law::in_use::news_since;
use crate::domain::calendar::Calendar;
use crate::domain::case::{Outcome, Stage};
use crate::domain::publication::counted::Which;
use crate::domain::words;
use crate::store::{
    Counts, Extent, Filter, Lateness, ListDays, MOST_WAITING, Officer, Overview, Position,
    QueueRow as Row, Reviews, STOPPED,
};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::{Query, Typed};
use crate::web::guards::{Desk, to};
use crate::web::laws::laws;
use crate::web::links;
use crate::web::pages::cases::queue::{CountLink, Queue, QueueRow};
use crate::web::pages::form::{Choice, Field, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Tag, Tone};
use crate::web::routes::answer::Answer;
use crate::web::routes::law::dates_moved::summary;
use crate::web::site::Site;
use rocket::{State, get};
use std::collections::BTreeSet;

/// Requests on one page.
const ROWS: usize = 50;

/// The fields of the filter's own form; everything else it holds travels unseen.
const SHOWN: [&str; 7] = ["q", "stage", "lateness", "officer", "team", "regime", "all"];

/// The queue.
#[get("/desk/requests?<query..>")]
pub async fn queue(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    query: Query,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let now = site.now();
    let Query(query) = query;
    let filter = filter_of(&query)?;
    let position = position_of(&query)?;
    let casework = &site.casework;
    let soon = casework.soon(now.today)?;
    let calendar = casework.default_calendar(now.today)?;
    let days = ListDays {
        today: now.today,
        soon,
        news: news_since(now.at),
    };
    let store = desk.reads(site);
    let (slice, around) = store.cases().queue(&filter, position, ROWS, days).await?;
    let topic = match filter.topic {
        Some(id) => store.topics().topic(id).await?,
        None => None,
    };
    let label = topic.as_ref().map(|topic| topic.entry.label.as_str());
    let place = |row: Option<&Row>, backwards| {
        row.map(|row| {
            let position = Position {
                due: row.queue_due,
                id: row.id,
                backwards,
            };
            page_href(&filter, position)
        })
    };
    let page = Queue {
        moved: (around.moved > 0)
            .then(|| summary(usize::try_from(around.moved).unwrap_or(usize::MAX))),
        to_place: (around.to_place > 0).then(|| waiting(around.to_place)),
        undelivered: (around.undelivered > 0)
            .then(|| crate::web::routes::mail::undelivered::summary(around.undelivered)),
        heading: heading(&filter, label),
        extent: slice.extent.map(|extent| told(extent, &filter)),
        by_stage: by_stage(&around.counts, &filter),
        by_lateness: by_lateness(&around.counts, &filter),
        search: filter.words.clone().unwrap_or_default(),
        filters: filters(site, &around.officers, &filter, &query),
        hidden: pairs(&filter)
            .into_iter()
            .filter(|(name, _)| !SHOWN.contains(name))
            .map(|(name, value)| Hidden::new(name, &value))
            .collect(),
        clear: (filter != open_only()).then(links::cases),
        empty: if filter == open_only() {
            "No request is open. Log one that came in.".into()
        } else {
            "No request matches. Take a filter away, or log a request.".into()
        },
        previous: place(slice.rows.first(), true).filter(|_| slice.before),
        next: place(slice.rows.last(), false).filter(|_| slice.after),
        rows: slice
            .rows
            .iter()
            .map(|row| shown(row, &around, &calendar, site, now))
            .collect(),
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Requests), &page)
}

/// How many messages wait, as a sentence.
fn waiting(count: i64) -> String {
    if count > MOST_WAITING {
        return format!("More than {MOST_WAITING} messages wait to be placed.");
    }
    match usize::try_from(count).unwrap_or(usize::MAX) {
        1 => "1 message waits to be placed.".to_owned(),
        count => format!("{} wait to be placed.", words::count(count, "message")),
    }
}

fn open_only() -> Filter {
    Filter {
        open: true,
        ..Filter::default()
    }
}

/// What the list holds, in a few words.
fn heading(filter: &Filter, topic: Option<&str>) -> String {
    let stage = filter.stage.as_deref().and_then(Stage::parse);
    let outcome = filter.outcome.as_deref().and_then(Outcome::parse);
    let spans: Vec<String> = [
        ("received", filter.received),
        ("answered", filter.responded),
        ("ended", filter.ended),
    ]
    .into_iter()
    .filter_map(|(what, range)| {
        let (from, to) = range?;
        let (from, to) = (words::date(from), words::date(to));
        Some(format!("{what} from {from} to {to}"))
    })
    .collect();
    let about = topic.map_or_else(String::new, |topic| format!(" about {topic}"));
    let mut heading = if let Some(lateness) = filter.lateness {
        format!("Requests{about}: {}", lateness.title().to_lowercase())
    } else if let Some(stage) = stage {
        format!("Requests{about}: {}", stage.title().to_lowercase())
    } else if !spans.is_empty() {
        format!("Requests{about} {}", spans.join(", "))
    } else if let Some((reviews, from, to)) = filter.reviews {
        let (from, to) = (words::date(from), words::date(to));
        match reviews {
            Reviews::OpenAtEnd => format!("Reviews{about} {} by {to}", reviews.title()),
            Reviews::Received
            | Reviews::Decided
            | Reviews::InTime
            | Reviews::Late
            | Reviews::Changed => {
                format!("Reviews{about} {} from {from} to {to}", reviews.title())
            }
        }
    } else if let Some(day) = filter.open_at {
        format!("Requests{about} open at the end of {}", words::date(day))
    } else if filter.waiting {
        format!("Requests{about}: new from requesters")
    } else if filter.open {
        format!("Open requests{about}")
    } else {
        format!("Requests{about}")
    };
    if let Some(outcome) = outcome {
        heading.push_str(&format!(": {}", outcome.title().to_lowercase()));
    }
    match filter.in_time {
        Some(true) => heading.push_str(", in time"),
        Some(false) => heading.push_str(", late"),
        None => {}
    }
    if filter.extended {
        heading.push_str(", with an extension");
    }
    if let Some(which) = filter.counted {
        heading.push_str(&format!(": {}", which.title()));
    }
    heading
}

/// How much the list holds, as a sentence or two.
fn told(extent: Extent, filter: &Filter) -> String {
    let count = |number, noun| words::count(usize::try_from(number).unwrap_or(0), noun);
    let mut told = count(extent.requests, "request");
    if let Some(requesters) = extent.requesters {
        told.push_str(&format!(" by {}", count(requesters, "requester")));
        let only = requesters - extent.with_own_words.unwrap_or(requesters);
        if only > 0 {
            let only = words::thousands(usize::try_from(only).unwrap_or(0));
            told.push_str(&format!(
                ", {only} of them only with the text of a campaign, of whom a score counts a few"
            ));
        }
    }
    told.push('.');
    let by_outcome = filter
        .counted
        .is_some_and(|which| which != Which::AlreadyPublic && !which.outcomes().is_empty());
    if by_outcome {
        told.push_str(" Those answered that it was public already are counted apart.");
    }
    told
}

fn figure(label: &str, count: i64, to: Filter, filter: &Filter) -> CountLink {
    CountLink {
        label: label.to_owned(),
        count: words::thousands(usize::try_from(count).unwrap_or(0)),
        href: queue_href(&to),
        current: to == *filter,
    }
}

fn by_stage(counts: &Counts, filter: &Filter) -> Vec<CountLink> {
    Stage::ALL
        .into_iter()
        .filter_map(|stage| {
            let (_, count) = counts.by_stage.iter().find(|(s, _)| *s == stage)?;
            // The count is of open cases, so the list is too.
            let to = Filter {
                stage: Some(stage.as_str().into()),
                ..open_only()
            };
            let label = match stage {
                Stage::Review => "Reviews",
                other => other.title(),
            };
            Some(figure(label, *count, to, filter))
        })
        .collect()
}

fn by_lateness(counts: &Counts, filter: &Filter) -> Vec<CountLink> {
    let mut links: Vec<CountLink> = Lateness::ALL
        .into_iter()
        .map(|lateness| {
            let count = match lateness {
                Lateness::Late => counts.late,
                Lateness::DueSoon => counts.due_soon,
                Lateness::InHand => counts.in_hand,
                Lateness::Stopped => counts.stopped,
            };
            let to = Filter {
                lateness: Some(lateness),
                ..open_only()
            };
            figure(lateness.title(), count, to, filter)
        })
        .collect();
    let to = Filter {
        unallocated: true,
        ..open_only()
    };
    links.push(figure("With no officer", counts.unallocated, to, filter));
    let to = Filter {
        waiting: true,
        ..Filter::default()
    };
    links.push(figure("New from requesters", counts.waiting, to, filter));
    links
}

fn filters(site: &Site, people: &[Officer], filter: &Filter, query: &Typed) -> Vec<Field> {
    let any = |label: &str| vec![Choice::new("", label)];
    let chosen = |choices: &[Choice], value: Option<&str>| {
        Choice::with_chosen(choices, &[value.unwrap_or_default()])
    };
    let mut stages = any("Any");
    stages.extend(Stage::ALL.map(|s| Choice::new(s.as_str(), s.title())));
    let mut due = any("Any");
    due.extend(Lateness::ALL.map(|l| Choice::new(l.as_str(), l.title())));
    let mut officers = any("Anybody");
    officers.push(Choice::new("none", "Nobody yet"));
    let in_teams: BTreeSet<&str> = people.iter().filter_map(|p| p.team.as_deref()).collect();
    for person in people {
        officers.push(Choice::new(person.id.to_string(), person.name.clone()));
    }
    let officer = if filter.unallocated {
        Some("none".to_owned())
    } else {
        filter.officer.map(|id| id.to_string())
    };
    let mut teams = any("Any");
    teams.extend(in_teams.into_iter().map(|t| Choice::new(t, t)));
    let mut of_law = any("Any");
    of_law.extend(laws(&site.casework.law()));
    let closed = [
        Choice::new("", "In searches"),
        Choice::new("yes", "Shown"),
        Choice::new("no", "Hidden"),
    ];
    vec![
        Field::select("stage", "Stage", chosen(&stages, filter.stage.as_deref())),
        Field::select(
            "lateness",
            "Due",
            chosen(&due, filter.lateness.map(Lateness::as_str)),
        ),
        Field::select("officer", "Officer", chosen(&officers, officer.as_deref())),
        Field::select("team", "Team", chosen(&teams, filter.team.as_deref())),
        Field::select("regime", "Law", chosen(&of_law, filter.regime.as_deref())),
        Field::select("all", "Closed requests", chosen(&closed, query.some("all"))),
    ]
}

/// The colour of a stage.
pub fn stage_tag(stage: Stage) -> Tag {
    let tone = match stage {
        Stage::Received | Stage::Allocated | Stage::Closed => Tone::Plain,
        Stage::ClarificationSought => Tone::Soon,
        Stage::Searching
        | Stage::Drafting
        | Stage::Clearance
        | Stage::ReadyToSend
        | Stage::Review => Tone::Active,
        Stage::Answered => Tone::Good,
    };
    Tag::new(stage.title(), tone)
}

fn shown(row: &Row, around: &Overview, calendar: &Calendar, site: &Site, now: Moment) -> QueueRow {
    let stopped = row.clock_state.awaits_requester();
    let in_review = row.stage == Stage::Review && (row.responded.is_some() || row.due.is_none());
    // Where the clock stands still, the queue's date is the one an unrecorded reply would give.
    let unrecorded = Some(row.queue_due).filter(|due| stopped && *due < STOPPED);
    let due = if in_review {
        row.falls_due()
    } else {
        row.due.or(unrecorded)
    };
    let mut tag = match (row.responded, row.due) {
        _ if in_review => review_tag(calendar, due, now.today),
        (Some(answered), due) => answered_tag(due, answered),
        (None, _) if !row.open => Tag::new("ended", Tone::Plain),
        (None, None) if unrecorded.is_some() => unrecorded_tag(calendar, row.queue_due, now.today),
        (None, _) if stopped => Tag::new("clock stopped", Tone::Soon),
        (None, Some(due)) => due_tag(calendar, due, now.today),
        (None, None) => Tag::new("no due date", Tone::Plain),
    };
    if row.provisional && row.open {
        tag.text.push_str(", provisional");
    }
    let beside = match row.outcome {
        Some(outcome) if in_review => {
            format!("answered: {}", outcome.title().to_lowercase())
        }
        Some(outcome) => outcome.title().to_owned(),
        None if row.stage == Stage::Review => "a review is open because no answer came".to_owned(),
        None if row.open && !stopped => {
            let from = row.counts_from.unwrap_or(row.received);
            let targets = site.casework.settings.law.targets;
            next_target(targets, row.stage, from, calendar, now.today).unwrap_or_default()
        }
        None => String::new(),
    };
    let stage = stage_tag(row.stage);
    QueueRow {
        reference: row.reference.clone(),
        subject: row.subject.clone(),
        received: words::short_date(row.received),
        due: due.map(words::short_date).unwrap_or_default(),
        due_words: tag.text,
        due_tone: tag.tone,
        stage: stage.text,
        stage_tone: stage.tone,
        waiting: row
            .waiting_since
            .map(|since| format!("New from the requester, {}", words::short_date(since)))
            .unwrap_or_default(),
        officer: row
            .officer_id
            .and_then(|id| around.name_of(id))
            .unwrap_or("Nobody yet")
            .to_owned(),
        beside,
    }
}
