//! The schema, one file per step, for SQLite and PostgreSQL.

mod dialect;
mod m0001_people;
mod m0002_cases;
mod m0003_letters;
mod m0004_search;
mod m0005_topics;
mod m0006_standing_counts;
mod m0007_moved_dates;
mod m0008_targets;
mod m0010_less_to_read;
mod m0011_messages;
mod m0012_delivery;
mod m0013_reminders;
mod m0014_documents;
mod m0020_register;
mod m0021_publication;
mod m0022_likeness;
mod m0023_changes;
mod m0024_questions;
mod m0025_repeated;
mod m0026_search_words;
mod m0027_stem_topics;
mod m0028_topic_parts;
mod m0029_unmet_searches;
mod m0030_case_words;
mod m0031_case_secrets;
mod m0032_limits;
mod m0033_outbox_turns;
mod m0034_bounded_costs;
mod m0035_readers;
mod m0036_from_requesters;
mod m0037_reviews;
mod m0039_reasons;
mod m0040_corrections;
mod m0041_proof;
mod m0042_people;
mod m0043_letters_waited_for;
mod m0044_public_ids;
mod m0045_outcomes;
mod m0046_requester_salts;
mod m0051_whole_documents;
mod m0052_job_rounds;
mod m0053_newest_received;
mod m0054_by_itself;
mod m0055_open_by_id;
mod m0056_letters_by_address;
mod m0057_documents_taken_off;
mod m0058_exemptions_of_questions;
mod m0059_words_the_program_knows;
mod m0060_tries_of_messages;
mod m0061_undelivered_by_priority;
mod m0062_printed_tables;
mod m0063_cures;
mod m0064_shapes;
mod m0065_ended_decisions;
mod whole;

pub use dialect::run;
use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait, async_trait};

/// Every step, in order. A step, once released, is never edited.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let steps: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_cases::Migration),
            Box::new(m0003_letters::Migration),
            Box::new(m0004_search::Migration),
            Box::new(m0005_topics::Migration),
            Box::new(m0006_standing_counts::Migration),
            Box::new(m0007_moved_dates::Migration),
            Box::new(m0008_targets::Migration),
            Box::new(m0010_less_to_read::Migration),
            Box::new(m0011_messages::Migration),
            Box::new(m0012_delivery::Migration),
            Box::new(m0013_reminders::Migration),
            Box::new(m0014_documents::Migration),
            Box::new(m0020_register::Migration),
            Box::new(m0021_publication::Migration),
            Box::new(m0022_likeness::Migration),
            Box::new(m0023_changes::Migration),
            Box::new(m0024_questions::Migration),
            Box::new(m0025_repeated::Migration),
            Box::new(m0026_search_words::Migration),
            Box::new(m0027_stem_topics::Migration),
            Box::new(m0028_topic_parts::Migration),
            Box::new(m0029_unmet_searches::Migration),
            Box::new(m0030_case_words::Migration),
            Box::new(m0031_case_secrets::Migration),
            Box::new(m0032_limits::Migration),
            Box::new(m0033_outbox_turns::Migration),
            Box::new(m0034_bounded_costs::Migration),
            Box::new(m0035_readers::Migration),
            Box::new(m0037_reviews::Migration),
            Box::new(m0039_reasons::Migration),
            Box::new(m0040_corrections::Migration),
            Box::new(m0036_from_requesters::Migration),
            Box::new(m0041_proof::Migration),
            Box::new(m0043_letters_waited_for::Migration),
            Box::new(m0042_people::Migration),
            Box::new(m0044_public_ids::Migration),
            Box::new(m0045_outcomes::Migration),
            Box::new(m0046_requester_salts::Migration),
            Box::new(m0051_whole_documents::Migration),
            Box::new(m0052_job_rounds::Migration),
            Box::new(m0053_newest_received::Migration),
            Box::new(m0054_by_itself::Migration),
            Box::new(m0055_open_by_id::Migration),
            Box::new(m0056_letters_by_address::Migration),
            Box::new(m0057_documents_taken_off::Migration),
            Box::new(m0058_exemptions_of_questions::Migration),
            Box::new(m0059_words_the_program_knows::Migration),
            Box::new(m0060_tries_of_messages::Migration),
            Box::new(m0061_undelivered_by_priority::Migration),
            Box::new(m0062_printed_tables::Migration),
            Box::new(m0063_cures::Migration),
            Box::new(m0064_shapes::Migration),
            Box::new(m0065_ended_decisions::Migration),
        ];
        let whole = |step| Box::new(whole::Whole(step)) as Box<dyn MigrationTrait>;
        steps.into_iter().map(whole).collect()
    }
}
