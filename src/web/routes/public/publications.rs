//! What the authority decided to publish and why, and each publication.
//!
//! A topic that fewer people asked about than the threshold of disclosure control is not named,
//! because its name could say who asked.

use crate::casework::cases::look_up::{LONGEST_SEARCH, Listed};
use crate::casework::{CaseworkFault, Seldom};
use crate::domain::publication::Kind;
use crate::domain::publication::board::Stage;
use crate::domain::words;
use crate::store::DecisionRow;
use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::flash::{Flash, FlashMessage};
use crate::web::forms::{Query, Short};
use crate::web::guards::{Reader, Visitor};
use crate::web::links;
use crate::web::pages::form::{FormErrors, Hidden};
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::pages::public::publications::{PublicDecision, PublicDecisions, PublicationPage};
use crate::web::pages::public::published::{Publications, Published};
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{State, get, head, post};
use std::sync::Arc;

/// When it was said last that a reader was not counted.
static UNCOUNTED: Seldom = Seldom::new();

/// A page with its status.
type Answer = Result<(Status, RawHtml<String>), Failure>;

/// Whether the list is there, for programs that follow links. Nothing is looked for or counted.
#[head("/publications")]
pub const fn list_is_there() -> Status {
    Status::Ok
}

/// What is published: all of it, or what fits a search. A search that finds nothing is counted
/// for its topic.
#[get("/publications?<query..>")]
pub async fn list(site: &State<Site>, visitor: Visitor, query: Query) -> Answer {
    let search = query.0.get("q").trim();
    let mut errors = FormErrors::default();
    let mut status = Status::Ok;
    let found = if search.is_empty() {
        None
    } else {
        match site.casework.shelf().look_up(search, site.now()).await {
            Ok(found) => Some(found),
            Err(CaseworkFault::Invalid(faults)) => {
                for fault in faults {
                    errors.add(fault.field, fault.message);
                }
                status = Status::UnprocessableEntity;
                None
            }
            Err(other) => return Err(other.into()),
        }
    };
    let searched = found.is_some();
    let listed = match found {
        Some(found) => found,
        None => site.casework.shelf().published(site.now()).await?,
    };
    let shown: String = search.chars().take(LONGEST_SEARCH).collect();
    let page = Publications::new(
        &shown,
        searched,
        listed.into_iter().map(published_row).collect(),
        errors,
    );
    let html = site.render(&site.public(&visitor, None), &page)?;
    Ok((status, html))
}

fn published_row(listed: Listed) -> Published {
    let row = listed.row;
    Published {
        publication: Link::new(row.title, links::published(row.id)),
        topic: if listed.named {
            row.survivor_label
        } else {
            String::new()
        },
        because: listed.because.join(", "),
        published: row.published.map(words::short_date).unwrap_or_default(),
        next: row.refresh_due.map(words::short_date).unwrap_or_default(),
    }
}

/// The register of decisions.
#[get("/publication-decisions")]
pub async fn decisions(site: &State<Site>, visitor: Visitor) -> Result<RawHtml<String>, Failure> {
    let rows = site.casework.shelf().decided(site.now()).await?;
    let page = PublicDecisions {
        summary: format!("{}.", words::count(rows.len(), "decision")),
        rows: rows.iter().map(|listed| row_of(site, listed)).collect(),
    };
    site.render(&site.public(&visitor, None), &page)
}

/// Whether a publication is there, for programs that follow links. Nobody is counted.
#[head("/publications/<id>")]
pub async fn publication_is_there(site: &State<Site>, id: i64) -> Result<Status, Failure> {
    let row = site.casework.shelf().publication(id).await?;
    row.ok_or(Failure::NotFound)?;
    Ok(Status::Ok)
}

