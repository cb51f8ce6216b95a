//! Weights and requests the tests of this folder share.

use chrono::{Months, NaiveDate};

use super::evidence::{Outcome, RequestEvidence};
use super::weights::{
    ConfidenceLimit, ConfidenceLimits, Demand, DisclosureLimits, Effort, GateLimits, Interest,
    Persistence, Releasability, ShapeWeights, TriggerLimits, Weights,
};

/// The day the tests score on.
pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

/// So many whole months before that day, and a week, so as to stand clear of the edges.
pub(super) fn months_ago(months: u32) -> NaiveDate {
    today() - Months::new(months) - chrono::Days::new(7)
}

/// The published weights.
pub(super) fn weights() -> Weights {
    Weights {
        demand: Demand {
            points: 35,
            full_at: 12.0,
            full_share: 0.05,
            earlier_year: 0.5,
            campaign_most: 3,
        },
        persistence: Persistence {
            points: 15,
            quarters: 8,
            least_share: 0.02,
        },
        effort: Effort {
            points: 20,
            full_at_hours: 60.0,
            full_share: 0.05,
            estimated_hours: 3.0,
        },
        releasability: Releasability {
            points: 15,
            part: 0.5,
        },
        public_interest: Interest {
            points: 15,
            rubric: vec![0, 3, 6, 10],
            signals_most: 5,
            searches_a_point: 10,
            searches_a_day: 3,
        },
        confidence: ConfidenceLimits {
            a: ConfidenceLimit {
                requests: 10,
                confirmed: 0.8,
                hours_recorded: 0.5,
            },
            b: ConfidenceLimit {
                requests: 5,
                confirmed: 0.5,
                hours_recorded: 0.0,
            },
        },
        gates: GateLimits {
            out_of_date_months: 24,
            preparation_hours: 120.0,
            answers_alike: 3,
        },
        triggers: TriggerLimits {
            requesters: 3,
            dataset_requests: 1,
            already_public: 2,
            owed_at_once: 10,
        },
        disclosure: DisclosureLimits { threshold: 5 },
        shape: ShapeWeights {
            neither: 0.15,
            own_file: 0.0,
            mostly: Some(0.5),
        },
    }
}

/// A request received so many months ago, refused, without hours.
pub(super) fn request(requester: u64, months: u32) -> RequestEvidence {
    RequestEvidence {
        received: months_ago(months),
        answered: None,
        requester,
        nameless: false,
        campaign: None,
        hours: None,
        outcome: Outcome::Refused,
        dataset: false,
        confirmed: true,
        shape: None,
        shape_words: Vec::new(),
    }
}
