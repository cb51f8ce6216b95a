//! The shortest lives of requests whose dates were once wrong: each as it was found, with the date the
//! statute gives and the sentence that says why.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use daylight::config::Law;
use daylight::domain::clock::{Circumstances, ClockError, ClockEvent, compute, compute_for};
use daylight::domain::deadline::{ClockState, Deadlines, Step, StepKind};
use std::sync::LazyLock;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(None).unwrap());

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The dates of a request with events as they are typed.
fn tried(id: &str, received: &str, events: &[&str]) -> Result<Deadlines, ClockError> {
    let regime = LAW.regime(id, day(received)).unwrap();
    let calendar = LAW.calendar(&regime.default_calendar).unwrap();
    let events: Vec<ClockEvent> = events.iter().map(|e| e.parse().unwrap()).collect();
    compute(regime, calendar, day(received), &events)
}

fn life(id: &str, received: &str, events: &[&str]) -> Deadlines {
    tried(id, received, events).unwrap()
}

/// The explanation has a line of that day with these words, and names the section.
fn says(dates: &Deadlines, on: &str, words: &str, section: &str) {
    let found = dates.explanation.iter().any(|step| {
        step.on == day(on)
            && step.text.contains(words)
            && step
                .section
                .as_ref()
                .is_some_and(|s| s.to_string() == section)
    });
    assert!(found, "{words}, {section}: {:#?}", dates.explanation);
}

#[test]
fn a_fees_notice_after_the_time_has_run_out_lets_nothing_lapse() {
    for (id, section) in [
        ("uk-foia-2000", "s.9(1)"),
        ("scot-foisa-2002", "s.9(1)"),
        ("uk-eir-2004", "reg 8(4)"),
        ("scot-eirs-2004", "reg 8(5)"),
    ] {
        let events = ["fees_notice_issued@2025-10-15", "fee_paid@2026-02-02"];
        for n in 1..=2 {
            let got = life(id, "2025-09-01", &events[..n]);
            assert_eq!(got.due, Some(day("2025-09-29")), "{id}");
            assert_eq!(got.state, ClockState::Running, "{id}");
            assert_eq!((got.fee_due_by, got.lapses_on), (None, None), "{id}");
            says(
                &got,
                "2025-10-15",
                "had to be given by 29 September 2025",
                section,
            );
        }
    }
}

#[test]
fn a_fees_notice_on_the_last_day_still_stops_the_clock() {
    let got = life(
        "uk-foia-2000",
        "2025-09-01",
        &["fees_notice_issued@2025-09-29"],
    );
    assert_eq!((got.due, got.fee_due_by), (None, Some(day("2025-12-28"))));
}

#[test]
fn an_early_answer_does_not_shorten_the_time_to_require_a_review_in_scotland() {
    let got = life("scot-foisa-2002", "2025-09-01", &["responded@2025-09-03"]);
    assert_eq!(got.review_request_by, Some(day("2025-11-24")));
    // FOISA s.20(5)(b): after an answer that was late, from that.
    let late = life("scot-foisa-2002", "2026-02-02", &["responded@2026-04-01"]);
    assert_eq!(late.review_request_by, Some(day("2026-06-01")));
}

#[test]
fn a_review_asked_for_late_is_remarked_and_the_holidays_within_its_time_are_named() {
    let got = life(
        "scot-foisa-2002",
        "2025-09-01",
        &["responded@2025-09-03", "review_requested@2025-12-01"],
    );
    // 2-5 Dec=4, 8-12=9, 15-19=14, 22-24=17, [25, 26 out], 29-31=20.
    assert_eq!(got.review_due, Some(day("2025-12-31")));
    says(
        &got,
        "2025-12-01",
        "the last day to ask was 24 November 2025, so it need not be taken up",
        "s.20(5)",
    );
    let named = |on: &str| {
        let steps = got.explanation.iter();
        let steps = steps.filter(|step| step.kind == StepKind::Skipped && step.on == day(on));
        steps.count()
    };
    assert_eq!((named("2025-12-25"), named("2025-12-26")), (1, 1));
    let in_time = life(
        "scot-foisa-2002",
        "2025-09-01",
        &["responded@2025-09-03", "review_requested@2025-11-24"],
    );
    let remarked = |step: &Step| step.text.contains("need not be taken up");
    assert!(!in_time.explanation.iter().any(remarked));
}

