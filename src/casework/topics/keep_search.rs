//! Storing what a search for topics found, in steps so short that nobody who writes waits for them.
//!
//! What the search learnt is stored first and counts for nothing; then one step makes the search the
//! one that counts, requests are moved to where it wants them, and copies of one letter are marked.
//! Whatever stops the search before that step leaves topics, scores and what is published as they
//! were. Only the words of a request, what it asks for and the requests like it are replaced before: each row is of its
//! own request alone and true whichever search counts, and only what a request is compared with when
//! it is opened or arrives is read from it. A search stopped while it marks copies leaves the rest to
//! the next one.

use super::register::taken;
use super::search::overtaken;
use crate::casework::topics::search::{Found, Looked, ReadRequest};
use crate::casework::{CaseworkFault, Moment, Topics};
use crate::store::{FoundTopic, Move, Unit};
use std::collections::{BTreeSet, HashMap};

/// Requests whose words and neighbours are stored in one step: some thousand rows.
const REQUESTS: usize = 100;

/// Rows stored in one step.
const ROWS: usize = 1_000;

/// Requests moved in one step: each is in several indexes.
const MOVES: usize = 500;

/// Topics added in one step, one statement each.
const TOPICS: usize = 100;

/// Parts of topics stored in one step; each names all its requests.
const PARTS: usize = 20;

