//! The rows by subject: one type each, which reads through a [`Store`] and writes in a [`Unit`].

use super::{Store, Unit};
use std::ops::Deref;

/// Makes a type of each subject, and what hands it out.
macro_rules! subjects {
    ($($(#[$what:meta])* $subject:ident by $name:ident;)*) => {
        $(
            $(#[$what])*
            pub struct $subject<'a, S> {
                of: &'a S,
            }

            impl<S> Deref for $subject<'_, S> {
                type Target = S;

                fn deref(&self) -> &S {
                    self.of
                }
            }
        )*

        impl Store {
            $(
                $(#[$what])*
                #[must_use]
                pub const fn $name(&self) -> $subject<'_, Self> {
                    $subject { of: self }
                }
            )*
        }

        impl Unit {
            $(
                $(#[$what])*
                #[must_use]
                pub const fn $name(&self) -> $subject<'_, Self> {
                    $subject { of: self }
                }
            )*
        }
    };
}

subjects! {
    /// Requests, and what is kept with each.
    Cases by cases;
    /// Messages that came in, and where they were put.
    Messages by messages;
    /// Letters that go out, and what became of them.
    Letters by letters;
    /// People at the desk, their sessions, and what anybody tried how often.
    People by people;
    /// Decisions about publishing, and what they rest on.
    Publication by publication;
    /// Topics, and the texts they are found in.
    Topics by topics;
    /// Which laws cases are under.
    Laws by laws;
    /// The counts of a month.
    Reports by reports;
    /// The record, for whoever checks that it holds.
    Record by record;
}
