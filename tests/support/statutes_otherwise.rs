//! The statutes where they can be read in two ways, as the other reading has them: written apart from
//! the regime files, by the word that the settings have for each question.

use crate::statute_words::Does::{Nothing, Pauses, Restarts};
use crate::statute_words::Time::{self, EveryDay, Months, MonthsBeginningWith, NoDay, Working};
use crate::statute_words::Told::InTheFirstTime;
use crate::statute_words::{Asking, Days, More, Rules, Runs, Ymd};

/// A question, and what the other reading of it makes of the rules.
pub type Otherwise = (&'static str, fn(&mut Rules));

/// Every question there is, under the laws it is one of.
pub const OTHERWISE: &[(&[&str], &[Otherwise])] = &[
    (
        &["uk-foia-2000", "ni-foia-2000"],
        &[
            ("foia_extension_after_day_20", |law| {
                first(law, |m| m.told = InTheFirstTime)
            }),
            ("foia_extension_after_restart", stays_extended),
            ("foia_public_interest_length", |law| {
                first(law, |m| m.usual = None)
            }),
            ("foia_question_after_the_time", |law| {
                detail(law).in_time = true
            }),
            ("foia_fees_notice_after_day_20", |law| {
                fee(law).in_first_time = true
            }),
            ("foia_holiday_proclaimed_later", |law| {
                law.days = PROCLAIMED_LATER
            }),
        ],
    ),
    (
        &["uk-eir-2004"],
        &[
            ("eir_question_after_day_20", |law| {
                detail(law).within = Some(Working(20))
            }),
            ("eir_fees_notice_after_day_20", |law| {
                fee(law).within = Some(Working(20))
            }),
            ("eir_extension_after_restart", stays_extended),
            ("eir_days_to_pay", |law| {
                fee(law).lapses = Some(EveryDay(60))
            }),
        ],
    ),
    (
        &["scot-foisa-2002"],
        &[
            ("foisa_clarification", |law| detail(law).does = Pauses),
            ("foisa_time_to_pay", |law| fee(law).lapses = Some(Months(3))),
        ],
    ),
    (
        &["scot-eirs-2004"],
        &[
            ("seirs_question_after_day_20", |law| {
                detail(law).within = Some(Working(20))
            }),
            ("seirs_extension_after_restart", stays_extended),
            ("seirs_clarification", |law| detail(law).does = Pauses),
            ("seirs_fees_notice_after_day_20", |law| {
                fee(law).within = Some(Working(20))
            }),
            ("seirs_review_window", |law| law.window_not_shortened = true),
        ],
    ),
    (
        &["uk-gdpr-sar"],
        &[
            ("sar_identity_or_fee_after_the_month", |law| {
                for asking in &mut law.asks[1..] {
                    asking.in_time = true;
                }
            }),
            ("sar_question_on_a_rolled_last_day", rolled_day_pauses),
            ("sar_question_in_2020", |law| {
                detail(law).not_between = Some(((2020, 1, 1), (2020, 10, 20)));
            }),
            ("sar_holidays", |law| law.days_of = Some("uk-any-part")),
            ("sar_days_added", |law| law.moves_first = true),
            ("sar_ends_of_pauses", |law| detail(law).counts_ends.1 = true),
            ("sar_extension_on_a_rolled_last_day", rolled_day_extends_not),
            // The law in force from 5 February 2026 says itself from which day.
            ("sar_month_from_next_day", |law| {
                law.month_from_next_day = Some((2026, 2, 4))
            }),
        ],
    ),
    (
        &["us-foia"],
        &[
            ("us_ends_of_pauses", |law| {
                detail(law).counts_ends.1 = true;
                fee(law).counts_ends.1 = true;
            }),
            ("us_closed_by_order", |law| law.days = CLOSED_BY_ORDER),
        ],
    ),
    (
        &["ie-foi-2014"],
        &[
            ("ie_clarification", |law| detail(law).does = Pauses),
            ("ie_extension_after_restart", stays_extended),
            ("ie_weeks_to_ask", |law| {
                law.review_window = Some(EveryDay(28))
            }),
        ],
    ),
    (
        &["ca-atia"],
        &[
            ("ca_answer_on_a_saturday", |law| law.saturday_stays.0 = true),
            ("ca_complaint_on_a_saturday", |law| {
                law.saturday_stays.1 = true
            }),
            ("ca_clarification", |law| detail(law).does = Nothing),
            ("ca_question_on_a_rolled_last_day", rolled_day_pauses),
            ("ca_extension_on_a_rolled_last_day", rolled_day_extends_not),
        ],
    ),
    (
        &["ca-bc-foippa"],
        &[
            ("bc_ends_of_pauses", |law| {
                detail(law).counts_ends.1 = true;
                fee(law).counts_ends.1 = true;
            }),
            ("bc_clarification", |law| detail(law).does = Nothing),
        ],
    ),
    (
        &["ca-on-fippa", "ca-on-mfippa"],
        &[
            ("on_days_for_the_answer", |law| {
                law.limit = Working(45);
                law.rolls = false;
                law.windows_roll = true;
            }),
            ("on_clarification", |law| detail(law).does = Restarts),
            ("on_deposit_day", |law| fee(law).counts_ends.0 = false),
            ("on_question_on_a_rolled_last_day", rolled_day_pauses),
            ("on_extension_on_a_rolled_last_day", rolled_day_extends_not),
        ],
    ),
    (
        &["au-foi-1982"],
        &[
            ("au_question_on_a_rolled_last_day", rolled_day_pauses),
            ("au_extension_on_a_rolled_last_day", rolled_day_extends_not),
        ],
    ),
    (
        &["nz-oia-1982"],
        &[
            ("nz_clarification", |law| detail(law).does = Nothing),
            ("nz_26_september_2022", |law| law.days = MEMORIAL_DAY),
        ],
    ),
    (
        &["eu-1049-2001"],
        &[("eu_clarification", |law| detail(law).does = Nothing)],
    ),
    (&["de-ifg"], &[("de_month", |law| law.limit = NoDay)]),
    (
        &["nl-woo"],
        &[
            ("nl_clarification", |law| detail(law).does = Nothing),
            ("nl_day_of_precision", |law| {
                detail(law).counts_ends.1 = false
            }),
            ("nl_objection_weeks", |law| law.review = Some(EveryDay(84))),
            ("nl_extension_on_a_rolled_last_day", rolled_day_extends_not),
        ],
    ),
    (
        &["fr-crpa"],
        &[
            ("fr_refusal_by_silence", |law| {
                law.limit = MonthsBeginningWith(1)
            }),
            ("fr_two_months_to_ask", |law| {
                complain_within(law, Months(2))
            }),
            ("fr_clarification", |law| detail(law).does = Pauses),
        ],
    ),
    (
        &["us-ca-cpra"],
        &[
            ("cpra_last_day_moves", |law| law.rolls = false),
            ("cpra_fourteen_days", |law| {
                first(law, |more| {
                    more.runs = Runs::LastDay;
                    (more.usual, more.most) = (Some(EveryDay(14)), Some(EveryDay(14)));
                });
            }),
            ("cpra_clarification", |law| detail(law).does = Pauses),
            (
                "cpra_extension_on_a_rolled_last_day",
                rolled_day_extends_not,
            ),
        ],
    ),
    (
        &["us-ny-foil"],
        &[("ny_business_days", |law| law.days_of = Some("us-federal"))],
    ),
    (
        &["us-tx-pia"],
        &[
            ("tx_silence_after_a_question", |law| {
                detail(law).lapses = Some(EveryDay(60))
            }),
            ("tx_deposit", |law| fee(law).lapses = Some(Working(9))),
        ],
    ),
    (
        &["se-tf"],
        &[("se_day_of_service", |law| {
            complain_within(law, EveryDay(35))
        })],
    ),
];

fn detail(law: &mut Rules) -> &mut Asking {
    &mut law.asks[0]
}

fn fee(law: &mut Rules) -> &mut Asking {
    &mut law.asks[1]
}

fn stays_extended(law: &mut Rules) {
    detail(law).stays_extended = true;
}

fn rolled_day_pauses(law: &mut Rules) {
    law.rolled_day_within.0 = true;
}

fn rolled_day_extends_not(law: &mut Rules) {
    law.rolled_day_within.1 = false;
}

fn complain_within(law: &mut Rules, time: Time) {
    law.regulator = law.regulator.map(|(_, from)| (time, from));
}

/// The first reason for more time, read otherwise.
fn first(law: &mut Rules, read: impl Fn(&mut More)) {
    let mut more = law.more.to_vec();
    read(&mut more[0]);
    law.more = Vec::leak(more);
}

/// Bank holidays of the whole United Kingdom, or of Scotland, that were proclaimed on 10 September
/// and 6 November 2022 and on 5 February 2026.
const PROCLAIMED_LATER: &[Days] = &[
    Days {
        received: Some(((2021, 9, 10), (2022, 9, 9))),
        off: &[],
        worked: &[(2022, 9, 19), (2023, 5, 8)],
    },
    Days {
        received: Some(((2022, 9, 10), (2022, 11, 5))),
        off: &[],
        worked: &[(2023, 5, 8)],
    },
    Days {
        received: Some(((2025, 2, 5), (2026, 2, 4))),
        off: &[],
        worked: &[(2026, 6, 15)],
    },
];

const MEMORIAL_DAY: &[Days] = &[off(&[(2022, 9, 26)])];

/// The days of executive orders that closed the agencies, and Inauguration Days on weekdays but those
/// that were holidays anyway.
const CLOSED_BY_ORDER: &[Days] = &[off(&[
    (2004, 6, 11),
    (2005, 1, 20),
    (2007, 1, 2),
    (2007, 12, 24),
    (2008, 12, 26),
    (2009, 1, 20),
    (2012, 12, 24),
    (2014, 12, 26),
    (2017, 1, 20),
    (2018, 12, 5),
    (2018, 12, 24),
    (2019, 12, 24),
    (2020, 12, 24),
    (2021, 1, 20),
    (2024, 12, 24),
    (2025, 1, 9),
    (2025, 12, 24),
    (2025, 12, 26),
])];

const fn off(off: &'static [Ymd]) -> Days {
    Days {
        received: None,
        off,
        worked: &[],
    }
}
