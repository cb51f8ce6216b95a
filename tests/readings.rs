//! Disputed readings of the law: each can be switched, moves the date it decides, and is named where
//! it does.
//!
//! The dates are counted by hand from the statutes and the calendars of their places.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use daylight::config::Law;
use daylight::domain::clock::{ClockEvent, compute};
use daylight::domain::deadline::{Deadlines, StepKind};
use daylight::domain::regime::{DecidedDate, Reading, Regime};
use daylight::domain::words::long_date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(None).unwrap());

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The law with one choice of the settings.
fn load(id: &str, choice: &str) -> Law {
    let chosen = BTreeMap::from([(id.to_owned(), choice.into())]);
    Law::load_as_read(None, &chosen.into()).unwrap()
}

/// The law with some readings the other way, and which: each is so in one of them, and none has two
/// readings of one regime so.
static SWITCHED: LazyLock<Vec<(BTreeMap<String, String>, Law)>> = LazyLock::new(|| {
    let mut sets: Vec<BTreeMap<String, String>> = Vec::new();
    for (_, reading) in every_reading() {
        if sets.iter().any(|set| set.contains_key(&reading.id)) {
            continue;
        }
        let of_same_law = |set: &BTreeMap<String, String>| {
            LAW.regimes().any(|regime| {
                let has = |id: &String| regime.readings.iter().any(|other| other.id == *id);
                has(&reading.id) && set.keys().any(has)
            })
        };
        let choice = (reading.id.clone(), reading.other().id.clone());
        match sets.iter_mut().find(|set| !of_same_law(set)) {
            Some(set) => set.extend([choice]),
            None => sets.push(BTreeMap::from([choice])),
        }
    }
    let load = |set: BTreeMap<String, String>| {
        let chosen = set.iter().map(|(id, of)| (id.clone(), of.as_str().into()));
        let chosen: BTreeMap<_, _> = chosen.collect();
        let law = Law::load_as_read(None, &chosen.into()).unwrap();
        (set, law)
    };
    sets.into_iter().map(load).collect()
});

/// A law in which one reading is this choice, and no other of the same regime is not as shipped.
fn read_as(id: &str, choice: &str) -> &'static Law {
    let switched = SWITCHED.iter();
    let mut switched = switched.filter(|(set, _)| set.get(id).is_some_and(|of| of == choice));
    switched.next().map_or(&LAW, |(_, law)| law)
}

fn dates(law: &Law, regime: &str, received: &str, events: &[ClockEvent]) -> Deadlines {
    let received = day(received);
    let regime = law.regime(regime, received).unwrap();
    let calendar = law.calendar(&regime.default_calendar).unwrap();
    compute(regime, calendar, received, events).unwrap()
}

/// The last day for the answer as the law is shipped and with a choice of the settings.
fn due(
    regime: &str,
    (id, choice): (&str, &str),
    received: &str,
    events: &[&str],
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let events: Vec<ClockEvent> = events.iter().map(|event| event.parse().unwrap()).collect();
    let shipped = dates(&LAW, regime, received, &events).due;
    let switched = dates(read_as(id, choice), regime, received, &events).due;
    (shipped, switched)
}

fn both(shipped: &str, switched: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
    (Some(day(shipped)), Some(day(switched)))
}

#[test]
fn a_day_that_only_one_of_two_waits_leaves_out_is_left_out() {
    // Thirty days from 4 December are 3 January. The question leaves out what comes after its day,
    // 8 to 24 December; the deposit's wait goes on to 7 January: 31 days, and with its own day 32.
    let life = [
        "clarification_sought@2010-12-07",
        "fees_notice_issued@2010-12-07",
        "clarification_received@2010-12-24",
        "fee_paid@2011-01-07",
    ];
    let got = due(
        "ca-on-mfippa",
        ("on_deposit_day", "left_out"),
        "2010-12-04",
        &life,
    );
    assert_eq!(got, both("2011-02-03", "2011-02-04"));
}

