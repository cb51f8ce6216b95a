//! Which words are names of places, people and bodies: the log itself tells, by writing them with
//! a capital wherever a capital says something.

use std::collections::HashSet;

use super::phrases::{self, Key, Said};
use super::vectors::real;
use super::wording::Phrase;

/// Texts capitals are learnt from at most, spread evenly over the log.
pub(super) const LESSONS: usize = 20_000;

/// The share of its writings with a capital from which a word is a name.
const HARDLY_EVER_WITHOUT: f32 = 0.9;

/// How often each stem is written with a capital and without one.
pub(super) struct Capitals(Vec<(usize, usize)>);

impl Capitals {
    /// Learns from texts with so many stems among them.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = Said<'t>>, stems: usize) -> Self {
        let mut seen = vec![(0, 0); stems];
        for text in texts {
            text.capitals(|stem, capital| {
                if let Some((with, without)) = seen.get_mut(stem as usize) {
                    *with += usize::from(capital);
                    *without += usize::from(!capital);
                }
            });
        }
        Self(seen)
    }

    /// Whether a stem is a name; one that was never seen where capitals tell is none.
    pub(super) fn is_name(&self, stem: u32) -> bool {
        let (with, without) = self.0.get(stem as usize).copied().unwrap_or_default();
        with > 0 && real(with) >= HARDLY_EVER_WITHOUT * real(with + without)
    }
}

/// What no label is made of.
#[derive(Default)]
pub(super) struct Aside {
    /// Phrases a number stands beside.
    pub(super) numbered: HashSet<Key>,
    /// Stems of names of places and people.
    pub(super) foreign: HashSet<u32>,
}

impl Aside {
    /// Leaves out what holds a code, and what a name of a place or a person ends.
    pub(super) fn leave_out(&self, found: &mut Vec<Phrase>) {
        let codes: HashSet<u32> = found
            .iter()
            .filter(|p| self.numbered.contains(&p.key) && p.key[1] == phrases::NONE)
            .filter(|p| phrases::is_initials(&p.spelling))
            .map(|p| p.key[0])
            .collect();
        found.retain(|phrase| {
            let mut stems = phrases::stems(&phrase.key);
            // A name that is a piece of one, as a family name is, goes with it, and so does what is
            // asked there or of them.
            let piece = phrases::stems(&phrase.key)
                .last()
                .is_some_and(|s| self.foreign.contains(&s));
            !phrase.spelling.is_empty() && !piece && !stems.any(|stem| codes.contains(&stem))
        });
    }
}
