//! What each decision about topics changes, and what undoes it.

use super::{Change, Entry, Group, Kind, LONGEST_LABEL, Nature, Place, Refusal, Standing, State};
use std::collections::{BTreeMap, BTreeSet};

/// The part of the register a decision is about: the topics it names and the requests it touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The topics by number.
    pub entries: BTreeMap<i64, Entry>,
    /// The requests by case.
    pub places: BTreeMap<i64, Place>,
}

/// What a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The topic is one, and its requests belong to it.
    Confirm {
        /// The topic.
        topic: i64,
    },
    /// It gets another name.
    Rename {
        /// The topic.
        topic: i64,
        /// The name.
        label: String,
    },
    /// It is part of another.
    Merge {
        /// The topic that goes.
        topic: i64,
        /// The topic that stays.
        into: i64,
    },
    /// Some of its requests are a topic of their own.
    Split {
        /// The topic.
        topic: i64,
        /// The number of the new one, which the register holds as retired until now.
        new: i64,
        /// The name of the new one.
        label: String,
        /// The requests that go.
        cases: BTreeSet<i64>,
    },
    /// It stays whatever the machine finds, or no longer.
    Pin {
        /// The topic.
        topic: i64,
        /// Whether it stays.
        pinned: bool,
    },
    /// It is of this nature.
    Mark {
        /// The topic.
        topic: i64,
        /// The nature.
        nature: Nature,
        /// Why.
        reason: String,
    },
    /// These requests belong to this topic.
    Move {
        /// The requests.
        cases: BTreeSet<i64>,
        /// The topic.
        to: i64,
    },
}

impl Register {
    /// What an action changes.
    ///
    /// # Errors
    /// Why it cannot be done; nothing is changed either way.
    pub fn decide(&self, action: &Action) -> Result<Change, Refusal> {
        let mut after = self.clone();
        let (kind, topic, other, said) = after.carry_out(action)?;
        let change = Change {
            kind,
            topic,
            other,
            said,
            before: self.state_besides(&after),
            after: after.state_besides(self),
        };
        if change.before == change.after {
            return Err(Refusal::AlreadySo);
        }
        Ok(change)
    }

    /// The change that undoes a change.
    ///
    /// # Errors
    /// [`Refusal::ChangedSince`] where what it touched stands otherwise by now.
    pub fn undo(&self, change: &Change) -> Result<Change, Refusal> {
        if self.holds(&change.after) {
            Ok(Change {
                kind: Kind::Undone,
                topic: change.topic,
                other: change.other,
                said: format!("Undid: {}", change.said),
                before: change.after.clone(),
                after: change.before.clone(),
            })
        } else {
            Err(Refusal::ChangedSince)
        }
    }

    /// Puts the topics and requests of a change as it left them.
    pub fn apply(&mut self, change: &Change) {
        for entry in &change.after.entries {
            self.entries.insert(entry.id, entry.clone());
        }
        for group in &change.after.places {
            let place = Place {
                topic: group.topic,
                confirmed: group.confirmed,
            };
            self.places
                .extend(group.cases.iter().map(|case| (*case, place)));
        }
    }

    fn carry_out(&mut self, action: &Action) -> Result<(Kind, i64, Option<i64>, String), Refusal> {
        match action {
            Action::Confirm { topic } => {
                let label = self.used(*topic)?.label.clone();
                self.entry(*topic)?.standing = Standing::Confirmed;
                self.place(|place| place.topic == Some(*topic), *topic);
                Ok((
                    Kind::Confirmed,
                    *topic,
                    None,
                    format!("Confirmed \"{label}\""),
                ))
            }
            Action::Rename { topic, label } => {
                let label = named(label)?;
                let entry = self.entry(*topic)?;
                let said = format!("Renamed \"{}\" to \"{label}\"", entry.label);
                entry.label = label;
                Ok((Kind::Renamed, *topic, None, said))
            }
            Action::Merge { topic, into } => {
                if topic == into {
                    return Err(Refusal::IntoItself);
                }
                let to = self.used(*into)?.label.clone();
                let entry = self.entry(*topic)?;
                let said = format!("Merged \"{}\" into \"{to}\"", entry.label);
                entry.standing = Standing::Retired;
                entry.pinned = false;
                entry.merged_into = Some(*into);
                self.entry(*into)?.standing = Standing::Confirmed;
                self.place(
                    |place| place.topic == Some(*topic) || place.topic == Some(*into),
                    *into,
                );
                Ok((Kind::Merged, *topic, Some(*into), said))
            }
            Action::Split {
                topic,
                new,
                label,
                cases,
            } => self.split(*topic, *new, label, cases),
            Action::Pin { topic, pinned } => {
                let entry = self.entry(*topic)?;
                entry.pinned = *pinned;
                let (kind, verb) = if *pinned {
                    (Kind::Pinned, "Pinned")
                } else {
                    (Kind::Unpinned, "Unpinned")
                };
                let said = format!("{verb} \"{}\"", entry.label);
                Ok((kind, *topic, None, said))
            }
            Action::Mark {
                topic,
                nature,
                reason,
            } => {
                let reason = reason.trim();
                if reason.is_empty() {
                    return Err(Refusal::NoReason);
                }
                let entry = self.entry(*topic)?;
                entry.nature = *nature;
                let said = format!(
                    "Marked \"{}\" as: {}. Reason: {}",
                    entry.label,
                    nature.title(),
                    reason.trim_end_matches('.')
                );
                Ok((Kind::Marked, *topic, None, said))
            }
            Action::Move { cases, to } => {
                let label = self.used(*to)?.label.clone();
                if cases.is_empty() {
                    return Err(Refusal::NoRequest);
                }
                if cases.iter().any(|case| !self.places.contains_key(case)) {
                    return Err(Refusal::NotOfTopic);
                }
                let from = cases.iter().find_map(|case| self.places[case].topic);
                // Who places a request in a topic says that it is one.
                self.entry(*to)?.standing = Standing::Confirmed;
                for case in cases {
                    self.places.insert(*case, confirmed(*to));
                }
                let said = format!(
                    "Placed {} in \"{label}\"",
                    crate::domain::words::count(cases.len(), "request")
                );
                Ok((Kind::Moved, *to, from.filter(|from| from != to), said))
            }
        }
    }

