//! Giving a fees notice.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::mail::letters::paragraphs;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, actions};
use crate::domain::money;
use crate::domain::regime::Regime;
use crate::mail::letters::{Charge, FeesNotice, PayBy};
use std::borrow::Cow;

/// Gives a fees notice.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueFeesNotice {
    /// What the money is for, one charge a line with its amount at the end.
    pub charges: String,
    /// How to pay, one step a line.
    pub how_to_pay: String,
}

impl Instructs for IssueFeesNotice {
    fn missing(&self, regime: &Regime) -> Vec<Invalid> {
        let mut faults = Vec::new();
        if let Err(bad) = money::charges(regime.currency, &self.charges) {
            faults.push(Invalid::new("charges", bad.to_string()));
        }
        let how = "Write how to pay, one step a line";
        faults.extend(needed(&[("how_to_pay", &self.how_to_pay, how)]));
        faults
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("charges", &self.charges), ("how_to_pay", &self.how_to_pay)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = format!("{}\n\n{}", self.charges.trim(), self.how_to_pay.trim());
        let charges = money::charges(preparing.regime.currency, &self.charges);
        let action = actions::IssueFeesNotice {
            // What cannot be a fee was refused before.
            amount: charges.map_or(0, |(_, sum)| sum),
            digest: preparing.commit(&text),
        };
        (action.into(), Some(("fees_notice", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let (regime, deadlines) = (told.regime, &told.deadlines);
        let currency = regime.currency;
        let (charges, amount) = money::charges(currency, &self.charges)
            .map_err(|bad| CaseworkFault::Refused(bad.to_string()))?;
        let within = regime.fees.answer_within.as_ref();
        let letter = FeesNotice {
            frame: told.frame(),
            law: told.law(),
            section: regime.notices.fees.in_full(),
            amount: currency.amount(amount),
            charges: charges
                .into_iter()
                .map(|charge| Charge {
                    what: charge.what,
                    amount: currency.amount(charge.amount),
                })
                .collect(),
            how_to_pay: paragraphs(&self.how_to_pay),
            pay_by: deadlines.fee_due_by.zip(within).map(|(on, limit)| PayBy {
                on,
                section: limit.section.in_full(),
            }),
            clock: told.clock_effect(regime.fees.effect),
            clock_section: regime.fees.section.in_full(),
            disputed: deadlines.disputed_while_asked(),
        };
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}
