//! Counts that vary more than chance alone makes them: the negative binomial distribution, by its mean
//! and its variance.

use super::regression::real;

/// The least count that so large a share of all counts does not exceed.
///
/// `variance` below `mean` counts as the mean: then it is the distribution of Poisson. `share` lies
/// between 0 and 1.
#[must_use]
pub fn quantile(mean: f64, variance: f64, share: f64) -> f64 {
    if mean.is_nan() || mean <= 0.0 {
        return 0.0;
    }
    let spread = variance.max(mean).sqrt();
    let most = mean + 40.0 * spread + 40.0;
    let mut counts = Counts::new(mean, variance);
    let mut count = 0.0;
    let mut reached = counts.next.exp();
    while reached < share && count < most {
        counts.advance(count);
        count += 1.0;
        reached += counts.next.exp();
    }
    count
}

/// The fewest counts, one after the other, that hold at least so large a share of all: the first and the
/// last of them. Whole counts seldom hold a share exactly, and of two equal ends each would hold more
/// than it has to.
///
/// `mean`, `variance` and `share` are those of [`quantile`].
#[must_use]
pub fn shortest(mean: f64, variance: f64, share: f64) -> (f64, f64) {
    if mean.is_nan() || mean <= 0.0 {
        return (0.0, 0.0);
    }
    let last = quantile(mean, variance, 1.0 - (1.0 - share) / 1000.0);
    let mut counts = Counts::new(mean, variance);
    let mut chances = vec![counts.next.exp()];
    let mut count = 0.0;
    while count < last {
        counts.advance(count);
        chances.push(counts.next.exp());
        count += 1.0;
    }
    let likeliest = (0..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    let (mut low, mut high) = likeliest.map_or((0, 0), |at| (at, at));
    let mut held = chances.get(low).copied().unwrap_or(1.0);
    while held < share {
        let below = low.checked_sub(1).and_then(|at| chances.get(at)).copied();
        let above = chances.get(high + 1).copied();
        match (below, above) {
            (None, None) => break,
            (Some(below), above) if above.is_none_or(|above| above < below) => {
                low -= 1;
                held += below;
            }
            (_, above) => {
                high += 1;
                held += above.unwrap_or(0.0);
            }
        }
    }
    (real(low), real(high))
}

/// The logarithms of the chances of 0, 1, 2 and so on.
struct Counts {
    /// The logarithm of the chance of the count that is next.
    next: f64,
    mean: f64,
    /// The size of the negative binomial; nothing where it is the distribution of Poisson.
    size: Option<f64>,
}

impl Counts {
    fn new(mean: f64, variance: f64) -> Self {
        let beyond = variance / mean - 1.0;
        // A size this large cannot be told from none.
        let size = (beyond > 1e-9).then(|| mean / beyond);
        Self {
            next: size.map_or(-mean, |size| -size * (mean / size).ln_1p()),
            mean,
            size,
        }
    }

    /// To the chance of the count that follows this one.
    fn advance(&mut self, count: f64) {
        let factor = match self.size {
            None => self.mean,
            Some(size) => (count + size) * self.mean / (size + self.mean),
        };
        self.next += (factor / (count + 1.0)).ln();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From published tables of Poisson: the least count at or below which 95 and 5 of a hundred lie.
    #[test]
    fn without_more_than_chance_it_is_the_distribution_of_poisson() {
        for (mean, low, high) in [(1.0, 0.0, 3.0), (4.0, 1.0, 8.0), (10.0, 5.0, 15.0)] {
            assert_eq!(quantile(mean, mean, 0.05), low, "{mean}");
            assert_eq!(quantile(mean, 0.0, 0.95), high, "{mean}");
        }
        assert_eq!(quantile(0.0, 0.0, 0.95), 0.0);
    }

    /// A size of 1 is the geometric distribution, whose sums have a closed form.
    #[test]
    fn with_the_square_of_the_mean_more_it_is_the_geometric_distribution() {
        for mean in [0.5, 3.0, 20.0] {
            for share in [0.05_f64, 0.5, 0.95] {
                let stays: f64 = mean / (mean + 1.0);
                let expected = ((1.0 - share).ln() / stays.ln() - 1.0).ceil().max(0.0);
                assert_eq!(
                    quantile(mean, mean + mean * mean, share),
                    expected,
                    "{mean} {share}"
                );
            }
        }
    }

    /// Held against every other range of counts, by sums of the formula of Poisson.
    #[test]
    fn no_shorter_range_holds_as_much() {
        for mean in [0.2, 1.0, 3.5, 9.0, 22.0] {
            let chance = |count: u32| {
                let factors = (1..=count).map(|k| mean / f64::from(k));
                factors.product::<f64>() * (-mean).exp()
            };
            let holds = |low: u32, high: u32| (low..=high).map(chance).sum::<f64>() >= 0.9;
            let (low, high) = shortest(mean, mean, 0.9);
            let ranges = (0..80).flat_map(|low| (low..80).map(move |high| (low, high)));
            let least = ranges
                .filter(|(low, high)| holds(*low, *high))
                .map(|(l, h)| h - l)
                .min();
            assert_eq!(
                high - low,
                f64::from(least.unwrap()),
                "{mean}: {low} to {high}"
            );
            let found = (0..80).find(|at| f64::from(*at) >= low).unwrap();
            assert!(
                holds(found, found + least.unwrap()),
                "{mean}: {low} to {high}"
            );
        }
    }

    #[test]
    fn large_means_come_out_near_the_normal_distribution() {
        let high = quantile(2000.0, 8000.0, 0.95);
        assert!(
            (high - (2000.0 + 1.6449 * 8000.0_f64.sqrt())).abs() < 10.0,
            "{high}"
        );
    }
}
