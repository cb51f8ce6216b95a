//! Finding topics over the database and putting them into the register.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::topics::{Discovery, Document, discover};
use crate::store::{FoundTopic, TopicText};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// How far back requests are read: what was asked longer ago says little of what is asked now.
const MONTHS_READ: u32 = 36;

/// What finding topics came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Requests read.
    pub requests: usize,
    /// Topics found.
    pub topics: usize,
    /// Of those, the ones that continue a topic of the register.
    pub continued: usize,
}

impl Casework {
    /// Finds topics among the requests of the last three years before the newest one, and
    /// puts them into the register as suggestions. A topic whose requests are mostly those
    /// of an earlier one keeps its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find_topics(&self, now: Moment) -> Result<Found, CaseworkFault> {
        let newest = self.store.last_received().await?.unwrap_or(now.today);
        let since = newest
            .checked_sub_months(Months::new(MONTHS_READ))
            .unwrap_or(NaiveDate::MIN);
        let texts = self.store.topic_texts(since).await?;
        let settings = self.topic_settings.clone();
        let (texts, discovery) = tokio::task::spawn_blocking(move || {
            let documents: Vec<Document<'_>> = texts
                .iter()
                .map(|t| Document {
                    id: &t.reference,
                    text: &t.body,
                })
                .collect();
            let discovery = discover(&documents, &settings);
            (texts, discovery)
        })
        .await
        .map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        let found = to_register(&texts, &discovery);
        let outcome = Found {
            requests: texts.len(),
            topics: found.len(),
            continued: found.iter().filter(|t| t.continues.is_some()).count(),
        };
        let unit = self.store.begin().await?;
        unit.register_topics(&found, now.at).await?;
        unit.commit().await?;
        Ok(outcome)
    }
}

/// The discovered topics, each with the topic of the register it continues.
fn to_register(texts: &[TopicText], discovery: &Discovery) -> Vec<FoundTopic> {
    let mut found: BTreeMap<u32, FoundTopic> = discovery
        .topics
        .iter()
        .map(|topic| {
            let typical = topic
                .typical
                .iter()
                .filter_map(|place| texts.get(*place))
                .map(|t| t.reference.clone())
                .collect();
            let new = FoundTopic {
                continues: None,
                label: topic.label.clone(),
                words: topic.words.clone(),
                typical,
                cases: Vec::new(),
            };
            (topic.number, new)
        })
        .collect();
    let mut overlaps: BTreeMap<(u32, i64), usize> = BTreeMap::new();
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for (text, assignment) in texts.iter().zip(&discovery.assignments) {
        if let Some(topic) = found.get_mut(&assignment.topic) {
            topic.cases.push(text.id);
        }
        if let Some(before) = text.topic_id {
            *overlaps.entry((assignment.topic, before)).or_default() += 1;
            *sizes.entry(before).or_default() += 1;
        }
    }
    // The largest overlaps first; one that is half of either side carries the number over.
    let mut pairs: Vec<((u32, i64), usize)> = overlaps.into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut taken = std::collections::BTreeSet::new();
    for ((number, before), shared) in pairs {
        let old_size = sizes.get(&before).copied().unwrap_or(0);
        let Some(topic) = found.get_mut(&number) else {
            continue;
        };
        let enough = shared * 2 >= old_size || shared * 2 >= topic.cases.len();
        if topic.continues.is_none() && enough && taken.insert(before) {
            topic.continues = Some(before);
        }
    }
    found
        .into_values()
        .filter(|t| !t.cases.is_empty())
        .collect()
}
