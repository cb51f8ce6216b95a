//! One access-to-information law, as data in force between dates.
//!
//! A regime chooses among the variants here; it names no code. Several versions of one
//! regime may follow one another, and a case uses the one in force on its day of receipt.

use crate::domain::clock::ClockEvent;
use crate::domain::exemption::Exemption;
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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
    /// What is not counted, in words.
    pub not_counted: String,
    /// Its own words for things.
    pub words: Words,
    /// What the letters cite.
    #[serde(default)]
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
    /// The limit of cost beyond which a request may be refused.
    #[serde(default)]
    pub cost_limit: Option<CostLimit>,
    /// Other limits for some bodies or some information.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Exemptions or exceptions.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Readings on which the law is unsettled, with the choice made and why.
    #[serde(default)]
    pub readings: Vec<Reading>,
    /// Worked examples with their source, which a test runs.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A regime's own words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The duty to give notice of a refusal.
    #[serde(default)]
    pub refusal: Option<Section>,
    /// The duty to advise and assist.
    #[serde(default)]
    pub advice: Option<Section>,
    /// Where it is said that information may not be held.
    #[serde(default)]
    pub not_held: Option<Section>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that are neither weekend nor holiday in the calendar.
    WorkingDay,
    /// The same, where the law says weekdays and sets public holidays aside.
    Weekday,
    /// Every day.
    CalendarDay,
    /// Seven days.
    Week,
    /// To the corresponding date, or the last day of a month that has none.
    CalendarMonth,
}

impl Unit {
    /// The noun for one of it.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::WorkingDay => "working day",
            Self::Weekday => "weekday",
            Self::CalendarDay => "calendar day",
            Self::Week => "week",
            Self::CalendarMonth => "calendar month",
        }
    }
}

/// From which day a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// The day itself is day 0; a month ends on the corresponding date.
    #[default]
    After,
    /// The day itself is day 1; a month ends the day before the corresponding date.
    BeginningWith,
    /// A month is reckoned from the next day, and so ends the day after the corresponding date.
    FromNextDay,
}

/// A length of time set by the law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many units.
    pub count: u32,
    /// What is counted.
    pub unit: Unit,
    /// From which day.
    #[serde(default)]
    pub counted: Counted,
    /// Whether a last day on a weekend or holiday moves to the next working day.
    #[serde(default)]
    pub roll: bool,
    /// Where the law says so.
    pub section: Section,
    /// False where it is a norm of guidance and not of law.
    #[serde(default = "yes")]
    pub statutory: bool,
}

fn yes() -> bool {
    true
}

/// What stopping for the requester does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The whole time runs again from the day the requester acts.
    Restart,
    /// The days from asking to the requester's act, both included, are not counted.
    Pause,
    /// The clock runs on.
    Nothing,
}

/// A way in which the clock waits for the requester.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// What it does.
    pub effect: Effect,
    /// Where the law says so.
    pub section: Section,
    /// How long the requester has; afterwards the request lapses.
    #[serde(default)]
    pub answer_within: Option<Limit>,
    /// How soon the authority must ask for the clock to stop at all.
    #[serde(default)]
    pub ask_within: Option<Limit>,
    /// How often it may stop the clock.
    #[serde(default)]
    pub at_most: Option<u32>,
}

/// What a transfer does: the next authority's clock runs from its own receipt.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Where the law says so.
    pub section: Section,
    /// How soon it must be made, where there is a limit.
    #[serde(default)]
    pub within: Option<Limit>,
}

/// A ground on which the time may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionGround {
    /// The word by which events name it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where the law says so.
    pub section: Section,
    /// The whole time with the extension when it runs its usual length.
    #[serde(default)]
    pub norm: Option<Limit>,
    /// The whole time beyond which the law allows no extension on this ground.
    #[serde(default)]
    pub cap: Option<Limit>,
    /// What is still owed to the requester by the day the answer was first due.
    #[serde(default)]
    pub notice: Option<Notice>,
}

