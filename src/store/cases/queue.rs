//! Lists of cases: filtered, in the order they fall due, paged by key.

use super::columns::{STOPPED, no_limit};
use super::filter::{Filter, Lateness, Reviews};
use super::overview::{FIGURE, FIGURES, Overview};
use super::search;
use crate::domain::case::{Outcome as CaseOutcome, Stage};
use crate::domain::deadline::ClockState;
use crate::domain::publication::counted::Which;
use crate::domain::publication::{Outcome, Shape};
use crate::store::engine::{sql, words};
use crate::store::subjects::Cases;
use crate::store::{Store, StoreFault};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use serde::Deserialize;
use std::fmt::Write;

/// A place in a list: the list goes on after it, or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The queue's date of the case there.
    pub due: NaiveDate,
    /// Its id.
    pub id: i64,
    /// Whether what comes before it is wanted.
    pub backwards: bool,
}

/// One row of a list: just the columns it shows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct QueueRow {
    pub id: i64,
    pub reference: String,
    pub subject: String,
    pub received: NaiveDate,
    pub due: Option<NaiveDate>,
    pub queue_due: NaiveDate,
    #[serde(deserialize_with = "words::stage")]
    pub stage: Stage,
    #[serde(deserialize_with = "words::clock_state")]
    pub clock_state: ClockState,
    #[serde(deserialize_with = "sql::flag")]
    pub provisional: bool,
    pub counts_from: Option<NaiveDate>,
    #[serde(deserialize_with = "sql::flag")]
    pub open: bool,
    pub responded: Option<NaiveDate>,
    #[serde(deserialize_with = "words::outcome")]
    pub outcome: Option<CaseOutcome>,
    pub team: Option<String>,
    pub officer_id: Option<i64>,
    pub waiting_since: Option<NaiveDate>,
}

impl QueueRow {
    /// The day by which the authority owes something: the answer or, while a review is open, its
    /// outcome. None while the clock stands still, and where the law names no day.
    #[must_use]
    pub fn falls_due(&self) -> Option<NaiveDate> {
        Some(self.queue_due).filter(|due| *due < no_limit())
    }
}

/// How much a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Extent {
    /// Requests.
    pub requests: i64,
    /// The people who made them, where the list is of one topic.
    pub requesters: Option<i64>,
    /// Of these the people who sent more than the text of a campaign.
    pub with_own_words: Option<i64>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// How much the whole list holds, where it is one that figures open.
    pub extent: Option<Extent>,
    /// The rows, in order.
    pub rows: Vec<QueueRow>,
    /// Whether there are rows before these.
    pub before: bool,
    /// Whether there are rows after these.
    pub after: bool,
}

/// The days a list and the counts around it are reckoned from.
#[derive(Debug, Clone, Copy)]
pub struct ListDays {
    /// Today, at the authority.
    pub today: NaiveDate,
    /// The last day that counts as due soon.
    pub soon: NaiveDate,
    /// A due date that moved after this is news.
    pub news: DateTime<Utc>,
}

struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(if self.text.is_empty() {
            " WHERE "
        } else {
            " AND "
        });
        let mut parts = condition.split('?');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.values.push(value);
            let _ = write!(self.text, "${}{part}", self.values.len());
        }
    }

    /// What a score counts, as [`Which::outcomes`] and [`Outcome::of`] tell it.
    fn counted(&mut self, which: Which) {
        match which {
            Which::HoursRecorded => self.and("c.effort_minutes IS NOT NULL", []),
            Which::Confirmed => self.and("c.topic_confirmed = TRUE", []),
            Which::Dataset => self.and("c.dataset = TRUE", []),
            Which::AlreadyPublic => self.and("c.already_public = TRUE", []),
            Which::Publishable | Which::OwnFile | Which::NeitherShape => {
                let shapes = Shape::ALL.into_iter();
                let shapes = shapes.filter(|shape| Some(shape.side()) == which.side());
                let words: Vec<Value> = shapes.map(|shape| shape.as_str().into()).collect();
                let marks = vec!["?"; words.len()].join(", ");
                self.and(&format!("c.shape IN ({marks})"), words);
            }
            Which::Full
            | Which::Part
            | Which::Refused
            | Which::NotHeld
            | Which::Released
            | Which::Decided => {
                let taken = |case: &CaseOutcome| {
                    let outcome = Outcome::of(Some(*case), false);
                    which.outcomes().contains(&outcome)
                };
                let words = CaseOutcome::ALL.into_iter().filter(taken);
                let words: Vec<Value> = words.map(|case| case.as_str().into()).collect();
                let marks = vec!["?"; words.len()].join(", ");
                self.and("c.already_public = FALSE", []);
                self.and(&format!("c.outcome IN ({marks})"), words);
            }
        }
    }

    /// What a figure of the month's report says of reviews.
    fn reviews(&mut self, reviews: Reviews, from: NaiveDate, to: NaiveDate) {
        let days = || [Value::from(from), Value::from(to)];
        let completed = "c.review_completed >= ? AND c.review_completed <= ?";
        match reviews {
            Reviews::Received => {
                self.and("c.review_requested >= ? AND c.review_requested <= ?", days());
            }
            Reviews::OpenAtEnd => self.and(
                "c.review_requested <= ? AND (c.review_completed IS NULL OR c.review_completed > ?)",
                [to.into(), to.into()],
            ),
            Reviews::Decided => self.and(completed, days()),
            Reviews::InTime => {
                self.and(completed, days());
                self.and("c.review_completed <= c.review_due", []);
            }
            Reviews::Late => {
                self.and(completed, days());
                self.and("c.review_completed > c.review_due", []);
            }
            Reviews::Changed => {
                self.and(completed, days());
                self.and("c.outcome <> c.first_outcome", []);
            }
        }
    }

    /// The condition; its parameters stand after the three of the figures around the list.
    fn of(filter: &Filter, days: ListDays, postgres: bool) -> Self {
        let ListDays { today, soon, news } = days;
        let mut w = Self {
            text: String::new(),
            values: vec![today.into(), soon.into(), news.into()],
        };
        if filter.open || filter.lateness.is_some() {
            w.and("c.open = TRUE", []);
        }
        if let Some(stage) = &filter.stage {
            w.and("c.stage = ?", [stage.as_str().into()]);
        }
        match filter.lateness {
            Some(Lateness::Late) => w.and("c.queue_due < ?", [today.into()]),
            Some(Lateness::DueSoon) => w.and(
                "c.queue_due >= ? AND c.queue_due <= ?",
                [today.into(), soon.into()],
            ),
            Some(Lateness::InHand) => w.and(
                "c.queue_due > ? AND c.queue_due < ?",
                [soon.into(), STOPPED.into()],
            ),
            Some(Lateness::Stopped) => w.and("c.queue_due = ?", [STOPPED.into()]),
            None => {}
        }
        if let Some(officer) = filter.officer {
            w.and("c.officer_id = ?", [officer.into()]);
        }
        if filter.waiting {
            w.and("c.waiting_since IS NOT NULL", []);
        }
        if filter.unallocated {
            w.and("c.officer_id IS NULL", []);
        }
        if let Some(team) = &filter.team {
            w.and("c.team = ?", [team.as_str().into()]);
        }
        if let Some(regime) = &filter.regime {
            w.and("c.regime = ?", [regime.as_str().into()]);
        }
        if let Some(topic) = filter.topic {
            w.and("c.topic_id = ?", [topic.into()]);
        }
        if let Some(outcome) = &filter.outcome {
            w.and("c.first_outcome = ?", [outcome.as_str().into()]);
        }
        if let Some((reviews, from, to)) = filter.reviews {
            w.reviews(reviews, from, to);
        }
        if let Some(which) = filter.counted {
            w.counted(which);
        }
        if let Some((from, to)) = filter.received {
            w.and(
                "c.received >= ? AND c.received <= ?",
                [from.into(), to.into()],
            );
        }
        if let Some((from, to)) = filter.ended {
            w.and("c.ended >= ? AND c.ended <= ?", [from.into(), to.into()]);
        }
        if let Some((from, to)) = filter.responded {
            // An answer ends a case, so the index over `ended` serves here too.
            w.and(
                "c.ended >= ? AND c.ended <= ? AND c.responded IS NOT NULL",
                [from.into(), to.into()],
            );
        }
        if let Some(day) = filter.open_at {
            w.and(
                "c.received <= ? AND (c.ended IS NULL OR c.ended > ?)",
                [day.into(), day.into()],
            );
        }
        match filter.in_time {
            Some(true) => w.and("c.responded <= c.due", []),
            Some(false) => w.and("c.responded > c.due", []),
            None => {}
        }
        if filter.extended {
            w.and("c.extended = TRUE", []);
        }
        if let Some(words) = &filter.words
            && let Some((condition, value)) = search::condition(postgres, words, w.values.len() + 1)
        {
            // The condition may name its parameter twice, so it comes already numbered.
            w.text.push_str(if w.text.is_empty() {
                " WHERE ("
            } else {
                " AND ("
            });
            w.text.push_str(&condition);
            w.text.push(')');
            w.values.push(value.into());
        }
        w
    }
}