#[test]
fn an_extension_notified_after_the_time_has_run_out_moves_no_date() {
    // The last day without it, as in the file's worked examples, and a notice some days later.
    for (id, received, event, due, section) in [
        (
            "uk-eir-2004",
            "2025-09-01",
            "extended@2025-12-03",
            "2025-09-29",
            "reg 7(3)",
        ),
        (
            "scot-eirs-2004",
            "2025-09-01",
            "extended@2025-12-03",
            "2025-09-29",
            "reg 7(3)",
        ),
        (
            "uk-gdpr-sar",
            "2026-03-02",
            "extended@2026-04-10",
            "2026-04-02",
            "art 12(3)",
        ),
        (
            "uk-gdpr-sar",
            "2024-09-03",
            "extended@2024-10-04",
            "2024-10-03",
            "art 12(3)",
        ),
        (
            "nz-oia-1982",
            "2025-03-03",
            "extended@2025-04-01:volume:2025-05-01",
            "2025-03-31",
            "s.15A(3)",
        ),
        (
            "ca-atia",
            "2015-11-23",
            "extended@2015-12-24:volume:2016-02-01",
            "2015-12-23",
            "s.9(1), (2)",
        ),
        (
            "ie-foi-2014",
            "2024-08-21",
            "extended@2024-09-19",
            "2024-09-18",
            "s.14(2)",
        ),
        (
            "eu-1049-2001",
            "2025-03-03",
            "extended@2025-03-25",
            "2025-03-24",
            "art 7(3)",
        ),
        (
            "us-foia",
            "2025-06-16",
            "extended@2025-07-17",
            "2025-07-16",
            "552(a)(6)(B)",
        ),
        (
            "us-foia",
            "2025-06-16",
            "extended@2025-07-17:agreed:2025-09-01",
            "2025-07-16",
            "552(a)(6)(B)",
        ),
        (
            "au-foi-1982",
            "2025-09-01",
            "extended@2025-10-02",
            "2025-10-01",
            "s.15(6)",
        ),
        (
            "au-foi-1982",
            "2025-09-01",
            "extended@2025-10-02:agreed",
            "2025-10-01",
            "s.15AA",
        ),
        (
            "ca-bc-foippa",
            "2025-09-08",
            "extended@2025-10-23",
            "2025-10-22",
            "s.10",
        ),
        (
            "ca-bc-foippa",
            "2025-09-08",
            "extended@2025-10-23:commissioner:2025-12-31",
            "2025-10-22",
            "s.10",
        ),
    ] {
        let got = life(id, received, &[event]);
        assert_eq!(got.due, Some(day(due)), "{id} {event}");
        let on = event.parse::<ClockEvent>().unwrap().on.to_string();
        says(&got, &on, "it moves no date", section);
        // The silence can be reviewed, where there are reviews.
        let review = format!("review_requested@{on}");
        assert_eq!(life(id, received, &[event, &review]).due, Some(day(due)));
    }
}

#[test]
fn where_a_rule_stands_in_guidance_the_sentence_names_it() {
    for (id, received, event, title) in [
        (
            "us-foia",
            "2025-06-16",
            "extended@2025-07-17",
            "7 CFR 1.6(d)",
        ),
        ("au-foi-1982", "2025-09-01", "extended@2025-10-02", "OAIC"),
        ("ca-bc-foippa", "2025-09-08", "extended@2025-10-23", "OIPC"),
    ] {
        let got = life(id, received, &[event]);
        let told = got.explanation.iter().any(|step| step.text.contains(title));
        assert!(told, "{id}: {:#?}", got.explanation);
        let regime = LAW.regime(id, day(received)).unwrap();
        let late = regime.ground(None).unwrap().late.as_ref().unwrap();
        assert!(
            late.guidance.as_ref().unwrap().as_of > day("2010-01-01"),
            "{id}"
        );
    }
}

#[test]
fn a_second_notice_after_the_first_time_is_over_extends_nothing_further() {
    // EIR reg 7(3), New Zealand s.15A(3), Canada s.9(1): the notice is owed within the first time.
    for (id, first, second, due) in [
        (
            "uk-eir-2004",
            "extended@2025-09-10:2025-10-10",
            "extended@2025-10-02",
            "2025-10-10",
        ),
        (
            "nz-oia-1982",
            "extended@2025-09-10:2025-10-10",
            "extended@2025-10-02:2025-11-10",
            "2025-10-10",
        ),
        (
            "ca-atia",
            "extended@2025-09-10:2025-10-10",
            "extended@2025-10-03:2025-11-10",
            "2025-10-10",
        ),
    ] {
        assert_eq!(
            life(id, "2025-09-01", &[first, second]).due,
            Some(day(due)),
            "{id}"
        );
    }
}

#[test]
fn what_the_act_of_2000_gives_by_itself_a_late_notice_does_not_take_away() {
    // FOIA s.10(3) gives the time; the notice of s.17(1) was owed by the twentieth working day.
    let got = life("uk-foia-2000", "2025-09-01", &["extended@2025-10-06"]);
    assert_eq!(got.due, Some(day("2025-10-27")));
    says(
        &got,
        "2025-09-29",
        "came after the time was over",
        "s.17(1), (2)",
    );
}

