//! From an instruction to an action of the domain: its texts are committed to.

use super::clearance::{ADVICE, CLEARED};
use super::secrets::commitment;
use super::{Instruction, Outgoing};
use crate::domain::case::{Action, Contact, Reasons, Settlement, decision_text};
use crate::domain::money;
use crate::domain::regime::Regime;

/// The action an instruction comes to, and the text kept beside its event; `cleared` is the answer
/// that is cleared.
pub(super) fn prepare(
    instruction: &Instruction,
    regime: &Regime,
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
        Instruction::IssueFeesNotice {
            charges,
            how_to_pay,
        } => {
            let text = format!("{}\n\n{}", charges.trim(), how_to_pay.trim());
            let action = Action::IssueFeesNotice {
                // What cannot be a fee was refused before.
                amount: money::charges(regime.currency, charges).map_or(0, |(_, sum)| sum),
                digest: commit(&text),
            };
            (action, Some(("fees_notice", text)))
        }
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
                digest: commit(&decision_text("", std::slice::from_ref(reasons.as_ref()))),
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
        Instruction::Extend {
            ground,
            until,
            exemptions,
            why,
        } => (
            Action::Extend {
                ground: ground.clone(),
                until: *until,
                digest: commit(why),
                exemptions: exemptions.clone(),
            },
            Some(("extension", why.clone())),
        ),
        Instruction::Answer => (Action::Answer, None),
        Instruction::Transfer { to, passed_on } => (
            Action::Transfer {
                digest: commit(to),
                passed_on: *passed_on,
            },
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
            added,
            decision,
            reasons,
        } => {
            let text = review_text(decision, reasons, added);
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
        Instruction::ReceiveReply { text, channel } => (
            Action::ReceiveReply {
                digest: commit(text),
                channel: *channel,
                before_question: false,
            },
            Some(("message", text.clone())),
        ),
        Instruction::AskToWithdraw { text } => {
            let text = withdrawal(text);
            (
                Action::AskToWithdraw {
                    digest: commit(&text),
                },
                Some(("message", text)),
            )
        }
        Instruction::GiveAddress { email, address } => {
            let text = new_address(email, address).to_text();
            (
                Action::GiveAddress {
                    digest: commit(&text),
                },
                Some(("new_address", text)),
            )
        }
        Instruction::DealWith { seq } => (
            Action::DealWith {
                seq: *seq,
                how: Settlement::Noted,
                by: None,
            },
            None,
        ),
    }
}

/// What a requester who withdraws says, who need not say anything.
pub(super) fn withdrawal(text: &str) -> String {
    match text.trim() {
        "" => "I withdraw my request.".to_owned(),
        text => text.to_owned(),
    }
}

/// The address a requester gives, without blanks around it.
pub(super) fn new_address(email: &str, address: &str) -> Contact {
    Contact {
        email: email.trim().to_owned(),
        address: address.trim().to_owned(),
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

/// What a review decided and why, with the reasons of each exemption a question rests on anew.
fn review_text(decision: &str, reasons: &str, added: &[(u16, Reasons)]) -> String {
    let mut text = format!("{decision}\n\n{reasons}");
    for (number, reasons) in added {
        let said = decision_text("", std::slice::from_ref(reasons));
        text.push_str(&format!("\n\nquestion {number}\n\n{}", said.trim()));
    }
    text
}
