//! What the bodies of requests hold in memory until they are answered: bounded, in all and of one
//! address.
//!
//! The beginning of a body is not counted: there is one for each connection, and those have their
//! number. So a short form, signing in for one, is always taken. What is longer is counted as it
//! grows. Where nothing is left, the body that has come slowest makes room, so that nobody holds
//! what others need by sending the end of a form byte by byte.

use super::line::{Line, Yield};
use super::refusal::Refusal;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What of each body is not counted, in bytes.
pub const UNCOUNTED: usize = 4 * 1024;

/// By how much a body grows at a time, in bytes.
pub const STEP: usize = 16 * 1024;

/// What all bodies hold together, in bytes: fifty of the longest forms.
const ALL: usize = 16 * 1024 * 1024;

/// What those of one address hold, in bytes: a dozen of the longest forms.
const OF_ONE: usize = 4 * 1024 * 1024;

/// The bodies that are held and longer than [`UNCOUNTED`].
#[derive(Debug)]
pub struct Held {
    trusted: Vec<IpAddr>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    bodies: HashMap<u64, (Arc<Line>, usize)>,
    next: u64,
}

/// What one body holds, counted as long as this is kept.
#[derive(Debug)]
pub struct Share {
    held: Arc<Held>,
    line: Arc<Line>,
    /// Whether its address is one of many, and no trusted proxy.
    of_one: bool,
    number: Option<u64>,
}

/// There is no room for more of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl Held {
    /// Nothing yet; what comes through `trusted` proxies is counted in all alone.
    pub fn new(trusted: Vec<IpAddr>) -> Self {
        Self {
            trusted,
            kept: Mutex::default(),
        }
    }

    /// The share of a body that begins to come from `peer` on a line.
    pub fn begin(self: &Arc<Self>, peer: IpAddr, line: &Arc<Line>) -> Share {
        Share {
            held: Arc::clone(self),
            line: Arc::clone(line),
            of_one: !self.trusted.contains(&peer),
            number: None,
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Counts one more [`STEP`].
    ///
    /// # Errors
    /// [`Full`] where there is no room and no other body is slow.
    pub fn grow(&mut self, now: Instant) -> Result<(), Full> {
        let origin = self.line.origin;
        let mut kept = self.held.kept();
        if self.of_one && kept.bytes(Some(origin)) + STEP > OF_ONE {
            kept.make_room(Some(origin), self.number, now)?;
        }
        if kept.bytes(None) + STEP > ALL {
            kept.make_room(None, self.number, now)?;
        }
        let number = *self.number.get_or_insert_with(|| {
            kept.next += 1;
            kept.next
        });
        let line = &self.line;
        let body = kept.bodies.entry(number);
        body.or_insert_with(|| (Arc::clone(line), 0)).1 += STEP;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.held.kept().bodies.remove(&number);
        }
    }
}

impl Kept {
    fn bytes(&self, origin: Option<IpAddr>) -> usize {
        let wanted = self.bodies.values().filter(|(line, _)| of(line, origin));
        wanted.map(|(_, bytes)| bytes).sum()
    }

    /// Takes the room of the slowest body, unless that is the one that needs it.
    fn make_room(
        &mut self,
        origin: Option<IpAddr>,
        by: Option<u64>,
        now: Instant,
    ) -> Result<(), Full> {
        let bodies = self.bodies.iter();
        let wanted = bodies.filter(|(_, (line, _))| of(line, origin));
        let slow = wanted.filter_map(|(number, (line, _))| {
            let Some(Yield::Slow(rate)) = line.yields(now) else {
                return None;
            };
            Some((rate, *number))
        });
        let slowest = slow.min().filter(|(_, number)| Some(*number) != by);
        let (_, slowest) = slowest.ok_or(Full)?;
        if let Some((line, _)) = self.bodies.remove(&slowest) {
            line.give_way(Refusal::Busy);
        }
        Ok(())
    }
}

/// Whether a line is of this address, where one is named.
fn of(line: &Line, origin: Option<IpAddr>) -> bool {
    origin.is_none_or(|origin| line.origin == origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn address(last: u32) -> IpAddr {
        std::net::Ipv4Addr::from(0xc000_0200 + last).into()
    }

    fn held() -> Arc<Held> {
        Arc::new(Held::new(vec![address(0)]))
    }

    /// A body from an address that has grown so far, as far as it may, and waits for its sender.
    fn grown(held: &Arc<Held>, last: u32, bytes: usize, now: Instant) -> (Share, usize) {
        let line = Arc::new(Line::new(address(last), now));
        line.asked(true, now);
        let mut share = held.begin(address(last), &line);
        let steps = (0..bytes / STEP).take_while(|_| share.grow(now).is_ok());
        let taken = steps.count() * STEP;
        line.body_came(taken, now);
        line.body_waits(now);
        (share, taken)
    }

    fn told(share: &Share) -> bool {
        let told = std::pin::pin!(share.line.order());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        told.poll(&mut context).is_ready()
    }

    #[test]
    fn bodies_hold_no_more_than_their_share_and_no_more_than_all_and_give_it_back() {
        let (held, now) = (held(), Instant::now());
        let some = |last: u32| -> Vec<_> {
            let long = (0..100).map(|_| grown(&held, last, 320 * 1024, now));
            long.collect()
        };
        let taken = |some: &[(Share, usize)]| some.iter().map(|(_, taken)| taken).sum::<usize>();
        let one = some(1);
        assert_eq!(taken(&one), OF_ONE);
        let many: Vec<_> = (2..20).flat_map(some).collect();
        assert_eq!(taken(&many), ALL - OF_ONE);
        drop((one, many));
        assert!(held.kept().bodies.is_empty());
        assert_eq!(taken(&some(0)), ALL, "a proxy is many people");
    }

    #[test]
    fn the_slowest_makes_room_and_neither_what_is_new_nor_what_has_come() {
        let (held, begun) = (held(), Instant::now());
        let (whole, _) = grown(&held, 1, STEP, begun);
        whole.line.body_over(true, begun);
        let (slow, _) = grown(&held, 1, STEP, begun);
        let (faster, _) = grown(&held, 1, OF_ONE - 3 * STEP, begun);
        let now = begun + Duration::from_secs(4);
        let (new, taken) = grown(&held, 1, STEP, now);
        assert_eq!(taken, STEP, "there was room");
        let (mut newest, taken) = grown(&held, 1, STEP, now);
        assert_eq!(taken, STEP, "it took the room of the slowest");
        let shares = [&whole, &slow, &faster, &new, &newest];
        assert_eq!(shares.map(told), [false, true, false, false, false]);
        // By now it is itself the slowest, with the other that was new.
        let later = now + Duration::from_secs(60);
        new.line.body_over(true, later);
        assert_eq!(newest.grow(later), Err(Full));
        assert!(!told(&faster));
    }
}