#[test]
fn an_agreed_extension_in_australia_comes_on_top_of_a_consultation() {
    let consulted = "extended@2025-09-05:consultation";
    let agreed = life(
        "au-foi-1982",
        "2025-09-01",
        &[consulted, "extended@2025-10-20:agreed"],
    );
    assert_eq!(agreed.due, Some(day("2025-12-01")));
    assert_eq!(agreed.latest_extended_due, Some(day("2025-12-01")));
    let until = life(
        "au-foi-1982",
        "2025-09-01",
        &[consulted, "extended@2025-10-20:agreed:2025-11-28"],
    );
    assert_eq!(until.due, Some(day("2025-11-28")));
    // In the other order too, and no further than 90 days.
    let turned = [
        "extended@2025-09-05:agreed",
        "extended@2025-09-20:consultation",
    ];
    assert_eq!(
        life("au-foi-1982", "2025-09-01", &turned).due,
        Some(day("2025-12-01"))
    );
    let further = tried(
        "au-foi-1982",
        "2025-09-01",
        &[consulted, "extended@2025-10-20:agreed:2025-12-02"],
    );
    assert!(
        matches!(further, Err(ClockError::BeyondCap { .. })),
        "{further:?}"
    );
    // Alone it is 60 in all: 31 October, a Friday.
    let alone = life("au-foi-1982", "2025-09-01", &["extended@2025-09-05:agreed"]);
    assert_eq!(alone.due, Some(day("2025-10-31")));
    // A consultation that was given a date: 30 days from that, to Friday 14 November.
    let dated = [
        "extended@2025-09-05:consultation:2025-10-15",
        "extended@2025-10-10:agreed",
    ];
    assert_eq!(
        life("au-foi-1982", "2025-09-01", &dated).due,
        Some(day("2025-11-14"))
    );
}

#[test]
fn in_australia_whoever_leaves_a_charge_or_a_consultation_unanswered_has_withdrawn() {
    // s.29(1)(f), (2): 30 days after 8 September are 8 October.
    let asked = life(
        "au-foi-1982",
        "2025-09-01",
        &["fees_notice_issued@2025-09-08"],
    );
    assert_eq!(
        (asked.fee_due_by, asked.lapses_on),
        (Some(day("2025-10-08")), Some(day("2025-10-09")))
    );
    let answered = |on: &str| {
        let events = [
            "fees_notice_issued@2025-09-08".to_owned(),
            format!("fee_paid@{on}"),
        ];
        life("au-foi-1982", "2025-09-01", &[&events[0], &events[1]])
    };
    assert_eq!(answered("2025-10-08").state, ClockState::Running);
    let late = answered("2025-10-09");
    assert_eq!(
        (late.state, late.due, late.lapses_on),
        (ClockState::Lapsed, None, Some(day("2025-10-09")))
    );
    // s.24AB: fourteen days after 8 September are 22 September.
    let consulted = life(
        "au-foi-1982",
        "2025-09-01",
        &["clarification_sought@2025-09-08"],
    );
    assert_eq!(
        (consulted.fee_due_by, consulted.lapses_on),
        (None, Some(day("2025-09-23")))
    );
    let late = [
        "clarification_sought@2025-09-08",
        "clarification_received@2025-09-23",
    ];
    let late = life("au-foi-1982", "2025-09-01", &late);
    assert_eq!((late.state, late.due), (ClockState::Lapsed, None));
    says(&late, "2025-09-23", "lapsed", "s.24AB(6), (7)");
}

#[test]
fn what_comes_after_a_lapse_changes_nothing_and_is_told() {
    // A record of before this was the law goes on being read.
    let events = [
        "clarification_sought@2025-09-08",
        "clarification_received@2025-09-30",
        "extended@2025-10-02",
        "responded@2025-10-20",
    ];
    let got = life("au-foi-1982", "2025-09-01", &events[..3]);
    assert_eq!((got.state, got.due), (ClockState::Lapsed, None));
    let told = got
        .explanation
        .iter()
        .any(|step| step.text.contains("after the request had lapsed"));
    assert!(told, "{:#?}", got.explanation);
    assert_eq!(
        life("au-foi-1982", "2025-09-01", &events).state,
        ClockState::Answered
    );
}

