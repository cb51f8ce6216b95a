//! Properties of the clock over random requests, and a table of every receipt date against a
//! counter that walks day by day with holidays written from the statutes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{Datelike, Days, NaiveDate, Weekday};
use daylight::config::Law;
use daylight::domain::calendar::Calendar;
use daylight::domain::clock::{ClockEvent, ClockEventKind as Kind, compute};
use daylight::domain::deadline::{ClockState, Deadlines, StepKind};
use daylight::domain::regime::{Effect, Regime, Stop, Unit};
use daylight::domain::strip::strip;
use proptest::prelude::*;
use std::sync::LazyLock;

#[path = "support/bank_holidays.rs"]
mod bank_holidays;
#[path = "support/explained.rs"]
mod explained;

use bank_holidays::{Nation, bank_holiday};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(None).unwrap());

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The n-th working day after `from`, walking day by day.
fn walk(from: NaiveDate, n: u32, nations: &[Nation]) -> NaiveDate {
    let mut on = from;
    let mut counted = 0;
    while counted < n {
        on = on + Days::new(1);
        let weekend = matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
        let off = weekend || nations.iter().any(|nation| bank_holiday(on, *nation));
        counted += u32::from(!off);
    }
    on
}

#[test]
fn every_receipt_date_from_2012_to_2027_is_due_when_a_person_counting_days_says() {
    let any = [
        Nation::EnglandAndWales,
        Nation::Scotland,
        Nation::NorthernIreland,
    ];
    let regimes: [(&str, &[Nation]); 4] = [
        ("uk-foia-2000", &any),
        ("uk-eir-2004", &any),
        ("scot-foisa-2002", &[Nation::Scotland]),
        ("scot-eirs-2004", &[Nation::Scotland]),
    ];
    for (id, nations) in regimes {
        let mut received = ymd(2012, 1, 1);
        while received <= ymd(2027, 12, 31) {
            let got = dates(id, received, &[]);
            assert_eq!(
                got.due,
                Some(walk(received, 20, nations)),
                "{id} received {received}"
            );
            if id != "scot-foisa-2002" && received <= ymd(2027, 10, 1) {
                assert_eq!(
                    got.latest_extended_due,
                    Some(walk(received, 40, nations)),
                    "{id} received {received}, extended"
                );
            }
            received = received + Days::new(1);
        }
    }
}

#[test]
fn the_wrong_calendar_would_be_noticed_on_more_than_a_third_of_receipt_dates() {
    let wrong = ymd(2005, 1, 1)
        .iter_days()
        .take_while(|on| *on <= ymd(2027, 12, 31))
        .filter(|on| {
            let regime = LAW.regime("uk-foia-2000", *on).unwrap();
            let narrow = LAW.calendar("england-and-wales").unwrap();
            compute(regime, narrow, *on, &[]).unwrap().due != dates("uk-foia-2000", *on, &[]).due
        })
        .count();
    assert_eq!(wrong, 3169);
}

fn calendar(regime: &Regime) -> &'static Calendar {
    LAW.calendar(&regime.default_calendar).unwrap()
}

fn dates(id: &str, received: NaiveDate, events: &[ClockEvent]) -> Deadlines {
    let regime = LAW.regime(id, received).unwrap();
    compute(regime, calendar(regime), received, events).unwrap()
}

/// A regime's version and a day of receipt that it governs and its calendar knows.
fn request() -> impl Strategy<Value = (&'static Regime, NaiveDate)> {
    request_under(|_| true)
}

fn request_under(
    wanted: fn(&Regime) -> bool,
) -> impl Strategy<Value = (&'static Regime, NaiveDate)> {
    let regimes: Vec<&'static Regime> = LAW.regimes().filter(|r| wanted(r)).collect();
    (prop::sample::select(regimes), any::<prop::sample::Index>()).prop_map(|(regime, at)| {
        let calendar = calendar(regime);
        let first = regime.in_force_from.max(calendar.first());
        let last = regime
            .in_force_to
            .unwrap_or(calendar.known_through())
            .min(calendar.known_through());
        let days = usize::try_from((last - first).num_days()).unwrap();
        let offset = at.index(days + 1);
        (regime, first + Days::new(u64::try_from(offset).unwrap()))
    })
}

