//! Placing a request as it arrives: topics it may belong to, and earlier requests like it.
//!
//! A suggestion stands beside the case until a person confirms or changes it.

use super::requester::LONGEST_REQUEST;
use crate::casework::{CaseworkFault, Topics};
use crate::domain::case::questions::questions_in;
use crate::domain::publication::shape::Shaped;
use crate::domain::topics::alike::{
    self, Earlier, SharedWord, ranked, rarest, shared, smoothed, unsmoothed,
};
use crate::domain::topics::arrival::{Fitting, PROBABLY_NEW, Placeable, StemTopics, Word, fitting};
use crate::domain::topics::campaign::letter;
use crate::domain::topics::learnt::{Term, WordWeights};
use crate::store::{Alike, AskedWord, Candidate, Neighbour, StoreFault, Unit};
use std::collections::HashMap;

/// Requests looked at, the newest first, for each word that earlier ones are looked for with:
/// going through them is most of what an arrival costs.
const REQUESTS_ASKED: u32 = 150;

/// Earlier requests whose texts are read.
const TEXTS_READ: usize = 12;

/// Requests looked at beyond those told, for some may share too few words.
const SPARE: usize = 3;

/// An earlier request like one that arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// Its case.
    pub case_id: i64,
    /// The words both have, the rarest first.
    pub shared: Vec<SharedWord>,
}

/// What a request looks like on arrival.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrival {
    /// Topics it may belong to, the one that fits best first.
    pub topics: Vec<Fitting>,
    /// The same for each question, where there are several.
    pub questions: Vec<Vec<Fitting>>,
    /// Earlier requests like it, the most alike first.
    pub similar: Vec<Similar>,
    /// What is kept of its words.
    words: WordWeights,
    /// The earlier requests it is a copy of, and the campaign they are part of.
    copies: (Vec<i64>, Option<i64>),
    /// What it asks for, where there was anything to compare it with: otherwise the first search
    /// for topics reads it for that.
    shaped: Option<Shaped>,
}

impl Arrival {
    /// Whether no topic fits well.
    #[must_use]
    pub fn is_probably_new(&self) -> bool {
        self.topics
            .first()
            .is_none_or(|best| best.fit < PROBABLY_NEW)
    }
}

/// What the last search for topics learnt about the words of a text.
pub(in crate::casework) struct Learnt {
    /// How many requests it learnt from.
    readings: usize,
    known: HashMap<String, Term>,
    weights: Vec<StemTopics>,
    topics: HashMap<i64, Placeable>,
}

/// As much of a text as its words are read of: what a letter may hold beyond is no request.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_REQUEST);
    end.map_or(text, |(end, _)| &text[..end])
}

