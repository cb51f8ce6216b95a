//! Rows of the tables, and nothing else: never a form, never a page.
//! Each column means what the migration that makes it says; each table has one entity, in the file of
//! its subject.

/// What an entity has besides its columns: no relations, as rows are read one table at a time.
macro_rules! without_relations {
    () => {
        /// None: rows are read one table at a time.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}

mod cases;
mod engine;
mod mail;
mod people;
mod record;
mod topics;

pub use cases::{
    case, case_text, decision_reason, document, document_piece, letter_document, question,
    question_exemption, requester, requester_version,
};
pub use engine::{counter, job_round, meta, submission};
pub use mail::{job_run, letter, message};
pub use people::{known_address, password_link, person, session, tried};
pub use record::{event, writing};
pub use topics::{
    case_words, question_suggestion, register_event, repeated_sentence, similar_case, topic,
    topic_move, topic_part, topic_suggestion, topic_term,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::engine::sql;
    use sea_orm::{EntityName, Iterable};
    use std::collections::BTreeSet;

    macro_rules! columns {
        ($($entity:ident)*) => {[$({
            let columns = $entity::Column::iter().map(|column| sea_orm::IdenStatic::as_str(&column).to_owned());
            ($entity::Entity.table_name().to_owned(), columns.collect::<BTreeSet<String>>())
        }),*]};
    }

    #[tokio::test]
    async fn each_has_the_columns_of_its_table() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("daylight.sqlite").display());
        let store = Store::open(&url).await.unwrap();
        for (table, columns) in columns!(
            case case_text decision_reason document document_piece letter_document question
            question_exemption requester requester_version counter job_round meta submission
            job_run letter message known_address password_link person session tried event
            writing case_words question_suggestion register_event repeated_sentence
            similar_case topic topic_move topic_part topic_suggestion topic_term
        ) {
            let from = format!("FROM pragma_table_info('{table}')");
            let found: Vec<(String,)> = sql::packed(&store.read, "name", &from, vec![])
                .await
                .unwrap();
            let found: BTreeSet<String> = found.into_iter().map(|(name,)| name).collect();
            assert_eq!(columns, found, "{table}");
        }
    }
}
