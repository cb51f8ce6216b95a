//! The disputed readings of the law that nobody has reviewed, and those nobody has chosen, of the laws
//! an authority works under: the one new requests are logged under, and those there are cases under.
//!
//! No letter tells a requester a date that rests on a reading nobody chose. Where letters leave by a mail
//! server Daylight does not start while there is such a reading, and no case comes under a law that
//! has one. Where letters only lie in files, as while Daylight is tried, the dates say that nobody has.

use crate::casework::people::authority::Authority;
use crate::casework::{CaseworkFault, Laws, Moment};
use crate::config::Law;
use crate::config::settings::Settings;
use crate::domain::regime::{Reading, Regime};
use crate::domain::words;
use crate::store::{LawWithCases, Store};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt;

/// How many there are, and of which laws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreviewed {
    unreviewed: Listed,
    unchosen: Listed,
}

/// Readings by their ids, and the laws that have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Listed {
    readings: BTreeSet<String>,
    laws: BTreeSet<String>,
}

impl Unreviewed {
    /// Of the law new requests are logged under alone, where there is no database yet.
    #[must_use]
    pub fn without_cases(law: &Law, logged_under: &str, today: NaiveDate) -> Self {
        let mut found = Self::default();
        if let Ok(regime) = law.regime(logged_under, today) {
            found.add(regime);
        }
        found
    }

    /// The same with those of the laws there are cases under.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(
        store: &Store,
        law: &Law,
        logged_under: &str,
        today: NaiveDate,
    ) -> Result<Self, CaseworkFault> {
        let mut found = Self::without_cases(law, logged_under, today);
        let with_cases = store.laws().laws_with_cases().await?;
        let governs = |regime: &&Regime| with_cases.iter().any(|cases| overlaps(regime, cases));
        law.regimes()
            .filter(governs)
            .for_each(|regime| found.add(regime));
        Ok(found)
    }

    fn add(&mut self, regime: &Regime) {
        self.unreviewed.add(regime, Reading::is_unreviewed);
        self.unchosen.add(regime, |reading| !reading.chosen_here);
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unreviewed.readings.is_empty()
    }

    /// Why nothing may be told to requesters: what nobody has chosen, and what to do. Before set-up
    /// nobody has said under which law this authority works: set-up asks then.
    ///
    /// # Errors
    /// That there is such a reading, where letters leave by a mail server.
    pub fn bar(&self, settings: &Settings, authority: &Authority) -> Result<(), String> {
        match authority.is_known() {
            true => self.chosen(settings),
            false => Ok(()),
        }
    }

    fn chosen(&self, settings: &Settings) -> Result<(), String> {
        let unchosen = &self.unchosen;
        if unchosen.readings.is_empty() || !settings.mail.reaches_requesters() {
            return Ok(());
        }
        let (which, them) = match unchosen.readings.len() {
            1 => ("1 disputed reading".to_owned(), "it"),
            many => (format!("{many} disputed readings"), "them"),
        };
        // It begins with a name, so that it stands at the head of a sentence and within one.
        Err(format!(
            "Daylight ships {which} of the law that nobody here has chosen, and while letters leave by a mail \
             server no requester may be told a date by {them}. `daylight law {}` prints {them}: choose under \
             [law.readings] of daylight.toml, the shipped one with reviewed_by and since, or say there who \
             takes all as shipped, as_shipped = {{ reviewed_by = \"A. Lawyer\", since = \"YYYY-MM-DD\" }}",
            unchosen.laws()
        ))
    }
}

impl Listed {
    fn add(&mut self, regime: &Regime, is: impl Fn(&Reading) -> bool) {
        let mut of_it = regime.readings.iter().filter(|r| is(r)).peekable();
        if of_it.peek().is_some() {
            self.laws.insert(regime.id.to_string());
        }
        self.readings
            .extend(of_it.map(|reading| reading.id.clone()));
    }

    /// The laws as `daylight law` is asked for them.
    fn laws(&self) -> String {
        let laws: Vec<&str> = self.laws.iter().map(String::as_str).collect();
        laws.join(" ")
    }
}

/// Whether this version governs the day of receipt of one of these cases.
fn overlaps(regime: &Regime, cases: &LawWithCases) -> bool {
    regime.id.as_str() == cases.regime
        && regime.in_force_from <= cases.last
        && regime.in_force_to.is_none_or(|to| cases.first <= to)
}

impl fmt::Display for Unreviewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.unreviewed.readings.len();
        let which = words::count(number, "disputed reading");
        write!(
            f,
            "Nobody has reviewed {which} of the law that dates here may rest on; `daylight law {}` lists {} and says how to choose.",
            self.unreviewed.laws(),
            if number == 1 { "it" } else { "them" }
        )
    }
}

impl Laws<'_> {
    /// The disputed readings that nobody has reviewed, of the laws this authority works under.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unreviewed(&self, now: Moment) -> Result<Unreviewed, CaseworkFault> {
        let logged_under = self.authority().regime.clone();
        Unreviewed::of(&self.store, &self.law(), &logged_under, now.today).await
    }

    /// The same, refused where letters would tell dates by one that nobody has chosen.
    ///
    /// # Errors
    /// That there is one, and what the database says.
    pub async fn chosen_law(&self, now: Moment) -> Result<Unreviewed, CaseworkFault> {
        let unreviewed = self.unreviewed(now).await?;
        unreviewed
            .bar(&self.settings, &self.authority())
            .map_err(CaseworkFault::Refused)?;
        Ok(unreviewed)
    }

    /// Whether a case may come under this law.
    ///
    /// # Errors
    /// That one of its readings was not chosen by anybody, where letters leave by a mail server.
    pub(in crate::casework) fn law_is_chosen(&self, regime: &Regime) -> Result<(), String> {
        let mut found = Unreviewed::default();
        found.add(regime);
        found.chosen(&self.settings)
    }
}
