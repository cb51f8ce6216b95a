//! What stands around a list of cases: how many stand where, and who is at the desk.

use crate::domain::case::Stage;
use crate::store::engine::{sql, words};
use crate::store::subjects::Cases;
use crate::store::{Store, StoreFault};
use sea_orm::FromQueryResult;
use serde::Deserialize;

/// How many open cases stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open cases by stage.
    pub by_stage: Vec<(Stage, i64)>,
    /// Past their due date.
    pub late: i64,
    /// Due within the days the desk counts as soon.
    pub due_soon: i64,
    /// Due later.
    pub in_hand: i64,
    /// With the clock stopped.
    pub stopped: i64,
    /// With nobody's name on them.
    pub unallocated: i64,
    /// On which something of the requester waits for the desk, open or not.
    pub waiting: i64,
}

/// Somebody at the desk whose cases a list can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The person's id.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Option<String>,
}

/// What stands around a list: the counts, and the people in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many open cases stand where.
    pub counts: Counts,
    /// How many due dates have moved with the law lately.
    pub moved: i64,
    /// How many messages wait for somebody to place them, counted up to one more than
    /// [`MOST_WAITING`].
    pub to_place: i64,
    /// How many letters were not delivered and nobody has dealt with: given up, come back, and
    /// those that a limit of the law waits for once they are delayed.
    pub undelivered: i64,
    /// Everybody who is or was at the desk.
    pub officers: Vec<Officer>,
}

/// The most messages that are counted as waiting: a flood of them costs no list of cases more.
pub const MOST_WAITING: i64 = 200;

/// One figure.
#[derive(Deserialize)]
pub(in crate::store) struct Figure {
    kind: String,
    id: i64,
    word: String,
    team: Option<String>,
    number: i64,
}

/// The columns of a figure, see [`FIGURES`].
pub(in crate::store) const FIGURE: &str = "kind, id, word, team, number";

/// The figures around a list: `$1` is today, `$2` the last day that counts as due soon, `$3` since
/// when a moved due date is news.
///
/// Each is one range of an index or of a standing count, messages up to one more than
/// [`MOST_WAITING`]; together they cost less than one pass over the open cases.
pub(in crate::store) const FIGURES: &str = "FROM (\
     SELECT 'stage' AS kind, CAST(0 AS BIGINT) AS id, stage AS word, \
     CAST(NULL AS TEXT) AS team, number FROM open_by_stage WHERE number > 0 \
     UNION ALL SELECT 'late', 0, '', NULL, CAST(COALESCE(SUM(number), 0) AS BIGINT) \
     FROM open_by_due WHERE queue_due < $1 \
     UNION ALL SELECT 'due_soon', 0, '', NULL, CAST(COALESCE(SUM(number), 0) AS BIGINT) \
     FROM open_by_due WHERE queue_due >= $1 AND queue_due <= $2 \
     UNION ALL SELECT 'stopped', 0, '', NULL, CAST(COALESCE(SUM(number), 0) AS BIGINT) \
     FROM open_by_due WHERE queue_due = '9999-12-31' \
     UNION ALL SELECT 'unallocated', 0, '', NULL, COUNT(*) \
     FROM cases WHERE open = TRUE AND officer_id IS NULL \
     UNION ALL SELECT 'waiting', 0, '', NULL, COUNT(*) \
     FROM cases WHERE waiting_since IS NOT NULL \
     UNION ALL SELECT 'moved', 0, '', NULL, COUNT(*) \
     FROM events WHERE kind = 'due_date_moved' AND at >= $3 \
     UNION ALL SELECT 'to_place', 0, '', NULL, COUNT(*) FROM (SELECT id \
     FROM messages WHERE state IN ('stored', 'tray') LIMIT 201) AS waiting \
     UNION ALL SELECT 'undelivered', 0, '', NULL, COUNT(*) FROM letters \
     WHERE settled_at IS NULL AND (state = 'failed' OR reported = 'failed' \
     OR (state = 'queued' AND attempts > 0 AND priority = 0)) \
     UNION ALL SELECT 'person', id, name, team, 0 FROM people) AS figures";

impl Overview {
    pub(in crate::store) fn of(figures: Vec<Figure>) -> Result<Self, StoreFault> {
        let mut overview = Self::default();
        for row in figures {
            let counts = &mut overview.counts;
            match row.kind.as_str() {
                "stage" => {
                    let stage = Stage::parse(&row.word).ok_or_else(|| {
                        let what = words::no_word("open_by_stage", "stage", &row.word);
                        StoreFault::Damaged(format!("{what}, row {}", row.word))
                    })?;
                    counts.by_stage.push((stage, row.number));
                }
                "late" => counts.late = row.number,
                "due_soon" => counts.due_soon = row.number,
                "stopped" => counts.stopped = row.number,
                "moved" => overview.moved = row.number,
                "to_place" => overview.to_place = row.number,
                "undelivered" => overview.undelivered = row.number,
                "waiting" => counts.waiting = row.number,
                "unallocated" => counts.unallocated = row.number,
                "person" => overview.officers.push(Officer {
                    id: row.id,
                    name: row.word,
                    team: row.team,
                }),
                other => return Err(StoreFault::Failed(format!("no figure is called {other}"))),
            }
        }
        let counts = &mut overview.counts;
        let open: i64 = counts.by_stage.iter().map(|(_, number)| number).sum();
        counts.in_hand = open - counts.late - counts.due_soon - counts.stopped;
        overview.officers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(overview)
    }

    /// The name of somebody who is or was at the desk.
    #[must_use]
    pub fn name_of(&self, officer: i64) -> Option<&str> {
        let found = self.officers.iter().find(|person| person.id == officer);
        found.map(|person| person.name.as_str())
    }
}

impl Cases<'_, Store> {
    /// The teams people belong to, in alphabetical order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn teams(&self) -> Result<Vec<String>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Team {
            team: String,
        }
        let rows: Vec<Team> = sql::all(
            &self.read,
            "SELECT DISTINCT team FROM people WHERE team IS NOT NULL ORDER BY team",
            vec![],
        )
        .await?;
        Ok(rows.into_iter().map(|row| row.team).collect())
    }
}
