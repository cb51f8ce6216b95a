//! Tests of what a publication changed.

use super::*;
use chrono::Months;

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

/// Months that follow one another, but for that of the publication.
fn series(start: NaiveDate, before: usize, topic: &[u32], all: &[u32]) -> Series {
    let months = (0..).zip(topic.iter().zip(all)).map(|(at, (topic, all))| {
        let later = at + u32::from(at as usize >= before);
        Counted {
            first: start.checked_add_months(Months::new(later)).unwrap(),
            topic: *topic,
            all: *all,
        }
    });
    Series {
        months: months.collect(),
        before,
    }
}

fn of(before: &[u32], after: &[u32]) -> Series {
    let topic = [before, after].concat();
    let all: Vec<u32> = topic.iter().map(|topic| topic + 100).collect();
    series(day(2025, 1), before.len(), &topic, &all)
}

fn near(found: Change, ratio: f64, low: f64, high: f64) {
    let close = |one: f64, other: f64| (one - other).abs() < 0.01;
    assert!(
        close(found.ratio, ratio) && close(found.low, low) && close(found.high, high),
        "{found:?}, expected {ratio} ({low} to {high})"
    );
}

/// The expected numbers are those of statsmodels 0.15.0: a GLM of the family Poisson, the offset the
/// logarithm of all requests, its covariance times the dispersion of Pearson where that is above 1,
/// and Student's t of as many degrees of freedom as there are months less coefficients. The terms are
/// a step, a constant, years since the first month, and sine and cosine of the month of the year.
#[test]
fn it_is_the_poisson_regression_of_another_program() {
    let short = series(
        day(2025, 1),
        8,
        &[10, 12, 9, 11, 13, 8, 12, 10, 4, 3, 5, 6],
        &[100, 110, 95, 105, 120, 90, 100, 108, 104, 99, 101, 120],
    );
    let found = effect(&short).unwrap();
    assert_eq!(found.terms, Terms::default());
    near(found.counts, 0.4235, 0.2376, 0.755);
    near(found.share.unwrap(), 0.4135, 0.232, 0.7372);
    near(found.others.unwrap(), 1.0929, 0.9525, 1.254);
    let rising = series(
        day(2024, 3),
        14,
        &[
            4, 8, 13, 13, 6, 11, 10, 12, 10, 9, 8, 13, 16, 23, 7, 11, 10, 9, 12, 11,
        ],
        &[
            132, 128, 118, 119, 127, 136, 139, 142, 141, 174, 148, 132, 140, 145, 150, 151, 132,
            153, 149, 144,
        ],
    );
    let found = effect(&rising).unwrap();
    assert_eq!((found.terms.trend, found.terms.season), (true, false));
    near(found.counts, 0.4619, 0.2723, 0.7834);
    near(found.share.unwrap(), 0.4953, 0.2767, 0.8869);
    near(found.others.unwrap(), 0.9859, 0.8243, 1.179);
    // One month of it had a campaign.
    let seasons = series(
        day(2023, 7),
        20,
        &[
            12, 8, 12, 9, 20, 60, 21, 19, 21, 18, 8, 11, 8, 10, 12, 14, 20, 13, 20, 17, 1, 6, 7,
            10, 8, 10, 9, 11, 5, 3,
        ],
        &[
            89, 105, 149, 145, 174, 212, 190, 219, 177, 162, 129, 89, 105, 93, 145, 146, 193, 199,
            200, 179, 118, 136, 171, 198, 205, 210, 202, 172, 144, 126,
        ],
    );
    let found = effect(&seasons).unwrap();
    assert_eq!((found.terms.trend, found.terms.season), (true, true));
    near(found.counts, 0.7207, 0.322, 1.613);
    near(found.share.unwrap(), 0.6445, 0.3227, 1.287);
    near(found.others.unwrap(), 1.1396, 0.8018, 1.6197);
}

