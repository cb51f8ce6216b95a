//! Deciding what to publish, and the way of each decision to a publication.

use super::measure::measure;
use super::steps::{page_of_step, step_of};
use crate::casework::publication::publish::mark_of;
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::publication::board::{Stage, Step};
use crate::domain::words;
use crate::store::DecisionRow;
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{FormErrors, Hidden};
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::pages::publication::board::{Board, BoardCard, BoardColumn, DecisionPage};
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::routes::mail::preview::{SEEN, further, shown_first};
use crate::web::site::Site;
use chrono::NaiveDate;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{State, get, post};

/// The board: what is decided, being prepared, checked, published, and due again.
#[get("/desk/publications")]
pub async fn board(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let today = site.now().today;
    let rows = desk.reads(site).publication().decisions(None).await?;
    let again = |row: &DecisionRow| row.refresh_due.is_some_and(|due| due <= today);
    let column = |id: &str, title: &str, cards: Vec<&DecisionRow>| BoardColumn {
        id: id.to_owned(),
        title: format!("{title} ({})", cards.len()),
        cards: cards.into_iter().map(|row| card(row, today)).collect(),
    };
    let mut columns: Vec<BoardColumn> = Stage::ALL
        .into_iter()
        .filter(|stage| *stage != Stage::Ended)
        .map(|stage| {
            let here = rows
                .iter()
                .filter(|row| row.stage() == stage && !again(row));
            column(stage.as_str(), stage.title(), here.collect())
        })
        .collect();
    let due = rows
        .iter()
        .filter(|row| row.stage() == Stage::Published && again(row));
    columns.push(column("again", "Due for refresh", due.collect()));
    let page = Board {
        summary: format!("{}.", words::count(rows.len(), "decision")),
        columns,
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Topics), &page)
}

fn card(row: &DecisionRow, today: NaiveDate) -> BoardCard {
    let due = match row.stage() {
        Stage::Published => row.refresh_due,
        Stage::Decided | Stage::Preparing | Stage::Checked | Stage::Ended => row.due.or(row.review),
    };
    BoardCard {
        href: links::publication_decision(row.id),
        topic: row.label.clone(),
        decision: row.kind().title(),
        owner: format!("{}, {}", row.owner, row.effort().title()),
        due: due.map(|day| {
            let tone = if day < today { Tone::Bad } else { Tone::Plain };
            Tag::new(format!("Due {}", words::short_date(day)), tone)
        }),
    }
}

/// The page of a decision.
#[get("/desk/publications/<id>")]
pub async fn decision(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    id: i64,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let row = find(site, &desk, id).await?;
    let page = DecisionPage {
        topic: Link::new(row.label.clone(), links::topic(row.topic_id)),
        decision: row.kind().title(),
        stage: stage_tag(row.stage()),
        facts: facts(&row),
        checked: row.checked.clone(),
        steps: steps(&row),
        measure: measure(site, &row).await?,
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Topics), &page)
}

fn stage_tag(stage: Stage) -> Tag {
    let tone = match stage {
        Stage::Decided | Stage::Ended => Tone::Plain,
        Stage::Preparing | Stage::Checked => Tone::Active,
        Stage::Published => Tone::Good,
    };
    Tag::new(stage.title(), tone)
}

fn facts(row: &DecisionRow) -> Vec<SummaryRow> {
    let day = |day: Option<NaiveDate>| day.map(words::date);
    let score = row.score.map(|score| format!("{score} of 100"));
    let owner = format!("{}, {}", row.owner, row.effort().title());
    [
        ("Reason", Some(row.reason.clone())),
        ("Owner", Some(owner)),
        ("Decided", Some(words::date(row.decided))),
        ("Score then", score),
        ("To be done by", day(row.due)),
        ("To be reviewed", day(row.review)),
        ("Published", day(row.published)),
        (
            "Published as",
            Some(row.title.clone()).filter(|t| !t.is_empty()),
        ),
        (
            "Address",
            Some(row.address.clone()).filter(|a| !a.is_empty()),
        ),
        ("Due again", day(row.refresh_due)),
        (
            if row.is_withdrawn() {
                "Withdrawn"
            } else {
                "Ended"
            },
            day(row.ended_on),
        ),
        (
            "Why it was ended",
            Some(row.ended_because.clone()).filter(|why| !why.is_empty()),
        ),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(SummaryRow::new(label, value?)))
    .collect()
}

fn steps(row: &DecisionRow) -> Vec<Link> {
    [
        (Step::Prepare, "Begin to prepare it", "preparations"),
        (Step::Check, "Record the disclosure check", "checks"),
        (Step::Publish, "Publish it", "issues"),
        (
            Step::End,
            match row.stage() {
                Stage::Published => "Withdraw it",
                Stage::Decided | Stage::Preparing | Stage::Checked | Stage::Ended => {
                    "End this decision"
                }
            },
            "endings",
        ),
    ]
    .into_iter()
    .filter(|(step, ..)| row.stage().after(*step, row.kind()).is_ok())
    .map(|(_, label, noun)| Link::new(label, links::publication_step(row.id, noun)))
    .chain([Link::new(
        "Record another decision",
        links::decide_publication(row.topic_id),
    )])
    .collect()
}

