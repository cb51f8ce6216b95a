//! A letter shown before it goes, by the same code that sends it.

use super::answer::Answer;
use super::fields::{explanation, warns};
use super::questions::section_title;
use crate::casework::Outgoing;
use crate::domain::case::ActionKind;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::Desk;
use crate::web::pages::desk::preview::{PreviewDocument, PreviewPage};
use crate::web::pages::form::Hidden;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

/// What the form carries of the letter that was shown.
pub const SEEN: &str = "seen";

/// The page of a letter that nobody has seen as it is now; `change` where something was typed.
pub fn shown(
    site: &Site,
    desk: &Desk,
    kind: ActionKind,
    stored: &Stored,
    (letter, typed, change): (&Outgoing, &Typed, bool),
) -> Result<Answer, Failure> {
    let (regime, _) = site.casework.law_of(&stored.stored.case)?;
    let reference = &stored.stored.reference;
    let case_href = format!("/desk/requests/{reference}");
    let mut hidden = typed.carried(&["csrf", "change", SEEN]);
    hidden.push(Hidden::new(SEEN, &letter.digest()));
    let answers = matches!(kind, ActionKind::Clear | ActionKind::Answer);
    let page = PreviewPage {
        reference: reference.clone(),
        subject: stored.stored.subject.clone(),
        heading: heading(kind).to_owned(),
        explanation: explained(kind, &regime, letter),
        said: if typed.ticked(SEEN) {
            "The letter is not the one you were shown, because the day or something on the case has changed since. Read it again."
                .to_owned()
        } else {
            String::new()
        },
        decisions: if answers {
            decisions(stored, &regime)
        } else {
            Vec::new()
        },
        to: to(letter),
        text: letter.text.clone(),
        documents: letter
            .documents
            .iter()
            .map(|row| PreviewDocument {
                name: row.name.clone(),
                href: format!("{case_href}/documents/{}", row.public_id),
                size: words::size(u64::try_from(row.size).unwrap_or(0)),
                digest: row.digest.clone(),
            })
            .collect(),
        documents_go: if letter.documents.is_empty() {
            String::new()
        } else if letter.attached {
            "They travel with the letter, and stand on the requester\u{2019}s page.".to_owned()
        } else {
            "They are too large for email: the letter leads to the requester\u{2019}s page, where they stand."
                .to_owned()
        },
        hidden,
        action: format!("{case_href}/{}", kind.noun()),
        case_href,
        submit: submit(kind, letter).to_owned(),
        warns: warns(kind),
        change,
    };
    Answer::page(site, &site.desk(desk, None).at(Nav::Requests), &page)
}

fn heading(kind: ActionKind) -> &'static str {
    if kind == ActionKind::Clear {
        "Clear this answer for sending"
    } else {
        "Read the letter before it goes"
    }
}

fn submit(kind: ActionKind, letter: &Outgoing) -> &'static str {
    if kind == ActionKind::Clear {
        kind.title()
    } else if letter.email.is_none() {
        "Put the letter with the case"
    } else {
        "Send the letter"
    }
}

fn explained(kind: ActionKind, regime: &Regime, letter: &Outgoing) -> String {
    let mut text = explanation(kind, regime);
    if kind == ActionKind::Clear {
        text.push_str(
            " Only the dates that follow from the day it is sent will be those of that day.",
        );
    } else if letter.email.is_none() {
        text.push_str(" There is no email address: the letter has to be printed and posted.");
    }
    text
}

fn to(letter: &Outgoing) -> Vec<SummaryRow> {
    let name = match letter.to_name.trim() {
        "" => "Nobody named",
        name => name,
    };
    let (label, address) = match (&letter.email, &letter.address) {
        (Some(email), _) => ("Email address", email.as_str()),
        (None, Some(address)) => ("Postal address", address.as_str()),
        (None, None) => ("Postal address", "Not recorded"),
    };
    vec![
        SummaryRow::new("To", name),
        SummaryRow::new(label, address),
        SummaryRow::new("Subject", letter.subject.clone()),
    ]
}

/// What is given of each question, and what is withheld under what.
fn decisions(stored: &Stored, regime: &Regime) -> Vec<SummaryRow> {
    let case = &stored.stored.case;
    let decided = case.questions.iter().filter_map(|question| {
        let outcome = question.outcome?;
        let row = stored
            .questions
            .iter()
            .find(|row| row.number == question.number)?;
        let refused = question.refusal.iter().map(|relied| {
            let ground = regime.refusal(&relied.ground);
            let title = ground.map_or("", |ground| ground.title.as_str());
            format!("{} {title}.", relied.section)
        });
        let withheld = row
            .reasons
            .iter()
            .filter(|_| outcome.withholds())
            .map(|reasons| {
                let section = section_title(regime, &reasons.section);
                match reasons.withheld.trim().trim_end_matches('.') {
                    "" => format!("Under {section}."),
                    what => format!("Withheld under {section}: {what}."),
                }
            });
        let outcome = [format!("{}.", outcome.title())].into_iter();
        let said: Vec<String> = outcome.chain(refused).chain(withheld).collect();
        let said = said.join(" ");
        Some(SummaryRow::new(
            format!("Question {}", question.number),
            said,
        ))
    });
    decided.collect()
}
