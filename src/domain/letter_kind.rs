//! The kinds of letters, by the folder of their templates, and how each is treated in the outbox.

/// How urgently a letter leaves when not all can at once; smaller leaves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A limit of the law waits for it: an answer, a question that stops the clock, an extension.
    First,
    /// Somebody wrote it to somebody.
    Ordinary,
    /// The program wrote it by itself: that something arrived, or a digest.
    Last,
}

impl Priority {
    /// As the outbox keeps it.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::First => 0,
            Self::Ordinary => 1,
            Self::Last => 2,
        }
    }
}

/// A kind of letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterKind {
    /// Its name, which is the folder of its templates.
    pub name: &'static str,
    /// How urgently it leaves.
    pub priority: Priority,
    /// Whether the program writes it by itself (RFC 3834).
    pub automatic: bool,
    /// Whether it goes to many alike (RFC 2919).
    pub list: bool,
    /// Whether documents may travel with it.
    pub carries: bool,
}

const fn kind(name: &'static str, priority: Priority) -> LetterKind {
    LetterKind {
        name,
        priority,
        automatic: matches!(priority, Priority::Last),
        list: false,
        carries: false,
    }
}

const fn carrier(name: &'static str) -> LetterKind {
    LetterKind {
        carries: true,
        ..kind(name, Priority::First)
    }
}

const fn list(name: &'static str) -> LetterKind {
    LetterKind {
        list: true,
        ..kind(name, Priority::Last)
    }
}

/// Every kind there is.
pub const KINDS: [LetterKind; 15] = [
    carrier("release"),
    carrier("review_outcome"),
    kind("refusal", Priority::First),
    kind("not_held", Priority::First),
    kind("clarification", Priority::First),
    kind("fees_notice", Priority::First),
    kind("extension", Priority::First),
    kind("chaser", Priority::Ordinary),
    kind("reply", Priority::Ordinary),
    kind("review_acknowledgement", Priority::Ordinary),
    kind("acknowledgement", Priority::Last),
    kind("reply_noted", Priority::Last),
    list("publication"),
    list("reminders"),
    list("month"),
];

/// The kind of this name; an ordinary letter where an earlier Daylight knew one that this does not.
#[must_use]
pub fn letter_kind(name: &str) -> LetterKind {
    let known = KINDS.into_iter().find(|kind| kind.name == name);
    known.unwrap_or_else(|| kind("", Priority::Ordinary))
}
