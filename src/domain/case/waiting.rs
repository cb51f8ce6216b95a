//! What a requester did that nobody at the desk has dealt with yet.
//!
//! It waits by the event that records it and is dealt with by a named act; opening a page changes
//! nothing. Whatever channel it came by, it waits here and nowhere else.

use super::{Actor, Channel};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// One act of a requester that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The event that records it, by its place in the record.
    pub seq: i64,
    /// What they did.
    pub kind: WaitingKind,
    /// The day it reached the authority.
    pub on: NaiveDate,
    /// How it came; none in a record from before that was told.
    pub channel: Option<Channel>,
    /// Whether we asked for something since: it answers what was asked before, or nothing.
    pub earlier: bool,
}

impl Waiting {
    /// Whether it may be what was asked for last, which nobody has read yet.
    #[must_use]
    pub const fn may_answer(&self) -> bool {
        self.kind.is_writing() && !self.earlier
    }
}

/// What a requester did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingKind {
    /// They answered what we asked, which is still open.
    Reply,
    /// They wrote.
    Message,
    /// They asked to withdraw the request.
    Withdrawal,
    /// They gave another address for the answer.
    NewAddress,
    /// They asked for a review, which is open since.
    Review,
}

/// How somebody at the desk dealt with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// What it says was recorded: a clarification, a payment, a withdrawal, a review, an address.
    Recorded,
    /// It was answered by a letter.
    Answered,
    /// It was noted: nothing follows from it.
    Noted,
    /// The message belonged elsewhere and was taken off the case.
    TakenOff,
}

/// The most messages that wait to be read on a case before no more are put there by themselves.
pub const MOST_TO_READ: usize = 20;

/// The most new addresses that wait to be taken over.
pub const MOST_ADDRESSES: usize = 5;

/// The moment in a case at which something of the requester's arrives.
#[derive(Debug, Clone, Copy)]
pub struct Then {
    /// The place of its event in the record.
    pub(super) seq: i64,
    /// The day it reached the authority.
    pub(super) on: NaiveDate,
    /// Who did it.
    pub(super) actor: Actor,
    /// Whether a question of ours was open.
    pub(super) asked: bool,
}

/// What waits on a case, in the order recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inbox(Vec<Waiting>);

impl Deref for Inbox {
    type Target = [Waiting];

    fn deref(&self) -> &[Waiting] {
        &self.0
    }
}

impl Inbox {
    /// The day of the first act that nobody dealt with.
    #[must_use]
    pub fn since(&self) -> Option<NaiveDate> {
        self.0.iter().map(|waiting| waiting.on).min()
    }

    /// The first act of this kind.
    #[must_use]
    pub fn first(&self, kind: WaitingKind) -> Option<&Waiting> {
        self.0.iter().find(|waiting| waiting.kind == kind)
    }

    /// Whether what waits puts the next step with us, whatever was asked of the requester: it may be the
    /// answer to that, or they want no answer any more.
    #[must_use]
    pub fn is_our_turn(&self) -> bool {
        let withdrawn = |one: &Waiting| one.kind == WaitingKind::Withdrawal;
        self.0.iter().any(|one| one.may_answer() || withdrawn(one))
    }

    /// Whether enough of this kind waits: every page of the case shows all of it.
    #[must_use]
    pub fn is_full_of(&self, kind: WaitingKind) -> bool {
        let count = |counts: fn(WaitingKind) -> bool| {
            let waiting = self.0.iter();
            waiting.filter(|one| counts(one.kind)).count()
        };
        match kind {
            WaitingKind::Reply | WaitingKind::Message => {
                count(WaitingKind::is_writing) >= MOST_TO_READ
            }
            WaitingKind::NewAddress => {
                count(|kind| kind == WaitingKind::NewAddress) >= MOST_ADDRESSES
            }
            // The law and the stage allow one at a time.
            WaitingKind::Withdrawal | WaitingKind::Review => false,
        }
    }

    /// The act this event records.
    #[must_use]
    pub fn of(&self, seq: i64) -> Option<&Waiting> {
        self.0.iter().find(|waiting| waiting.seq == seq)
    }

    /// Something more waits.
    pub(super) fn raise(&mut self, kind: WaitingKind, channel: Option<Channel>, then: &Then) {
        self.0.push(Waiting {
            seq: then.seq,
            kind,
            on: then.on,
            channel,
            earlier: false,
        });
    }

    /// Nothing of this kind waits any more.
    pub(super) fn done(&mut self, kind: WaitingKind) {
        self.0.retain(|one| one.kind != kind);
    }

    /// What this event records does not wait any more.
    pub(super) fn dealt_with(&mut self, seq: i64) {
        self.0.retain(|one| one.seq != seq);
    }

    /// No question of ours is open that a reply could answer.
    pub(super) fn no_reply_any_more(&mut self) {
        for one in &mut self.0 {
            if one.kind == WaitingKind::Reply {
                one.kind = WaitingKind::Message;
            }
        }
    }

    /// We asked for something since all this came.
    pub(super) fn came_earlier(&mut self) {
        for one in &mut self.0 {
            one.earlier = true;
        }
    }

    /// Forgets what a record from before such acts waited left open, now that no question is.
    pub(super) fn drop_unplaced(&mut self) {
        self.0.retain(|one| one.channel.is_some());
    }
}

impl WaitingKind {
    /// As an officer reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Reply => "Reply to our question",
            Self::Message => "Message",
            Self::Withdrawal => "Wish to withdraw the request",
            Self::NewAddress => "New address for the answer",
            Self::Review => "Request for a review",
        }
    }

    /// Whether the requester wrote it in words of their own that want reading.
    #[must_use]
    pub const fn is_writing(self) -> bool {
        match self {
            Self::Reply | Self::Message => true,
            Self::Withdrawal | Self::NewAddress | Self::Review => false,
        }
    }
}

impl Settlement {
    /// As the timeline says it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Answered => "answered",
            Self::Noted => "noted",
            Self::TakenOff => "taken off the case",
        }
    }
}
