//! The register replayed from its events: topics, where requests are, assessments and decisions about
//! publishing, each held against its row.

use crate::casework::CaseworkFault;
use crate::domain::publication::{Assessment, Decision};
use crate::domain::topics::register::{Change, Entry, Kind, Nature, Standing};
use crate::store::{
    CaseRecord, DecisionState, Difference, Entered, RegisterEvent, Snapshot, Stands, Store,
    TopicState,
};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// Stages from which a decision ends when another is taken about its topic.
const UNDER_WAY: [&str; 3] = ["decided", "preparing", "checked"];

/// The register as its events make it.
#[derive(Default)]
pub(super) struct Register {
    /// The number of its last event.
    last: i64,
    /// The hash of that.
    previous: String,
    topics: BTreeMap<i64, Entry>,
    /// Where a person, or the undoing of what one did, put requests.
    places: HashMap<i64, (Option<i64>, bool)>,
    datasets: HashMap<i64, bool>,
    /// The same by reference, of events from before they named the case.
    datasets_by_reference: HashMap<String, bool>,
    assessments: BTreeMap<i64, Assessment>,
    decisions: BTreeMap<i64, Known>,
}

/// What is known of a decision.
struct Known {
    state: DecisionState,
    /// Whether an event kept all of it; before, its steps were kept as a sentence.
    whole: bool,
}

impl Register {
    /// Replays the register, as far as its chain holds.
    pub(super) async fn read(store: &Store) -> Result<Result<Self, Difference>, CaseworkFault> {
        let mut register = Self::default();
        loop {
            let events = store.record().register_events(register.last).await?;
            if events.is_empty() {
                break;
            }
            if let Err(difference) = register.follow(events) {
                return Ok(Err(difference));
            }
        }
        let seen = store.snapshot().await?;
        let whole = register.whole(&seen).await?;
        seen.leave().await;
        Ok(whole.map(|()| register))
    }

    /// Goes on to its end, which is where it was counted to be at this moment.
    async fn whole(&mut self, seen: &Snapshot) -> Result<Result<(), Difference>, CaseworkFault> {
        let later = seen.record().register_after(self.last).await?;
        let length = seen.record().register_length().await?;
        let followed = self.follow(later);
        Ok(followed.and_then(|()| {
            if self.last == length {
                return Ok(());
            }
            let row = format!("row {}", self.last + 1);
            let what = "it is missing";
            Err(Difference::new("register_events", "id", row, what))
        }))
    }

    /// Goes on with the events that come next.
    pub(super) fn follow(&mut self, events: Vec<RegisterEvent>) -> Result<(), Difference> {
        for event in events {
            event.follows(self.last + 1, &self.previous)?;
            self.take(&event)?;
            self.last += 1;
            self.previous = event.hash;
        }
        Ok(())
    }

    /// The number of its last event, and how many it has.
    pub(super) const fn last(&self) -> i64 {
        self.last
    }

    fn take(&mut self, event: &RegisterEvent) -> Result<(), Difference> {
        let at = |column| {
            let what = "it is not what the event says";
            Difference::new("register_events", column, format!("row {}", event.id), what)
        };
        let Ok(entered) = serde_json::from_str::<Entered>(&event.data) else {
            return self.take_from_before(event);
        };
        for (column, same) in [
            ("kind", entered.kind == event.kind),
            ("topic_id", entered.topic == event.topic_id),
            ("other_id", entered.other == event.other_id),
            ("undoes", entered.undoes == event.undoes),
            ("said", entered.said == event.said),
        ] {
            if !same {
                return Err(at(column));
            }
        }
        match entered.stands {
            Stands::Topics(change) => self.change(change),
            Stands::Assessment(assessment) => {
                self.assessments.insert(entered.topic, assessment);
            }
            Stands::Dataset { case, dataset } => {
                self.datasets.insert(case, dataset);
            }
            Stands::Decision(state) => {
                if !self.decisions.contains_key(&state.id) {
                    self.end_others(state.topic_id);
                }
                self.decisions
                    .insert(state.id, Known { state, whole: true });
            }
        }
        Ok(())
    }

