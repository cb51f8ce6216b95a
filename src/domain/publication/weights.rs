//! The weights, gates and triggers of `config/publication.toml`, printed beside the table of candidates.

use crate::domain::topics::register::Nature;
use serde::Deserialize;

/// Everything the score, the gates and the triggers are weighed by.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// How many people ask.
    pub demand: Demand,
    /// How steadily they ask.
    pub persistence: Persistence,
    /// What answering costs.
    pub effort: Effort,
    /// How much of it can be released.
    pub releasability: Releasability,
    /// What the public gains.
    pub public_interest: Interest,
    /// What a request counts by what it asks for.
    #[serde(default)]
    pub shape: ShapeWeights,
    /// How far the figures can be trusted.
    pub confidence: ConfidenceLimits,
    /// What blocks publication.
    pub gates: GateLimits,
    /// What forces a decision.
    pub triggers: TriggerLimits,
    /// What is never published.
    pub disclosure: DisclosureLimits,
}

/// Demand: distinct requesters.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Points at most.
    pub points: u32,
    /// Weighted requesters that earn all the points, at least.
    pub full_at: f64,
    /// The share, 0 to 1, of the authority's requests, counted in the same way, that earns them where
    /// that is more; none where the file does not say.
    #[serde(default)]
    pub full_share: f64,
    /// What a requester of months 13 to 24 counts.
    pub earlier_year: f64,
    /// Requesters counted of one campaign in a year.
    pub campaign_most: u32,
}

/// Persistence: quarters with a request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persistence {
    /// Points at most.
    pub points: u32,
    /// Quarters looked back on.
    pub quarters: u32,
    /// The share, 0 to 1, of the authority's requests of a quarter, in the mean of two years, with
    /// which a quarter counts; with one request at least; none where
    /// the file does not say.
    #[serde(default)]
    pub least_share: f64,
}

/// Effort avoided: the last year's requests at the median of recorded hours.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// Points at most.
    pub points: u32,
    /// Hours a year that earn all the points, at least.
    pub full_at_hours: f64,
    /// The share, 0 to 1, of the authority's requests of a year whose estimated hours earn them
    /// where that is more; none where the file does not say.
    #[serde(default)]
    pub full_share: f64,
    /// Hours assumed for a request where none are recorded; the score says so.
    pub estimated_hours: f64,
}

/// Releasability: what was released of what was decided.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Releasability {
    /// Points at most.
    pub points: u32,
    /// What a request granted in part counts.
    pub part: f64,
}

/// Public interest: the rubric and the signals.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// Points at most.
    pub points: u32,
    /// The points an assessor may give.
    pub rubric: Vec<u32>,
    /// Points at most from the survey and from unmet searches together.
    pub signals_most: u32,
    /// Unmet searches of the last twelve months that earn one point.
    pub searches_a_point: u32,
    /// Unmet searches counted of a topic in a day: more may be one person's.
    pub searches_a_day: u32,
}

/// What a request counts by what its words ask for; one for what could be published counts 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeWeights {
    /// One whose words do not say, 0 to 1.
    pub neither: f64,
    /// One about one address, person or incident, 0 to 1.
    pub own_file: f64,
    /// The share, 0 to 1, of such requests that closes a gate; none for no gate.
    #[serde(default)]
    pub mostly: Option<f64>,
}

impl Default for ShapeWeights {
    /// A file from before requests were read for what they ask: every request counts as it did.
    fn default() -> Self {
        Self {
            neither: 1.0,
            own_file: 1.0,
            mostly: None,
        }
    }
}

/// When a score earns an A or a B; anything else is a C.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceLimits {
    /// For an A.
    pub a: ConfidenceLimit,
    /// For a B.
    pub b: ConfidenceLimit,
}

/// The least of each that a grade of confidence asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceLimit {
    /// Requests in 24 months.
    pub requests: usize,
    /// Share, 0 to 1, whose topic a person confirmed.
    pub confirmed: f64,
    /// Share, 0 to 1, with hours recorded.
    pub hours_recorded: f64,
}

/// Limits of the gates.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateLimits {
    /// Information that describes nothing in this many months is out of date.
    pub out_of_date_months: u32,
    /// More hours of preparation than this are too costly.
    pub preparation_hours: f64,
    /// Answers, all of them not held or all refused, that close a gate without a person's finding.
    pub answers_alike: usize,
}

/// Limits of disclosure control.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureLimits {
    /// Counts of people from 1 to below this are left out, and a topic that fewer people asked
    /// about is not named to the public.
    pub threshold: u32,
}

impl DisclosureLimits {
    /// Whether the public may be told the name of a topic: that enough people asked about, so that
    /// it says of none that they did, and that no person marked as about somebody or one incident,
    /// or left out.
    #[must_use]
    pub fn may_be_named(&self, nature: Nature, requesters: u32) -> bool {
        nature == Nature::Open && requesters >= self.threshold
    }
}

/// Limits of the triggers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerLimits {
    /// Distinct requesters in twelve months, with at least one release.
    pub requesters: usize,
    /// Requests for a dataset in twelve months.
    pub dataset_requests: usize,
    /// "Already available" answers in a quarter.
    pub already_public: usize,
    /// Decisions owed at a time, those about the highest scores; the others wait.
    #[serde(default = "ten")]
    pub owed_at_once: usize,
}

/// Decisions owed at a time where a file from before does not say.
const fn ten() -> usize {
    10
}
