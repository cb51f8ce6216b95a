//! What somebody about to ask may be told of what others asked.
//!
//! A request is not public, and who asks the same may be few. So only requests of the last two years
//! are told of whose topic a person confirmed and at least as many people asked about in that time
//! as disclosure control wants; of those the month, the outcome and words of the text. Words that
//! fewer requests have are not looked at, so that they choose nothing and nobody learns by trying
//! them whether somebody wrote them.

use crate::casework::{Cases, CaseworkFault, Moment};
use crate::domain::case::Outcome;
use crate::domain::topics::register::Standing;
use chrono::{Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::HashMap;

/// What others asked that is like a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedBefore {
    /// The topic it fits best.
    pub topic: Option<AskedTopic>,
    /// Answered requests like it, the newest first.
    pub requests: Vec<AskedRequest>,
}

/// A topic that others asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedTopic {
    /// Its name.
    pub label: String,
    /// How many people asked in the last two years.
    pub requesters: u32,
    /// Whether most of them sent the text of a letter that many sent.
    pub copies: bool,
    /// The number and title of each publication of it, the newest first.
    pub publications: Vec<(i64, String)>,
}

/// An answered request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRequest {
    /// The day it was received.
    pub received: NaiveDate,
    /// How it was answered.
    pub outcome: Outcome,
    /// Whether the answer was where it is already public.
    pub already_public: bool,
    /// The words it shares with the text, the rarest first.
    pub shared: Vec<String>,
}

fn two_years_before(now: Moment) -> NaiveDate {
    let since = now.today.checked_sub_months(Months::new(24));
    since.unwrap_or(now.today)
}

/// Shared words that a request told of has at least.
const FEWEST_SHARED: usize = 2;

impl Cases<'_> {
    /// What somebody who wants to ask this may be told of what others asked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn asked_before(
        &self,
        text: &str,
        now: Moment,
    ) -> Result<AskedBefore, CaseworkFault> {
        let threshold = self.weights.disclosure.threshold;
        let arrival = self.topics().arrival_by(text, threshold).await?;
        let mut asked = AskedBefore::default();
        if let Some(best) = arrival.topics.first()
            && !arrival.is_probably_new()
            && let Some((label, (requesters, own_words))) =
                self.may_be_named(best.topic, now).await?
        {
            let published = self.shelf().published(now).await?.into_iter();
            let of_topic = published.filter(|listed| listed.row.survivor == best.topic);
            asked.topic = Some(AskedTopic {
                label,
                requesters,
                copies: (requesters - own_words.min(requesters)) * 2 > requesters,
                publications: of_topic
                    .map(|listed| (listed.row.id, listed.row.title))
                    .collect(),
            });
        }
        let cases: Vec<i64> = arrival
            .similar
            .iter()
            .map(|similar| similar.case_id)
            .collect();
        let answered = self
            .store
            .publication()
            .answered(&cases, two_years_before(now))
            .await?;
        let mut named: HashMap<i64, bool> = HashMap::new();
        for similar in arrival.similar {
            let Some(row) = answered.iter().find(|row| row.id == similar.case_id) else {
                continue;
            };
            let shared: Vec<String> = similar.shared.into_iter().map(|w| w.written).collect();
            let may = match named.get(&row.topic_id) {
                Some(may) => *may,
                None => self.may_be_named(row.topic_id, now).await?.is_some(),
            };
            named.insert(row.topic_id, may);
            if may && shared.len() >= FEWEST_SHARED {
                asked.requests.push(AskedRequest {
                    received: row.received,
                    outcome: row.outcome,
                    already_public: row.already_public,
                    shared,
                });
            }
        }
        asked
            .requests
            .sort_by_key(|request| Reverse(request.received));
        Ok(asked)
    }

    /// The name of a topic, how many people asked in the last two years and how many of them in words
    /// of their own, where enough did and
    /// a person confirmed it as one that could be published.
    async fn may_be_named(
        &self,
        topic: i64,
        now: Moment,
    ) -> Result<Option<(String, (u32, u32))>, CaseworkFault> {
        let Some(row) = self.store.topics().topic(topic).await? else {
            return Ok(None);
        };
        if row.entry.standing != Standing::Confirmed {
            return Ok(None);
        }
        let since = two_years_before(now);
        let asked = self.store.publication().requesters_of(topic, since).await?;
        let limits = &self.weights.disclosure;
        let may = limits.may_be_named(row.entry.nature, asked.0);
        Ok(may.then_some((row.entry.label, asked)))
    }
}