/// A wait for the requester: what is asked, what is given.
fn wait() -> impl Strategy<Value = (Kind, Kind)> {
    prop::sample::select(vec![
        (Kind::ClarificationSought, Kind::ClarificationReceived),
        (Kind::FeesNoticeIssued, Kind::FeePaid),
        (Kind::IdentityRequested, Kind::IdentityReceived),
    ])
}

fn stop(regime: &Regime, asked: Kind) -> &Stop {
    match asked {
        Kind::ClarificationSought => &regime.clarification,
        Kind::FeesNoticeIssued => &regime.fees,
        _ => &regime.identity,
    }
}

/// Events in pairs, each within the time for it, at most one of a sort open at a time.
fn life() -> impl Strategy<Value = Vec<(u64, u64, (Kind, Kind))>> {
    prop::collection::vec((0u64..12, 0u64..25, wait()), 0..4)
}

fn events(received: NaiveDate, life: &[(u64, u64, (Kind, Kind))]) -> Vec<ClockEvent> {
    let mut on = received;
    let mut events = Vec::new();
    for (gap, length, (asked, given)) in life {
        on = on + Days::new(*gap);
        events.push(ClockEvent::new(*asked, on));
        // The shortest time to pay a fee is ten working days, which are fourteen days at least.
        let fee = *asked == Kind::FeesNoticeIssued;
        on = on + Days::new(if fee { length % 14 } else { *length });
        events.push(ClockEvent::new(*given, on));
    }
    events
}

/// Waits that overlap: what is asked, the days to the next thing, and how long the answer takes.
fn tangled() -> impl Strategy<Value = Vec<(u64, u64, (Kind, Kind))>> {
    prop::collection::vec((0u64..14, 0u64..30, wait()), 0..5)
}

fn tangle(received: NaiveDate, life: &[(u64, u64, (Kind, Kind))]) -> Vec<ClockEvent> {
    let mut on = received;
    let mut events = Vec::new();
    let mut open: Vec<(Kind, NaiveDate)> = Vec::new();
    for (gap, length, (asked, given)) in life {
        on = on + Days::new(*gap);
        // What is still open of this sort is answered first.
        open.retain(|(kind, at)| {
            let ends = kind == given;
            if ends {
                on = on.max(*at);
                events.push(ClockEvent::new(*given, on));
            }
            !ends
        });
        events.push(ClockEvent::new(*asked, on));
        open.push((*given, on + Days::new(*length)));
    }
    open.sort_by_key(|(_, at)| *at);
    for (given, at) in open {
        on = on.max(at);
        events.push(ClockEvent::new(given, on));
    }
    events
}

