//! Finding topics over the database and putting them into the register.

use crate::casework::own_thread::on_its_own;
use crate::casework::secrets::once;
use crate::casework::{CaseworkFault, Moment, Topics};
use crate::domain::publication::shape::{ShapeReader, Shaped};
use crate::domain::topics::campaign::letter;
use crate::domain::topics::identity::continued;
use crate::domain::topics::learnt::{Term, TopicWeights, WordWeights};
use crate::domain::topics::register::Place;
use crate::domain::topics::{Discovery, Document, Index, Settings, alike, discover_after};
use crate::store::{Alike, FoundTopic, RegisterState, TopicPart, TopicText};
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How far back requests are read: what was asked longer ago says little of what is asked now.
pub const MONTHS_READ: u32 = 36;

/// What finding topics came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Requests read.
    pub requests: usize,
    /// Topics found.
    pub topics: usize,
    /// Of those, the ones that continue a topic of the register.
    pub continued: usize,
}

/// What was found, to be written.
pub(in crate::casework) struct Looked {
    /// The register as it was found for.
    pub(in crate::casework) state: RegisterState,
    pub(in crate::casework) outcome: Found,
    pub(in crate::casework) topics: Vec<FoundTopic>,
    /// The weights of each topic found, in the order of `topics`.
    pub(in crate::casework) weights: Vec<TopicWeights>,
    /// The parts of each topic found, the largest first, in the order of `topics`.
    pub(in crate::casework) parts: Vec<Vec<TopicPart>>,
    /// Those of topics that only requests placed by a person are under.
    pub(in crate::casework) others: Vec<(i64, TopicWeights)>,
    pub(in crate::casework) terms: Vec<Term>,
    pub(in crate::casework) readings: usize,
    pub(in crate::casework) repeated: Vec<i64>,
    /// What is kept of each request.
    pub(in crate::casework) read: Vec<ReadRequest>,
    /// The topic each request was under, where no person placed it.
    pub(in crate::casework) under: HashMap<i64, Option<i64>>,
    /// The first case of each letter sent many times, with all of them.
    pub(in crate::casework) campaigns: Vec<(i64, Vec<i64>)>,
}

/// What is kept of a request that was read.
pub(in crate::casework) struct ReadRequest {
    pub(in crate::casework) id: i64,
    pub(in crate::casework) words: WordWeights,
    /// What it asks for.
    pub(in crate::casework) shaped: Shaped,
    /// Those like it, the one most like it first.
    pub(in crate::casework) alike: Vec<Alike>,
}

/// The thread that did the search is gone by then, and what it held is free.
const GONE: Duration = Duration::from_secs(15);

/// Gives the memory of a search back to the system. The allocator does that only when something
/// large is freed after the rest has been free for a while, which may never be.
async fn give_memory_back() {
    sleep(GONE).await;
    drop(black_box(Vec::<u8>::with_capacity(32 << 20)));
}

/// Why a search is refused beside another.
pub(in crate::casework) fn overtaken() -> CaseworkFault {
    CaseworkFault::Refused("Topics are being looked for already. Wait for that to end.".into())
}

impl Topics<'_> {
    /// Finds topics among the requests of the last three years before the newest one, and
    /// puts them into the register as suggestions. A topic whose requests are mostly those
    /// of an earlier one keeps its number and name, and what a person decided stays.
    ///
    /// # Errors
    /// What the database says, or that topics are looked for already, or that somebody decided
    /// about them meanwhile.
    pub async fn find_topics(&self, now: Moment) -> Result<Found, CaseworkFault> {
        let found = self.search_for_topics(None, now).await?;
        found.ok_or_else(|| CaseworkFault::Broken("a search nobody asked for".into()))
    }

    /// As [`Self::find_topics`], once for each form: nothing for a second click.
    ///
    /// # Errors
    /// As [`Self::find_topics`].
    pub async fn find_topics_once(
        &self,
        submission: &str,
        now: Moment,
    ) -> Result<Option<Found>, CaseworkFault> {
        let before = self.store.submitted(&once(submission, &())).await?;
        if before.is_some() {
            return Ok(None);
        }
        self.search_for_topics(Some(submission), now).await
    }

    async fn search_for_topics(
        &self,
        submission: Option<&str>,
        now: Moment,
    ) -> Result<Option<Found>, CaseworkFault> {
        let Ok(_turn) = self.searching.try_lock() else {
            return Err(overtaken());
        };
        let search = self.begin_search().await?;
        let looked = self.look_for_topics(now).await?;
        let found = self.keep_search(search, looked, submission, now).await?;
        // Every topic may have changed: scored now, so that the page of candidates need not wait.
        self.publishing().candidates(now).await?;
        tokio::spawn(give_memory_back());
        Ok(found)
    }

    async fn look_for_topics(&self, now: Moment) -> Result<Looked, CaseworkFault> {
        let state = self.store.topics().register_state().await?;
        let newest = self.store.publication().last_received(now.today).await?;
        let since = newest
            .unwrap_or(now.today)
            .checked_sub_months(Months::new(MONTHS_READ))
            .unwrap_or(NaiveDate::MIN);
        let texts = self.store.topics().topic_texts(since, now.today).await?;
        let settings = self.topic_settings.clone();
        let most = self.weights.demand.campaign_most as usize;
        let shapes = Arc::clone(&self.shape_reader);
        on_its_own(move || look(state, &texts, &settings, &shapes, most)).await
    }
}

