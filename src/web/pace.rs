//! How fast forms are taken that anybody can send. What one address or one case sends, and what
//! all together send, is let through at once up to some number; beyond it each form waits longer
//! than the one before, and beyond another number it is in doubt: what follows then, the route
//! decides. A request in doubt goes to the tray; a message on a case is not taken then, and its
//! sender is asked to send it again later. What an address sends in doubt counts for that address
//! alone, so that one flood puts nobody else in doubt.
//!
//! Whoever hangs up leaves a form behind that is taken all the same, so the forms inside are
//! counted, not the connections. A form that should wait where every bed is taken does not: it is
//! in doubt instead, and goes to the tray unless its sender was in doubt already. Those alone, and
//! everybody where no place is left at all, are told that nothing was kept: a flood of one address
//! has few more places than it may have beds, and the others are left to everybody else.
//!
//! Nothing is counted on disk, so that a flood costs little; each node counts for itself.

mod levels;

use crate::domain::network::{household, network, site};
use levels::{Allowance, IN_DOUBT, Level, Senders, Step, counted};
use rocket::tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use rocket::tokio::time::{Instant, sleep};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Requests from one address: a newsroom or a library has one for many people.
const OF_ADDRESS: Allowance = Allowance {
    free: 20.0,
    certain: 60.0,
    forgotten: 1.0 / 15.0,
};

/// The same from one household's IPv6 networks together: more than one of them sends, and few enough
/// to be no crowd.
const OF_SITE: Allowance = Allowance {
    free: 160.0,
    certain: 480.0,
    forgotten: 8.0 / 15.0,
};

/// Requests from everybody: a year of a large police force is 5,000.
const OF_ALL: Allowance = Allowance {
    free: 1000.0,
    certain: 2000.0,
    forgotten: 2.0,
};

/// Messages on the page of one case, and from one address on whatever pages.
const OF_CASE: Allowance = OF_ADDRESS;

/// Forms inside at once, waiting or being written. Each holds a request twice, of at most 20,000
/// characters of four bytes, or a message as long as its form may be: 160 MB in all at the most.
const INSIDE: usize = 500;

/// Forms inside that had to wait, until they are written.
const SLEEPERS: usize = 200;

/// Of those, the most of one address: a flood of one leaves beds to everybody else.
const SLEEPERS_OF_ADDRESS: usize = 120;

/// How many may be told at once what others asked before: it is looked for in all that was learnt.
const LOOKS: usize = 2;

/// How many readers of what is published are counted at once; a count takes the only writer.
const COUNTS: usize = 4;

/// Forms written at once: the others wait their turn, so that the desk never queues behind many.
const AT_ONCE: usize = 4;

/// How fast forms are taken.
pub struct Pace {
    all: Mutex<Option<Level>>,
    addresses: Networks,
    doubted: Mutex<Senders<IpAddr>>,
    cases: Mutex<Senders<String>>,
    writers: Networks,
    inside: Semaphore,
    lookers: Networks,
    beds: Semaphore,
    /// How many beds each address, or all networks of a household, have.
    sleepers: Mutex<HashMap<IpAddr, usize>>,
    turns: Semaphore,
    looks: Semaphore,
    counts: Arc<Semaphore>,
}

/// What one network sends, and all the networks of its household together.
#[derive(Default)]
struct Networks {
    each: Mutex<Senders<IpAddr>>,
    sites: Mutex<Senders<IpAddr>>,
}

impl Networks {
    fn count(&self, from: IpAddr, now: Instant) -> Step {
        let own = lock(&self.each).count(network(from), OF_ADDRESS, now);
        let of_site = site(from).map(|site| lock(&self.sites).count(site, OF_SITE, now));
        own.or(of_site.unwrap_or(Step::FREE))
    }
}

/// A place inside, for one form and as long as it is held.
pub struct Place<'a> {
    pace: &'a Pace,
    _permit: SemaphorePermit<'a>,
    bed: Option<Bed<'a>>,
}

/// Where a form waits, for one address and as long as it is held.
struct Bed<'a> {
    pace: &'a Pace,
    of: IpAddr,
    _permit: SemaphorePermit<'a>,
}

/// There is no place for a form, and nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl Default for Pace {
    fn default() -> Self {
        Self {
            all: Mutex::default(),
            addresses: Networks::default(),
            doubted: Mutex::default(),
            cases: Mutex::default(),
            writers: Networks::default(),
            inside: Semaphore::new(INSIDE),
            lookers: Networks::default(),
            beds: Semaphore::new(SLEEPERS),
            sleepers: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            looks: Semaphore::new(LOOKS),
            counts: Arc::new(Semaphore::new(COUNTS)),
        }
    }
}

