//! The disputed readings of the law that nobody has reviewed, of the laws an authority works under:
//! the one new requests are logged under, and those there are cases under.

use super::{Casework, CaseworkFault, Moment};
use crate::config::Law;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::{LawWithCases, Store};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt;

/// How many there are, and of which laws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreviewed {
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
        let with_cases = store.laws_with_cases().await?;
        let governs = |regime: &&Regime| with_cases.iter().any(|cases| overlaps(regime, cases));
        law.regimes()
            .filter(governs)
            .for_each(|regime| found.add(regime));
        Ok(found)
    }

    fn add(&mut self, regime: &Regime) {
        let mut unreviewed = regime
            .readings
            .iter()
            .filter(|r| r.is_unreviewed())
            .peekable();
        if unreviewed.peek().is_some() {
            self.laws.insert(regime.id.to_string());
        }
        self.readings
            .extend(unreviewed.map(|reading| reading.id.clone()));
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
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
        let (number, which) = (
            self.readings.len(),
            words::count(self.readings.len(), "disputed reading"),
        );
        let laws: Vec<&str> = self.laws.iter().map(String::as_str).collect();
        write!(
            f,
            "Nobody has reviewed {which} of the law that dates here may rest on; `daylight law {}` lists {} and says how to choose.",
            laws.join(" "),
            if number == 1 { "it" } else { "them" }
        )
    }
}

impl Casework {
    /// The disputed readings that nobody has reviewed, of the laws this authority works under.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unreviewed(&self, now: Moment) -> Result<Unreviewed, CaseworkFault> {
        let logged_under = self.authority().regime.clone();
        Unreviewed::of(&self.store, &self.law(), &logged_under, now.today).await
    }
}