fn look(
    state: RegisterState,
    texts: &[TopicText],
    settings: &Settings,
    shapes: &ShapeReader,
    campaign_most: usize,
) -> Looked {
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|t| Document {
            id: &t.reference,
            text: &t.body,
        })
        .collect();
    let earlier: Vec<Option<i64>> = texts.iter().map(|text| text.topic_id).collect();
    let discovery = discover_after(&documents, &earlier, settings);
    let index = Index::new(&documents, settings);
    let (mut topics, mut place_of) = to_register(texts, &discovery);
    stay(texts, &index, &mut topics, &mut place_of);
    drop_empty(&mut topics, &mut place_of);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); topics.len()];
    let mut others: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    let found_at: HashMap<i64, usize> = (0..)
        .zip(&topics)
        .filter_map(|(at, topic)| Some((topic.continues?, at)))
        .collect();
    for (place, text) in texts.iter().enumerate() {
        let at = match text.topic_id.filter(|_| text.topic_confirmed) {
            Some(id) => match found_at.get(&id) {
                Some(at) => Some(*at),
                None => {
                    others.entry(id).or_default().push(place);
                    None
                }
            },
            None => place_of.get(place).copied().flatten(),
        };
        if let Some(of_topic) = at.and_then(|at| members.get_mut(at)) {
            of_topic.push(place);
        }
    }
    let read = (0..).zip(texts).map(|(place, text)| ReadRequest {
        id: text.id,
        words: index.words_at(place),
        shaped: shapes.read(&text.body),
        alike: Vec::new(),
    });
    let mut read: Vec<ReadRequest> = read.collect();
    index.like_each(alike::MOST, |place, similar| {
        if let Some(request) = read.get_mut(place) {
            let told = similar.into_iter().filter_map(|other| {
                Some(Alike {
                    case_id: request.id,
                    other_id: texts.get(other.place)?.id,
                    shared: other.shared.join(", "),
                })
            });
            request.alike = told.collect();
        }
    });
    Looked {
        state,
        outcome: Found {
            requests: texts.len(),
            topics: topics.len(),
            continued: topics.iter().filter(|t| t.continues.is_some()).count(),
        },
        parts: members
            .iter()
            .map(|places| parts_of(places, texts, &discovery))
            .collect(),
        weights: members.iter().map(|m| index.weights_of(m)).collect(),
        others: others
            .into_iter()
            .map(|(id, places)| (id, index.weights_of(&places)))
            .collect(),
        terms: index.terms(),
        readings: index.readings(),
        repeated: index.repeated(),
        read,
        under: texts
            .iter()
            .filter(|text| !text.topic_confirmed)
            .map(|text| (text.id, text.topic_id))
            .collect(),
        campaigns: campaigns(texts, campaign_most),
        topics,
    }
}

