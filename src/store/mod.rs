//! The database: rows and repositories.
