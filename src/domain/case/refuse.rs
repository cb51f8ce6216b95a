//! Refusing a request, or some of its questions, on a ground that is no exemption.
//!
//! The regime says what has to be on record for each ground (FOIA ss.1(3), 9, 12 and 14); here it
//! is compared with the case.

use super::permit::waited_for_until;
use super::refusal::Reason;
use super::transition::Circumstances;
use super::{Case, Event};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::{CostBand, CostLimit, Need, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The ground of a refusal and the facts it rests on, as they stand in the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relied {
    /// The ground's id in the regime.
    pub ground: String,
    /// Where it is enacted.
    pub section: Section,
    /// The time the work was estimated to take, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The band of the cost limit that applies to the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// The days on which the requests whose cost is added were received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<NaiveDate>,
    /// The day the earlier request was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<NaiveDate>,
    /// Whether a further notice is left out because one was given before (FOIA s.17(6)).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_notice: bool,
}

/// The limit of the regime and the band of it that applies, for requests received on a day.
#[must_use]
pub fn limit_of<'a>(
    regime: &'a Regime,
    received: NaiveDate,
    band: Option<&str>,
) -> Option<(&'a CostLimit, &'a CostBand)> {
    let limit = regime.cost_limit(received)?;
    let named = limit.bands.iter().find(|b| Some(b.id.as_str()) == band);
    let only = limit.bands.first().filter(|_| limit.bands.len() == 1);
    named.or(only).map(|band| (limit, band))
}

/// The events of a refusal of these questions.
pub(super) fn refused(
    case: &Case,
    numbers: &[u16],
    relied: &Relied,
    digest: &str,
    circumstances: &Circumstances<'_>,
) -> Result<Vec<Event>, Reason> {
    let regime = circumstances.regime;
    let ground = regime
        .refusal(&relied.ground)
        .ok_or_else(|| Reason::NoSuchRefusal(regime.short_title.clone(), relied.ground.clone()))?;
    if numbers.is_empty() {
        return Err(Reason::NoQuestionChosen);
    }
    if let Some(unknown) = numbers
        .iter()
        .find(|n| !case.questions.iter().any(|q| q.number == **n))
    {
        return Err(Reason::NoSuchQuestion(*unknown));
    }
    if relied.without_notice && ground.without_notice.is_none() {
        return Err(Reason::NoticeOwed(ground.section.clone()));
    }
    for need in &ground.needs {
        met(case, *need, relied, circumstances)?;
    }
    let relied = Relied {
        section: ground.section.clone(),
        ..relied.clone()
    };
    let event = |number: &u16| Event::QuestionDecided {
        number: *number,
        outcome: ground.outcome,
        exemptions: Vec::new(),
        refusal: Some(relied.clone()),
        digest: digest.to_owned(),
    };
    Ok(numbers.iter().map(event).collect())
}

fn met(
    case: &Case,
    need: Need,
    relied: &Relied,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    match need {
        Need::Estimate => relied.minutes.map(|_| ()).ok_or(Reason::NoEstimate),
        Need::OverLimit => over_limit(case, relied, circumstances),
        Need::Together => within_the_period(case, relied, circumstances),
        Need::Earlier => match relied.earlier {
            None => Err(Reason::NoEarlier),
            Some(on) if on > case.received => Err(Reason::EarlierTooLate(on, case.received)),
            Some(_) => Ok(()),
        },
        Need::Asked => {
            let mut events = case.clock_events.iter();
            let asked = events.any(|e| e.kind == ClockEventKind::ClarificationSought);
            asked.then_some(()).ok_or(Reason::NeverAsked)
        }
        Need::FeesNotice if !case.awaiting_fee => Err(Reason::NoFeesNotice),
        Need::FeesNotice => {
            match waited_for_until(case, circumstances.regime, circumstances.calendar)? {
                Some(last) if circumstances.today <= last => Err(Reason::FeeStillDue(last)),
                Some(_) => Ok(()),
                None => Err(Reason::FeesNoticeWasLate(
                    circumstances.regime.notices.fees.clone(),
                )),
            }
        }
        // These are texts, which stand beside the record: whoever takes them down looks.
        Need::PublicInterest | Need::Completion => Ok(()),
    }
}

/// The estimate has to exceed the limit; one that just reaches it does not (FOIA s.12(1)).
fn over_limit(
    case: &Case,
    relied: &Relied,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let minutes = relied.minutes.ok_or(Reason::NoEstimate)?;
    let regime = circumstances.regime;
    let (limit, band) = limit_of(regime, case.received, relied.band.as_deref())
        .ok_or_else(|| Reason::NoCostLimit(regime.short_title.clone()))?;
    let allowed = u64::from(band.sum) * 60;
    if u64::from(minutes) * u64::from(limit.hourly_rate) > allowed {
        Ok(())
    } else {
        Err(Reason::WithinLimit(band.hours, limit.section.clone()))
    }
}

/// Requests whose costs are added were all received within so many consecutive working days, of
/// which the first is one (SI 2004/3244 reg 5).
fn within_the_period(
    case: &Case,
    relied: &Relied,
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let limit = circumstances.regime.cost_limit(case.received);
    let period = limit.and_then(|limit| limit.aggregation_working_days);
    let days = || relied.together.iter().copied();
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Err(Reason::NoneTogether);
    };
    let Some(period) = period else {
        return Ok(());
    };
    let first = first.min(case.received);
    let last = last.max(case.received);
    let before = first.pred_opt().unwrap_or(first);
    let days = circumstances.calendar.working_days_between(before, last);
    if days > i64::from(period) {
        return Err(Reason::TooFarApart(first, last, period));
    }
    Ok(())
}