impl Pace {
    /// A place for a form, before anything is done with it that takes time.
    ///
    /// # Errors
    /// [`Full`] where none is left.
    pub fn enter(&self) -> Result<Place<'_>, Full> {
        let permit = self.inside.try_acquire().map_err(|_| Full)?;
        Ok(Place {
            pace: self,
            _permit: permit,
            bed: None,
        })
    }

    /// Whether somebody at an address may be told now what others asked before, as long as it is
    /// held: who asks too often or comes while others look goes on without.
    pub fn look(&self, from: IpAddr) -> Option<SemaphorePermit<'_>> {
        let step = self.lookers.count(from, Instant::now());
        if step.doubtful {
            return None;
        }
        self.looks.try_acquire().ok()
    }

    /// Whether one more reader of what is published may be counted now, as long as it is held.
    pub fn count(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.counts).try_acquire_owned().ok()
    }

    /// Whether one more request in doubt is kept of an address.
    fn keeps(&self, from: IpAddr, now: Instant) -> bool {
        let mut doubted = lock(&self.doubted);
        !doubted.count(household(from), IN_DOUBT, now).doubtful
    }

    fn bed(&self, from: IpAddr) -> Option<Bed<'_>> {
        let of = household(from);
        let permit = self.beds.try_acquire().ok()?;
        let mut sleepers = lock(&self.sleepers);
        let own = sleepers.entry(of).or_default();
        if *own >= SLEEPERS_OF_ADDRESS {
            return None;
        }
        *own += 1;
        drop(sleepers);
        Some(Bed {
            pace: self,
            of,
            _permit: permit,
        })
    }

    fn count_message(&self, reference: &str, from: IpAddr, now: Instant) -> Step {
        let of_case = lock(&self.cases).count(reference.to_owned(), OF_CASE, now);
        of_case.or(self.writers.count(from, now))
    }

    fn count_request(&self, from: IpAddr, now: Instant) -> (Step, Step) {
        let own = self.addresses.count(from, now);
        if own.doubtful {
            return (own, Step::FREE);
        }
        let mut all = lock(&self.all);
        let (level, with_all) = counted(*all, OF_ALL, now);
        *all = Some(level);
        (own, with_all)
    }
}

impl<'a> Place<'a> {
    /// Counts a request from an address and lets it wait as long as it has to; whether it is in
    /// doubt.
    ///
    /// # Errors
    /// [`Full`] where the address is in doubt and as many wait, or were kept of it, as can.
    pub async fn request(&mut self, from: IpAddr) -> Result<bool, Full> {
        let (own, with_all) = self.pace.count_request(from, Instant::now());
        let waited = self.wait(own.wait.max(with_all.wait), from).await;
        if own.doubtful && (!waited || !self.pace.keeps(from, Instant::now())) {
            return Err(Full);
        }
        Ok(own.doubtful || with_all.doubtful || !waited)
    }

    /// The same of a message on the page of a case, which is in doubt where as many wait as can.
    /// One in doubt is not taken, so it need not wait either.
    pub async fn message(&mut self, reference: &str, from: IpAddr) -> bool {
        let step = self.pace.count_message(reference, from, Instant::now());
        step.doubtful || !self.wait(step.wait, from).await
    }

    /// A turn to write what a form says, as long as it is held.
    pub async fn turn(&self) -> Option<SemaphorePermit<'a>> {
        self.pace.turns.acquire().await.ok()
    }

    /// Whether there was a bed to wait in, where one is needed. It is kept with the place, so that
    /// those who have waited do not fill the places of others where writing is slow.
    async fn wait(&mut self, long: Duration, from: IpAddr) -> bool {
        if long.is_zero() {
            return true;
        }
        self.bed = self.pace.bed(from);
        if self.bed.is_some() {
            sleep(long).await;
        }
        self.bed.is_some()
    }
}

impl Drop for Bed<'_> {
    fn drop(&mut self) {
        let mut sleepers = lock(&self.pace.sleepers);
        if let Some(own) = sleepers.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                sleepers.remove(&self.of);
            }
        }
    }
}

