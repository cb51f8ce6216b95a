//! The times of further states and provinces as their statutes put them, written apart from the
//! regime files.

use crate::statutes::Does::{Pauses, Restarts};
use crate::statutes::Time::{EveryDay, Months, MonthsBeginningWith, NoDay, Working};
use crate::statutes::{From, PLAIN, RULES, Rules};

const ONTARIO: Rules = Rules {
    calendar: "ontario",
    limit: EveryDay(30),
    rolls: true,
    clarification: Pauses,
    fee: Pauses,
    ends_left_out: (false, true),
    regulator: Some((EveryDay(30), From::AnswerOrSilence)),
    ..PLAIN
};

/// How many regimes there are rules for.
pub const REGIMES: usize = RULES.len() + ABROAD.len();

/// The rules of every regime.
pub fn all() -> impl Iterator<Item = &'static Rules> {
    const HERE: &[Rules] = &RULES;
    const THERE: &[Rules] = &ABROAD;
    HERE.iter().chain(THERE)
}

const ABROAD: [Rules; 9] = [
    Rules {
        id: "ni-foia-2000",
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
        extended: Some(EveryDay(42)),
        clarification: Pauses,
        ask_within: Some(EveryDay(14)),
        ends_left_out: (false, false),
        review_window: Some(EveryDay(42)),
        review: Some(EveryDay(42)),
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
        extended: Some(EveryDay(24)),
        ..PLAIN
    },
    Rules {
        id: "us-ny-foil",
        first: (2005, 5, 3),
        calendar: "new-york",
        limit: Working(5),
        furthest: Some(Working(25)),
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
        clarification: Restarts,
        question_window: Some(EveryDay(61)),
        fee: Restarts,
        fee_window: Some(Working(10)),
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
