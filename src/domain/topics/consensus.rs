//! Several looks at the same neighbours, and the communities most of them agree on.
//!
//! One search for communities turns on small things: how many neighbours, which resolution. So the
//! search is made for several of each, every edge is weighed by how often its ends fell together, and
//! the last search is made on those weights.

use super::graph::Graph;
use super::neighbours;
use super::{DiscoverySettings, leiden};

/// A neighbour list for each reading.
pub(super) type Nearest = Vec<Vec<(u32, f32)>>;

/// How many neighbours the widest look needs.
pub(super) fn widest(settings: &DiscoverySettings) -> usize {
    let most = settings
        .looks_at_neighbours
        .iter()
        .copied()
        .fold(1.0, f64::max);
    part(settings.neighbours, most)
}

/// The graph whose edges weigh as much as the looks agree on them, each beginning with the same
/// communities.
pub(super) fn agreed(nearest: &Nearest, begin: &[u32], settings: &DiscoverySettings) -> Graph {
    let mut looks: Vec<Vec<u32>> = Vec::new();
    for factor in &settings.looks_at_neighbours {
        let graph = neighbours::shared(nearest, part(settings.neighbours, *factor));
        for resolution in &settings.looks_at_resolution {
            looks.push(leiden::improved(
                &graph,
                settings.resolution * resolution,
                begin,
            ));
        }
    }
    // Last, since it and one of a look's would be most of what a search holds.
    let whole = neighbours::shared(nearest, usize::MAX);
    if looks.is_empty() {
        return whole;
    }
    #[expect(clippy::cast_precision_loss, reason = "there are a handful of looks")]
    let all = looks.len() as f32;
    whole.reweighed(|a, b, weight| {
        let together = looks
            .iter()
            .map(|look| u8::from(look[a] == look[b]))
            .sum::<u8>();
        let agreement = f32::from(together) / all;
        // Squared, so that what half the looks doubt counts a quarter.
        agreement * agreement * weight.sqrt()
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few dozen neighbours times a factor near one"
)]
fn part(neighbours: usize, factor: f64) -> usize {
    ((neighbours as f64 * factor).round() as usize).max(1)
}
