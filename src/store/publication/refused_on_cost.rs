//! Requests refused on their cost, with the estimate and what would let them be answered.

use crate::domain::case::Relied;
use crate::domain::publication::extraction::RefusedOnCost;
use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::{Store, StoreFault};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A question that was refused on its cost.
#[derive(Deserialize)]
struct Question {
    case: i64,
    reference: String,
    topic: Option<i64>,
    received: NaiveDate,
    /// The event that decided it, as it is recorded.
    event: Option<String>,
    why: Option<String>,
    cure: Option<String>,
}

/// What such an event says of its ground.
#[derive(Deserialize)]
struct Decided {
    refusal: Option<Relied>,
}

impl Question {
    fn read(self) -> Result<RefusedOnCost, StoreFault> {
        let event: Option<Decided> = self
            .event
            .as_deref()
            .map(serde_json::from_str)
            .transpose()
            .map_err(|e| StoreFault::Damaged(format!("an event of {}: {e}", self.reference)))?;
        Ok(RefusedOnCost {
            case: self.case,
            reference: self.reference,
            topic: self.topic,
            received: self.received,
            minutes: event.and_then(|e| e.refusal).and_then(|r| r.minutes),
            why: self.why.unwrap_or_default(),
            cure: self.cure.unwrap_or_default(),
        })
    }
}

impl Publication<'_, Store> {
    /// The answered requests received since a day that were refused on their cost, or some of their
    /// questions were: the newest `most` of each, by an index that holds no others. Of a request that
    /// was refused several times over it is the longest estimate.
    ///
    /// # Errors
    /// What the database says.
    pub async fn refused_on_cost(
        &self,
        since: NaiveDate,
        most: usize,
    ) -> Result<Vec<RefusedOnCost>, StoreFault> {
        let questions: Vec<Question> = sql::packed(
            &self.read,
            "c.id, c.reference, c.topic_id, c.received, e.data, w.why, w.cure",
            &format!(
                "FROM (SELECT case_id, number, decided_seq FROM questions \
                 WHERE outcome = 'refused_on_cost' ORDER BY case_id DESC LIMIT {most}) q \
                 JOIN cases c ON c.id = q.case_id \
                 LEFT JOIN events e ON e.case_id = q.case_id AND e.seq = q.decided_seq \
                 LEFT JOIN decision_reasons w ON w.case_id = q.case_id AND w.number = q.number \
                 AND w.seq = q.decided_seq AND w.place = 1 \
                 WHERE c.responded IS NOT NULL AND c.received >= $1"
            ),
            vec![since.into()],
        )
        .await?;
        // Rows of an earlier log were ended with that outcome and have no decision.
        let ended: Vec<Question> = sql::packed(
            &self.read,
            "c.id, c.reference, c.topic_id, c.received, NULL, NULL, NULL",
            &format!(
                "FROM (SELECT id, reference, topic_id, received FROM cases \
                 WHERE outcome = 'refused_on_cost' ORDER BY id DESC LIMIT {most}) c \
                 WHERE c.received >= $1"
            ),
            vec![since.into()],
        )
        .await?;
        let mut refused: BTreeMap<i64, RefusedOnCost> = BTreeMap::new();
        for question in questions.into_iter().chain(ended) {
            let found = question.read()?;
            let longer = refused
                .get(&found.case)
                .is_none_or(|known| found.minutes > known.minutes);
            if longer {
                refused.insert(found.case, found);
            }
        }
        Ok(refused.into_values().collect())
    }
}
