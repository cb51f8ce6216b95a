//! Words of the database that stand for one of several things: each is read as what it stands for. One
//! that stands for nothing is damage, and is told with its table and its column; whoever reads the row
//! adds which it is.

use crate::domain::case::{Outcome, Stage};
use crate::domain::correspondence::{Class, Fate, LetterState, MessageSource, MessageState};
use crate::domain::deadline::ClockState;
use crate::domain::letter_kind::LetterKind;
use crate::domain::publication::Shape;
use crate::domain::role::Role;
use crate::store::StoreFault;
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// That a word stands for nothing.
pub(in crate::store) fn no_word(table: &str, column: &str, word: &str) -> String {
    format!("table {table}, column {column}: \u{201c}{word}\u{201d} is no word for it")
}

/// A whole number that stands as a word: under a key, what is remembered; none where nothing is.
pub(in crate::store) fn number(key: &str, word: Option<&str>) -> Result<i64, StoreFault> {
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return Ok(0);
    };
    word.parse().map_err(|_| {
        StoreFault::Damaged(format!(
            "table meta, column value, row {key}: \u{201c}{word}\u{201d} is no number"
        ))
    })
}

/// How a column of a packed row is read.
macro_rules! packed {
    ($($name:ident: $kind:ident of $table:literal, $column:literal;)*) => {$(
        pub(in crate::store) fn $name<'de, D: Deserializer<'de>>(value: D) -> Result<$kind, D::Error> {
            let word = String::deserialize(value)?;
            $kind::parse(&word).ok_or_else(|| D::Error::custom(no_word($table, $column, &word)))
        }
    )*};
}

/// The same where there may be nothing.
macro_rules! packed_perhaps {
    ($($name:ident: $kind:ident of $table:literal, $column:literal;)*) => {$(
        pub(in crate::store) fn $name<'de, D: Deserializer<'de>>(value: D) -> Result<Option<$kind>, D::Error> {
            let Some(word) = Option::<String>::deserialize(value)? else {
                return Ok(None);
            };
            let read = $kind::parse(&word);
            read.map(Some).ok_or_else(|| D::Error::custom(no_word($table, $column, &word)))
        }
    )*};
}

/// How a column of a plain row is read.
macro_rules! plain {
    ($($kind:ident of $table:literal, $column:literal;)*) => {$(
        impl TryGetable for $kind {
            fn try_get_by<I: ColIdx>(row: &QueryResult, at: I) -> Result<Self, TryGetError> {
                let word = String::try_get_by(row, at)?;
                $kind::parse(&word)
                    .ok_or_else(|| TryGetError::DbErr(DbErr::Type(no_word($table, $column, &word))))
            }
        }
    )*};
}

packed! {
    role_of_person: Role of "people", "role";
    stage: Stage of "cases", "stage";
    clock_state: ClockState of "cases", "clock_state";
    state_of_message: MessageState of "messages", "state";
    source_of_delivery: MessageSource of "message_deliveries", "source";
    state_of_letter: LetterState of "letters", "state";
}

packed_perhaps! {
    outcome: Outcome of "cases", "outcome";
    shape: Shape of "cases", "shape";
    class: Class of "messages", "class";
    fate: Fate of "letters", "reported";
}

plain! {
    Outcome of "cases", "first_outcome";
    Class of "messages", "class";
    MessageState of "messages", "state";
    Fate of "letters", "reported";
}

/// What a text that stands beside an event may be.
pub(in crate::store) const WRITINGS: [&str; 19] = [
    "advice",
    "clarification",
    "clearance",
    "correction",
    "decision",
    "document",
    "email",
    "extension",
    "fees_notice",
    "filed",
    "letter",
    "message",
    "new_address",
    "note",
    "questions",
    "return",
    "review",
    "subject",
    "transfer",
];

/// How the size of a document is read: what is less than nothing is damage.
pub(in crate::store) fn size_of_document<'de, D: Deserializer<'de>>(
    value: D,
) -> Result<u64, D::Error> {
    let size = i64::deserialize(value)?;
    let no_size = |_| D::Error::custom(format!("table documents, column size: {size} is no size"));
    u64::try_from(size).map_err(no_size)
}

/// How what a text beside an event is, is read.
pub(in crate::store) fn kind_of_writing<'de, D: Deserializer<'de>>(
    value: D,
) -> Result<String, D::Error> {
    let word = String::deserialize(value)?;
    if WRITINGS.contains(&word.as_str()) {
        Ok(word)
    } else {
        Err(D::Error::custom(no_word("writings", "kind", &word)))
    }
}

/// How which letter it is, is read.
pub(in crate::store) fn kind_of_letter<'de, D: Deserializer<'de>>(
    value: D,
) -> Result<LetterKind, D::Error> {
    let word = String::deserialize(value)?;
    let kind = word.parse();
    kind.map_err(|_| D::Error::custom(no_word("letters", "kind", &word)))
}
