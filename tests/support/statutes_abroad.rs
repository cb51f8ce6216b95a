//! The times of further states and provinces as their statutes put them, written apart from the
//! regime files.

use crate::statute_words::Does::{Pauses, Restarts};
use crate::statute_words::Time::{EveryDay, Months, MonthsBeginningWith, NoDay, Working};
use crate::statute_words::Told::{InTheFirstTime, WhileItRuns};
use crate::statute_words::{ASKING, Asking, From, More, PLAIN, Rules, Runs, asking, more};
use crate::statutes::{FOIA, RULES};
use std::sync::LazyLock;

/// The rules of every regime.
pub static ALL: LazyLock<Vec<&'static Rules>> =
    LazyLock::new(|| RULES.iter().chain(&ABROAD).collect());

/// Guidance on both Acts of Ontario: the day of asking counts, the day of the answer does not.
const ONTARIO_PAUSE: Asking = Asking {
    counts_ends: (true, false),
    ..asking(Pauses)
};

const ONTARIO: Rules = Rules {
    calendar: "ontario",
    limit: EveryDay(30),
    rolls: true,
    // FIPPA ss.27, 28; MFIPPA ss.20, 21.
    more: &[
        more("large_number_of_records", None, None, InTheFirstTime),
        more("consultation", None, None, InTheFirstTime),
        more("third_party", None, None, InTheFirstTime),
    ],
    asks: [ONTARIO_PAUSE, ONTARIO_PAUSE, ASKING],
    // Deemed refusal: FIPPA s.29(4), MFIPPA s.22(4).
    regulator: Some((EveryDay(30), From::AnswerOrSilence)),
    ..PLAIN
};

static ABROAD: [Rules; 9] = [
    // The Act of 2000 again, with the schools and archives of Northern Ireland.
    Rules {
        id: "ni-foia-2000",
        others: &[
            ("school", Working(20), Some(Working(60))),
            ("archives", Working(30), None),
            ("outside_united_kingdom", Working(60), None),
        ],
        ..FOIA
    },
    Rules {
        id: "ca-on-fippa",
        ..ONTARIO
    },
    Rules {
        id: "ca-on-mfippa",
        ..ONTARIO
    },
    Rules {
        id: "nl-woo",
        first: (2022, 5, 1),
        calendar: "netherlands",
        limit: EveryDay(28),
        rolls: true,
        // art 4.4(2), (3).
        more: &[
            more(
                "volume_or_complexity",
                Some(EveryDay(42)),
                Some(EveryDay(42)),
                InTheFirstTime,
            ),
            more("views_of_third_parties", None, None, WhileItRuns),
        ],
        asks: [
            // art 4.1(5); Awb art 4:15(1): from the day after to the day before.
            Asking {
                within: Some(EveryDay(14)),
                counts_ends: (true, true),
                ..asking(Pauses)
            },
            ASKING,
            ASKING,
        ],
        review_window: Some(EveryDay(42)),
        review: Some(EveryDay(42)),
        // Awb art 7:10(1).
        review_after_window: true,
        regulator: Some((EveryDay(42), From::Review)),
        ..PLAIN
    },
    Rules {
        id: "fr-crpa",
        first: (2016, 1, 1),
        calendar: "france",
        limit: Months(1),
        windows_roll: true,
        regulator: Some((MonthsBeginningWith(2), From::AnswerOrSilence)),
        ..PLAIN
    },
    Rules {
        id: "us-ca-cpra",
        first: (2023, 1, 1),
        calendar: "california",
        limit: EveryDay(10),
        rolls: true,
        more: &[more(
            "unusual_circumstances",
            Some(EveryDay(24)),
            Some(EveryDay(24)),
            InTheFirstTime,
        )],
        ..PLAIN
    },
    Rules {
        id: "us-ny-foil",
        first: (2005, 5, 3),
        calendar: "new-york",
        limit: Working(5),
        more: &[
            // Twenty business days from the acknowledgement.
            More {
                runs: Runs::Notice,
                ..more("acknowledged", None, Some(Working(20)), InTheFirstTime)
            },
            more("date_certain", None, None, WhileItRuns),
        ],
        windows_roll: true,
        review_window: Some(EveryDay(30)),
        review: Some(Working(10)),
        ..PLAIN
    },
    Rules {
        id: "us-tx-pia",
        first: (2023, 9, 1),
        calendar: "texas",
        limit: Working(10),
        more: &[
            more("attorney_general", None, None, InTheFirstTime),
            more("certified_day", None, None, InTheFirstTime),
        ],
        asks: [
            Asking {
                in_time: true,
                lapses: Some(EveryDay(61)),
                ..asking(Restarts)
            },
            Asking {
                in_time: true,
                lapses: Some(Working(10)),
                ..asking(Restarts)
            },
            ASKING,
        ],
        ..PLAIN
    },
    Rules {
        id: "se-tf",
        first: (2019, 1, 1),
        calendar: "sweden",
        limit: NoDay,
        windows_roll: true,
        regulator: Some((EveryDay(21), From::Answer)),
        ..PLAIN
    },
];
