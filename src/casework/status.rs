//! The requester's own page: found by its secret link, or by reference and code.

use super::act::Instructed;
use super::{Casework, CaseworkFault, Instruction, Moment};
use crate::domain::case::Actor;
use crate::store::CasePage;
use std::net::IpAddr;

impl Casework {
    /// The case behind a status link; `None` for a link that is not genuine.
    ///
    /// # Errors
    /// What the database says.
    pub async fn status(&self, token: &str) -> Result<Option<CasePage>, CaseworkFault> {
        match self.keys.reference_of(token) {
            Some(reference) => Ok(self.store.case_page(reference).await?),
            None => Ok(None),
        }
    }

    /// The status link's token for a reference and its code, tried from an address. The same `None`
    /// whether there is no such case or the code is wrong: a reference alone tells nothing.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] after too many tries.
    pub async fn find_by_code(
        &self,
        reference: &str,
        code: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<Option<String>, CaseworkFault> {
        let reference = reference.trim().to_uppercase();
        let there = self.store.has_case(&reference).await?;
        let own = there.then_some(reference.as_str());
        let limits = self.limits_of_code(own, from, now).await?;
        self.count_try(&limits, now).await?;
        if !there || !self.keys.code_is(&reference, code) {
            return Ok(None);
        }
        let unit = self.store.begin().await?;
        self.was_right(&unit, &limits).await?;
        unit.commit().await?;
        Ok(Some(self.keys.status_token(&reference)))
    }

    /// Files what a requester wrote on their page and tells them that it arrived.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] for a link that is not genuine; an empty or overlong message.
    pub async fn reply(
        &self,
        token: &str,
        text: &str,
        submission: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let reference = self
            .keys
            .reference_of(token)
            .ok_or(CaseworkFault::NotFound)?
            .to_owned();
        let instructed = Instructed {
            reference,
            version: None,
            submission: submission.to_owned(),
            on: None,
            instruction: Instruction::ReceiveReply {
                text: text.trim().replace("\r\n", "\n"),
            },
        };
        self.act(instructed, Actor::REQUESTER, now).await
    }
}
