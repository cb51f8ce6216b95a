//! The case page: the request, its clock, what can be done now, and everything that happened.

use super::actions::FormOf;
use super::queue::stage_tag;
use super::standing::{due_label, due_of, facts, requester, tag_of};
use super::targets::targets_of;
use super::timeline::{notes, timeline};
use super::waiting::waiting;
use super::who_may::refused;
use crate::domain::case::{ActionKind, Case, Circumstances, Outcome, Stage, available};
use crate::domain::rights::Right;
use crate::domain::words;
use crate::mail::letters::reflowed;
use crate::store::{CasePage as Stored, SimilarRow};
use crate::web::arithmetic::arithmetic_with_readings;
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::cases::case::{CaseAction, CasePage, SimilarRequest};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::routes::answer::Answer;
use crate::web::routes::mail::messages::{messages, notices, rest};
use crate::web::routes::mail::sent::letter;
use crate::web::site::Site;
use rocket::{State, get};

/// The page of a case.
#[get("/desk/requests/<reference>")]
pub async fn case(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let stored = find(site, &desk, reference).await?;
    let page = page(site, &desk, &stored).await?;
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Requests), &page)
}

/// A case with everything beside its record.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub async fn find(site: &Site, desk: &AtDesk, reference: &str) -> Result<Stored, Failure> {
    let found = desk.reads(site).cases().case_page(reference).await?;
    found.ok_or(Failure::NotFound)
}

/// The colour of an outcome.
#[must_use]
pub fn outcome_tag(outcome: Outcome) -> Tag {
    let tone = match outcome {
        Outcome::GrantedInFull => Tone::Good,
        Outcome::GrantedInPart => Tone::Active,
        Outcome::Refused
        | Outcome::RefusedOnCost
        | Outcome::RefusedAsVexatious
        | Outcome::RefusedAsUnreasonable
        | Outcome::RefusedAsRepeated
        | Outcome::RefusedAsUnclear
        | Outcome::RefusedFeeUnpaid
        | Outcome::RefusedOtherwise
        | Outcome::NeitherConfirmedNorDenied => Tone::Bad,
        Outcome::NotHeld | Outcome::Transferred | Outcome::Withdrawn | Outcome::Lapsed => {
            Tone::Plain
        }
    };
    Tag::new(outcome.title(), tone)
}

/// Who may clear the answer.
async fn may_clear(
    site: &Site,
    case: &Case,
    circumstances: &Circumstances<'_>,
) -> Result<SummaryRow, Failure> {
    let clear = ActionKind::Clear;
    let names = site
        .casework
        .cases()
        .who_may(case, clear, circumstances)
        .await?;
    let said = if names.is_empty() {
        "Nobody: everybody who clears answers had a part in it. Add somebody, or let the same person clear in the settings"
            .to_owned()
    } else {
        words::list(&names)
    };
    Ok(SummaryRow::new("May clear it", said))
}

