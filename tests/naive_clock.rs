//! Every regime computed a second time, day by day, in other words than the clock's: all dates
//! it gives and its state, for every day of receipt and for random lives of requests.
//!
//! The numbers here are written from the statutes and not read from the regime files.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use daylight::config::Law;
use daylight::domain::calendar::Calendar;
use daylight::domain::case::{Actor, Case, Channel, Correction, Event, Outcome, Recorded};
use daylight::domain::clock::{ClockEvent, ClockEventKind as Kind, compute};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[path = "support/statutes.rs"]
mod statutes;
#[path = "support/statutes_abroad.rs"]
mod statutes_abroad;

use statutes::Does::{self, Nothing, Pauses, Restarts};
use statutes::Time::{self, EveryDay, Months, MonthsBeginningWith, Working};
use statutes::{From, Rules};
use statutes_abroad::{REGIMES, all};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(None).unwrap());

/// What both computations have to agree on.
#[derive(Debug, Default, PartialEq)]
struct Dates {
    due: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    review_due: Option<NaiveDate>,
    review_request_by: Option<NaiveDate>,
    regulator_by: Option<NaiveDate>,
    fee_due_by: Option<NaiveDate>,
    lapses_on: Option<NaiveDate>,
    state: String,
}

/// A request with its days ticked off one at a time.
struct Diary<'a> {
    rules: &'a Rules,
    calendar: &'a Calendar,
    zero: NaiveDate,
    crossed_out: BTreeSet<NaiveDate>,
}

impl Diary<'_> {
    fn works(&self, on: NaiveDate) -> bool {
        self.calendar.is_working_day(on)
    }

    /// The last day of `time` from `zero`, whatever is crossed out.
    fn last(&self, time: Time, rolls: bool) -> NaiveDate {
        let mut on = self.zero;
        match time {
            Working(number) => {
                let mut left = number;
                while left > 0 {
                    on = on + Days::new(1);
                    if self.works(on) && !self.crossed_out.contains(&on) {
                        left -= 1;
                    }
                }
            }
            EveryDay(number) => {
                let mut left = number;
                while left > 0 {
                    on = on + Days::new(1);
                    if !self.crossed_out.contains(&on) {
                        left -= 1;
                    }
                }
            }
            Months(number) => {
                on = same_date(self.zero, number).unwrap_or_else(|last| last);
                let out = self.crossed_out.range(self.zero..);
                for crossed in out {
                    if *crossed <= on {
                        on = on + Days::new(1);
                    }
                }
            }
            MonthsBeginningWith(number) => {
                on = match same_date(self.zero, number) {
                    Ok(same) => same - Days::new(1),
                    Err(last) => last,
                };
            }
            Time::NoDay => return NaiveDate::MAX,
        }
        while rolls && !self.works(on) {
            on = on + Days::new(1);
        }
        on
    }

    fn due(&self, extended: bool) -> NaiveDate {
        let rules = self.rules;
        match rules.extended.filter(|_| extended) {
            Some(time) => self
                .last(time, rules.rolls)
                .max(self.last(rules.limit, rules.rolls)),
            None => self.last(rules.limit, rules.rolls),
        }
    }

    /// The last day of a time that nothing interrupts.
    fn window(&self, time: Time, from: NaiveDate) -> NaiveDate {
        let fresh = Diary {
            rules: self.rules,
            calendar: self.calendar,
            zero: from,
            crossed_out: BTreeSet::new(),
        };
        // Windows of calendar days and months to the requester move off days off only where the
        // law of the place moves its own last day, or says so of them.
        let rolls = self.rules.rolls && !matches!(time, Working(_) | MonthsBeginningWith(_))
            || self.rules.windows_roll && !matches!(time, Working(_));
        fresh.last(time, rolls)
    }
}

