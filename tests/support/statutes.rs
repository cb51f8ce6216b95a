//! The times of every regime as its statute puts them, written apart from the regime files.

use crate::statute_words::Does::{Pauses, Restarts};
use crate::statute_words::Time::{EveryDay, Months, MonthsBeginningWith, Working};
use crate::statute_words::Told::{AnyTime, InTheFirstTime, WhileItRuns};
use crate::statute_words::{ASKING, Asking, From, More, PLAIN, Rules, Time, asking, more};

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
