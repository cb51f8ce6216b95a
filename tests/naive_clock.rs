//! Every regime computed a second time, day by day, in other words than the clock's: all dates
//! it gives and its state, for every day of receipt and for random lives of requests.
//!
//! The numbers in `support/statutes.rs` and the holidays beside it are written from the statutes and not
//! read from the files of the product. `DAYLIGHT_TEST_LIVES=1000000` lives a million lives.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{DateTime, Days, NaiveDate, Utc};
use daylight::domain::case::events;
use daylight::domain::case::{Actor, Case, Channel, Correction, Event, Outcome, Recorded};
use daylight::domain::clock::{
    Circumstances, ClockError, ClockEvent, ClockEventKind as Kind, compute, compute_for,
};
use std::collections::BTreeMap;

#[path = "support/bank_holidays.rs"]
mod bank_holidays;
#[path = "naive_clock/books.rs"]
mod books;
#[path = "naive_clock/counter.rs"]
mod counter;
#[path = "naive_clock/days.rs"]
mod days;
#[path = "naive_clock/ends.rs"]
mod ends;
#[path = "support/explained.rs"]
mod explained;
#[path = "support/holidays.rs"]
mod holidays;
#[path = "naive_clock/lives.rs"]
mod lives;
#[path = "support/statute_words.rs"]
mod statute_words;
#[path = "support/statutes.rs"]
mod statutes;
#[path = "support/statutes_abroad.rs"]
mod statutes_abroad;
#[path = "support/statutes_otherwise.rs"]
mod statutes_otherwise;
#[path = "naive_clock/ticked.rs"]
mod ticked;

use books::BOOKS;
use counter::Dates;
use days::KNOWN as LAST;
use lives::{Life, first, life};
use statute_words::Rules;
use statutes_abroad::ALL;
use ticked::Ticked;

/// What the product's clock says of a life; nothing where a date is beyond its calendar.
fn clock(life: &Life) -> Option<Result<Dates, &'static str>> {
    let (regime, calendar) = (life.regime(), life.calendar());
    assert_eq!(regime.default_calendar, life.rules.calendar);
    let circumstances = Circumstances {
        variant: life.other.map(|(word, ..)| regime.variant(word).unwrap()),
        closed: &life.closed,
    };
    let got = match compute_for(regime, calendar, life.received, &life.events, circumstances) {
        Ok(got) => got,
        Err(ClockError::Outside(_)) => return None,
        Err(error) => return Some(Err(word(&error))),
    };
    Some(Ok(Dates {
        due: got.due,
        latest: got.latest_extended_due,
        review_due: got.review_due,
        review_request_by: got.review_request_by,
        regulator_by: got.regulator_by,
        fee_due_by: got.fee_due_by,
        lapses_on: got.lapses_on,
        counts_from: Some(got.counts_from),
        provisional: got.provisional,
        state: got.state.as_str(),
    }))
}

/// The word the counter has for a refusal.
fn word(error: &ClockError) -> &'static str {
    match error {
        ClockError::BeforeReceipt { .. } => "before receipt",
        ClockError::NotAsked { .. } => "not asked",
        ClockError::StillOpen { .. } => "still open",
        ClockError::NoExtension { .. } => "no extension",
        ClockError::UnknownGround { .. } => "unknown ground",
        ClockError::NeedsEnd { .. } => "needs an end",
        ClockError::ShortensTime { .. } => "shortens the time",
        ClockError::BeyondCap { .. } => "too long",
        ClockError::AfterAnswer { .. } => "after the answer",
        ClockError::AfterReview { .. } => "after the review",
        ClockError::AfterEnd { .. } => "after the end",
        ClockError::TransferredWhole { .. } => "transferred whole",
        ClockError::UnknownTransfer { .. } => "unknown transfer",
        ClockError::NothingToReview { .. } => "nothing to review",
        ClockError::NotInForce { .. }
        | ClockError::UnknownVariant { .. }
        | ClockError::Outside(_) => "not a life",
    }
}

#[test]
fn every_receipt_date_of_every_regime_is_due_when_ticking_off_days_says() {
    for rules in ALL.iter() {
        // Also of the years whose holidays are not yet known.
        let through = LAST + Days::new(540);
        for received in first(rules).iter_days().take_while(|on| *on <= through) {
            let life = Life {
                book: &BOOKS[0],
                rules,
                other: None,
                closed: Vec::new(),
                received,
                events: Vec::new(),
            };
            assert_eq!(clock(&life), Some(life.counted()), "{}", life.told());
        }
    }
}