/// The columns of a [`QueueRow`]. On SQLite the index `cases_queue_rows` holds them all.
const COLUMNS: &str = "c.id, c.reference, c.subject, c.received, c.due, c.queue_due, c.stage, \
     c.clock_state, c.provisional, c.counts_from, c.open, c.responded, c.outcome, c.team, c.officer_id, \
     c.waiting_since";

impl Cases<'_, Store> {
    /// A page of at most `size` cases in the order they fall due, and what stands around it, asked
    /// at once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn queue(
        &self,
        filter: &Filter,
        position: Option<Position>,
        size: usize,
        days: ListDays,
    ) -> Result<(Slice, Overview), StoreFault> {
        #[derive(FromQueryResult)]
        struct All {
            list: String,
            extent: String,
            figures: String,
        }
        let mut w = Where::of(filter, days, self.is_postgres());
        let backwards = position.is_some_and(|p| p.backwards);
        let extent = if filter.is_told() {
            // The index over topics holds who asked; that over days does not.
            let requesters = match filter.topic {
                Some(_) => {
                    "COUNT(DISTINCT c.requester_key), \
                     COUNT(DISTINCT CASE WHEN c.campaign IS NULL THEN c.requester_key END)"
                }
                None => "NULL, NULL",
            };
            let columns = format!("COUNT(*), {requesters}");
            sql::pack(&self.read, &columns, &format!("FROM cases c{}", w.text))
        } else {
            "'[]'".to_owned()
        };
        if let Some(p) = position {
            let condition = if backwards {
                "(c.queue_due, c.id) < (?, ?)"
            } else {
                "(c.queue_due, c.id) > (?, ?)"
            };
            w.and(condition, [p.due.into(), p.id.into()]);
        }
        let direction = if backwards { "DESC" } else { "ASC" };
        let from = format!(
            "FROM cases c{} ORDER BY c.queue_due {direction}, c.id {direction} LIMIT {}",
            w.text,
            size + 1
        );
        let text = format!(
            "SELECT {} AS list, {extent} AS extent, {} AS figures",
            sql::pack(&self.read, COLUMNS, &from),
            sql::pack(&self.read, FIGURE, FIGURES),
        );
        let Some(all) = sql::one::<All>(&self.read, &text, w.values).await? else {
            return Err(StoreFault::Damaged("a list came without an answer".into()));
        };
        let mut rows: Vec<QueueRow> = sql::unpack(&all.list)?;
        let more = rows.len() > size;
        rows.truncate(size);
        if backwards {
            rows.reverse();
        }
        let extent: Vec<Extent> = sql::unpack(&all.extent)?;
        let slice = Slice {
            extent: extent.into_iter().next(),
            before: if backwards { more } else { position.is_some() },
            after: if backwards { true } else { more },
            rows,
        };
        let around = Overview::of(sql::unpack(&all.figures)?)?;
        Ok((slice, around))
    }
}
