//! The choices between two readings of disputed law, laid over the regime's file before it is read.
//!
//! What a choice sets is part of the file, so that the clock meets plain settings and looks nothing
//! up. Beside each regime stands the same one with each reading the other way: by it the clock
//! sees which dates rest on a reading.

use super::days_read::Days;
use super::needs;
use super::sources::Source;
use crate::config::fault::Fault;
use crate::config::settings::{Place, Readings};
use crate::domain::regime::{ReadOtherwise, ReadTogether, Regime, Reviewer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml::{Table, Value};

/// What a regime is without when it only counts days.
const NOT_COUNTED_BY: [&str; 6] = [
    "readings",
    "notes",
    "exemptions",
    "refusals",
    "examples",
    "cost_limits",
];

/// The choices of the settings, and which of them some regime has.
pub(super) struct Choices<'a> {
    made: &'a Readings,
    known: BTreeSet<String>,
    /// What was chosen otherwise than the files have it.
    switched: BTreeMap<String, String>,
}

/// A regime's file with its choices laid over, and what the readings are the other way.
pub(super) struct AsRead {
    pub(super) source: Source,
    pub(super) otherwise: Vec<ReadOtherwise>,
    pub(super) together: Vec<ReadTogether>,
}

impl<'a> Choices<'a> {
    pub(super) const fn new(made: &'a Readings) -> Self {
        Self {
            made,
            known: BTreeSet::new(),
            switched: BTreeMap::new(),
        }
    }

    /// The file as the choices have it; nothing where one of its readings cannot be used.
    pub(super) fn lay_over(
        &mut self,
        source: Source,
        days: &mut Days<'_>,
        faults: &mut Vec<Fault>,
    ) -> Option<AsRead> {
        // A file that is no TOML is told about where it is parsed.
        let Ok(mut file) = source.text.parse::<Table>() else {
            return Some(AsRead {
                source,
                otherwise: Vec::new(),
                together: Vec::new(),
            });
        };
        let shipped = file.clone();
        let before = faults.len();
        let readings = self.taken(&mut file, &source, faults);
        let mut laid = file.clone();
        for reading in &readings {
            lay(&mut laid, &reading.taken, &source, faults);
        }
        if faults.len() > before {
            return None;
        }
        let mut counted_by = file;
        for part in NOT_COUNTED_BY {
            counted_by.remove(part);
        }
        let mut other = |others: &[usize]| {
            let mut regime = read_otherwise(&counted_by, &readings, others, &source, faults)?;
            days.lay(&mut regime, &source, faults);
            Some(Arc::new(regime))
        };
        let mut otherwise = Vec::new();
        let mut together = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            let regime = other(&[at])?;
            let keys = || reading.taken.keys().chain(reading.other.keys());
            otherwise.push(ReadOtherwise {
                reading: at,
                needs: needs::any(keys(), &regime),
                needs_all: needs::all(keys()),
                of_days: needs::of_days(keys()),
                regime,
            });
            for before in 0..at {
                together.push(ReadTogether {
                    readings: [before, at],
                    regime: other(&[before, at])?,
                });
            }
        }
        let text = match toml::to_string(&laid) {
            // Where nothing is laid over, the lines of the file are those of its faults.
            Ok(text) if laid != shipped => text,
            Ok(_) | Err(_) => source.text.clone(),
        };
        Some(AsRead {
            source: Source { text, ..source },
            otherwise,
            together,
        })
    }

    /// The choices that no regime knows.
    pub(super) fn unknown(&self, faults: &mut Vec<Fault>) {
        for (id, chosen) in self
            .made
            .chosen
            .iter()
            .filter(|(id, _)| !self.known.contains(*id))
        {
            faults.push(fault(
                id,
                &chosen.written,
                format!("no law in use has a reading called \"{id}\""),
                "Remove it; the [[readings]] of config/regimes are those there are".to_owned(),
            ));
        }
    }

    /// Writes into a regime who answers for each of its readings. It is no part of the law: that
    /// somebody has reviewed a reading moves no date.
    pub(super) fn sign(&self, regime: &mut Regime) {
        for reading in &mut regime.readings {
            let Some(chosen) = self.made.chosen.get(&reading.id) else {
                // Who took all as they were shipped on a day has not seen what was shipped since.
                let all = self.made.as_shipped.as_ref().map(|taken| &taken.reviewed);
                if let Some(reviewed) = all.filter(|reviewed| reading.since <= reviewed.since) {
                    reading.sign(reviewed.by.clone(), reviewed.since);
                }
                continue;
            };
            match &chosen.reviewed {
                Some(reviewed) => reading.sign(reviewed.by.clone(), reviewed.since),
                // Whoever reviewed the one that was shipped did not review this one.
                None if self.switched.contains_key(&reading.id) => {
                    reading.chosen_here = true;
                    reading.reviewed_by = Reviewer::Nobody;
                }
                // Written as it is shipped, it says nothing: so does a copy of the built-in file.
                None => {}
            }
        }
    }

    /// What was chosen otherwise than the files have it, by the ids of the readings.
    pub(super) fn switched(self) -> BTreeMap<String, String> {
        self.switched
    }

    /// What each reading sets, taken and not; the file says which is taken from here on.
    fn taken(
        &mut self,
        file: &mut Table,
        source: &Source,
        faults: &mut Vec<Fault>,
    ) -> Vec<Settable> {
        let mut settable = Vec::new();
        let readings = file.get_mut("readings").and_then(Value::as_array_mut);
        for reading in readings.into_iter().flatten() {
            let text = |key: &str| reading.get(key).and_then(Value::as_str).map(str::to_owned);
            let choices: Vec<(String, Laid)> = reading
                .get("choices")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|choice| {
                    let set = choice.get("set").and_then(Value::as_table).cloned();
                    let unset = choice.get("unset").and_then(Value::as_array);
                    let unset = unset.into_iter().flatten().filter_map(Value::as_str);
                    let id = choice.get("id")?.as_str()?.to_owned();
                    let laid = Laid {
                        set: set.unwrap_or_default(),
                        unset: unset.map(str::to_owned).collect(),
                    };
                    Some((id, laid))
                })
                .collect();
            // What is missing is told where the file is read as a regime.
            let (Some(id), Some(shipped), [first, second]) =
                (text("id"), text("taken"), choices.as_slice())
            else {
                continue;
            };
            self.known.insert(id.clone());
            let made = self.made.chosen.get(&id);
            let taken = made.map_or(&shipped, |made| &made.choice).clone();
            let (taken, other) = if taken == first.0 {
                (first, second)
            } else if taken == second.0 {
                (second, first)
            } else {
                let known = format!("Use one of: {}, {}", first.0, second.0);
                let problem = format!("there is no such choice as \"{taken}\"");
                faults.push(match made {
                    Some(made) => fault(&id, &made.written, problem, known),
                    None => source.fault("taken", problem, &known),
                });
                continue;
            };
            settable.push(Settable {
                taken: taken.1.clone(),
                other: other.1.clone(),
            });
            if taken.0 != shipped {
                self.switched.insert(id, taken.0.clone());
            }
            let taken = Value::String(taken.0.clone());
            if let Some(reading) = reading.as_table_mut() {
                reading.insert("taken".to_owned(), taken);
            }
        }
        settable
    }
}

