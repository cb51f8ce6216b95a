//! What cannot be extracted: the topics refused on cost, for whoever keeps the records.

use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::publication::evidence::MONTHS_SCORED;
use crate::domain::publication::extraction::{CannotExtract, by_topic};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// The newest so many refusals are looked at.
const MOST: usize = 2000;

/// The topics refused on cost.
#[derive(Debug, Clone)]
pub struct Unextracted {
    /// The first day whose requests count.
    pub since: NaiveDate,
    /// The last.
    pub on: NaiveDate,
    /// The topics, the one whose requests would take longest first.
    pub topics: Vec<CannotExtract>,
    /// What the topics are called.
    pub labels: BTreeMap<i64, String>,
    /// How many were looked at, where there are more.
    pub only: Option<usize>,
}

impl Publishing<'_> {
    /// The requests of two years that were refused on cost, by topic: the two years that scores
    /// count.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cannot_extract(&self, now: Moment) -> Result<Unextracted, CaseworkFault> {
        let on = self.counted_to(now).await?;
        let since = on
            .checked_sub_months(Months::new(MONTHS_SCORED))
            .and_then(|day| day.succ_opt())
            .unwrap_or(on);
        let publication = self.store.publication();
        let refused = publication.refused_on_cost(since, MOST).await?;
        let only = (refused.len() >= MOST).then_some(refused.len());
        let topics = by_topic(refused);
        let labels = if topics.is_empty() {
            BTreeMap::new()
        } else {
            let all = self.store.topics().all().await?;
            all.into_iter()
                .map(|topic| (topic.entry.id, topic.entry.label))
                .collect()
        };
        Ok(Unextracted {
            since,
            on,
            topics,
            labels,
            only,
        })
    }
}
