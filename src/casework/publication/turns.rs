//! Which decisions stand about the candidates, and whose turn it is to be decided about.

use super::candidates::Candidates;
use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::publication::board::Stage;
use crate::domain::publication::turn::{Turn, turns};
use crate::store::DecisionRow;
use std::collections::{BTreeMap, BTreeSet};

/// How the decisions about candidates stand.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    /// The newest decision that stands, by topic.
    pub decided: BTreeMap<i64, DecisionRow>,
    /// Of topics that ask for a decision while none stands, which are owed now and which wait.
    pub turns: BTreeMap<i64, Turn>,
}

impl Turns {
    /// How many are owed now.
    #[must_use]
    pub fn owed(&self) -> usize {
        let owed = |turn: &&Turn| match turn {
            Turn::Owed => true,
            Turn::Waits(_) => false,
        };
        self.turns.values().filter(owed).count()
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.turns.len() - self.owed()
    }
}

impl Candidates {
    /// How the decisions about these candidates stand today.
    ///
    /// # Errors
    /// What the database says.
    pub async fn turns(
        &self,
        publishing: Publishing<'_>,
        now: Moment,
    ) -> Result<Turns, CaseworkFault> {
        let mut decided: BTreeMap<i64, DecisionRow> = BTreeMap::new();
        for row in publishing.store.publication().decisions(None).await? {
            // What was to be looked at again by now is owed again.
            let again = row.review.is_some_and(|day| day <= now.today);
            // A publication serves the topic its own was merged into. What was only decided about a
            // merged topic goes no further.
            let topic = match row.stage() {
                Stage::Published => row.survivor,
                Stage::Ended => continue,
                Stage::Decided | Stage::Preparing | Stage::Checked if again => continue,
                Stage::Decided | Stage::Preparing | Stage::Checked => row.topic_id,
            };
            // The newest decision stands first.
            decided.entry(topic).or_insert(row);
        }
        let topics: BTreeSet<i64> = decided.keys().copied().collect();
        let turns = turns(
            &self.ranked,
            &topics,
            publishing.weights.triggers.owed_at_once,
        );
        Ok(Turns { decided, turns })
    }
}