/// The parts of a topic with these requests, the largest first; none where it is of one piece.
fn parts_of(places: &[usize], texts: &[TopicText], discovery: &Discovery) -> Vec<TopicPart> {
    let mut found: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    for place in places {
        if let (Some(at), Some(text)) = (discovery.assignments.get(*place), texts.get(*place)) {
            found.entry(at.fine_topic).or_default().push(text.id);
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let mut found: Vec<(u32, Vec<i64>)> = found.into_iter().collect();
    found.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    let named = |number: u32| discovery.fine_topics.iter().find(|t| t.number == number);
    let part = |(place, (number, cases)): (i64, (u32, Vec<i64>))| TopicPart {
        place,
        label: named(number).map_or_else(String::new, |topic| topic.label.clone()),
        cases,
    };
    (1_i64..).zip(found).map(part).collect()
}

/// How much better another topic has to fit before a request leaves the one it was suggested.
const CLEARLY_BETTER: f32 = 1.5;

/// Leaves requests under the topic they were suggested before, unless another fits clearly better.
fn stay(
    texts: &[TopicText],
    index: &Index,
    topics: &mut [FoundTopic],
    place_of: &mut [Option<usize>],
) {
    let at_of: HashMap<i64, usize> = (0..)
        .zip(&*topics)
        .filter_map(|(at, topic)| Some((topic.continues?, at)))
        .collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); topics.len()];
    for (place, at) in place_of.iter().enumerate() {
        if let Some(of_topic) = at.and_then(|at| members.get_mut(at)) {
            of_topic.push(place);
        }
    }
    let centres: Vec<_> = members.iter().map(|places| index.centre(places)).collect();
    for topic in topics.iter_mut() {
        topic.cases.clear();
    }
    for (place, text) in texts.iter().enumerate() {
        if text.topic_confirmed {
            continue;
        }
        let now = place_of.get(place).copied().flatten();
        let before = text.topic_id.and_then(|id| at_of.get(&id).copied());
        let at = match (now, before) {
            (Some(now), Some(before)) if now != before => {
                let fit = |at: usize| centres.get(at).map_or(0.0, |c| index.fit(place, c));
                if fit(now) > fit(before) * CLEARLY_BETTER {
                    now
                } else {
                    before
                }
            }
            (now, before) => match now.or(before) {
                Some(at) => at,
                None => continue,
            },
        };
        if let Some(slot) = place_of.get_mut(place) {
            *slot = Some(at);
        }
        if let Some(topic) = topics.get_mut(at) {
            topic.cases.push(text.id);
        }
    }
}

/// Drops new topics that every request left again.
fn drop_empty(topics: &mut Vec<FoundTopic>, place_of: &mut [Option<usize>]) {
    let stays = |topic: &FoundTopic| topic.continues.is_some() || !topic.cases.is_empty();
    let mut next = 0;
    let moved: Vec<Option<usize>> = topics
        .iter()
        .map(|topic| {
            stays(topic).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    topics.retain(stays);
    for at in place_of.iter_mut() {
        *at = at.and_then(|at| moved.get(at).copied().flatten());
    }
}

/// The letters sent by more than so many.
fn campaigns(texts: &[TopicText], most: usize) -> Vec<(i64, Vec<i64>)> {
    let mut copies: HashMap<String, Vec<i64>> = HashMap::new();
    for text in texts {
        if let Some(letter) = letter(&text.body) {
            copies.entry(letter).or_default().push(text.id);
        }
    }
    let many = copies.into_values().filter(|cases| cases.len() > most);
    let mut campaigns: Vec<(i64, Vec<i64>)> = many
        .filter_map(|cases| Some((*cases.iter().min()?, cases)))
        .collect();
    campaigns.sort_unstable_by_key(|(first, _)| *first);
    campaigns
}

/// The discovered topics, each with the topic of the register it continues, and which of them
/// each request falls into. Several that continue one are one.
fn to_register(
    texts: &[TopicText],
    discovery: &Discovery,
) -> (Vec<FoundTopic>, Vec<Option<usize>>) {
    let numbers: Vec<u32> = discovery.assignments.iter().map(|a| a.topic).collect();
    let places: Vec<Place> = texts
        .iter()
        .map(|text| Place {
            topic: text.topic_id,
            confirmed: text.topic_confirmed,
        })
        .collect();
    let continues = continued(&numbers, &places);
    // A new topic whose requests people have all placed elsewhere is none.
    let free: BTreeSet<u32> = texts
        .iter()
        .zip(&numbers)
        .filter(|(text, _)| !text.topic_confirmed)
        .map(|(_, number)| *number)
        .collect();
    let mut found: Vec<FoundTopic> = Vec::new();
    let mut place_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut place_of_old: BTreeMap<i64, usize> = BTreeMap::new();
    // The largest first, so that it gives the words and typical requests of what it continues.
    for topic in &discovery.topics {
        let old = continues.get(&topic.number).copied();
        if old.is_none() && !free.contains(&topic.number) {
            continue;
        }
        let at = old.and_then(|id| place_of_old.get(&id).copied());
        let at = at.unwrap_or_else(|| {
            found.push(FoundTopic {
                continues: old,
                label: topic.label.clone(),
                words: topic.words.clone(),
                typical: topic
                    .typical
                    .iter()
                    .filter_map(|place| texts.get(*place))
                    .map(|t| t.reference.clone())
                    .collect(),
                cases: Vec::new(),
            });
            found.len() - 1
        });
        place_of.insert(topic.number, at);
        if let Some(id) = old {
            place_of_old.insert(id, at);
        }
    }
    let of_text: Vec<Option<usize>> = numbers
        .iter()
        .map(|number| place_of.get(number).copied())
        .collect();
    (found, of_text)
}
