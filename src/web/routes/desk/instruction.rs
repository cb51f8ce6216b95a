//! The form of an action as an instruction: what was typed, read once.
//!
//! What an instruction needs is checked by the use case; here only what cannot be read at all.

use super::begun_decision::reasons_typed;
use super::review_fields::{added, changed};
use crate::casework::cases::actions;
use crate::casework::{Instruction, Invalid};
use crate::domain::case::{ActionKind, Channel, Outcome, Relied};
use crate::domain::money::hundredths;
use crate::domain::section::Section;
use crate::web::forms::Typed;
use crate::web::pages::desk::action::FORM;
use chrono::NaiveDate;

/// What a date that cannot be read is told.
const NO_DATE: &str = "Enter a day, a month and a year, like 23 11 2026";

/// What a form is told that does not say what of the requester's it deals with.
const NOT_BEGUN: &str = "Begin from what the requester sent, at the top of the case";

/// The instruction a form gives.
///
/// # Errors
/// Every field that cannot be read, with what to type instead.
pub fn instruction_of(kind: ActionKind, typed: &Typed) -> Result<Instruction, Vec<Invalid>> {
    let text = |name: &str| typed.text(name).replace("\r\n", "\n");
    Ok(match kind {
        ActionKind::Allocate => Instruction::Allocate(actions::Allocate {
            team: typed.some("team").map(str::to_owned),
            officer: typed
                .some("officer")
                .map(|id| {
                    id.parse()
                        .map_err(|_| one("officer", "Choose an officer from the list"))
                })
                .transpose()?,
        }),
        ActionKind::ChooseVariant => Instruction::ChooseVariant(actions::ChooseVariant {
            variant: typed.some("variant").map(str::to_owned),
        }),
        ActionKind::SeekClarification => {
            Instruction::SeekClarification(actions::SeekClarification {
                needs: text("needs"),
                why: text("why"),
            })
        }
        ActionKind::RecordClarification => {
            Instruction::RecordClarification(actions::RecordClarification { text: text("text") })
        }
        ActionKind::IssueFeesNotice => Instruction::IssueFeesNotice(actions::IssueFeesNotice {
            charges: text("charges"),
            how_to_pay: text("how_to_pay"),
        }),
        ActionKind::RecordPayment => Instruction::RecordPayment(actions::RecordPayment),
        ActionKind::StartSearch => Instruction::StartSearch(actions::StartSearch),
        ActionKind::StartDraft => Instruction::StartDraft(actions::StartDraft),
        ActionKind::DecideQuestion => decision(typed)?,
        ActionKind::Refuse => refusal(typed)?,
        ActionKind::SendForClearance => Instruction::SendForClearance(actions::SendForClearance {
            help: text("help"),
            minutes: minutes(typed)?,
            already_public: typed.ticked("already_public"),
        }),
        ActionKind::Clear => Instruction::Clear(actions::Clear),
        ActionKind::ReturnToDraft => Instruction::ReturnToDraft(actions::ReturnToDraft {
            reason: text("reason"),
        }),
        ActionKind::Extend => Instruction::Extend(actions::Extend {
            ground: typed
                .some("ground")
                .map(str::to_owned)
                .ok_or_else(|| one("ground", "Choose the ground"))?,
            until: day(typed, "until")?,
            exemptions: sections(typed),
            why: text("why"),
        }),
        ActionKind::Answer => Instruction::Answer(actions::Answer),
        ActionKind::Transfer => Instruction::Transfer(actions::Transfer {
            to: text("to"),
            passed_on: typed.get("passed_on") == "yes",
        }),
        ActionKind::Withdraw => Instruction::Withdraw(actions::Withdraw),
        ActionKind::Lapse => Instruction::Lapse(actions::Lapse),
        ActionKind::RequestReview => Instruction::RequestReview(actions::RequestReview {
            points: text("points"),
            accepted: text("accepted"),
        }),
        ActionKind::CompleteReview => Instruction::CompleteReview(actions::CompleteReview {
            changed: changed(typed)?,
            added: added(typed)?,
            decision: text("decision"),
            reasons: text("reasons"),
        }),
        ActionKind::RecordEffort => Instruction::RecordEffort(actions::RecordEffort {
            minutes: minutes(typed)?
                .ok_or_else(|| one("hours", "Enter the hours spent in all, for example 2.5"))?,
        }),
        ActionKind::Close => Instruction::Close(actions::Close),
        ActionKind::WriteLetter => Instruction::WriteLetter(actions::WriteLetter {
            about: text("about"),
            text: text("text"),
            answers: typed
                .some("message")
                .map(|id| {
                    id.parse().map_err(|_| {
                        one("about", "Open the form again from the message it answers")
                    })
                })
                .transpose()?,
            documents: typed
                .all("documents")
                .into_iter()
                .map(|id| {
                    id.parse()
                        .map_err(|_| one("documents", "Choose documents from the list"))
                })
                .collect::<Result<_, _>>()?,
        }),
        ActionKind::AddNote => Instruction::AddNote(actions::AddNote { text: text("text") }),
        ActionKind::ReceiveReply => Instruction::ReceiveReply(actions::ReceiveReply {
            text: text("text"),
            channel: typed
                .some("channel")
                .and_then(Channel::parse)
                .ok_or_else(|| one("channel", "Choose how it came"))?,
        }),
        ActionKind::AskToWithdraw => {
            Instruction::AskToWithdraw(actions::AskToWithdraw { text: text("text") })
        }
        ActionKind::GiveAddress => Instruction::GiveAddress(actions::GiveAddress {
            email: text("email"),
            address: text("address"),
        }),
        ActionKind::DealWith => Instruction::DealWith(actions::DealWith {
            seq: deals_with(typed)?.ok_or_else(|| one(FORM, NOT_BEGUN))?,
        }),
    })
}