impl Topics<'_> {
    /// Begins a search: finishes the earlier one where the program stopped on the way, and sweeps
    /// what others left.
    pub(in crate::casework) async fn begin_search(&self) -> Result<i64, CaseworkFault> {
        self.finish_search().await?;
        let unit = self.store.begin().await?;
        let search = unit.topics().begin_search().await?;
        unit.commit().await?;
        self.sweep_searches().await?;
        Ok(search)
    }

    /// Moves the requests that are still on their way to where the search that counts wants them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn finish_search(&self) -> Result<(), CaseworkFault> {
        if self.store.topics().register_state().await?.is_placing() {
            self.place(self.store.begin().await?).await?;
        }
        Ok(())
    }

    async fn place(&self, mut unit: Unit) -> Result<(), CaseworkFault> {
        while unit.topics().place_found(MOVES).await? {
            unit.commit().await?;
            unit = self.store.begin().await?;
        }
        Ok(unit.commit().await?)
    }

    async fn sweep_searches(&self) -> Result<(), CaseworkFault> {
        loop {
            let unit = self.store.begin().await?;
            let more = unit.topics().sweep_searches(ROWS).await?;
            unit.commit().await?;
            if !more {
                return Ok(());
            }
        }
    }

    /// The next step of a search, while no other began.
    async fn step(&self, search: i64) -> Result<Unit, CaseworkFault> {
        let unit = self.store.begin().await?;
        if unit.topics().is_newest_search(search).await? {
            Ok(unit)
        } else {
            Err(overtaken())
        }
    }

    /// Stores what a search found and makes it the one that counts; nothing where the form that
    /// asked for it was taken before.
    pub(in crate::casework) async fn keep_search(
        &self,
        search: i64,
        mut looked: Looked,
        submission: Option<&str>,
        now: Moment,
    ) -> Result<Option<Found>, CaseworkFault> {
        self.keep_requests(search, std::mem::take(&mut looked.read))
            .await?;
        let numbers = self.number_topics(search, &looked.topics, now).await?;
        self.keep_learnt(search, &looked, &numbers).await?;
        self.keep_moves(search, &looked, &numbers).await?;
        let topics: Vec<(i64, &FoundTopic)> = numbers.iter().copied().zip(&looked.topics).collect();
        let found = numbers.iter().copied().zip(&looked.weights);
        let others = looked.others.iter().map(|(id, weights)| (*id, weights));
        let cohesion: Vec<(i64, f32)> = found
            .chain(others)
            .map(|(id, weights)| (id, weights.cohesion))
            .collect();
        let unit = self.step(search).await?;
        if let Some(submission) = submission
            && !taken(&unit, submission, &(), now).await?
        {
            return Ok(None);
        }
        let settled = unit
            .topics()
            .settle_search(search, &looked.state, &topics, &cohesion, looked.readings)
            .await?;
        if !settled {
            return Err(CaseworkFault::Refused(
                "Somebody decided about topics while they were looked for. Find topics again."
                    .into(),
            ));
        }
        self.place(unit).await?;
        self.mark_campaigns(search, &looked.campaigns).await?;
        self.sweep_searches().await?;
        Ok(Some(looked.outcome))
    }

    /// Marks the copies of letters sent many times, unless a later search began, which will.
    async fn mark_campaigns(
        &self,
        search: i64,
        campaigns: &[(i64, Vec<i64>)],
    ) -> Result<(), CaseworkFault> {
        for (first, cases) in campaigns {
            for cases in cases.chunks(MOVES) {
                let unit = self.store.begin().await?;
                if !unit.topics().is_newest_search(search).await? {
                    return Ok(());
                }
                unit.topics().mark_campaign(*first, cases).await?;
                unit.commit().await?;
            }
        }
        Ok(())
    }

    /// Stores the words of each request and those like it; each is of its own request alone.
    async fn keep_requests(
        &self,
        search: i64,
        read: Vec<ReadRequest>,
    ) -> Result<(), CaseworkFault> {
        let mut read = read.into_iter().peekable();
        while read.peek().is_some() {
            let step: Vec<ReadRequest> = read.by_ref().take(REQUESTS).collect();
            let unit = self.step(search).await?;
            let others = step.iter().flat_map(|r| r.alike.iter().map(|a| a.other_id));
            let named: BTreeSet<i64> = step.iter().map(|r| r.id).chain(others).collect();
            // A text may have been erased since it was read.
            let there = unit.topics().with_text(&named).await?;
            let (mut cases, mut alike, mut words) = (Vec::new(), Vec::new(), Vec::new());
            let mut shapes = Vec::new();
            for request in step.into_iter().filter(|r| there.contains(&r.id)) {
                cases.push(request.id);
                words.push((request.id, request.words));
                shapes.push((request.id, request.shaped));
                alike.extend(request.alike);
            }
            alike.retain(|one| there.contains(&one.other_id));
            unit.topics().keep_alike(&cases, &alike).await?;
            unit.topics().keep_words(&words).await?;
            unit.topics().keep_shapes(&shapes).await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// The number of each topic: new ones are added, unseen.
    async fn number_topics(
        &self,
        search: i64,
        topics: &[FoundTopic],
        now: Moment,
    ) -> Result<Vec<i64>, CaseworkFault> {
        let new: Vec<&FoundTopic> = topics.iter().filter(|t| t.continues.is_none()).collect();
        let mut added = Vec::with_capacity(new.len());
        for step in new.chunks(TOPICS) {
            let unit = self.step(search).await?;
            added.extend(unit.topics().hide_topics(search, step, now.at).await?);
            unit.commit().await?;
        }
        let mut added = added.into_iter();
        let numbers = topics.iter().map(|t| t.continues.or_else(|| added.next()));
        let numbers: Option<Vec<i64>> = numbers.collect();
        numbers.ok_or_else(|| CaseworkFault::Broken("a topic got no number".into()))
    }

    /// Stores what was learnt of words and the parts of topics.
    async fn keep_learnt(
        &self,
        search: i64,
        looked: &Looked,
        numbers: &[i64],
    ) -> Result<(), CaseworkFault> {
        for step in looked.repeated.chunks(ROWS) {
            let unit = self.step(search).await?;
            unit.topics().keep_repeated(search, step).await?;
            unit.commit().await?;
        }
        let mut weights: HashMap<&str, Vec<(i64, f32)>> = HashMap::new();
        let found = numbers.iter().copied().zip(&looked.weights);
        let others = looked.others.iter().map(|(id, weights)| (*id, weights));
        for (topic, of_topic) in found.chain(others) {
            for (stem, weight) in &of_topic.words {
                weights.entry(stem).or_default().push((topic, *weight));
            }
        }
        for step in looked.terms.chunks(ROWS) {
            let unit = self.step(search).await?;
            unit.topics().keep_terms(search, step, &weights).await?;
            unit.commit().await?;
        }
        let of_topics = numbers.iter().copied().zip(&looked.parts);
        let parts: Vec<_> = of_topics
            .flat_map(|(topic, parts)| parts.iter().map(move |part| (topic, part)))
            .collect();
        for step in parts.chunks(PARTS) {
            let unit = self.step(search).await?;
            unit.topics().keep_parts(search, step).await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// Stores which requests go to another topic than the one they were under.
    async fn keep_moves(
        &self,
        search: i64,
        looked: &Looked,
        numbers: &[i64],
    ) -> Result<(), CaseworkFault> {
        let mut moves: Vec<Move> = Vec::new();
        for (to, topic) in numbers.iter().zip(&looked.topics) {
            moves.extend(topic.cases.iter().filter_map(|case| {
                let from = *looked.under.get(case)?;
                (from != Some(*to)).then_some(Move {
                    case_id: *case,
                    from,
                    to: *to,
                })
            }));
        }
        for step in moves.chunks(ROWS) {
            let unit = self.step(search).await?;
            unit.topics().keep_moves(search, step).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}
