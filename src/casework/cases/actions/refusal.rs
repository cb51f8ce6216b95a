//! Refusing a request, or some of its questions, on a ground that is no exemption: with the facts that
//! Daylight knows itself.

use super::{Besides, Instructs, Kept, Preparing};
use crate::casework::cases::reasons::{reasons_field, reasons_missing, texts_of_reasons};
use crate::casework::{Casework, CaseworkFault, Invalid};
use crate::domain::case::{Action, Case, Reasons, Relied, actions, decision_text};
use crate::domain::regime::{Need, Regime};
use crate::store::{StoredCase, Unit};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Refuses a request, or some of its questions, on a ground that is no exemption.
#[derive(Debug, Clone, PartialEq)]
pub struct Refuse {
    /// The questions refused.
    pub numbers: Vec<u16>,
    /// The ground and what it rests on, as far as it was typed.
    pub relied: Relied,
    /// What is written for it.
    pub reasons: Box<Reasons>,
}

impl Instructs for Refuse {
    fn missing(&self, regime: &Regime) -> Vec<Invalid> {
        let ground = regime.refusal(&self.relied.ground);
        let missing = ground.map(|ground| self.reasons.missing_of(ground));
        missing.map_or_else(Vec::new, |missing| reasons_missing(&self.reasons, missing))
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        texts_of_reasons(&self.reasons).collect()
    }

    fn changes_answer(&self, _: &Case) -> Option<String> {
        Some("What is refused, or on what ground, was changed.".to_owned())
    }

    /// With the band of the cost limit, and the days of the other requests it names.
    async fn with_facts(
        &self,
        casework: &Casework,
        unit: &Unit,
        stored: &StoredCase,
        regime: &Regime,
    ) -> Result<Self, CaseworkFault> {
        let Some(ground) = regime.refusal(&self.relied.ground) else {
            return Ok(self.clone());
        };
        let mut relied = self.relied.clone();
        let reasons = Reasons {
            section: ground.section.clone(),
            ..self.reasons.as_ref().clone()
        };
        if ground.needs(Need::OverLimit) {
            relied.band = Some(casework.settings.law.cost_band.clone());
        }
        if ground.needs(Need::Together) {
            relied.together = days_together(unit, &reasons).await?;
        }
        if ground.needs(Need::Earlier) {
            earlier(unit, stored, &reasons, &mut relied).await?;
        }
        Ok(Self {
            numbers: self.numbers.clone(),
            relied,
            reasons: Box::new(reasons),
        })
    }

    /// Its text stands beside each of the events it comes to.
    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = decision_text("", std::slice::from_ref(self.reasons.as_ref()));
        let action = actions::Refuse {
            numbers: self.numbers.clone(),
            relied: self.relied.clone(),
            digest: preparing.commit(&text),
        };
        (action.into(), None)
    }

    async fn besides(&self, besides: Besides<'_>) -> Result<(), CaseworkFault> {
        let reasons = std::slice::from_ref(self.reasons.as_ref());
        for number in &self.numbers {
            besides.keep_each_decision(*number, "", reasons).await?;
        }
        Ok(())
    }
}

/// The days on which the requests whose cost is added were received.
async fn days_together(unit: &Unit, reasons: &Reasons) -> Result<Vec<NaiveDate>, CaseworkFault> {
    let mut days = Vec::new();
    for reference in reasons.together.split_whitespace() {
        let reference = reference.trim_end_matches([',', ';']);
        let found = unit.cases().find_case(reference).await?.ok_or_else(|| {
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
    let Some(found) = unit.cases().find_case(reference).await? else {
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
