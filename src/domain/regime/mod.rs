//! One access-to-information law, as data in force between dates.
//!
//! A regime chooses among the variants here; it names no code. Several versions of one
//! regime may follow one another, and a case uses the one in force on its day of receipt.

mod afterwards;
mod cost;
mod days_read;
mod example;
mod limit;
mod reading;
mod refusal;
mod stops;

pub use afterwards::{AskedFrom, ComplaintFrom, DecidedFrom, Regulator, Review, SomebodyElse};
pub use cost::{CostBand, CostLimit};
pub use days_read::DaysRead;
pub use example::{Example, Expect};
pub use limit::{Counted, Limit, PausesMove, Saturday, Unit};
pub use reading::{
    Certainty, Choice, DecidedDate, NOBODY, ReadOtherwise, ReadTogether, Reading, ReadingExample,
    Reviewer, kinds,
};
pub use refusal::{Need, RefusalExample, RefusalGround};
pub use stops::{
    Effect, ExtensionGround, Guidance, Late, LateEffect, Notice, OnTopOf, RolledDay, RunsFrom,
    Stop, Transfer,
};

use crate::domain::calendar::Calendar;
use crate::domain::exemption::Exemption;
use crate::domain::money::Currency;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of a regime, for example `uk-foia-2000`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegimeId(String);

impl RegimeId {
    /// An id from its text; whether such a regime exists is for the law to say.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as stored and typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegimeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One version of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// The id shared by all versions of the regime.
    pub id: RegimeId,
    /// The full title.
    pub title: String,
    /// What people call it.
    pub short_title: String,
    /// How it is cited.
    pub citation: String,
    /// The first day of receipt it applies to.
    pub in_force_from: NaiveDate,
    /// The last day of receipt it applies to, where a later version has replaced it.
    #[serde(default)]
    pub in_force_to: Option<NaiveDate>,
    /// The calendar used when the case names none.
    pub default_calendar: String,
    /// The currency of its fees and limits.
    pub currency: Currency,
    /// What is not counted, in words.
    pub not_counted: String,
    /// How sure what this file says is.
    #[serde(default)]
    pub sure: Option<Sure>,
    /// Whether a pause from the working day to which the last day has moved sets days aside.
    #[serde(default)]
    pub rolled_day_pauses: RolledDay,
    /// Whether an extension can be notified on that day.
    #[serde(default = "RolledDay::within")]
    pub rolled_day_extends: RolledDay,
    /// Its own words for things.
    pub words: Words,
    /// What the letters cite.
    pub notices: Notices,
    /// The time for the answer.
    pub limit: Limit,
    /// What asking the requester for more detail does.
    pub clarification: Stop,
    /// What a fees notice does.
    pub fees: Stop,
    /// What asking who the requester is does.
    pub identity: Stop,
    /// What a transfer to another authority does.
    pub transfer: Transfer,
    /// On what grounds the time may be extended; the first is taken when none is named.
    #[serde(default)]
    pub extension_grounds: Vec<ExtensionGround>,
    /// Internal review.
    #[serde(default)]
    pub review: Review,
    /// The regulator.
    #[serde(default)]
    pub regulator: Option<Regulator>,
    /// The costs beyond which a request may be refused, each in force between dates.
    #[serde(default)]
    pub cost_limits: Vec<CostLimit>,
    /// Other limits for some bodies or some information.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Where the days worked are others than the calendars have them.
    #[serde(default)]
    pub days_read: Vec<DaysRead>,
    /// Exemptions or exceptions.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Grounds to refuse a request that are no exemptions.
    #[serde(default)]
    pub refusals: Vec<RefusalGround>,
    /// What is disputed and decides dates: two readings each, and the one taken.
    #[serde(default)]
    pub readings: Vec<Reading>,
    /// This regime with each of its readings the other way, in their order.
    #[serde(skip)]
    pub otherwise: Vec<ReadOtherwise>,
    /// This regime with each two of its readings the other way.
    #[serde(skip)]
    pub together: Vec<ReadTogether>,
    /// Choices of this file where another could be made, and why.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Worked examples with their source, which a test runs.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// How sure what a regime's file says of dates is: what was read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// The provisions that decide dates were read.
    Read,
    /// Some of them were read, and the others in guidance or decisions that cite them.
    ReadInPart,
    /// They were read in guidance or decisions alone.
    Guidance,
    /// None was read again for this file.
    NotReread,
}

