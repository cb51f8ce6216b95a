//! Tries of passwords and codes: counted before they are made, for every node together, so that
//! no number of tries at once passes more than a limit. A try that was right is given back.
//!
//! The right person is not locked out by others: where the tries on their account or from their
//! network are used up, an address they signed in from before has tries of its own.

use super::{Casework, CaseworkFault, Moment};
use crate::store::{Limit, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// Tries on one account or one reference before more are refused.
const ON_ONE_NAME: u32 = 10;

/// Tries from one address, on whatever name: many people may share one.
const FROM_ONE_ADDRESS: u32 = 50;

/// How long a try counts, from the first one on.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How long an address counts as one a person has used.
const REMEMBERED: TimeDelta = TimeDelta::days(180);

/// The limits a try was counted against.
pub(super) struct Tried(Vec<Limit>);

impl Casework {
    /// Counts a try to sign in; `person` is whose account it is, if it is anybody's.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(super) async fn try_to_sign_in(
        &self,
        email: &str,
        person: Option<i64>,
        from: IpAddr,
        now: Moment,
    ) -> Result<Tried, CaseworkFault> {
        let account = self.limit(&format!("sign-in {email}"), ON_ONE_NAME, now);
        let until = match self.counted(vec![account, self.of(from, now)], now).await? {
            Ok(tried) => return Ok(tried),
            Err(until) => until,
        };
        if let Some(person) = person
            && self
                .store
                .knows_address(person, &self.address_digest(from))
                .await?
        {
            let own = format!("sign-in of {person} from {}", network(from));
            let own = self.limit(&own, ON_ONE_NAME, now);
            return self
                .counted(vec![own], now)
                .await?
                .map_err(|until| too_many(until, now));
        }
        Err(too_many(until, now))
    }

    /// Counts a try of a code: on its reference where there is such a case, and from its address.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(super) async fn try_a_code(
        &self,
        reference: Option<&str>,
        from: IpAddr,
        now: Moment,
    ) -> Result<Tried, CaseworkFault> {
        let mut limits = vec![self.of(from, now)];
        if let Some(reference) = reference {
            let own = self.limit(&format!("code {reference}"), ON_ONE_NAME, now);
            limits.insert(0, own);
        }
        self.counted(limits, now)
            .await?
            .map_err(|until| too_many(until, now))
    }

    /// Gives a try that was right back.
    pub(super) async fn was_right(&self, unit: &Unit, tried: &Tried) -> Result<(), CaseworkFault> {
        for limit in &tried.0 {
            unit.give_back(limit).await?;
        }
        Ok(())
    }

    /// Forgets tries that no longer count and addresses nobody uses any more.
    pub(super) async fn forget_tries(&self, unit: &Unit, now: Moment) -> Result<(), CaseworkFault> {
        unit.forget_tries(now.at, now.at - REMEMBERED).await?;
        Ok(())
    }

    /// An address as it is kept beside a person: a digest under the installation's key.
    pub(super) fn address_digest(&self, from: IpAddr) -> String {
        self.keys.digest(&format!("address {}", network(from)))
    }

    fn of(&self, from: IpAddr, now: Moment) -> Limit {
        self.limit(
            &format!("tries from {}", network(from)),
            FROM_ONE_ADDRESS,
            now,
        )
    }

    fn limit(&self, what: &str, most: u32, now: Moment) -> Limit {
        Limit {
            name: self.keys.digest(what),
            most,
            until: now.at + WINDOW,
        }
    }

    /// Counts a try against all of these limits or against none; until when one is used up.
    async fn counted(
        &self,
        limits: Vec<Limit>,
        now: Moment,
    ) -> Result<Result<Tried, DateTime<Utc>>, CaseworkFault> {
        // Read first: whoever goes on trying writes nothing.
        for limit in &limits {
            if let Some(until) = self.store.used_up(limit, now.at).await? {
                return Ok(Err(until));
            }
        }
        let unit = self.store.begin().await?;
        for limit in &limits {
            if !unit.count_against(limit, now.at).await? {
                return Ok(Err(limit.until));
            }
        }
        unit.commit().await?;
        Ok(Ok(Tried(limits)))
    }
}

fn too_many(until: DateTime<Utc>, now: Moment) -> CaseworkFault {
    CaseworkFault::TooMany(until - now.at)
}

/// What is counted as one address: an IPv4 address, or the /64 network of an IPv6 one, all of
/// whose addresses one household or host has to itself (RFC 6177).
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let network = u128::from(v6) & !u128::from(u64::MAX);
            IpAddr::V6(network.into())
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_ipv6_network_count_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::4"), of("2001:db8:1:3::4"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
