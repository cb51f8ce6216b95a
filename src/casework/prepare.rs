//! From an instruction to an action of the domain: its texts are checked and committed to.

use super::clearance::{ADVICE, CLEARED};
use super::reasons::{reasons_missing, texts_of_reasons};
use super::secrets::commitment;
use super::{CaseworkFault, Instruction, Invalid, Outgoing};
use crate::domain::case::{Action, Outcome, decision_text};
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// The longest text an officer can type into one field, in characters.
const LONGEST_TEXT: usize = 20_000;

/// The longest subject an officer can type, in characters: letters show 200, with the reference.
const LONGEST_ABOUT: usize = 150;

/// The action an instruction comes to, and the text kept beside its event; `cleared` is the answer
/// that is cleared.
pub(super) fn prepare(
    instruction: &Instruction,
    salt: &str,
    cleared: Option<&Outgoing>,
) -> (Action, Option<(&'static str, String)>) {
    let commit = |text: &str| commitment(salt, text);
    match instruction {
        Instruction::Allocate { team, officer } => (
            Action::Allocate {
                team: team.clone(),
                officer: *officer,
            },
            None,
        ),
        Instruction::ChooseVariant { variant } => (
            Action::ChooseVariant {
                variant: variant.clone(),
            },
            None,
        ),
        Instruction::SeekClarification { needs, why } => {
            let text = format!("{needs}\n\n{why}");
            let digest = commit(&text);
            (
                Action::SeekClarification { digest },
                Some(("clarification", text)),
            )
        }
        Instruction::RecordClarification { text } => (
            Action::RecordClarification {
                digest: Some(commit(text)).filter(|_| !text.trim().is_empty()),
            },
            Some(("message", text.clone())).filter(|(_, t)| !t.trim().is_empty()),
        ),
        Instruction::IssueFeesNotice { amount_pence, .. } => (
            Action::IssueFeesNotice {
                amount_pence: *amount_pence,
            },
            None,
        ),
        Instruction::RecordPayment => (Action::RecordPayment, None),
        Instruction::StartSearch => (Action::StartSearch, None),
        Instruction::StartDraft => (Action::StartDraft, None),
        Instruction::DecideQuestion {
            number,
            outcome,
            answer,
            reasons,
        } => {
            let text = decision_text(answer, reasons);
            let action = Action::DecideQuestion {
                number: *number,
                outcome: *outcome,
                exemptions: reasons.iter().map(|r| r.section.clone()).collect(),
                digest: commit(&text),
            };
            // What a decision said before it was changed stays here.
            (action, Some(("decision", text)))
        }
        // The text stands beside each of the events it comes to.
        Instruction::Refuse {
            numbers,
            relied,
            reasons,
        } => (
            Action::Refuse {
                numbers: numbers.clone(),
                relied: relied.clone(),
                digest: commit(&decision_text("", std::slice::from_ref(reasons))),
            },
            None,
        ),
        Instruction::SendForClearance {
            help,
            already_public,
            ..
        } => {
            let help = Some(help.clone()).filter(|help| !help.trim().is_empty());
            let action = Action::SendForClearance {
                digest: help.as_deref().map(commit),
                already_public: *already_public,
            };
            (action, help.map(|help| (ADVICE, help)))
        }
        Instruction::Clear => {
            let text = cleared.map(Outgoing::record);
            let action = Action::Clear {
                digest: text.as_deref().map(commit),
            };
            (action, text.map(|text| (CLEARED, text)))
        }
        Instruction::ReturnToDraft { reason } => (
            Action::ReturnToDraft {
                digest: commit(reason),
            },
            Some(("return", reason.clone())),
        ),
        Instruction::Extend { ground, until, why } => (
            Action::Extend {
                ground: ground.clone(),
                until: *until,
                digest: commit(why),
            },
            Some(("extension", why.clone())),
        ),
        Instruction::Answer => (Action::Answer, None),
        Instruction::Transfer { to } => (
            Action::Transfer { digest: commit(to) },
            Some(("transfer", to.clone())),
        ),
        Instruction::Withdraw => (Action::Withdraw, None),
        Instruction::Lapse => (Action::Lapse, None),
        Instruction::RequestReview { points, accepted } => {
            let text = review_request(points, accepted);
            let action = Action::RequestReview {
                digest: text.as_deref().map(commit),
                accepted: !accepted.trim().is_empty(),
            };
            (action, text.map(|text| ("review", text)))
        }
        Instruction::CompleteReview {
            changed,
            decision,
            reasons,
        } => {
            let text = format!("{decision}\n\n{reasons}");
            let action = Action::CompleteReview {
                changed: changed.clone(),
                digest: commit(&text),
            };
            (action, Some(("review", text)))
        }
        Instruction::RecordEffort { minutes } => (Action::RecordEffort { minutes: *minutes }, None),
        Instruction::Close => (Action::Close, None),
        Instruction::WriteLetter { about, text, .. } => {
            let text = format!("{about}\n\n{text}");
            let digest = commit(&text);
            (Action::WriteLetter { digest }, Some(("letter", text)))
        }
        Instruction::AddNote { text } => (
            Action::AddNote {
                digest: commit(text),
            },
            Some(("note", text.clone())),
        ),
        Instruction::ReceiveReply { text } => (
            Action::ReceiveReply {
                digest: commit(text),
            },
            Some(("message", text.clone())),
        ),
    }
}

/// What is kept of a request for a review: what it is about and, where it came late, why it is
/// accepted all the same.
fn review_request(points: &str, accepted: &str) -> Option<String> {
    let points = points.trim();
    let accepted = match accepted.trim() {
        "" => String::new(),
        why => format!("Accepted after the time to ask for it: {why}"),
    };
    let parts: Vec<&str> = [points, accepted.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// Checks the texts an instruction carries: those a letter or the record cannot do without.
pub(super) fn check(instruction: &Instruction, regime: &Regime) -> Result<(), CaseworkFault> {
    let mut faults = Vec::new();
    let mut need = |field: &'static str, text: &str, message: &str| {
        if text.trim().is_empty() {
            faults.push(Invalid::new(field, message));
        }
    };
    match instruction {
        Instruction::SeekClarification { needs, why } => {
            need("needs", needs, "Write what you need to know");
            need(
                "why",
                why,
                "Write why the request cannot be met as it stands",
            );
        }
        Instruction::DecideQuestion {
            outcome, answer, ..
        } => {
            if matches!(
                outcome,
                Outcome::GrantedInFull | Outcome::GrantedInPart | Outcome::NotHeld
            ) {
                let message = if *outcome == Outcome::NotHeld {
                    "Write where you searched"
                } else {
                    "Write the answer, or say what is enclosed"
                };
                need("answer", answer, message);
            }
        }
        // Each section's own texts are looked at below.
        Instruction::Refuse { .. } => {}
        Instruction::ReturnToDraft { reason } => {
            need("reason", reason, "Write what has to change");
        }
        Instruction::Extend { why, .. } => {
            need("why", why, "Write why more time is needed");
        }
        Instruction::Transfer { to } => {
            need("to", to, "Name the authority that holds the information");
        }
        Instruction::CompleteReview {
            decision, reasons, ..
        } => {
            need("decision", decision, "Write what the review decided");
            need("reasons", reasons, "Write the reasons");
        }
        Instruction::WriteLetter { about, text, .. } => {
            need(
                "about",
                about,
                "Write what the letter is about, for its subject",
            );
            need("text", text, "Write the letter");
            if about.chars().count() > LONGEST_ABOUT || about.contains(['\n', '\r']) {
                faults.push(Invalid::new(
                    "about",
                    "Say what it is about in one line, at most 150 characters",
                ));
            }
        }
        Instruction::AddNote { text } => need("text", text, "Write the note"),
        Instruction::ReceiveReply { text } => need("text", text, "Write your message"),
        Instruction::IssueFeesNotice { amount_pence, .. } => {
            if *amount_pence == 0 {
                need(
                    "amount",
                    "",
                    "Enter the fee in pounds and pence, for example 12.50",
                );
            }
        }
        Instruction::Allocate { .. }
        | Instruction::ChooseVariant { .. }
        | Instruction::RecordClarification { .. }
        | Instruction::RecordPayment
        | Instruction::StartSearch
        | Instruction::StartDraft
        | Instruction::SendForClearance { .. }
        | Instruction::Clear
        | Instruction::Answer
        | Instruction::Withdraw
        | Instruction::Lapse
        | Instruction::RequestReview { .. }
        | Instruction::RecordEffort { .. }
        | Instruction::Close => {}
    }
    faults.extend(reasons_missing(instruction, regime));
    for (field, text) in texts(instruction) {
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            faults.push(Invalid::new(
                field,
                format!(
                    "This has {} characters; shorten it to 20,000 or fewer",
                    crate::domain::words::thousands(length)
                ),
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(CaseworkFault::Invalid(faults))
    }
}

/// The texts of an instruction, by the field they are typed into.
fn texts<'a>(instruction: &'a Instruction) -> Vec<(Cow<'static, str>, &'a str)> {
    let named = |texts: &[(&'static str, &'a str)]| {
        let texts = texts.iter();
        texts
            .map(|(name, text)| (Cow::Borrowed(*name), *text))
            .collect()
    };
    match instruction {
        Instruction::SeekClarification { needs, why } => named(&[("needs", needs), ("why", why)]),
        Instruction::RecordClarification { text }
        | Instruction::WriteLetter { text, .. }
        | Instruction::AddNote { text }
        | Instruction::ReceiveReply { text } => named(&[("text", text)]),
        Instruction::IssueFeesNotice { charges, .. } => named(&[("charges", charges)]),
        Instruction::DecideQuestion {
            answer, reasons, ..
        } => std::iter::once((Cow::Borrowed("answer"), answer.as_str()))
            .chain(reasons.iter().flat_map(texts_of_reasons))
            .collect(),
        Instruction::Refuse { reasons, .. } => texts_of_reasons(reasons).collect(),
        Instruction::ReturnToDraft { reason } => named(&[("reason", reason)]),
        Instruction::Extend { why, .. } => named(&[("why", why)]),
        Instruction::SendForClearance { help, .. } => named(&[("help", help)]),
        Instruction::Transfer { to } => named(&[("to", to)]),
        Instruction::RequestReview { points, accepted } => {
            named(&[("points", points), ("accepted", accepted)])
        }
        Instruction::CompleteReview {
            decision, reasons, ..
        } => named(&[("decision", decision), ("reasons", reasons)]),
        Instruction::Allocate { .. }
        | Instruction::ChooseVariant { .. }
        | Instruction::RecordPayment
        | Instruction::StartSearch
        | Instruction::StartDraft
        | Instruction::Clear
        | Instruction::Answer
        | Instruction::Withdraw
        | Instruction::Lapse
        | Instruction::RecordEffort { .. }
        | Instruction::Close => Vec::new(),
    }
}