impl Topics<'_> {
    /// What the last search for topics learnt about words; nothing where there was none.
    pub(in crate::casework) async fn learnt_of(
        &self,
        words: &[Word],
    ) -> Result<Option<Learnt>, StoreFault> {
        let readings = self.store.topics().readings_learnt_from().await?;
        if readings == 0 {
            return Ok(None);
        }
        let stems: Vec<&str> = words.iter().map(|w| w.stem.as_str()).collect();
        let known = self.store.topics().topic_terms(&stems).await?;
        let wide = self.text_reader.weigh(words, &known, readings);
        let stems: Vec<&str> = wide.keys().map(String::as_str).collect();
        let (weights, topics) = self.store.topics().topic_weights(&stems).await?;
        Ok(Some(Learnt {
            readings,
            known,
            weights,
            topics,
        }))
    }

    /// The topics that words fit, the one that fits best first.
    pub(in crate::casework) fn topics_of(&self, words: &[Word], learnt: &Learnt) -> Vec<Fitting> {
        let wide = self
            .text_reader
            .weigh(words, &learnt.known, learnt.readings);
        fitting(words, &wide, &learnt.weights, &learnt.topics)
    }

    /// What a text and its questions look like beside the requests there are. It reads a few
    /// rows, not the log.
    ///
    /// # Errors
    /// What the database says.
    pub async fn arrival(&self, text: &str) -> Result<Arrival, CaseworkFault> {
        self.arrival_by(text, 0).await
    }

    /// As [`Self::arrival`], by those of its words alone that at least so many requests have.
    pub(in crate::casework) async fn arrival_by(
        &self,
        text: &str,
        fewest: u32,
    ) -> Result<Arrival, CaseworkFault> {
        let repeated = self.store.topics().repeated().await?;
        let read = |text: &str| self.text_reader.words(&repeated.without(beginning(text)));
        let mut words = read(text);
        let Some(learnt) = self.learnt_of(&words).await? else {
            return Ok(Arrival::default());
        };
        let (known, readings) = (&learnt.known, learnt.readings);
        words.retain(|word| known.get(&word.stem).map_or(0, |term| term.readings) >= fewest);
        let wide = self.text_reader.weigh(&words, known, readings);
        let asked: Vec<AskedWord> = rarest(&words, known, readings)
            .into_iter()
            .map(|(word, weight)| AskedWord {
                written: word.written.clone(),
                weight,
                most: REQUESTS_ASKED,
            })
            .collect();
        let found = self.store.topics().with_words(&asked, TEXTS_READ).await?;
        let own = letter(text);
        let copies: Vec<&Candidate> = found
            .iter()
            .filter(|other| own.is_some() && own == letter(&other.body))
            .collect();
        let mut earlier: Vec<Earlier> = found
            .iter()
            .map(|other| Earlier {
                id: other.id,
                words: if other.words.is_empty() {
                    unsmoothed(&read(&other.body), known, readings)
                } else {
                    other.words.clone()
                },
            })
            .collect();
        let smooth = smoothed(&wide, &earlier, &self.topic_settings.similar);
        let cases: Vec<i64> = found.iter().map(|other| other.id).collect();
        let theirs = self.store.topics().neighbours(&cases).await?;
        earlier.extend(
            theirs
                .into_iter()
                .map(|Neighbour { id, words }| Earlier { id, words }),
        );
        let mut nearest = ranked(&smooth, &earlier);
        nearest.sort_by_key(|id| !copies.iter().any(|copy| copy.id == *id));
        nearest.truncate(alike::MOST + SPARE);
        let mut bodies: HashMap<i64, &str> = found.iter().map(|f| (f.id, &*f.body)).collect();
        let unread: Vec<i64> = nearest
            .iter()
            .copied()
            .filter(|id| !bodies.contains_key(id))
            .collect();
        let read_now = self.store.topics().bodies(&unread).await?;
        bodies.extend(read_now.iter().map(|(id, body)| (*id, body.as_str())));
        // Texts are taken apart only until enough share words, which costs most here.
        let similar = nearest.into_iter().filter_map(|id| {
            let theirs = read(bodies.get(&id)?);
            Some(Similar {
                case_id: id,
                shared: shared(&words, &theirs, known)?,
            })
        });
        let questions = questions_in(text);
        let several = if questions.len() > 1 {
            &questions[..]
        } else {
            &[]
        };
        Ok(Arrival {
            topics: self.topics_of(&words, &learnt),
            questions: several
                .iter()
                .map(|question| self.topics_of(&read(question), &learnt))
                .collect(),
            similar: similar.take(alike::MOST).collect(),
            words: smooth,
            copies: (
                copies.iter().map(|copy| copy.id).collect(),
                copies.iter().find_map(|copy| copy.campaign),
            ),
            shaped: Some(self.shape_reader.read(beginning(text))),
        })
    }

    /// Keeps with a case just logged what it looked like on arrival.
    pub(in crate::casework) async fn keep_arrival(
        &self,
        unit: &Unit,
        case_id: i64,
        arrival: &Arrival,
    ) -> Result<(), StoreFault> {
        let Some(shaped) = &arrival.shaped else {
            return Ok(());
        };
        unit.topics()
            .keep_shapes(&[(case_id, shaped.clone())])
            .await?;
        let alike: Vec<Alike> = arrival
            .similar
            .iter()
            .map(|other| {
                let words: Vec<&str> = other.shared.iter().map(|w| w.written.as_str()).collect();
                Alike {
                    case_id,
                    other_id: other.case_id,
                    shared: words.join(", "),
                }
            })
            .collect();
        unit.topics().keep_alike(&[], &alike).await?;
        unit.topics()
            .keep_words(&[(case_id, arrival.words.clone())])
            .await?;
        let fits = |list: &[Fitting]| -> Vec<Fitting> {
            let near = list.iter().filter(|topic| topic.fit >= PROBABLY_NEW);
            near.cloned().collect()
        };
        let questions: Vec<(u16, Vec<Fitting>)> = (1_u16..)
            .zip(&arrival.questions)
            .map(|(number, topics)| (number, fits(topics)))
            .collect();
        unit.topics()
            .keep_suggestions(case_id, &arrival.topics, &questions)
            .await?;
        if let Some(best) = arrival.topics.first()
            && !arrival.is_probably_new()
        {
            unit.topics().suggest_topic(case_id, best.topic).await?;
        }
        let (copies, campaign) = &arrival.copies;
        let most = self.weights.demand.campaign_most as usize;
        let first = campaign.or_else(|| copies.iter().min().copied());
        if let Some(campaign) = first.filter(|_| copies.len() >= most) {
            let mut cases = copies.clone();
            cases.push(case_id);
            unit.topics().mark_campaign(campaign, &cases).await?;
        }
        Ok(())
    }
}
