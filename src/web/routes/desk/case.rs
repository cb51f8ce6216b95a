//! The case page: the request, its clock, what can be done now, and everything that happened.

use super::answer::Answer;
use super::due_words::{due_of, tag_of};
use super::messages::{messages, notices};
use super::queue::stage_tag;
use super::targets::targets_of;
use super::timeline::{letter, notes, timeline};
use super::waiting::waiting;
use crate::domain::case::{ActionKind, Circumstances, Outcome, Reason, Stage, available, permit};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::{CasePage as Stored, SimilarRow};
use crate::web::arithmetic::arithmetic;
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::guards::Desk;
use crate::web::pages::desk::case::{
    CaseAction, CasePage, Question, RefusedAction, SimilarRequest, SuggestedTopic,
};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::site::Site;
use rocket::{State, get};

/// The page of a case.
#[get("/desk/requests/<reference>")]
pub async fn case(
    site: &State<Site>,
    desk: Desk,
    reference: &str,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let stored = find(site, reference).await?;
    let mut page = page(site, &desk, &stored)?;
    if stored.stored.case.stage() == Stage::Clearance {
        let names = site.casework.who_may_clear(&stored.stored.case).await?;
        let said = if names.is_empty() {
            "Nobody: every manager had a part in it. Add one, or let the same person clear in the settings"
                .to_owned()
        } else {
            words::list(&names)
        };
        page.facts.push(SummaryRow::new("May clear it", said));
    }
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Requests), &page)
}

/// A case with everything beside its record.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub async fn find(site: &Site, reference: &str) -> Result<Stored, Failure> {
    let found = site.casework.store.case_page(reference).await?;
    found.ok_or(Failure::NotFound)
}

/// The colour of an outcome.
#[must_use]
pub fn outcome_tag(outcome: Outcome) -> Tag {
    let tone = match outcome {
        Outcome::GrantedInFull => Tone::Good,
        Outcome::GrantedInPart => Tone::Active,
        Outcome::Refused | Outcome::NeitherConfirmedNorDenied => Tone::Bad,
        Outcome::NotHeld | Outcome::Transferred | Outcome::Withdrawn | Outcome::Lapsed => {
            Tone::Plain
        }
    };
    Tag::new(outcome.title(), tone)
}

fn page(site: &Site, desk: &Desk, stored: &Stored) -> Result<CasePage, Failure> {
    let now = site.now();
    let case = &stored.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let deadlines = site.casework.dates_of(&stored.stored)?;
    let circumstances = Circumstances {
        regime: &regime,
        calendar: &calendar,
        actor: desk.actor(),
        second_person: site.casework.settings.clearance.second_person,
        on: now.today,
        today: now.today,
    };
    let can = available(case, &circumstances);
    Ok(CasePage {
        reference: stored.stored.reference.clone(),
        subject: stored.stored.subject.clone(),
        stage: stage_tag(case.stage()),
        outcome: case.outcome.map(outcome_tag),
        due: due_of(&deadlines),
        due_tag: tag_of(case, &deadlines, &calendar, now.today),
        targets: targets_of(
            case,
            site.casework.settings.law.targets,
            &deadlines,
            &calendar,
            now.today,
        ),
        facts: facts(stored, &regime),
        requester: requester(stored),
        actions: actions(stored, &can),
        refused: refused(stored, &circumstances),
        waiting: waiting(stored, &can)?,
        notices: notices(stored),
        messages: messages(site, stored),
        request_text: stored.body.clone(),
        arithmetic: Some(arithmetic(
            &deadlines,
            &regime,
            &calendar,
            case.limit(&regime),
        )),
        questions: questions(stored, &regime, can.contains(&ActionKind::DecideQuestion)),
        documents: super::documents::lines(stored),
        document_form: super::documents::form(site, stored),
        letters: stored
            .letters
            .iter()
            .map(|l| letter(site, &stored.stored.reference, l))
            .collect(),
        timeline: timeline(site, stored, 0),
        notes: notes(site, stored),
        similar: stored.similar.iter().map(similar).collect(),
        topic: stored
            .topic
            .as_ref()
            .map(|(id, label)| Link::new(label.clone(), format!("/desk/topics/{id}"))),
        topic_notes: topic_notes(stored),
        topic_form: Link::new(
            if stored.topic.is_some() && !stored.topic_confirmed {
                "Confirm or change it"
            } else {
                "Choose the topic"
            },
            format!("/desk/requests/{}/topics/new", stored.stored.reference),
        ),
    })
}