#[test]
fn a_question_after_day_20_under_the_eir_restarts_or_does_nothing() {
    let life = [
        "clarification_sought@2025-10-06",
        "clarification_received@2025-10-13",
    ];
    let got = due(
        "uk-eir-2004",
        ("eir_question_after_day_20", "no_effect"),
        "2025-09-01",
        &life,
    );
    assert_eq!(got, both("2025-11-10", "2025-09-29"));
    // One asked on the twentieth day restarts on either reading.
    let in_time = [
        "clarification_sought@2025-09-29",
        "clarification_received@2025-10-13",
    ];
    let got = due(
        "uk-eir-2004",
        ("eir_question_after_day_20", "no_effect"),
        "2025-09-01",
        &in_time,
    );
    assert_eq!(got, both("2025-11-10", "2025-11-10"));
}

#[test]
fn a_restart_drops_an_earlier_extension_or_keeps_it() {
    let life = [
        "extended@2025-09-05",
        "clarification_sought@2025-09-08",
        "clarification_received@2025-09-15",
    ];
    for (regime, id, kept) in [
        ("uk-foia-2000", "foia_extension_after_restart", "2025-11-10"),
        ("uk-eir-2004", "eir_extension_after_restart", "2025-11-10"),
        (
            "scot-eirs-2004",
            "seirs_extension_after_restart",
            "2025-11-10",
        ),
        ("ie-foi-2014", "ie_extension_after_restart", "2025-11-11"),
    ] {
        let got = due(regime, (id, "kept"), "2025-09-01", &life);
        assert_eq!(got, both("2025-10-13", kept), "{regime}");
    }
}

#[test]
fn identity_asked_for_after_the_month_of_subject_access_begins_it_again_or_does_nothing() {
    let life = [
        "identity_requested@2026-04-10",
        "identity_received@2026-04-13",
    ];
    let choice = ("sar_identity_or_fee_after_the_month", "no_effect");
    let got = due("uk-gdpr-sar", choice, "2026-03-02", &life);
    assert_eq!(got, both("2026-05-13", "2026-04-02"));
    let paid = ["fees_notice_issued@2024-04-10", "fee_paid@2024-04-12"];
    let got = due("uk-gdpr-sar", choice, "2024-03-04", &paid);
    assert_eq!(got, both("2024-05-13", "2024-04-04"));
}

#[test]
fn a_question_on_a_rolled_last_day_has_nothing_to_set_aside_or_stops_the_period() {
    let life = [
        "clarification_sought@2026-05-18",
        "clarification_received@2026-05-20",
    ];
    let choice = ("sar_question_on_a_rolled_last_day", "within");
    let got = due("uk-gdpr-sar", choice, "2026-04-16", &life);
    assert_eq!(got, both("2026-05-18", "2026-05-21"));
}

#[test]
fn a_question_of_subject_access_in_2020_pauses_or_does_nothing() {
    let choice = ("sar_question_in_2020", "no_effect");
    let life = [
        "clarification_sought@2020-03-05",
        "clarification_received@2020-03-09",
    ];
    let got = due("uk-gdpr-sar", choice, "2020-03-02", &life);
    assert_eq!(got, both("2020-04-07", "2020-04-02"));
    // Asked on 21 October it pauses on either reading: five days after Monday 16 November.
    let later = [
        "clarification_sought@2020-10-21",
        "clarification_received@2020-10-25",
    ];
    let got = due("uk-gdpr-sar", choice, "2020-10-16", &later);
    assert_eq!(got, both("2020-11-23", "2020-11-23"));
}

#[test]
fn a_last_day_on_a_saturday_in_canada_moves_or_stays() {
    let events = ["responded@2025-09-16".parse().unwrap()];
    let by = |law: &Law| dates(law, "ca-atia", "2025-09-02", &events).regulator_by;
    assert_eq!(by(&LAW), Some(day("2025-11-17")));
    let stays = read_as("ca_complaint_on_a_saturday", "stays");
    assert_eq!(by(stays), Some(day("2025-11-15")));
    // A Sunday is a holiday and moves on either reading.
    let sunday = ["responded@2025-09-17".parse().unwrap()];
    let on = |law: &Law| dates(law, "ca-atia", "2025-09-02", &sunday).regulator_by;
    assert_eq!((on(&LAW), on(stays)), both("2025-11-17", "2025-11-17"));
    let got = due(
        "ca-atia",
        ("ca_answer_on_a_saturday", "stays"),
        "2025-09-04",
        &[],
    );
    assert_eq!(got, both("2025-10-06", "2025-10-04"));
}

