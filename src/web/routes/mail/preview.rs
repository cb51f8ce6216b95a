//! A letter shown before it goes, by the same code that sends it.

use crate::casework::Outgoing;
use crate::domain::case::ActionKind;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::AtDesk;
use crate::web::links;
use crate::web::pages::form::Hidden;
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::preview::{PreviewDocument, PreviewLetter, PreviewPage};
use crate::web::pages::parts::SummaryRow;
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::actions::FormOf;
use crate::web::site::Site;

/// What the form carries of the letter that was shown.
pub const SEEN: &str = "seen";

/// The page of a letter that nobody has seen as it is now; `change` where something was typed.
pub fn shown(
    site: &Site,
    desk: &AtDesk,
    kind: ActionKind,
    stored: &Stored,
    (letter, typed, change): (&Outgoing, &Typed, bool),
) -> Result<Answer, Failure> {
    let (regime, _) = site.casework.law_of(&stored.stored.case)?;
    let reference = &stored.stored.reference;
    let case_href = links::case(reference);
    let mut hidden = typed.carried(&["csrf", "change", SEEN]);
    hidden.push(Hidden::new(SEEN, &letter.digest()));
    let mut page = PreviewPage {
        explanation: explained(kind, &regime, letter),
        said: if typed.ticked(SEEN) {
            ANOTHER.to_owned()
        } else {
            String::new()
        },
        hidden,
        action: format!("{case_href}/{}", kind.noun()),
        submit: if letter.email.is_none() {
            "Put the letter with the case".to_owned()
        } else {
            "Send the letter".to_owned()
        },
        warns: kind.ends(),
        change,
        ..of_letter(letter, reference, &stored.stored.subject, &case_href)
    };
    FormOf(kind).preview(&mut page, stored, &regime);
    Answer::page(site, &site.desk(desk, None).at(Nav::Requests), &page)
}

/// What is told of a letter that is another one by now.
pub const ANOTHER: &str = "The letter is not the one you were shown, because the day or something on the case has changed since. Read it again.";

/// The page of a letter, with nothing yet of the form that sends it.
pub fn of_letter(letter: &Outgoing, reference: &str, subject: &str, back: &str) -> PreviewPage {
    PreviewPage {
        reference: reference.to_owned(),
        subject: subject.to_owned(),
        case_href: back.to_owned(),
        heading: "Read the letter before it goes".to_owned(),
        explanation: String::new(),
        said: String::new(),
        decisions: Vec::new(),
        to: to(letter),
        text: letter.text.clone(),
        documents: letter
            .documents
            .iter()
            .map(|row| PreviewDocument {
                name: row.name.clone(),
                href: links::document(reference, row.public_id),
                size: words::size(row.size),
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
        hidden: Vec::new(),
        action: String::new(),
        submit: "Send the letter".to_owned(),
        warns: false,
        change: false,
        goes: letter.goes,
        more: Vec::new(),
    }
}

/// The page of a letter whose form was just sent: it carries what was typed, and what stands for
/// exactly this letter.
pub fn shown_first(
    typed: &Typed,
    letter: &Outgoing,
    about: &str,
    subject: &str,
    back: &str,
) -> PreviewPage {
    let mut hidden = typed.carried(&["csrf", "change", SEEN]);
    hidden.push(Hidden::new(SEEN, &letter.digest()));
    PreviewPage {
        said: if typed.ticked(SEEN) {
            ANOTHER.to_owned()
        } else {
            String::new()
        },
        hidden,
        ..of_letter(letter, about, subject, back)
    }
}

/// A letter that goes besides the one shown first, and the address at which it is formatted.
pub fn further(letter: &Outgoing, formatted: String) -> PreviewLetter {
    PreviewLetter {
        to: to(letter),
        name: letter.to_name.clone(),
        text: letter.text.clone(),
        formatted,
    }
}

fn explained(kind: ActionKind, regime: &Regime, letter: &Outgoing) -> String {
    let mut text = kind.explanation(regime);
    if !letter.goes {
        text.push_str(" No letter goes to the requester.");
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
