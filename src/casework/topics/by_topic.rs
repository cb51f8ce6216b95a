//! What is counted of each topic's requests, kept until something changes in the topic.
//!
//! Counting reads every request of a topic, and a page about topics would read them all. So each
//! topic is counted again only when one of its requests changed, as the database notes it.

use crate::casework::{CaseworkFault, Moment, Topics};
use crate::domain::publication::forecast::{Forecast, TooShort};
use crate::store::{RegisterState, Store, StoreFault, TopicSize};
use chrono::{Months, NaiveDate};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Something known of each topic, kept while `K` is the same.
pub(in crate::casework) struct ByTopic<K, T> {
    kept: Mutex<Option<Kept<K, T>>>,
}

struct Kept<K, T> {
    /// What it holds under.
    key: K,
    /// Up to where changes of cases were seen.
    mark: String,
    known: Arc<HashMap<i64, T>>,
}

impl<K, T> Default for ByTopic<K, T> {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
        }
    }
}

impl<K: PartialEq, T: Clone> ByTopic<K, T> {
    /// What is known by topic; `read` is asked for the topics that something changed in, or for
    /// all (none given).
    async fn get(
        &self,
        store: &Store,
        key: K,
        read: impl AsyncFnOnce(Option<Vec<i64>>) -> Result<HashMap<i64, T>, StoreFault>,
    ) -> Result<Arc<HashMap<i64, T>>, StoreFault> {
        let before = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let current = kept.as_ref().filter(|kept| kept.key == key);
            current.map(|kept| (kept.mark.clone(), Arc::clone(&kept.known)))
        };
        // The mark is taken before what it stands for is read.
        let (mark, known) = match before {
            None => (store.topics().mark_of_changes().await?, read(None).await?),
            Some((mark, known)) => {
                let (mark, touched) = store.topics().topics_touched(&mark).await?;
                if touched.is_empty() {
                    return Ok(known);
                }
                let mut known = HashMap::clone(&known);
                for topic in &touched {
                    known.remove(topic);
                }
                known.extend(read(Some(touched)).await?);
                (mark, known)
            }
        };
        let known = Arc::new(known);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Kept {
            key,
            mark,
            known: Arc::clone(&known),
        });
        Ok(known)
    }
}

/// How many people asked about each decided topic: kept for a day and a state of the register.
pub(in crate::casework) type PeopleWhoAsked = ByTopic<(NaiveDate, RegisterState), u32>;

/// The size of each topic and what is expected of it: kept for a day, the day counted to and the
/// first month of forecasts.
pub(in crate::casework) type TopicFigures = ByTopic<(NaiveDate, NaiveDate, NaiveDate), TopicFigure>;

/// What a list of topics says of one.
#[derive(Debug, Clone)]
pub struct TopicFigure {
    /// Its requests; recent ones are those of the year up to the day counted to.
    pub size: TopicSize,
    /// What is expected of the next quarter, where the log is long enough.
    pub forecast: Result<Forecast, TooShort>,
}

impl Topics<'_> {
    /// How many people asked about each topic that something was decided about, counted up to the
    /// threshold of disclosure control.
    ///
    /// # Errors
    /// What the database says.
    pub(in crate::casework) async fn people_who_asked(
        &self,
        topics: &[i64],
        now: Moment,
    ) -> Result<Arc<HashMap<i64, u32>>, CaseworkFault> {
        let most = self.weights.disclosure.threshold;
        let state = self.store.topics().register_state().await?;
        // While requests are on their way to another topic, each step changes who counts where.
        if state.is_placing() {
            let people = self
                .store
                .publication()
                .people_who_asked(topics, most)
                .await?;
            return Ok(Arc::new(people));
        }
        let read = async |touched: Option<Vec<i64>>| {
            let wanted: Vec<i64> = match touched {
                None => topics.to_vec(),
                Some(touched) => {
                    let decided = touched.into_iter().filter(|id| topics.contains(id));
                    decided.collect()
                }
            };
            self.store
                .publication()
                .people_who_asked(&wanted, most)
                .await
        };
        let kept = self
            .people_by_topic
            .get(&self.store, (now.today, state), read);
        Ok(kept.await?)
    }

    /// The first day of the year that ends with the day requests are counted to.
    #[must_use]
    pub fn year_up_to(counted_to: NaiveDate) -> NaiveDate {
        // The day after: as the scores count, a year ends with today.
        let first = counted_to
            .checked_sub_months(Months::new(12))
            .and_then(|day| day.succ_opt());
        first.unwrap_or(counted_to)
    }

    /// The figures of every topic that has a request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_figures(
        &self,
        counted_to: NaiveDate,
        now: Moment,
    ) -> Result<Arc<HashMap<i64, TopicFigure>>, CaseworkFault> {
        let (first, until) = self.publishing().forecast_from(counted_to).await?;
        let read = async |touched: Option<Vec<i64>>| {
            let touched = touched.as_deref();
            let recent = Self::year_up_to(counted_to);
            let sizes = self.store.topics().topic_sizes(recent, touched).await?;
            let months = self
                .store
                .publication()
                .months_by_topic(first, until, touched)
                .await?;
            let figure = |(id, size): (i64, TopicSize)| {
                let months = months.get(&id).map_or(&[][..], Vec::as_slice);
                let forecast =
                    crate::casework::publication::measure::forecast_of(months, first, until);
                (id, TopicFigure { size, forecast })
            };
            Ok(sizes.into_iter().map(figure).collect())
        };
        let key = (now.today, counted_to, first);
        let kept = self.figures_by_topic.get(&self.store, key, read);
        Ok(kept.await?)
    }
}
