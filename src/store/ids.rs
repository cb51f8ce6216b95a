//! Public identifiers in rows: made when a row is, parsed or refused when it is read.

use super::{Store, StoreFault};
use crate::domain::ids::{DocumentId, LetterId, MessageId};
use crate::store::entities::{letter, message};
use sea_orm::{
    ColIdx, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryResult, QuerySelect, TryGetError,
    TryGetable,
};
use uuid::Uuid;

/// The identifier of a new letter or document: nobody guesses one from another.
pub(super) fn random() -> String {
    Uuid::new_v4().to_string()
}

/// The identifier of a new message: in the order of time, so that its index grows at its end.
pub(super) fn by_time() -> String {
    Uuid::now_v7().to_string()
}

macro_rules! in_rows {
    ($($name:ident),*) => {$(
        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                let text = String::try_get_by(row, column)?;
                text.parse().map_err(|fault| {
                    TryGetError::DbErr(DbErr::Type(format!("\u{201c}{text}\u{201d}: {fault}")))
                })
            }
        }
    )*};
}

in_rows!(DocumentId, LetterId, MessageId);

impl Store {
    /// The number of a message in the database.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message_number(&self, id: MessageId) -> Result<Option<i64>, StoreFault> {
        let number = message::Entity::find()
            .select_only()
            .column(message::Column::Id)
            .filter(message::Column::PublicId.eq(id.to_string()));
        Ok(number.into_tuple().one(&self.read).await?)
    }

    /// The number of a letter in the database.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_number(&self, id: LetterId) -> Result<Option<i64>, StoreFault> {
        let number = letter::Entity::find()
            .select_only()
            .column(letter::Column::Id)
            .filter(letter::Column::PublicId.eq(id.to_string()));
        Ok(number.into_tuple().one(&self.read).await?)
    }
}
