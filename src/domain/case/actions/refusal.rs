//! Refusing a request, or some of its questions, on a ground that is no exemption.
//!
//! The regime says what has to be on record for each ground (FOIA ss.1(3), 9, 12 and 14); here it
//! is compared with the case.

use super::CaseAction;
use super::decision::QuestionDecided;
use crate::domain::case::awaited::waited_for_until;
use crate::domain::case::refusal::Reason;
use crate::domain::case::relied::{Relied, limit_of};
use crate::domain::case::stage::DECIDING;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::{Need, Regime};

/// Refuse the request, or some of its questions, on a ground that is no exemption.
#[derive(Debug, Clone, PartialEq)]
pub struct Refuse {
    /// The numbers of the questions, from 1.
    pub numbers: Vec<u16>,
    /// The ground and what it rests on; its section is the regime's.
    pub relied: Relied,
    /// Commitment to the reasons.
    pub digest: String,
}

impl CaseAction for Refuse {
    const NOUN: &'static str = "refusals";
    const TITLE: &'static str = "Refuse the whole request";
    const DONE: &'static str = "The refusal is recorded.";
    const STAGES: &'static [Stage] = DECIDING;

    fn explanation(_: &Regime) -> String {
        "An outcome for every question.".to_owned()
    }

    fn facts(_: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        let regime = circumstances.regime;
        if regime.refusals.is_empty() {
            return Err(Reason::NoRefusals(regime.short_title.clone()));
        }
        Ok(())
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let (regime, relied) = (circumstances.regime, &self.relied);
        let ground = regime.refusal(&relied.ground).ok_or_else(|| {
            Reason::NoSuchRefusal(regime.short_title.clone(), relied.ground.clone())
        })?;
        if self.numbers.is_empty() {
            return Err(Reason::NoQuestionChosen);
        }
        let unknown = |n: &&u16| !case.questions.iter().any(|q| q.number == **n);
        if let Some(unknown) = self.numbers.iter().find(unknown) {
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
        let event = |number: &u16| {
            Event::from(QuestionDecided {
                number: *number,
                outcome: ground.outcome,
                exemptions: Vec::new(),
                refusal: Some(relied.clone()),
                digest: self.digest.clone(),
            })
        };
        Ok(self.numbers.iter().map(event).collect())
    }

    /// Each question it decides is told as that.
    fn records(_: &Event) -> bool {
        false
    }
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
