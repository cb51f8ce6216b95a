//! Words that belong together, learnt from the authority's own requests: `caribou` brings `herd`.
//!
//! Two stems are associated by how much oftener they meet in a reading than chance would have it,
//! shrunk where they have met only a few times. A reading is then read as its words and, more
//! faintly, the words that belong to them, so that two requests can be alike without sharing a word.

use serde::Deserialize;

use super::neighbours::Inverted;
use super::text::number;
use super::vectors::{Rows, scale};

/// How associations are learnt and used.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssociationSettings {
    /// How much all associated words count together, beside 1 for the word itself.
    pub weight: f32,
    /// Associated words kept for a word.
    pub kept: usize,
    /// Meetings at which an association is believed by half.
    pub shrinkage: f32,
    /// Words kept of a reading once associated words are added, the weightiest first.
    pub longest_row: usize,
}

/// Readings longer than this teach nothing about which words belong together.
const LONGEST_LESSON: usize = 100;

/// Stems in more readings than this say nothing particular about the words beside them.
const COMMONEST: usize = 20_000;

/// For each stem the stems associated with it.
pub(super) struct Associations {
    lists: Rows,
    settings: AssociationSettings,
}

impl Associations {
    /// Learns from weighed readings.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts are far below the precision of a float"
    )]
    pub(super) fn learn(rows: &Rows, terms: usize, settings: &AssociationSettings) -> Self {
        let index = Inverted::of(rows, terms);
        let all = rows.len() as f32;
        let mut lists = Rows::new();
        let mut meetings = vec![0_u32; terms];
        let mut touched: Vec<u32> = Vec::new();
        let mut list: Vec<(u32, f32)> = Vec::new();
        for term in 0..number(terms) {
            let frequency = index.frequency(term);
            if (2..=COMMONEST).contains(&frequency) {
                for row in index.posting(term).rows().iter().copied() {
                    if rows.length(row as usize) > LONGEST_LESSON {
                        continue;
                    }
                    for (other, _) in rows.row(row as usize) {
                        if other != term {
                            if meetings[other as usize] == 0 {
                                touched.push(other);
                            }
                            meetings[other as usize] += 1;
                        }
                    }
                }
            }
            list.clear();
            for other in touched.drain(..) {
                let met = std::mem::take(&mut meetings[other as usize]) as f32;
                if met < 2.0 {
                    continue;
                }
                let (here, there) = (frequency as f32, index.frequency(other) as f32);
                let chance = here * there / all;
                let surprise = ((met + 0.5) / (chance + 0.5)).ln();
                if surprise > 0.0 {
                    let belief = met / (met + settings.shrinkage);
                    let together = (met / here.min(there)).sqrt();
                    list.push((other, surprise * belief * together));
                }
            }
            list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            list.truncate(settings.kept);
            let strongest = list.first().map_or(0.0, |(_, s)| *s);
            let sum: f32 = list.iter().map(|(_, s)| s).sum();
            if sum > 0.0 {
                // A word whose best companion is doubtful lends little to any.
                let trust = strongest / (strongest + 1.0) / sum;
                for (_, strength) in &mut list {
                    *strength *= trust;
                }
            }
            lists.push(list.iter().copied());
        }
        Self {
            lists,
            settings: settings.clone(),
        }
    }

    /// The stems that belong to a stem, the closest first.
    pub(super) fn of(&self, stem: u32) -> Vec<(u32, f32)> {
        let mut list: Vec<(u32, f32)> = self.lists.row(stem as usize).collect();
        list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list
    }

    /// A row with the words that belong to its words, of length one, in order of term.
    pub(super) fn widen(&self, row: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
        let mut wide: Vec<(u32, f32)> = Vec::new();
        for (term, weight) in row {
            wide.push((term, weight));
            if (term as usize) < self.lists.len() {
                wide.extend(
                    self.lists
                        .row(term as usize)
                        .map(|(other, strength)| (other, self.settings.weight * weight * strength)),
                );
            }
        }
        wide.sort_by_key(|(term, _)| *term);
        wide.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        if wide.len() > self.settings.longest_row {
            wide.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            wide.truncate(self.settings.longest_row);
            wide.sort_unstable_by_key(|(term, _)| *term);
        }
        scale(&mut wide);
        wide
    }

    /// Every row widened.
    pub(super) fn widen_all(&self, rows: &Rows) -> Rows {
        let mut wide = Rows::new();
        for at in 0..rows.len() {
            wide.push(self.widen(rows.row(at)));
        }
        wide
    }
}
