//! The record: events, and the texts that stand beside them.

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

    without_relations!();
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

    without_relations!();
}