    /// An event from before events kept all they are about.
    fn take_from_before(&mut self, event: &RegisterEvent) -> Result<(), Difference> {
        let unread = |what: &str| {
            Difference::new("register_events", "data", format!("row {}", event.id), what)
        };
        match event.kind.as_str() {
            "decided" => {
                let decision: Decision =
                    serde_json::from_str(&event.data).map_err(|_| unread("it is no decision"))?;
                let id = self.decisions.keys().next_back().map_or(1, |last| last + 1);
                self.end_others(event.topic_id);
                let state = DecisionState::new(id, event.topic_id, &decision, None);
                self.decisions.insert(
                    id,
                    Known {
                        state,
                        whole: false,
                    },
                );
            }
            "assessed" => {
                let assessment =
                    serde_json::from_str(&event.data).map_err(|_| unread("it is no assessment"))?;
                self.assessments.insert(event.topic_id, assessment);
            }
            "dataset" => {
                let reference = event.data.split(' ').next().unwrap_or_default().to_owned();
                let asks = event.data.contains(" asks for a dataset");
                self.datasets_by_reference.insert(reference, asks);
            }
            "preparing" | "checked" | "published" => {}
            other => {
                if Kind::parse(other).is_none() {
                    let what = format!("\u{201c}{other}\u{201d} is no word for it");
                    let row = format!("row {}", event.id);
                    return Err(Difference::new("register_events", "kind", row, what));
                }
                let change: Change = serde_json::from_str(&event.data)
                    .map_err(|_| unread("it is no change of topics"))?;
                self.change(change);
            }
        }
        Ok(())
    }

    fn change(&mut self, change: Change) {
        for entry in change.after.entries {
            self.topics.insert(entry.id, entry);
        }
        for group in change.after.places {
            let place = (group.topic, group.confirmed);
            self.places
                .extend(group.cases.into_iter().map(|case| (case, place)));
        }
    }

    fn end_others(&mut self, topic: i64) {
        for known in self.decisions.values_mut() {
            let under_way = UNDER_WAY.contains(&known.state.stage.as_str());
            if known.state.topic_id == topic && under_way {
                "ended".clone_into(&mut known.state.stage);
            }
        }
    }

    /// Whether a case stands where its events put it.
    pub(super) fn place(&self, record: &CaseRecord) -> Result<(), Difference> {
        let is = (record.beside.topic, record.beside.topic_confirmed);
        let differs = |column, is: &dyn fmt::Debug, by: &dyn fmt::Debug| {
            let what = format!("it is {is:?}, and {by:?} by the events of the register");
            Difference::new("cases", column, record.reference(), what)
        };
        let placed = self
            .places
            .get(&record.id())
            .copied()
            .unwrap_or((is.0, false));
        if is.1 != placed.1 {
            return Err(differs("topic_confirmed", &is.1, &placed.1));
        }
        // What a person did not say the next search for topics may say otherwise.
        if is.1 && is.0 != placed.0 {
            return Err(differs("topic_id", &is.0, &placed.0));
        }
        let named = self.datasets_by_reference.get(record.reference());
        let dataset = self.datasets.get(&record.id()).or(named);
        let dataset = dataset.copied().unwrap_or(false);
        if record.beside.dataset != dataset {
            return Err(differs("dataset", &record.beside.dataset, &dataset));
        }
        Ok(())
    }

    /// Whether topics, assessments and decisions stand as the events made them, at one moment.
    pub(super) async fn matches(
        &mut self,
        store: &Store,
    ) -> Result<Result<(), Difference>, CaseworkFault> {
        let seen = store.snapshot().await?;
        let whole = self.whole(&seen).await?;
        let topics = seen.record().topic_states().await?;
        let assessments = seen.publication().assessments().await?;
        let decisions = seen.record().decision_states().await?;
        seen.leave().await;
        Ok(whole
            .and_then(|()| self.topics_match(&topics))
            .and_then(|()| self.assessments_match(&assessments.into_iter().collect()))
            .and_then(|()| self.decisions_match(&decisions)))
    }