impl Sure {
    /// What a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadInPart => "read in part, the rest in guidance",
            Self::Guidance => "read in guidance alone",
            Self::NotReread => "not read again for this file",
        }
    }
}

/// A regime's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The person who asks: `requester`, `applicant`.
    pub requester: String,
    /// The ground for withholding: `exemption`, `exception`.
    pub exemption: String,
    /// The second look by the authority itself: `internal review`, `appeal`.
    pub review: String,
    /// The regulator's name, or what stands in its place.
    pub regulator: String,
}

/// The provisions that letters to the requester cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The duty to give notice of a refusal.
    #[serde(default)]
    pub refusal: Option<Section>,
    /// The power to ask for a fee.
    pub fees: Section,
    /// The duty to advise and assist.
    #[serde(default)]
    pub advice: Option<Section>,
    /// Where it is said that information may not be held.
    #[serde(default)]
    pub not_held: Option<Section>,
    /// Where every exemption that allows it lets the authority neither confirm nor deny; an
    /// exemption that has a sub-section of its own for it names that.
    #[serde(default)]
    pub ncnd: Option<Section>,
}

/// Another limit for some bodies or some information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The word by which a case names it.
    pub id: String,
    /// For whom or what.
    pub title: String,
    /// The limit in place of the regime's.
    pub limit: Limit,
    /// The limit that does not set the authority's own closed days aside; the earlier date governs.
    #[serde(default)]
    pub ceiling: Option<Limit>,
}

/// A choice this file makes where another could be made, by a setting of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The setting in this file that carries the choice, as a dotted key.
    pub key: String,
    /// The choice as shipped.
    pub default: String,
    /// What could be otherwise.
    pub question: String,
    /// Why this choice.
    pub why: String,
}

impl Regime {
    /// Whether this version governs a request received on this day.
    #[must_use]
    pub fn governs(&self, received: NaiveDate) -> bool {
        self.in_force_from <= received && self.in_force_to.is_none_or(|to| received <= to)
    }

    /// Whether the authority itself looks at its answer again where it is asked to. A law whose file
    /// says nothing of a review leads from the answer to the regulator or a court.
    #[must_use]
    pub fn has_review(&self) -> bool {
        self.review != Review::default()
    }

    /// The days worked, for a request received on this day that is counted by this calendar.
    #[must_use]
    pub fn days<'c>(&'c self, calendar: &'c Calendar, received: NaiveDate) -> &'c Calendar {
        let read = self.days_read.iter();
        read.filter_map(|read| read.of(calendar, received))
            .next()
            .unwrap_or(calendar)
    }

    /// The ground an event names, by its id or its title however spaced or hyphenated, or the
    /// first when it names none.
    #[must_use]
    pub fn ground(&self, name: Option<&str>) -> Option<&ExtensionGround> {
        let Some(name) = name else {
            return self.extension_grounds.first();
        };
        let grounds = &self.extension_grounds;
        grounds.iter().find(|g| g.id == name).or_else(|| {
            let plain = plain(name);
            grounds
                .iter()
                .find(|g| self::plain(&g.id) == plain || self::plain(&g.title) == plain)
        })
    }

    /// The variant of this id.
    #[must_use]
    pub fn variant(&self, id: &str) -> Option<&Variant> {
        self.variants.iter().find(|v| v.id == id)
    }

    /// The cost limit for requests received on this day.
    #[must_use]
    pub fn cost_limit(&self, received: NaiveDate) -> Option<&CostLimit> {
        self.cost_limits
            .iter()
            .find(|limit| limit.governs(received))
    }

    /// The ground to refuse a request of this id.
    #[must_use]
    pub fn refusal(&self, id: &str) -> Option<&RefusalGround> {
        self.refusals.iter().find(|ground| ground.id == id)
    }

    /// Where the law lets the authority neither confirm nor deny for what `section` covers: the
    /// sub-section of its exemption, or the provision for all of them.
    #[must_use]
    pub fn ncnd_section(&self, section: &Section) -> Option<&Section> {
        let exemption = self.exemption(section)?;
        exemption.test(section).filter(|test| test.ncnd)?;
        exemption
            .ncnd_section(section)
            .or(self.notices.ncnd.as_ref())
    }

    /// The exemption of which `section` is the whole or a part.
    #[must_use]
    pub fn exemption(&self, section: &Section) -> Option<&Exemption> {
        self.exemptions.iter().find(|e| e.test(section).is_some())
    }
}

/// A name without what people write differently: case, hyphens, spaces.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
