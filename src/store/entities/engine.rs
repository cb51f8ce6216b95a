//! What the installation remembers, counts and has taken, and how its jobs went.

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

    without_relations!();
}

/// A counter.
pub mod counter {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "counters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: i64,
    }

    without_relations!();
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

    without_relations!();
}

/// When a job was last done, and what stood in its way.
pub mod job_round {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_rounds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: String,
        pub ran_at: DateTimeUtc,
        pub failures: i64,
        pub why: String,
    }

    without_relations!();
}
