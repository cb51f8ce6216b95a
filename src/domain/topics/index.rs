//! Requests like a given one, found by their words, the words that belong to those, and the words of
//! their neighbours.

use super::associations::Associations;
use super::corpus::Corpus;
use super::lexicon::Lexicon;
use super::neighbours::{self, CANDIDATES, Scores, Searchable};
use super::text::{GAP, Reader};
use super::tokens::Meanings;
use super::vectors::{self, Rows, scale};
use super::{Document, Settings};

/// A request found to be like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// Its place in the documents the index was made from.
    pub place: usize,
    /// How alike the two are, 0 to 1.
    pub score: f32,
    /// The words both have, the most telling first.
    pub shared: Vec<String>,
}

/// A searchable collection of requests.
pub struct Index {
    reader: Reader,
    pub(super) corpus: Corpus,
    importance: Vec<f32>,
    pub(super) associations: Associations,
    wide: Searchable,
    pub(super) smooth: Searchable,
    pub(super) meanings: Option<Meanings>,
    /// The requests of each reading.
    pub(super) places: Vec<Vec<usize>>,
    pub(super) settings: Settings,
}

/// A request as the index sees it.
pub(super) struct Query {
    /// Its own words with their weights.
    pub(super) own: Vec<(u32, f32)>,
    /// The smoothed row.
    pub(super) smooth: Vec<(u32, f32)>,
    /// What it means, where there is a model.
    pub(super) meaning: Option<Vec<f32>>,
}

/// Words told as shared.
const SHARED_WORDS: usize = 6;

