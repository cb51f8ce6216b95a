//! Letters that ask for something or move the due date: clarification, fees notice, a chaser for
//! either, extension.

use super::LetterContext;
use super::answers::Ground;
use super::frame::{Frame, LawWords, samples, spoken, spoken_if_known};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// We cannot find what is asked for without knowing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clarification {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place that lets us ask, for example `section 1(3)`.
    pub section: String,
    /// What we need to know, one question an entry.
    pub needs: Vec<String>,
    /// Why the request cannot be answered as it stands.
    pub why: String,
    /// What we hold and how the request could be put, one suggestion an entry; may be empty.
    pub help: Vec<String>,
    /// What asking does to the time limit.
    pub clock: ClockEffect,
    /// The day after which we close the case when we hear nothing, when there is one.
    #[serde(serialize_with = "spoken_if_known")]
    pub answer_by: Option<NaiveDate>,
    /// The disputed readings of the law that this rests on, a sentence each.
    pub disputed: Vec<String>,
}

/// What asking the requester for something does to the time limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockEffect {
    runs_anew: Option<String>,
    stands_still: bool,
}

impl ClockEffect {
    /// The whole limit, in words (`20 working days`), runs anew from the day it comes.
    #[must_use]
    pub fn restarts(limit: impl Into<String>) -> Self {
        Self {
            runs_anew: Some(limit.into()),
            stands_still: false,
        }
    }

    /// The clock stands still until it comes.
    #[must_use]
    pub const fn pauses() -> Self {
        Self {
            runs_anew: None,
            stands_still: true,
        }
    }

    /// The clock runs on.
    #[must_use]
    pub const fn runs_on() -> Self {
        Self {
            runs_anew: None,
            stands_still: false,
        }
    }
}

/// A fee must be paid before we go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeesNotice {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place that lets us ask for a fee, for example `section 9`.
    pub section: String,
    /// The whole fee, with its currency: `£45.00`.
    pub amount: String,
    /// What it is made of.
    pub charges: Vec<Charge>,
    /// How to pay, one step an entry.
    pub how_to_pay: Vec<String>,
    /// The last day to pay, after which the request need not be answered, where the law has one.
    pub pay_by: Option<PayBy>,
    /// What asking for the fee does to the time limit.
    pub clock: ClockEffect,
    /// The place that says so, for example `section 10(2)`.
    pub clock_section: String,
    /// The disputed readings of the law that the day and the time rest on, a sentence each.
    pub disputed: Vec<String>,
}

/// The last day to pay a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayBy {
    /// The day.
    #[serde(serialize_with = "spoken")]
    pub on: NaiveDate,
    /// The place that says so, for example `section 9(2)`.
    pub section: String,
}

/// One part of a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// What is paid for.
    pub what: String,
    /// How much, with its currency.
    pub amount: String,
}

/// What we asked for has not come, and the day by which it may come is near.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chaser {
    /// Who writes to whom.
    pub frame: Frame,
    /// The day we asked.
    #[serde(serialize_with = "spoken")]
    pub asked: NaiveDate,
    /// Whether it is a fee that has not come, rather than an answer.
    pub fee: bool,
    /// What we need to know, one question an entry, where it is an answer.
    pub needs: Vec<String>,
    /// The last day on which it may come.
    #[serde(serialize_with = "spoken")]
    pub answer_by: NaiveDate,
    /// The disputed readings of the law it rests on, a sentence each.
    pub disputed: Vec<String>,
}

/// We need more time, and say why and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place that allows more time, for example `section 10(3)`.
    pub section: String,
    /// The place under which notice of it is given, for example `section 17(2)`, where there is one.
    pub notice_section: Option<String>,
    /// Why more time is needed, in one or more sentences.
    pub why: String,
    /// The exemptions whose public interest is still being weighed; empty where the ground is another.
    pub grounds: Vec<Ground>,
    /// When the answer was due.
    #[serde(serialize_with = "spoken")]
    pub due: NaiveDate,
    /// When we now expect to decide.
    #[serde(serialize_with = "spoken")]
    pub estimate: NaiveDate,
    /// Whether that lies past the last year whose holidays are known.
    pub provisional: bool,
    /// The disputed readings of the law it rests on, a sentence each.
    pub disputed: Vec<String>,
    /// What the requester can do who objects.
    pub review: super::ReviewRight,
}