fn similar(row: &SimilarRow) -> SimilarRequest {
    let outcome = row.outcome.as_deref().and_then(Outcome::parse);
    SimilarRequest {
        reference: row.reference.clone(),
        href: format!("/desk/requests/{}", row.reference),
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

fn facts(stored: &Stored, regime: &Regime) -> Vec<SummaryRow> {
    let case = &stored.stored.case;
    let mut rows = vec![
        SummaryRow::new("Law", regime.title.clone()),
        SummaryRow::new("Received", words::long_date(case.received)),
        SummaryRow::new("Channel", case.channel.title()),
        SummaryRow::new(
            "Officer",
            stored
                .officer
                .clone()
                .unwrap_or_else(|| "Nobody yet".into()),
        ),
    ];
    let mut add = |label: &str, value: Option<String>| {
        rows.extend(value.map(|value| SummaryRow::new(label, value)));
    };
    add(
        "Time limit",
        case.variant
            .as_deref()
            .and_then(|id| regime.variant(id))
            .map(|v| words::sentence(&v.title).trim_end_matches('.').to_owned()),
    );
    add("Team", case.team.clone());
    add("Answered", case.answered.map(words::long_date));
    add("Closed", case.closed.map(words::long_date));
    add(
        "Time spent",
        case.effort_minutes
            .map(|m| format!("{} h {:02} min", m / 60, m % 60)),
    );
    add("Earlier reference", stored.external_reference.clone());
    rows
}

fn requester(stored: &Stored) -> Vec<SummaryRow> {
    let who = &stored.requester;
    let kind = who
        .category
        .as_deref()
        .and_then(|word| crate::casework::category_title(word).map(str::to_owned));
    let rows: Vec<SummaryRow> = [
        ("Name", who.name.clone()),
        ("Email address", who.email.clone()),
        ("Postal address", who.address.clone()),
        ("Kind of requester", kind),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(SummaryRow::new(label, value?)))
    .collect();
    if rows.is_empty() {
        vec![SummaryRow::new("Name", "Not recorded")]
    } else {
        rows
    }
}

/// What usually comes next at a stage.
const fn next_of(stage: Stage, undecided: bool, review_open: bool) -> Option<ActionKind> {
    match stage {
        Stage::Received => Some(ActionKind::Allocate),
        Stage::Allocated => Some(ActionKind::StartSearch),
        Stage::ClarificationSought => Some(ActionKind::RecordClarification),
        Stage::Searching => Some(ActionKind::StartDraft),
        Stage::Drafting if undecided => Some(ActionKind::DecideQuestion),
        Stage::Drafting => Some(ActionKind::SendForClearance),
        Stage::Clearance => Some(ActionKind::Clear),
        Stage::ReadyToSend => Some(ActionKind::Answer),
        Stage::Answered if review_open => Some(ActionKind::CompleteReview),
        Stage::Answered => Some(ActionKind::Close),
        Stage::Closed => None,
    }
}

fn actions(stored: &Stored, can: &[ActionKind]) -> Vec<CaseAction> {
    let case = &stored.stored.case;
    let undecided = case
        .questions
        .iter()
        .find(|q| q.outcome.is_none())
        .map(|q| q.number);
    let next = next_of(case.stage(), undecided.is_some(), case.review_open);
    let base = format!("/desk/requests/{}", stored.stored.reference);
    let mut actions: Vec<CaseAction> = can
        .iter()
        .filter_map(|&kind| {
            let href = format!("{base}/{}/new", kind.noun());
            let (label, href) = match (kind, undecided) {
                (ActionKind::DecideQuestion, Some(number)) => (
                    format!("Decide question {number}"),
                    format!("{href}?question={number}"),
                ),
                // Every question is decided: each is changed beside its text.
                (ActionKind::DecideQuestion, None) => return None,
                // It is done beside what waits.
                (ActionKind::DealWith, _) => return None,
                (kind, _) => (kind.title().to_owned(), href),
            };
            Some(CaseAction {
                label,
                href,
                primary: next == Some(kind),
                hint: String::new(),
            })
        })
        .collect();
    actions.sort_by_key(|action| !action.primary);
    actions
}

/// What cannot be done now although the stage would have it, and why.
fn refused(stored: &Stored, circumstances: &Circumstances<'_>) -> Vec<RefusedAction> {
    ActionKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let refusal = permit(&stored.stored.case, kind, circumstances).err()?;
            let beside_the_point = matches!(
                refusal.reason,
                Reason::WrongStage(..)
                    | Reason::WrongRole(_)
                    | Reason::NoFeesNotice
                    | Reason::NoVariants(_)
                    | Reason::NoLapse
                    | Reason::NoReviewOpen
                    | Reason::NotAnswered
                    | Reason::NothingWaits
            );
            let ground = circumstances.regime.ground(None);
            let section = ground
                .filter(|_| kind == ActionKind::Extend)
                .map(|g| &g.section);
            (!beside_the_point).then(|| RefusedAction {
                label: kind.title().to_owned(),
                reason: words::sentence(&refusal.reason.to_string()),
                section: section.map(Section::to_string).unwrap_or_default(),
            })
        })
        .collect()
}

