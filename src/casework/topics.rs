//! Finding topics over the database and putting them into the register.

use super::register::taken;
use super::{Casework, CaseworkFault, Moment};
use crate::domain::topics::identity::continued;
use crate::domain::topics::register::Place;
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
    /// of an earlier one keeps its number and name, and what a person decided stays.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find_topics(&self, now: Moment) -> Result<Found, CaseworkFault> {
        let (found, outcome) = self.look_for_topics(now).await?;
        let unit = self.store.begin().await?;
        unit.register_topics(&found, now.at).await?;
        unit.commit().await?;
        Ok(outcome)
    }

    /// As [`Self::find_topics`], once for each form: nothing for a second click.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find_topics_once(
        &self,
        submission: &str,
        now: Moment,
    ) -> Result<Option<Found>, CaseworkFault> {
        if self.store.submitted(submission).await?.is_some() {
            return Ok(None);
        }
        let (found, outcome) = self.look_for_topics(now).await?;
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, now).await? {
            return Ok(None);
        }
        unit.register_topics(&found, now.at).await?;
        unit.commit().await?;
        Ok(Some(outcome))
    }

    async fn look_for_topics(
        &self,
        now: Moment,
    ) -> Result<(Vec<FoundTopic>, Found), CaseworkFault> {
        let newest = self.store.last_received(now.today).await?;
        let since = newest
            .unwrap_or(now.today)
            .checked_sub_months(Months::new(MONTHS_READ))
            .unwrap_or(NaiveDate::MIN);
        let texts = self.store.topic_texts(since, now.today).await?;
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
        Ok((found, outcome))
    }
}

/// The discovered topics, each with the topic of the register it continues. Several that
/// continue one are one.
fn to_register(texts: &[TopicText], discovery: &Discovery) -> Vec<FoundTopic> {
    let numbers: Vec<u32> = discovery.assignments.iter().map(|a| a.topic).collect();
    let places: Vec<Place> = texts
        .iter()
        .map(|text| Place {
            topic: text.topic_id,
            confirmed: text.topic_confirmed,
        })
        .collect();
    let continues = continued(&numbers, &places);
    let mut found: Vec<FoundTopic> = Vec::new();
    let mut place_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut place_of_old: BTreeMap<i64, usize> = BTreeMap::new();
    // The largest first, so that it gives the words and typical requests of what it continues.
    for topic in &discovery.topics {
        let old = continues.get(&topic.number).copied();
        let at = old.and_then(|id| place_of_old.get(&id).copied());
        let at = at.unwrap_or_else(|| {
            found.push(FoundTopic {
                continues: old,
                label: topic.label.clone(),
                words: topic.words.clone(),
                typical: topic
                    .typical
                    .iter()
                    .filter_map(|place| texts.get(*place))
                    .map(|t| t.reference.clone())
                    .collect(),
                cases: Vec::new(),
            });
            found.len() - 1
        });
        place_of.insert(topic.number, at);
        if let Some(id) = old {
            place_of_old.insert(id, at);
        }
    }
    for (text, number) in texts.iter().zip(&numbers) {
        if let Some(topic) = place_of.get(number).and_then(|at| found.get_mut(*at))
            && !text.topic_confirmed
        {
            topic.cases.push(text.id);
        }
    }
    // A new topic whose requests people have all placed elsewhere is none.
    found.retain(|topic| topic.continues.is_some() || !topic.cases.is_empty());
    found
}
