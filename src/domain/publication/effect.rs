//! What a publication changed: the requests of its topic by month, as an interrupted time series.
//!
//! A Poisson regression with a step at the publication is fitted twice: to the counts, and to the
//! counts against all the authority received, those on the topic among them, so that it is of its
//! share. The two can differ, and both are told: a topic whose requests rose less than all others
//! lost of its share. What came is held against the level before, against a trend where there is a
//! year before, and against the season where there are two years in all; a topic with few requests
//! has neither. It shows what happened after a publication, not that the publication did it.

use super::regression::{Fit, Observed, critical, real};
use super::spread;
use chrono::{Datelike, NaiveDate};
use std::f64::consts::TAU;

/// Months before that it needs.
pub const LEAST_BEFORE: usize = 6;

/// Months after before anything is said.
pub const LEAST_AFTER: usize = 3;

/// Months before that a trend needs: within less than a year it looks like a season.
pub const LEAST_FOR_TREND: usize = 12;

/// Months in all that a season needs: it has to come round again.
pub const LEAST_FOR_SEASON: usize = 24;

/// Requests for each coefficient that a trend or a season needs, or it would follow single requests.
pub const REQUESTS_EACH: u32 = 20;

/// A month that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its first day.
    pub first: NaiveDate,
    /// Requests of the topic.
    pub topic: u32,
    /// All requests, those of the topic among them. A month without any has no share.
    pub all: u32,
}

impl Counted {
    const fn others(&self) -> u32 {
        self.all.saturating_sub(self.topic)
    }
}

/// Months from the first to the last, and where the publication falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The months, the oldest first.
    pub months: Vec<Counted>,
    /// How many of them end before the publication.
    pub before: usize,
}

/// Why nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// There are too few months before the publication or after it.
    TooFewMonths,
    /// Nobody asked, neither before nor after.
    NoRequests,
}

/// What followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Less than expected, beyond chance.
    Fell,
    /// More than expected, beyond chance.
    Rose,
    /// What came lies within what was to be expected.
    NoClearChange,
}

/// How many times what was expected came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// What came, as a multiple of what was expected; without end where nothing was.
    pub ratio: f64,
    /// The lower end of its 95% range.
    pub low: f64,
    /// The upper end; may be without end.
    pub high: f64,
}

impl Change {
    /// What followed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.high < 1.0 {
            Verdict::Fell
        } else if self.low > 1.0 {
            Verdict::Rose
        } else {
            Verdict::NoClearChange
        }
    }
}

/// What the expectation follows besides the level of the months before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// A trend, the same before and after.
    pub trend: bool,
    /// The season: one wave a year.
    pub season: bool,
}

impl Terms {
    /// Coefficients, those of the level and the step among them.
    const fn coefficients(self) -> u32 {
        2 + self.trend as u32 + 2 * self.season as u32
    }
}

/// The expectation of one month, with its range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Requests expected, had nothing been published.
    pub line: f64,
    /// The lower end of the 95% range of what would come.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a publication changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What the expectation follows.
    pub terms: Terms,
    /// The requests of the topic.
    pub counts: Change,
    /// All other requests; nothing where there are too few.
    pub others: Option<Change>,
    /// The topic's share of all requests; nothing where there are no others.
    pub share: Option<Change>,
    /// Requests a quarter more (or, below zero, fewer) than expected.
    pub a_quarter: f64,
    /// What each month lets one expect of the counts, the months before included.
    pub expected: Vec<Expected>,
}

impl Effect {
    /// Whether counts and share are told differently.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.share
            .is_some_and(|share| share.verdict() != self.counts.verdict())
    }
}

/// What followed a publication.
///
/// # Errors
/// Why nothing is said: too few months, or no request in any of them.
pub fn effect(series: &Series) -> Result<Effect, Unsaid> {
    let before = series.before.min(series.months.len());
    if before < LEAST_BEFORE || series.months.len() - before < LEAST_AFTER {
        return Err(Unsaid::TooFewMonths);
    }
    let (earlier, later) = series.months.split_at(before);
    let total = |months: &[Counted], of: fn(&Counted) -> u32| months.iter().map(of).sum::<u32>();
    let (were, came) = (total(earlier, |m| m.topic), total(later, |m| m.topic));
    let months = real(series.months.len() - before);
    let a_quarter = |expected: f64| (f64::from(came) - expected) * 3.0 / months;
    if were == 0 && came == 0 {
        return Err(Unsaid::NoRequests);
    }
    let all = |months: &[Counted]| f64::from(total(months, |m| m.all));
    let is_shared = total(&series.months, Counted::others) > 0 && all(earlier) * all(later) > 0.0;
    if were == 0 || came == 0 {
        let level = f64::from(were) / real(before);
        return Ok(Effect {
            terms: Terms::default(),
            counts: one_sided(series, before, (real(before), months)),
            others: change_of(series, before, Terms::default(), Reading::Others),
            share: is_shared.then(|| one_sided(series, before, (all(earlier), all(later)))),
            a_quarter: a_quarter(level * months),
            expected: vec![level_alone(level, before); series.months.len()],
        });
    }
    let found = candidates(series, before).into_iter().find_map(|terms| {
        let counts = fitted(series, before, terms, Reading::Counts)?;
        let share = match is_shared {
            true => Some(change_of(series, before, terms, Reading::Share)?),
            false => None,
        };
        Some((terms, counts, share))
    });
    let (terms, fit, share) = found.ok_or(Unsaid::NoRequests)?;
    let counts = change(&fit);
    Ok(Effect {
        terms,
        counts,
        others: change_of(series, before, terms, Reading::Others),
        share,
        a_quarter: a_quarter(f64::from(came) / counts.ratio),
        expected: expectations(series, terms, &fit),
    })
}

