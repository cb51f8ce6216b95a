//! What an authority cannot extract: the requests refused on their cost by topic, the time they would
//! take, and what would let them be answered.

use super::regression::real;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A request refused on its cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedOnCost {
    /// Its case.
    pub case: i64,
    /// Its reference.
    pub reference: String,
    /// Its topic.
    pub topic: Option<i64>,
    /// The day it was received.
    pub received: NaiveDate,
    /// The minutes the work was estimated to take; nothing where the record has none, as of an
    /// earlier log.
    pub minutes: Option<u32>,
    /// Why it would.
    pub why: String,
    /// The field or index that would let it be found; may be empty.
    pub cure: String,
}

/// The refusals of a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct CannotExtract {
    /// The topic; nothing for requests without one.
    pub topic: Option<i64>,
    /// Its refusals, the newest first.
    pub refused: Vec<RefusedOnCost>,
    /// The minutes they would take together, of those whose estimate is known.
    pub minutes: u64,
    /// How many have one.
    pub estimated: usize,
    /// The minutes of the one in the middle of these.
    pub middle: Option<f64>,
    /// What would let them be answered, each in the words it was first said in, with how many
    /// refusals say so: the most often first.
    pub cures: Vec<(String, usize)>,
}

/// The refusals by topic, the one whose requests would take longest first.
#[must_use]
pub fn by_topic(refused: Vec<RefusedOnCost>) -> Vec<CannotExtract> {
    let mut topics: BTreeMap<Option<i64>, Vec<RefusedOnCost>> = BTreeMap::new();
    for one in refused {
        topics.entry(one.topic).or_default().push(one);
    }
    let mut topics: Vec<CannotExtract> = topics.into_iter().map(of_topic).collect();
    topics.sort_by(|a, b| {
        let most = (b.minutes, b.refused.len()).cmp(&(a.minutes, a.refused.len()));
        most.then(a.topic.cmp(&b.topic))
    });
    topics
}

fn of_topic((topic, mut refused): (Option<i64>, Vec<RefusedOnCost>)) -> CannotExtract {
    refused.sort_by(|a, b| b.received.cmp(&a.received).then(b.case.cmp(&a.case)));
    let mut minutes: Vec<u32> = refused.iter().filter_map(|one| one.minutes).collect();
    minutes.sort_unstable();
    let mut cures: Vec<(String, usize)> = Vec::new();
    // The oldest first, so that its words stand.
    for one in refused.iter().rev() {
        let said = one.cure.trim().trim_end_matches('.');
        let known = cures
            .iter_mut()
            .find(|(cure, _)| cure.to_lowercase() == said.to_lowercase());
        match known {
            Some((_, times)) => *times += 1,
            None if said.is_empty() => {}
            None => cures.push((said.to_owned(), 1)),
        }
    }
    cures.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    CannotExtract {
        topic,
        minutes: minutes.iter().map(|m| u64::from(*m)).sum(),
        estimated: minutes.len(),
        middle: middle(&minutes),
        cures,
        refused,
    }
}

fn middle(sorted: &[u32]) -> Option<f64> {
    let half = sorted.len() / 2;
    let pair = sorted.get(sorted.len().saturating_sub(half + 1)..=half)?;
    let sum: f64 = pair.iter().map(|m| f64::from(*m)).sum();
    (!pair.is_empty()).then(|| sum / real(pair.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(case: i64, topic: Option<i64>, minutes: Option<u32>, cure: &str) -> RefusedOnCost {
        RefusedOnCost {
            case,
            reference: format!("FOI-{case}"),
            topic,
            received: NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(),
            minutes,
            why: String::new(),
            cure: cure.into(),
        }
    }

    #[test]
    fn the_topic_that_would_take_longest_stands_first_with_its_sum_and_middle() {
        let found = by_topic(vec![
            refused(1, Some(7), Some(1200), ""),
            refused(2, Some(7), Some(1500), ""),
            refused(3, Some(7), None, ""),
            refused(4, Some(8), Some(6000), ""),
            refused(5, None, Some(1300), ""),
            refused(6, Some(7), Some(1900), ""),
        ]);
        let topics: Vec<_> = found.iter().map(|t| t.topic).collect();
        assert_eq!(topics, [Some(8), Some(7), None]);
        let seven = &found[1];
        assert_eq!(
            (seven.minutes, seven.estimated, seven.middle),
            (4600, 3, Some(1500.0))
        );
        let cases: Vec<i64> = seven.refused.iter().map(|one| one.case).collect();
        assert_eq!(cases, [6, 3, 2, 1], "the newest first");
        assert_eq!(by_topic(vec![refused(1, None, None, "")])[0].middle, None);
        let pair = vec![
            refused(1, None, Some(60), ""),
            refused(2, None, Some(90), ""),
        ];
        assert_eq!(by_topic(pair)[0].middle, Some(75.0));
    }

    #[test]
    fn a_cure_said_twice_counts_twice_however_it_is_written() {
        let found = by_topic(vec![
            refused(1, Some(7), None, "An index of reports"),
            refused(2, Some(7), None, " an index of reports. "),
            refused(3, Some(7), None, "A field for the venue"),
            refused(4, Some(7), None, "  "),
        ]);
        let cures: Vec<(&str, usize)> = found[0]
            .cures
            .iter()
            .map(|(c, n)| (c.as_str(), *n))
            .collect();
        assert_eq!(
            cures,
            [("An index of reports", 2), ("A field for the venue", 1)]
        );
    }
}