/// Where everything grows and a topic does not, its share falls: the numbers are of statsmodels too.
#[test]
fn a_topic_that_rose_less_than_all_others_lost_of_its_share() {
    let found = effect(&series(
        day(2025, 2),
        10,
        &[
            13, 26, 16, 22, 17, 23, 20, 21, 23, 18, 29, 16, 19, 19, 25, 29, 27, 19,
        ],
        &[
            192, 173, 222, 195, 206, 216, 187, 194, 194, 212, 356, 318, 322, 346, 319, 334, 307,
            338,
        ],
    ))
    .unwrap();
    near(found.counts, 1.1495, 0.9252, 1.4282);
    near(found.share.unwrap(), 0.6935, 0.5484, 0.877);
    near(found.others.unwrap(), 1.7139, 1.5911, 1.8461);
    assert_eq!(found.counts.verdict(), Verdict::NoClearChange);
    assert_eq!(found.share.unwrap().verdict(), Verdict::Fell);
    assert!(found.differs());
}

#[path = "effect_newton.rs"]
mod by_newton;

/// Chance that can be repeated.
struct Throws(u64);

impl Throws {
    fn share(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }

    /// A count of Poisson.
    fn count(&mut self, mean: f64) -> u32 {
        let (least, mut left, mut count) = ((-mean).exp(), self.share(), 0);
        while left > least {
            left *= self.share();
            count += 1;
        }
        count
    }
}

/// Months with a season, growth and a step, by chance.
fn thrown(throws: &mut Throws, before: usize, after: usize, step: f64, spread: f64) -> Series {
    let size = 4.0 + 20.0 * throws.share();
    let mut month = |at: usize| {
        let position = real(at + usize::from(at >= before));
        let season = 1.0 + 0.3 * (TAU * position / 12.0).sin();
        let usual = size * season * (1.0 + position / 100.0);
        let stepped = if at < before { usual } else { usual * step };
        let unruly = 1.0 + spread * (2.0 * throws.share() - 1.0);
        let topic = throws.count(stepped * unruly);
        (topic, topic + throws.count(6.0 * usual))
    };
    let (topic, all): (Vec<u32>, Vec<u32>) = (0..before + after).map(&mut month).unzip();
    series(day(2023, 5), before, &topic, &all)
}

#[test]
fn it_is_the_regression_reckoned_a_second_way_for_any_months() {
    let mut throws = Throws(7);
    let mut seen = [false; 3];
    for round in 0..120_usize {
        let (before, after) = (6 + round % 31, 3 + round % 11);
        let months = thrown(&mut throws, before, after, 0.3 + throws_of(round), 0.6);
        let Ok(found) = effect(&months) else {
            continue;
        };
        let requests: u32 = months.months.iter().map(|m| m.topic).sum();
        let trend = before >= 12 && requests >= 60;
        let season = before >= 12 && before + after >= 24 && requests >= 100;
        assert_eq!(
            (found.terms.trend, found.terms.season),
            (trend, season),
            "{round}"
        );
        seen[usize::from(trend) + usize::from(season)] = true;
        let row = |at: usize, offset: f64| {
            let month = months.months[at];
            let position = at + usize::from(at >= before);
            let turn = TAU * f64::from(month.first.month() - 1) / 12.0;
            let mut terms = vec![f64::from(u8::from(at >= before)), 1.0];
            terms.extend(trend.then(|| real(position) / 12.0));
            terms.extend([turn.sin(), turn.cos()].into_iter().filter(|_| season));
            (f64::from(month.topic), offset, terms)
        };
        let rows = |share: bool| -> Vec<by_newton::Row> {
            let offset = |at: usize| f64::from(months.months[at].all).ln();
            let months = 0..before + after;
            months
                .map(|at| row(at, if share { offset(at) } else { 0.0 }))
                .collect()
        };
        for (change, share) in [(found.counts, false), (found.share.unwrap(), true)] {
            let other = by_newton::fit(&rows(share));
            let left = before + after - 2 - usize::from(trend) - 2 * usize::from(season);
            let half = critical(left) * other.error;
            let ends = [other.step, other.step - half, other.step + half];
            for (one, other) in [change.ratio, change.low, change.high]
                .into_iter()
                .zip(ends)
            {
                assert!(
                    (one.ln() - other).abs() < 0.01,
                    "round {round}: {change:?} {ends:?}"
                );
            }
        }
    }
    assert_eq!(seen, [true; 3]);
}