fn works(unit: Unit) -> bool {
    match unit {
        Unit::WorkingDay | Unit::Weekday => true,
        Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn waiting_for_the_requester_never_makes_the_answer_due_earlier((regime, received) in request(), life in life()) {
        let calendar = calendar(regime);
        let mut before = compute(regime, calendar, received, &[]).unwrap().due;
        for n in 1..=life.len() {
            let events = events(received, &life[..n]);
            let now = compute(regime, calendar, received, &events).unwrap();
            if now.state == ClockState::Lapsed {
                break;
            }
            // Months are of different lengths. One that begins again after the 28th may end with one
            // that is up to three days shorter, before a day to which days were added; one that
            // begins again after a pause leaves the days of the pause behind, and may itself be up to
            // three days shorter than the first, one more where both ends of a wait count; and that
            // one may have moved on to a working day, from the day after the working day before it at
            // the earliest.
            let effects: Vec<Effect> = life[..n].iter().map(|(_, _, (asked, _))| stop(regime, *asked).effect).collect();
            let anew_after_a_pause = effects.last() == Some(&Effect::Restart) && effects.contains(&Effect::Pause);
            let shorter = anew_after_a_pause || events.last().is_some_and(|event| event.on.day() > 28);
            let months = regime.limit.unit == Unit::CalendarMonth;
            let at_least = |due: NaiveDate| {
                if !months || !shorter {
                    return due;
                }
                let mut unmoved = due;
                while regime.limit.roll && !calendar.is_working_day(unmoved.pred_opt().unwrap()) {
                    unmoved = unmoved.pred_opt().unwrap();
                }
                unmoved - Days::new(4)
            };
            let now = now.due;
            prop_assert!(now >= before.map(at_least), "{} {received} {life:?}: {now:?} after {before:?}", regime.id);
            before = now;
        }
    }

    #[test]
    fn the_last_day_is_a_working_day_where_the_regime_counts_or_rolls((regime, received) in request_under(|r| r.limit.names_a_day()), life in life()) {
        let calendar = calendar(regime);
        let got = compute(regime, calendar, received, &events(received, &life)).unwrap();
        prop_assert!(got.due.is_some() || got.state == ClockState::Lapsed);
        if works(regime.limit.unit) || regime.limit.roll {
            for date in [got.due, got.latest_extended_due].into_iter().flatten() {
                prop_assert!(calendar.is_working_day(date), "{} {received} {life:?}: {date}", regime.id);
            }
        }
    }

    #[test]
    fn a_restart_is_the_same_as_a_new_receipt_on_that_day((regime, received) in request_under(|r| r.clarification.effect == Effect::Restart), gap in 0u64..5, length in 0u64..40, life in life()) {
        let calendar = calendar(regime);
        let again = received + Days::new(gap + length);
        let wait = (Kind::ClarificationSought, Kind::ClarificationReceived);
        prop_assume!(regime.governs(again) && again <= calendar.known_through());
        // New Zealand's came with the amendment of 26 March 2015.
        prop_assume!(regime.id.as_str() != "nz-oia-1982" || received >= ymd(2015, 3, 26));
        let mut all = events(received, &[(gap, length, wait)]);
        let later = events(again + Days::new(1), &life);
        all.extend(later.clone());
        let restarted = compute(regime, calendar, received, &all).unwrap();
        let fresh = compute(regime, calendar, again, &later).unwrap();
        prop_assert_eq!(restarted.due, fresh.due);
        prop_assert_eq!(restarted.latest_extended_due, fresh.latest_extended_due);
    }

    #[test]
    fn the_order_in_which_events_of_different_days_are_listed_never_matters(((regime, received), life) in (request(), life()), seed in any::<u64>()) {
        let calendar = calendar(regime);
        let events = events(received, &life);
        // Days change places, each with its events in the order they happened.
        let mut days: Vec<Vec<ClockEvent>> = events.chunk_by(|a, b| a.on == b.on).map(<[_]>::to_vec).collect();
        let mut state = seed;
        for n in (1..days.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(state >> 33).unwrap() % (n + 1);
            days.swap(n, other);
        }
        prop_assert_eq!(
            compute(regime, calendar, received, &events).unwrap(),
            compute(regime, calendar, received, &days.concat()).unwrap()
        );
    }

    #[test]
    fn counting_the_days_the_explanation_leaves_gives_the_limit((regime, received) in request_under(|r| works(r.limit.unit)), life in life(), extend in any::<bool>()) {
        let calendar = calendar(regime);
        let mut events = events(received, &life);
        let norm = regime.ground(None).and_then(|ground| ground.norm.as_ref());
        let mut extend = extend && norm.is_some();
        if extend {
            let on = events.last().map_or(received, |e| e.on);
            let over = compute(regime, calendar, received, &events).unwrap().due.is_some_and(|due| on > due);
            events.push(ClockEvent::new(Kind::Extended, on));
            // Only the time for the public interest does not depend on a notice that is in time.
            extend = !over || ["uk-foia-2000", "ni-foia-2000"].contains(&regime.id.as_str());
        }
        let got = compute(regime, calendar, received, &events).unwrap();
        let limit = if extend { norm.unwrap() } else { &regime.limit };
        prop_assume!(works(limit.unit));
        let Some(due) = got.due else {
            // What was asked for came too late, and nothing is counted to.
            prop_assert_eq!(got.state, ClockState::Lapsed, "{} {} {:?}", regime.id, received, life);
            return Ok(());
        };
        let steps = &got.explanation;
        let start = steps
            .iter()
            .filter(|s| matches!(s.kind, StepKind::Received | StepKind::Restarted))
            .map(|s| s.on)
            .max()
            .unwrap();
        // A pause is told where it begins and where it ends; what began before the restart counts from it.
        let mut paused = Vec::new();
        for (_, _, (asked, given)) in &life {
            let stop = stop(regime, *asked);
            if stop.effect == Effect::Pause {
                let at = |kind| events.iter().filter(move |e| e.kind == kind).map(|e| e.on);
                // Asked more often than the law lets it stop the clock, the clock runs on, even where
                // something else is answered on that day.
                for (from, to) in at(*asked).zip(at(*given)).take(stop.at_most.map_or(usize::MAX, |n| n as usize)) {
                    if steps.iter().any(|s| s.kind == StepKind::Resumed && s.on == to) {
                        paused.push((from, to));
                    }
                }
            }
        }
        let skipped: Vec<NaiveDate> = steps
            .iter()
            .filter(|s| s.kind == StepKind::Skipped)
            .map(|s| s.on)
            .collect();
        let counted = start
            .iter_days()
            .skip(1)
            .take_while(|on| *on <= due)
            .filter(|on| !matches!(on.weekday(), Weekday::Sat | Weekday::Sun))
            .filter(|on| !skipped.contains(on))
            .filter(|on| !paused.iter().any(|(from, to)| from <= on && on <= to))
            .count();
        prop_assert_eq!(counted, usize::try_from(limit.count).unwrap(), "{} {} {:?} {:#?}", regime.id, received, life, steps);
        if let Some(last) = strip(&got, &regime.limit, calendar).last() {
            let number = format!("{}, due", limit.count);
            prop_assert!(last.text.starts_with(&number), "{} {} {:?} {:?}", regime.id, received, life, last);
        }
    }

    #[test]
    fn an_event_written_and_read_again_is_the_same(kind in prop::sample::select(Kind::ALL.to_vec()), day in 0u64..9000, ground in prop::option::of("[a-z_]{1,20}"), until in prop::option::of(0u64..9000)) {
        let on = |days| ymd(2005, 1, 1) + Days::new(days);
        let mut event = ClockEvent::new(kind, on(day));
        if kind == Kind::Extended {
            event.ground = ground;
            event.until = until.map(on);
        }
        prop_assert_eq!(event.to_string().parse(), Ok(event));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_day_of_an_explanation_counts_with_its_number_or_is_left_out_for_one_reason((regime, received) in request(), life in tangled(), extend in 0usize..4) {
        let calendar = calendar(regime);
        let mut events = tangle(received, &life);
        if extend < 2 && !regime.extension_grounds.is_empty() && regime.ground(None).is_some_and(|ground| ground.norm.is_some()) {
            let at = extend.min(events.len());
            let on = events.get(at).map_or(received, |event| event.on);
            events.insert(at, ClockEvent::new(Kind::Extended, on));
        }
        if let Ok(got) = compute(regime, calendar, received, &events) {
            let fault = explained::fault(&got, &regime.limit, calendar);
            prop_assert!(fault.is_none(), "{} {} {:?}: {:?} {:#?}", regime.id, received, events, fault, got.explanation);
        }
    }
}

/// The refusal of events written as on the command line.
fn refusal(id: &str, received: &str, events: &[&str]) -> String {
    let received = received.parse().unwrap();
    let regime = LAW.regime(id, received).unwrap();
    let events: Vec<ClockEvent> = events.iter().map(|e| e.parse().unwrap()).collect();
    compute(regime, calendar(regime), received, &events)
        .unwrap_err()
        .to_string()
}

#[test]
fn what_cannot_have_been_is_refused_with_the_section_and_the_reason() {
    let cases: [(&str, &[&str], &str, &str); 14] = [
        (
            "uk-foia-2000",
            &["responded@2025-08-29"],
            "s.10(1)",
            "before the receipt",
        ),
        (
            "uk-foia-2000",
            &["fees_notice_issued@2025-08-31"],
            "s.10(1)",
            "before the receipt",
        ),
        (
            "uk-foia-2000",
            &["fee_paid@2025-09-10"],
            "s.10(2)",
            "fees notice was not recorded",
        ),
        (
            "uk-foia-2000",
            &["fee_paid@2025-09-10", "fees_notice_issued@2025-09-11"],
            "s.10(2)",
            "answers nothing",
        ),
        (
            "uk-foia-2000",
            &[
                "clarification_sought@2025-09-03",
                "clarification_sought@2025-09-05",
            ],
            "s.1(3)",
            "still open",
        ),
        (
            "uk-eir-2004",
            &["extended@2025-09-10:public-interest"],
            "reg 5(2)",
            "no ground",
        ),
        (
            "scot-foisa-2002",
            &["extended@2025-09-10"],
            "s.10(1)",
            "no power to extend",
        ),
        (
            "nz-oia-1982",
            &["extended@2025-09-10"],
            "s.15A(1)(a)",
            "until when",
        ),
        (
            "uk-eir-2004",
            &["extended@2025-09-10:2025-12-01"],
            "reg 7(1)",
            "longer than the law allows",
        ),
        (
            "uk-foia-2000",
            &["extended@2025-09-10:2025-09-12"],
            "s.10(3)",
            "ends before",
        ),
        (
            "uk-foia-2000",
            &["responded@2025-09-10", "clarification_sought@2025-09-12"],
            "s.10(1)",
            "cannot follow the answer",
        ),
        (
            "uk-foia-2000",
            &["responded@2025-09-10", "review_completed@2025-09-30"],
            "s.45 Code",
            "request for review was not recorded",
        ),
        (
            "uk-foia-2000",
            &["review_requested@2025-09-10"],
            "s.45 Code",
            "nothing to look at",
        ),
        (
            "uk-foia-2000",
            &["withdrawn@2025-09-10", "responded@2025-09-12"],
            "s.10(1)",
            "cannot follow the end",
        ),
    ];
    for (id, events, section, reason) in cases {
        let told = refusal(id, "2025-09-01", events);
        assert!(
            told.contains(section) && told.contains(reason),
            "{id} {events:?}: {told}"
        );
    }
    let twice = [
        "responded@2025-09-10",
        "review_requested@2025-09-12",
        "review_completed@2025-09-30",
        "review_requested@2025-10-02",
    ];
    assert!(refusal("uk-foia-2000", "2025-09-01", &twice).contains("cannot follow the outcome"));
}

/// What came of events written as on the command line.
fn came_of(id: &str, received: &str, events: &[&str]) -> Result<Deadlines, String> {
    let received = received.parse().unwrap();
    let regime = LAW.regime(id, received).unwrap();
    let events: Vec<ClockEvent> = events.iter().map(|e| e.parse().unwrap()).collect();
    compute(regime, calendar(regime), received, &events).map_err(|error| error.to_string())
}

#[test]
fn events_of_one_day_count_in_the_order_given_as_they_would_on_days_of_their_own() {
    // Ireland: the question restarts what was extended, and so drops the extension; received on
    // 7 June 2026, asked and answered on 3 July, the twentieth weekday after it is 31 July.
    let same_day = [
        "extended@2026-07-03:2026-07-27",
        "clarification_sought@2026-07-03",
        "clarification_received@2026-07-03",
    ];
    let a_day_each = [
        "extended@2026-07-01:2026-07-27",
        "clarification_sought@2026-07-02",
        "clarification_received@2026-07-03",
    ];
    let got = came_of("ie-foi-2014", "2026-06-07", &same_day).unwrap();
    assert_eq!(got.due, Some(ymd(2026, 7, 31)));
    let apart = came_of("ie-foi-2014", "2026-06-07", &a_day_each).unwrap();
    assert_eq!(got.due, apart.due);
    // Asked, answered and asked again on one day: it is open. The other way about, it is not.
    let again = [
        "clarification_sought@2026-06-10",
        "clarification_received@2026-06-10",
        "clarification_sought@2026-06-10",
    ];
    let open = came_of("uk-foia-2000", "2026-06-01", &again).unwrap();
    assert_eq!(open.state.as_str(), "awaiting_clarification");
    let backwards = ["fee_paid@2026-06-10", "fees_notice_issued@2026-06-10"];
    let refused = came_of("uk-foia-2000", "2026-06-01", &backwards).unwrap_err();
    assert!(refused.contains("answers nothing"), "{refused}");
    // Answered and reviewed on one day, in the order given only.
    let reviewed = ["responded@2026-06-10", "review_requested@2026-06-10"];
    assert!(came_of("uk-foia-2000", "2026-06-01", &reviewed).is_ok());
    let before = ["review_requested@2026-06-10", "responded@2026-06-10"];
    assert!(came_of("uk-foia-2000", "2026-06-01", &before).is_err());
}

#[test]
fn a_ground_of_extension_is_known_by_its_id_or_title_however_hyphenated() {
    let regime = LAW.regime("uk-foia-2000", ymd(2025, 9, 1)).unwrap();
    for name in ["public_interest", "public-interest", "Public interest test"] {
        assert!(regime.ground(Some(name)).is_some(), "{name}");
    }
    assert!(regime.ground(Some("complex")).is_none());
}

#[test]
fn an_extension_to_a_day_off_ends_on_the_next_working_day_where_the_regime_rolls() {
    let to = |id: &str, event: &str| dates(id, ymd(2025, 9, 1), &[event.parse().unwrap()]).due;
    // 18 October 2025 is a Saturday; New Zealand's Act does not move a day an authority sets.
    assert_eq!(
        to("ca-atia", "extended@2025-09-10:2025-10-18"),
        Some(ymd(2025, 10, 20))
    );
    assert_eq!(
        to("nz-oia-1982", "extended@2025-09-10:2025-10-18"),
        Some(ymd(2025, 10, 18))
    );
}

#[test]
fn an_answer_is_paused_from_the_day_of_receipt_where_the_month_begins_with_it() {
    // UK GDPR art 12A: the days from asking to the answer do not count in the month beginning
    // with receipt, so three of them put 2 April 2026 off to 5 April, Easter Sunday, then Tuesday.
    let events = [
        "clarification_sought@2026-03-02",
        "clarification_received@2026-03-04",
    ];
    let events: Vec<ClockEvent> = events.iter().map(|e| e.parse().unwrap()).collect();
    assert_eq!(
        dates("uk-gdpr-sar", ymd(2026, 3, 2), &events).due,
        Some(ymd(2026, 4, 7))
    );
}

#[test]
fn a_month_that_begins_anew_after_a_pause_is_its_own_and_not_the_first_one_put_off() {
    // UK GDPR art 12(3), 12A: asked on the day of receipt and answered on 3 April, thirteen days are
    // added to 22 April. A fee paid that day begins the month anew: 3 May 2020 is a Sunday.
    let asked = [
        "clarification_sought@2020-03-22",
        "clarification_received@2020-04-03",
        "fees_notice_issued@2020-04-03",
        "fee_paid@2020-04-03",
    ];
    let asked: Vec<ClockEvent> = asked.iter().map(|e| e.parse().unwrap()).collect();
    let due = |n: usize| dates("uk-gdpr-sar", ymd(2020, 3, 22), &asked[..n]).due;
    assert_eq!(due(2), Some(ymd(2020, 5, 5)));
    assert_eq!(due(4), Some(ymd(2020, 5, 4)));
}
