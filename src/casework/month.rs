//! The monthly volumes: this month against last month and the same month last year.

use super::{Casework, CaseworkFault};
use crate::reports::month::{MonthReport, Volume};
use crate::store::{Filter, MonthCounts};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

/// Months shown in the chart.
const CHARTED: u32 = 13;

impl Casework {
    /// The report of the month that begins on `first`.
    ///
    /// # Errors
    /// What the database says, or a month outside the calendar of this world.
    pub async fn month_report(&self, first: NaiveDate) -> Result<MonthReport, CaseworkFault> {
        let first = first.with_day(1).unwrap_or(first);
        let before = |months| {
            first
                .checked_sub_months(Months::new(months))
                .ok_or_else(|| CaseworkFault::Refused("There is no such month".into()))
        };
        let (last_month, last_year) = (before(1)?, before(12)?);
        let from = before(CHARTED - 1)?;
        let until = last_day(first);
        let mut volumes: BTreeMap<NaiveDate, Volume> = BTreeMap::new();
        for months in 0..CHARTED {
            let month = before(months)?;
            volumes.insert(
                month,
                Volume {
                    month,
                    received: 0,
                    answered: 0,
                },
            );
        }
        for (day, number) in self.store.received_by_day(from, until).await? {
            if let Some(v) = day.with_day(1).and_then(|m| volumes.get_mut(&m)) {
                v.received += number;
            }
        }
        for (day, number) in self.store.answered_by_day(from, until).await? {
            if let Some(v) = day.with_day(1).and_then(|m| volumes.get_mut(&m)) {
                v.answered += number;
            }
        }
        Ok(MonthReport {
            months: [first, last_month, last_year],
            counts: [
                self.counts_of(first).await?,
                self.counts_of(last_month).await?,
                self.counts_of(last_year).await?,
            ],
            volumes: volumes.into_values().collect(),
        })
    }

    async fn counts_of(
        &self,
        first: NaiveDate,
    ) -> Result<crate::domain::statistics::Month, CaseworkFault> {
        let counts: MonthCounts = self.store.month_counts(first, last_day(first)).await?;
        Ok(crate::domain::statistics::Month {
            received: counts.received,
            answered: counts.answered,
            in_time: counts.in_time,
            late: counts.late,
            extended: counts.extended,
            open_at_end: counts.open_at_end,
            by_outcome: counts.by_outcome.into_iter().collect(),
        })
    }
}

/// The last day of the month `first` begins.
#[must_use]
pub fn last_day(first: NaiveDate) -> NaiveDate {
    first
        .with_day(1)
        .and_then(|d| d.checked_add_months(Months::new(1)))
        .and_then(|d| d.pred_opt())
        .unwrap_or(first)
}

/// The list of exactly the cases behind a figure of the report.
#[must_use]
pub fn cases_behind(figure: crate::domain::statistics::Figure, first: NaiveDate) -> Filter {
    use crate::domain::statistics::Figure;
    let month = Some((first, last_day(first)));
    let none = Filter::default();
    match figure {
        Figure::Received => Filter {
            received: month,
            ..none
        },
        Figure::Answered => Filter {
            responded: month,
            ..none
        },
        Figure::InTime => Filter {
            responded: month,
            in_time: Some(true),
            ..none
        },
        Figure::Late => Filter {
            responded: month,
            in_time: Some(false),
            ..none
        },
        Figure::Extended => Filter {
            responded: month,
            extended: true,
            ..none
        },
        Figure::OpenAtEnd => Filter {
            open_at: Some(last_day(first)),
            ..none
        },
        Figure::Outcome(outcome) => Filter {
            ended: month,
            outcome: Some(outcome.as_str().to_owned()),
            ..none
        },
    }
}