fn throws_of(round: usize) -> f64 {
    real(round % 10) / 8.0
}

/// Where nothing changed, about 19 ranges of 20 have no change in them: here of counts that vary more
/// than chance, with a season and growth.
#[test]
fn the_range_holds_no_change_in_about_nineteen_of_twenty() {
    let mut throws = Throws(11);
    for (before, after, spread) in [(8, 5, 0.0), (20, 9, 0.0), (24, 12, 0.8)] {
        let mut held = 0;
        for _ in 0..400 {
            let months = thrown(&mut throws, before, after, 1.0, spread);
            let share = effect(&months).unwrap().share.unwrap();
            held += u32::from(share.verdict() == Verdict::NoClearChange);
        }
        assert!(
            (368..=398).contains(&held),
            "{held} of 400 at {before} and {after}"
        );
    }
}

#[test]
fn a_rise_is_told_as_plainly_as_a_fall_and_no_change_as_both() {
    let before = [15, 16, 14, 15, 16, 15, 14, 16, 15, 15, 16];
    let verdict = |after: &[u32]| effect(&of(&before, after)).unwrap().counts.verdict();
    assert_eq!(verdict(&[30, 32, 29]), Verdict::Rose);
    assert_eq!(verdict(&[4, 3, 5]), Verdict::Fell);
    assert_eq!(verdict(&[0, 0, 0, 0]), Verdict::Fell);
    assert_eq!(verdict(&[15, 16, 14]), Verdict::NoClearChange);
}

#[test]
fn a_trend_that_was_there_before_is_not_the_publications_doing() {
    let rising: Vec<u32> = (0..24).map(|m| 40 + 2 * m).collect();
    let found = effect(&of(&rising, &[92, 94, 96])).unwrap();
    assert!(found.terms.trend);
    assert_eq!(found.counts.verdict(), Verdict::NoClearChange);
    // Of eleven months no trend is read.
    let found = effect(&of(&rising[..11], &[62, 64, 66])).unwrap();
    assert_eq!(found.terms, Terms::default());
    assert_eq!(found.counts.verdict(), Verdict::Rose);
}

#[test]
fn a_season_that_came_before_is_not_the_publications_doing() {
    // Half as many from July to December; published in June.
    let year = |months: u32| -> Vec<u32> {
        let all = (0..months).map(|m| if m % 12 < 6 { 24 } else { 12 });
        all.collect()
    };
    let (before, after) = (year(29), [12, 12, 12, 12, 12, 12]);
    let found = effect(&of(&before, &after)).unwrap();
    assert!(found.terms.season);
    assert_eq!(found.counts.verdict(), Verdict::NoClearChange, "{found:?}");
}

#[test]
fn few_requests_have_neither_trend_nor_season() {
    let mut before = vec![0; 24];
    for at in [1, 5, 9, 17, 21] {
        before[at] = 1;
    }
    let found = effect(&of(&before, &[1, 0, 0, 1])).unwrap();
    assert_eq!(found.terms, Terms::default());
    assert!(
        (found.counts.ratio - 0.5 / (5.0 / 24.0)).abs() < 1e-6,
        "{found:?}"
    );
}

/// With 60 in ten months before, none in five after are expected 30 times: the exact upper end is
/// where all 60 of one binomial fall before in one case of forty.
#[test]
fn where_nobody_asks_any_more_the_range_has_an_exact_upper_end() {
    let found = effect(&of(&[6; 10], &[0; 5])).unwrap();
    assert_eq!((found.counts.ratio, found.counts.low), (0.0, 0.0));
    let share_before = 10.0 / (10.0 + 5.0 * found.counts.high);
    assert!((share_before.powi(60) - 0.025).abs() < 1e-9, "{found:?}");
    assert!((found.a_quarter + 18.0).abs() < 1e-9);
    assert_eq!(found.share.unwrap().verdict(), Verdict::Fell);
    // Three requests in half a year and none in three months can be chance.
    let found = effect(&of(&[1, 0, 1, 0, 1, 0], &[0; 3])).unwrap();
    assert_eq!(found.counts.verdict(), Verdict::NoClearChange);
    // Counts of before that vary more than chance leave it wider.
    let unruly = effect(&of(&[0, 30, 0, 0, 30, 0, 0, 0, 0, 0], &[0; 5])).unwrap();
    assert!(unruly.counts.high > 3.0 * found_high(), "{unruly:?}");
}

