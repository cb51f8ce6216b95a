//! Why an action is refused, in words a person can be told.

use super::{ActionKind, Outcome, Stage};
use crate::domain::clock::ClockError;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::section::Section;
use crate::domain::words;
use chrono::NaiveDate;
use thiserror::Error;

/// Why an action is refused. Each is a sentence a person can be told.
#[derive(Debug, Clone, PartialEq, Error)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub enum Reason {
    #[error("the case is at the stage \u{201c}{}\u{201d}; this can be done at: {}", .0.title(), stages(.1))]
    WrongStage(Stage, &'static [Stage]),
    #[error("only {} can do this", .0.whose())]
    NotYours(Right),
    #[error("this is not done by the {0}")]
    WrongRole(Role),
    #[error("the clock is stopped until the requester pays the fee; record the payment first")]
    AwaitingFee,
    #[error("no fees notice is open")]
    NoFeesNotice,
    #[error("these questions are not decided yet: {}", numbers(.0))]
    Undecided(Vec<u16>),
    #[error("the request has no question {0}")]
    NoSuchQuestion(u16),
    #[error("{} is not an outcome of one question", .0.title().to_lowercase())]
    NotDecidable(Outcome),
    #[error("a decision to withhold has to name the section it relies on")]
    NoExemption,
    #[error("{0} is not in {1}; choose a section from the list")]
    UnknownExemption(Section, String),
    #[error("{0} does not allow the authority to neither confirm nor deny")]
    NoNcnd(Section),
    #[error("an outcome that withholds nothing cannot name an exemption")]
    NeedlessExemption,
    #[error(
        "{0} is there to neither confirm nor deny; choose that outcome, or the section that applies"
    )]
    OnlyNcnd(Section),
    #[error("{0} names no ground to refuse a request besides its exemptions")]
    NoRefusals(String),
    #[error(
        "{0} has no ground to refuse a request called \u{201c}{1}\u{201d}; choose one from the list"
    )]
    NoSuchRefusal(String, String),
    #[error("choose the questions to refuse")]
    NoQuestionChosen,
    #[error("enter the time you estimate the work would take")]
    NoEstimate,
    #[error("{0} has no cost limit for this authority; have the setting law.cost_band looked at")]
    NoCostLimit(String),
    #[error(
        "the estimate does not exceed the limit of {0} hours ({1}), so the request has to be answered"
    )]
    WithinLimit(u32, Section),
    #[error("name the other requests whose cost is added")]
    NoneTogether,
    #[error("the requests were received between {} and {}, which is more than {} working days; leave out the ones too far apart", words::date(*.0), words::date(*.1), .2)]
    TooFarApart(NaiveDate, NaiveDate, u32),
    #[error("enter the day the earlier request was answered")]
    NoEarlier,
    #[error("the earlier request was answered on {}, after this one was received on {}; only a request that was answered before can be repeated", words::date(*.0), words::date(*.1))]
    EarlierTooLate(NaiveDate, NaiveDate),
    #[error("ask the requester for the detail that is missing first")]
    NeverAsked,
    #[error("the fee can be paid until the end of {}", words::date(*.0))]
    FeeStillDue(NaiveDate),
    #[error("a notice is owed for {0}")]
    NoticeOwed(Section),
    #[error(
        "an extension on this ground has to name each {0} whose public interest is being weighed ({1})"
    )]
    ExtensionForNothing(String, Section),
    #[error(
        "an extension on the ground \u{201c}{0}\u{201d} is for no exemption; leave the sections out"
    )]
    NotForExemptions(String),
    #[error("{0} is absolute, so no public interest is weighed under it; leave it out")]
    NothingToWeigh(Section),
    #[error("{0} lets the time for the answer be extended on no ground")]
    NoExtensions(String),
    #[error("{0} has no extension on the ground \u{201c}{1}\u{201d}")]
    NoSuchGround(String, String),
    #[error("{0} has one time limit for every request")]
    NoVariants(String),
    #[error("{0} has no time limit called \u{201c}{1}\u{201d}; choose one from the list")]
    NoSuchVariant(String, String),
    #[error("the case has this time limit already; choose another")]
    SameVariant,
    #[error("the limit ended on {}; an extension has to be given by then", words::date(*.0))]
    ExtensionTooLate(NaiveDate),
    #[error("a fees notice had to be given by {} ({}); answer the request without one", words::date(*.0), .1)]
    FeesNoticeTooLate(NaiveDate, Section),
    #[error(
        "the fees notice came after the time for it was over ({0}), so nothing follows from its not being paid"
    )]
    FeesNoticeWasLate(Section),
    #[error("the request lapsed on {}, so this changes nothing; answer it all the same, or close it", words::date(*.0))]
    RequestLapsed(NaiveDate),
    #[error("{} is after today; give the day it happened", words::date(*.0))]
    InTheFuture(NaiveDate),
    #[error("{} is before the request was received, on {}", words::date(*.0), words::date(*.1))]
    BeforeReceipt(NaiveDate, NaiveDate),
    #[error("{} is before what is already recorded for {}", words::date(*.0), words::date(*.1))]
    OutOfOrder(NaiveDate, NaiveDate),
    #[error("it does not lapse until the end of {}", words::date(*.0))]
    NotYetLapsed(NaiveDate),
    #[error("nothing is awaited from the requester, so nothing can lapse")]
    NoLapse,
    #[error(
        "you drafted or decided this answer; somebody else has to clear it, or the draft goes back"
    )]
    OwnDraft,
    #[error("you had a part in the answer; somebody else has to decide its review ({0})")]
    OwnDecision(Section),
    #[error("a review is already open")]
    ReviewOpen,
    #[error("a review was decided already; after it the requester can complain to the regulator")]
    Reviewed,
    #[error("{0} has no review by the authority itself; a complaint goes to the {1}")]
    NoReview(String, String),
    #[error("{0} gives no time to ask the authority for a review; write to the authority")]
    NoReviewTime(String),
    #[error("the time to ask for a review ended on {}; the authority may still accept it, so write to it", words::date(*.0))]
    ReviewTimeOver(NaiveDate),
    #[error("the time to ask for a review ended on {}; say why it is accepted all the same", words::date(*.0))]
    LateReview(NaiveDate),
    #[error("the request was never answered, so there is nothing to review")]
    NotAnswered,
    #[error("the answer can come until the end of {}; that it does not come can be reviewed after that ({})", words::date(*.0), .1)]
    StillInTime(NaiveDate, Section),
    #[error("the request is not answered yet; send the answer first, and then decide the review")]
    AnswerFirst,
    #[error("a message of {} waits for you; record what it says or note it first", words::date(*.0))]
    MessageWaits(NaiveDate),
    #[error("you asked for that on {}, and we have not got to it yet", words::date(*.0))]
    WithdrawalAsked(NaiveDate),
    #[error("nothing of the requester waits")]
    NothingWaits,
    #[error("somebody has dealt with that already")]
    DealtWithAlready,
    #[error("{0}")]
    Because(&'static str),
    #[error("choose a team or an officer")]
    NobodyNamed,
    #[error(transparent)]
    Clock(#[from] ClockError),
}

/// A refusal: the stage, the action and the reason.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("You cannot {} now: {reason}", .action.title().to_lowercase())]
pub struct Refusal {
    /// Where the case stands.
    pub stage: Stage,
    /// What was asked.
    pub action: ActionKind,
    /// Why not.
    pub reason: Reason,
}

fn stages(stages: &[Stage]) -> String {
    let titles: Vec<&str> = stages.iter().map(|s| s.title()).collect();
    titles.join(", ").to_lowercase()
}

fn numbers(numbers: &[u16]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
    numbers.join(", ")
}
