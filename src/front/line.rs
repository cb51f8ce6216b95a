//! One connection as the front sees it: what it waits for, since when, and when that is too long.

mod room;

use super::pace::Pace;
use super::refusal::Refusal;
pub use room::Yield;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How long a request's head may take from its first byte, and the first one from the connection's
/// beginning.
const HEAD: Duration = Duration::from_secs(10);

/// How long a body may be waited for without having come at the pace that [`Pace`] asks.
const BODY: Duration = Duration::from_secs(10);

/// The same for whoever reads an answer.
const READER: Duration = Duration::from_secs(30);

/// How long a connection is kept between two requests.
const QUIET: Duration = Duration::from_secs(60);

/// What a connection is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Finish what is being answered, then close.
    Finish,
    /// Close, after these words where nothing of an answer was sent.
    Close(Option<Refusal>),
    /// The same for one that is counted no more, because another has its place.
    GiveWay(Option<Refusal>),
}

/// One connection.
#[derive(Debug)]
pub struct Line {
    /// Whose it is, as connections are counted.
    pub origin: IpAddr,
    state: Mutex<State>,
    ordered: Notify,
}

#[derive(Debug)]
struct State {
    stage: Stage,
    since: Instant,
    upload: Pace,
    /// What has come of the body, in bytes.
    uploaded: usize,
    unread: bool,
    answer: Pace,
    /// What was taken of the answer, in bytes, and how long was waited for that.
    taken: (usize, Duration),
    order: Option<Order>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing has come yet.
    Open,
    /// A part of a head has come.
    Head,
    /// The head is whole, its body is not.
    Body { answered: bool },
    /// The request is whole and is being answered.
    Answer,
    /// Answered, and no other request has begun.
    Quiet,
    /// The last answer is given; what still comes is dropped for a moment.
    Parting,
}

impl Line {
    /// A connection that was just made.
    pub fn new(origin: IpAddr, now: Instant) -> Self {
        let state = State {
            stage: Stage::Open,
            since: now,
            upload: Pace::default(),
            uploaded: 0,
            unread: false,
            answer: Pace::default(),
            taken: (0, Duration::ZERO),
            order: None,
        };
        Self {
            origin,
            state: Mutex::new(state),
            ordered: Notify::new(),
        }
    }

    /// Whether nothing has come yet.
    pub fn is_open(&self) -> bool {
        self.state().stage == Stage::Open
    }

    /// Bytes came.
    pub fn heard(&self, now: Instant) {
        let mut state = self.state();
        match state.stage {
            Stage::Open => state.stage = Stage::Head,
            Stage::Quiet => state.enter(Stage::Head, now),
            Stage::Head | Stage::Body { .. } | Stage::Answer | Stage::Parting => {}
        }
    }

    /// A request's head is whole.
    pub fn asked(&self, body: bool, now: Instant) {
        let stage = if body {
            Stage::Body { answered: false }
        } else {
            Stage::Answer
        };
        let mut state = self.state();
        state.enter(stage, now);
        state.unread = body;
        state.upload = Pace::default();
        state.uploaded = 0;
        state.taken = (0, Duration::ZERO);
    }

    /// More of the body is waited for.
    pub fn body_waits(&self, now: Instant) {
        self.state().upload.waits(now);
    }

    /// A piece of the body came.
    pub fn body_came(&self, bytes: usize, now: Instant) {
        let mut state = self.state();
        state.upload.moved(bytes, now);
        state.uploaded += bytes;
    }

    /// The body is whole, or no more of it is wanted.
    pub fn body_over(&self, whole: bool, now: Instant) {
        let mut state = self.state();
        state.unread &= !whole;
        if matches!(state.stage, Stage::Body { .. }) {
            state.enter(Stage::Answer, now);
        }
    }

    /// Whether it was answered before its body had been read to the end.
    pub fn left_unread(&self) -> bool {
        self.state().unread
    }

    /// The answer has begun, so nothing else can be said on this connection.
    pub fn answering(&self) {
        let mut state = self.state();
        if let Stage::Body { answered } = &mut state.stage {
            *answered = true;
        }
    }

    /// The answer has been handed over whole.
    pub fn answered(&self, now: Instant) {
        self.state().enter(Stage::Quiet, now);
    }

    /// Nothing more is answered on it.
    pub fn parting(&self, now: Instant) {
        self.state().enter(Stage::Parting, now);
    }

    /// Whoever reads the answer is waited for.
    pub fn reader_waits(&self, now: Instant) {
        self.state().answer.waits(now);
    }

    /// Bytes of an answer were taken.
    pub fn reader_took(&self, bytes: usize, now: Instant) {
        let mut state = self.state();
        let waited = state.answer.moved(bytes, now);
        state.taken.1 += waited;
        state.taken.0 += bytes;
    }