#[test]
fn a_day_before_or_after_what_a_regime_covers_is_refused_with_the_range() {
    for rules in ALL.iter() {
        let (year, month, day) = rules.first;
        let early = NaiveDate::from_ymd_opt(year, month, day).unwrap() - Days::new(1);
        // Three years past the last whose holidays are known.
        let late = NaiveDate::from_ymd_opt(2032, 1, 1).unwrap();
        for (received, names) in [(early, "from"), (late, "to")] {
            let law = &BOOKS[0].law;
            let refused = match law.regime(rules.id, received) {
                Err(error) => error.to_string(),
                Ok(regime) => {
                    let calendar = law.calendar(rules.calendar).unwrap();
                    compute(regime, calendar, received, &[])
                        .unwrap_err()
                        .to_string()
                }
            };
            let year = if names == "from" { rules.first.0 } else { 2031 };
            assert!(
                refused.contains(&year.to_string()),
                "{}: {refused}",
                rules.id
            );
        }
    }
}

/// The event of a case that moves its clock so; nothing for proof of identity, which no case records.
fn of_case(event: &ClockEvent) -> Option<Event> {
    Some(match event.kind {
        Kind::ClarificationSought => Event::ClarificationSought(events::ClarificationSought {
            digest: String::new(),
        }),
        Kind::ClarificationReceived => {
            Event::ClarificationReceived(events::ClarificationReceived { digest: None })
        }
        Kind::FeesNoticeIssued => Event::FeesNoticeIssued(events::FeesNoticeIssued {
            amount: 100,
            digest: None,
        }),
        Kind::FeePaid => Event::FeePaid(events::FeePaid {}),
        Kind::Extended => Event::Extended(events::Extended {
            ground: event.ground.clone()?,
            until: event.until,
            exemptions: vec![],
            digest: None,
        }),
        Kind::Responded => Event::Answered(events::Answered {
            outcome: Outcome::GrantedInFull,
        }),
        Kind::ReviewRequested => Event::ReviewRequested(events::ReviewRequested {
            digest: None,
            late: false,
        }),
        Kind::ReviewCompleted => Event::ReviewCompleted(events::ReviewCompleted {
            changed: vec![],
            same_person: false,
            outcome: None,
            digest: None,
        }),
        Kind::Withdrawn => Event::Withdrawn(events::Withdrawn {}),
        Kind::Transferred => Event::Transferred(events::Transferred {
            digest: None,
            passed_on: true,
        }),
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
        Event::Logged(events::Logged {
            regime: rules.id.into(),
            calendar: rules.calendar.into(),
            channel: Channel::Post,
            questions: 1,
            digest: String::new(),
            entered: None,
        }),
    );
    let mut undone = Vec::new();
    for event in events {
        add(event.on, of_case(event).unwrap());
        let mistake = match event.kind {
            Kind::ClarificationReceived | Kind::FeePaid => {
                Event::ClarificationSought(events::ClarificationSought {
                    digest: String::new(),
                })
            }
            Kind::ClarificationSought => Event::FeesNoticeIssued(events::FeesNoticeIssued {
                amount: 1,
                digest: None,
            }),
            Kind::Extended | Kind::FeesNoticeIssued => {
                Event::ClarificationReceived(events::ClarificationReceived { digest: None })
            }
            _ => Event::Withdrawn(events::Withdrawn {}),
        };
        undone.push(add(event.on, mistake));
    }
    let digest = String::new;
    for seq in undone {
        let what = Correction::Undone { seq };
        add(
            LAST,
            Event::Corrected(events::Corrected {
                what,
                digest: digest(),
            }),
        );
    }
    let what = Correction::Received {
        from: logged,
        to: received,
    };
    add(
        LAST,
        Event::Corrected(events::Corrected {
            what,
            digest: digest(),
        }),
    );
    Case::replay(&record).unwrap()
}

/// How many lives are lived: so many in CI, a million before a release.
fn lives() -> u64 {
    let typed = std::env::var("DAYLIGHT_TEST_LIVES");
    typed.map_or(20_000, |number| number.parse().unwrap())
}

/// A life on which the two do not agree, without everything it does not need for that.
fn shortest(mut life: Life) -> Life {
    let differs = |life: &Life| clock(life).is_some_and(|got| got != life.counted());
    loop {
        let shorter = (0..life.events.len()).find_map(|at| {
            let mut less = life.clone();
            less.events.remove(at);
            differs(&less).then_some(less)
        });
        match shorter {
            Some(less) => life = less,
            None => return life,
        }
    }
}

/// How many lives of these numbers came out how, or what differs.
fn lived(numbers: impl Iterator<Item = u64>) -> Result<BTreeMap<&'static str, u64>, String> {
    let mut tally = BTreeMap::new();
    for number in numbers {
        let life = life(number);
        let by_hand = life.counted();
        let came_to = match clock(&life) {
            None => "beyond the calendar",
            Some(got) if got == by_hand => by_hand.map_or_else(|word| word, |dates| dates.state),
            Some(_) => {
                let life = shortest(life);
                let (got, by_hand) = (clock(&life), life.counted());
                return Err(format!(
                    "life {number}, {}\nclock: {got:#?}\nby hand: {by_hand:#?}",
                    life.told()
                ));
            }
        };
        *tally.entry(came_to).or_insert(0) += 1;
    }
    Ok(tally)
}