/// What a reading lays over the file, as it is taken and the other way.
struct Settable {
    taken: Laid,
    other: Laid,
}

/// What a choice sets in the file, and what it takes out of it, by dotted keys.
#[derive(Clone, Default)]
struct Laid {
    set: Table,
    unset: Vec<String>,
}

impl Laid {
    fn keys(&self) -> impl Iterator<Item = &str> {
        let unset = self.unset.iter().map(String::as_str);
        self.set.keys().map(String::as_str).chain(unset)
    }
}

/// The regime with some of its readings the other way.
fn read_otherwise(
    file: &Table,
    readings: &[Settable],
    others: &[usize],
    source: &Source,
    faults: &mut Vec<Fault>,
) -> Option<Regime> {
    let mut laid = file.clone();
    for (at, reading) in readings.iter().enumerate() {
        let chosen = if others.contains(&at) {
            &reading.other
        } else {
            &reading.taken
        };
        lay(&mut laid, chosen, source, faults);
    }
    match laid.try_into() {
        Ok(regime) => Some(regime),
        Err(error) => {
            let problem = format!("a choice does not fit: {}", error.message());
            faults.push(source.fault("[[readings]]", problem, "Correct what it sets"));
            None
        }
    }
}

/// Lays what a choice sets over a file, and takes out what it unsets.
fn lay(file: &mut Table, laid: &Laid, source: &Source, faults: &mut Vec<Fault>) {
    let set = laid.set.iter().map(|(key, value)| (key, Some(value)));
    let unset = laid.unset.iter().map(|key| (key, None));
    for (key, value) in set.chain(unset) {
        if !lay_one(file, key, value) {
            faults.push(source.fault(
                "[[readings]]",
                format!("a choice sets {key}, and there is nothing to set it in"),
                "Name a setting of this file, as a dotted key",
            ));
        }
    }
}

fn lay_one(file: &mut Table, key: &str, value: Option<&Value>) -> bool {
    let (path, last) = key.rsplit_once('.').unwrap_or(("", key));
    let mut at = file;
    let mut parts = path.split('.').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let below = match (at.get_mut(part), parts.peek().map(|next| next.parse())) {
            (Some(Value::Array(items)), Some(Ok::<usize, _>(index))) => {
                parts.next();
                items.get_mut(index)
            }
            (found, _) => found,
        };
        let Some(Value::Table(table)) = below else {
            return false;
        };
        at = table;
    }
    match value {
        Some(value) => {
            at.insert(last.to_owned(), value.clone());
            true
        }
        None => at.remove(last).is_some(),
    }
}

fn fault(id: &str, written: &Place, problem: String, remedy: String) -> Fault {
    Fault {
        file: written.file.clone(),
        line: written.line,
        key: Some(format!("law.readings.{id}")),
        problem,
        remedy,
    }
}
