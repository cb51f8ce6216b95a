//! Every open connection, counted by address and in all, and who makes room when it is full.

use super::limits::Limits;
use super::line::{Line, Order, Yield};
use super::refusal::Refusal;
use crate::domain::network::network;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::mem::discriminant;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Which part of all connections of a kind is closed at once when there is no room, so that looking
/// for them is not done anew for each connection of a flood.
const AT_ONCE: usize = 32;

/// How many readers may lag at once, each with a part of an answer in memory: fewer than documents
/// are sent to the public (`web/downloads.rs`), so that those who do not lag find a place.
const LAGGING: usize = 32;

/// Every open connection.
#[derive(Debug)]
pub struct Register {
    limits: Limits,
    trusted: Vec<IpAddr>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    lines: HashMap<u64, Arc<Line>>,
    of_one: HashMap<IpAddr, usize>,
    next: u64,
}

/// A connection's place in the register, free again when dropped.
#[derive(Debug)]
pub struct Place {
    register: Arc<Register>,
    number: u64,
    /// The connection.
    pub line: Arc<Line>,
}

impl Register {
    /// An empty one; addresses of `trusted` proxies may have any number of connections.
    pub fn new(limits: Limits, trusted: Vec<IpAddr>) -> Self {
        Self {
            limits,
            trusted,
            kept: Mutex::new(Kept::default()),
        }
    }

    /// A place for a connection from `peer`. Where there is none, others make room: of the same
    /// address when that has too many, half-open ones first, then those that ask for nothing, then
    /// whose body or answer goes slowest. `None` where all are being answered.
    pub fn admit(self: &Arc<Self>, peer: IpAddr, now: Instant) -> Option<Place> {
        let origin = network(peer);
        let mut kept = self.kept();
        let of_one = kept.of_one.get(&origin).copied().unwrap_or_default();
        if of_one >= self.limits.of_one && !self.trusted.contains(&peer) {
            kept.make_room(Some(origin), now)?;
        }
        if kept.lines.len() >= self.limits.connections {
            kept.make_room(None, now)?;
        }
        let line = Arc::new(Line::new(origin, now));
        let number = kept.next;
        kept.next += 1;
        kept.lines.insert(number, Arc::clone(&line));
        *kept.of_one.entry(origin).or_default() += 1;
        Some(Place {
            register: Arc::clone(self),
            number,
            line,
        })
    }

    /// Closes what has taken too long, and of readers that lag the slowest where there are many.
    pub fn sweep(&self, now: Instant) {
        let kept = self.kept();
        let mut lagging: Vec<(u128, &Line)> = Vec::new();
        for line in kept.lines.values() {
            if let Some(order) = line.overdue(now) {
                line.tell(order);
            } else if let Some(rate) = line.lags(now) {
                lagging.push((rate, line));
            }
        }
        lagging.sort_unstable_by_key(|(rate, _)| Reverse(*rate));
        for (_, line) in lagging.into_iter().skip(LAGGING) {
            line.tell(Order::Close(None));
        }
    }

    /// Tells every connection something.
    pub fn tell_all(&self, order: Order) {
        for line in self.kept().lines.values() {
            line.tell(order);
        }
    }

