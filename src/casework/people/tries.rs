//! Tries of passwords and codes: counted before they are made, for every node together, so that
//! no number of tries at once passes more than a limit. A try that was right is given back.
//!
//! The right person is not locked out by others: where the tries on their account or from their
//! network are used up, an address they signed in from before has tries of its own.

use crate::casework::mail::unasked::A_DAY;
use crate::casework::{CaseworkFault, Moment, Sessions};
use crate::domain::network::{network, site};
use crate::store::{Limit, Unit};
use chrono::TimeDelta;
use std::net::IpAddr;

/// Tries on one account or one reference before more are refused.
const ON_ONE_NAME: u32 = 10;

/// Tries from one address on one reference, once others have used up those of the reference. A code
/// has 40 bits: that many tries from every address there is find none.
const ON_ONE_NAME_FROM_ELSEWHERE: u32 = 3;

/// Tries from one address, on whatever name: many people may share one.
const FROM_ONE_ADDRESS: u32 = 50;

/// Tries from one household's IPv6 networks together.
const FROM_ONE_SITE: u32 = 400;

/// How long a try counts, from the first one on.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Links sent to one person or about one case in an hour.
const SENT_AGAIN: u32 = 1;

/// How long a link that was sent counts.
const SENT_WINDOW: TimeDelta = TimeDelta::hours(1);

/// How long an address counts as one a person has used.
const REMEMBERED: TimeDelta = TimeDelta::days(180);

impl Sessions<'_> {
    /// The limits a try to sign in is counted against; `person` is whose account it is, if it is
    /// anybody's.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(in crate::casework) async fn limits_of_sign_in(
        &self,
        email: &str,
        person: Option<i64>,
        from: IpAddr,
        now: Moment,
    ) -> Result<Vec<Limit>, CaseworkFault> {
        let account = self.limit(&format!("sign-in {email}"), ON_ONE_NAME, now);
        let mut limits = vec![account];
        limits.extend(self.of(from, now));
        let used_up = match self.left_of(&limits, now).await {
            Ok(()) => return Ok(limits),
            Err(used_up @ CaseworkFault::TooMany(_)) => used_up,
            Err(other) => return Err(other),
        };
        if !self.knows_address(person, from).await? {
            return Err(used_up);
        }
        let own = format!("sign-in {email} from {}", network(from));
        let own = vec![self.limit(&own, ON_ONE_NAME, now)];
        self.left_of(&own, now).await?;
        Ok(own)
    }

    /// Whether this person, if it is anybody, signed in from there before.
    pub(in crate::casework) async fn knows_address(
        &self,
        person: Option<i64>,
        from: IpAddr,
    ) -> Result<bool, CaseworkFault> {
        let Some(person) = person else {
            return Ok(false);
        };
        let address = self.address_digest(from);
        Ok(self.store.people().knows_address(person, &address).await?)
    }

    /// The limits a try of a code is counted against: that of its reference, whether there is such
    /// a case or not (else the limit would tell), and that of its address. Where others have used up the reference's, an address has
    /// a few tries of its own, so that nobody keeps a requester from their page.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(in crate::casework) async fn limits_of_code(
        &self,
        reference: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<Vec<Limit>, CaseworkFault> {
        let address = self.of(from, now);
        let shared = self.limit(&format!("code {reference}"), ON_ONE_NAME, now);
        let from_here = format!("code {reference} from {}", network(from));
        let own = self.limit(&from_here, ON_ONE_NAME, now);
        let mut limits = vec![shared, own.clone()];
        limits.extend(address.clone());
        match self.left_of(&limits, now).await {
            Ok(()) => Ok(limits),
            Err(CaseworkFault::TooMany(_)) => {
                let few = Limit {
                    most: ON_ONE_NAME_FROM_ELSEWHERE,
                    ..own
                };
                let mut limits = vec![few];
                limits.extend(address);
                self.left_of(&limits, now).await?;
                Ok(limits)
            }
            Err(other) => Err(other),
        }
    }

    /// Counts one who asks for a link to be sent, by the network they ask from.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where too many were asked for from there.
    pub(in crate::casework) async fn count_asking(
        &self,
        from: IpAddr,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let limits = self.of(from, now);
        self.left_of(&limits, now).await?;
        self.count_try(&limits, now).await
    }

    /// Whether a link may be sent (`what` says which, and to whom): one an hour and a few a day,
    /// whoever asks.
    pub(in crate::casework) async fn may_be_sent(
        &self,
        unit: &Unit,
        what: &str,
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let hour = Limit {
            name: self.keys.digest(what),
            most: SENT_AGAIN,
            until: now.at + SENT_WINDOW,
        };
        let day = Limit {
            name: self.keys.digest(&format!("{what} in a day")),
            most: A_DAY,
            until: now.at + TimeDelta::days(1),
        };
        Ok(unit.people().count_against(&hour, now.at).await?
            && unit.people().count_against(&day, now.at).await?)
    }

    /// Counts a try against all of these limits, or against none where one has been used up in
    /// the meantime.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] then.
    pub(in crate::casework) async fn count_try(
        &self,
        limits: &[Limit],
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        for limit in limits {
            if !unit.people().count_against(limit, now.at).await? {
                unit.leave().await;
                return Err(CaseworkFault::TooMany(WINDOW));
            }
        }
        unit.commit().await?;
        Ok(())
    }

    /// Gives a try that was right back.
    pub(in crate::casework) async fn was_right(
        &self,
        unit: &Unit,
        limits: &[Limit],
    ) -> Result<(), CaseworkFault> {
        for limit in limits {
            unit.people().uncount(limit).await?;
        }
        Ok(())
    }

    /// Forgets tries that no longer count and addresses nobody uses any more.
    pub(in crate::casework) async fn forget_tries(
        &self,
        unit: &Unit,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        unit.people()
            .forget_tries(now.at, now.at - REMEMBERED)
            .await?;
        Ok(())
    }

    /// An address as it is kept beside a person: a digest under the installation's key.
    pub(in crate::casework) fn address_digest(&self, from: IpAddr) -> String {
        self.keys.digest(&format!("address {}", network(from)))
    }

    /// What is left to one network, and to all the networks of its household together.
    fn of(&self, from: IpAddr, now: Moment) -> Vec<Limit> {
        let own = format!("tries from {}", network(from));
        let mut limits = vec![self.limit(&own, FROM_ONE_ADDRESS, now)];
        limits.extend(site(from).map(|site| {
            let all = format!("tries from all of {site}");
            self.limit(&all, FROM_ONE_SITE, now)
        }));
        limits
    }

    fn limit(&self, what: &str, most: u32, now: Moment) -> Limit {
        Limit {
            name: self.keys.digest(what),
            most,
            until: now.at + WINDOW,
        }
    }

    /// Refuses a try where one of these limits is used up. Only read: whoever goes on trying
    /// writes nothing.
    async fn left_of(&self, limits: &[Limit], now: Moment) -> Result<(), CaseworkFault> {
        for limit in limits {
            if let Some(until) = self.store.people().used_up(limit, now.at).await? {
                return Err(CaseworkFault::TooMany(until - now.at));
            }
        }
        Ok(())
    }
}
