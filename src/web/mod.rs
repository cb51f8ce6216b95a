//! The web: routes, pages, forms and guards.
