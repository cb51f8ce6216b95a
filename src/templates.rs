//! The embedded templates and the strict engine that renders them.
