//! The ground of a refusal that is no exemption, and what it rests on.

use crate::domain::regime::{CostBand, CostLimit, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The ground of a refusal and the facts it rests on, as they stand in the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relied {
    /// The ground's id in the regime.
    pub ground: String,
    /// Where it is enacted.
    pub section: Section,
    /// The time the work was estimated to take, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The band of the cost limit that applies to the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// The days on which the requests whose cost is added were received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<NaiveDate>,
    /// The day the earlier request was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<NaiveDate>,
    /// Whether a further notice is left out because one was given before (FOIA s.17(6)).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_notice: bool,
}

/// The limit of the regime and the band of it that applies, for requests received on a day.
#[must_use]
pub fn limit_of<'a>(
    regime: &'a Regime,
    received: NaiveDate,
    band: Option<&str>,
) -> Option<(&'a CostLimit, &'a CostBand)> {
    let limit = regime.cost_limit(received)?;
    let named = limit.bands.iter().find(|b| Some(b.id.as_str()) == band);
    let only = limit.bands.first().filter(|_| limit.bands.len() == 1);
    named.or(only).map(|band| (limit, band))
}
