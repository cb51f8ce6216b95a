//! The calendars that a reading of the law makes of others: laid once, however many regimes read
//! them so.

use super::sources::Source;
use crate::config::fault::Fault;
use crate::domain::calendar::Calendar;
use crate::domain::regime::{DaysRead, Regime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The calendars there are, and those made of them.
pub(super) struct Days<'a> {
    calendars: &'a BTreeMap<String, Arc<Calendar>>,
    made: Vec<(DaysRead, Arc<Calendar>)>,
}

impl<'a> Days<'a> {
    pub(super) const fn new(calendars: &'a BTreeMap<String, Arc<Calendar>>) -> Self {
        Self {
            calendars,
            made: Vec::new(),
        }
    }

    /// Lays the calendars that a regime makes of others.
    pub(super) fn lay(&mut self, regime: &mut Regime, source: &Source, faults: &mut Vec<Fault>) {
        for read in &mut regime.days_read {
            let made = self.made.iter().find(|(of, _)| of == read);
            if let Some(made) = made.map(|(_, made)| Arc::clone(made)) {
                read.made = Some(made);
                continue;
            }
            let id = read.instead.as_ref().unwrap_or(&read.calendar);
            let base = self.calendars.get(id);
            let Some(calendar) = base.and_then(|base| base.changed(&read.off, &read.worked)) else {
                faults.push(source.fault(
                    "days_read",
                    format!("there is no calendar \"{id}\""),
                    "Name a calendar that has a file in config/calendars",
                ));
                continue;
            };
            let calendar = Arc::new(calendar);
            self.made.push((read.clone(), Arc::clone(&calendar)));
            read.made = Some(calendar);
        }
    }
}
