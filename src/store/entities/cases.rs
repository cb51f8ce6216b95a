//! Requests, what was asked and decided, who asked, and the documents that go out with an answer.

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
        pub topic_confirmed: bool,
        pub dataset: bool,
        pub campaign: Option<i64>,
        pub shape: Option<String>,
        pub shape_words: String,
        pub effort_minutes: Option<i64>,
        pub waiting_since: Option<Date>,
        pub subject: String,
        pub external_reference: Option<String>,
        pub import_key: Option<String>,
        pub created_at: DateTimeUtc,
    }

    without_relations!();
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
        pub compared: bool,
    }

    without_relations!();
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

    without_relations!();
}

/// A section a question rests on as it was decided last.
pub mod question_exemption {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "question_exemptions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub section: String,
    }

    without_relations!();
}

/// The reasons of one section of a decision: rows are added, and never changed.
pub mod decision_reason {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "decision_reasons")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub section: String,
        pub withheld: String,
        pub why: String,
        pub harm: String,
        pub for_disclosure: String,
        pub for_withholding: String,
        pub balance: String,
        pub opinion_by: String,
        pub opinion: String,
        pub opinion_on: Option<Date>,
        pub completion: String,
        pub earlier: String,
        pub together: String,
        pub advice: String,
        pub cure: String,
    }

    without_relations!();
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

    without_relations!();
}

/// Who asked, as it was recorded and corrected: erasable, and one row a version.
pub mod requester_version {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "requester_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub salt: String,
        pub name: Option<String>,
        pub email: Option<String>,
        pub address: Option<String>,
        pub category: Option<String>,
        pub at: DateTimeUtc,
    }

    without_relations!();
}

/// A document kept with a case, all but its bytes.
pub mod document {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "documents")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: i64,
        pub public_id: String,
        pub name: String,
        pub size: i64,
        pub digest: String,
        pub added_by: Option<i64>,
        pub added_at: DateTimeUtc,
        pub seq: Option<i64>,
        pub whole: bool,
        pub taken_off_at: Option<DateTimeUtc>,
    }

    without_relations!();
}

/// A piece of the bytes of a document.
pub mod document_piece {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_pieces")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub bytes: Vec<u8>,
    }

    without_relations!();
}

/// A document that goes out with a letter.
pub mod letter_document {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "letter_documents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub message_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: i64,
        pub attached: bool,
    }

    without_relations!();
}
