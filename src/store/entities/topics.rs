//! Topics, the decisions about them, and what searches for them learnt.

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
        pub cohesion: f64,
    }

    without_relations!();
}

/// A decision about a topic: appended, never updated or deleted.
pub mod register_event {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub at: DateTimeUtc,
        pub on_date: Date,
        pub role: String,
        pub person_id: Option<i64>,
        pub kind: String,
        pub topic_id: i64,
        pub other_id: Option<i64>,
        pub undoes: Option<i64>,
        pub said: String,
        #[sea_orm(column_type = "Text")]
        pub data: String,
        pub previous: String,
        pub hash: String,
    }

    without_relations!();
}

/// Where a search wants a request to go.
pub mod topic_move {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic_moves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub search: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        pub from_topic: Option<i64>,
        pub to_topic: i64,
    }

    without_relations!();
}

/// A part of a topic, one level below it.
pub mod topic_part {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic_parts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub search: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub topic_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub label: String,
        #[sea_orm(column_type = "Text")]
        pub cases: String,
    }

    without_relations!();
}

/// What a search learnt of a stem.
pub mod topic_term {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic_terms")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub search: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub stem: String,
        pub readings: i64,
        #[sea_orm(column_type = "Text")]
        pub companions: String,
        #[sea_orm(column_type = "Text")]
        pub topics: String,
    }

    without_relations!();
}

/// A sentence that requests repeat whatever they ask for, by its digest.
pub mod repeated_sentence {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "repeated_sentences")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub search: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sentence: i64,
    }

    without_relations!();
}

/// The words of a request, smoothed over those most like it.
pub mod case_words {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(column_type = "Text")]
        pub words: String,
    }

    without_relations!();
}

/// A request like another.
pub mod similar_case {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "similar_cases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub other_id: i64,
        #[sea_orm(column_type = "Text")]
        pub shared: String,
    }

    without_relations!();
}

/// A topic suggested for a request.
pub mod topic_suggestion {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic_suggestions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub topic_id: i64,
        pub fit: f64,
        #[sea_orm(column_type = "Text")]
        pub because: String,
    }

    without_relations!();
}

/// A topic suggested for one question of a request.
pub mod question_suggestion {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "question_suggestions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub question: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub topic_id: i64,
        pub fit: f64,
        #[sea_orm(column_type = "Text")]
        pub because: String,
    }

    without_relations!();
}