impl Index {
    /// Reads and weighs the requests. The order in which they are given does not matter.
    #[must_use]
    pub fn new(documents: &[Document<'_>], settings: &Settings) -> Self {
        let reader = Reader::new(&settings.text);
        let mut corpus = Corpus::read(documents, &reader);
        let frequency = vectors::document_frequencies(&corpus);
        let importance: Vec<f32> = frequency
            .iter()
            .map(|f| vectors::rarity(corpus.len(), *f))
            .collect();
        corpus.put_together(&importance);
        let stems = corpus.lexicon.stems();
        let rows = vectors::weigh(&corpus, &importance);
        let associations = Associations::learn(&rows, stems, &settings.associations);
        let meanings = Meanings::of(&corpus, &rows, settings);
        let wide = Searchable::of(associations.widen_all(&rows), stems);
        let nearest = neighbours::all(&wide, settings.similar.neighbours, meanings.as_ref());
        let mut smooth = Rows::new();
        for (at, near) in nearest.iter().enumerate() {
            smooth.push(smoothed(wide.rows.row(at), near, &wide.rows, settings));
        }
        let smooth = Searchable::of(smooth, stems);
        let mut places = vec![Vec::new(); corpus.len()];
        for (place, reading) in corpus.reading_of.iter().enumerate() {
            places[*reading as usize].push(place);
        }
        Self {
            reader,
            corpus,
            importance,
            associations,
            wide,
            smooth,
            meanings,
            places,
            settings: settings.clone(),
        }
    }

    /// The requests most like a text, the most alike first; among equals those given first.
    /// A text without a word in common with any request finds nothing.
    #[must_use]
    pub fn similar(&self, text: &str, top: usize) -> Vec<Similar> {
        let query = self.query(text);
        let mut found = Vec::new();
        for (reading, score) in self.readings_like(&query, top) {
            let shared = self.shared(&query, &[reading]);
            for place in &self.places[reading as usize] {
                if found.len() >= top {
                    return found;
                }
                found.push(Similar {
                    place: *place,
                    score: score.min(1.0),
                    shared: shared.clone(),
                });
            }
        }
        found
    }

    /// The reading of the request at a place.
    pub(super) fn reading_at(&self, place: usize) -> u32 {
        self.corpus.reading_of[place]
    }

    /// The readings most like a query.
    fn readings_like(&self, query: &Query, top: usize) -> Vec<(u32, f32)> {
        let mut scores = Scores::new(self.corpus.len());
        let mut nearest = |wanted: usize| {
            let words = query.smooth.iter().copied();
            scores.nearest(words, &self.smooth, wanted)
        };
        match (&self.meanings, &query.meaning) {
            (Some(meanings), Some(meaning)) => {
                let found = nearest(top.saturating_mul(CANDIDATES));
                meanings.ranked(meaning, found, top)
            }
            _ => nearest(top),
        }
    }

    /// How like a query a reading is by its words.
    pub(super) fn likeness(&self, query: &Query, reading: u32) -> f32 {
        vectors::dot(&query.smooth, self.smooth.rows.row(reading as usize))
    }

    /// Reads a text as the requests of the index were read.
    pub(super) fn query(&self, text: &str) -> Query {
        let mut words = Lexicon::default();
        let mut forms = self
            .reader
            .read(&self.corpus.repeated.without(text), &mut words);
        forms.retain(|form| *form != GAP);
        let stem = |form: &u32| self.corpus.lexicon.stem_in(&words, *form);
        let meaning = self.meanings.as_ref().map(|meanings| {
            // A word no request has says something all the same.
            let unknown = vectors::rarity(self.corpus.len(), 0);
            meanings.of_words(forms.iter().map(|form| {
                let weight = stem(form).map_or(unknown, |stem| self.importance[stem as usize]);
                (words.form(*form), weight)
            }))
        });
        let stems: Vec<u32> = forms.iter().filter_map(stem).collect();
        let own = vectors::weighed(vectors::counted(stems), &self.importance);
        let wide = self.associations.widen(own.iter().copied());
        let near = Scores::new(self.corpus.len()).nearest(
            wide.iter().copied(),
            &self.wide,
            self.settings.similar.neighbours + 1,
        );
        // A text that is itself in the index is not its own neighbour.
        let near: Vec<(u32, f32)> = near
            .into_iter()
            .filter(|(_, score)| *score < 0.9999)
            .take(self.settings.similar.neighbours)
            .collect();
        let smooth = smoothed(wide.iter().copied(), &near, &self.wide.rows, &self.settings);
        Query {
            own,
            smooth,
            meaning,
        }
    }

    /// The words of a reading with their weights.
    pub(super) fn own(&self, reading: u32) -> Vec<(u32, f32)> {
        let words = &self.corpus.readings[reading as usize];
        vectors::weighed(vectors::stems_of(&self.corpus, words), &self.importance)
    }

    /// The words a query shares with these readings, as they write them.
    pub(super) fn shared(&self, query: &Query, readings: &[u32]) -> Vec<String> {
        self.in_common(&query.own, readings)
    }

    /// The words of these that the readings have, as they write them, the weightiest first.
    pub(super) fn in_common(&self, own: &[(u32, f32)], readings: &[u32]) -> Vec<String> {
        let mut shared: Vec<(f32, &str)> = Vec::new();
        for (stem, weight) in own {
            let form = readings
                .iter()
                .flat_map(|reading| &self.corpus.readings[*reading as usize])
                .find(|w| **w != GAP && self.corpus.lexicon.stem(**w) == *stem);
            if let Some(form) = form {
                shared.push((*weight, self.corpus.lexicon.form(*form)));
            }
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        shared
            .into_iter()
            .take(SHARED_WORDS)
            .map(|(_, word)| word.to_owned())
            .collect()
    }
}

/// A row with a share of its neighbours' rows.
fn smoothed(
    row: impl Iterator<Item = (u32, f32)>,
    near: &[(u32, f32)],
    rows: &Rows,
    settings: &Settings,
) -> Vec<(u32, f32)> {
    let mut out: Vec<(u32, f32)> = row.collect();
    let sum: f32 = near.iter().map(|(_, likeness)| likeness).sum();
    if sum > 0.0 {
        for (other, likeness) in near {
            let share = settings.similar.smoothing * likeness / sum;
            out.extend(rows.row(*other as usize).map(|(term, w)| (term, w * share)));
        }
    }
    out.sort_by_key(|(term, _)| *term);
    out.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    if out.len() > settings.similar.longest_row {
        out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.truncate(settings.similar.longest_row);
        out.sort_unstable_by_key(|(term, _)| *term);
    }
    scale(&mut out);
    out
}