#[test]
fn random_lives_of_requests_give_the_same_dates_ticked_off_by_hand() {
    let many = lives();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = u64::try_from(threads).unwrap();
    let found: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|at| {
                let numbers = (at..many).step_by(usize::try_from(threads).unwrap());
                scope.spawn(move || lived(numbers))
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut tally: BTreeMap<&str, u64> = BTreeMap::new();
    for one in found {
        for (word, number) in one.unwrap_or_else(|differs| panic!("{differs}")) {
            *tally.entry(word).or_insert(0) += number;
        }
    }
    println!("{many} lives: {tally:#?}");
    // Every way in which a life can go or be refused is among them, and few are beyond the calendar.
    for word in [
        "running",
        "awaiting_clarification",
        "awaiting_fee",
        "awaiting_identity",
        "answered",
        "review_requested",
        "review_completed",
        "transferred",
        "withdrawn",
        "lapsed",
        "before receipt",
        "not asked",
        "still open",
        "no extension",
        "unknown ground",
        "needs an end",
        "shortens the time",
        "too long",
        "after the answer",
        "after the review",
        "after the end",
        "nothing to review",
        "transferred whole",
        "unknown transfer",
    ] {
        assert!(
            tally.contains_key(word),
            "no life that comes to \u{201c}{word}\u{201d}"
        );
    }
    let beyond = tally.get("beyond the calendar").copied().unwrap_or(0);
    assert!(beyond * 100 < many, "{beyond} of {many}");
}

#[test]
fn a_case_whose_mistakes_are_corrected_has_the_dates_ticked_off_by_hand_without_them() {
    let mut corrected = 0;
    for number in 0..8000 {
        let mut life = life(number);
        let identity = |kind| matches!(kind, Kind::IdentityRequested | Kind::IdentityReceived);
        life.other = None;
        life.closed.clear();
        // A case is transferred as a whole.
        let part = |event: &ClockEvent| event.kind == Kind::Transferred && event.ground.is_some();
        life.events
            .retain(|event| !identity(event.kind) && !part(event));
        let regime = life.regime();
        if regime.extension_grounds.is_empty() {
            life.events.retain(|event| event.kind != Kind::Extended);
        }
        for event in &mut life.events {
            if event.kind == Kind::Extended && event.ground.is_none() {
                let first = regime.extension_grounds.first();
                event.ground = first.map(|ground| ground.id.clone());
            }
        }
        let by_hand = life.counted();
        if by_hand.is_err() || clock(&life).is_none() {
            continue;
        }
        let wrong = 1 + number % 39;
        let case = with_mistakes(life.rules, life.received, &life.events, wrong);
        assert_eq!(case.received, life.received);
        life.events.clone_from(&case.clock_events);
        assert_eq!(clock(&life), Some(by_hand), "{}", life.told());
        corrected += 1;
    }
    assert!(corrected > 3000, "{corrected}");
}

#[test]
fn each_day_of_a_random_life_counts_with_its_number_or_is_left_out_for_one_reason() {
    let mut faults = Vec::new();
    let mut ticked: BTreeMap<Option<Ticked>, u64> = BTreeMap::new();
    for number in 0..lives() {
        let life = life(number);
        let regime = life.regime();
        let calendar = regime.days(life.calendar(), life.received);
        let circumstances = Circumstances {
            variant: life.other.map(|(word, ..)| regime.variant(word).unwrap()),
            closed: &life.closed,
        };
        let got = compute_for(regime, calendar, life.received, &life.events, circumstances);
        let limit = circumstances.limit(regime);
        let how = got
            .as_ref()
            .ok()
            .map(|got| ticked::how(got, limit, calendar));
        *ticked.entry(how).or_default() += 1;
        if let Ok(got) = got {
            let fault = explained::fault(&got, limit, calendar);
            faults.extend(fault.map(|fault| format!("{number} {fault}; {}", life.told())));
        }
    }
    let of = |how| ticked.get(&how).copied().unwrap_or_default();
    let (days, sentences, none) = (
        of(Some(Ticked::Days)),
        of(Some(Ticked::Sentences)),
        of(Some(Ticked::NoDay)),
    );
    println!(
        "ticked off: {days} lives by their days, {sentences} longer than a strip by their sentences, \
         {none} without a last day; {} refused lives have no explanation to tick off",
        of(None)
    );
    assert!(days > 0 && none > 0, "{ticked:?}");
    let first: Vec<&String> = faults.iter().take(12).collect();
    assert!(faults.is_empty(), "{} lives: {first:#?}", faults.len());
}