fn found_high() -> f64 {
    effect(&of(&[6; 10], &[0; 5])).unwrap().counts.high
}

#[test]
fn where_nobody_asked_before_it_rose_from_nothing() {
    let found = effect(&of(&[0; 10], &[3, 4, 5])).unwrap();
    assert!(
        found.counts.ratio.is_infinite() && found.counts.low > 5.0,
        "{found:?}"
    );
    assert_eq!(found.counts.verdict(), Verdict::Rose);
    assert!((found.a_quarter - 12.0).abs() < 1e-9);
    let found = effect(&of(&[0; 10], &[1, 0, 0])).unwrap();
    assert_eq!(found.counts.verdict(), Verdict::NoClearChange);
}

#[test]
fn a_topic_that_is_all_there_is_has_no_share_to_change() {
    let topic = [6, 6, 6, 6, 6, 6, 1, 1, 1];
    let found = effect(&series(day(2025, 1), 6, &topic, &topic)).unwrap();
    assert_eq!((found.share, found.others), (None, None));
    assert_eq!(found.counts.verdict(), Verdict::Fell);
    assert!(!found.differs());
}

/// Where few ask at all, a month in which nobody did counts for the number and has no share.
#[test]
fn a_month_without_any_request_has_no_share() {
    let (topic, mut all) = ([2, 1, 0, 2, 1, 2, 0, 1, 0], [3, 4, 0, 3, 3, 4, 0, 4, 4]);
    let found = effect(&series(day(2025, 1), 6, &topic, &all)).unwrap();
    assert!(
        (found.counts.ratio - (1.0 / 3.0) / (8.0 / 6.0)).abs() < 1e-6,
        "{found:?}"
    );
    assert!(
        (found.share.unwrap().ratio - (1.0 / 8.0) / (8.0 / 17.0)).abs() < 1e-6,
        "{found:?}"
    );
    all[6..].fill(0);
    let found = effect(&series(day(2025, 1), 6, &[2, 1, 0, 2, 1, 2, 0, 0, 0], &all)).unwrap();
    assert_eq!(found.share, None, "nobody asked for anything since");
}

#[test]
fn too_few_months_or_no_request_say_nothing() {
    assert_eq!(effect(&of(&[1; 5], &[1; 9])), Err(Unsaid::TooFewMonths));
    assert_eq!(effect(&of(&[1; 9], &[1; 2])), Err(Unsaid::TooFewMonths));
    assert_eq!(effect(&of(&[0; 6], &[0; 3])), Err(Unsaid::NoRequests));
    assert!(effect(&of(&[0, 0, 0, 0, 0, 1], &[0, 0, 1])).is_ok());
}

/// Every pattern of few counts gives numbers, and none of them is not one.
#[test]
fn whatever_the_counts_there_are_numbers() {
    let mut throws = Throws(3);
    for round in 0..600_usize {
        let (before, after) = (6 + round % 30, 3 + round % 9);
        let mut count = |most: f64| throws.count(most * throws_of(round));
        let topic: Vec<u32> = (0..before + after).map(|_| count(1.2)).collect();
        let all: Vec<u32> = topic.iter().map(|t| t + count(3.0)).collect();
        let Ok(found) = effect(&series(day(2022, 11), before, &topic, &all)) else {
            assert_eq!(topic.iter().sum::<u32>(), 0);
            continue;
        };
        let changes = [Some(found.counts), found.share, found.others];
        for change in changes.into_iter().flatten() {
            assert!(change.low >= 0.0 && change.low <= change.high, "{change:?}");
            assert!(
                !change.ratio.is_nan() && change.low.is_finite(),
                "{change:?}"
            );
        }
        assert!(found.a_quarter.is_finite());
        let sound = |e: &Expected| e.line.is_finite() && e.low <= e.high && e.high.is_finite();
        assert!(found.expected.iter().all(sound), "{found:?}");
    }
}
