//! Which events have to have happened before a reading can decide a date: known from what it sets,
//! so that the clock need not count again where it cannot matter.

use crate::domain::clock::ClockEventKind as Kind;
use crate::domain::regime::{ComplaintFrom, Regime, kinds};

/// The events without one of which a reading decides no date; every event and none where it is
/// empty. `keys` are what it sets, `regime` the law with it.
pub(super) fn any<'k>(keys: impl Iterator<Item = &'k str>, regime: &Regime) -> u16 {
    let asked = [
        Kind::ClarificationSought,
        Kind::FeesNoticeIssued,
        Kind::IdentityRequested,
    ];
    // A refusal by silence needs no event, nor does the review of one.
    let of_silence = regime
        .regulator
        .as_ref()
        .is_some_and(|regulator| regulator.from == ComplaintFrom::ResponseOrLastDay);
    let mut needs = 0;
    for key in keys {
        let mut parts = key.split('.');
        let part = parts.next();
        needs |= match (part, parts.nth(1)) {
            (Some("clarification"), _) => kinds([Kind::ClarificationSought]),
            (Some("fees"), _) => kinds([Kind::FeesNoticeIssued]),
            (Some("identity"), _) => kinds([Kind::IdentityRequested]),
            (Some("rolled_day_pauses"), _) => kinds(asked),
            (Some("rolled_day_extends"), _) => kinds([Kind::Extended]),
            (Some("extension_grounds"), Some("late")) => kinds([Kind::Extended]),
            (Some("regulator"), _) if !of_silence => {
                kinds([Kind::Responded, Kind::ReviewRequested])
            }
            (Some("review"), _) if !key.starts_with("review.silence") => {
                kinds([Kind::Responded, Kind::ReviewRequested])
            }
            // Also how long an extension would be at the most, which is told before there is one.
            (Some(_) | None, _) if key.ends_with(".pauses_move") => kinds(asked),
            (Some(_) | None, _) => return 0,
        };
    }
    needs
}

/// The events without all of which it decides none.
pub(super) fn all<'k>(mut keys: impl Iterator<Item = &'k str>) -> u16 {
    let of_extended = |key: &str| {
        [".keeps_extensions", ".in_first_time"]
            .iter()
            .any(|end| key.ends_with(end))
    };
    if keys.all(of_extended) {
        kinds([Kind::Extended])
    } else {
        0
    }
}

/// Whether it is about nothing but which days are worked.
pub(super) fn of_days<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.all(|key| key == "days_read")
}
