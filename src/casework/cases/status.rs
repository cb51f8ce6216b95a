//! The requester's own page: found by its secret link, or by reference and code.

use super::act::Instructed;
use crate::casework::{Cases, CaseworkFault, Instruction, Moment};
use crate::domain::case::Actor;
use crate::domain::ids::FormToken;
use crate::store::{CasePage, Opener};
use std::net::IpAddr;

impl Cases<'_> {
    /// The case behind a status link; `None` for a link that is not genuine.
    ///
    /// # Errors
    /// What the database says.
    pub async fn status(&self, token: &str) -> Result<Option<CasePage>, CaseworkFault> {
        // Its secret first: a page is much to read, and a reference is easily guessed.
        match self.opened_by(token).await? {
            Some(reference) => Ok(self.store.cases().case_page(&reference).await?),
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
        let secret = self.store.cases().case_secret(&reference).await?;
        let ways = self
            .sessions()
            .limits_of_code(&reference, from, now)
            .await?;
        let counted = self.sessions().count_try(&ways, now).await?;
        let case = Opener {
            reference: &reference,
            secret: secret.as_deref().unwrap_or_default(),
        };
        if secret.is_none() || !self.keys.code_is(case, code) {
            return Ok(None);
        }
        let unit = self.store.begin().await?;
        self.sessions().was_right(&unit, &counted).await?;
        unit.commit().await?;
        Ok(Some(self.keys.status_token(case)))
    }

    /// The token of the page of a case's requester.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] where there is no such case.
    pub async fn status_token(&self, reference: &str) -> Result<String, CaseworkFault> {
        let secret = self.store.cases().case_secret(reference).await?;
        let case = Opener {
            reference,
            secret: &secret.ok_or(CaseworkFault::NotFound)?,
        };
        Ok(self.keys.status_token(case))
    }

    /// The reference a status token opens, where it is genuine.
    ///
    /// # Errors
    /// What the database says.
    pub async fn opened_by(&self, token: &str) -> Result<Option<String>, CaseworkFault> {
        let Some((reference, _)) = token.rsplit_once('.') else {
            return Ok(None);
        };
        let secret = self.store.cases().case_secret(reference).await?;
        let genuine = secret.is_some_and(|secret| {
            let case = Opener {
                reference,
                secret: &secret,
            };
            self.keys.status_token_is(case, token)
        });
        Ok(genuine.then(|| reference.to_owned()))
    }

    /// Carries out what a requester does on their page, and tells them that it arrived.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] for a link that is not genuine; what was typed cannot be used;
    /// the law does not allow it.
    pub async fn by_requester(
        &self,
        token: &str,
        instruction: Instruction,
        submission: FormToken,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let reference = self.opened_by(token).await?;
        let reference = reference.ok_or(CaseworkFault::NotFound)?;
        let instructed = Instructed {
            reference,
            version: None,
            submission,
            on: None,
            deals_with: None,
            instruction,
        };
        self.act(instructed, Actor::REQUESTER, now).await
    }
}