impl LetterContext for Clarification {
    const KIND: LetterKind = LetterKind::Clarification;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            section: "section 1(3)".into(),
            needs: vec![
                "Which years do you mean?".into(),
                "Do you mean fines that were issued, or that were paid?".into(),
            ],
            why: "Your request names no period, and our records go back to 1998.".into(),
            help: vec!["Figures by month from 2019 are on our website.".into()],
            clock: ClockEffect::restarts("20 working days"),
            answer_by: Some(samples::day(2026, 8, 3)),
            disputed: Vec::new(),
        };
        let paused = Self {
            frame: samples::bare_frame(),
            law: samples::regulations(),
            help: Vec::new(),
            clock: ClockEffect::pauses(),
            answer_by: None,
            disputed: vec![samples::disputed()],
            ..sample.clone()
        };
        let running = Self {
            clock: ClockEffect::runs_on(),
            ..paused.clone()
        };
        vec![sample, paused, running]
    }
}

impl LetterContext for FeesNotice {
    const KIND: LetterKind = LetterKind::FeesNotice;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            section: "section 9".into(),
            amount: "£45.00".into(),
            charges: vec![Charge {
                what: "450 pages copied at 10p".into(),
                amount: "£45.00".into(),
            }],
            how_to_pay: vec![
                "Send a cheque made out to Example Police, with your reference on the back.".into(),
            ],
            pay_by: Some(PayBy {
                on: samples::day(2026, 9, 14),
                section: "section 9(2)".into(),
            }),
            clock: ClockEffect::pauses(),
            clock_section: "section 10(2)".into(),
            disputed: Vec::new(),
        };
        let restarting = Self {
            frame: samples::posted_frame(),
            pay_by: None,
            disputed: vec![samples::disputed()],
            clock: ClockEffect::restarts("1 calendar month"),
            ..sample.clone()
        };
        let running = Self {
            frame: samples::bare_frame(),
            clock: ClockEffect::runs_on(),
            ..restarting.clone()
        };
        vec![sample, restarting, running]
    }
}

impl LetterContext for Chaser {
    const KIND: LetterKind = LetterKind::Chaser;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let answer = Self {
            frame: samples::frame(),
            asked: samples::day(2026, 6, 3),
            fee: false,
            needs: vec!["Which years do you mean?".into()],
            answer_by: samples::day(2026, 8, 3),
            disputed: Vec::new(),
        };
        let erased = Self {
            needs: Vec::new(),
            ..answer.clone()
        };
        let fee = Self {
            frame: samples::bare_frame(),
            fee: true,
            needs: Vec::new(),
            disputed: vec![samples::disputed()],
            ..answer.clone()
        };
        vec![answer, erased, fee]
    }
}

impl LetterContext for Extension {
    const KIND: LetterKind = LetterKind::Extension;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            section: "section 10(3)".into(),
            notice_section: Some("section 17(2)".into()),
            why: "We hold what you ask for and are still weighing the public interest.".into(),
            grounds: vec![Ground {
                section: "section 31(1)(a)".into(),
                title: "Law enforcement".into(),
            }],
            due: samples::day(2026, 6, 29),
            estimate: samples::day(2026, 7, 28),
            provisional: false,
            disputed: Vec::new(),
            review: samples::review(),
        };
        let complex = Self {
            frame: samples::bare_frame(),
            law: samples::regulations(),
            section: "regulation 7(1)".into(),
            notice_section: Some("regulation 7(3)".into()),
            why: "The request is complex and covers some 9,000 documents.".into(),
            grounds: Vec::new(),
            provisional: true,
            disputed: vec![samples::disputed()],
            ..sample.clone()
        };
        let agreed = Self {
            frame: samples::bare_posted_frame(),
            notice_section: None,
            ..complex.clone()
        };
        vec![sample, complex, agreed]
    }
}
