//! Rows of the tables, and nothing else: never a form, never a page.
//! Each column means what the migration that makes it says.

/// What the installation remembers of itself: its signing key.
pub mod meta {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meta")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person at the desk.
pub mod person {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "people")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub email: String,
        pub password_hash: String,
        pub role: String,
        pub team: Option<String>,
        pub active: bool,
        pub created_at: DateTimeUtc,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A signed-in session; the token itself is never stored.
pub mod session {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub person_id: i64,
        pub csrf: String,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link by which somebody chooses a password; the token itself is never stored.
pub mod password_link {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "password_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub person_id: i64,
        pub purpose: String,
        pub made_at: DateTimeUtc,
        pub runs_out_at: DateTimeUtc,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A form already taken, so that a second click makes nothing new.
pub mod submission {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "submissions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
        pub reference: String,
        pub at: DateTimeUtc,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The person who asked: erasable.
pub mod requester {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "requesters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub match_key: String,
        pub name: Option<String>,
        pub email: Option<String>,
        pub address: Option<String>,
        pub category: Option<String>,
        pub salt: String,
        pub erased_at: Option<DateTimeUtc>,
        pub failing_since: Option<DateTimeUtc>,
        pub failing_why: Option<String>,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A case: typed columns for what is asked often, rebuildable from the events.
pub mod case {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub reference: String,
        pub secret: String,
        pub version: i64,
        pub regime: String,
        pub calendar: String,
        pub channel: String,
        pub received: Date,
        pub due: Option<Date>,
        pub queue_due: Date,
        pub latest_extended_due: Option<Date>,
        pub clock_state: String,
        pub provisional: bool,
        pub counts_from: Option<Date>,
        pub stage: String,
        pub open: bool,
        pub responded: Option<Date>,
        pub closed: Option<Date>,
        pub ended: Option<Date>,
        pub outcome: Option<String>,
        pub first_outcome: Option<String>,
        pub review_requested: Option<Date>,
        pub review_due: Option<Date>,
        pub review_completed: Option<Date>,
        pub already_public: bool,
        pub extended: bool,
        pub team: Option<String>,
        pub officer_id: Option<i64>,
        pub requester_id: i64,
        pub requester_key: String,
        pub topic_id: Option<i64>,
        pub effort_minutes: Option<i64>,
        pub waiting_since: Option<Date>,
        pub subject: String,
        pub external_reference: Option<String>,
        pub import_key: Option<String>,
        pub created_at: DateTimeUtc,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The text of a request: erasable, committed to by its salted digest.
pub mod case_text {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        pub salt: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One numbered question of a request.
pub mod question {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "questions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        pub outcome: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        #[sea_orm(column_type = "Text")]
        pub withheld: String,
        #[sea_orm(column_type = "Text")]
        pub why: String,
        #[sea_orm(column_type = "Text")]
        pub public_interest: String,
        pub salt: String,
        pub decided_seq: i64,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An event: appended, never updated or deleted.
pub mod event {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, serde::Deserialize)]
    #[sea_orm(table_name = "events")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: i64,
        pub seq: i64,
        pub at: DateTimeUtc,
        pub on_date: Date,
        pub role: String,
        pub person_id: Option<i64>,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub data: String,
        pub previous: String,
        pub hash: String,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A note, a message or a reason: erasable text beside an event.
pub mod writing {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "writings")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: i64,
        pub seq: i64,
        pub kind: String,
        pub at: DateTimeUtc,
        pub salt: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        pub erased_at: Option<DateTimeUtc>,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A topic of the register.
pub mod topic {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topics")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub label: String,
        #[sea_orm(column_type = "Text")]
        pub words: String,
        #[sea_orm(column_type = "Text")]
        pub typical: String,
        #[sea_orm(column_type = "Text")]
        pub standing: String,
        pub found_at: DateTimeUtc,
        pub pinned: bool,
        #[sea_orm(column_type = "Text")]
        pub nature: String,
        pub merged_into: Option<i64>,
        pub search: Option<i64>,
    }

    /// None: rows are read one table at a time.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
