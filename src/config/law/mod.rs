//! Regimes and calendars: from TOML files to the law the clock reads.
//!
//! The files the program carries are read first; a file of the same name in the
//! administrator's folder takes the place of the one carried, and others there are added.

mod calendars;
mod closed_days;
mod days_read;
mod difference;
mod needs;
mod overrides;
mod published;
mod readings;
mod regimes;
mod sources;

pub use calendars::CalendarFile;
pub use closed_days::CLOSED_DAYS;
pub use difference::{Change, Difference, compare, write as write_published};
pub use overrides::{OVERRIDES, Override};
pub use published::{DIVISIONS, Published, PublishedFault};

use crate::config::fault::Fault;
use crate::config::settings::Readings;
use crate::domain::calendar::Calendar;
use crate::domain::law_change::Standing;
use crate::domain::regime::Regime;
use crate::domain::words;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use sources::{Source, sources};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

/// The regimes and calendars in use.
#[derive(Debug, Clone)]
pub struct Law {
    /// In order of id and, within one id, of the first day in force.
    regimes: Vec<Arc<Regime>>,
    calendars: BTreeMap<String, Arc<Calendar>>,
    /// What each regime file says, as a digest, in the order of `regimes`.
    digests: Vec<String>,
    fingerprint: String,
}

/// No version of a regime for a day of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnknownRegime {
    /// There is no regime of this id.
    #[error("there is no regime \"{id}\"; use one of: {known}")]
    Id {
        /// The id asked for.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// It was not in force.
    #[error("{title} governs requests received from {}{}, not one of {}; give a date within that", words::date(*.from), .to.map(|to| format!(" to {}", words::date(to))).unwrap_or_default(), words::date(*.on))]
    NotInForce {
        /// Short title of the regime.
        title: String,
        /// The day of receipt.
        on: NaiveDate,
        /// The first day of its first version.
        from: NaiveDate,
        /// The last day of its last version.
        to: Option<NaiveDate>,
    },
}

/// There is no calendar of this id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no calendar \"{id}\"; use one of: {known}")]
pub struct UnknownCalendar {
    /// The id asked for.
    pub id: String,
    /// The ids there are.
    pub known: String,
}

impl Law {
    /// Reads the law the program carries, and the administrator's `folder` over it.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Fault>> {
        Self::load_as_read(folder, &Readings::default())
    }

    /// The same, with choices between the readings of disputed law: the ones taken in place of those
    /// shipped, and who has reviewed them.
    ///
    /// # Errors
    /// As [`Self::load`], and a reading or a choice there is none of.
    pub fn load_as_read(folder: Option<&Path>, readings: &Readings) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let calendar_files = sources(folder, "calendars", &mut faults);
        let regime_files = sources(folder, "regimes", &mut faults);
        let files = calendar_files.iter().chain(&regime_files);
        let files: Vec<Source> = files.map(Source::again).collect();
        let calendars = calendars::read(calendar_files, &mut faults);
        let read = regimes::read(&regime_files, &calendars, readings, &mut faults);
        if faults.is_empty() {
            // Who has reviewed a reading counts no day: only what it is switched to is of the law.
            let switched = read.switched.into_iter().map(|(name, text)| Source {
                name,
                file: String::new(),
                text,
            });
            let switched: Vec<Source> = switched.collect();
            let fingerprint = fingerprint(files.iter().chain(&switched));
            let (regimes, digests) = read.regimes.into_iter().unzip();
            Ok(Self {
                regimes,
                calendars,
                digests,
                fingerprint,
            })
        } else {
            faults.sort();
            Err(faults)
        }
    }

    /// What tells this law from any other: a digest of all its files.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What matters of it when it changes: the holidays, and a digest of each regime.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let regimes = self.regimes.iter().zip(&self.digests);
        let any = self.calendars.values().next();
        Standing {
            closed: any.map_or_else(Vec::new, |calendar| calendar.closed_days().to_vec()),
            calendars: self
                .calendars
                .iter()
                .map(|(id, calendar)| (id.clone(), Standing::holidays(calendar)))
                .collect(),
            regimes: regimes
                .map(|(regime, digest)| {
                    let version = format!("{} from {}", regime.id, regime.in_force_from);
                    (version, digest.clone())
                })
                .collect(),
        }
    }

    /// The version of a regime in force on the day of receipt.
    ///
    /// # Errors
    /// When there is no such regime, naming those there are, or it was not in force, naming when.
    pub fn regime(&self, id: &str, on: NaiveDate) -> Result<&Arc<Regime>, UnknownRegime> {
        let from = self.regimes.partition_point(|r| r.id.as_str() < id);
        let versions = self.regimes.get(from..).unwrap_or_default();
        let mut versions = versions.iter().take_while(|r| r.id.as_str() == id);
        if let Some(regime) = versions.clone().find(|regime| regime.governs(on)) {
            return Ok(regime);
        }
        let Some(first) = versions.next() else {
            return Err(UnknownRegime::Id {
                id: id.to_owned(),
                known: self.regime_ids().join(", "),
            });
        };
        let last = versions.last().unwrap_or(first);
        Err(UnknownRegime::NotInForce {
            title: last.short_title.clone(),
            on,
            from: first.in_force_from,
            to: last.in_force_to,
        })
    }

    /// The calendar of an id.
    ///
    /// # Errors
    /// When there is none, naming those there are.
    pub fn calendar(&self, id: &str) -> Result<&Arc<Calendar>, UnknownCalendar> {
        self.calendars.get(id).ok_or_else(|| UnknownCalendar {
            id: id.to_owned(),
            known: self
                .calendars
                .keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// Every version of every regime, in order of id and first day in force.
    pub fn regimes(&self) -> impl Iterator<Item = &Regime> {
        self.regimes.iter().map(Arc::as_ref)
    }

    /// Every calendar, in order of id.
    pub fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.values().map(Arc::as_ref)
    }

    /// The ids of the regimes, each once.
    #[must_use]
    pub fn regime_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.regimes.iter().map(|r| r.id.as_str()).collect();
        ids.dedup();
        ids
    }
}

/// A digest of files by name and text, in order of name.
fn fingerprint<'a>(files: impl Iterator<Item = &'a Source>) -> String {
    let mut digest = Sha256::new();
    for source in files {
        digest.update(source.name.as_bytes());
        digest.update([0]);
        digest.update(source.text.as_bytes());
        digest.update([0]);
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
