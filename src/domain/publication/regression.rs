//! Poisson regression with a log link: how counts follow what is known of each month.
//!
//! Fitted by iteratively reweighted least squares (Nelder and Wedderburn 1972). Counts that vary more
//! than chance alone makes them widen every range: the dispersion is that of Pearson, and never
//! below 1. The same counts give the same fit, to the last bit.

/// Rounds after which a fit is given up.
const MOST_ROUNDS: usize = 100;

/// A round that changes the deviance by less than this share of it is the last.
const SETTLED: f64 = 1e-12;

/// A pivot below this share of its diagonal says that one column follows from the others.
const DEPENDENT: f64 = 1e-9;

/// What is known of a count beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The count.
    pub count: f64,
    /// The logarithm of what the count is in proportion to; 0 for nothing.
    pub offset: f64,
    /// The terms, as many for each count.
    pub terms: Vec<f64>,
}

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The coefficient of each term, on the scale of logarithms.
    pub coefficients: Vec<f64>,
    /// Their covariance, the dispersion within it.
    pub covariance: Vec<Vec<f64>>,
    /// How many times chance alone the counts vary, at least 1.
    pub dispersion: f64,
    /// Counts less terms.
    pub freedom: usize,
}

impl Fit {
    /// The fit of these counts; nothing where a term follows from the others, where there are no
    /// more counts than terms, or where the fit has no end (a term tells apart all counts that are 0).
    #[must_use]
    pub fn of(observed: &[Observed]) -> Option<Self> {
        let terms = observed.first()?.terms.len();
        let freedom = observed.len().checked_sub(terms).filter(|left| *left > 0)?;
        let mut coefficients = first_guess(observed, terms)?;
        let mut deviance = deviance_of(observed, &coefficients);
        let mut settled = false;
        for _ in 0..MOST_ROUNDS {
            let next = step(observed, &coefficients)?;
            let (taken, reached) = halved(observed, &coefficients, next, deviance);
            let moved = (deviance - reached).abs();
            coefficients = taken;
            settled = moved <= SETTLED * (reached.abs() + 1.0);
            deviance = reached;
            if settled {
                break;
            }
        }
        let expected: Vec<f64> = observed.iter().map(|o| mean(o, &coefficients)).collect();
        // A fit that runs away makes some means nothing at all.
        if !settled || expected.iter().any(|mu| *mu < 1e-7) {
            return None;
        }
        let pearson: f64 = observed
            .iter()
            .zip(&expected)
            .map(|(o, mu)| (o.count - mu).powi(2) / mu)
            .sum();
        let dispersion = (pearson / real(freedom)).max(1.0);
        let mut covariance = inverse(&information(observed, &expected, terms))?;
        for value in covariance.iter_mut().flatten() {
            *value *= dispersion;
        }
        Some(Self {
            coefficients,
            covariance,
            dispersion,
            freedom,
        })
    }

    /// What the regression expects of a month.
    #[must_use]
    pub fn mean(&self, of: &Observed) -> f64 {
        mean(of, &self.coefficients)
    }

    /// The variance of the logarithm of that.
    #[must_use]
    pub fn variance(&self, terms: &[f64]) -> f64 {
        let row = |values: &[f64]| -> f64 { values.iter().zip(terms).map(|(v, t)| v * t).sum() };
        let weighed: Vec<f64> = self.covariance.iter().map(|values| row(values)).collect();
        row(&weighed).max(0.0)
    }
}

fn linear(of: &Observed, coefficients: &[f64]) -> f64 {
    let sum: f64 = of.terms.iter().zip(coefficients).map(|(t, c)| t * c).sum();
    (of.offset + sum).clamp(-300.0, 300.0)
}

fn mean(of: &Observed, coefficients: &[f64]) -> f64 {
    linear(of, coefficients).exp()
}

fn deviance_of(observed: &[Observed], coefficients: &[f64]) -> f64 {
    let each = observed.iter().map(|of| {
        let mu = mean(of, coefficients);
        let log = if of.count > 0.0 {
            of.count * (of.count / mu).ln()
        } else {
            0.0
        };
        2.0 * (log - of.count + mu)
    });
    each.sum()
}

