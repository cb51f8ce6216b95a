//! What a publication changed: requests of its topic before and after, and what comes next.

use crate::casework::reports::month::{first_of, last_day};
use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::publication::effect::{Counted, Effect, Series, Unsaid, effect};
use crate::domain::publication::forecast::{Forecast, TooShort, forecast};
use crate::store::{DecisionRow, MonthCount};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// Months before a publication that are looked at.
const MONTHS_BEFORE: u32 = 36;

/// Quarters a forecast looks back on.
const QUARTERS: u32 = 12;

/// What a publication changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The topic its requests are counted under now: its own, or what that was merged into.
    pub topic: i64,
    /// Whole months before it and after, without the month it appeared in, and without those the log
    /// has nothing of.
    pub months: Vec<TopicMonth>,
    /// How many months are left out because nothing at all was received in them, where others have
    /// so many that it must be a gap in the log.
    pub empty: usize,
    /// Those before.
    pub before: Figures,
    /// Those after.
    pub after: Figures,
    /// What the months before let one expect against what came, or why nothing is said.
    pub effect: Result<Effect, Unsaid>,
}

/// One month: the topic's requests, and all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicMonth {
    /// The month's first day.
    pub first: NaiveDate,
    /// Requests of the topic.
    pub requests: u32,
    /// All requests.
    pub all_requests: u32,
    /// Requests of the topic answered with what was public already.
    pub already_public: u32,
    /// Searches for the topic that found nothing published; nothing while none were counted.
    pub unmet: Option<u32>,
}

impl TopicMonth {
    /// Its first and its last day.
    #[must_use]
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.first, last_day(self.first))
    }

    const fn counted(&self) -> Counted {
        Counted {
            first: self.first,
            topic: self.requests,
            all: self.all_requests,
        }
    }
}

/// Sums of some months.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Their first and last day; nothing where there is no month.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// How many months.
    pub months: usize,
    /// Requests of the topic.
    pub requests: u32,
    /// All requests.
    pub all: u32,
    /// Answers on the topic that it was public already.
    pub already_public: u32,
    /// Searches that found nothing published, and in how many of the months they were counted.
    pub unmet: (u32, usize),
}

impl Figures {
    fn of(months: &[TopicMonth]) -> Self {
        let sum = |of: fn(&TopicMonth) -> u32| months.iter().map(of).sum();
        let ends = months.first().zip(months.last());
        Self {
            days: ends.map(|(first, last)| (first.first, last_day(last.first))),
            months: months.len(),
            requests: sum(|m| m.requests),
            all: sum(|m| m.all_requests),
            already_public: sum(|m| m.already_public),
            unmet: (
                sum(|m| m.unmet.unwrap_or(0)),
                months.iter().filter(|m| m.unmet.is_some()).count(),
            ),
        }
    }

    /// Requests a quarter.
    #[must_use]
    pub fn a_quarter(&self) -> Option<f64> {
        each_quarter(self.requests, self.months)
    }

    /// All requests a quarter.
    #[must_use]
    pub fn all_a_quarter(&self) -> Option<f64> {
        each_quarter(self.all, self.months)
    }

    /// "Already available" answers a quarter.
    #[must_use]
    pub fn already_a_quarter(&self) -> Option<f64> {
        each_quarter(self.already_public, self.months)
    }

    /// The topic's share of all requests.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| f64::from(self.requests) / f64::from(self.all))
    }

    /// Searches that found nothing, a quarter of those in which they were counted.
    #[must_use]
    pub fn unmet_a_quarter(&self) -> Option<f64> {
        let (searches, months) = self.unmet;
        each_quarter(searches, months)
    }
}

fn each_quarter(count: u32, months: usize) -> Option<f64> {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    (months > 0).then(|| f64::from(count) * 3.0 / f64::from(months))
}

