//! The kinds of letters and how each is treated in the outbox.
//!
//! Every list of kinds there is follows from the matches below, which name each kind.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A kind of letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// A request arrived, and by when it is answered.
    Acknowledgement,
    /// What the requester wrote on their page arrived.
    ReplyNoted,
    /// The requester has to say more first (FOIA s.1(3), EIR reg 9).
    Clarification,
    /// A fee has to be paid first (FOIA s.9, EIR reg 8).
    FeesNotice,
    /// What the requester was asked for has not come.
    Chaser,
    /// What the requester was asked for has come, or another limit applies: the day our answer is due now.
    NewDate,
    /// The law or its holidays changed: another day than the requester was told.
    DateMoved,
    /// More time is needed (FOIA s.10(3), EIR reg 7).
    Extension,
    /// The information, all or part of it.
    Release,
    /// The information is not given (FOIA s.17, EIR reg 14).
    Refusal,
    /// The information is not held.
    NotHeld,
    /// Another authority is to answer (FOIA s.45 Code, EIR reg 10).
    Transfer,
    /// The case is closed, as what the requester was asked for has not come (FOIA s.1(3), s.9(2)).
    Lapse,
    /// Somebody at the desk writes in the course of a case.
    Reply,
    /// Something the requester was told is not so.
    Correction,
    /// A review has begun.
    ReviewAcknowledgement,
    /// What a review decided.
    ReviewOutcome,
    /// What a request was about is published.
    Publication,
    /// To a colleague: what presses on their cases.
    Reminders,
    /// To a manager: the month that has ended.
    Month,
    /// To a requester who asked for it: the link of their page again.
    StatusLink,
    /// To somebody who is invited to the desk: the link by which they choose a password.
    Invitation,
    /// To a colleague who asked for it: the link by which they choose a new password.
    PasswordReset,
}

/// How urgently a letter leaves when not all can at once; smaller leaves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A limit of the law waits for it: an answer, a question that stops the clock, an extension.
    First,
    /// A requester waits for it, or has to do something before a day.
    Ordinary,
    /// That something arrived, or a digest.
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

/// What makes the program write a letter by itself (RFC 3834, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// A message: `auto-replied`.
    Replied,
    /// Something else, as a day or a form: `auto-generated`.
    Generated,
}

/// A word that is the name of no kind of letter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\u{201c}{0}\u{201d} is no kind of letter that this Daylight knows")]
pub struct UnknownKind(String);

impl LetterKind {
    /// Every kind there is.
    pub const ALL: [Self; 23] = [
        Self::Acknowledgement,
        Self::ReplyNoted,
        Self::Clarification,
        Self::FeesNotice,
        Self::Chaser,
        Self::NewDate,
        Self::DateMoved,
        Self::Extension,
        Self::Release,
        Self::Refusal,
        Self::NotHeld,
        Self::Transfer,
        Self::Lapse,
        Self::Reply,
        Self::Correction,
        Self::ReviewAcknowledgement,
        Self::ReviewOutcome,
        Self::Publication,
        Self::Reminders,
        Self::Month,
        Self::StatusLink,
        Self::Invitation,
        Self::PasswordReset,
    ];

