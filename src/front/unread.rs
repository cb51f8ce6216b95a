//! What answers hold in memory until they are read: bounded, in all and of one address.
//!
//! A page is in memory whole until its reader has taken the end of it. A short one is not counted:
//! there is one for each connection, and those have their number. Where nothing is left, the slowest
//! reader makes room, of the address whose readers hold the most: whoever asks for one page loses
//! it to nobody who asks for a hundred. Documents are sent piece by piece and have a bound of their
//! own (`web/downloads.rs`).

use super::line::Line;
use super::refusal::Refusal;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The longest answer that is not counted, in bytes.
const UNCOUNTED: usize = 16 * 1024;

/// What all answers hold together, in bytes.
const ALL: usize = 16 * 1024 * 1024;

/// What those to one address hold, in bytes, and the most that one counts for: nobody but the desk
/// is sent a longer one.
const OF_ONE: usize = 4 * 1024 * 1024;

/// The answers that are longer than [`UNCOUNTED`] and not read yet.
#[derive(Debug)]
pub struct Unread {
    trusted: Vec<IpAddr>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<u64, Counted>,
    next: u64,
}

#[derive(Debug)]
struct Counted {
    line: Arc<Line>,
    bytes: usize,
    /// Whether its address is one of many, and no trusted proxy.
    of_one: bool,
}

/// An answer, counted as long as this is kept.
#[derive(Debug)]
pub struct Part {
    unread: Arc<Unread>,
    number: u64,
}

/// There is no room for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl Unread {
    /// Nothing yet; what goes through `trusted` proxies is counted in all alone.
    pub fn new(trusted: Vec<IpAddr>) -> Self {
        Self {
            trusted,
            kept: Mutex::default(),
        }
    }

    /// Counts an answer of so many bytes to `peer` on a line; nothing for a short one.
    ///
    /// # Errors
    /// [`Full`] where there is no room and nobody is waited for who reads another.
    pub fn begin(
        self: &Arc<Self>,
        peer: IpAddr,
        line: &Arc<Line>,
        bytes: u64,
        now: Instant,
    ) -> Result<Option<Part>, Full> {
        let bytes = usize::try_from(bytes).unwrap_or(OF_ONE).min(OF_ONE);
        if bytes <= UNCOUNTED {
            return Ok(None);
        }
        let of_one = !self.trusted.contains(&peer);
        let mut kept = self.kept();
        while of_one && kept.of(line.origin) + bytes > OF_ONE {
            let own = |one: &Counted| (one.line.origin == line.origin).then_some(0);
            kept.take_slowest(own, now)?;
        }
        while kept.answers.values().map(|one| one.bytes).sum::<usize>() + bytes > ALL {
            kept.make_room_for(line.origin, if of_one { bytes } else { 0 }, now)?;
        }
        let number = kept.next;
        kept.next += 1;
        let line = Arc::clone(line);
        let counted = Counted {
            line,
            bytes,
            of_one,
        };
        kept.answers.insert(number, counted);
        Ok(Some(Part {
            unread: Arc::clone(self),
            number,
        }))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.unread.kept().answers.remove(&self.number);
    }
}

impl Kept {
    fn of(&self, origin: IpAddr) -> usize {
        let same = self
            .answers
            .values()
            .filter(|one| one.line.origin == origin);
        same.map(|one| one.bytes).sum()
    }

    /// Takes the room of the slowest reader at the address that would hold the most with so much more
    /// at `origin`.
    fn make_room_for(&mut self, origin: IpAddr, more: usize, now: Instant) -> Result<(), Full> {
        let mut held = HashMap::from([(origin, more)]);
        for one in self.answers.values().filter(|one| one.of_one) {
            *held.entry(one.line.origin).or_default() += one.bytes;
        }
        let together = |one: &Counted| {
            let of_address = held.get(&one.line.origin).filter(|_| one.of_one);
            Some(of_address.copied().unwrap_or(one.bytes))
        };
        self.take_slowest(together, now)
    }

