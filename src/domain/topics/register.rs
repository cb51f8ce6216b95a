//! The register of topics: what people decide about them, each decision with what it changed.
//!
//! A machine suggests topics and where requests belong; a person confirms, renames, merges,
//! splits, pins, marks and moves. Each decision is kept as the state before and after it, so that
//! it can be undone exactly, unless something later changed the same topics or requests.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The longest name of a topic, in characters.
pub const LONGEST_LABEL: usize = 100;

/// How far a topic has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Found by the machine.
    Suggested,
    /// Confirmed by a person.
    Confirmed,
    /// No longer used: nothing continued it, or it was merged into another.
    Retired,
}

/// What a person marked a topic as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// It may be a publication candidate.
    Open,
    /// People asking for records about themselves: never a candidate.
    OwnRecords,
    /// Requests about one incident: never a candidate.
    SingleIncident,
    /// Left out for the reason given: never a candidate.
    Excluded,
}

impl Standing {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Confirmed => "confirmed",
            Self::Retired => "retired",
        }
    }

    /// The standing of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Suggested, Self::Confirmed, Self::Retired]
            .into_iter()
            .find(|standing| standing.as_str() == word)
    }
}

impl Nature {
    /// Every nature, in the order a form offers them.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::OwnRecords,
        Self::SingleIncident,
        Self::Excluded,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OwnRecords => "own_records",
            Self::SingleIncident => "single_incident",
            Self::Excluded => "excluded",
        }
    }

    /// The words a page shows.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Open => "May be published",
            Self::OwnRecords => "People's own records",
            Self::SingleIncident => "A single incident",
            Self::Excluded => "Excluded",
        }
    }

    /// The nature of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.as_str() == word)
    }
}

/// A topic as the register has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, kept for ever.
    pub id: i64,
    /// Its name.
    pub label: String,
    /// How far it has come.
    pub standing: Standing,
    /// Whether it stays whatever the machine finds, and stands first in lists.
    pub pinned: bool,
    /// What it was marked as.
    pub nature: Nature,
    /// The topic it was merged into.
    pub merged_into: Option<i64>,
}

/// Where a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its topic.
    pub topic: Option<i64>,
    /// Whether a person said so.
    pub confirmed: bool,
}

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

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the decision of the same name")]
pub enum Kind {
    Confirmed,
    Renamed,
    Merged,
    Split,
    Pinned,
    Unpinned,
    Marked,
    Moved,
    Undone,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Renamed => "renamed",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Pinned => "pinned",
            Self::Unpinned => "unpinned",
            Self::Marked => "marked",
            Self::Moved => "moved",
            Self::Undone => "undone",
        }
    }

    /// Whether a change of this stored word can be undone.
    #[must_use]
    pub fn undoable(word: &str) -> bool {
        [
            Self::Confirmed,
            Self::Renamed,
            Self::Merged,
            Self::Split,
            Self::Pinned,
            Self::Unpinned,
            Self::Marked,
            Self::Moved,
        ]
        .into_iter()
        .any(|kind| kind.as_str() == word)
    }
}

/// Requests in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Their topic.
    pub topic: Option<i64>,
    /// Whether a person said so.
    pub confirmed: bool,
    /// The requests, by case.
    pub cases: Vec<i64>,
}

/// What a change touched, as it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The topics.
    pub entries: Vec<Entry>,
    /// The requests.
    pub places: Vec<Group>,
}

/// A change of the register: what it touched, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of change.
    pub kind: Kind,
    /// The topic it is told under.
    pub topic: i64,
    /// The other topic it is told under.
    pub other: Option<i64>,
    /// What was done, as a sentence without a full stop.
    pub said: String,
    /// How it stood.
    pub before: State,
    /// How it stands.
    pub after: State,
}

/// Why the register does not do it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is no such topic, or it is no longer used.
    #[error("The topic is no longer used. Go back to the list of topics and choose another.")]
    NoSuchTopic,
    /// A name is missing.
    #[error("Enter a name for the topic.")]
    NoLabel,
    /// A name is too long.
    #[error("Enter a name of at most 100 characters, on one line.")]
    LongLabel,
    /// Merged into itself.
    #[error("Choose another topic: a topic cannot be merged into itself.")]
    IntoItself,
    /// Nothing was chosen.
    #[error("Choose at least one request.")]
    NoRequest,
    /// Nothing would be left.
    #[error("Leave at least one request in the topic, or rename it instead of splitting it.")]
    NothingLeft,
    /// A request is somewhere else by now.
    #[error("A request you chose is no longer in the topic. Load the form again.")]
    NotOfTopic,
    /// A reason is missing.
    #[error("Write the reason.")]
    NoReason,
    /// It is so already.
    #[error("It is so already: nothing was changed.")]
    AlreadySo,
    /// Something later changed the same topics or requests.
    #[error("Something later changed the same topic or requests. Undo that first.")]
    ChangedSince,
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

const fn confirmed(topic: i64) -> Place {
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

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;