/// The day it took effect, where one was typed.
///
/// # Errors
/// A date that is none.
pub fn effective_day(typed: &Typed) -> Result<Option<NaiveDate>, Vec<Invalid>> {
    day(typed, "on")
}

/// What of the requester's the form was begun from: the event that records it.
///
/// # Errors
/// A number that is none.
pub fn deals_with(typed: &Typed) -> Result<Option<i64>, Vec<Invalid>> {
    let seq = typed.some("came").map(str::parse).transpose();
    seq.map_err(|_| one(FORM, NOT_BEGUN))
}

fn decision(typed: &Typed) -> Result<Instruction, Vec<Invalid>> {
    let text = |name: &str| typed.text(name).replace("\r\n", "\n");
    let number = typed.get("number").parse();
    let outcome = outcome(typed)?;
    let (Ok(number), Some(outcome)) = (number, outcome) else {
        return Err(one("outcome", "Choose an outcome"));
    };
    let sections = typed.all("exemptions").into_iter().map(Section::new);
    let reasons: Result<_, _> = sections.map(|s| reasons_typed(s, typed)).collect();
    Ok(Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        answer: text("answer"),
        reasons: reasons?,
    }))
}

fn refusal(typed: &Typed) -> Result<Instruction, Vec<Invalid>> {
    let numbers = typed.all("numbers").into_iter();
    let Some(ground) = typed.some("ground") else {
        return Err(one("ground", "Choose the ground"));
    };
    Ok(Instruction::Refuse(actions::Refuse {
        numbers: numbers.filter_map(|number| number.parse().ok()).collect(),
        relied: Relied {
            ground: ground.to_owned(),
            minutes: minutes(typed)?,
            earlier: day(typed, "earlier_on")?,
            without_notice: typed.ticked("without_notice"),
            ..Relied::default()
        },
        reasons: Box::new(reasons_typed(Section::new(typed.get("section")), typed)?),
    }))
}

fn sections(typed: &Typed) -> Vec<Section> {
    let chosen = typed.all("exemptions").into_iter();
    chosen.map(Section::new).collect()
}

fn outcome(typed: &Typed) -> Result<Option<Outcome>, Vec<Invalid>> {
    typed
        .some("outcome")
        .map(|word| {
            Outcome::parse(word).ok_or_else(|| one("outcome", "Choose an outcome from the list"))
        })
        .transpose()
}

fn day(typed: &Typed, name: &'static str) -> Result<Option<NaiveDate>, Vec<Invalid>> {
    typed.date(name).map_err(|_| one(name, NO_DATE))
}

fn minutes(typed: &Typed) -> Result<Option<u32>, Vec<Invalid>> {
    typed
        .some("hours")
        .map(|text| {
            minutes_in(text)
                .ok_or_else(|| one("hours", "Enter hours as a number, for example 2.5 or 2:30"))
        })
        .transpose()
}

/// Hours as `2`, `2.5` or `2:30`, in minutes; at most 10,000 hours.
fn minutes_in(text: &str) -> Option<u32> {
    let (hours, minutes) = if let Some((hours, minutes)) = text.split_once(':') {
        let minutes: u32 = minutes.parse().ok().filter(|m| *m < 60)?;
        (hours.parse::<u32>().ok()?, minutes)
    } else {
        let (hours, share) = hundredths(text)?;
        (hours, (share * 60 + 50) / 100)
    };
    Some(hours)
        .filter(|hours| *hours <= 10_000)
        .map(|hours| hours * 60 + minutes)
}

fn one(field: &'static str, message: &str) -> Vec<Invalid> {
    vec![Invalid::new(field, message)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_exactly_or_refused() {
        assert_eq!(minutes_in("2.5"), Some(150));
        assert_eq!(minutes_in("2:05"), Some(125));
        assert_eq!(minutes_in("0.25"), Some(15));
        for bad in ["2:60", "10001", "x", "1:2:3", "4294967295"] {
            assert_eq!(minutes_in(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_decision_carries_every_section_that_was_ticked() {
        let typed = Typed::default()
            .with("number", "2")
            .with("outcome", "refused")
            .with("exemptions", "s.31(1)(a)")
            .with("exemptions", "s.40(2)")
            .with("why-s_40_2_", "They are names.");
        let read = instruction_of(ActionKind::DecideQuestion, &typed);
        let Ok(Instruction::DecideQuestion(actions::DecideQuestion {
            number, reasons, ..
        })) = read
        else {
            panic!("{read:?}");
        };
        assert_eq!(number, 2);
        let relied: Vec<_> = reasons.iter().map(|r| r.section.as_str()).collect();
        assert_eq!(relied, ["s.31(1)(a)", "s.40(2)"]);
        assert_eq!(
            (reasons[0].why.as_str(), reasons[1].why.as_str()),
            ("", "They are names.")
        );
    }
}
