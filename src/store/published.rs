//! What is published, as the public looks for it.

use super::unmet::SURVIVORS;
use super::{Store, StoreFault, sql};
use chrono::NaiveDate;
use serde::Deserialize;

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PublishedRow {
    /// The number of its decision.
    pub id: i64,
    /// What it is published as.
    pub title: String,
    /// The day it was published last.
    pub published: Option<NaiveDate>,
    /// When it is due again.
    pub refresh_due: Option<NaiveDate>,
    /// Its topic: what is left where it was merged.
    pub topic_id: i64,
    /// The topic's name.
    pub label: String,
    /// How many different people asked about the topic.
    pub requesters: u32,
}

impl Store {
    /// What is published, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn published(&self) -> Result<Vec<PublishedRow>, StoreFault> {
        sql::packed(
            &self.read,
            "d.id, d.title, d.published, d.refresh_due, t.id, t.label, \
             (SELECT COUNT(DISTINCT c.requester_key) FROM cases c WHERE c.topic_id = t.id)",
            &format!(
                "FROM publication_decisions d JOIN {SURVIVORS} s ON s.id = d.topic_id \
                 JOIN topics t ON t.id = s.survivor WHERE d.stage = 'published' \
                 ORDER BY d.published DESC, d.id DESC"
            ),
            vec![],
        )
        .await
    }
}
