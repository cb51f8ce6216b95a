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

/// In which ways a try may be counted, the first of them that has one left: each is the limits that
/// it counts against together. Which it is, is known only once it is counted, as others try too.
pub(in crate::casework) struct Ways(Vec<Vec<Limit>>);

impl Sessions<'_> {
    /// How a try to sign in is counted; `person` is whose account it is, if it is anybody's. Where
    /// others use up the tries on the account, an address they signed in from has its own.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(in crate::casework) async fn limits_of_sign_in(
        &self,
        email: &str,
        person: Option<i64>,
        from: IpAddr,
        now: Moment,
    ) -> Result<Ways, CaseworkFault> {
        let account = self.limit(&format!("sign-in {email}"), ON_ONE_NAME, now);
        let mut limits = vec![account];
        limits.extend(self.of(from, now));
        let mut ways = vec![limits];
        if self.knows_address(person, from).await? {
            let own = format!("sign-in {email} from {}", network(from));
            ways.push(vec![self.limit(&own, ON_ONE_NAME, now)]);
        }
        self.one_left_of(Ways(ways), now).await
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

    /// How a try of a code is counted: against that of its reference, whether there is such a case
    /// or not (else the limit would tell), and that of its address. Where others use up the
    /// reference's, an address has a few tries of its own, so that nobody keeps a requester from
    /// their page.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where no try is left.
    pub(in crate::casework) async fn limits_of_code(
        &self,
        reference: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<Ways, CaseworkFault> {
        let address = self.of(from, now);
        let shared = self.limit(&format!("code {reference}"), ON_ONE_NAME, now);
        let from_here = format!("code {reference} from {}", network(from));
        let own = self.limit(&from_here, ON_ONE_NAME, now);
        let few = Limit {
            most: ON_ONE_NAME_FROM_ELSEWHERE,
            ..own.clone()
        };
        let with_the_address = |mut limits: Vec<Limit>| {
            limits.extend(address.clone());
            limits
        };
        let ways = [vec![shared, own], vec![few]].map(with_the_address);
        self.one_left_of(Ways(ways.to_vec()), now).await
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
        let ways = self
            .one_left_of(Ways(vec![self.of(from, now)]), now)
            .await?;
        self.count_try(&ways, now).await?;
        Ok(())
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

    /// Counts a try in the first way that has one left, and gives the limits it was counted against.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] where others have used them all up in the meantime.
    pub(in crate::casework) async fn count_try(
        &self,
        ways: &Ways,
        now: Moment,
    ) -> Result<Vec<Limit>, CaseworkFault> {
        for limits in &ways.0 {
            if self.counted(limits, now).await? {
                return Ok(limits.clone());
            }
        }
        for limits in &ways.0 {
            self.left_of(limits, now).await?;
        }
        Err(CaseworkFault::TooMany(WINDOW))
    }

    /// Counts a try against all of these limits, or against none where one is used up.
    async fn counted(&self, limits: &[Limit], now: Moment) -> Result<bool, CaseworkFault> {
        let unit = self.store.begin().await?;
        for limit in limits {
            if !unit.people().count_against(limit, now.at).await? {
                unit.leave().await;
                return Ok(false);
            }
        }
        unit.commit().await?;
        Ok(true)
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

    /// These ways, where one of them has a try left. Only read: whoever goes on trying writes
    /// nothing.
    async fn one_left_of(&self, ways: Ways, now: Moment) -> Result<Ways, CaseworkFault> {
        let mut used_up = None;
        for limits in &ways.0 {
            match self.left_of(limits, now).await {
                Ok(()) => return Ok(ways),
                Err(fault @ CaseworkFault::TooMany(_)) => used_up = Some(fault),
                Err(other) => return Err(other),
            }
        }
        used_up.map_or(Ok(ways), Err)
    }

    /// Refuses a try where one of these limits is used up.
    async fn left_of(&self, limits: &[Limit], now: Moment) -> Result<(), CaseworkFault> {
        for limit in limits {
            if let Some(until) = self.store.people().used_up(limit, now.at).await? {
                return Err(CaseworkFault::TooMany(until - now.at));
            }
        }
        Ok(())
    }
}