#[test]
fn an_eir_fees_notice_on_days_21_to_40_of_an_extended_case_pauses_or_does_nothing() {
    let life = [
        "extended@2025-09-19",
        "fees_notice_issued@2025-10-06",
        "fee_paid@2025-10-13",
    ];
    let choice = ("eir_fees_notice_after_day_20", "no_effect");
    let got = due("uk-eir-2004", choice, "2025-09-01", &life);
    assert_eq!(got, both("2025-11-04", "2025-10-27"));
}

#[test]
fn a_pause_of_british_columbia_leaves_out_the_day_of_the_answer_or_not() {
    let life = ["fees_notice_issued@2025-09-08", "fee_paid@2025-09-12"];
    let choice = ("bc_ends_of_pauses", "answer_day_counts");
    let got = due("ca-bc-foippa", choice, "2025-09-02", &life);
    assert_eq!(got, both("2025-10-23", "2025-10-22"));
}

#[test]
fn a_foia_extension_after_day_20_moves_the_date_or_does_nothing() {
    let choice = ("foia_extension_after_day_20", "no_effect");
    let got = due(
        "uk-foia-2000",
        choice,
        "2025-09-01",
        &["extended@2025-10-15"],
    );
    assert_eq!(got, both("2025-10-27", "2025-09-29"));
}

#[test]
fn an_irish_clarification_restarts_or_pauses() {
    let life = [
        "clarification_sought@2025-09-08",
        "clarification_received@2025-09-15",
    ];
    let got = due(
        "ie-foi-2014",
        ("ie_clarification", "pauses"),
        "2025-09-01",
        &life,
    );
    assert_eq!(got, both("2025-10-13", "2025-10-07"));
}

fn every_reading() -> impl Iterator<Item = (&'static Regime, &'static Reading)> {
    LAW.regimes()
        .flat_map(|regime| regime.readings.iter().map(move |reading| (regime, reading)))
}

/// What an explanation says of a reading.
fn told(got: &Deadlines, reading: &Reading) -> Vec<String> {
    let steps = got.explanation.iter();
    let about = steps.filter(|step| step.kind == StepKind::Reading);
    about
        .filter(|step| step.section.as_ref() == Some(&reading.section))
        .map(|step| step.text.clone())
        .collect()
}

#[test]
fn every_reading_decides_the_date_of_its_example_and_is_named_there_with_the_other_one() {
    let mut seen = 0;
    for (regime, reading) in every_reading() {
        let example = &reading.example;
        let given = |at: usize| example.gives.get(at).filter(|text| !text.is_empty());
        let wanted = [0, 1].map(|at| given(at).map(|text| day(text)));
        let laws = reading
            .choices
            .each_ref()
            .map(|choice| read_as(&reading.id, &choice.id));
        for (law, (date, other)) in laws
            .iter()
            .zip([(wanted[0], wanted[1]), (wanted[1], wanted[0])])
        {
            let of = law.regime(regime.id.as_str(), example.received).unwrap();
            let calendar = law.calendar(&of.default_calendar).unwrap();
            let got = compute(of, calendar, example.received, &example.events).unwrap();
            assert_eq!(
                got.date(example.date),
                date,
                "{}: {:#?}",
                reading.id,
                got.explanation
            );
            let named = told(&got, reading).join(" | ");
            assert!(
                named.contains("that is disputed"),
                "{}: {:#?}",
                reading.id,
                got.explanation
            );
            for on in [date, other].into_iter().flatten() {
                assert!(named.contains(&long_date(on)), "{}: {named}", reading.id);
            }
            if let (DecidedDate::Due, Some(date)) = (example.date, date) {
                assert!(!got.disputed(date).is_empty(), "{}: {named}", reading.id);
            }
            seen += 1;
        }
    }
    assert!(seen >= 130, "{seen}");
}

