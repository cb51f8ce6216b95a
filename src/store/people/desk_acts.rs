//! The record of what was done about people at the desk and about the authority: only added to.

use crate::domain::desk_act::DeskAct;
use crate::domain::role::Role;
use crate::store::engine::{sql, words};
use crate::store::subjects::People;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// One act, to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDeskAct {
    /// What was done.
    pub what: DeskAct,
    /// By whom at the desk; nobody where a link did it.
    pub by: Option<i64>,
    /// About whom.
    pub about: Option<i64>,
    /// The role given, where one was.
    pub role: Option<Role>,
}

/// One act as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskActRow {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub what: DeskAct,
    /// By whom; empty where a link did it.
    pub by: String,
    /// About whom; empty where about nobody.
    pub about: String,
    /// The role given, where one was.
    pub role: Option<Role>,
}

impl People<'_, Store> {
    /// The latest acts, the newest first.
    ///
    /// # Errors
    /// What the database says, or a word that is none of ours.
    pub async fn desk_acts(&self, most: u64) -> Result<Vec<DeskActRow>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Row {
            id: i64,
            at: DateTime<Utc>,
            what: String,
            by_name: String,
            about_name: String,
            role: Option<String>,
        }
        let rows: Vec<Row> = sql::all(
            &self.read,
            "SELECT a.id, a.at, a.what, COALESCE(b.name, '') AS by_name, \
             COALESCE(p.name, '') AS about_name, a.role FROM desk_acts a \
             LEFT JOIN people b ON b.id = a.by_id LEFT JOIN people p ON p.id = a.about_id \
             ORDER BY a.id DESC LIMIT $1",
            vec![most.into()],
        )
        .await?;
        let read = |row: Row| {
            let damaged = |column, word: &str| {
                let what = words::no_word("desk_acts", column, word);
                StoreFault::Damaged(format!("{what}, row {}", row.id))
            };
            let what = DeskAct::parse(&row.what).ok_or_else(|| damaged("what", &row.what))?;
            let given = row.role.as_deref();
            let role = given.map(|word| Role::parse(word).ok_or_else(|| damaged("role", word)));
            let role = role.transpose()?;
            Ok(DeskActRow {
                at: row.at,
                what,
                by: row.by_name,
                about: row.about_name,
                role,
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl People<'_, Unit> {
    /// Writes an act down.
    ///
    /// # Errors
    /// What the database says.
    pub async fn note_desk_act(
        &self,
        act: NewDeskAct,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO desk_acts (at, what, by_id, about_id, role) VALUES ($1, $2, $3, $4, $5)",
            vec![
                at.into(),
                act.what.as_str().into(),
                act.by.into(),
                act.about.into(),
                act.role.map(Role::as_str).into(),
            ],
        )
        .await?;
        Ok(())
    }
}