/// A notice owed by the original due date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What it has to say.
    pub title: String,
    /// Where the law says so.
    pub section: Section,
}

/// The second look by the authority itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// How long after the answer it may be asked for.
    #[serde(default)]
    pub request: Option<Limit>,
    /// How long it may take.
    #[serde(default)]
    pub decision: Option<Limit>,
    /// How long it may take in exceptional cases.
    #[serde(default)]
    pub exceptional: Option<Limit>,
}

/// What the time to complain to the regulator runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintFrom {
    /// The outcome of the review where one was asked for, or else the answer.
    FinalResponse,
    /// The outcome of the review, or the day it was due if none came.
    Review,
    /// The answer, whatever came after.
    Response,
}

/// The body to which the requester may complain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulator {
    /// Its name.
    pub name: String,
    /// Where to write to it, line by line.
    #[serde(default)]
    pub postal_address: Vec<String>,
    /// Where it takes complaints on the web.
    #[serde(default)]
    pub website: String,
    /// How long there is, where there is a limit.
    #[serde(default)]
    pub within: Option<Limit>,
    /// What that runs from.
    pub from: ComplaintFrom,
}

/// The cost beyond which a request may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostLimit {
    /// Where the law says so.
    pub section: Section,
    /// The currency, as an ISO code.
    pub currency: String,
    /// The rate for an hour of a person's time, in whole units of the currency.
    pub hourly_rate: u32,
    /// The limits by sort of authority.
    pub bands: Vec<CostBand>,
    /// What may be counted.
    pub countable: Vec<String>,
    /// Within how many consecutive working days similar requests may be added together.
    #[serde(default)]
    pub aggregation_working_days: Option<u32>,
}

/// The cost limit of one sort of authority.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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

/// Another limit for some bodies or some information.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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

/// A question on which the law is unsettled, and the choice made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The setting in this file that carries the choice, as a dotted key.
    pub key: String,
    /// The choice as shipped.
    pub default: String,
    /// What is unsettled.
    pub question: String,
    /// Why this choice.
    pub why: String,
}

/// A worked example.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// The day of receipt.
    pub received: NaiveDate,
    /// The calendar, where it is not the regime's.
    #[serde(default)]
    pub calendar: Option<String>,
    /// The variant, where it is for one.
    #[serde(default)]
    pub variant: Option<String>,
    /// Runs of days on which the authority is closed, first and last included.
    #[serde(default)]
    pub closed: Vec<(NaiveDate, NaiveDate)>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    /// The dates that must come out; those not named are not looked at.
    pub expect: Expect,
    /// The count by hand.
    pub why: String,
    /// Where it comes from.
    pub source: String,
}

/// The dates an example must give.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// See [`crate::domain::deadline::Deadlines`], as for the others.
    pub due: Option<NaiveDate>,
    /// The furthest extended date.
    pub latest_extended_due: Option<NaiveDate>,
    /// The outcome of the review.
    pub review_due: Option<NaiveDate>,
    /// Asking for the review.
    pub review_request_by: Option<NaiveDate>,
    /// The regulator.
    pub regulator_by: Option<NaiveDate>,
    /// The fee.
    pub fee_due_by: Option<NaiveDate>,
    /// The lapse.
    pub lapses_on: Option<NaiveDate>,
}

impl Regime {
    /// Whether this version governs a request received on this day.
    #[must_use]
    pub fn governs(&self, received: NaiveDate) -> bool {
        self.in_force_from <= received && self.in_force_to.is_none_or(|to| received <= to)
    }

    /// The ground an event names, or the first when it names none.
    #[must_use]
    pub fn ground(&self, id: Option<&str>) -> Option<&ExtensionGround> {
        match id {
            Some(id) => self.extension_grounds.iter().find(|g| g.id == id),
            None => self.extension_grounds.first(),
        }
    }

    /// The exemption of which `section` is the whole or a part.
    #[must_use]
    pub fn exemption(&self, section: &Section) -> Option<&Exemption> {
        self.exemptions.iter().find(|e| e.test(section).is_some())
    }
}
