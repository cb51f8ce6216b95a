//! Why the clock refuses what it was told: events that cannot have been.

use crate::domain::calendar::OutsideCalendar;
use crate::domain::clock::event::ClockEventKind;
use crate::domain::deadline::ClockState;
use crate::domain::section::Section;
use crate::domain::words::date;
use chrono::NaiveDate;
use thiserror::Error;

/// A refusal; its text is one sentence with the section of law and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClockError {
    /// The regime was not in force, or another version of it was.
    #[error("{title} governs requests received {}, not one of {}; give a date within that", range(*.from, *.to), date(*.received))]
    NotInForce {
        /// Short title of the regime.
        title: String,
        /// The day of receipt.
        received: NaiveDate,
        /// First day in force.
        from: NaiveDate,
        /// Last day in force.
        to: Option<NaiveDate>,
    },
    /// Something happened before the request came in.
    #[error("{} on {} is before the receipt of the request on {} ({section}); correct one of the two dates", .kind.noun(), date(*.on), date(*.received))]
    BeforeReceipt {
        /// What happened.
        kind: ClockEventKind,
        /// When.
        on: NaiveDate,
        /// The day of receipt.
        received: NaiveDate,
        /// The limit counted from receipt.
        section: Section,
    },
    /// The requester gave what nobody had asked for.
    #[error("{} on {} answers nothing: {} was not recorded before it ({section}); record that first", .kind.noun(), date(*.on), .missing.noun())]
    NotAsked {
        /// What the requester did.
        kind: ClockEventKind,
        /// When.
        on: NaiveDate,
        /// What should have come before.
        missing: ClockEventKind,
        /// Where the law says so.
        section: Section,
    },
    /// The same thing was asked twice without an answer between.
    #[error("{} on {} cannot follow the one of {}, which is still open ({section}); record the answer to that one first", .kind.noun(), date(*.on), date(*.since))]
    StillOpen {
        /// What was asked.
        kind: ClockEventKind,
        /// When again.
        on: NaiveDate,
        /// When first.
        since: NaiveDate,
        /// Where the law says so.
        section: Section,
    },
    /// The regime has no extension at all.
    #[error("{title} gives no power to extend the time ({section}); remove the extension of {}", date(*.on))]
    NoExtension {
        /// Short title of the regime.
        title: String,
        /// When it was made.
        on: NaiveDate,
        /// The limit.
        section: Section,
    },
    /// The regime has no such variant.
    #[error(
        "{title} has no time limit called \"{variant}\" ({section}); choose another, or put it back into the regime's file"
    )]
    UnknownVariant {
        /// Short title of the regime.
        title: String,
        /// What was named.
        variant: String,
        /// The limit.
        section: Section,
    },
    /// The regime has no such ground.
    #[error(
        "{title} has no ground of extension called \"{ground}\" ({section}); use one of: {known}"
    )]
    UnknownGround {
        /// Short title of the regime.
        title: String,
        /// What was named.
        ground: String,
        /// The grounds there are.
        known: String,
        /// The limit.
        section: Section,
    },
    /// The law sets no usual length and none was given.
    #[error(
        "an extension for {ground} has no usual length in law ({section}); say until when it runs"
    )]
    NeedsEnd {
        /// Title of the ground.
        ground: String,
        /// Where the law says so.
        section: Section,
    },
    /// The extension ends before the time it extends.
    #[error("an extension until {} ends before the time it extends, which runs to {} ({section}); give a later date", date(*.until), date(*.due))]
    ShortensTime {
        /// The end given.
        until: NaiveDate,
        /// The due date without it.
        due: NaiveDate,
        /// Where the law says so.
        section: Section,
    },
    /// The extension goes further than the law allows.
    #[error("an extension until {} is longer than the law allows, which is until {} ({section}); give that date or an earlier one", date(*.until), date(*.cap))]
    BeyondCap {
        /// The end given.
        until: NaiveDate,
        /// The furthest date allowed.
        cap: NaiveDate,
        /// Where the law says so.
        section: Section,
    },
    /// Something that can only come before the answer.
    #[error("{} on {} cannot follow the answer of {} ({section}); correct the order", .kind.noun(), date(*.on), date(*.answered))]
    AfterAnswer {
        /// What happened.
        kind: ClockEventKind,
        /// When.
        on: NaiveDate,
        /// When the request was answered.
        answered: NaiveDate,
        /// The limit.
        section: Section,
    },
    /// Something about a review that is over.
    #[error("{} on {} cannot follow the outcome of the review of {} ({section}); correct the order", .kind.noun(), date(*.on), date(*.completed))]
    AfterReview {
        /// What happened.
        kind: ClockEventKind,
        /// When.
        on: NaiveDate,
        /// When the review was complete.
        completed: NaiveDate,
        /// Where the law says so.
        section: Section,
    },
    /// Something after the end of the request.
    #[error("{} on {} cannot follow the end of the request, {} on {} ({section}); correct the order", .kind.noun(), date(*.on), .state, date(*.ended))]
    AfterEnd {
        /// What happened.
        kind: ClockEventKind,
        /// When.
        on: NaiveDate,
        /// How the request ended.
        state: ClockState,
        /// When.
        ended: NaiveDate,
        /// The limit.
        section: Section,
    },
    /// An answer to what another authority has to answer.
    #[error("an answer on {} can follow the transfer of {} only if that was of a part of the request ({section}); say so with the ground \"{}\", or remove one of the two", date(*.on), date(*.transferred), super::event::IN_PART)]
    TransferredWhole {
        /// When it was answered.
        on: NaiveDate,
        /// When it was transferred.
        transferred: NaiveDate,
        /// Where the law provides for transfers.
        section: Section,
    },
    /// A transfer that is neither of the whole nor of a part.
    #[error(
        "a transfer has no ground but \"{}\", not \"{ground}\" ({section}); write that, or leave it out where the whole request was transferred",
        super::event::IN_PART
    )]
    UnknownTransfer {
        /// What was named.
        ground: String,
        /// Where the law provides for transfers.
        section: Section,
    },
    /// A review of what is neither answered nor overdue.
    #[error("a review asked for on {} has nothing to look at: there is no answer and the time for one is not over ({section}); record the answer first", date(*.on))]
    NothingToReview {
        /// When it was asked for.
        on: NaiveDate,
        /// Where the law says so.
        section: Section,
    },
    /// A date the calendar does not cover.
    #[error(transparent)]
    Outside(#[from] OutsideCalendar),
}

fn range(from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(to) => format!("from {} to {}", date(from), date(to)),
        None => format!("from {}", date(from)),
    }
}
