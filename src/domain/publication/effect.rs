//! What a publication changed: the requests that came after it against those that its months
//! before let one expect (an interrupted time series).
//!
//! A straight line is laid through the months before, and carried on with its 95% range: a level
//! one, unless a year or more before rises or falls beyond chance. What came less or more is told with
//! that range, a fall no louder than a rise or no change. It shows what happened after a
//! publication, not that the publication did it.

use serde::Serialize;

/// Months before that a line needs.
pub const LEAST_BEFORE: usize = 6;

/// Months before that a line needs to slope: within less than a year a trend and a season look alike.
const LEAST_FOR_SLOPE: usize = 12;

/// Months after before anything is said.
pub const LEAST_AFTER: usize = 3;

/// Requests by month, from the first to the last, and where the publication falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Requests of each month.
    pub months: Vec<u32>,
    /// How many of them end before the publication.
    pub before: usize,
}

/// What followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fewer came than expected, beyond chance.
    Fell,
    /// More came than expected, beyond chance.
    Rose,
    /// What came lies within what was to be expected.
    NoClearChange,
}

/// The expectation of one month, with its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expected {
    /// The line, not below zero.
    pub line: f64,
    /// The lower end of the 95% range, not below zero.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a publication changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// What followed.
    pub verdict: Verdict,
    /// Requests a quarter more (or, below zero, fewer) than expected.
    pub a_quarter: f64,
    /// The 95% range of that.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// What each month lets one expect, the months before included.
    pub expected: Vec<Expected>,
}

/// What followed a publication; nothing while there are too few months to say.
#[must_use]
pub fn effect(series: &Series) -> Option<Effect> {
    let before = series.before.min(series.months.len());
    let after = series.months.len() - before;
    if before < LEAST_BEFORE || after < LEAST_AFTER {
        return None;
    }
    let line = Line::through(&series.months[..before]);
    let t = critical(line.freedom);
    let expected = (0..series.months.len())
        .map(|month| {
            let (at, half) = (line.at(real(month)), t * line.spread_of(&[month]));
            Expected {
                line: at.max(0.0),
                low: (at - half).max(0.0),
                high: (at + half).max(0.0),
            }
        })
        .collect();
    let later: Vec<usize> = (before..series.months.len()).collect();
    let came: f64 = series.months[before..].iter().map(|m| f64::from(*m)).sum();
    let awaited: f64 = later.iter().map(|month| line.at(real(*month))).sum();
    let half = t * line.spread_of(&later);
    let quarter = 3.0 / real(after);
    let (low, high) = (
        (came - awaited - half) * quarter,
        (came - awaited + half) * quarter,
    );
    Some(Effect {
        verdict: if high < 0.0 {
            Verdict::Fell
        } else if low > 0.0 {
            Verdict::Rose
        } else {
            Verdict::NoClearChange
        },
        a_quarter: (came - awaited) * quarter,
        low,
        high,
        expected,
    })
}

/// A straight line through months by least squares.
struct Line {
    start: f64,
    slope: f64,
    /// The variance of a month about the line.
    variance: f64,
    months: f64,
    middle: f64,
    /// The sum of squared distances of the months from their middle; without end for a level line.
    reach: f64,
    /// Months less what the line takes from them.
    freedom: usize,
}

impl Line {
    fn through(months: &[u32]) -> Self {
        let n = real(months.len());
        let middle = (n - 1.0) / 2.0;
        let mean = months.iter().map(|m| f64::from(*m)).sum::<f64>() / n;
        let pairs = || {
            (0..)
                .zip(months)
                .map(|(t, m): (usize, _)| (real(t), f64::from(*m)))
        };
        let reach: f64 = pairs().map(|(t, _)| (t - middle).powi(2)).sum();
        let slope = pairs().map(|(t, m)| (t - middle) * (m - mean)).sum::<f64>() / reach;
        let start = mean - slope * middle;
        let off: f64 = pairs().map(|(t, m)| (m - start - slope * t).powi(2)).sum();
        let sloping = Self {
            start,
            slope,
            variance: chance(off / (n - 2.0), mean),
            months: n,
            middle,
            reach,
            freedom: months.len() - 2,
        };
        let sure = critical(sloping.freedom) * (sloping.variance / reach).sqrt();
        if months.len() >= LEAST_FOR_SLOPE && slope.abs() > sure {
            return sloping;
        }
        let off: f64 = pairs().map(|(_, m)| (m - mean).powi(2)).sum();
        Self {
            start: mean,
            slope: 0.0,
            variance: chance(off / (n - 1.0), mean),
            reach: f64::INFINITY,
            freedom: months.len() - 1,
            ..sloping
        }
    }