impl Publishing<'_> {
    /// What a publication changed; nothing while it is not published.
    ///
    /// # Errors
    /// What the database says.
    pub async fn measure(
        &self,
        row: &DecisionRow,
        now: Moment,
    ) -> Result<Option<Measured>, CaseworkFault> {
        let Some(published) = row.first_published else {
            return Ok(None);
        };
        let month = first_of(published);
        let oldest = self
            .store
            .publication()
            .first_received()
            .await?
            .map(next_month);
        let first = back(month, MONTHS_BEFORE)
            .max(oldest.unwrap_or(month))
            .min(month);
        // The month it appeared in is neither before nor after, and this month is not over.
        // What came after it was withdrawn it did not cause.
        let end = row.ended_on.map_or(now.today, |day| day.min(now.today));
        let until = first_of(end);
        let topic = row.survivor;
        let of_topic = self.store.publication().months(topic, first, until).await?;
        let of_all = self
            .store
            .publication()
            .received_by_month(first, until)
            .await?;
        let unmet = self.unmet_by_month(topic, first, until).await?;
        let mut months: Vec<TopicMonth> = whole(&of_topic, first, until)
            .into_iter()
            .map(|topic| TopicMonth {
                first: topic.first,
                requests: topic.requests,
                all_requests: of_all.get(&topic.first).copied().unwrap_or(0),
                already_public: topic.already_public,
                unmet: unmet.get(&topic.first).copied(),
            })
            .filter(|m| m.first != month)
            .collect();
        let over = months.len();
        leave_gaps_out(&mut months);
        let split = months.iter().take_while(|m| m.first < month).count();
        Ok(Some(Measured {
            topic,
            before: Figures::of(&months[..split]),
            after: Figures::of(&months[split..]),
            empty: over - months.len(),
            effect: effect(&Series {
                months: months.iter().map(TopicMonth::counted).collect(),
                before: split,
            }),
            months,
        }))
    }

    /// The unmet searches of a topic in each whole month since they are counted.
    async fn unmet_by_month(
        &self,
        topic: i64,
        first: NaiveDate,
        until: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, u32>, CaseworkFault> {
        let mut months = BTreeMap::new();
        let Some(counted) = self.store.publication().first_unmet().await? else {
            return Ok(months);
        };
        let mut month = next_month(counted).max(first);
        while month < until {
            months.insert(month, 0);
            month = next_month(month);
        }
        for (day, searches) in self
            .store
            .publication()
            .unmet_by_day(topic, first, until)
            .await?
        {
            if let Some(of_month) = months.get_mut(&first_of(day)) {
                *of_month += searches;
            }
        }
        Ok(months)
    }

    /// The forecast of a topic's requests in the three months that follow the whole months up to
    /// a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forecast(
        &self,
        topic: i64,
        counted_to: NaiveDate,
    ) -> Result<Result<Forecast, TooShort>, CaseworkFault> {
        let (first, until) = self.forecast_from(counted_to).await?;
        let months = self.store.publication().months(topic, first, until).await?;
        Ok(forecast_of(&months, first, until))
    }

    /// The first month a forecast looks at, and the one it is made for.
    pub(in crate::casework) async fn forecast_from(
        &self,
        counted_to: NaiveDate,
    ) -> Result<(NaiveDate, NaiveDate), CaseworkFault> {
        let until = first_of(counted_to);
        let oldest = self.store.publication().first_received().await?;
        let first = back(until, QUARTERS * 3).max(oldest.map_or(until, next_month));
        Ok((first, until))
    }
}

/// Leaves out the months the log has nothing of: that nobody asked about the topic in one says nothing.
/// Where few ask at all, a month in which nobody did is one like others.
fn leave_gaps_out(months: &mut Vec<TopicMonth>) {
    // Of so many in the mean, none in a month comes about by chance in one of 150 months.
    const USUAL: u32 = 5;
    let all: u32 = months.iter().map(|m| m.all_requests).sum();
    let over = u32::try_from(months.len()).unwrap_or(u32::MAX);
    if all >= over.saturating_mul(USUAL) {
        months.retain(|m| m.all_requests > 0);
    }
}

/// The forecast that the months known of a topic make.
pub(in crate::casework) fn forecast_of(
    known: &[MonthCount],
    first: NaiveDate,
    until: NaiveDate,
) -> Result<Forecast, TooShort> {
    forecast(&quarters(known, first, until))
}

/// Requests by quarter. Quarters end with the last whole month; what is over at the beginning is
/// left out.
fn quarters(known: &[MonthCount], first: NaiveDate, until: NaiveDate) -> Vec<u32> {
    let months = whole(known, first, until);
    let over = months.len() % 3;
    months[over..]
        .chunks(3)
        .map(|quarter| quarter.iter().map(|m| m.requests).sum())
        .collect()
}

/// Every month from the first to before the last, those without a request too.
fn whole(known: &[MonthCount], first: NaiveDate, until: NaiveDate) -> Vec<MonthCount> {
    let known: BTreeMap<NaiveDate, &MonthCount> = known.iter().map(|m| (m.first, m)).collect();
    let mut months = Vec::new();
    let mut month = first;
    while month < until {
        let none = MonthCount {
            first: month,
            requests: 0,
            already_public: 0,
        };
        months.push(known.get(&month).map_or(none, |m| **m));
        month = next_month(month);
    }
    months
}

fn next_month(day: NaiveDate) -> NaiveDate {
    let first = first_of(day);
    first.checked_add_months(Months::new(1)).unwrap_or(first)
}

fn back(month: NaiveDate, months: u32) -> NaiveDate {
    month
        .checked_sub_months(Months::new(months))
        .unwrap_or(month)
}