fn lock<T>(held: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOODER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

    #[test]
    fn a_flood_of_one_address_neither_delays_others_nor_puts_them_in_doubt() {
        let (pace, now) = (Pace::default(), Instant::now());
        for _ in 0..10_000 {
            pace.count_request(FLOODER, now);
        }
        assert!(pace.count_request(FLOODER, now).0.doubtful);
        assert_eq!(pace.count_request(OTHER, now), (Step::FREE, Step::FREE));
        // Many addresses that send no more than one may are a flood of all.
        for host in 0..2000 {
            pace.count_request(std::net::Ipv4Addr::from(0x0a00_0000 + host).into(), now);
        }
        assert!(pace.count_request(OTHER, now).1.doubtful);
    }

    #[test]
    fn of_one_address_no_more_in_doubt_is_kept_than_somebody_reads_in_a_day() {
        let (pace, now) = (Pace::default(), Instant::now());
        let kept = |of, at| (0..1000).filter(|_| pace.keeps(of, at)).count();
        assert_eq!((kept(FLOODER, now), kept(OTHER, now)), (200, 200));
        assert_eq!(kept(FLOODER, now + Duration::from_secs(43_200)), 100);
    }

    #[rocket::async_test]
    async fn the_networks_of_one_household_are_no_crowd() {
        let (pace, now) = (Pace::default(), Instant::now());
        let household = |net: u128| {
            let base = 0x2001_0db8_0001_0000_u128 << 64;
            IpAddr::from(std::net::Ipv6Addr::from_bits(base | (net << 64) | 1))
        };
        for net in 0..200 {
            for _ in 0..13 {
                pace.count_request(household(net), now);
                pace.count_message(&format!("FOI-{net}"), household(net), now);
            }
        }
        assert!(pace.count_request(household(255), now).0.doubtful);
        assert!(pace.count_message("FOI-1000", household(255), now).doubtful);
        assert_eq!(pace.count_request(OTHER, now), (Step::FREE, Step::FREE));
        let beds: Vec<_> = (0..200).map(|net| pace.bed(household(net))).collect();
        assert_eq!(beds.iter().flatten().count(), SLEEPERS_OF_ADDRESS);
        // Another household is another sender.
        let next = household(256);
        assert_eq!(pace.count_request(next, now), (Step::FREE, Step::FREE));
        assert!(pace.bed(next).is_some());
    }

    #[rocket::async_test]
    async fn messages_count_for_their_case_and_for_their_sender_and_in_doubt_hold_no_bed() {
        let (pace, now) = (Pace::default(), Instant::now());
        for case in 0..61 {
            pace.count_message(&format!("FOI-{case}"), FLOODER, now);
        }
        assert!(pace.count_message("FOI-100", FLOODER, now).doubtful);
        assert_eq!(pace.count_message("FOI-100", OTHER, now), Step::FREE);
        for host in 0..61 {
            let from = std::net::Ipv4Addr::from(0x0a00_0000 + host);
            pace.count_message("FOI-200", from.into(), now);
        }
        assert!(pace.count_message("FOI-200", OTHER, now).doubtful);
        let mut place = pace.enter().unwrap();
        assert!(place.message("FOI-200", OTHER).await);
        assert_eq!(pace.beds.available_permits(), SLEEPERS);
    }

    #[rocket::async_test]
    async fn a_flood_that_hangs_up_has_no_more_places_than_beds_and_others_are_taken() {
        let pace = std::sync::Arc::new(Pace::default());
        for _ in 0..60 {
            pace.count_request(FLOODER, Instant::now());
        }
        let flood: Vec<_> = (0..3 * INSIDE)
            .map(|_| {
                let pace = std::sync::Arc::clone(&pace);
                rocket::tokio::spawn(async move { pace.enter()?.request(FLOODER).await })
            })
            .collect();
        let answered = 3 * INSIDE - SLEEPERS_OF_ADDRESS;
        while flood.iter().filter(|form| form.is_finished()).count() < answered {
            rocket::tokio::task::yield_now().await;
        }
        for form in flood.into_iter().filter(|form| form.is_finished()) {
            assert_eq!(form.await.unwrap(), Err(Full));
        }
        let left = INSIDE - SLEEPERS_OF_ADDRESS;
        assert_eq!(pace.inside.available_permits(), left);
        assert_eq!(
            pace.beds.available_permits(),
            SLEEPERS - SLEEPERS_OF_ADDRESS
        );
        let mut place = pace.enter().unwrap();
        assert_eq!(place.request(OTHER).await, Ok(false));
        // Who is to wait and finds no bed is in doubt, and taken.
        for _ in 0..20 {
            pace.count_request(OTHER, Instant::now());
        }
        let others: Vec<_> = (0..SLEEPERS - SLEEPERS_OF_ADDRESS)
            .map(|host| pace.bed(std::net::Ipv4Addr::from(0x0a00_0000 + host as u32).into()))
            .collect();
        assert!(others.iter().all(Option::is_some));
        assert_eq!(place.request(OTHER).await, Ok(true));
        let places: Vec<_> = (1..left).map(|_| pace.enter().unwrap()).collect();
        assert!(pace.enter().is_err());
        drop(places);
        assert!(pace.enter().is_ok());
        // Beds that are left are beds again, for whoever had them too.
        drop(others);
        assert!(pace.bed(OTHER).is_some() && pace.bed(FLOODER).is_none());
    }

    #[rocket::async_test]
    async fn who_looks_too_often_or_beside_others_goes_on_without_and_hinders_nobody() {
        let pace = Pace::default();
        let two: Vec<_> = (0..LOOKS).map(|_| pace.look(FLOODER)).collect();
        assert!(two.iter().all(Option::is_some) && pace.look(OTHER).is_none());
        drop(two);
        for _ in 0..60 {
            pace.look(FLOODER);
        }
        assert!(pace.look(FLOODER).is_none() && pace.look(OTHER).is_some());
        assert_eq!(pace.inside.available_permits(), INSIDE);
    }
}
