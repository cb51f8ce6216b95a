//! Giving a fees notice (FOIA s.9, EIR reg 8).

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::dates::limit_of;
use crate::domain::case::events::{Behind, Happening, Telling, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::WORKING;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Circumstances, Event, Inbox, Settlement, Stage};
use crate::domain::clock;
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::{Effect, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Giving a fees notice (FOIA s.9, EIR reg 8).
#[derive(Debug, Clone, PartialEq)]
pub struct IssueFeesNotice {
    /// What is asked, in minor units of the regime's currency.
    pub amount: u32,
    /// Commitment to what it is made of and how to pay it.
    pub digest: String,
}

impl CaseAction for IssueFeesNotice {
    const NOUN: &'static str = "fees-notices";
    const TITLE: &'static str = "Issue a fees notice";
    const DONE: &'static str = "The fees notice is issued; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = WORKING;

    fn explanation(regime: &Regime) -> String {
        format!(
            "The requester is asked to pay in a letter, which says what each charge is for. {} ({}).",
            match regime.fees.effect {
                Effect::Restart => "The whole time runs again from the day the fee is paid",
                Effect::Pause => "The clock stops until the fee is paid",
                Effect::Nothing => "The clock runs on",
            },
            regime.fees.section
        )
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.notices.fees)
    }

    /// A fees notice is one only while the time for the answer lasts (FOIA s.9(1), FOISA s.9(1), EIR
    /// reg 8(4)).
    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        no_fee_awaited(case, circumstances)?;
        let (regime, calendar) = (circumstances.regime, circumstances.calendar);
        let by = clock::fees_notice_by(
            regime,
            calendar,
            case.received,
            &case.clock_events,
            limit_of(case, regime)?,
        )?;
        match by {
            Some((by, section)) if circumstances.on > by => {
                Err(Reason::FeesNoticeTooLate(by, section.clone()))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            FeesNoticeIssued {
                amount: self.amount,
                digest: Some(self.digest.clone()),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::FeesNoticeIssued(_))
    }
}

/// A fees notice was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeesNoticeIssued {
    /// What is asked, in minor units of the regime's currency.
    #[serde(rename = "amount_pence")]
    pub amount: u32,
    /// Commitment to what it is made of and how to pay it; none in a record from before fees were itemised.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Happening for FeesNoticeIssued {
    const KIND: &'static str = "fees_notice_issued";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        "Issued a fees notice".to_owned()
    }

    fn detail(&self, telling: &Telling<'_>) -> Vec<String> {
        vec![format!("{}.", telling.currency.amount(self.amount))]
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Asked for a fee"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["fees_notice"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(said_by_mistake(
            on,
            "asked you for a fee",
            "You need not pay it.",
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.awaiting_fee = true;
        case.tick(ClockEventKind::FeesNoticeIssued, on);
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        inbox.came_earlier();
    }
}
