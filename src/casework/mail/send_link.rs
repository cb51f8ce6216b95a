//! The link of a requester's page, sent again to the address they gave: to nobody else, at most once
//! an hour, and with the same answer whatever there is.

use super::unasked::Unasked;
use crate::casework::{CaseworkFault, Letters, Moment};
use crate::domain::case::Actor;
use crate::mail::letters::StatusLink;
use std::net::IpAddr;

impl Letters<'_> {
    /// Counts one who asks for a link, by the network they ask from; to be done before they are
    /// answered, and [`Self::send_link_again`] after.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where too many were asked for from there.
    pub async fn ask_for_link(&self, from: IpAddr, now: Moment) -> Result<(), CaseworkFault> {
        self.sessions().count_asking(from, now).await
    }

    /// Sends the link of a case's page to its requester, where this is the address they gave and
    /// none was sent within an hour.
    ///
    /// # Errors
    /// What the database says; then nothing is sent.
    pub async fn send_link_again(
        &self,
        reference: &str,
        email: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let reference = reference.trim().to_uppercase();
        let unit = self.store.begin().await?;
        let Some(mut stored) = unit.cases().find_case(&reference).await? else {
            unit.leave().await;
            return Ok(());
        };
        let requester = unit.requester_of(&stored).await?;
        let given = requester
            .email
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let theirs = !given.is_empty() && given == email.trim().to_lowercase();
        let may = theirs
            && self
                .sessions()
                .may_be_sent(&unit, &format!("link of {reference}"), now)
                .await?
            && self
                .may_write_unasked(
                    &unit,
                    &mut stored,
                    &requester,
                    (Unasked::Link, Actor::REQUESTER),
                    now,
                )
                .await?;
        if may {
            let letter = StatusLink {
                frame: self.frame(stored.opener(), &requester, now.today),
            };
            self.queue(&unit, &mut stored, &requester, &letter, now)
                .await?;
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }
}