    fn split(
        &mut self,
        topic: i64,
        new: i64,
        label: &str,
        cases: &BTreeSet<i64>,
    ) -> Result<(Kind, i64, Option<i64>, String), Refusal> {
        let label = named(label)?;
        let old = self.used(topic)?.label.clone();
        if cases.is_empty() {
            return Err(Refusal::NoRequest);
        }
        let of_topic = |case: &i64| {
            self.places
                .get(case)
                .is_some_and(|place| place.topic == Some(topic))
        };
        if !cases.iter().all(of_topic) {
            return Err(Refusal::NotOfTopic);
        }
        let left = self
            .places
            .iter()
            .any(|(case, place)| place.topic == Some(topic) && !cases.contains(case));
        if !left {
            return Err(Refusal::NothingLeft);
        }
        let entry = self.entries.get_mut(&new).ok_or(Refusal::NoSuchTopic)?;
        entry.label.clone_from(&label);
        entry.standing = Standing::Confirmed;
        for case in cases {
            self.places.insert(*case, confirmed(new));
        }
        let said = format!(
            "Split {} from \"{old}\" as \"{label}\"",
            crate::domain::words::count(cases.len(), "request")
        );
        Ok((Kind::Split, topic, Some(new), said))
    }

    /// A topic in use.
    fn used(&self, topic: i64) -> Result<&Entry, Refusal> {
        self.entries
            .get(&topic)
            .filter(|entry| entry.standing != Standing::Retired)
            .ok_or(Refusal::NoSuchTopic)
    }

    fn entry(&mut self, topic: i64) -> Result<&mut Entry, Refusal> {
        self.used(topic)?;
        self.entries.get_mut(&topic).ok_or(Refusal::NoSuchTopic)
    }

    /// Puts the requests in such places under a topic, said by a person.
    fn place(&mut self, such: impl Fn(&Place) -> bool, topic: i64) {
        for place in self.places.values_mut().filter(|place| such(place)) {
            *place = confirmed(topic);
        }
    }

    /// What stands otherwise here than there.
    fn state_besides(&self, other: &Self) -> State {
        let mut groups: BTreeMap<Place, Vec<i64>> = BTreeMap::new();
        for (case, place) in &self.places {
            if other.places.get(case) != Some(place) {
                groups.entry(*place).or_default().push(*case);
            }
        }
        State {
            entries: self
                .entries
                .values()
                .filter(|entry| other.entries.get(&entry.id) != Some(entry))
                .cloned()
                .collect(),
            places: groups
                .into_iter()
                .map(|(place, cases)| Group {
                    topic: place.topic,
                    confirmed: place.confirmed,
                    cases,
                })
                .collect(),
        }
    }

    /// Whether everything in a state stands like this.
    fn holds(&self, state: &State) -> bool {
        let entries = state
            .entries
            .iter()
            .all(|entry| self.entries.get(&entry.id) == Some(entry));
        let places = state.places.iter().all(|group| {
            let place = Place {
                topic: group.topic,
                confirmed: group.confirmed,
            };
            group
                .cases
                .iter()
                // A request erased since is no obstacle.
                .all(|case| self.places.get(case).is_none_or(|now| *now == place))
        });
        entries && places
    }
}

pub(super) const fn confirmed(topic: i64) -> Place {
    Place {
        topic: Some(topic),
        confirmed: true,
    }
}

/// A name as the register keeps it.
///
/// # Errors
/// Where there is none, or one too long for a list.
pub fn named(label: &str) -> Result<String, Refusal> {
    let label = label.trim();
    if label.is_empty() {
        return Err(Refusal::NoLabel);
    }
    if label.chars().count() > LONGEST_LABEL || label.contains(['\n', '\r']) {
        return Err(Refusal::LongLabel);
    }
    Ok(label.to_owned())
}
