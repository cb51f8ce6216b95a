//! The times of every regime as its statute puts them, written apart from the regime files.

/// A length of time as a statute puts it.
#[derive(Clone, Copy, PartialEq)]
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

/// What asking the requester for something does.
pub struct Asking {
    pub does: Does,
    /// How soon it has to be asked after day 0.
    pub within: Option<Time>,
    /// Whether it has to be asked while the time for the answer lasts.
    pub in_time: bool,
    /// How often.
    pub at_most: Option<u32>,
    /// After how long without an answer the request is over.
    pub lapses: Option<Time>,
    /// The day the rule came into force.
    pub since: Option<(i32, u32, u32)>,
    /// Whether the extended length stays when the time begins again.
    pub stays_extended: bool,
    /// Whether the day of asking and that of the answer are counted.
    pub counts_ends: (bool, bool),
}

pub(crate) const ASKING: Asking = Asking {
    does: Nothing,
    within: None,
    in_time: false,
    at_most: None,
    lapses: None,
    since: None,
    stays_extended: false,
    counts_ends: (false, false),
};

pub(crate) const fn asking(does: Does) -> Asking {
    Asking { does, ..ASKING }
}

/// By when more time has to be taken.
#[derive(Clone, Copy, PartialEq)]
pub enum Told {
    /// Within the time there is without any extension.
    InTheFirstTime,
    /// While the time runs, extended or not.
    WhileItRuns,
    /// On any day.
    AnyTime,
}
use Told::{AnyTime, InTheFirstTime, WhileItRuns};

