//! People at the desk, their sessions and links, and what anybody tried how often.

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

    without_relations!();
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

    without_relations!();
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

    without_relations!();
}

/// How often something was tried that may be tried only so often.
pub mod tried {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub made: i64,
        pub counts_until: DateTimeUtc,
    }

    without_relations!();
}

/// An address a person has signed in from.
pub mod known_address {
    use sea_orm::entity::prelude::*;

    /// The row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "known_addresses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub address: String,
        pub used_at: DateTimeUtc,
    }

    without_relations!();
}
