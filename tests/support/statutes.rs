//! The times of every regime as its statute puts them, written apart from the regime files.

/// A length of time as a statute puts it.
#[derive(Clone, Copy)]
pub enum Time {
    Working(u32),
    EveryDay(u32),
    Months(u32),
    /// So many months of which the day itself is the first.
    MonthsBeginningWith(u32),
    /// The statute says promptly and names no day.
    NoDay,
}
use Time::{EveryDay, Months, MonthsBeginningWith, Working};

/// What waiting does.
#[derive(Clone, Copy, PartialEq)]
pub enum Does {
    Restarts,
    Pauses,
    Nothing,
}
use Does::{Nothing, Pauses, Restarts};

/// What the time to go to the regulator runs from.
#[derive(Clone, Copy, PartialEq)]
pub enum From {
    Final,
    Review,
    Answer,
    /// The answer, or the last day for one where none has come.
    AnswerOrSilence,
}

pub struct Rules {
    pub id: &'static str,
    pub first: (i32, u32, u32),
    pub calendar: &'static str,
    pub limit: Time,
    pub rolls: bool,
    pub extended: Option<Time>,
    pub clarification: Does,
    pub asks: Option<u32>,
    pub ask_within: Option<Time>,
    pub fee: Does,
    pub fee_window: Option<Time>,
    pub identity: Does,
    pub review_window: Option<Time>,
    /// Whether an early answer does not shorten the window (FOISA s.20(5)).
    pub window_not_shortened: bool,
    pub review: Option<Time>,
    pub regulator: Option<(Time, From)>,
    /// Whether a pause leaves out the day of asking, and that of the requester's act.
    pub ends_left_out: (bool, bool),
    /// How long the requester has to answer a question before the request lapses.
    pub question_window: Option<Time>,
    /// Whether the time to decide a review begins with the end of the time to ask for it.
    pub review_after_window: bool,
    /// Whether windows of calendar days and months move off days off, where the limit does not.
    pub windows_roll: bool,
    /// The furthest extension, where its day has to be named.
    pub furthest: Option<Time>,
}

pub(crate) const PLAIN: Rules = Rules {
    id: "",
    first: (2005, 1, 1),
    calendar: "",
    limit: Working(20),
    rolls: false,
    extended: None,
    clarification: Nothing,
    asks: None,
    ask_within: None,
    fee: Nothing,
    fee_window: None,
    identity: Nothing,
    review_window: None,
    window_not_shortened: false,
    review: None,
    regulator: None,
    ends_left_out: (true, true),
    question_window: None,
    review_after_window: false,
    windows_roll: false,
    furthest: None,
};

pub const RULES: [Rules; 13] = [
    Rules {
        id: "uk-foia-2000",
        calendar: "uk-any-part",
        extended: Some(Working(40)),
        clarification: Restarts,
        fee: Pauses,
        fee_window: Some(MonthsBeginningWith(3)),
        review_window: Some(Working(40)),
        review: Some(Working(20)),
        regulator: Some((EveryDay(42), From::Final)),
        ..PLAIN
    },
    Rules {
        id: "uk-eir-2004",
        calendar: "uk-any-part",
        extended: Some(Working(40)),
        clarification: Restarts,
        fee: Pauses,
        fee_window: Some(Working(60)),
        review_window: Some(Working(40)),
        review: Some(Working(40)),
        regulator: Some((EveryDay(42), From::Final)),
        ..PLAIN
    },
    Rules {
        id: "scot-foisa-2002",
        calendar: "scotland",
        clarification: Restarts,
        fee: Pauses,
        fee_window: Some(MonthsBeginningWith(3)),
        window_not_shortened: true,
        review_window: Some(Working(40)),
        review: Some(Working(20)),
        regulator: Some((Months(6), From::Review)),
        ..PLAIN
    },
    Rules {
        id: "scot-eirs-2004",
        calendar: "scotland",
        extended: Some(Working(40)),
        clarification: Restarts,
        fee: Pauses,
        fee_window: Some(Working(60)),
        review_window: Some(Working(40)),
        review: Some(Working(20)),
        regulator: Some((Months(6), From::Review)),
        ..PLAIN
    },
    Rules {
        id: "uk-gdpr-sar",
        first: (2018, 5, 25),
        calendar: "england-and-wales",
        limit: Months(1),
        rolls: true,
        extended: Some(Months(3)),
        clarification: Pauses,
        fee: Restarts,
        identity: Restarts,
        ..PLAIN
    },
    Rules {
        id: "us-foia",
        calendar: "us-federal",
        extended: Some(Working(30)),
        clarification: Pauses,
        asks: Some(1),
        fee: Pauses,
        review_window: Some(EveryDay(90)),
        review: Some(Working(20)),
        ..PLAIN
    },
    Rules {
        id: "ie-foi-2014",
        first: (2014, 10, 14),
        calendar: "ireland",
        extended: Some(Working(40)),
        clarification: Restarts,
        fee: Pauses,
        review_window: Some(Working(20)),
        review: Some(Working(15)),
        regulator: Some((Months(6), From::Review)),
        ..PLAIN
    },
    Rules {
        id: "ca-atia",
        calendar: "canada-federal",
        limit: EveryDay(30),
        rolls: true,
        clarification: Pauses,
        regulator: Some((EveryDay(60), From::Answer)),
        ..PLAIN
    },
    Rules {
        id: "au-foi-1982",
        calendar: "australia-act",
        limit: EveryDay(30),
        rolls: true,
        extended: Some(EveryDay(60)),
        clarification: Pauses,
        fee: Pauses,
        review_window: Some(EveryDay(30)),
        review: Some(EveryDay(30)),
        regulator: Some((EveryDay(60), From::Final)),
        ..PLAIN
    },
    Rules {
        id: "nz-oia-1982",
        calendar: "new-zealand",
        clarification: Restarts,
        ask_within: Some(Working(7)),
        ..PLAIN
    },
    Rules {
        id: "eu-1049-2001",
        calendar: "eu-institutions",
        limit: Working(15),
        extended: Some(Working(30)),
        clarification: Restarts,
        review_window: Some(Working(15)),
        review: Some(Working(15)),
        ..PLAIN
    },
    Rules {
        id: "de-ifg",
        first: (2006, 1, 1),
        calendar: "germany-national",
        limit: Months(1),
        rolls: true,
        review_window: Some(Months(1)),
        ..PLAIN
    },
    Rules {
        id: "ca-bc-foippa",
        calendar: "british-columbia",
        limit: Working(30),
        extended: Some(Working(60)),
        clarification: Pauses,
        fee: Pauses,
        regulator: Some((Working(30), From::Answer)),
        ..PLAIN
    },
];
