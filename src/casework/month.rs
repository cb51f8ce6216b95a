//! The monthly volumes: this month against last month and the same month last year.

use super::{Casework, CaseworkFault};
use crate::domain::statistics::Month;
use crate::reports::month::{MonthReport, Volume};
use crate::store::{Filter, Reviews};
use chrono::{Datelike, Months, NaiveDate};

/// Months shown in the chart.
const CHARTED: u32 = 13;

/// The months compared, by how many months they lie back: the month itself, the one before, and
/// the same month last year.
const COMPARED: [usize; 3] = [0, 1, 12];

impl Casework {
    /// The report of the month that begins on `first`.
    ///
    /// # Errors
    /// What the database says, or a month outside the calendar of this world.
    pub async fn month_report(&self, first: NaiveDate) -> Result<MonthReport, CaseworkFault> {
        let first = first_of(first);
        let mut months = Vec::new();
        for back in 0..CHARTED {
            let month = first.checked_sub_months(Months::new(back));
            months.push(
                month.ok_or_else(|| CaseworkFault::Refused("There is no such month".into()))?,
            );
        }
        let spans: Vec<_> = months.iter().map(|&m| (m, last_day(m))).collect();
        let flows = self.store.flows(&spans).await?;
        // What was open at the end of a month is what was open at the end of the next, less what
        // came in the next, and with what ended in it.
        let mut open = self.store.open_at(last_day(first)).await?;
        let mut open_at_end = Vec::new();
        for flow in &flows {
            open_at_end.push(open);
            open += flow.ended - flow.received;
        }
        let mut counts: [Month; 3] = Default::default();
        for (count, back) in counts.iter_mut().zip(COMPARED) {
            let (from, to) = spans[back];
            let endings = self.store.endings(from, to).await?;
            let reviews = self.store.reviews(from, to).await?;
            *count = Month {
                received: flows[back].received,
                answered: flows[back].answered,
                in_time: endings.in_time,
                late: endings.late,
                extended: endings.extended,
                open_at_end: open_at_end[back],
                by_outcome: endings.by_outcome.into_iter().collect(),
                reviews_received: reviews.received,
                reviews_open_at_end: reviews.open_at_end,
                reviews_decided: reviews.decided,
                reviews_in_time: reviews.in_time,
                reviews_late: reviews.late,
                reviews_changed: reviews.changed,
            };
        }
        let charted = months.iter().zip(&flows).rev();
        Ok(MonthReport {
            months: COMPARED.map(|back| months[back]),
            counts,
            volumes: charted
                .map(|(&month, flow)| Volume {
                    month,
                    received: flow.received,
                    answered: flow.answered,
                })
                .collect(),
        })
    }
}

/// The first day of a day's month.
#[must_use]
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
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
    let reviews = |counted: Reviews| Filter {
        reviews: Some((counted, first, last_day(first))),
        ..Filter::default()
    };
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
        Figure::ReviewsReceived => reviews(Reviews::Received),
        Figure::ReviewsDecided => reviews(Reviews::Decided),
        Figure::ReviewsInTime => reviews(Reviews::InTime),
        Figure::ReviewsLate => reviews(Reviews::Late),
        Figure::ReviewsChanged => reviews(Reviews::Changed),
        Figure::ReviewsOpenAtEnd => reviews(Reviews::OpenAtEnd),
    }
}