/// What a regression is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Counts,
    Share,
    Others,
}

/// The terms that there are months and requests enough for, the most first.
fn candidates(series: &Series, before: usize) -> Vec<Terms> {
    let requests: u32 = series.months.iter().map(|month| month.topic).sum();
    let trend = before >= LEAST_FOR_TREND;
    let season = trend && series.months.len() >= LEAST_FOR_SEASON;
    let all = [(true, true), (true, false), (false, false)];
    all.into_iter()
        .map(|(trend, season)| Terms { trend, season })
        .filter(|terms| (trend || !terms.trend) && (season || !terms.season))
        .filter(|terms| {
            *terms == Terms::default() || requests >= REQUESTS_EACH * terms.coefficients()
        })
        .collect()
}

/// A month as the regression sees it. The step stands first.
fn observed(series: &Series, at: usize, after: bool, terms: Terms, of: Reading) -> Observed {
    let month = &series.months[at];
    let first = series.months.first().map_or(month.first, |m| m.first);
    let position = f64::from(month.first.year() - first.year()) * 12.0
        + f64::from(month.first.month())
        - f64::from(first.month());
    let mut row = vec![if after { 1.0 } else { 0.0 }, 1.0];
    if terms.trend {
        row.push(position / 12.0);
    }
    if terms.season {
        let angle = TAU * f64::from(month.first.month0()) / 12.0;
        row.extend([angle.sin(), angle.cos()]);
    }
    Observed {
        count: f64::from(match of {
            Reading::Counts | Reading::Share => month.topic,
            Reading::Others => month.others(),
        }),
        offset: match of {
            Reading::Counts | Reading::Others => 0.0,
            Reading::Share => f64::from(month.all.max(1)).ln(),
        },
        terms: row,
    }
}

fn fitted(series: &Series, before: usize, terms: Terms, of: Reading) -> Option<Fit> {
    let months = 0..series.months.len();
    let rows: Vec<Observed> = months
        .filter(|at| of != Reading::Share || series.months[*at].all > 0)
        .map(|at| observed(series, at, at >= before, terms, of))
        .collect();
    Fit::of(&rows)
}

fn change_of(series: &Series, before: usize, terms: Terms, of: Reading) -> Option<Change> {
    fitted(series, before, terms, of).map(|fit| change(&fit))
}

/// The step, with its range by Student's t.
fn change(fit: &Fit) -> Change {
    let step = fit.coefficients.first().copied().unwrap_or(0.0);
    let variance = fit.covariance.first().and_then(|row| row.first()).copied();
    let half = critical(fit.freedom) * variance.unwrap_or(0.0).sqrt();
    Change {
        ratio: step.exp(),
        low: (step - half).exp(),
        high: (step + half).exp(),
    }
}

/// The change where nobody asked before, or nobody since. A regression has no end there; the range is
/// the exact one of two counts of Poisson, given their sum (Przyborowski and Wilenski 1940): how
/// likely all requests fall on one side, each side with so much room in which one could come. Counts
/// that vary more than chance tell no more than fewer requests would.
fn one_sided(series: &Series, before: usize, (room_before, room_after): (f64, f64)) -> Change {
    const TAIL: f64 = 0.025;
    let (earlier, later) = series.months.split_at(before);
    let counts = |months: &[Counted]| -> Vec<f64> {
        months.iter().map(|month| f64::from(month.topic)).collect()
    };
    let since: Vec<f64> = counts(later);
    let none_since = since.iter().sum::<f64>() <= 0.0;
    let asked = if none_since { counts(earlier) } else { since };
    let requests: f64 = asked.iter().sum();
    let level = requests / real(asked.len());
    let squares: f64 = asked.iter().map(|c| (c - level).powi(2) / level).sum();
    let dispersion = (squares / (real(asked.len()) - 1.0)).max(1.0);
    let rooms = room_before / room_after;
    let tail = TAIL.powf(dispersion / requests);
    if none_since {
        Change {
            ratio: 0.0,
            low: 0.0,
            high: rooms * (1.0 / tail - 1.0),
        }
    } else {
        Change {
            ratio: f64::INFINITY,
            low: rooms * tail / (1.0 - tail),
            high: f64::INFINITY,
        }
    }
}

/// What a level lets one expect, known from so many months.
fn level_alone(level: f64, before: usize) -> Expected {
    Expected {
        line: level,
        low: spread::quantile(level, level + level / real(before), 0.025),
        high: spread::quantile(level, level + level / real(before), 0.975),
    }
}

/// What each month lets one expect, had nothing been published, with the range of what would come:
/// chance, as wide as the counts show it, and how well the expectation is known.
fn expectations(series: &Series, terms: Terms, fit: &Fit) -> Vec<Expected> {
    let wider = (critical(fit.freedom) / 1.960).powi(2);
    let months = 0..series.months.len();
    months
        .map(|at| {
            let month = observed(series, at, false, terms, Reading::Counts);
            let line = fit.mean(&month);
            let known = line * line * fit.variance(&month.terms);
            let variance = (fit.dispersion * line + known) * wider;
            Expected {
                line,
                low: spread::quantile(line, variance, 0.025),
                high: spread::quantile(line, variance, 0.975),
            }
        })
        .collect()
}

#[cfg(test)]
#[path = "effect_tests.rs"]
mod tests;
