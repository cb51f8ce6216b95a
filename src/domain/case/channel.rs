//! How a request reached the authority (FOIA s.8: writing, by any means).

use serde::{Deserialize, Serialize};

/// The way a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By email.
    Email,
    /// A letter.
    Post,
    /// Through Daylight's own public form.
    WebForm,
    /// A message on a social network the authority uses.
    SocialMedia,
    /// Handed in at a counter.
    InPerson,
    /// By telephone: valid under the EIR and for subject access, not under FOIA s.8(1)(a).
    Telephone,
    /// Taken over from an earlier log that does not say.
    EarlierLog,
}

impl Channel {
    /// Every channel, in the order a form offers them.
    pub const ALL: [Self; 7] = [
        Self::Email,
        Self::Post,
        Self::WebForm,
        Self::SocialMedia,
        Self::InPerson,
        Self::Telephone,
        Self::EarlierLog,
    ];

    /// The word stored in the database and used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Post => "post",
            Self::WebForm => "web_form",
            Self::SocialMedia => "social_media",
            Self::InPerson => "in_person",
            Self::Telephone => "telephone",
            Self::EarlierLog => "earlier_log",
        }
    }

    /// As a person reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Post => "Post",
            Self::WebForm => "Web form",
            Self::SocialMedia => "Social media",
            Self::InPerson => "In person",
            Self::Telephone => "Telephone",
            Self::EarlierLog => "Earlier log",
        }
    }

    /// The way something came, as in "it came by post".
    #[must_use]
    pub const fn by_way_of(self) -> &'static str {
        match self {
            Self::Email => "by email",
            Self::Post => "by post",
            Self::WebForm => "on the requester\u{2019}s page",
            Self::SocialMedia => "by social media",
            Self::InPerson => "in person",
            Self::Telephone => "by telephone",
            Self::EarlierLog => "from an earlier log",
        }
    }

    /// The channel of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }
}