#[test]
fn a_request_lapses_with_the_first_thing_that_did_not_come_whatever_else_is_awaited() {
    // s.552.2615(b): the deposit was due by 23 May; the question could be answered until 8 July.
    let events = [
        "clarification_sought@2025-05-08",
        "fees_notice_issued@2025-05-09",
        "clarification_received@2025-06-20",
    ];
    let got = life("us-tx-pia", "2025-05-01", &events);
    assert_eq!((got.state, got.due), (ClockState::Lapsed, None));
    assert_eq!(got.lapses_on, Some(day("2025-05-24")));
    let told: Vec<&str> = got.explanation.iter().map(|s| s.text.as_str()).collect();
    let began_again = told.iter().any(|text| text.contains("answered, so"));
    assert!(!began_again, "{told:#?}");
    // Paid on the last day, nothing lapses, and until when to pay is no longer told.
    let events = [events[0], events[1], "fee_paid@2025-05-23", events[2]];
    let got = life("us-tx-pia", "2025-05-01", &events);
    assert_eq!(got.state, ClockState::Running);
    let told: Vec<&str> = got.explanation.iter().map(|s| s.text.as_str()).collect();
    let moot = told
        .iter()
        .any(|text| text.contains("may be paid until") || text.contains("An answer may come"));
    assert!(!moot, "{told:#?}");
}

#[test]
fn identity_or_a_fee_asked_after_an_extension_leaves_the_time_as_long() {
    for (asked, given) in [
        ("identity_requested", "identity_received"),
        ("fees_notice_issued", "fee_paid"),
    ] {
        for (year, due) in [("2026", "2026-06-09"), ("2025", "2025-06-10")] {
            let received = format!("{year}-03-02");
            // In 2025 the 9th is a Sunday; the payment came on Monday.
            let on = if year == "2026" { "09" } else { "10" };
            let events = [
                format!("extended@{year}-03-05"),
                format!("{asked}@{year}-03-06"),
                format!("{given}@{year}-03-{on}"),
            ];
            let events: Vec<&str> = events.iter().map(String::as_str).collect();
            assert_eq!(
                life("uk-gdpr-sar", &received, &events).due,
                Some(day(due)),
                "{asked}"
            );
        }
    }
}

#[test]
fn before_26_march_2015_a_clarification_in_new_zealand_began_nothing_again() {
    let asked = "clarification_sought@2013-09-03";
    let got = life(
        "nz-oia-1982",
        "2013-09-02",
        &[asked, "clarification_received@2013-09-15"],
    );
    assert_eq!(got.due, Some(day("2013-09-30")));
    says(&got, "2013-09-03", "26 March 2015", "s.15(1AA)");
    let open = life("nz-oia-1982", "2013-09-02", &[asked]);
    assert_eq!(
        (open.due, open.state),
        (Some(day("2013-09-30")), ClockState::Running)
    );
    // The request as clarified on or after that day takes the place of the first: 20 working days from 27
    // March 2015, with Good Friday, Easter Monday and Anzac Day, kept on Monday 27 April, out.
    let later = [
        "clarification_sought@2015-03-24",
        "clarification_received@2015-03-27",
    ];
    assert_eq!(
        life("nz-oia-1982", "2015-03-20", &later).due,
        Some(day("2015-04-29"))
    );
}

#[test]
fn what_lies_between_two_adjacent_pauses_is_not_lost() {
    let events = [
        "clarification_sought@2018-03-30",
        "clarification_received@2018-03-30",
        "extended@2018-03-30:volume:2018-07-10",
        "clarification_sought@2018-03-31",
        "clarification_received@2018-06-14",
    ];
    let got = life("ca-atia", "2018-03-27", &events);
    assert_eq!(got.due, Some(day("2018-09-24")));
}

#[test]
fn days_that_two_pauses_have_in_common_move_an_end_once() {
    // Australia, until the end the Commissioner allowed on 5 September: the charge was open then, and of the
    // question the days after its payment are new, the 13th to the 16th. 12 December and four are the 16th.
    let events = [
        "fees_notice_issued@2025-09-03",
        "extended@2025-09-05:commissioner:2025-12-12",
        "clarification_sought@2025-09-08",
        "fee_paid@2025-09-12",
        "clarification_received@2025-09-16",
    ];
    let got = life("au-foi-1982", "2025-09-01", &events);
    assert_eq!(got.due, Some(day("2025-12-16")));
}

#[test]
fn a_school_extended_to_the_day_it_had_anyway_is_told_the_limit_it_had() {
    // Open days alone lead to 28 November (SI 2004/3364 reg 3): the closure sets 20 working days aside. The
    // fortieth working day from receipt that the extension gives is the same day and adds nothing to it.
    let regime = LAW.regime("uk-foia-2000", day("2025-10-03")).unwrap();
    let calendar = LAW.calendar(&regime.default_calendar).unwrap();
    let circumstances = Circumstances {
        variant: Some(regime.variant("school").unwrap()),
        closed: &[(day("2025-09-28"), day("2025-10-31"))],
    };
    let extended = ["extended@2025-10-09:public_interest".parse().unwrap()];
    let got = compute_for(
        regime,
        calendar,
        day("2025-10-03"),
        &extended,
        circumstances,
    )
    .unwrap();
    assert_eq!(got.due, Some(day("2025-11-28")));
    says(
        &got,
        "2025-11-28",
        "the 20th working day on which the authority is open after receipt",
        "SI 2004/3364 reg 3",
    );
}
