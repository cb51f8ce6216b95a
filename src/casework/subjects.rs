//! The use cases by subject: one type each, which borrows the context and reads as it.

use super::Casework;
use std::ops::Deref;

/// Makes a type of each subject, and the method of [`Casework`] that hands it out.
macro_rules! subjects {
    ($($(#[$what:meta])* $subject:ident by $name:ident;)*) => {
        $(
            $(#[$what])*
            #[derive(Clone, Copy)]
            pub struct $subject<'a> {
                casework: &'a Casework,
            }

            impl Deref for $subject<'_> {
                type Target = Casework;

                fn deref(&self) -> &Casework {
                    self.casework
                }
            }
        )*

        impl Casework {
            $(
                $(#[$what])*
                #[must_use]
                pub const fn $name(&self) -> $subject<'_> {
                    $subject { casework: self }
                }
            )*
        }
    };
}

subjects! {
    /// Requests: logged, acted upon, shown to whoever made them.
    Cases by cases;
    /// What was recorded of a request wrongly, put right.
    Corrections by corrections;
    /// Documents that go out with an answer.
    Documents by documents;
    /// What the public finds of what is published.
    Shelf by shelf;
    /// Letters on their way: which leaves next, whether any may, and what became of each.
    Outbox by outbox;
    /// Letters as they are written and queued.
    Letters by letters;
    /// Mail as it comes in, and where it belongs.
    Incoming by incoming;
    /// What waits for somebody to say where it belongs.
    Tray by tray;
    /// What colleagues and requesters are reminded of.
    Reminding by reminding;
    /// Accounts of people at the desk: invited, changed, ended.
    Accounts by accounts;
    /// Who is signed in, and how often anybody may try.
    Sessions by sessions;
    /// What to publish, decided and measured.
    Publishing by publishing;
    /// Disclosure control of tables that are to be printed.
    Disclosure by disclosure;
    /// Topics: looked for, decided about, counted.
    Topics by topics;
    /// The law in use.
    Laws by laws;
    /// Reports of a month.
    Reports by reports;
}
