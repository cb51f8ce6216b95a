//! Letters about an internal review: that it has begun, and what it decided.

use super::LetterContext;
use super::frame::{Frame, LawWords, Regulator, samples, spoken, spoken_if_known};
use super::reasons::samples::{refused, unsaid, unsaid_in_part, withheld};
use super::reasons::{Refused, Unsaid, Withheld};
use super::receipt::{Step, steps};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// The request for a review has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewAcknowledgement {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The day the request for a review arrived.
    #[serde(serialize_with = "spoken")]
    pub received: NaiveDate,
    /// The day our answer was due, where it has not come.
    #[serde(serialize_with = "spoken_if_known")]
    pub overdue: Option<NaiveDate>,
    /// The disputed readings of the law that day rests on, a sentence each.
    pub disputed: Vec<String>,
    /// When we expect or have to decide.
    #[serde(serialize_with = "spoken_if_known")]
    pub due: Option<NaiveDate>,
    /// How that date is worked out; may be empty.
    pub steps: Vec<Step>,
    /// What the requester is not content with, line by line; may be empty.
    pub points: Vec<String>,
    /// Who decides it, as a sentence, where the law has a rule about that.
    pub by: Option<String>,
}

/// A question whose outcome a review changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its number, from 1.
    pub number: usize,
    /// What was asked.
    pub asked: String,
    /// The outcome before, in lower case.
    pub before: String,
    /// The outcome now, in lower case.
    pub after: String,
}

/// What the review decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewOutcome {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The decision in one sentence, with its full stop.
    pub decision: String,
    /// The reasons, paragraph by paragraph.
    pub reasons: Vec<String>,
    /// Who decided it, as a sentence, where the law has a rule about that.
    pub by: Option<String>,
    /// The questions whose outcome changed; may be empty.
    pub changed: Vec<Changed>,
    /// The outcome of the whole as it stands now, in lower case.
    pub outcome: String,
    /// What is released now, one item an entry; may be empty.
    pub released: Vec<String>,
    /// Where it is to be had, when it is too large for email.
    pub released_at: Option<String>,
    /// What stays withheld; may be empty.
    pub withheld: Vec<Withheld>,
    /// What we neither confirm nor deny that we hold.
    pub unsaid: Option<Unsaid>,
    /// What stays refused without an exemption; may be empty.
    pub refused: Vec<Refused>,
    /// Where the law says what the notices of those have to say.
    pub refused_under: Option<String>,
    /// Who decides after us, where the law has somebody.
    pub regulator: Option<Regulator>,
}

impl LetterContext for ReviewAcknowledgement {
    const KIND: LetterKind = LetterKind::ReviewAcknowledgement;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            received: samples::day(2026, 7, 1),
            overdue: None,
            disputed: Vec::new(),
            due: Some(samples::day(2026, 7, 30)),
            steps: steps(),
            points: vec!["Names of senior officers should not be withheld.".into()],
            by: Some("Somebody who had no part in the decision will review it.".into()),
        };
        let bare = Self {
            by: None,
            frame: samples::bare_frame(),
            law: samples::regulations(),
            due: None,
            steps: Vec::new(),
            points: Vec::new(),
            ..sample.clone()
        };
        let by_post = Self {
            frame: samples::posted_frame(),
            ..sample.clone()
        };
        let of_silence = Self {
            overdue: Some(samples::day(2026, 6, 29)),
            disputed: vec![samples::disputed()],
            ..sample.clone()
        };
        let of_silence_without_limit = Self {
            due: None,
            ..of_silence.clone()
        };
        vec![sample, bare, by_post, of_silence, of_silence_without_limit]
    }
}

impl LetterContext for ReviewOutcome {
    const KIND: LetterKind = LetterKind::ReviewOutcome;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            decision: "We agree with you in part.".into(),
            reasons: vec!["Senior officers answer to the public for what they decide.".into()],
            by: Some("Somebody who had no part in the decision has reviewed it.".into()),
            changed: vec![Changed {
                number: 2,
                asked: "Which officers of which rank took part?".into(),
                before: "refused".into(),
                after: "granted in part".into(),
            }],
            outcome: "granted in part".into(),
            released: vec!["The names of officers of the rank of superintendent and above".into()],
            released_at: None,
            withheld: withheld(),
            unsaid: None,
            refused: Vec::new(),
            refused_under: None,
            regulator: Some(samples::regulator()),
        };
        let bare = Self {
            frame: samples::bare_frame(),
            by: None,
            changed: Vec::new(),
            released: Vec::new(),
            withheld: Vec::new(),
            regulator: Some(samples::named_regulator()),
            ..sample.clone()
        };
        let by_link = Self {
            released: vec!["interviews.zip (48.0 MB)".into()],
            released_at: Some("https://foi.police.example/status/FOI-2026-000123".into()),
            regulator: None,
            ..sample.clone()
        };
        let of_the_request = Self {
            changed: Vec::new(),
            outcome: "refused: cost".into(),
            released: Vec::new(),
            withheld: Vec::new(),
            refused: refused(),
            refused_under: Some("section 17(5)".into()),
            ..sample.clone()
        };
        let neither = Self {
            outcome: "neither confirmed nor denied".into(),
            unsaid: Some(unsaid()),
            refused: Vec::new(),
            ..of_the_request.clone()
        };
        let all_three = Self {
            unsaid: Some(unsaid_in_part()),
            refused: refused(),
            refused_under: None,
            ..sample.clone()
        };
        vec![sample, bare, by_link, of_the_request, neither, all_three]
    }
}