async fn find(site: &Site, desk: &AtDesk, id: i64) -> Result<DecisionRow, Failure> {
    let row = desk.reads(site).publication().decision(id).await?;
    row.ok_or(Failure::NotFound)
}

/// The form of a step towards a publication.
#[get("/desk/publications/<id>/<noun>/new")]
pub async fn step_form(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
    noun: &str,
) -> Result<Answer, Failure> {
    let row = find(site, &desk, id).await?;
    let begun = <Typed as Default>::default()
        .with(
            "title",
            if row.title.is_empty() {
                &row.label
            } else {
                &row.title
            },
        )
        .with("address", &row.address);
    let page = page_of_step(site, &row, noun, &begun).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

/// Takes a step.
#[post("/desk/publications/<id>/<noun>", data = "<form>")]
pub async fn step(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
    noun: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let row = find(site, &desk, id).await?;
    if form.ticked("change") {
        let page = page_of_step(site, &row, noun, &form).await?;
        return Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page);
    }
    let step = step_of(noun, &form)?;
    let submission = form.form_token()?.to_string();
    let seen = (submission.as_str(), form.get(SEEN));
    let done = site
        .casework
        .publishing()
        .step_publication_seen(id, step, seen, desk.actor(), site.now())
        .await;
    let said = match done {
        Ok(letters) => {
            if let Some(first) = letters.split_first() {
                let page = letters_shown(&row, (noun, &form), &letters, first);
                return Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page);
            }
            let to = links::publication_decision(id);
            let said = match noun {
                "preparations" => "The preparation is recorded.",
                "checks" => "The check is recorded.",
                "endings" => "It is ended, and the public register says so.",
                _ => "It is published, and the public list shows it.",
            };
            return Ok(Answer::done(to, said));
        }
        Err(CaseworkFault::Stale) => FormErrors::default(),
        Err(fault) => on_the_form(fault)?,
    };
    // Somebody may have taken it further since the form was opened, or while it was read.
    let row = find(site, &desk, id).await?;
    let mut page = page_of_step(site, &row, noun, &form).await?;
    let moved = form
        .some("stage")
        .is_some_and(|seen| seen != row.stage().as_str());
    let status = if moved || said.is_empty() {
        page.stands = standing(&row);
        Status::Conflict
    } else {
        Status::UnprocessableEntity
    };
    let frame = site.desk(&desk, None).at(Nav::Topics);
    Answer::wrong(site, &frame, &page.with_errors(said), status)
}

/// A decision as it stands: what was decided, how far it has come, and the rest.
pub(in crate::web::routes) fn standing(row: &DecisionRow) -> Vec<SummaryRow> {
    let stands = [
        ("Decision", row.kind().title()),
        ("Stage", row.stage().title().to_owned()),
    ];
    let stands = stands.map(|(label, value)| SummaryRow::new(label, value));
    stands.into_iter().chain(facts(row)).collect()
}

/// One of the letters a step would send, from 1, as it is formatted.
#[post("/desk/publications/<id>/<noun>/formatted?<letter>", data = "<form>")]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::PreparePublication>,
    id: i64,
    noun: &str,
    letter: Option<usize>,
    form: Form<Typed>,
) -> Result<RawHtml<String>, Failure> {
    desk.check(form.get("csrf"))?;
    let step = step_of(noun, &form)?;
    let token = form.form_token()?.to_string();
    let letters = site
        .casework
        .publishing()
        .letters_of_step(id, step, &token, desk.actor(), site.now())
        .await?;
    let place = letter.unwrap_or(1).checked_sub(1);
    let letter = place.and_then(|place| letters.into_iter().nth(place));
    Ok(RawHtml(letter.ok_or(Failure::NotFound)?.html))
}

/// The letters a step sends, before they go.
fn letters_shown(
    row: &DecisionRow,
    (noun, form): (&str, &Typed),
    letters: &[Outgoing],
    (first, more): (&Outgoing, &[Outgoing]),
) -> PreviewPage {
    let back = links::publication_decision(row.id);
    let mut page = shown_first(form, first, &row.kind().title(), &row.label, &back);
    page.hidden.retain(|one| one.name != SEEN);
    page.hidden.push(Hidden::new(SEEN, &mark_of(letters)));
    page.explanation = format!(
        "It is published, and {} who asked to be told.",
        match letters.len() {
            1 => "this letter goes to the requester".to_owned(),
            several => format!("these {several} letters go to the requesters"),
        }
    );
    let action = format!("{back}/{noun}");
    let more = (2..).zip(more);
    page.more = more
        .map(|(place, letter)| further(letter, format!("{action}/formatted?letter={place}")))
        .collect();
    page.action = action;
    page.change = true;
    page
}