async fn page(site: &Site, desk: &AtDesk, stored: &Stored) -> Result<CasePage, Failure> {
    let now = site.now();
    let case = &stored.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let deadlines = site.casework.dates_of(&stored.stored)?;
    let circumstances = site
        .casework
        .circumstances(&regime, &calendar, desk.actor(), now.today);
    let can = available(case, &circumstances);
    let mut facts = facts(stored, &regime, &deadlines);
    if case.stage() == Stage::Clearance {
        facts.push(may_clear(site, case, &circumstances).await?);
    }
    let actions = actions(stored, &can);
    Ok(CasePage {
        reference: stored.stored.reference.clone(),
        subject: stored.stored.subject.clone(),
        stage: stage_tag(case.stage()),
        outcome: case.outcome.map(outcome_tag),
        due_label: due_label(case, &deadlines).to_owned(),
        due: due_of(case, &deadlines),
        due_tag: tag_of(stored, &deadlines, &calendar, now),
        targets: targets_of(
            case,
            site.casework.settings.law.targets,
            &deadlines,
            &calendar,
            now.today,
        ),
        facts,
        requester: requester(stored),
        nothing: if !actions.is_empty() {
            String::new()
        } else if case.stage() == Stage::Closed {
            "Nothing: the case is closed.".to_owned()
        } else {
            format!(
                "Nothing by you now: {} works on it.",
                Right::WorkOnCases.whose()
            )
        },
        actions,
        correct: Link::new(
            if case.closed.is_some() {
                "Open it again, or correct something"
            } else {
                "Correct something"
            },
            links::corrections(&stored.stored.reference),
        ),
        refused: refused(site, stored, &circumstances).await?,
        waiting: waiting(stored, &can)?,
        notices: notices(stored),
        messages: messages(site, stored)?,
        rest: rest(stored),
        request_text: reflowed(&stored.body),
        arithmetic: Some(arithmetic_with_readings(
            &deadlines, &regime, &calendar, case,
        )),
        questions: super::questions::questions(
            stored,
            &regime,
            can.contains(&ActionKind::DecideQuestion),
        ),
        documents: super::documents::lines(stored),
        document_form: super::documents::form(site, stored),
        letters: stored
            .letters
            .iter()
            .map(|l| letter(site, &stored.stored.reference, l))
            .collect(),
        timeline: timeline(site, stored, regime.currency, 0),
        notes: notes(site, stored),
        similar: stored.similar.iter().map(similar).collect(),
        topic: stored
            .topic
            .as_ref()
            .map(|(id, label)| Link::new(label.clone(), links::topic(*id))),
        topic_notes: topic_notes(stored),
        topic_form: Link::new(
            if stored.topic.is_some() && !stored.topic_confirmed {
                "Confirm or change it"
            } else {
                "Choose the topic"
            },
            links::place_in_topic(&stored.stored.reference),
        ),
    })
}

fn similar(row: &SimilarRow) -> SimilarRequest {
    let outcome = row.outcome;
    SimilarRequest {
        reference: row.reference.clone(),
        href: links::case(&row.reference),
        subject: row.subject.clone(),
        outcome: outcome.map_or("No outcome yet", Outcome::title).to_owned(),
        shared: row.shared.clone(),
    }
}

/// Whether the topic is only suggested, and why; and that a dataset is asked for.
fn topic_notes(stored: &Stored) -> Vec<String> {
    let mut notes = Vec::new();
    match &stored.topic {
        Some((id, _)) if !stored.topic_confirmed => {
            let mut whole = stored.suggestions.iter().filter(|s| s.question == 0);
            let said = whole.find(|s| s.topic_id == *id);
            notes.push(said.map_or_else(
                || "Suggested. Nobody has confirmed it.".to_owned(),
                |s| format!("Suggested by: {}. Nobody has confirmed it.", s.because),
            ));
        }
        Some(_) => {}
        None if !stored.compared => notes.push("None yet.".to_owned()),
        None => notes.push("Probably new: no topic fits well.".to_owned()),
    }
    if stored.dataset {
        notes.push("Asks for a dataset.".to_owned());
    }
    notes
}

/// What usually comes next at a stage.
const fn next_of(stage: Stage, undecided: bool) -> Option<ActionKind> {
    match stage {
        Stage::Received => Some(ActionKind::Allocate),
        Stage::Allocated => Some(ActionKind::StartSearch),
        Stage::ClarificationSought => Some(ActionKind::RecordClarification),
        Stage::Searching => Some(ActionKind::StartDraft),
        Stage::Drafting if undecided => Some(ActionKind::DecideQuestion),
        Stage::Drafting => Some(ActionKind::SendForClearance),
        Stage::Clearance => Some(ActionKind::Clear),
        Stage::ReadyToSend => Some(ActionKind::Answer),
        Stage::Review => Some(ActionKind::CompleteReview),
        Stage::Answered => Some(ActionKind::Close),
        Stage::Closed => None,
    }
}

fn actions(stored: &Stored, can: &[ActionKind]) -> Vec<CaseAction> {
    let case = &stored.stored.case;
    let undecided = case.questions.iter().any(|q| q.outcome.is_none());
    let next = next_of(case.stage(), undecided);
    let reference = &stored.stored.reference;
    let mut actions: Vec<CaseAction> = can
        .iter()
        .filter_map(|&kind| {
            let button = CaseAction {
                label: kind.title().to_owned(),
                href: links::action(reference, kind.noun()),
                primary: next == Some(kind),
                hint: String::new(),
            };
            FormOf(kind).button(button, case)
        })
        .collect();
    actions.sort_by_key(|action| !action.primary);
    actions
}
