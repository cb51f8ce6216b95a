//! The cost beyond which a request may be refused, in force between dates.

use crate::domain::money::Currency;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The cost beyond which a request may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostLimit {
    /// Where the law says so.
    pub section: Section,
    /// The first day of receipt it applies to.
    pub in_force_from: NaiveDate,
    /// The last, where other figures have replaced it.
    #[serde(default)]
    pub in_force_to: Option<NaiveDate>,
    /// The currency.
    pub currency: Currency,
    /// The rate for an hour of a person's time, in whole units of the currency.
    pub hourly_rate: u32,
    /// The limits by sort of authority.
    pub bands: Vec<CostBand>,
    /// What may be counted.
    pub countable: Vec<String>,
    /// Within how many consecutive working days similar requests may be added together.
    #[serde(default)]
    pub aggregation_working_days: Option<u32>,
    /// The sum up to which nothing may be charged, in whole units of the currency.
    #[serde(default)]
    pub free_sum: Option<u32>,
    /// The share of the cost beyond that which may be charged, in percent.
    #[serde(default)]
    pub charged_percent: Option<u32>,
}

impl CostLimit {
    /// Whether it applies to a request received on this day.
    #[must_use]
    pub fn governs(&self, received: NaiveDate) -> bool {
        self.in_force_from <= received && self.in_force_to.is_none_or(|to| received <= to)
    }
}

/// The cost limit of one sort of authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostBand {
    /// The word by which the settings name it.
    pub id: String,
    /// Which authorities.
    pub title: String,
    /// The sum, in whole units of the currency.
    pub sum: u32,
    /// The same in hours, at the rate.
    pub hours: u32,
}
