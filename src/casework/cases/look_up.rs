//! What the public looks for among what is published, and what it does not find.
//!
//! A search that finds nothing is counted for the topic its words fit. The words are not kept,
//! and nothing of who searched is.

use crate::casework::{CaseworkFault, Invalid, Moment, Seldom, Shelf};
use crate::domain::publication::board::Stage;
use crate::domain::publication::search::{Shelved, look_through};
use crate::domain::topics::arrival::{PROBABLY_NEW, Word};
use crate::store::{DecisionRow, StoreFault, Unit};
use chrono::{Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// When it was said last that a search was not counted.
static UNCOUNTED: Seldom = Seldom::new();

/// The most characters of a search.
pub const LONGEST_SEARCH: usize = 200;

/// Months of unmet searches that count.
const MONTHS_COUNTED: u32 = 12;

/// A decision or a publication as the public reads of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The decision.
    pub row: DecisionRow,
    /// Whether fewer people asked about its topic than disclosure control wants.
    pub few: bool,
    /// Whether its topic may be named.
    pub named: bool,
    /// The words of a search that speak for it.
    pub because: Vec<String>,
}

impl Shelf<'_> {
    /// A publication, if it is published or was and is withdrawn.
    ///
    /// # Errors
    /// What the database says.
    pub async fn publication(&self, id: i64) -> Result<Option<DecisionRow>, CaseworkFault> {
        let row = self.store.publication().decision(id).await?;
        Ok(row.filter(|row| row.stage() == Stage::Published || row.is_withdrawn()))
    }

    /// Everything that is published, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn published(&self, now: Moment) -> Result<Vec<Listed>, CaseworkFault> {
        let mut rows = self.store.publication().decisions(None).await?;
        rows.retain(|row| row.stage() == Stage::Published);
        rows.sort_by_key(|row| Reverse((row.published, row.id)));
        self.as_public(rows, now).await
    }

    /// Every decision, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decided(&self, now: Moment) -> Result<Vec<Listed>, CaseworkFault> {
        let rows = self.store.publication().decisions(None).await?;
        self.as_public(rows, now).await
    }

    /// Decisions with what the public may be told of their topics.
    async fn as_public(
        &self,
        rows: Vec<DecisionRow>,
        now: Moment,
    ) -> Result<Vec<Listed>, CaseworkFault> {
        let limits = &self.weights.disclosure;
        let topics: BTreeSet<i64> = rows.iter().map(|row| row.survivor).collect();
        let topics: Vec<i64> = topics.into_iter().collect();
        let asked = self.topics().people_who_asked(&topics, now).await?;
        let listed = |row: DecisionRow| {
            let people = asked.get(&row.survivor).copied().unwrap_or(0);
            Listed {
                few: people < limits.threshold,
                named: limits.may_be_named(row.nature(), people),
                because: Vec::new(),
                row,
            }
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// What is published that fits a search, the one that fits best first. Where there is nothing,
    /// that is counted for the topic the search fits.
    ///
    /// # Errors
    /// A search that is too long, or has no word to look for.
    pub async fn look_up(&self, search: &str, now: Moment) -> Result<Vec<Listed>, CaseworkFault> {
        let words = self.words_of_search(search)?;
        let learnt = self.topics().learnt_of(&words).await?;
        let topics =
            learnt.map_or_else(Vec::new, |learnt| self.topics().topics_of(&words, &learnt));
        let listed = self.published(now).await?;
        let shelf: Vec<Shelved> = listed.iter().map(|one| self.shelved(one)).collect();
        let hits = look_through(&shelf, &words, &topics);
        if hits.is_empty()
            && let Some(best) = topics.first().filter(|best| best.fit >= PROBABLY_NEW)
        {
            // That somebody looked is worth less than the answer: a full disk does not take it away.
            if let Err(fault) = self.note_unmet(best.topic, now).await
                && UNCOUNTED.is_time()
            {
                tracing::warn!(target: "daylight", "a search that found nothing is not counted: {fault}");
            }
        }
        let found = hits.into_iter().filter_map(|hit| {
            let one = listed.get(hit.place)?;
            Some(Listed {
                because: hit.because,
                ..one.clone()
            })
        });
        Ok(found.collect())
    }

    async fn note_unmet(&self, topic: i64, now: Moment) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        if self.count_unmet(&unit, topic, now.today).await? {
            unit.commit().await?;
        } else {
            unit.leave().await;
        }
        Ok(())
    }

    fn words_of_search(&self, search: &str) -> Result<Vec<Word>, CaseworkFault> {
        let invalid = |message: String| CaseworkFault::Invalid(vec![Invalid::new("q", message)]);
        if search.chars().count() > LONGEST_SEARCH {
            return Err(invalid(format!(
                "Use at most {LONGEST_SEARCH} characters: a few words are enough"
            )));
        }
        let words = self.text_reader.words(search);
        if words.is_empty() {
            return Err(invalid(
                "Use a word that says what it is about, like overtime or burglary".to_owned(),
            ));
        }
        Ok(words)
    }

    /// A publication as it is looked for. The name and the words of a topic that may not be named
    /// lead nobody to it: what is found would tell them.
    fn shelved(&self, listed: &Listed) -> Shelved {
        let row = &listed.row;
        let text = if listed.named {
            format!("{}\n{}", row.title, row.survivor_label)
        } else {
            row.title.clone()
        };
        Shelved {
            topic: listed.named.then_some(row.survivor),
            words: self.text_reader.words(&text),
        }
    }

    /// Counts somebody who did not find what they looked for on a topic, as often in a day as the
    /// weights allow; whether it was counted.
    pub(crate) async fn count_unmet(
        &self,
        unit: &Unit,
        topic: i64,
        on: NaiveDate,
    ) -> Result<bool, StoreFault> {
        let most = self.weights.public_interest.searches_a_day;
        unit.publication().count_unmet(topic, on, most).await
    }

    /// The unmet searches of the last twelve months by topic, of all topics or of these; those of
    /// merged topics under the one that is left.
    pub(in crate::casework) async fn unmet_by_topic(
        &self,
        today: NaiveDate,
        only: Option<&[i64]>,
    ) -> Result<HashMap<i64, u32>, StoreFault> {
        let after = today.checked_sub_months(Months::new(MONTHS_COUNTED));
        self.store
            .publication()
            .unmet_searches(after.unwrap_or(today), today, only)
            .await
    }

    /// The unmet searches of a topic in the last twelve months.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unmet_searches(&self, topic: i64, now: Moment) -> Result<u32, CaseworkFault> {
        let counted = self.unmet_by_topic(now.today, Some(&[topic])).await?;
        Ok(counted.get(&topic).copied().unwrap_or(0))
    }
}
