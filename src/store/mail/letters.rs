//! Letters: queued in the deciding transaction, listed with their case. How they leave is in
//! [`super::outbox`].

use crate::domain::correspondence::{Fate, LetterState};
use crate::domain::ids::LetterId;
use crate::domain::letter_kind::LetterKind;
use crate::store::engine::{sql, words};
use crate::store::entities::{case, letter};
use crate::store::subjects::Letters;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColIdx, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    TryGetError, TryGetable,
};
use serde::Deserialize;

impl TryGetable for LetterKind {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        let word = String::try_get_by(row, column)?;
        word.parse()
            .map_err(|_| TryGetError::DbErr(DbErr::Type(words::no_word("letters", "kind", &word))))
    }
}

/// A letter to be queued.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct NewLetter {
    /// The case it belongs to; none for a letter to a colleague.
    pub case_id: Option<i64>,
    pub message_id: String,
    pub kind: LetterKind,
    pub to_name: String,
    /// No address: the letter is printed and posted by hand.
    pub to_address: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    /// The salt of the commitment to its texts; empty for a letter on no case.
    pub salt: String,
    pub in_reply_to: Option<String>,
    /// The Message-IDs of the conversation so far, separated by blanks.
    pub thread: Option<String>,
    /// Whether nobody decided that it goes, whatever its kind says.
    pub by_itself: bool,
    pub at: DateTime<Utc>,
    /// When and with what answer it was delivered, for a log that is generated whole.
    pub delivered: Option<(DateTime<Utc>, String)>,
}

impl NewLetter {
    pub(in crate::store) fn into_row(self) -> letter::ActiveModel {
        let state = match (&self.to_address, &self.delivered) {
            (None, _) => "to_post",
            (Some(_), None) => "queued",
            (Some(_), Some(_)) => "sent",
        };
        let (sent_at, answer) = self.delivered.unzip();
        let priority = self.kind.priority().number();
        letter::ActiveModel {
            id: NotSet,
            case_id: Set(self.case_id),
            message_id: Set(self.message_id),
            kind: Set(self.kind.as_str().to_owned()),
            to_name: Set(self.to_name),
            to_address: Set(self.to_address),
            subject: Set(self.subject),
            body_text: Set(self.body_text),
            body_html: Set(self.body_html),
            in_reply_to: Set(self.in_reply_to),
            state: Set(state.to_owned()),
            attempts: Set(i64::from(sent_at.is_some())),
            next_attempt_at: Set(self.at),
            claimed_until: Set(None),
            answer: Set(answer),
            created_at: Set(self.at),
            sent_at: Set(sent_at),
            server: Set(None),
            thread: Set(self.thread),
            by_itself: Set(self.by_itself),
            reported: Set(None),
            reported_at: Set(None),
            report: Set(None),
            settled_at: Set(None),
            priority: Set(priority),
            claimed_by: Set(None),
            discarded_at: Set(None),
            salt: Set(self.salt),
            public_id: Set(crate::store::ids::random()),
        }
    }
}

/// A letter as a case page lists it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct LetterRow {
    pub id: i64,
    pub public_id: LetterId,
    #[serde(deserialize_with = "words::kind_of_letter")]
    pub kind: LetterKind,
    pub message_id: String,
    pub to_name: String,
    pub to_address: Option<String>,
    pub subject: String,
    pub body_text: String,
    #[serde(deserialize_with = "words::state_of_letter")]
    pub state: LetterState,
    pub attempts: i64,
    pub next_attempt_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// The server that took it.
    pub server: Option<String>,
    /// What a server reported later.
    #[serde(deserialize_with = "words::fate")]
    pub reported: Option<Fate>,
    pub reported_at: Option<DateTime<Utc>>,
    pub report: Option<String>,
}

/// What is packed of a letter: a [`LetterRow`].
pub(in crate::store) const LETTER_COLUMNS: &str = "id, public_id, kind, message_id, to_name, to_address, subject, \
     body_text, CASE WHEN discarded_at IS NULL THEN state ELSE 'discarded' END, attempts, next_attempt_at, answer, created_at, sent_at, server, reported, reported_at, report";

impl Letters<'_, Store> {
    /// A letter to a postal address as it is printed: a whole HTML page.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_sheet(
        &self,
        reference: &str,
        id: LetterId,
    ) -> Result<Option<String>, StoreFault> {
        let of_case = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(case::Column::Reference.eq(reference));
        let sheet = letter::Entity::find()
            .select_only()
            .column(letter::Column::BodyHtml)
            .filter(letter::Column::PublicId.eq(id.to_string()))
            .filter(letter::Column::CaseId.in_subquery(of_case.into_query()))
            .filter(letter::Column::ToAddress.is_null());
        Ok(sheet.into_tuple().one(&self.read).await?)
    }
}

impl Letters<'_, Unit> {
    /// Writes several letters at once, for a log that is generated whole.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_letters(&self, letters: Vec<NewLetter>) -> Result<(), StoreFault> {
        let rows = letters.into_iter().map(NewLetter::into_row).collect();
        sql::insert::<letter::Entity, _>(&self.tx, rows).await
    }

    /// Puts a letter into the outbox.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_letter(&self, new: NewLetter) -> Result<(), StoreFault> {
        letter::Entity::insert(new.into_row())
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }

    /// The Message-IDs of a case's conversation, oldest first: our letters and what people wrote.
    ///
    /// # Errors
    /// What the database says.
    pub async fn conversation(&self, case_id: i64) -> Result<Vec<String>, StoreFault> {
        let rows: Vec<(String,)> = sql::packed(
            &self.tx,
            "word",
            "FROM (SELECT message_id AS word, created_at AS at, 1 AS place FROM letters \
             WHERE case_id = $1 UNION ALL SELECT m.message_id, mc.at, 0 FROM message_cases mc \
             JOIN messages m ON m.id = mc.message WHERE mc.case_id = $1 \
             AND m.message_id IS NOT NULL AND m.class IN ('reply', 'request')) AS conversation \
             ORDER BY at, place, word",
            vec![case_id.into()],
        )
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Records that a letter to a postal address was posted, in words.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_posted(
        &self,
        id: i64,
        said: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        letter::Entity::update_many()
            .set(letter::ActiveModel {
                state: Set("sent".to_owned()),
                answer: Set(Some(said.to_owned())),
                sent_at: Set(Some(now)),
                ..Default::default()
            })
            .filter(letter::Column::Id.eq(id))
            .filter(letter::Column::State.eq("to_post"))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}