    fn at(&self, month: f64) -> f64 {
        self.start + self.slope * month
    }

    /// The standard error of the sum of these months about the line carried on: their own
    /// chance, and that of the line.
    fn spread_of(&self, months: &[usize]) -> f64 {
        let count = real(months.len());
        let lever: f64 = months.iter().map(|m| real(*m) - self.middle).sum();
        (self.variance * (count + count * count / self.months + lever * lever / self.reach)).sqrt()
    }
}

/// Counts vary at least as much as chance makes them (Poisson), however smooth the past.
fn chance(seen: f64, mean: f64) -> f64 {
    seen.max(mean)
}

/// The two-sided 95% point of Student's t.
fn critical(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042,
    ];
    let at = freedom.clamp(1, TABLE.len()) - 1;
    TABLE[at]
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of months are far below the precision of a float"
)]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(before: &[u32], after: &[u32]) -> Series {
        Series {
            months: [before, after].concat(),
            before: before.len(),
        }
    }

    /// Reckoned apart, from the sums of the textbook.
    #[test]
    fn the_line_and_its_range_are_those_of_the_textbook() {
        let found = effect(&series(&[10, 12, 9, 11, 13, 8, 12, 10], &[4, 3, 5])).unwrap();
        let near = |one: f64, other: f64| (one - other).abs() < 0.01;
        assert!(near(found.expected[0].line, 10.625) && near(found.expected[8].line, 10.625));
        assert!(near(found.a_quarter, -19.875), "{found:?}");
        assert!(
            near(found.low, -35.532) && near(found.high, -4.218),
            "{found:?}"
        );
        assert_eq!(found.verdict, Verdict::Fell);
    }

    #[test]
    fn a_rise_is_told_as_plainly_as_a_fall_and_no_change_as_both() {
        let before = [5, 6, 4, 5, 6, 5, 4, 6, 5, 5, 6, 4];
        let verdict = |after: &[u32]| effect(&series(&before, after)).unwrap().verdict;
        assert_eq!(verdict(&[20, 22, 19]), Verdict::Rose);
        assert_eq!(verdict(&[0, 0, 0, 0]), Verdict::Fell);
        assert_eq!(verdict(&[5, 6, 5]), Verdict::NoClearChange);
    }

    #[test]
    fn a_trend_that_was_there_before_is_not_the_publications_doing() {
        let rising: Vec<u32> = (0..12).map(|m| 10 + 2 * m).collect();
        let found = effect(&series(&rising, &[34, 36, 38])).unwrap();
        assert_eq!(found.verdict, Verdict::NoClearChange);
        assert!(found.a_quarter.abs() < 0.01);
        assert!((found.high - 27.567).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn less_than_a_year_tells_no_trend_from_a_season() {
        let found = effect(&series(&[1, 2, 3, 9, 7, 8, 6], &[4, 1, 2, 1, 2])).unwrap();
        let mean = 36.0 / 7.0;
        assert!(
            found
                .expected
                .iter()
                .all(|month| (month.line - mean).abs() < 0.001)
        );
        assert!((found.a_quarter - (10.0 - 5.0 * mean) * 0.6).abs() < 0.001);
    }

    #[test]
    fn too_few_months_say_nothing() {
        assert_eq!(effect(&series(&[1; 5], &[1; 9])), None);
        assert_eq!(effect(&series(&[1; 9], &[1; 2])), None);
        assert!(effect(&series(&[0; 6], &[0; 3])).is_some());
    }
}
