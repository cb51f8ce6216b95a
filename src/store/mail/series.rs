//! The series that references are taken from, a prefix and a year each, and that none is given out
//! twice: a series' counter can be behind its cases where rows of one table were put back.

use crate::store::cases::new_cases::NewCase;
use crate::store::engine::sql;
use crate::store::entities::case;
use crate::store::record::difference::Difference;
use crate::store::subjects::{Letters, Record};
use crate::store::{Store, StoreFault, Unit};
use chrono::Datelike;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// The series whose counters are behind their cases: the name of the counter, where it stands, and
/// the last number that was given out. What is no number of ours was not given out.
const BEHIND: &str = "FROM (SELECT SUBSTR(series, 1, LENGTH(series) - 1) AS name, \
     MAX(CAST(SUBSTR(reference, LENGTH(series) + 1) AS BIGINT)) AS last \
     FROM (SELECT reference, RTRIM(reference, '0123456789') AS series FROM cases) AS given \
     WHERE series LIKE '%-____-' AND LENGTH(reference) > LENGTH(series) \
     AND LENGTH(reference) <= LENGTH(series) + 18 GROUP BY series) AS used \
     LEFT JOIN counters c ON c.name = used.name WHERE COALESCE(c.value, 0) < used.last";

impl Letters<'_, Unit> {
    /// The references of new cases, in order.
    pub(in crate::store) async fn take_references(
        &self,
        new: &[NewCase],
    ) -> Result<Vec<String>, StoreFault> {
        let taken = self.next_references(new).await?;
        if !self.any_given(&taken).await? {
            return Ok(taken);
        }
        self.raise_series().await?;
        self.next_references(new).await
    }

    /// Lets each series that is behind its cases go on after the last of them; how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn raise_series(&self) -> Result<u64, StoreFault> {
        // Text: the database finds the numbers that it writes.
        let text = format!(
            "INSERT INTO counters (name, value) SELECT used.name, used.last {BEHIND} \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        );
        sql::run(&self.tx, &text, vec![]).await
    }

    async fn next_references(&self, new: &[NewCase]) -> Result<Vec<String>, StoreFault> {
        let series = |n: &NewCase| (n.prefix.clone(), n.case.received.year());
        let mut wanted: BTreeMap<(String, i32), i64> = BTreeMap::new();
        for n in new {
            *wanted.entry(series(n)).or_default() += 1;
        }
        let mut next = BTreeMap::new();
        for ((prefix, year), count) in wanted {
            let first = self.take_references_of((&prefix, year), count).await?;
            next.insert((prefix, year), first);
        }
        Ok(new
            .iter()
            .map(|n| {
                let (prefix, year) = series(n);
                let number = next.entry((prefix.clone(), year)).or_insert(1);
                let reference = format!("{prefix}-{year}-{number:05}");
                *number += 1;
                reference
            })
            .collect())
    }

    /// Whether a case has one of these references already.
    async fn any_given(&self, references: &[String]) -> Result<bool, StoreFault> {
        for chunk in references.chunks(sql::CHUNK) {
            let given = case::Entity::find()
                .select_only()
                .column(case::Column::Id)
                .filter(case::Column::Reference.is_in(chunk));
            if given.into_tuple::<i64>().one(&self.tx).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Record<'_, Store> {
    /// The first series whose counter is behind its cases.
    pub(in crate::store) async fn series_behind(&self) -> Result<Option<Difference>, StoreFault> {
        let columns = "used.name, COALESCE(c.value, 0), used.last";
        let from = format!("{BEHIND} ORDER BY used.name LIMIT 1");
        let behind: Vec<(String, i64, i64)> =
            sql::packed(&self.read, columns, &from, vec![]).await?;
        Ok(behind.into_iter().next().map(|(name, value, last)| {
            let what =
                format!("{value} of its references were given out, and a case has number {last}");
            Difference::new("counters", "value", name, what)
        }))
    }
}
