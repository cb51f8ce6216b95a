//! Forms of anybody on their way into memory, which is bounded: in all and of one address.
//!
//! The beginning of a form is not counted: there is one for each connection, and those have their
//! number (`front/`). So a short form, signing in for one, is always taken. What is longer is
//! counted as it grows. Where nothing is left, the form that has come slowest makes room, so that
//! nobody holds what others need by sending the end of a form byte by byte.

use super::pace::Full;
use rocket::tokio::sync::Notify;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What of each form is not counted, in bytes.
pub const UNCOUNTED: usize = 4 * 1024;

/// By how much a form may grow at a time, in bytes.
pub const STEP: usize = 16 * 1024;

/// What all forms hold together, in bytes: a hundred of the longest.
const ALL: usize = 32 * 1024 * 1024;

/// What those of one address hold, in bytes: twelve of the longest.
const OF_ONE: usize = 4 * 1024 * 1024;

/// How old a form is before it is called slow.
const SETTLED: Duration = Duration::from_secs(3);

/// The forms that are held in memory and longer than [`UNCOUNTED`].
#[derive(Default)]
pub struct Bodies(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    forms: HashMap<u64, Form>,
    next: u64,
}

struct Form {
    origin: IpAddr,
    bytes: usize,
    /// Since when it comes; none once it is whole.
    comes_since: Option<Instant>,
    makes_room: Arc<Notify>,
}

/// One form, counted as long as this is held.
pub struct Body {
    bodies: Arc<Bodies>,
    origin: IpAddr,
    begun: Instant,
    number: Option<u64>,
    makes_room: Arc<Notify>,
}

impl Bodies {
    /// A form from an address, as addresses are counted, that begins now.
    #[must_use]
    pub fn begin(self: &Arc<Self>, origin: IpAddr, now: Instant) -> Body {
        Body {
            bodies: Arc::clone(self),
            origin,
            begun: now,
            number: None,
            makes_room: Arc::default(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    /// Counts one more [`STEP`].
    ///
    /// # Errors
    /// [`Full`] where there is no room and no other form is slower.
    pub fn grow(&mut self, now: Instant) -> Result<(), Full> {
        let mut kept = self.bodies.kept();
        let number = if let Some(number) = self.number {
            number
        } else {
            let form = Form {
                origin: self.origin,
                bytes: 0,
                comes_since: Some(self.begun),
                makes_room: Arc::clone(&self.makes_room),
            };
            let number = kept.next;
            kept.next += 1;
            kept.forms.insert(number, form);
            self.number = Some(number);
            number
        };
        if kept.bytes(Some(self.origin)) + STEP > OF_ONE {
            kept.make_room(Some(self.origin), number, now)?;
        }
        if kept.bytes(None) + STEP > ALL {
            kept.make_room(None, number, now)?;
        }
        // One that had to make room is not there any more.
        let form = kept.forms.get_mut(&number).ok_or(Full)?;
        form.bytes += STEP;
        Ok(())
    }

    /// Returns when another form needs its room.
    pub async fn makes_room(&self) {
        self.makes_room.notified().await;
    }

    /// It has come whole, and is not slow any more.
    pub fn whole(&self) {
        let mut kept = self.bodies.kept();
        if let Some(form) = self.number.and_then(|number| kept.forms.get_mut(&number)) {
            form.comes_since = None;
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.bodies.kept().forms.remove(&number);
        }
    }
}

impl Kept {
    fn bytes(&self, origin: Option<IpAddr>) -> usize {
        let wanted = |form: &&Form| origin.is_none_or(|origin| form.origin == origin);
        let forms = self.forms.values().filter(wanted);
        forms.map(|form| form.bytes).sum()
    }

    /// Takes the room of the slowest form, unless that is the one that needs it.
    fn make_room(&mut self, origin: Option<IpAddr>, by: u64, now: Instant) -> Result<(), Full> {
        let wanted = |form: &Form| origin.is_none_or(|origin| form.origin == origin);
        let slow = self.forms.iter().filter(|(_, form)| wanted(form));
        let slowest = slow
            .filter_map(|(number, form)| Some((form.rate(now)?, *number)))
            .min()
            .filter(|(_, number)| *number != by);
        let (_, slowest) = slowest.ok_or(Full)?;
        if let Some(form) = self.forms.remove(&slowest) {
            form.makes_room.notify_one();
        }
        Ok(())
    }
}

impl Form {
    /// How many bytes came in a second, where that can be said already and it still comes.
    fn rate(&self, now: Instant) -> Option<u128> {
        let age = now.saturating_duration_since(self.comes_since?);
        (age >= SETTLED).then(|| (UNCOUNTED + self.bytes) as u128 * 1_000 / age.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn address(last: usize) -> IpAddr {
        std::net::Ipv4Addr::from(0xc000_0200 + u32::try_from(last).unwrap()).into()
    }

    /// A form from an address that has grown so far, as far as it may.
    fn grown(bodies: &Arc<Bodies>, last: usize, bytes: usize, now: Instant) -> (Body, usize) {
        let mut body = bodies.begin(address(last), now);
        let steps = (0..bytes / STEP).take_while(|_| body.grow(now).is_ok());
        let held = steps.count() * STEP;
        (body, held)
    }

    fn told(body: &Body) -> bool {
        let told = std::pin::pin!(body.makes_room());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        told.poll(&mut context).is_ready()
    }

    #[test]
    fn forms_hold_no_more_than_their_share_and_no_more_than_all_and_give_it_back() {
        let (bodies, now) = (Arc::new(Bodies::default()), Instant::now());
        let one: Vec<_> = (0..100)
            .map(|_| grown(&bodies, 1, 320 * 1024, now))
            .collect();
        assert_eq!(one.iter().map(|(_, held)| held).sum::<usize>(), OF_ONE);
        let many: Vec<_> = (2..200)
            .map(|last| grown(&bodies, last, 320 * 1024, now))
            .collect();
        let held = many.iter().map(|(_, held)| held).sum::<usize>();
        assert_eq!(held, ALL - OF_ONE);
        drop((one, many));
        assert!(bodies.kept().forms.is_empty());
        assert_eq!(grown(&bodies, 1, STEP, now).1, STEP);
    }

    #[test]
    fn the_slowest_makes_room_and_neither_what_is_new_nor_what_is_whole() {
        let (bodies, begun) = (Arc::new(Bodies::default()), Instant::now());
        let (whole, _) = grown(&bodies, 1, 2 * STEP, begun);
        whole.whole();
        let (slow, _) = grown(&bodies, 1, STEP, begun);
        let (faster, _) = grown(&bodies, 1, OF_ONE - 4 * STEP, begun);
        let now = begun + SETTLED + SECOND;
        let (new, held) = grown(&bodies, 1, STEP, now);
        assert_eq!(held, STEP, "there was room");
        let (mut newest, held) = grown(&bodies, 1, STEP, now);
        assert_eq!(held, STEP, "it took the room of the slowest");
        let forms = [&whole, &slow, &faster, &new, &newest];
        assert_eq!(forms.map(told), [false, true, false, false, false]);
        // By now it is itself the slowest.
        let later = now + SETTLED * 100;
        drop(new);
        assert!(newest.grow(later).is_ok(), "there was room again");
        drop(faster);
        let (_rest, held) = grown(&bodies, 1, OF_ONE, later);
        assert_eq!(held, OF_ONE - 2 * STEP);
        assert!(!told(&whole));
    }
}