/// The same date so many months on, or the last day of a month without it.
fn same_date(from: NaiveDate, months: u32) -> Result<NaiveDate, NaiveDate> {
    let count = from.year() * 12 + i32::try_from(from.month0() + months).unwrap();
    let (year, month) = (
        count.div_euclid(12),
        u32::try_from(count.rem_euclid(12)).unwrap() + 1,
    );
    NaiveDate::from_ymd_opt(year, month, from.day()).ok_or_else(|| {
        (28..=31)
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .unwrap()
    })
}

/// The dates of a request whose events are in order and possible.
fn naive(rules: &Rules, received: NaiveDate, events: &[ClockEvent]) -> Dates {
    let mut diary = Diary {
        rules,
        calendar: LAW.calendar(rules.calendar).unwrap(),
        zero: received,
        crossed_out: BTreeSet::new(),
    };
    let mut got = Dates {
        state: "running".into(),
        ..Dates::default()
    };
    let mut extended = false;
    let mut asked = 0;
    let mut waits: [Option<(NaiveDate, Does)>; 3] = [None; 3];
    let (mut answered, mut review, mut reviewed) = (None, None, None);
    let mut lapsed = false;
    for event in events {
        let on = event.on;
        let stopped = waits.iter().flatten().any(|(_, does)| *does != Nothing);
        let (asked_out, given_out) = rules.ends_left_out;
        // What stops the clock from the next day on comes too late on the last.
        let from = on + Days::new(u64::from(!asked_out));
        let over = !stopped && from > diary.due(extended);
        let weaker = |does| {
            if does == Pauses && over {
                Nothing
            } else {
                does
            }
        };
        match event.kind {
            Kind::ClarificationSought => {
                asked += 1;
                let late = rules
                    .ask_within
                    .is_some_and(|time| on > diary.window(time, diary.zero));
                let often = rules.asks.is_some_and(|most| asked > most);
                let does = if late || often {
                    Nothing
                } else {
                    rules.clarification
                };
                waits[0] = Some((on, weaker(does)));
            }
            Kind::FeesNoticeIssued => {
                waits[1] = Some((on, weaker(rules.fee)));
                got.fee_due_by = rules.fee_window.map(|time| diary.window(time, on));
            }
            Kind::IdentityRequested => waits[2] = Some((on, weaker(rules.identity))),
            Kind::ClarificationReceived | Kind::FeePaid | Kind::IdentityReceived => {
                let which = match event.kind {
                    Kind::ClarificationReceived => 0,
                    Kind::FeePaid => 1,
                    _ => 2,
                };
                let (since, does) = waits[which].take().unwrap();
                if which == 1 && got.fee_due_by.is_some_and(|by| on > by) {
                    lapsed = true;
                    got.lapses_on = got.fee_due_by.map(|by| by + Days::new(1));
                    continue;
                }
                match does {
                    Restarts => {
                        diary.zero = on;
                        extended = false;
                    }
                    Pauses => {
                        let days = since.iter_days().skip(usize::from(!asked_out));
                        let days = days.take_while(|day| *day < on || given_out && *day == on);
                        diary.crossed_out.extend(days);
                    }
                    Nothing => {}
                }
            }
            Kind::Extended => extended = true,
            Kind::Responded => answered = Some(on),
            Kind::ReviewRequested => review = Some(on),
            Kind::ReviewCompleted => reviewed = Some(on),
            Kind::Withdrawn => got.state = "withdrawn".into(),
            Kind::Transferred => got.state = "transferred".into(),
        }
    }
    let waiting = [
        "awaiting_clarification",
        "awaiting_fee",
        "awaiting_identity",
    ]
    .into_iter()
    .zip(waits)
    .find(|(_, wait)| wait.is_some_and(|(_, does)| does != Nothing));
    let lapsed_unanswered = lapsed && answered.is_none() && got.state == "running";
    let names_a_day = !matches!(rules.limit, Time::NoDay);
    if waiting.is_none() && !lapsed_unanswered && names_a_day {
        got.due = Some(diary.due(extended));
        got.latest = rules.extended.map(|_| diary.due(true));
        let furthest = rules.furthest.map(|time| diary.last(time, rules.rolls));
        got.latest = got.latest.or(furthest.max(furthest.and(got.due)));
    }
    if got.state == "running" {
        got.state = match (reviewed, review, answered, lapsed, waiting) {
            (Some(_), ..) => "review_completed",
            (_, Some(_), ..) => "review_requested",
            (_, _, Some(_), ..) => "answered",
            (_, _, _, true, _) => "lapsed",
            (_, _, _, _, Some((word, _))) => word,
            _ => "running",
        }
        .into();
        if answered.is_none() && !lapsed {
            let fee = got.fee_due_by.filter(|_| waits[1].is_some());
            let question = waits[0].zip(rules.question_window);
            let question = question.map(|((since, _), time)| diary.window(time, since));
            let first = fee.into_iter().chain(question).min();
            got.lapses_on = first.map(|by| by + Days::new(1));
        }
    }
    got.review_request_by = answered.and_then(|on| {
        let from = match got.due {
            Some(due) if rules.window_not_shortened => due.max(on),
            _ => on,
        };
        Some(diary.window(rules.review_window?, from))
    });
    got.review_due = review.and_then(|on| {
        let window = got.review_request_by.filter(|_| rules.review_after_window);
        Some(diary.window(rules.review?, window.map_or(on, |by| by.max(on))))
    });
    got.regulator_by = rules.regulator.and_then(|(time, from)| {
        let day = match from {
            From::Answer => answered,
            From::Final if review.is_some() => reviewed,
            From::Final => answered,
            From::Review => reviewed.or(got.review_due),
            From::AnswerOrSilence if ["running", "answered"].contains(&got.state.as_str()) => {
                answered.or(got.due)
            }
            From::AnswerOrSilence => answered,
        };
        Some(diary.window(time, day?))
    });
    got
}

