//! What a topic is scored on: its requests of two years, what people found out about it, and how much
//! the authority is asked in all.

use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::publication::evidence::MONTHS_SCORED;
use crate::domain::publication::{
    Assessment, Evidence, Outcome, RequestEvidence, Standing, Volume,
};
use crate::domain::topics::register::{self, Nature};
use crate::store::{EvidenceRow, TopicRow};
use chrono::{Months, NaiveDate};

impl Publishing<'_> {
    /// All that is known of a topic, and the day it is known on.
    pub(super) async fn evidence(
        &self,
        topic: &TopicRow,
        now: Moment,
    ) -> Result<(Evidence, NaiveDate), CaseworkFault> {
        let id = topic.entry.id;
        let (since, on) = self.scored_between(now).await?;
        let found = self.store.publication().evidence(since, on, &[id]).await?;
        let requests = match found.first() {
            Some(found) => found.requests()?,
            None => Vec::new(),
        };
        let mut known = self
            .store
            .publication()
            .assessment(id)
            .await?
            .unwrap_or_default();
        known.public_interest.unmet_searches = self.shelf().unmet_searches(id, now).await?;
        let volume = match self.kept().filter(|kept| kept.candidates.on == on) {
            Some(kept) => kept.candidates.volume,
            None => self.volume(on).await?,
        };
        Ok((evidence(&topic.entry, &requests, known, volume), on))
    }

    /// How many requests were received in the two years up to a day.
    pub(super) async fn volume(&self, on: NaiveDate) -> Result<Volume, CaseworkFault> {
        let months = |months| on.checked_sub_months(Months::new(months)).unwrap_or(on);
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        let publication = self.store.publication();
        let (year, before) = tokio::try_join!(
            publication.received_by_month(after(months(12)), after(on)),
            publication.received_by_month(after(months(24)), after(months(12)))
        )?;
        Ok(Volume {
            year: year.values().sum(),
            year_before: before.values().sum(),
        })
    }

    /// The first and the last day of the requests a score counts.
    pub(super) async fn scored_between(
        &self,
        now: Moment,
    ) -> Result<(NaiveDate, NaiveDate), CaseworkFault> {
        let on = self.counted_to(now).await?;
        let since = on
            .checked_sub_months(Months::new(MONTHS_SCORED))
            .and_then(|day| day.succ_opt())
            .unwrap_or(on);
        Ok((since, on))
    }

    /// The day to which the requests of a topic are counted: today, or where nothing was received
    /// for a year, as in an old log just imported, the day of the newest request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_to(&self, now: Moment) -> Result<NaiveDate, CaseworkFault> {
        let newest = self.store.publication().last_received(now.today).await?;
        let year_ago = now.today.checked_sub_months(Months::new(12));
        let old = newest.filter(|day| year_ago.is_some_and(|year_ago| *day < year_ago));
        Ok(old.unwrap_or(now.today))
    }
}

/// A topic's evidence, of what is stored.
pub(super) fn evidence(
    topic: &register::Entry,
    requests: &[EvidenceRow],
    known: Assessment,
    volume: Volume,
) -> Evidence {
    Evidence {
        requests: requests.iter().map(evidence_of).collect(),
        volume,
        public_interest: known.public_interest,
        checks: known.checks,
        standing: match (topic.standing, topic.nature) {
            (register::Standing::Retired, _) => Standing::Retired,
            (_, Nature::Open) => Standing::Open,
            (_, Nature::OwnRecords) => Standing::OwnRecords,
            (_, Nature::SingleIncident) => Standing::SingleIncident,
            (_, Nature::Excluded) => Standing::Excluded,
        },
    }
}

fn evidence_of(row: &EvidenceRow) -> RequestEvidence {
    RequestEvidence {
        received: row.received,
        answered: row.answered_as_public,
        requester: row.requester,
        nameless: row.nameless(),
        campaign: row.campaign.map(i64::unsigned_abs),
        hours: row.effort_minutes.map(|m| m as f64 / 60.0),
        outcome: Outcome::of(row.outcome, row.already_public()),
        dataset: row.dataset(),
        confirmed: row.confirmed(),
        shape: row.shape,
        shape_words: row.shape_words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transferred_request_is_left_out_and_not_counted_as_not_held() {
        let outcome = |word: &str| {
            let row = format!(r#"["2026-01-05",null,"{word}",null,0,null,"a1",null,""]"#);
            evidence_of(&serde_json::from_str(&row).unwrap()).outcome
        };
        assert_eq!(outcome("transferred"), Outcome::Withdrawn);
        assert_eq!(outcome("withdrawn"), Outcome::Withdrawn);
        assert_eq!(outcome("not_held"), Outcome::NotHeld);
    }
}
