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