fn clock(rules: &Rules, received: NaiveDate, events: &[ClockEvent]) -> Dates {
    let regime = LAW.regime(rules.id, received).unwrap();
    assert_eq!(regime.default_calendar, rules.calendar);
    let calendar = LAW.calendar(rules.calendar).unwrap();
    let got = compute(regime, calendar, received, events)
        .unwrap_or_else(|error| panic!("{} {received} {events:?}: {error}", rules.id));
    Dates {
        due: got.due,
        latest: got.latest_extended_due,
        review_due: got.review_due,
        review_request_by: got.review_request_by,
        regulator_by: got.regulator_by,
        fee_due_by: got.fee_due_by,
        lapses_on: got.lapses_on,
        state: got.state.to_string(),
    }
}

fn first(rules: &Rules) -> NaiveDate {
    let (year, month, day) = rules.first;
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const LAST: NaiveDate = NaiveDate::from_ymd_opt(2028, 12, 31).unwrap();

#[test]
fn every_receipt_date_of_every_regime_is_due_when_ticking_off_days_says() {
    for rules in all() {
        for received in first(rules).iter_days().take_while(|on| *on <= LAST) {
            assert_eq!(
                clock(rules, received, &[]),
                naive(rules, received, &[]),
                "{} received {received}",
                rules.id
            );
        }
    }
}

#[test]
fn a_day_before_or_after_what_a_regime_covers_is_refused_with_the_range() {
    for rules in all() {
        let early = first(rules) - Days::new(1);
        let late = LAST + Days::new(1);
        for (received, names) in [(early, "from"), (late, "to")] {
            let refused = match LAW.regime(rules.id, received) {
                Err(error) => error.to_string(),
                Ok(regime) => {
                    let calendar = LAW.calendar(rules.calendar).unwrap();
                    compute(regime, calendar, received, &[])
                        .unwrap_err()
                        .to_string()
                }
            };
            let year = if names == "from" { rules.first.0 } else { 2028 };
            assert!(
                refused.contains(&year.to_string()),
                "{}: {refused}",
                rules.id
            );
        }
    }
}

/// What happens, as the days between one thing and the next.
fn life() -> impl Strategy<Value = Vec<(u8, u64, u64)>> {
    prop::collection::vec((0u8..6, 0u64..15, 0u64..40), 0..5)
}

/// Whether a fee asked for on a day and paid on another came too late.
fn lapses(rules: &Rules, since: NaiveDate, on: NaiveDate) -> bool {
    let diary = Diary {
        rules,
        calendar: LAW.calendar(rules.calendar).unwrap(),
        zero: since,
        crossed_out: BTreeSet::new(),
    };
    let window = rules.fee_window.map(|time| diary.window(time, since));
    window.is_some_and(|by| on > by)
}

/// Events in order: waits that end before the next begins or stay open at the end, extensions,
/// then perhaps an answer, a review and its outcome, a transfer or a withdrawal.
fn events(
    rules: &Rules,
    received: NaiveDate,
    life: &[(u8, u64, u64)],
    end: (u8, u64),
) -> Vec<ClockEvent> {
    let mut on = received;
    let mut events = Vec::new();
    let mut open = false;
    for (at, (what, gap, length)) in life.iter().enumerate() {
        on = on + Days::new(*gap);
        let (ask, give) = match what {
            0 | 1 => (Kind::ClarificationSought, Kind::ClarificationReceived),
            2 | 3 => (Kind::FeesNoticeIssued, Kind::FeePaid),
            4 => (Kind::IdentityRequested, Kind::IdentityReceived),
            _ => {
                if rules.extended.is_some() {
                    events.push(ClockEvent::new(Kind::Extended, on));
                    on = on + Days::new(1);
                }
                continue;
            }
        };
        events.push(ClockEvent::new(ask, on));
        // The last question may stay open.
        if at + 1 == life.len() && *length > 30 {
            open = true;
            break;
        }
        let since = on;
        on = on + Days::new(*length);
        events.push(ClockEvent::new(give, on));
        if give == Kind::FeePaid && lapses(rules, since, on) {
            break;
        }
        on = on + Days::new(1);
    }
    let (what, gap) = end;
    on = on + Days::new(gap + 1);
    let (answer, review, outcome) = match what {
        1 => (true, false, false),
        2 => (true, true, false),
        3 => (true, true, true),
        _ => (false, false, false),
    };
    if answer && !open {
        for (wanted, kind) in [
            (true, Kind::Responded),
            (review, Kind::ReviewRequested),
            (outcome, Kind::ReviewCompleted),
        ] {
            if wanted {
                events.push(ClockEvent::new(kind, on));
                on = on + Days::new(gap);
            }
        }
    } else if what == 4 {
        events.push(ClockEvent::new(Kind::Withdrawn, on));
    } else if what == 5 {
        events.push(ClockEvent::new(Kind::Transferred, on));
    }
    events
}

/// The event of a case that moves its clock so; nothing for proof of identity, which no case records.
fn of_case(event: &ClockEvent) -> Option<Event> {
    Some(match event.kind {
        Kind::ClarificationSought => Event::ClarificationSought {
            digest: String::new(),
        },
        Kind::ClarificationReceived => Event::ClarificationReceived { digest: None },
        Kind::FeesNoticeIssued => Event::FeesNoticeIssued {
            amount: 100,
            digest: None,
        },
        Kind::FeePaid => Event::FeePaid,
        Kind::Extended => Event::Extended {
            ground: event.ground.clone()?,
            until: None,
            exemptions: vec![],
            digest: None,
        },
        Kind::Responded => Event::Answered {
            outcome: Outcome::GrantedInFull,
        },
        Kind::ReviewRequested => Event::ReviewRequested {
            digest: None,
            late: false,
        },
        Kind::ReviewCompleted => Event::ReviewCompleted {
            changed: vec![],
            same_person: false,
            outcome: None,
            digest: None,
        },
        Kind::Withdrawn => Event::Withdrawn,
        Kind::Transferred => Event::Transferred { digest: None },
        Kind::IdentityRequested | Kind::IdentityReceived => return None,
    })
}

/// A case with these events, each second one a mistake that is undone at the end, and logged for a
/// day that is corrected too.
fn with_mistakes(rules: &Rules, received: NaiveDate, events: &[ClockEvent], wrong: u64) -> Case {
    let at = DateTime::<Utc>::default();
    let mut record = Vec::new();
    let mut add = |on: NaiveDate, event: Event| {
        let seq = i64::try_from(record.len()).unwrap() + 1;
        record.push(Recorded {
            seq,
            at,
            on,
            actor: Actor::SYSTEM,
            event,
        });
        seq
    };
    let logged = received + Days::new(wrong);
    add(
        logged,
        Event::Logged {
            regime: rules.id.into(),
            calendar: rules.calendar.into(),
            channel: Channel::Post,
            questions: 1,
            digest: String::new(),
        },
    );
    let mut undone = Vec::new();
    for event in events {
        add(event.on, of_case(event).unwrap());
        let mistake = match event.kind {
            Kind::ClarificationReceived | Kind::FeePaid => Event::ClarificationSought {
                digest: String::new(),
            },
            Kind::ClarificationSought => Event::FeesNoticeIssued {
                amount: 1,
                digest: None,
            },
            Kind::Extended | Kind::FeesNoticeIssued => {
                Event::ClarificationReceived { digest: None }
            }
            _ => Event::Withdrawn,
        };
        undone.push(add(event.on, mistake));
    }
    let digest = String::new;
    for seq in undone {
        let what = Correction::Undone { seq };
        add(
            LAST,
            Event::Corrected {
                what,
                digest: digest(),
            },
        );
    }
    let what = Correction::Received {
        from: logged,
        to: received,
    };
    add(
        LAST,
        Event::Corrected {
            what,
            digest: digest(),
        },
    );
    Case::replay(&record).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_whose_mistakes_are_corrected_has_the_dates_ticked_off_by_hand_without_them(
        which in 0..REGIMES,
        at in any::<prop::sample::Index>(),
        life in life(),
        end in (0u8..6, 0u64..50),
        wrong in 1u64..40,
    ) {
        let rules = all().nth(which).unwrap();
        let days = usize::try_from((LAST - first(rules)).num_days()).unwrap();
        let received = first(rules) + Days::new(u64::try_from(at.index(days + 1)).unwrap());
        let regime = LAW.regime(rules.id, received).unwrap();
        let ground = regime.extension_grounds.first().map(|ground| ground.id.clone());
        let mut events = events(rules, received, &life, end);
        events.retain(|event| !matches!(event.kind, Kind::IdentityRequested | Kind::IdentityReceived));
        for event in &mut events {
            event.ground = ground.clone().filter(|_| event.kind == Kind::Extended);
        }
        let case = with_mistakes(rules, received, &events, wrong);
        prop_assert_eq!(case.received, received);
        prop_assert_eq!(
            clock(rules, case.received, &case.clock_events),
            naive(rules, received, &events),
            "{} {} {:?}", rules.id, received, events
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_lives_of_requests_give_the_same_dates_ticked_off_by_hand(
        which in 0..REGIMES,
        at in any::<prop::sample::Index>(),
        life in life(),
        end in (0u8..6, 0u64..50),
    ) {
        let rules = all().nth(which).unwrap();
        let days = usize::try_from((LAST - first(rules)).num_days()).unwrap();
        let received = first(rules) + Days::new(u64::try_from(at.index(days + 1)).unwrap());
        let events = events(rules, received, &life, end);
        prop_assert_eq!(
            clock(rules, received, &events),
            naive(rules, received, &events),
            "{} {} {:?}", rules.id, received, events
        );
    }
}
