//! The reasons of each section a decision relies on: what the law wants written, and the facts a
//! refusal of the request rests on.

use super::{Casework, CaseworkFault, Instruction, Invalid, Moment};
use crate::domain::case::{Missing, Reasons, Relied};
use crate::domain::regime::{Need, Regime};
use crate::domain::section::Section;
use crate::store::{DecidedQuestion, StoreFault, StoredCase, Unit};
use std::borrow::Cow;

/// The texts behind a section, by the field each is typed into.
pub(super) fn texts_of_reasons(
    reasons: &Reasons,
) -> impl Iterator<Item = (Cow<'static, str>, &str)> {
    let texts = reasons.texts().into_iter();
    texts.map(|(name, text)| (Cow::Owned(reasons_field(name, &reasons.section)), text))
}

/// The field of a form into which one of the texts behind a section is typed.
#[must_use]
pub fn reasons_field(name: &str, section: &Section) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let section: String = section.as_str().chars().map(plain).collect();
    format!("{name}-{section}")
}

/// What the law wants written for each section relied on and is not there.
pub(super) fn reasons_missing(instruction: &Instruction, regime: &Regime) -> Vec<Invalid> {
    let mut faults = Vec::new();
    let mut tell = |reasons: &Reasons, missing: Vec<Missing>| {
        faults.extend(missing.into_iter().map(|(name, what)| {
            let field = reasons_field(name, &reasons.section);
            Invalid::new(field, format!("{what} ({})", reasons.section))
        }));
    };
    if let Instruction::DecideQuestion {
        outcome, reasons, ..
    } = instruction
    {
        for one in reasons {
            let exemption = regime.exemption(&one.section);
            if let Some(test) = exemption.and_then(|e| e.test(&one.section)) {
                tell(one, one.missing_for(test, *outcome));
            }
        }
    }
    if let Instruction::Refuse {
        relied, reasons, ..
    } = instruction
        && let Some(ground) = regime.refusal(&relied.ground)
    {
        tell(reasons, reasons.missing_of(ground));
    }
    faults
}

impl Casework {
    /// An instruction with what Daylight knows itself: of a refusal the band of the cost limit, and
    /// the days of the other requests it names.
    pub(super) async fn with_facts(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        instruction: &Instruction,
        regime: &Regime,
    ) -> Result<Instruction, CaseworkFault> {
        let Instruction::Refuse {
            numbers,
            relied,
            reasons,
        } = instruction
        else {
            return Ok(instruction.clone());
        };
        let Some(ground) = regime.refusal(&relied.ground) else {
            return Ok(instruction.clone());
        };
        let mut relied = relied.clone();
        let reasons = Reasons {
            section: ground.section.clone(),
            ..reasons.as_ref().clone()
        };
        if ground.needs(Need::OverLimit) {
            relied.band = Some(self.settings.law.cost_band.clone());
        }
        if ground.needs(Need::Together) {
            relied.together = days_together(unit, &reasons).await?;
        }
        if ground.needs(Need::Earlier) {
            earlier(unit, stored, &reasons, &mut relied).await?;
        }
        Ok(Instruction::Refuse {
            numbers: numbers.clone(),
            relied,
            reasons: Box::new(reasons),
        })
    }

    /// Keeps how questions were decided, each beside the event that decided it.
    pub(super) async fn keep_decision(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        instruction: &Instruction,
        salt: &str,
        now: Moment,
    ) -> Result<(), StoreFault> {
        let (numbers, answer, reasons) = match instruction {
            Instruction::DecideQuestion {
                number,
                answer,
                reasons,
                ..
            } => (std::slice::from_ref(number), answer.as_str(), &reasons[..]),
            Instruction::Refuse {
                numbers, reasons, ..
            } => (&numbers[..], "", std::slice::from_ref(reasons.as_ref())),
            Instruction::Allocate { .. }
            | Instruction::ChooseVariant { .. }
            | Instruction::SeekClarification { .. }
            | Instruction::RecordClarification { .. }
            | Instruction::IssueFeesNotice { .. }
            | Instruction::RecordPayment
            | Instruction::StartSearch
            | Instruction::StartDraft
            | Instruction::SendForClearance { .. }
            | Instruction::Clear
            | Instruction::ReturnToDraft { .. }
            | Instruction::Extend { .. }
            | Instruction::Answer
            | Instruction::Transfer { .. }
            | Instruction::Withdraw
            | Instruction::Lapse
            | Instruction::RequestReview { .. }
            | Instruction::CompleteReview { .. }
            | Instruction::RecordEffort { .. }
            | Instruction::Close
            | Instruction::WriteLetter { .. }
            | Instruction::AddNote { .. }
            | Instruction::ReceiveReply { .. }
            | Instruction::AskToWithdraw { .. }
            | Instruction::GiveAddress { .. }
            | Instruction::DealWith { .. } => return Ok(()),
        };
        for number in numbers {
            let question = stored.case.questions.iter().find(|q| q.number == *number);
            let Some(question) = question else { continue };
            let decided = DecidedQuestion {
                number: *number,
                outcome: question.outcome.map_or("", |o| o.as_str()).to_owned(),
                exemptions: sections(&question.exemptions),
                answer: answer.to_owned(),
                reasons: reasons.to_vec(),
                salt: salt.to_owned(),
            };
            let seq = unit.decide_question(stored, &decided).await?;
            if let Instruction::Refuse { .. } = instruction {
                // One text stands beside each of the events it comes to.
                let (text, at) = (decided.text(), now.at);
                unit.insert_writing_at(stored, seq, "decision", salt, &text, at)
                    .await?;
            }
        }
        Ok(())
    }
}

fn sections(sections: &[Section]) -> String {
    let sections: Vec<&str> = sections.iter().map(Section::as_str).collect();
    sections.join("; ")
}

/// The days on which the requests whose cost is added were received.
async fn days_together(
    unit: &Unit,
    reasons: &Reasons,
) -> Result<Vec<chrono::NaiveDate>, CaseworkFault> {
    let mut days = Vec::new();
    for reference in reasons.together.split_whitespace() {
        let reference = reference.trim_end_matches([',', ';']);
        let found = unit.find_case(reference).await?.ok_or_else(|| {
            fault(
                "together",
                reasons,
                format!("There is no request {reference}; enter references of requests logged here, one a line"),
            )
        })?;
        days.push(found.case.received);
    }
    Ok(days)
}

/// The earlier request: one logged here has to be of the same requester, and was answered on the
/// day its record says.
async fn earlier(
    unit: &Unit,
    stored: &StoredCase,
    reasons: &Reasons,
    relied: &mut Relied,
) -> Result<(), CaseworkFault> {
    let reference = reasons.earlier.trim();
    let Some(found) = unit.find_case(reference).await? else {
        return Ok(());
    };
    let wrong = |what: String| Err(fault("earlier", reasons, what));
    if found.id == stored.id {
        return wrong(format!(
            "{reference} is this request; enter the earlier one"
        ));
    }
    if found.requester_id != stored.requester_id
        && unit.requester_of(&found).await?.email != unit.requester_of(stored).await?.email
    {
        return wrong(format!(
            "{reference} was made by somebody else; only a request of the same requester can be repeated"
        ));
    }
    match found.case.answered {
        Some(on) => relied.earlier = Some(on),
        None => {
            return wrong(format!(
                "{reference} has not been answered, so it cannot be relied on as answered"
            ));
        }
    }
    Ok(())
}

fn fault(name: &str, reasons: &Reasons, what: String) -> CaseworkFault {
    CaseworkFault::Invalid(vec![Invalid::new(
        reasons_field(name, &reasons.section),
        what,
    )])
}