/// A publication. Opening it is counted, once a reader and day.
#[get("/publications/<id>")]
pub async fn publication(
    site: &State<Site>,
    visitor: Visitor,
    reader: Reader,
    id: i64,
    flash: Option<FlashMessage<'_>>,
) -> Result<RawHtml<String>, Failure> {
    let row = site.casework.shelf().publication(id).await?;
    let row = row.ok_or(Failure::NotFound)?;
    let now = site.now();
    // The page does not wait for the writer, and is shown where nothing can be written. Where too
    // many are counted already, this one is not.
    if row.stage() == Stage::Published
        && reader.counts
        && let Some(counting) = site.pace.count()
    {
        let (casework, address) = (Arc::clone(&site.casework), reader.address.clone());
        rocket::tokio::spawn(async move {
            if let Err(fault) = casework
                .publishing()
                .count_reader(id, &address, None, now)
                .await
                && UNCOUNTED.is_time()
            {
                tracing::warn!(target: "daylight", "a reader was not counted: {fault}");
            }
            drop(counting);
        });
    }
    let mut facts: Vec<SummaryRow> = Vec::new();
    if let Some(day) = row.published {
        facts.push(SummaryRow::new("Published", words::date(day)));
    }
    if let Some(day) = row.refresh_due {
        facts.push(SummaryRow::new("Next due", words::date(day)));
    }
    let mut page = PublicationPage {
        withdrawn: String::new(),
        because: String::new(),
        title: row.title,
        facts,
        address: row.address,
        action: links::reader_says(id),
        hidden: vec![Hidden::new(
            "shown",
            &site
                .casework
                .keys
                .page_token(id, &reader.address, now.today),
        )],
    };
    if let Some(day) = row.ended_on {
        page.withdrawn = format!("This publication was withdrawn on {}.", words::date(day));
        page.because = row.ended_because;
        // Nobody is sent to where it stood, or asked whether it answered them.
        page.address.clear();
        page.action.clear();
        page.hidden.clear();
    }
    site.render(&site.public(&visitor, flash), &page)
}

/// Counts a reader's word on a page that was shown to them, once a day.
#[post("/publications/<id>/answers", data = "<said>")]
pub async fn answer(
    site: &State<Site>,
    visitor: Visitor,
    reader: Reader,
    id: i64,
    said: Short,
) -> Result<Flash, Failure> {
    let Short(said) = said;
    visitor.check(said.get("csrf"))?;
    let (now, keys) = (site.now(), &site.casework.keys);
    if !keys.was_shown(said.get("shown"), id, &reader.address, now.today) {
        return Err(Failure::ForeignForm);
    }
    let answered = match said.get("answered") {
        "yes" => true,
        "no" => false,
        _ => {
            return Err(Failure::Refused(
                "Say whether it answered you: yes or no".into(),
            ));
        }
    };
    let counted = site
        .casework
        .publishing()
        .count_reader(id, &reader.address, Some(answered), now)
        .await?;
    let to = Redirect::to(links::published(id));
    Ok(Flash::success(
        to,
        if counted {
            "Thank you. It is counted, without your name."
        } else {
            "Thank you. An answer from where you are was counted today already."
        },
    ))
}

fn is_public(row: &DecisionRow) -> bool {
    row.stage() == Stage::Published || row.is_withdrawn()
}

fn row_of(site: &Site, listed: &Listed) -> PublicDecision {
    let (row, named) = (&listed.row, listed.named);
    let threshold = site.casework.weights.disclosure.threshold;
    let publishes = match row.kind() {
        Kind::PublishOnce | Kind::PublishOnSchedule { .. } | Kind::Signpost => true,
        Kind::NotNow | Kind::Cannot => false,
    };
    let when = match (row.published, row.due.filter(|_| publishes), row.review) {
        (Some(day), ..) => format!("Published on {}.", words::date(day)),
        _ if row.ended_on.is_some() => String::new(),
        (None, Some(day), _) => format!("To be done by {}.", words::date(day)),
        (None, None, Some(day)) => format!("To be looked at again on {}.", words::date(day)),
        (None, None, None) => String::new(),
    };
    PublicDecision {
        topic: if named {
            row.survivor_label.clone()
        } else if is_public(row) {
            row.title.clone()
        } else if listed.few {
            format!("A topic fewer than {threshold} people asked about")
        } else {
            "A topic that may not be named".to_owned()
        },
        decision: Tag::new(row.kind().title(), tone(row.kind())),
        reason: if named || is_public(row) {
            row.reason.clone()
        } else {
            "Not given here: it could say who asked.".to_owned()
        },
        decided: words::short_date(row.decided),
        when,
        ended: row.ended_on.map_or_else(String::new, |day| {
            let what = if row.is_withdrawn() {
                "Withdrawn"
            } else {
                "Ended"
            };
            let day = words::date(day);
            if named || is_public(row) {
                format!("{what} on {day}: {}", row.ended_because)
            } else {
                format!("{what} on {day}.")
            }
        }),
        publication: is_public(row).then(|| Link::new(row.title.clone(), links::published(row.id))),
    }
}

/// The colour of a decision.
#[must_use]
pub fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::PublishOnce | Kind::PublishOnSchedule { .. } | Kind::Signpost => Tone::Good,
        Kind::NotNow => Tone::Soon,
        Kind::Cannot => Tone::Plain,
    }
}
