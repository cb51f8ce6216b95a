//! How far a score can be trusted.

use chrono::NaiveDate;
use serde::Serialize;

use super::counted::{Counted, Which};
use super::evidence::{Evidence, MONTHS_SCORED};
use super::reckon::{real, share};
use super::sentence::{Of, Sentence};
use super::weights::{ConfidenceLimit, Weights};
use crate::domain::words::count;

/// How far a score can be trusted, from how many requests it rests on, how many of them a person
/// confirmed as of the topic, and how many have hours recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Confidence {
    /// Rests on many requests, mostly confirmed, mostly with hours.
    A,
    /// Between.
    B,
    /// Rests on few requests, or on suggestions and estimates.
    C,
}

/// The confidence in a topic's score on a day, and what it rests on.
pub(super) fn confidence(
    evidence: &Evidence,
    weights: &Weights,
    on: NaiveDate,
) -> (Confidence, Sentence) {
    let scored = Counted::months(on, MONTHS_SCORED);
    let all = scored.count(evidence);
    let confirmed = scored.only(Which::Confirmed).count(evidence);
    let hours = scored.only(Which::HoursRecorded).count(evidence);
    let meets = |limit: &ConfidenceLimit| {
        all >= limit.requests
            && all > 0
            && share(real(confirmed), real(all)) >= limit.confirmed
            && share(real(hours), real(all)) >= limit.hours_recorded
    };
    let grade = if meets(&weights.confidence.a) {
        Confidence::A
    } else if meets(&weights.confidence.b) {
        Confidence::B
    } else {
        Confidence::C
    };
    // Rounded down, so that a share just below a limit does not read as if it met it.
    let percent = |part: usize| part * 100 / all.max(1);
    let because = Sentence::default()
        .figure(count(all, "request"), Of::Requests, scored)
        .text(", ")
        .figure(
            format!("{}% confirmed", percent(confirmed)),
            Of::Share,
            scored.only(Which::Confirmed),
        )
        .text(", ")
        .figure(
            format!("{}% with recorded hours", percent(hours)),
            Of::Share,
            scored.only(Which::HoursRecorded),
        );
    (grade, because)
}