    /// Takes the room of the slowest reader among those for whom `holds` says the most.
    fn take_slowest(
        &mut self,
        holds: impl Fn(&Counted) -> Option<usize>,
        now: Instant,
    ) -> Result<(), Full> {
        let waited_for = self.answers.iter().filter_map(|(number, one)| {
            let holds = holds(one)?;
            Some((Reverse(holds), one.line.reads(now)?, *number))
        });
        let (_, _, slowest) = waited_for.min().ok_or(Full)?;
        if let Some(one) = self.answers.remove(&slowest) {
            one.line.give_way(Refusal::Unread);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const PAGE: usize = 1024 * 1024;

    fn address(last: u32) -> IpAddr {
        std::net::Ipv4Addr::from(0xc000_0200 + last).into()
    }

    fn unread() -> Arc<Unread> {
        Arc::new(Unread::new(vec![address(0)]))
    }

    /// An answer to an address, of which so many bytes were taken before its reader was waited for.
    fn begun(
        unread: &Arc<Unread>,
        last: u32,
        taken: usize,
        now: Instant,
    ) -> Result<(Arc<Line>, Option<Part>), Full> {
        let line = Arc::new(Line::new(address(last), now));
        line.asked(false, now);
        let part = unread.begin(address(last), &line, PAGE as u64, now)?;
        line.reader_took(taken, now);
        line.reader_waits(now);
        Ok((line, part))
    }

    fn told(line: &Line) -> bool {
        let told = std::pin::pin!(line.order());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        told.poll(&mut context).is_ready()
    }

    #[test]
    fn answers_hold_no_more_than_their_share_and_no_more_than_all() {
        let (unread, begin) = (unread(), Instant::now());
        let now = begin + Duration::from_secs(1);
        let kept = |from: u32, to: u32| -> Vec<_> {
            let many = (0..10).flat_map(|_| (from..to).map(|last| begun(&unread, last, 9, begin)));
            many.map(Result::unwrap).collect()
        };
        let holds = |last: u32| unread.kept().of(address(last));
        let one = kept(1, 2);
        assert_eq!(holds(1), OF_ONE);
        let closed: Vec<bool> = one.iter().map(|(line, _)| told(line)).collect();
        assert_eq!(closed.iter().filter(|closed| **closed).count(), 6);
        let many = kept(2, 30);
        let all: usize = (1..30).map(holds).sum();
        assert_eq!(all, ALL);
        drop((one, many));
        assert!(unread.kept().answers.is_empty());
        let proxy = kept(0, 1);
        assert_eq!(holds(0), proxy.len() * PAGE, "a proxy is many people");
        let line = Arc::new(Line::new(address(1), now));
        let short = unread.begin(address(1), &line, UNCOUNTED as u64, now);
        assert!(short.unwrap().is_none(), "a short one is always sent");
    }

    #[test]
    fn the_slowest_of_whoever_holds_the_most_makes_room_and_a_single_reader_is_left_alone() {
        let (unread, begin) = (unread(), Instant::now());
        let phone = begun(&unread, 200, 1, begin).unwrap();
        let slow = begun(&unread, 100, 200_000, begin).unwrap();
        let faster = begun(&unread, 100, 900_000, begin).unwrap();
        let others: Vec<_> = (0..13)
            .map(|last| begun(&unread, last + 1, 1_000_000, begin).unwrap())
            .collect();
        let now = begin + Duration::from_secs(9);
        let new = begun(&unread, 201, 0, now).unwrap();
        assert_eq!(
            [&phone, &slow, &faster, &new].map(|(line, _)| told(line)),
            [false, true, false, false]
        );
        assert!(!others.iter().any(|(line, _)| told(line)));
    }

    #[test]
    fn who_takes_what_is_sent_is_not_cut_off_for_another() {
        let (unread, now) = (unread(), Instant::now());
        let brisk: Vec<_> = (0..4)
            .map(|_| {
                let kept = begun(&unread, 1, PAGE, now).unwrap();
                kept.0.reader_took(1, now);
                kept
            })
            .collect();
        assert_eq!(begun(&unread, 1, 0, now).unwrap_err(), Full);
        assert!(!brisk.iter().any(|(line, _)| told(line)));
    }
}