/// Least squares of the logarithms, a half for none: near enough to begin with.
fn first_guess(observed: &[Observed], terms: usize) -> Option<Vec<f64>> {
    let weights: Vec<f64> = observed.iter().map(|of| of.count.max(0.5)).collect();
    let targets = observed.iter().map(|of| of.count.max(0.5).ln() - of.offset);
    solve_weighed(observed, &weights, targets, terms)
}

/// One round of reweighted least squares.
fn step(observed: &[Observed], coefficients: &[f64]) -> Option<Vec<f64>> {
    let weights: Vec<f64> = observed.iter().map(|of| mean(of, coefficients)).collect();
    let targets = observed.iter().zip(&weights).map(|(of, mu)| {
        let without = linear(of, coefficients) - of.offset;
        without + (of.count - mu) / mu.max(f64::MIN_POSITIVE)
    });
    solve_weighed(observed, &weights, targets, coefficients.len())
}

/// The step taken back by half until it makes the fit no worse.
fn halved(observed: &[Observed], from: &[f64], mut to: Vec<f64>, deviance: f64) -> (Vec<f64>, f64) {
    for _ in 0..30 {
        let reached = deviance_of(observed, &to);
        if reached.is_finite() && reached <= deviance * (1.0 + 1e-12) + 1e-12 {
            return (to, reached);
        }
        for (to, from) in to.iter_mut().zip(from) {
            *to = (*to + *from) / 2.0;
        }
    }
    (from.to_vec(), deviance)
}

fn information(observed: &[Observed], weights: &[f64], terms: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; terms]; terms];
    for (of, weight) in observed.iter().zip(weights) {
        for (row, one) in sums.iter_mut().zip(&of.terms) {
            for (sum, other) in row.iter_mut().zip(&of.terms) {
                *sum += weight * one * other;
            }
        }
    }
    sums
}

fn solve_weighed(
    observed: &[Observed],
    weights: &[f64],
    targets: impl Iterator<Item = f64>,
    terms: usize,
) -> Option<Vec<f64>> {
    let mut right = vec![0.0; terms];
    for ((of, weight), target) in observed.iter().zip(weights).zip(targets) {
        for (sum, term) in right.iter_mut().zip(&of.terms) {
            *sum += weight * term * target;
        }
    }
    let root = Root::of(&information(observed, weights, terms))?;
    Some(root.solve(&right))
}

fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let root = Root::of(matrix)?;
    let unit = |at: usize| (0..matrix.len()).map(move |i| if i == at { 1.0 } else { 0.0 });
    let column = |at: usize| root.solve(&unit(at).collect::<Vec<f64>>());
    Some((0..matrix.len()).map(column).collect())
}

/// The lower triangle of which a symmetric matrix is the square (Cholesky).
struct Root(Vec<Vec<f64>>);

impl Root {
    fn of(matrix: &[Vec<f64>]) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (at, values) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(at + 1);
            for (earlier, value) in rows.iter().zip(values) {
                let below: f64 = row
                    .iter()
                    .zip(earlier)
                    .map(|(one, other)| one * other)
                    .sum();
                row.push((value - below) / earlier.last()?);
            }
            let diagonal = *values.get(at)?;
            let left = diagonal - row.iter().map(|one| one * one).sum::<f64>();
            if !left.is_finite() || left <= diagonal * DEPENDENT {
                return None;
            }
            row.push(left.sqrt());
            rows.push(row);
        }
        Some(Self(rows))
    }

    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut down: Vec<f64> = Vec::with_capacity(right.len());
        for (row, value) in self.0.iter().zip(right) {
            let sum: f64 = row.iter().zip(&down).map(|(one, other)| one * other).sum();
            down.push((value - sum) / row.last().copied().unwrap_or(1.0));
        }
        for at in (0..down.len()).rev() {
            let below = self.0.iter().zip(&down).skip(at + 1);
            let sum: f64 = below.map(|(row, value)| row[at] * value).sum();
            down[at] = (down[at] - sum) / self.0[at][at];
        }
        down
    }
}

/// The two-sided 95% point of Student's t.
#[must_use]
pub fn critical(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042,
    ];
    // Beyond the table by the first term of its expansion about the normal.
    TABLE
        .get(freedom.max(1) - 1)
        .copied()
        .unwrap_or_else(|| 1.960 + 2.372 / real(freedom))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of months are far below the precision of a float"
)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
