//! What each request asks for, as its words say.

use crate::domain::publication::shape::Shaped;
use crate::store::engine::sql;
use crate::store::publication::scored_requests::BETWEEN_WORDS;
use crate::store::subjects::Topics;
use crate::store::topics::texts::in_list;
use crate::store::{StoreFault, Unit};
use sea_orm::Value;

/// Rows of one statement.
const ROWS: usize = 200;

impl Topics<'_, Unit> {
    /// Keeps what cases ask for; those of which the same is known stay as they are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_shapes(&self, shaped: &[(i64, Shaped)]) -> Result<(), StoreFault> {
        for chunk in shaped.chunks(ROWS) {
            let rows: Vec<String> = (0..chunk.len())
                .map(|row| format!("({})", in_list(3, row * 3 + 1)))
                .collect();
            let values = chunk.iter().flat_map(|(case, shaped)| -> [Value; 3] {
                let words = shaped.words.join(BETWEEN_WORDS);
                [(*case).into(), shaped.shape.as_str().into(), words.into()]
            });
            let text = format!(
                "WITH found (id, shape, words) AS (VALUES {}) \
                 UPDATE cases SET shape = found.shape, shape_words = found.words FROM found \
                 WHERE cases.id = found.id AND (cases.shape IS DISTINCT FROM found.shape \
                 OR cases.shape_words <> found.words)",
                rows.join(", ")
            );
            sql::run(&self.tx, &text, values.collect()).await?;
        }
        Ok(())
    }
}
