//! The exemptions each question rests on as it was decided last, one row a section, in their order.

use crate::domain::section::Section;
use crate::store::engine::sql;
use crate::store::entities::question_exemption;
use crate::store::subjects::Cases;
use crate::store::{StoreFault, Unit};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// The rows of the exemptions of a question.
pub(in crate::store) fn exemption_rows(
    case_id: i64,
    number: u16,
    exemptions: &[Section],
) -> impl Iterator<Item = question_exemption::ActiveModel> {
    let placed = (1..).zip(exemptions);
    placed.map(move |(place, section)| question_exemption::ActiveModel {
        case_id: Set(case_id),
        number: Set(i64::from(number)),
        place: Set(place),
        section: Set(section.to_string()),
    })
}

impl Cases<'_, Unit> {
    /// Rests a question on these exemptions alone.
    pub(in crate::store) async fn rest_on(
        &self,
        case_id: i64,
        number: u16,
        exemptions: &[Section],
    ) -> Result<(), StoreFault> {
        self.rest_on_none(case_id, &[i64::from(number)]).await?;
        let rows = exemption_rows(case_id, number, exemptions).collect();
        sql::insert::<question_exemption::Entity, _>(&self.tx, rows).await
    }

    /// Takes the exemptions off questions.
    pub(in crate::store) async fn rest_on_none(
        &self,
        case_id: i64,
        numbers: &[i64],
    ) -> Result<(), StoreFault> {
        question_exemption::Entity::delete_many()
            .filter(question_exemption::Column::CaseId.eq(case_id))
            .filter(question_exemption::Column::Number.is_in(numbers.iter().copied()))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Takes the exemptions off all questions of a case; which they were.
    pub(in crate::store) async fn take_exemptions(
        &self,
        case_id: i64,
    ) -> Result<Vec<question_exemption::Model>, StoreFault> {
        let of_case = question_exemption::Column::CaseId.eq(case_id);
        let taken = question_exemption::Entity::find()
            .filter(of_case.clone())
            .all(&self.tx)
            .await?;
        question_exemption::Entity::delete_many()
            .filter(of_case)
            .exec(&self.tx)
            .await?;
        Ok(taken)
    }

    /// Puts back what was taken off the questions of a case, under the numbers they have now.
    pub(in crate::store) async fn put_exemptions(
        &self,
        rows: Vec<question_exemption::Model>,
    ) -> Result<(), StoreFault> {
        let rows = rows.into_iter();
        let rows = rows.map(|row| row.into_active_model().reset_all());
        sql::insert::<question_exemption::Entity, _>(&self.tx, rows.collect()).await
    }
}
