//! What a correction changes beside the record: the subject, who asked, the questions. The words of
//! before stay in rows of their own, which can be erased.

use super::search;
use crate::store::cases::stored_case::StoredCase;
use crate::store::engine::sql;
use crate::store::entities::{
    case, question, question_exemption, question_suggestion, requester, requester_version,
};
use crate::store::subjects::Cases;
use crate::store::{NewRequester, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
};

/// A question as it is asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    /// Its words.
    pub body: String,
    /// The number it had before, where its words stand; what was decided stays with it then.
    pub from: Option<u16>,
}

impl Cases<'_, Unit> {
    /// Gives a case another secret: what the old one opened stays closed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn give_secret(
        &self,
        stored: &mut StoredCase,
        secret: String,
    ) -> Result<(), StoreFault> {
        let row = case::ActiveModel {
            id: Unchanged(stored.id),
            secret: Set(secret.clone()),
            ..Default::default()
        };
        case::Entity::update(row).exec(&self.tx).await?;
        stored.secret = secret;
        Ok(())
    }

    /// Gives a case another subject.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rename(&self, stored: &mut StoredCase, subject: &str) -> Result<(), StoreFault> {
        let now = case::ActiveModel {
            subject: Set(subject.to_owned()),
            ..Default::default()
        };
        self.set_case(stored.id, now).await?;
        subject.clone_into(&mut stored.subject);
        self.index_anew(stored.id).await
    }

    /// Says who asked, beside the event that was written last. What was known before is kept as a
    /// version of its own, the first time as that of the log entry.
    ///
    /// # Errors
    /// What the database says.
    pub async fn change_requester(
        &self,
        stored: &StoredCase,
        new: &NewRequester,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        let before = requester::Entity::find_by_id(stored.requester_id)
            .one(&self.tx)
            .await?
            .ok_or_else(|| StoreFault::Damaged(format!("{} has no requester", stored.reference)))?;
        let logged = requester_version::ActiveModel {
            case_id: Set(stored.id),
            seq: Set(1),
            salt: Set(before.salt.clone()),
            name: Set(before.name.clone()),
            email: Set(before.email.clone()),
            address: Set(before.address.clone()),
            category: Set(before.category.clone()),
            at: Set(stored.events.first().map_or(at, |first| first.at)),
        };
        let key = [
            requester_version::Column::CaseId,
            requester_version::Column::Seq,
        ];
        requester_version::Entity::insert(logged)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.tx)
            .await?;
        let now = requester_version::ActiveModel {
            case_id: Set(stored.id),
            seq: Set(stored.version),
            salt: Set(new.salt.clone()),
            name: Set(new.name.clone()),
            email: Set(new.email.clone()),
            address: Set(new.address.clone()),
            category: Set(new.category.clone()),
            at: Set(at),
        };
        requester_version::Entity::insert(now)
            .exec_without_returning(&self.tx)
            .await?;
        let same_address = before.email == new.email;
        let mut row = before.into_active_model();
        row.match_key = Set(new.match_key.clone());
        row.name = Set(new.name.clone());
        row.email = Set(new.email.clone());
        row.address = Set(new.address.clone());
        row.category = Set(new.category.clone());
        row.salt = Set(new.salt.clone());
        if !same_address {
            row.failing_since = Set(None);
            row.failing_why = Set(None);
        }
        row.update(&self.tx).await?;
        let now = case::ActiveModel {
            requester_key: Set(new.match_key.clone()),
            ..Default::default()
        };
        self.set_case(stored.id, now).await?;
        self.index_anew(stored.id).await
    }

    async fn set_case(&self, id: i64, now: case::ActiveModel) -> Result<(), StoreFault> {
        case::Entity::update_many()
            .set(now)
            .filter(case::Column::Id.eq(id))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Asks other questions in place of those of before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ask_anew(
        &self,
        case_id: i64,
        questions: &[AskedQuestion],
    ) -> Result<(), StoreFault> {
        let before = question::Entity::find()
            .filter(question::Column::CaseId.eq(case_id))
            .all(&self.tx)
            .await?;
        let exemptions = self.take_exemptions(case_id).await?;
        question::Entity::delete_many()
            .filter(question::Column::CaseId.eq(case_id))
            .exec(&self.tx)
            .await?;
        let below_zero = Expr::col(question_suggestion::Column::Question).mul(-1);
        question_suggestion::Entity::update_many()
            .col_expr(question_suggestion::Column::Question, below_zero)
            .filter(question_suggestion::Column::CaseId.eq(case_id))
            .exec(&self.tx)
            .await?;
        for (number, asked) in (1_i64..).zip(questions) {
            let old = asked.from.map(i64::from);
            let kept = before.iter().find(|row| Some(row.number) == old);
            let row = kept.cloned().unwrap_or_else(|| question::Model {
                case_id,
                number,
                body: asked.body.clone(),
                outcome: None,
                answer: String::new(),
                withheld: String::new(),
                why: String::new(),
                public_interest: String::new(),
                salt: String::new(),
                decided_seq: 0,
            });
            let row = question::Model { number, ..row };
            question::Entity::insert(row.into_active_model().reset_all())
                .exec_without_returning(&self.tx)
                .await?;
            let kept = exemptions.iter().filter(|row| Some(row.number) == old);
            let kept = kept.map(|row| question_exemption::Model {
                number,
                ..row.clone()
            });
            self.put_exemptions(kept.collect()).await?;
            if let Some(old) = old {
                question_suggestion::Entity::update_many()
                    .set(question_suggestion::ActiveModel {
                        question: Set(number),
                        ..Default::default()
                    })
                    .filter(question_suggestion::Column::CaseId.eq(case_id))
                    .filter(question_suggestion::Column::Question.eq(-old))
                    .exec(&self.tx)
                    .await?;
            }
        }
        question_suggestion::Entity::delete_many()
            .filter(question_suggestion::Column::CaseId.eq(case_id))
            .filter(question_suggestion::Column::Question.lt(0))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Brings the questions' rows in step with a case of which some have to be decided again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn leave_undecided(&self, stored: &StoredCase) -> Result<(), StoreFault> {
        let questions = stored.case.questions.iter();
        let undecided = questions.filter(|q| q.outcome.is_none());
        let numbers: Vec<i64> = undecided.map(|q| i64::from(q.number)).collect();
        if numbers.is_empty() {
            return Ok(());
        }
        question::Entity::update_many()
            .set(question::ActiveModel {
                outcome: Set(None),
                ..Default::default()
            })
            .filter(question::Column::CaseId.eq(stored.id))
            .filter(question::Column::Number.is_in(numbers.iter().copied()))
            .exec(&self.tx)
            .await?;
        self.rest_on_none(stored.id, &numbers).await
    }

    /// Puts a case into the search again as its rows say now.
    async fn index_anew(&self, case_id: i64) -> Result<(), StoreFault> {
        #[derive(FromQueryResult)]
        struct Row {
            reference: String,
            external_reference: Option<String>,
            subject: String,
            body: Option<String>,
            name: Option<String>,
        }
        // Text: what is looked for of a case stands in three tables.
        let row: Option<Row> = sql::one(
            &self.tx,
            "SELECT c.reference, c.external_reference, c.subject, x.body, r.name FROM cases c \
             LEFT JOIN case_texts x ON x.case_id = c.id \
             LEFT JOIN requesters r ON r.id = c.requester_id WHERE c.id = $1",
            vec![case_id.into()],
        )
        .await?;
        let row = row.ok_or_else(|| StoreFault::Damaged(format!("no case {case_id}")))?;
        let words = search::Words {
            case_id,
            reference: format!(
                "{} {}",
                row.reference,
                row.external_reference.unwrap_or_default()
            ),
            subject: row.subject,
            body: row.body.unwrap_or_default(),
            requester: row.name.unwrap_or_default(),
        };
        search::replace(&self.tx, words).await
    }
}
