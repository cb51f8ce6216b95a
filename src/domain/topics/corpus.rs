//! The requests read and put in an order of their own, with texts that read alike kept once:
//! five hundred copies of one campaign letter are one reading, and the order in which requests
//! arrive cannot change an answer.

use std::collections::HashMap;

use super::Document;
use super::lexicon::Lexicon;
use super::repeated::Repeated;
use super::text::{GAP, Reader, number};

/// The readings, the words they are made of, and which request has which reading.
pub(super) struct Corpus {
    /// The written words of each reading in order, with gaps.
    pub(super) readings: Vec<Vec<u32>>,
    /// The reading of each request, in the order given.
    pub(super) reading_of: Vec<u32>,
    /// One request of each reading: the first by text, then by id.
    pub(super) first_of: Vec<usize>,
    /// How many requests have each reading.
    pub(super) copies: Vec<u32>,
    /// The words.
    pub(super) lexicon: Lexicon,
    /// The sentences that were left out.
    pub(super) repeated: Repeated,
}

impl Corpus {
    /// Reads the requests.
    pub(super) fn read(documents: &[Document<'_>], reader: &Reader) -> Self {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by_key(|at| (documents[*at].text, documents[*at].id));
        let repeated = Repeated::learn(documents, &order);
        let mut lexicon = Lexicon::default();
        let mut readings: Vec<Vec<u32>> = Vec::new();
        let mut first_of = Vec::new();
        let mut copies: Vec<u32> = Vec::new();
        let mut reading_of = vec![0; documents.len()];
        let mut seen: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut last: Option<(&str, u32)> = None;
        for at in order {
            let text = documents[at].text;
            let reading = match last {
                Some((same, reading)) if same == text => reading,
                Some(_) | None => {
                    let words = reader.read(&repeated.without(text), &mut lexicon);
                    let mut stems: Vec<u32> = words
                        .iter()
                        .filter(|w| **w != GAP)
                        .map(|w| lexicon.stem(*w))
                        .collect();
                    stems.sort_unstable();
                    *seen.entry(stems).or_insert_with(|| {
                        readings.push(words);
                        first_of.push(at);
                        copies.push(0);
                        number(readings.len() - 1)
                    })
                }
            };
            last = Some((text, reading));
            copies[reading as usize] += 1;
            reading_of[at] = reading;
        }
        Self {
            readings,
            reading_of,
            first_of,
            copies,
            lexicon,
            repeated,
        }
    }

    /// Numbers the readings anew so that those whose weightiest words are the same lie together: a
    /// search then mostly adds to sums that lie together in memory.
    pub(super) fn put_together(&mut self, importance: &[f32]) {
        let weight = |stem: &u32| importance[*stem as usize];
        let mut order: Vec<([u32; 2], usize)> = (0..self.len())
            .map(|reading| {
                let mut most = [u32::MAX; 2];
                for word in self.readings[reading].iter().filter(|word| **word != GAP) {
                    let stem = self.lexicon.stem(*word);
                    let heavier = |other: u32| other == u32::MAX || weight(&stem) > weight(&other);
                    if heavier(most[0]) {
                        most = [stem, most[0]];
                    } else if stem != most[0] && heavier(most[1]) {
                        most[1] = stem;
                    }
                }
                (most, reading)
            })
            .collect();
        order.sort_unstable();
        let mut new = vec![0_u32; self.len()];
        for (at, (_, reading)) in (0_u32..).zip(&order) {
            new[*reading] = at;
        }
        let old = || order.iter().map(|(_, reading)| *reading);
        self.readings = old()
            .map(|reading| std::mem::take(&mut self.readings[reading]))
            .collect();
        self.first_of = old().map(|reading| self.first_of[reading]).collect();
        self.copies = old().map(|reading| self.copies[reading]).collect();
        for reading in &mut self.reading_of {
            *reading = new[*reading as usize];
        }
    }

    /// How many readings there are.
    pub(super) fn len(&self) -> usize {
        self.readings.len()
    }
}
