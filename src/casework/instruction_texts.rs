//! The texts of an instruction, checked before it comes to anything.

use super::reasons::{reasons_missing, texts_of_reasons};
use super::requester::contact_faults;
use super::review_reasons::{missing_added, texts_added};
use super::{CaseworkFault, Instruction, Invalid};
use crate::domain::case::{Channel, Outcome};
use crate::domain::money;
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// The longest text an officer can type into one field, in characters.
const LONGEST_TEXT: usize = 20_000;

/// The longest subject an officer can type, in characters: letters show 200, with the reference.
const LONGEST_ABOUT: usize = 150;

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
        Instruction::Transfer { to, .. } => {
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
        Instruction::ReceiveReply { text, channel } => {
            let message = match channel {
                Channel::WebForm => "Write your message",
                Channel::Email
                | Channel::Post
                | Channel::SocialMedia
                | Channel::InPerson
                | Channel::Telephone
                | Channel::EarlierLog => "Write what the requester wrote or said",
            };
            need("text", text, message);
        }
        Instruction::RecordClarification { text } => {
            need("text", text, "Write what the requester answered");
        }
        Instruction::GiveAddress { email, address } => {
            faults.extend(contact_faults(Channel::WebForm, email, address));
        }
        Instruction::IssueFeesNotice {
            charges,
            how_to_pay,
        } => {
            if let Err(bad) = money::charges(regime.currency, charges) {
                need("charges", "", &bad.to_string());
            }
            need(
                "how_to_pay",
                how_to_pay,
                "Write how to pay, one step a line",
            );
        }
        Instruction::Allocate { .. }
        | Instruction::ChooseVariant { .. }
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
        | Instruction::AskToWithdraw { .. }
        | Instruction::DealWith { .. }
        | Instruction::Close => {}
    }
    faults.extend(reasons_missing(instruction, regime));
    faults.extend(missing_added(instruction, regime));
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
        | Instruction::AskToWithdraw { text }
        | Instruction::ReceiveReply { text, .. } => named(&[("text", text)]),
        Instruction::IssueFeesNotice {
            charges,
            how_to_pay,
        } => named(&[("charges", charges), ("how_to_pay", how_to_pay)]),
        Instruction::DecideQuestion {
            answer, reasons, ..
        } => std::iter::once((Cow::Borrowed("answer"), answer.as_str()))
            .chain(reasons.iter().flat_map(texts_of_reasons))
            .collect(),
        Instruction::Refuse { reasons, .. } => texts_of_reasons(reasons).collect(),
        Instruction::ReturnToDraft { reason } => named(&[("reason", reason)]),
        Instruction::Extend { why, .. } => named(&[("why", why)]),
        Instruction::SendForClearance { help, .. } => named(&[("help", help)]),
        Instruction::Transfer { to, .. } => named(&[("to", to)]),
        Instruction::RequestReview { points, accepted } => {
            named(&[("points", points), ("accepted", accepted)])
        }
        Instruction::CompleteReview {
            decision,
            reasons,
            added,
            ..
        } => [("decision", decision), ("reasons", reasons)]
            .into_iter()
            .map(|(name, text)| (Cow::Borrowed(name), text.as_str()))
            .chain(texts_added(added))
            .collect(),
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
        | Instruction::GiveAddress { .. }
        | Instruction::DealWith { .. }
        | Instruction::Close => Vec::new(),
    }
}