    /// Whether no connection is open.
    pub fn is_empty(&self) -> bool {
        self.kept().lines.is_empty()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn make_room(&mut self, origin: Option<IpAddr>, now: Instant) -> Option<()> {
        let wanted = |line: &Line| origin.is_none_or(|origin| line.origin == origin);
        let lines = self.lines.iter().filter(|(_, line)| wanted(line));
        let mut ready: Vec<(Yield, u64)> = lines
            .filter_map(|(number, line)| Some((line.yields(now)?, *number)))
            .collect();
        ready.sort_unstable();
        let (first, _) = *ready.first()?;
        let kind = |(one, _): &(Yield, u64)| discriminant(one) == discriminant(&first);
        let alike = ready.partition_point(kind);
        ready.truncate((alike / AT_ONCE).max(1));
        for (_, number) in ready {
            if let Some(line) = self.remove(number) {
                line.give_way(Refusal::Full);
            }
        }
        Some(())
    }

    fn remove(&mut self, number: u64) -> Option<Arc<Line>> {
        let line = self.lines.remove(&number)?;
        if let Some(count) = self.of_one.get_mut(&line.origin) {
            *count -= 1;
            if *count == 0 {
                self.of_one.remove(&line.origin);
            }
        }
        Some(line)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.register.kept().remove(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const LIMITS: Limits = Limits {
        descriptors: 1_024,
        connections: 8,
        of_one: 3,
    };

    fn register(trusted: &str) -> Arc<Register> {
        Arc::new(Register::new(LIMITS, vec![trusted.parse().unwrap()]))
    }

    fn from(register: &Arc<Register>, peer: &str, now: Instant) -> Option<Place> {
        register.admit(peer.parse().unwrap(), now)
    }

    fn told(place: &Place) -> bool {
        let told = std::pin::pin!(place.line.order());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        told.poll(&mut context).is_ready()
    }

    #[test]
    fn an_address_beyond_its_share_loses_its_own_longest_idle_connection() {
        let register = register("192.0.2.9");
        let begun = Instant::now();
        let at = |second: u64| begun + Duration::from_secs(second);
        let other = from(&register, "192.0.2.2", at(0)).unwrap();
        let answered = from(&register, "2001:db8::1", at(1)).unwrap();
        answered.line.asked(false, at(1));
        answered.line.answered(at(1));
        let busy = from(&register, "2001:db8::2", at(2)).unwrap();
        busy.line.asked(false, at(2));
        let half_open = from(&register, "2001:db8::ffff:1", at(3)).unwrap();
        let fourth = from(&register, "2001:db8::4", at(4));
        assert!(fourth.is_some());
        let closed = [&other, &answered, &busy, &half_open].map(told);
        assert_eq!(closed, [false, false, false, true]);
    }

    #[test]
    fn a_connection_that_is_being_closed_makes_room_before_one_that_may_ask_again() {
        let register = register("192.0.2.9");
        let now = Instant::now();
        let places: Vec<Place> = (0..3)
            .map(|_| from(&register, "192.0.2.1", now).unwrap())
            .collect();
        for place in &places {
            place.line.asked(true, now);
            place.line.answered(now);
        }
        places[1].line.parting(now);
        let another = from(&register, "192.0.2.1", now);
        assert!(another.is_some());
        assert_eq!([0, 1, 2].map(|at| told(&places[at])), [false, true, false]);
    }

    #[test]
    fn where_all_send_bodies_the_slowest_makes_room_and_none_that_has_just_begun() {
        let register = register("192.0.2.9");
        let begun = Instant::now();
        let at = |second: u64| begun + Duration::from_secs(second);
        let uploads = |(place, bytes): (&Place, usize)| {
            place.line.asked(true, begun);
            place.line.body_came(bytes, begun);
            place.line.body_waits(begun);
        };
        let places: Vec<Place> = (0..8)
            .map(|_| from(&register, "192.0.2.9", begun).unwrap())
            .collect();
        let bytes = [9_000, 8_000, 7_000, 500, 400, 900, 950, 990];
        places.iter().zip(bytes).for_each(uploads);
        assert!(from(&register, "192.0.2.1", at(2)).is_none());
        let new = from(&register, "192.0.2.1", at(3)).unwrap();
        new.line.asked(true, at(3));
        new.line.body_waits(at(3));
        let another = from(&register, "192.0.2.2", at(3));
        assert!(another.is_some());
        let closed: Vec<bool> = places.iter().map(told).collect();
        let (yes, no) = (true, false);
        assert_eq!(closed, [no, no, no, yes, yes, no, no, no]);
    }

    #[test]
    fn an_address_whose_share_is_all_bodies_loses_its_own_slowest_and_no_other() {
        let register = register("192.0.2.9");
        let begun = Instant::now();
        let at = |second: u64| begun + Duration::from_secs(second);
        let upload = |peer: &str, bytes: usize| {
            let place = from(&register, peer, begun).unwrap();
            place.line.asked(true, begun);
            place.line.body_came(bytes, begun);
            place.line.body_waits(begun);
            place
        };
        let other = upload("192.0.2.2", 1);
        let own = [300, 100, 200].map(|bytes| upload("2001:db8::1", bytes));
        assert!(from(&register, "2001:db8::5", at(2)).is_none());
        assert!(from(&register, "2001:db8::5", at(3)).is_some());
        assert!(!told(&other));
        assert_eq!(own.each_ref().map(told), [false, true, false]);
    }

    #[test]
    fn of_readers_that_lag_the_fastest_are_kept() {
        let limits = Limits {
            connections: 1_000,
            ..LIMITS
        };
        let peer: IpAddr = "192.0.2.9".parse().unwrap();
        let register = Arc::new(Register::new(limits, vec![peer]));
        let begun = Instant::now();
        let at = |second: u64| begun + Duration::from_secs(second);
        let reader = |taken: usize, since: Instant| {
            let place = register.admit(peer, since).unwrap();
            place.line.asked(false, since);
            place.line.reader_took(taken, since);
            place.line.reader_waits(since);
            place
        };
        let slowest: Vec<Place> = (0..10).map(|_| reader(10, at(0))).collect();
        let slow: Vec<Place> = (0..LAGGING).map(|_| reader(9_000, at(0))).collect();
        let brisk = reader(900_000, at(0));
        let new = reader(0, at(4));
        register.sweep(at(6));
        assert!(slowest.iter().all(told));
        assert!(!slow.iter().any(told));
        assert!(!told(&brisk) && !told(&new));
    }

    #[test]
    fn where_all_are_answered_a_new_connection_is_refused_and_a_free_place_is_used_again() {
        let register = register("192.0.2.9");
        let now = Instant::now();
        let mut places: Vec<Place> = (0..8)
            .map(|_| from(&register, "192.0.2.9", now).expect("a proxy has no share"))
            .collect();
        for place in &places {
            place.line.asked(false, now);
        }
        assert!(from(&register, "192.0.2.1", now).is_none());
        places.pop();
        assert!(from(&register, "192.0.2.1", now).is_some());
        places.clear();
        assert!(register.is_empty());
        assert!(register.kept().of_one.is_empty());
    }
}
