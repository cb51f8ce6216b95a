//! Who reads a publication, who says whether it answered them, and who wants to be told of one.

use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::network::site;
use crate::domain::publication::board::Stage;
use crate::store::Limit;
use chrono::TimeDelta;

/// Readers of one household's IPv6 networks who are heard of a publication in a day.
const SPEAK_OF_SITE: u32 = 20;

impl Publishing<'_> {
    /// Whether the requester of a case wants to be told when what they asked about is published.
    ///
    /// # Errors
    /// What the database says.
    pub async fn wishes(&self, case: i64) -> Result<bool, CaseworkFault> {
        Ok(self.store.publication().wishes(case).await?)
    }

    /// Notes that the requester of a status page wants to be told.
    ///
    /// # Errors
    /// Where there is no such page.
    pub async fn wish_to_be_told(&self, token: &str) -> Result<(), CaseworkFault> {
        let page = self.cases().status(token).await?;
        let page = page.ok_or(CaseworkFault::NotFound)?;
        let unit = self.store.begin().await?;
        unit.publication().insert_wish(page.stored.id).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Counts a reader of a publication, once a day, and their first word of the day on it; whether
    /// this word was counted. One whom it did not answer has not found what they looked for.
    ///
    /// A reader is who comes from one `address`, of which a keyed hash is kept until the day ends.
    ///
    /// # Errors
    /// Where nothing of this number is published.
    pub async fn count_reader(
        &self,
        id: i64,
        address: &str,
        answered: Option<bool>,
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let row = self.store.publication().decision(id).await?;
        let row = row.filter(|row| row.stage() == Stage::Published);
        let topic = row.ok_or(CaseworkFault::NotFound)?.survivor;
        let reader = self.keys.reader(address, now.today);
        // Only read where nothing is left to count: reading on takes the writer from nobody.
        if let Some(spoke) = self
            .store
            .publication()
            .counted_today(id, &reader, now.today)
            .await?
            && (spoke || answered.is_none())
        {
            return Ok(false);
        }
        let limit = answered.and_then(|_| self.limit_of_speakers(id, address, now));
        if let Some(limit) = &limit
            && self.store.people().used_up(limit, now.at).await?.is_some()
        {
            return Ok(false);
        }
        let unit = self.store.begin().await?;
        if let Some(limit) = &limit
            && !unit.people().count_against(limit, now.at).await?
        {
            unit.leave().await;
            return Ok(false);
        }
        let counted = unit
            .publication()
            .count_reader(id, &reader, now.today, answered)
            .await?;
        if counted && answered == Some(false) {
            self.shelf().count_unmet(&unit, topic, now.today).await?;
        }
        unit.commit().await?;
        Ok(counted)
    }
}

impl Publishing<'_> {
    /// The limit of readers of a household's networks who say in a day whether a publication answered
    /// them: who has one IPv6 network has many. There is none for an IPv4 address.
    fn limit_of_speakers(&self, id: i64, address: &str, now: Moment) -> Option<Limit> {
        let site = site(address.parse().ok()?)?;
        Some(Limit {
            name: self
                .keys
                .digest(&format!("spoke of {id} from all of {site}")),
            most: SPEAK_OF_SITE,
            until: now.at + TimeDelta::days(1),
        })
    }
}