    /// All that was to be sent so far has been taken.
    pub fn reader_kept_up(&self) {
        self.state().answer = Pace::default();
    }

    /// Tells it that another has its place, and its client why where that can be said.
    pub fn give_way(&self, refusal: Refusal) {
        let state = self.state();
        let unanswered = match state.stage {
            Stage::Open | Stage::Head => true,
            Stage::Body { answered } => !answered,
            Stage::Answer | Stage::Quiet | Stage::Parting => false,
        };
        let told = unanswered && !state.answer.waiting();
        drop(state);
        self.tell(Order::GiveWay(told.then_some(refusal)));
    }

    /// What to tell it when it has taken too long.
    pub fn overdue(&self, now: Instant) -> Option<Order> {
        let state = self.state();
        let reading = state.answer.waiting();
        if state.answer.waited(now) >= READER && state.stage != Stage::Parting {
            return Some(Order::Close(None));
        }
        let age = now.saturating_duration_since(state.since);
        let late = Some(Refusal::Slow).filter(|_| !reading);
        match state.stage {
            Stage::Open if age >= HEAD => Some(Order::Close(None)),
            Stage::Head if age >= HEAD => Some(Order::Close(late)),
            Stage::Body { answered } if state.upload.waited(now) >= BODY => {
                Some(Order::Close(late.filter(|_| !answered)))
            }
            Stage::Quiet if age >= QUIET && !reading => Some(Order::Close(None)),
            Stage::Open
            | Stage::Head
            | Stage::Body { .. }
            | Stage::Answer
            | Stage::Quiet
            | Stage::Parting => None,
        }
    }

    /// Tells it something; the last word holds.
    pub fn tell(&self, order: Order) {
        self.state().order = Some(order);
        self.ordered.notify_one();
    }

    /// What it is told next.
    pub async fn order(&self) -> Order {
        loop {
            self.ordered.notified().await;
            let told = self.state().order.take();
            if let Some(order) = told {
                return order;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enter(&mut self, stage: Stage, now: Instant) {
        self.stage = stage;
        self.since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    pub(super) const SECOND: Duration = Duration::from_secs(1);
    const SLOW: Option<Order> = Some(Order::Close(Some(Refusal::Slow)));
    const SILENT: Option<Order> = Some(Order::Close(None));

    pub(super) fn line() -> (Line, Instant) {
        let now = Instant::now();
        (Line::new(Ipv4Addr::LOCALHOST.into(), now), now)
    }

    #[test]
    fn a_first_head_has_ten_seconds_from_the_connection_and_later_ones_from_their_first_byte() {
        let (line, begun) = line();
        assert_eq!(line.overdue(begun + SECOND * 9), None);
        assert_eq!(line.overdue(begun + SECOND * 10), SILENT);
        line.heard(begun + SECOND * 9);
        assert_eq!(line.overdue(begun + SECOND * 10), SLOW);
        line.asked(false, begun + SECOND * 9);
        line.answered(begun + SECOND * 20);
        assert_eq!(line.overdue(begun + SECOND * 79), None);
        assert_eq!(line.overdue(begun + SECOND * 80), SILENT);
        line.heard(begun + SECOND * 79);
        line.heard(begun + SECOND * 88);
        assert_eq!(line.overdue(begun + SECOND * 88), None);
        assert_eq!(line.overdue(begun + SECOND * 89), SLOW);
    }

    #[test]
    fn an_answer_may_take_the_program_any_time_and_its_reader_half_a_minute() {
        let (line, begun) = line();
        line.asked(false, begun);
        assert_eq!(line.overdue(begun + SECOND * 3600), None);
        assert_eq!(line.yields(begun + SECOND * 3600), None);
        line.reader_waits(begun);
        assert_eq!(line.overdue(begun + SECOND * 29), None);
        assert_eq!(line.overdue(begun + SECOND * 30), SILENT);
        line.answered(begun + SECOND);
        assert_eq!(line.yields(begun + SECOND * 2), None, "is still being sent");
        assert_eq!(line.yields(begun + SECOND * 20), Some(Yield::Slow(0)));
    }

    #[test]
    fn a_body_that_stops_is_refused_in_words_unless_an_answer_has_begun() {
        let (line, begun) = line();
        line.asked(true, begun);
        assert_eq!(
            line.overdue(begun + SECOND * 60),
            None,
            "nobody asked for it yet"
        );
        line.body_waits(begun);
        assert_eq!(line.overdue(begun + SECOND * 10), SLOW);
        line.answering();
        assert_eq!(line.overdue(begun + SECOND * 10), SILENT);
        line.body_over(true, begun);
        assert_eq!(line.overdue(begun + SECOND * 60), None);
    }
}