/// A reason for more time.
pub struct More {
    pub word: &'static str,
    /// The whole time it usually comes to.
    pub usual: Option<Time>,
    /// The whole time it can come to at the most.
    pub most: Option<Time>,
    pub told: Told,
    /// The whole time when it comes after another, and which.
    pub after: Option<(&'static str, Time)>,
}

pub(crate) const fn more(
    word: &'static str,
    usual: Option<Time>,
    most: Option<Time>,
    told: Told,
) -> More {
    More {
        word,
        usual,
        most,
        told,
        after: None,
    }
}

/// Who or what has another time: the word for it, the time, and the time at the most where days on
/// which the authority is closed are left out of the first.
pub type Other = (&'static str, Time, Option<Time>);

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
    pub others: &'static [Other],
    pub more: &'static [More],
    /// Detail, a fee, who asks.
    pub asks: [Asking; 3],
    pub review_window: Option<Time>,
    /// Whether an early answer does not shorten the window (FOISA s.20(5)).
    pub window_not_shortened: bool,
    pub review: Option<Time>,
    pub regulator: Option<(Time, From)>,
    /// Whether the time to decide a review begins with the end of the time to ask for it.
    pub review_after_window: bool,
    /// Whether windows of days and months move off days off, where the limit does not.
    pub windows_roll: bool,
}

pub(crate) const PLAIN: Rules = Rules {
    id: "",
    first: (2005, 1, 1),
    calendar: "",
    limit: Working(20),
    rolls: false,
    others: &[],
    more: &[],
    asks: [ASKING, ASKING, ASKING],
    review_window: None,
    window_not_shortened: false,
    review: None,
    regulator: None,
    review_after_window: false,
    windows_roll: false,
};

/// A charge that stops the clock where it is asked for in time, and lets the request lapse where it
/// is not paid within so long.
const fn charge(pay_within: Time) -> Asking {
    Asking {
        in_time: true,
        lapses: Some(pay_within),
        ..asking(Pauses)
    }
}

/// The Act of 2000.
pub(crate) const FOIA: Rules = Rules {
    id: "uk-foia-2000",
    calendar: "uk-any-part",
    // SI 2004/3364: schools, archives, the armed forces, abroad.
    others: &[
        ("school", Working(20), Some(Working(60))),
        ("archives", Working(30), None),
        ("armed_forces", Working(60), None),
        ("outside_united_kingdom", Working(60), None),
    ],
    // s.10(3): as long as is reasonable, usually 40 in all; s.17 wants a notice but takes nothing away.
    more: &[more("public_interest", Some(Working(40)), None, AnyTime)],
    asks: [
        asking(Restarts),
        // s.9(1), (2), s.10(2).
        charge(MonthsBeginningWith(3)),
        ASKING,
    ],
    review_window: Some(Working(40)),
    review: Some(Working(20)),
    regulator: Some((EveryDay(42), From::Final)),
    ..PLAIN
};

pub static RULES: [Rules; 13] = [
    FOIA,
    Rules {
        id: "uk-eir-2004",
        calendar: "uk-any-part",
        // reg 7(1), (3).
        more: &[more(
            "complex_and_voluminous",
            Some(Working(40)),
            Some(Working(40)),
            InTheFirstTime,
        )],
        asks: [
            asking(Restarts),
            // reg 8(4) to (6).
            charge(Working(60)),
            ASKING,
        ],
        review_window: Some(Working(40)),
        review: Some(Working(40)),
        regulator: Some((EveryDay(42), From::Final)),
        ..PLAIN
    },
    Rules {
        id: "scot-foisa-2002",
        calendar: "scotland",
        // s.10(2).
        others: &[("keeper", Working(30), None)],
        asks: [
            asking(Restarts),
            // s.9(1), (4), s.10(3).
            charge(MonthsBeginningWith(3)),
            ASKING,
        ],
        window_not_shortened: true,
        review_window: Some(Working(40)),
        review: Some(Working(20)),
        regulator: Some((Months(6), From::Review)),
        ..PLAIN
    },
    Rules {
        id: "scot-eirs-2004",
        calendar: "scotland",
        more: &[more(
            "complex_and_voluminous",
            Some(Working(40)),
            Some(Working(40)),
            InTheFirstTime,
        )],
        asks: [asking(Restarts), charge(Working(60)), ASKING],
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
        // art 12(3): told within the month; two further months of whichever time applies.
        more: &[more(
            "complex_or_numerous",
            Some(Months(3)),
            Some(Months(3)),
            InTheFirstTime,
        )],
        asks: [
            asking(Pauses),
            Asking {
                stays_extended: true,
                ..asking(Restarts)
            },
            Asking {
                stays_extended: true,
                ..asking(Restarts)
            },
        ],
        ..PLAIN
    },
    Rules {
        id: "us-foia",
        calendar: "us-federal",
        more: &[
            more(
                "unusual_circumstances",
                Some(Working(30)),
                Some(Working(30)),
                InTheFirstTime,
            ),
            more("agreed", None, None, WhileItRuns),
        ],
        asks: [
            Asking {
                at_most: Some(1),
                ..asking(Pauses)
            },
            asking(Pauses),
            ASKING,
        ],
        review_window: Some(EveryDay(90)),
        review: Some(Working(20)),
        ..PLAIN
    },
    Rules {
        id: "ie-foi-2014",
        first: (2014, 10, 14),
        calendar: "ireland",
        more: &[more(
            "volume_or_number",
            Some(Working(40)),
            Some(Working(40)),
            InTheFirstTime,
        )],
        asks: [asking(Restarts), asking(Pauses), ASKING],
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
        // s.9(1): as long as is reasonable, by a notice within the 30 days.
        more: &[
            more("volume", None, None, InTheFirstTime),
            more("consultations", None, None, InTheFirstTime),
            more("third_party", None, None, InTheFirstTime),
        ],
        asks: [asking(Pauses), ASKING, ASKING],
        regulator: Some((EveryDay(60), From::Answer)),
        ..PLAIN
    },
    Rules {
        id: "au-foi-1982",
        calendar: "australia-act",
        limit: EveryDay(30),
        rolls: true,
        more: &[
            // s.15(6).
            more(
                "consultation",
                Some(EveryDay(60)),
                Some(EveryDay(60)),
                InTheFirstTime,
            ),
            // s.15AA: that period, or that period as extended for consultation.
            More {
                after: Some(("consultation", EveryDay(90))),
                ..more(
                    "agreed",
                    Some(EveryDay(60)),
                    Some(EveryDay(60)),
                    WhileItRuns,
                )
            },
            // s.15AB, and s.15AC once the time is over.
            more("commissioner", None, None, AnyTime),
        ],
        asks: [
            // s.24AB.
            Asking {
                lapses: Some(EveryDay(14)),
                ..asking(Pauses)
            },
            // ss.29, 31.
            Asking {
                in_time: true,
                lapses: Some(EveryDay(30)),
                ..asking(Pauses)
            },
            ASKING,
        ],
        review_window: Some(EveryDay(30)),
        review: Some(EveryDay(30)),
        regulator: Some((EveryDay(60), From::Final)),
        ..PLAIN
    },
    Rules {
        id: "nz-oia-1982",
        calendar: "new-zealand",
        // s.15A(3).
        more: &[
            more("volume", None, None, InTheFirstTime),
            more("consultations", None, None, InTheFirstTime),
        ],
        asks: [
            // s.15(1AA), (1AB).
            Asking {
                within: Some(Working(7)),
                since: Some((2015, 3, 26)),
                ..asking(Restarts)
            },
            ASKING,
            ASKING,
        ],
        ..PLAIN
    },
    Rules {
        id: "eu-1049-2001",
        calendar: "eu-institutions",
        limit: Working(15),
        more: &[more(
            "long_document_or_large_number",
            Some(Working(30)),
            Some(Working(30)),
            InTheFirstTime,
        )],
        asks: [asking(Restarts), ASKING, ASKING],
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
        more: &[
            more(
                "public_body",
                Some(Working(60)),
                Some(Working(60)),
                InTheFirstTime,
            ),
            more("commissioner", None, None, WhileItRuns),
        ],
        asks: [asking(Pauses), asking(Pauses), ASKING],
        regulator: Some((Working(30), From::Answer)),
        ..PLAIN
    },
];
