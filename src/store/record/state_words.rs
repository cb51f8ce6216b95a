//! Every column that holds one of certain words, and the first row in which one holds another: lists
//! choose their rows by these words, and would leave such a row out without a word.

use super::difference::Difference;
use crate::domain::case::{Channel, Outcome, Stage};
use crate::domain::correspondence::{Class, Fate, LetterState, MessageSource, MessageState};
use crate::domain::deadline::ClockState;
use crate::domain::desk_act::DeskAct;
use crate::domain::letter_kind::LetterKind;
use crate::domain::publication::{Kind, PreparationEffort, Shape, board};
use crate::domain::role::Role;
use crate::domain::topics::register::{Nature, Standing};
use crate::store::engine::sql;
use crate::store::engine::words::WRITINGS;
use crate::store::subjects::Record;
use crate::store::{LinkPurpose, Store, StoreFault};
use serde::Deserialize;

/// A column, what names a row of its table, and the words it may hold.
struct Holding {
    table: &'static str,
    column: &'static str,
    /// What names a row.
    row: &'static str,
    words: Vec<&'static str>,
}

/// The columns that no replay of events holds against the record, or only once rows were chosen by
/// them.
fn all() -> Vec<Holding> {
    let roles = || Role::AT_THE_DESK.map(Role::as_str).to_vec();
    let outcomes = || Outcome::ALL.map(Outcome::as_str).to_vec();
    let stages = || Stage::ALL.map(Stage::as_str).to_vec();
    let sources = || MessageSource::ALL.map(MessageSource::as_str).to_vec();
    let standings = [Standing::Suggested, Standing::Confirmed, Standing::Retired];
    let purposes = [LinkPurpose::Invitation, LinkPurpose::Reset];
    let columns: [(&str, &str, &str, Vec<&str>); 25] = [
        ("people", "role", "id", roles()),
        (
            "desk_acts",
            "what",
            "id",
            DeskAct::ALL.map(DeskAct::as_str).to_vec(),
        ),
        ("desk_acts", "role", "id", roles()),
        (
            "password_links",
            "purpose",
            "person_id",
            purposes.map(LinkPurpose::as_str).to_vec(),
        ),
        ("cases", "stage", "reference", stages()),
        ("open_by_stage", "stage", "stage", stages()),
        (
            "cases",
            "clock_state",
            "reference",
            ClockState::ALL.map(ClockState::as_str).to_vec(),
        ),
        (
            "cases",
            "channel",
            "reference",
            Channel::ALL.map(Channel::as_str).to_vec(),
        ),
        ("cases", "outcome", "reference", outcomes()),
        (
            "cases",
            "shape",
            "reference",
            Shape::ALL.map(Shape::as_str).to_vec(),
        ),
        ("cases", "first_outcome", "reference", outcomes()),
        ("questions", "outcome", "case_id", outcomes()),
        ("writings", "kind", "id", WRITINGS.to_vec()),
        (
            "letters",
            "kind",
            "message_id",
            LetterKind::ALL.map(LetterKind::as_str).to_vec(),
        ),
        (
            "letters",
            "state",
            "message_id",
            LetterState::STORED.map(LetterState::as_str).to_vec(),
        ),
        (
            "letters",
            "reported",
            "message_id",
            Fate::ALL.map(Fate::as_str).to_vec(),
        ),
        (
            "messages",
            "state",
            "id",
            MessageState::ALL.map(MessageState::as_str).to_vec(),
        ),
        (
            "messages",
            "class",
            "id",
            Class::ALL.map(Class::as_str).to_vec(),
        ),
        ("messages", "source", "id", sources()),
        ("message_deliveries", "source", "id", sources()),
        (
            "learned_addresses",
            "direction",
            "address",
            vec!["from", "to"],
        ),
        (
            "topics",
            "standing",
            "id",
            standings.map(Standing::as_str).to_vec(),
        ),
        (
            "topics",
            "nature",
            "id",
            Nature::ALL.map(Nature::as_str).to_vec(),
        ),
        (
            "publication_decisions",
            "kind",
            "id",
            Kind::ALL.map(Kind::as_str).to_vec(),
        ),
        (
            "publication_decisions",
            "stage",
            "id",
            board::Stage::ALL.map(board::Stage::as_str).to_vec(),
        ),
    ];
    let efforts = PreparationEffort::ALL.map(PreparationEffort::as_str);
    let effort = ("publication_decisions", "effort", "id", efforts.to_vec());
    let holding = columns.into_iter().chain([effort]);
    let holding = holding.map(|(table, column, row, words)| Holding {
        table,
        column,
        row,
        words,
    });
    holding.collect()
}

#[derive(Deserialize)]
struct Odd {
    row: String,
    word: String,
}

impl Record<'_, Store> {
    /// The first row in which a column holds a word that stands for nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn odd_word(&self) -> Result<Option<Difference>, StoreFault> {
        for Holding {
            table,
            column,
            row,
            words,
        } in all()
        {
            let known: Vec<String> = (1..=words.len()).map(|n| format!("${n}")).collect();
            let from = format!(
                "FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN ({}) LIMIT 1",
                known.join(", ")
            );
            let columns = format!("CAST({row} AS TEXT), {column}");
            let values = words.into_iter().map(Into::into).collect();
            let found: Vec<Odd> = sql::packed(&self.read, &columns, &from, values).await?;
            if let Some(odd) = found.into_iter().next() {
                let what = format!("\u{201c}{}\u{201d} is no word for it", odd.word);
                let row = format!("row {}", odd.row);
                return Ok(Some(Difference::new(table, column, row, what)));
            }
        }
        Ok(None)
    }
}
