//! What can happen to a request that matters to the clock.

use crate::domain::civil_day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The sort of thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEventKind {
    /// The authority asked what exactly is wanted.
    ClarificationSought,
    /// The requester answered that.
    ClarificationReceived,
    /// The authority asked for a fee.
    FeesNoticeIssued,
    /// The fee was received.
    FeePaid,
    /// The authority took more time on a ground the law gives.
    Extended,
    /// The authority asked who the requester is.
    IdentityRequested,
    /// The requester showed that.
    IdentityReceived,
    /// The request, or part of it, went to another authority.
    Transferred,
    /// The answer was sent.
    Responded,
    /// The requester asked for an internal review.
    ReviewRequested,
    /// The outcome of the review was sent.
    ReviewCompleted,
    /// The requester withdrew.
    Withdrawn,
}

impl ClockEventKind {
    /// Every kind, in the order of a case's life.
    pub const ALL: [Self; 12] = [
        Self::ClarificationSought,
        Self::ClarificationReceived,
        Self::FeesNoticeIssued,
        Self::FeePaid,
        Self::Extended,
        Self::IdentityRequested,
        Self::IdentityReceived,
        Self::Transferred,
        Self::Responded,
        Self::ReviewRequested,
        Self::ReviewCompleted,
        Self::Withdrawn,
    ];

    /// The word printed, stored and typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClarificationSought => "clarification_sought",
            Self::ClarificationReceived => "clarification_received",
            Self::FeesNoticeIssued => "fees_notice_issued",
            Self::FeePaid => "fee_paid",
            Self::Extended => "extended",
            Self::IdentityRequested => "identity_requested",
            Self::IdentityReceived => "identity_received",
            Self::Transferred => "transferred",
            Self::Responded => "responded",
            Self::ReviewRequested => "review_requested",
            Self::ReviewCompleted => "review_completed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether it can still follow when a request has ended without an answer, lapsed or
    /// transferred: what is left may be answered, and that looked at.
    #[must_use]
    pub const fn follows_a_lapse(self) -> bool {
        match self {
            Self::Responded | Self::ReviewRequested | Self::Withdrawn => true,
            Self::ClarificationSought
            | Self::ClarificationReceived
            | Self::FeesNoticeIssued
            | Self::FeePaid
            | Self::Extended
            | Self::IdentityRequested
            | Self::IdentityReceived
            | Self::Transferred
            | Self::ReviewCompleted => false,
        }
    }

    /// What happened, as the subject of a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::ClarificationSought => "a question to the requester",
            Self::ClarificationReceived => "a clarification",
            Self::FeesNoticeIssued => "a fees notice",
            Self::FeePaid => "a payment",
            Self::Extended => "an extension",
            Self::IdentityRequested => "a request for proof of identity",
            Self::IdentityReceived => "proof of identity",
            Self::Transferred => "a transfer",
            Self::Responded => "an answer",
            Self::ReviewRequested => "a request for review",
            Self::ReviewCompleted => "the outcome of a review",
            Self::Withdrawn => "a withdrawal",
        }
    }
}

impl fmt::Display for ClockEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a transfer has as its ground where it was of a part of the request.
pub const IN_PART: &str = "in_part";

/// One thing that happened, on a civil day at the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    /// What.
    pub kind: ClockEventKind,
    /// When.
    #[serde(deserialize_with = "civil_day::read")]
    pub on: NaiveDate,
    /// For an extension, its ground, the regime's first when absent; for a transfer [`IN_PART`],
    /// where the authority answers the rest itself.
    #[serde(default)]
    pub ground: Option<String>,
    /// For an extension, the new last day; the regime's norm when absent.
    #[serde(default, deserialize_with = "civil_day::read_optional")]
    pub until: Option<NaiveDate>,
}

impl ClockEvent {
    /// An event that needs neither ground nor end.
    #[must_use]
    pub const fn new(kind: ClockEventKind, on: NaiveDate) -> Self {
        Self {
            kind,
            on,
            ground: None,
            until: None,
        }
    }
}

impl fmt::Display for ClockEvent {
    /// Writes what [`str::parse`] reads: `extended@2026-06-20:public_interest:2026-07-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.kind, self.on)?;
        if let Some(ground) = &self.ground {
            write!(f, ":{ground}")?;
        }
        if let Some(until) = self.until {
            write!(f, ":{until}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for ClockEvent {
    type Err = String;

    /// Reads `KIND@DATE`, for an extension `extended@DATE[:GROUND][:UNTIL]`, and for the transfer of
    /// a part `transferred@DATE:in_part`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, rest) = text
            .split_once('@')
            .ok_or("write the event as KIND@DATE, for example fee_paid@2026-03-02")?;
        let kind = ClockEventKind::parse(kind).ok_or_else(|| {
            let known: Vec<&str> = ClockEventKind::ALL.iter().map(|k| k.as_str()).collect();
            format!("use one of these kinds: {}", known.join(", "))
        })?;
        let mut parts = rest.split(':');
        let on = civil_day::parse(parts.next().unwrap_or_default())
            .ok_or_else(|| "write the date as YYYY-MM-DD".to_owned())?;
        let mut event = Self::new(kind, on);
        for part in parts {
            match kind {
                ClockEventKind::Extended => {}
                ClockEventKind::Transferred if part == IN_PART && event.ground.is_none() => {
                    event.ground = Some(part.to_owned());
                    continue;
                }
                ClockEventKind::ClarificationSought
                | ClockEventKind::ClarificationReceived
                | ClockEventKind::FeesNoticeIssued
                | ClockEventKind::FeePaid
                | ClockEventKind::IdentityRequested
                | ClockEventKind::IdentityReceived
                | ClockEventKind::Transferred
                | ClockEventKind::Responded
                | ClockEventKind::ReviewRequested
                | ClockEventKind::ReviewCompleted
                | ClockEventKind::Withdrawn => {
                    return Err("only an extension has a ground and a new last day, and a \
                                transfer of a part \"in_part\""
                        .to_owned());
                }
            }
            match civil_day::parse(part) {
                Some(until) if event.until.is_none() => event.until = Some(until),
                None if event.ground.is_none() && !part.is_empty() => {
                    event.ground = Some(part.to_owned());
                }
                _ => {
                    return Err(
                        "write an extension as extended@DATE:GROUND:UNTIL, for example \
                                extended@2026-06-20:public-interest:2026-07-24"
                            .to_owned(),
                    );
                }
            }
        }
        Ok(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_with_its_ground_and_its_end_in_either_order() {
        let read = |text: &str| text.parse::<ClockEvent>();
        let event = read("extended@2026-06-20:public-interest:2026-07-24").unwrap();
        assert_eq!(event.ground.as_deref(), Some("public-interest"));
        assert_eq!(event.until, NaiveDate::from_ymd_opt(2026, 7, 24));
        assert_eq!(
            read("extended@2026-06-20:2026-07-24:public-interest").unwrap(),
            event
        );
        assert_eq!(read(&event.to_string()), Ok(event));
        assert_eq!(read("extended@2026-06-20").unwrap().ground, None);
        assert!(read("fee_paid").unwrap_err().contains("KIND@DATE"));
        assert!(read("paid@2026-03-02").unwrap_err().contains("fee_paid"));
        assert!(
            read("fee_paid@2.3.2026")
                .unwrap_err()
                .contains("YYYY-MM-DD")
        );
        assert!(
            read("fee_paid@2026-03-02:x")
                .unwrap_err()
                .contains("only an extension")
        );
        assert!(
            read("extended@2026-06-20:a:b")
                .unwrap_err()
                .contains("GROUND:UNTIL")
        );
    }
}
