//! The monthly volumes: this month against last month and the same month last year. A month that has
//! not ended is compared with the same days of the others, so that a part is never held against a
//! whole.

use crate::casework::{CaseworkFault, Reports};
use crate::domain::statistics::Month;
use crate::reports::month::{Days, MonthReport, Volume};
use crate::store::{Filter, Reviews};
use chrono::{Datelike, Months, NaiveDate};

/// Months shown in the chart.
const CHARTED: u32 = 13;

/// The months compared, by how many months they lie back: the month itself, the one before, and
/// the same month last year.
const COMPARED: [usize; 3] = [0, 1, 12];

impl Reports<'_> {
    /// The report of the month that begins on `first`: up to `today`, where it has not ended.
    ///
    /// # Errors
    /// What the database says, or a month outside the calendar of this world.
    pub async fn month_report(
        &self,
        first: NaiveDate,
        today: NaiveDate,
    ) -> Result<MonthReport, CaseworkFault> {
        let first = first_of(first);
        let mut months = Vec::new();
        for back in 0..CHARTED {
            let month = first.checked_sub_months(Months::new(back));
            months.push(
                month.ok_or_else(|| CaseworkFault::Refused("There is no such month".into()))?,
            );
        }
        let so_far = (first <= today && today < last_day(first)).then_some(today);
        let compared = COMPARED.map(|back| part(months[back], so_far));
        let (_, until) = compared[0];
        // The months of the chart; then the days compared, and what lies between the end of each
        // and the end of those of this month.
        let mut spans: Vec<_> = months.iter().map(|&m| (m, last_day(m))).collect();
        spans.extend(compared);
        let after = |to: NaiveDate| to.succ_opt().unwrap_or(to);
        spans.extend(compared.map(|(_, to)| (after(to), until)));
        let flows = self.store.reports().flows(&spans).await?;
        let (charted, rest) = flows.split_at(months.len());
        let (flows, since) = rest.split_at(compared.len());
        // What was open at the end of those days is what was open at the end of this month's, less
        // what came since, and with what ended since.
        let open = self.store.reports().open_at(until).await?;
        let mut counts: [Month; 3] = Default::default();
        for (place, count) in counts.iter_mut().enumerate() {
            let (from, to) = compared[place];
            let endings = self.store.reports().endings(from, to).await?;
            let reviews = self.store.reports().reviews(from, to).await?;
            *count = Month {
                received: flows[place].received,
                answered: flows[place].answered,
                in_time: endings.in_time,
                late: endings.late,
                extended: endings.extended,
                open_at_end: open + since[place].ended - since[place].received,
                by_outcome: endings
                    .by_outcome
                    .into_iter()
                    .map(|(outcome, number)| (outcome.as_str().to_owned(), number))
                    .collect(),
                reviews_received: reviews.received,
                reviews_open_at_end: reviews.open_at_end,
                reviews_decided: reviews.decided,
                reviews_in_time: reviews.in_time,
                reviews_late: reviews.late,
                reviews_changed: reviews.changed,
            };
        }
        let charted = months.iter().zip(charted).rev();
        Ok(MonthReport {
            days: compared,
            so_far,
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

/// The days of a month that are compared: all, or as many as of one that has not ended.
fn part(first: NaiveDate, so_far: Option<NaiveDate>) -> Days {
    let last = last_day(first);
    let until = so_far.and_then(|today| first.with_day(today.day()));
    // A shorter month has no such day.
    (first, until.unwrap_or(last))
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

/// The list of exactly the cases behind a figure of the report over these days.
#[must_use]
pub fn cases_behind(figure: crate::domain::statistics::Figure, days: Days) -> Filter {
    use crate::domain::statistics::Figure;
    let month = Some(days);
    let reviews = |counted: Reviews| Filter {
        reviews: Some((counted, days.0, days.1)),
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
            open_at: Some(days.1),
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