#[test]
fn two_readings_that_move_a_date_only_together_are_named_together() {
    // The late extension makes the question one in time, and a late question restarts all the same:
    // the time was over on 29 September only where neither is so. 15-17=3, 20-24=8, 27-31=13,
    // 3-7 Nov=18, 10-11=20.
    let events: Vec<ClockEvent> = [
        "extended@2025-10-06",
        "clarification_sought@2025-10-10",
        "clarification_received@2025-10-14",
    ]
    .map(|event| event.parse().unwrap())
    .into();
    let got = dates(&LAW, "uk-foia-2000", "2025-09-01", &events);
    assert_eq!(got.due, Some(day("2025-11-11")));
    let two = [
        ("foia_extension_after_day_20", "no_effect"),
        ("foia_question_after_the_time", "no_effect"),
    ];
    for (id, choice) in two {
        let alone = dates(read_as(id, choice), "uk-foia-2000", "2025-09-01", &events);
        assert_eq!(alone.due, got.due, "{id}");
    }
    let chosen = two.map(|(id, choice)| (id.to_owned(), choice.into()));
    let both = Law::load_as_read(None, &BTreeMap::from(chosen).into()).unwrap();
    let together = dates(&both, "uk-foia-2000", "2025-09-01", &events).due;
    assert_eq!(together, Some(day("2025-09-29")));
    let told = got.disputed(day("2025-11-11"));
    let named: Vec<&String> = told
        .iter()
        .filter(|s| s.contains("only together"))
        .collect();
    assert_eq!(named.len(), 1, "{told:#?}");
    for (id, _) in two {
        let (_, reading) = every_reading().find(|(_, r)| r.id == id).unwrap();
        for said in [
            reading.section.as_str(),
            &reading.taken().text,
            &reading.other().text,
        ] {
            assert!(named[0].contains(said), "{said}: {}", named[0]);
        }
    }
    assert!(
        named[0].ends_with("the last day for the answer would be Monday 29 September 2025."),
        "{}",
        named[0]
    );
}

#[test]
fn a_date_on_which_both_readings_agree_names_none() {
    let events: Vec<ClockEvent> = [
        "clarification_sought@2025-09-08",
        "clarification_received@2025-09-15",
    ]
    .map(|event| event.parse().unwrap())
    .into();
    let got = dates(&LAW, "uk-eir-2004", "2025-09-01", &events);
    let named: Vec<_> = got
        .explanation
        .iter()
        .filter(|s| s.kind == StepKind::Reading)
        .collect();
    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn every_reading_is_a_setting_with_its_choice_as_shipped_and_says_who_has_reviewed_it() {
    let file = include_str!("../config/daylight.toml")
        .parse::<toml::Table>()
        .unwrap();
    let settings = file["law"]["readings"].as_table().unwrap();
    let mut known = BTreeSet::new();
    for (_, reading) in every_reading() {
        let set = settings.get(&reading.id).and_then(toml::Value::as_str);
        assert_eq!(set, Some(reading.taken.as_str()), "{}", reading.id);
        assert!(
            reading
                .choices
                .iter()
                .any(|choice| choice.id == reading.taken)
        );
        assert!(!reading.source.trim().is_empty(), "{}", reading.id);
        // Nobody has signed what is shipped.
        assert!(
            reading.is_unreviewed() && !reading.chosen_here,
            "{}",
            reading.id
        );
        known.insert(reading.id.clone());
    }
    // Nobody takes for an authority what is shipped.
    assert_eq!(settings["as_shipped"].as_str(), Some(""));
    known.insert("as_shipped".to_owned());
    let listed: BTreeSet<String> = settings.keys().cloned().collect();
    assert_eq!(listed, known);
    assert!(known.len() >= 60, "{known:?}");
}

#[test]
fn a_choice_there_is_none_of_is_refused_with_those_there_are() {
    let wrong = |id: &str, choice: &str| {
        let chosen = BTreeMap::from([(id.to_owned(), choice.into())]);
        let faults = Law::load_as_read(None, &chosen.into()).unwrap_err();
        faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let told = wrong("eir_question_after_day_20", "nothing");
    assert!(
        told.contains("law.readings.eir_question_after_day_20")
            && told.contains("no such choice as \"nothing\"")
            && told.contains("Use one of: restart, no_effect"),
        "{told}"
    );
    assert!(wrong("no_reading", "x").contains("no law in use has a reading called"));
}

#[test]
fn a_choice_is_another_law_for_the_cases_counted_by_it() {
    let shipped = load("eir_question_after_day_20", "restart");
    let switched = load("eir_question_after_day_20", "no_effect");
    assert_ne!(shipped.fingerprint(), switched.fingerprint());
    let (before, after) = (shipped.standing(), switched.standing());
    let changed: Vec<&String> = before
        .regimes
        .iter()
        .filter(|(version, digest)| after.regimes.get(*version) != Some(digest))
        .map(|(version, _)| version)
        .collect();
    assert_eq!(changed, ["uk-eir-2004 from 2005-01-01"]);
}