    /// Its name as stored, which is also the folder of its templates.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::ReplyNoted => "reply_noted",
            Self::Clarification => "clarification",
            Self::FeesNotice => "fees_notice",
            Self::Chaser => "chaser",
            Self::NewDate => "new_date",
            Self::DateMoved => "date_moved",
            Self::Extension => "extension",
            Self::Release => "release",
            Self::Refusal => "refusal",
            Self::NotHeld => "not_held",
            Self::Transfer => "transfer",
            Self::Lapse => "lapse",
            Self::Reply => "reply",
            Self::Correction => "correction",
            Self::ReviewAcknowledgement => "review_acknowledgement",
            Self::ReviewOutcome => "review_outcome",
            Self::Publication => "publication",
            Self::Reminders => "reminders",
            Self::Month => "month",
            Self::StatusLink => "status_link",
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
        }
    }

    /// Its name as a page shows it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::ReplyNoted => "a message has arrived",
            Self::Clarification => "questions to the requester",
            Self::FeesNotice => "fees notice",
            Self::Chaser => "what was asked for has not come",
            Self::NewDate => "the day the answer is due now",
            Self::DateMoved => "the law moved the day",
            Self::Extension => "extension of time",
            Self::Release => "answer",
            Self::Refusal => "refusal",
            Self::NotHeld => "answer that nothing is held",
            Self::Transfer => "another authority is to answer",
            Self::Lapse => "closed, as nothing came",
            Self::Reply => "message to the requester",
            Self::Correction => "correction",
            Self::ReviewAcknowledgement => "acknowledgement of a review",
            Self::ReviewOutcome => "outcome of a review",
            Self::Publication => "what was asked for is published",
            Self::Reminders => "reminders",
            Self::Month => "report of a month",
            Self::StatusLink => "the link of the request\u{2019}s page again",
            Self::Invitation => "invitation to the desk",
            Self::PasswordReset => "link to choose a new password",
        }
    }

    /// How urgently it leaves.
    #[must_use]
    pub const fn priority(self) -> Priority {
        match self {
            Self::Clarification
            | Self::FeesNotice
            | Self::Extension
            | Self::Release
            | Self::Refusal
            | Self::NotHeld
            | Self::Transfer
            | Self::ReviewOutcome => Priority::First,
            Self::Chaser
            | Self::NewDate
            | Self::DateMoved
            | Self::Lapse
            | Self::Reply
            | Self::Correction
            | Self::ReviewAcknowledgement
            | Self::StatusLink
            | Self::Invitation
            | Self::PasswordReset => Priority::Ordinary,
            Self::Acknowledgement
            | Self::ReplyNoted
            | Self::Publication
            | Self::Reminders
            | Self::Month => Priority::Last,
        }
    }

    /// What makes the program write it by itself; nothing for a letter that a person caused.
    #[must_use]
    pub const fn automatic(self) -> Option<Automatic> {
        match self {
            Self::Acknowledgement => Some(Automatic::Replied),
            Self::ReplyNoted
            | Self::Chaser
            | Self::DateMoved
            | Self::Publication
            | Self::Reminders
            | Self::Month
            | Self::StatusLink
            | Self::PasswordReset => Some(Automatic::Generated),
            Self::Clarification
            | Self::FeesNotice
            | Self::NewDate
            | Self::Extension
            | Self::Release
            | Self::Refusal
            | Self::NotHeld
            | Self::Transfer
            | Self::Lapse
            | Self::Reply
            | Self::Correction
            | Self::ReviewAcknowledgement
            | Self::ReviewOutcome
            | Self::Invitation => None,
        }
    }

    /// Whether it goes to many alike (RFC 2919).
    #[must_use]
    pub const fn is_list(self) -> bool {
        match self {
            Self::Publication | Self::Reminders | Self::Month => true,
            Self::Acknowledgement
            | Self::ReplyNoted
            | Self::Clarification
            | Self::FeesNotice
            | Self::Chaser
            | Self::NewDate
            | Self::DateMoved
            | Self::Extension
            | Self::Release
            | Self::Refusal
            | Self::NotHeld
            | Self::Transfer
            | Self::Lapse
            | Self::Reply
            | Self::Correction
            | Self::ReviewAcknowledgement
            | Self::ReviewOutcome
            | Self::StatusLink
            | Self::Invitation
            | Self::PasswordReset => false,
        }
    }

    /// Whether it holds a link by which whoever has it chooses somebody's password.
    #[must_use]
    pub const fn lets_in(self) -> bool {
        match self {
            Self::Invitation | Self::PasswordReset => true,
            Self::Acknowledgement
            | Self::ReplyNoted
            | Self::Clarification
            | Self::FeesNotice
            | Self::Chaser
            | Self::NewDate
            | Self::DateMoved
            | Self::Extension
            | Self::Release
            | Self::Refusal
            | Self::NotHeld
            | Self::Transfer
            | Self::Lapse
            | Self::Reply
            | Self::Correction
            | Self::ReviewAcknowledgement
            | Self::ReviewOutcome
            | Self::Publication
            | Self::Reminders
            | Self::Month
            | Self::StatusLink => false,
        }
    }

    /// Whether documents may travel with it.
    #[must_use]
    pub const fn carries_documents(self) -> bool {
        match self {
            Self::Release | Self::ReviewOutcome | Self::Reply => true,
            Self::Acknowledgement
            | Self::ReplyNoted
            | Self::Clarification
            | Self::FeesNotice
            | Self::Chaser
            | Self::NewDate
            | Self::DateMoved
            | Self::Extension
            | Self::Refusal
            | Self::NotHeld
            | Self::Transfer
            | Self::Lapse
            | Self::Correction
            | Self::ReviewAcknowledgement
            | Self::Publication
            | Self::Reminders
            | Self::Month
            | Self::StatusLink
            | Self::Invitation
            | Self::PasswordReset => false,
        }
    }
}

impl fmt::Display for LetterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LetterKind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownKind(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error as ValueError, StrDeserializer};

    #[test]
    fn every_kind_is_read_back_from_its_word_and_from_a_record_of_it() {
        for kind in LetterKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let record: StrDeserializer<'_, ValueError> = kind.as_str().into_deserializer();
            assert_eq!(LetterKind::deserialize(record).unwrap(), kind);
        }
        for damaged in ["", "Release", "releases", "letter"] {
            assert!(damaged.parse::<LetterKind>().is_err(), "{damaged:?}");
        }
    }

    #[test]
    fn the_list_of_all_kinds_names_each_once() {
        let mut all = LetterKind::ALL;
        all.sort_unstable();
        assert_eq!(all.map(|kind| kind as usize), std::array::from_fn(|n| n));
    }

    #[test]
    fn what_the_program_writes_by_itself_never_takes_the_place_of_an_answer() {
        for kind in LetterKind::ALL {
            let first = kind.priority() == Priority::First;
            assert!(!(first && kind.automatic().is_some()), "{kind}");
            let by_itself = kind.automatic().is_some();
            assert!(!(kind.carries_documents() && by_itself), "{kind}");
            assert!(!kind.is_list() || kind.automatic().is_some(), "{kind}");
        }
    }
}
