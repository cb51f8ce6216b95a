//! How far two groupings of the same things agree beyond chance.

use std::collections::HashMap;

/// The adjusted Rand index of two ways to group the same requests: 1 where they agree, 0 by chance.
#[expect(
    clippy::cast_precision_loss,
    reason = "a measure printed to two decimals"
)]
pub fn agreement(one: &[usize], other: &[usize]) -> f64 {
    let pairs = |count: usize| count as f64 * (count as f64 - 1.0) / 2.0;
    let sum = |groups: Vec<usize>| groups.into_iter().map(pairs).sum::<f64>();
    let mut both: HashMap<(usize, usize), usize> = HashMap::new();
    let (mut ones, mut others) = (HashMap::new(), HashMap::new());
    for (a, b) in one.iter().zip(other) {
        *both.entry((*a, *b)).or_default() += 1;
        *ones.entry(*a).or_insert(0_usize) += 1;
        *others.entry(*b).or_insert(0_usize) += 1;
    }
    let together = sum(both.into_values().collect());
    let (left, right) = (
        sum(ones.into_values().collect()),
        sum(others.into_values().collect()),
    );
    let chance = left * right / pairs(one.len());
    (together - chance) / ((left + right) / 2.0 - chance)
}
