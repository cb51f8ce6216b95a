//! Letters, messages, and which job wrote letters for which date.

/// A letter in the outbox.
pub mod letter {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "letters")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: Option<i64>,
        pub message_id: String,
        pub kind: String,
        pub to_name: String,
        pub to_address: Option<String>,
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub body_text: String,
        #[sea_orm(column_type = "Text")]
        pub body_html: String,
        pub in_reply_to: Option<String>,
        pub state: String,
        pub attempts: i64,
        pub next_attempt_at: DateTimeUtc,
        pub claimed_until: Option<DateTimeUtc>,
        pub answer: Option<String>,
        pub created_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
        pub server: Option<String>,
        pub thread: Option<String>,
        pub reported: Option<String>,
        pub reported_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text", nullable)]
        pub report: Option<String>,
        pub settled_at: Option<DateTimeUtc>,
        pub priority: i64,
        pub claimed_by: Option<String>,
        pub discarded_at: Option<DateTimeUtc>,
        pub salt: String,
        pub public_id: String,
        pub by_itself: bool,
    }

    without_relations!();
}

/// What came in, of whatever source, and where it was put.
pub mod message {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub public_id: String,
        pub digest: String,
        pub content: Option<String>,
        pub message_id: Option<String>,
        pub source: String,
        pub received_at: DateTimeUtc,
        pub stored_at: DateTimeUtc,
        pub size: i64,
        pub state: String,
        pub class: Option<String>,
        pub reason: String,
        pub from_name: String,
        pub from_address: String,
        pub sent_to: String,
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub quoted: String,
        pub note: Option<String>,
        pub checks: String,
        pub attachments: String,
        pub candidates: String,
        pub handled_by: Option<i64>,
        pub handled_at: Option<DateTimeUtc>,
        pub form: Option<String>,
        pub tries: i64,
    }

    without_relations!();
}

/// That a job has run for a date.
pub mod job_run {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_runs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub on_date: Date,
        pub at: DateTimeUtc,
        pub letters: i64,
    }

    without_relations!();
}
