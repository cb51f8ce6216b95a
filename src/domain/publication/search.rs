//! Which publications fit what somebody looks for.

use crate::domain::topics::arrival::{Fitting, PROBABLY_NEW, Word};
use std::collections::BTreeMap;

/// A publication as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// Its topic, where the public may be told of it.
    pub topic: Option<i64>,
    /// The telling words of its title, and of the topic's name where that may be told.
    pub words: Vec<Word>,
}

/// A publication that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its place among those looked through, from 0.
    pub place: usize,
    /// The words of the search that speak for it, as they were written.
    pub because: Vec<String>,
    /// How well it fits.
    weight: f32,
}

/// The part of a search's words of which a title has to have more where the topic does not fit.
const HALF: f32 = 0.5;

/// The publications that fit the words of a search, the one that fits best first; `topics` are
/// those the words fit. Of two that fit alike the one on the shelf first is first.
#[must_use]
pub fn look_through(shelf: &[Shelved], words: &[Word], topics: &[Fitting]) -> Vec<Hit> {
    let hits = shelf.iter().enumerate();
    let mut hits: Vec<Hit> = hits
        .filter_map(|(place, shelved)| hit(place, shelved, words, topics))
        .collect();
    hits.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.place.cmp(&b.place)));
    hits
}

#[expect(clippy::cast_precision_loss, reason = "a search has few words")]
fn hit(place: usize, shelved: &Shelved, words: &[Word], topics: &[Fitting]) -> Option<Hit> {
    let shared: Vec<&Word> = words
        .iter()
        .filter(|word| shelved.words.iter().any(|other| other.stem == word.stem))
        .collect();
    let share = shared.len() as f32 / words.len().max(1) as f32;
    let topic = topics
        .iter()
        .find(|fitting| Some(fitting.topic) == shelved.topic && fitting.fit >= PROBABLY_NEW);
    if topic.is_none() && share <= HALF {
        return None;
    }
    let by_topic = topic.map_or(&[][..], |fitting| &fitting.because);
    let because = shared.iter().map(|word| &word.written).chain(by_topic);
    // A word that both the title and the topic have is told once, where it came first.
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for word in because {
        let next = told.len();
        told.entry(word).or_insert(next);
    }
    let mut told: Vec<(&str, usize)> = told.into_iter().collect();
    told.sort_by_key(|(_, at)| *at);
    Some(Hit {
        place,
        because: told.into_iter().map(|(word, _)| word.to_owned()).collect(),
        weight: share + topic.map_or(0.0, |fitting| fitting.fit),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let word = |written: &str| Word {
            stem: written.trim_end_matches('s').to_owned(),
            written: written.to_owned(),
            times: 1,
        };
        text.split_whitespace().map(word).collect()
    }

    fn shelved(topic: i64, text: &str) -> Shelved {
        Shelved {
            topic: Some(topic),
            words: words(text),
        }
    }

    fn fits(topic: i64, fit: f32, because: &[&str]) -> Fitting {
        Fitting {
            topic,
            fit,
            because: because.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    fn found(shelf: &[Shelved], text: &str, topics: &[Fitting]) -> Vec<(usize, String)> {
        let hits = look_through(shelf, &words(text), topics);
        let told = |hit: Hit| (hit.place, hit.because.join(" "));
        hits.into_iter().map(told).collect()
    }

    #[test]
    fn a_publication_is_found_by_its_title_or_by_other_words_of_its_topic() {
        let shelf = [
            shelved(1, "speed cameras fines"),
            shelved(2, "swimming pools"),
        ];
        assert_eq!(found(&shelf, "pool", &[]), [(1, "pool".to_owned())]);
        let heating = [fits(2, 0.7, &["heating"])];
        assert_eq!(
            found(&shelf, "heating leisure", &heating),
            [(1, "heating".to_owned())]
        );
        let both = [fits(2, 0.7, &["heating", "pools"])];
        assert_eq!(
            found(&shelf, "pools heating", &both),
            [(1, "pools heating".to_owned())]
        );
    }

    #[test]
    fn what_fits_the_topic_and_the_title_comes_before_what_fits_one() {
        let shelf = [
            shelved(1, "dog kennels"),
            shelved(2, "dogs in parks"),
            shelved(3, "cats"),
        ];
        let topics = [fits(2, 0.9, &["dog"]), fits(3, 0.5, &["dog"])];
        let places: Vec<usize> = found(&shelf, "dog", &topics)
            .into_iter()
            .map(|(place, _)| place)
            .collect();
        assert_eq!(places, [1, 0, 2]);
    }

    #[test]
    fn half_of_the_words_or_a_poor_fit_is_not_found() {
        let shelf = [shelved(1, "cost of dogs")];
        assert!(found(&shelf, "cost library", &[]).is_empty());
        assert_eq!(found(&shelf, "cost dogs library", &[]).len(), 1);
        assert!(found(&shelf, "library", &[fits(1, 0.39, &["library"])]).is_empty());
        assert!(found(&shelf, "", &[]).is_empty());
        assert!(found(&[], "dogs", &[fits(1, 2.0, &["dogs"])]).is_empty());
    }

    #[test]
    fn a_topic_that_may_not_be_told_of_leads_to_nothing() {
        let shelf = [Shelved {
            topic: None,
            ..shelved(1, "yearly figures")
        }];
        let topics = [fits(1, 2.0, &["kennel"])];
        assert!(found(&shelf, "kennel", &topics).is_empty());
        assert_eq!(
            found(&shelf, "figures", &topics),
            [(0, "figures".to_owned())]
        );
    }
}