    fn topics_match(&self, rows: &[TopicState]) -> Result<(), Difference> {
        for row in rows {
            let at = |column, what: String| {
                Difference::new("topics", column, format!("row {}", row.id), what)
            };
            let no = |word: &str| format!("\u{201c}{word}\u{201d} is no word for it");
            let standing =
                Standing::parse(&row.standing).ok_or_else(|| at("standing", no(&row.standing)))?;
            let nature = Nature::parse(&row.nature).ok_or_else(|| at("nature", no(&row.nature)))?;
            let known = self.topics.get(&row.id);
            let by = |what: &dyn fmt::Debug| format!("it is {what:?} by the events");
            let label = known.map_or(row.label.as_str(), |entry| entry.label.as_str());
            let pinned = known.is_some_and(|entry| entry.pinned);
            let of_kind = known.map_or(Nature::Open, |entry| entry.nature);
            let merged = known.and_then(|entry| entry.merged_into);
            if row.label != label {
                return Err(at("label", by(&label)));
            }
            if row.pinned != pinned {
                return Err(at("pinned", by(&pinned)));
            }
            if nature != of_kind {
                return Err(at("nature", by(&of_kind.as_str())));
            }
            if row.merged_into != merged {
                return Err(at("merged_into", by(&merged)));
            }
            // A search suggests topics and retires them; only a person confirms one.
            let confirmed = known.is_some_and(|entry| entry.standing == Standing::Confirmed);
            if confirmed != (standing == Standing::Confirmed) {
                let standing = known.map_or(Standing::Suggested, |entry| entry.standing);
                return Err(at("standing", by(&standing.as_str())));
            }
        }
        let missing = self
            .topics
            .keys()
            .find(|id| !rows.iter().any(|row| row.id == **id));
        missing.map_or(Ok(()), |id| Err(gone("topics", *id)))
    }

    fn assessments_match(&self, rows: &BTreeMap<i64, Assessment>) -> Result<(), Difference> {
        for (topic, stands) in &self.assessments {
            let row = || format!("row {topic}");
            match rows.get(topic) {
                None => return Err(gone("topic_assessments", *topic)),
                Some(is) if is != stands => {
                    let what = "it is not what was found out last";
                    return Err(Difference::new("topic_assessments", "data", row(), what));
                }
                Some(_) => {}
            }
        }
        let more = rows
            .keys()
            .find(|topic| !self.assessments.contains_key(topic));
        more.map_or(Ok(()), |id| Err(unasked("topic_assessments", *id)))
    }

    fn decisions_match(&self, rows: &[DecisionState]) -> Result<(), Difference> {
        for row in rows {
            let Some(Known { state, whole }) = self.decisions.get(&row.id) else {
                return Err(unasked("publication_decisions", row.id));
            };
            let same = |column, is: &dyn fmt::Debug, by: &dyn fmt::Debug| {
                let (is, by) = (format!("{is:?}"), format!("{by:?}"));
                if is == by {
                    return Ok(());
                }
                let what = format!("it is {is}, and {by} by the events");
                let row = format!("row {}", row.id);
                Err(Difference::new("publication_decisions", column, row, what))
            };
            same("topic_id", &row.topic_id, &state.topic_id)?;
            same("decided", &row.decided, &state.decided)?;
            same("kind", &row.kind, &state.kind)?;
            same("every_months", &row.every_months, &state.every_months)?;
            same("reason", &row.reason, &state.reason)?;
            same("owner", &row.owner, &state.owner)?;
            same("due", &row.due, &state.due)?;
            same("review", &row.review, &state.review)?;
            same("effort", &row.effort, &state.effort)?;
            if !whole {
                continue;
            }
            same("score", &row.score, &state.score)?;
            same("stage", &row.stage, &state.stage)?;
            same("title", &row.title, &state.title)?;
            same("address", &row.address, &state.address)?;
            same("checked", &row.checked, &state.checked)?;
            same("published", &row.published, &state.published)?;
            same(
                "first_published",
                &row.first_published,
                &state.first_published,
            )?;
            same("refresh_due", &row.refresh_due, &state.refresh_due)?;
            same("ended_on", &row.ended_on, &state.ended_on)?;
            same("ended_because", &row.ended_because, &state.ended_because)?;
        }
        let missing = self
            .decisions
            .keys()
            .find(|id| !rows.iter().any(|row| row.id == **id));
        missing.map_or(Ok(()), |id| Err(gone("publication_decisions", *id)))
    }
}

fn gone(table: &'static str, id: i64) -> Difference {
    Difference::new(table, "id", format!("row {id}"), "it is missing")
}

fn unasked(table: &'static str, id: i64) -> Difference {
    Difference::new(table, "id", format!("row {id}"), "no event made it")
}