fn questions(stored: &Stored, regime: &Regime, can_decide: bool) -> Vec<Question> {
    let base = format!("/desk/requests/{}/decisions/new", stored.stored.reference);
    let several = stored.questions.len() > 1;
    stored
        .questions
        .iter()
        .map(|row| {
            let of_case = &stored.stored.case.questions;
            let decided = of_case.iter().find(|q| q.number == row.number);
            let outcome = decided.and_then(|q| q.outcome);
            let texts = [&row.answer, &row.withheld, &row.why, &row.public_interest];
            let said: Vec<&str> = texts
                .into_iter()
                .map(|t| t.trim())
                .filter(|t| !t.is_empty())
                .collect();
            Question {
                number: row.number.to_string(),
                text: row.body.clone(),
                outcome: outcome.map(outcome_tag),
                exemptions: decided.map_or_else(Vec::new, |q| {
                    q.exemptions
                        .iter()
                        .map(|s| section_title(regime, s))
                        .collect()
                }),
                reasons: said.join("\n\n"),
                decide: can_decide.then(|| {
                    let label = if outcome.is_some() {
                        "Change the decision"
                    } else {
                        "Decide"
                    };
                    Link::new(label, format!("{base}?question={}", row.number))
                }),
                topics: topics_of(stored, row.number),
                probably_new: several
                    && stored.compared
                    && topics_of(stored, row.number).is_empty(),
            }
        })
        .collect()
}

/// The topics suggested for a question, the one that fits best first.
fn topics_of(stored: &Stored, question: u16) -> Vec<SuggestedTopic> {
    let of = stored.suggestions.iter().filter(|s| s.question == question);
    of.map(|s| SuggestedTopic {
        topic: Link::new(s.label.clone(), format!("/desk/topics/{}", s.topic_id)),
        because: s.because.clone(),
    })
    .collect()
}

/// A section with its title: `s.40(2) Personal information`.
#[must_use]
pub fn section_title(regime: &Regime, section: &Section) -> String {
    let title = regime.exemption(section).map(|whole| {
        let part = whole
            .subsections
            .iter()
            .find(|part| part.section == *section);
        part.map_or_else(|| whole.title.clone(), |part| part.title.clone())
    });
    title.map_or_else(|| section.to_string(), |title| format!("{section} {title}"))
}
