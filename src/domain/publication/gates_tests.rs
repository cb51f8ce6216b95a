//! Every gate, closed and open.

use super::*;
use crate::domain::publication::evidence::{Checks, RequestEvidence};
use crate::domain::publication::rank;
use crate::domain::publication::samples::{months_ago, request, today, weights};
use crate::domain::publication::shape::Shape;

fn closed(evidence: &Evidence) -> Vec<GateKind> {
    gates(evidence, &weights(), today())
        .into_iter()
        .map(|g| g.kind)
        .collect()
}

fn with(checks: Checks) -> Vec<GateKind> {
    closed(&Evidence {
        checks,
        ..Evidence::default()
    })
}

fn answered(outcomes: &[Outcome]) -> Vec<GateKind> {
    let requests = (0_u64..)
        .zip(outcomes)
        .map(|(at, outcome)| RequestEvidence {
            outcome: *outcome,
            ..request(at, 2)
        })
        .collect();
    closed(&Evidence {
        requests,
        ..Evidence::default()
    })
}

#[test]
fn a_topic_without_findings_has_no_closed_gate() {
    assert_eq!(with(Checks::default()), []);
}

#[test]
fn each_finding_closes_its_gate_with_its_reason() {
    let found = Some("because".to_owned());
    let all = [
        (
            Checks {
                not_held: found.clone(),
                ..Checks::default()
            },
            GateKind::NotHeld,
        ),
        (
            Checks {
                exempt: found.clone(),
                ..Checks::default()
            },
            GateKind::Exempt,
        ),
        (
            Checks {
                personal_data: found,
                ..Checks::default()
            },
            GateKind::PersonalData,
        ),
    ];
    for (checks, kind) in all {
        let evidence = Evidence {
            checks,
            ..Evidence::default()
        };
        let gates = gates(&evidence, &weights(), today());
        assert_eq!(
            gates,
            [Gate {
                kind,
                reason: "because".into()
            }]
        );
    }
}

#[test]
fn information_is_out_of_date_after_two_years() {
    let until = |months| {
        with(Checks {
            describes_until: Some(months_ago(months)),
            ..Checks::default()
        })
    };
    assert_eq!(until(23), []);
    assert_eq!(until(24), [GateKind::OutOfDate]);
}

#[test]
fn more_hours_of_preparation_than_the_limit_are_too_costly() {
    let hours = |h| {
        with(Checks {
            preparation_hours: Some(h),
            ..Checks::default()
        })
    };
    assert_eq!(hours(120.0), []);
    assert_eq!(hours(120.5), [GateKind::TooCostly]);
}

#[test]
fn small_numbers_block_until_they_are_checked() {
    let small = |small_numbers| {
        with(Checks {
            small_numbers,
            ..Checks::default()
        })
    };
    assert_eq!(small(SmallNumbers::NotDone), [GateKind::SmallNumbers]);
    assert_eq!(small(SmallNumbers::Done), []);
    assert_eq!(small(SmallNumbers::NotNeeded), []);
}

#[test]
fn three_answers_all_not_held_close_the_gate_and_one_release_opens_it() {
    use Outcome::{Full, NotHeld, Undecided};
    assert_eq!(answered(&[NotHeld, NotHeld]), []);
    assert_eq!(
        answered(&[NotHeld, NotHeld, Undecided, NotHeld]),
        [GateKind::NotHeld]
    );
    assert_eq!(answered(&[NotHeld, NotHeld, NotHeld, Full]), []);
}

#[test]
fn three_answers_all_refused_close_the_exempt_gate() {
    use Outcome::{Part, Refused};
    assert_eq!(answered(&[Refused, Refused, Refused]), [GateKind::Exempt]);
    assert_eq!(answered(&[Refused, Refused, Refused, Part]), []);
}

fn asking(shapes: &[Option<Shape>], checks: Checks) -> Vec<Gate> {
    let requests = (0_u64..).zip(shapes).map(|(who, shape)| RequestEvidence {
        shape: *shape,
        shape_words: vec!["client file".to_owned()],
        ..request(who, 2)
    });
    let evidence = Evidence {
        requests: requests
            .map(|request| RequestEvidence {
                outcome: Outcome::Undecided,
                ..request
            })
            .collect(),
        checks,
        ..Evidence::default()
    };
    gates(&evidence, &weights(), today())
}

#[test]
fn a_topic_made_mostly_of_own_files_says_so_by_itself() {
    let (own, open) = (Some(Shape::Person), Some(Shape::Costs));
    let closed = asking(&[own, own, open, None], Checks::default());
    let reasons: Vec<String> = closed.iter().map(|gate| gate.reason.to_string()).collect();
    assert_eq!(
        reasons,
        [
            "2 of 3 requests read are about one address, person or incident each (\u{201c}client file\u{201d} 2)"
        ]
    );
    assert_eq!(closed[0].kind, GateKind::OwnFiles);
    // Half is most; less is not, and two requests say nothing.
    assert_eq!(asking(&[own, open, own, open], Checks::default()).len(), 1);
    assert_eq!(asking(&[own, open, open], Checks::default()).len(), 0);
    assert_eq!(asking(&[own, own], Checks::default()).len(), 0);
    assert_eq!(asking(&[None; 5], Checks::default()).len(), 0);
}

#[test]
fn a_person_who_looked_opens_the_gate_of_own_files_again() {
    let looked = Checks {
        no_own_files: Some("They ask for all incidents of a year".to_owned()),
        ..Checks::default()
    };
    assert_eq!(asking(&[Some(Shape::Incident); 4], looked).len(), 0);
}

#[test]
fn of_equal_scores_those_that_nothing_blocks_stand_first() {
    let own = RequestEvidence {
        shape: Some(Shape::Person),
        outcome: Outcome::Undecided,
        ..request(1, 2)
    };
    let blocked = Evidence {
        requests: vec![own; 3],
        ..Evidence::default()
    };
    let ranked = rank(
        vec![(1, blocked), (2, Evidence::default())],
        &weights(),
        today(),
    );
    let places: Vec<(u32, u32)> = ranked.iter().map(|c| (c.topic, c.score.total)).collect();
    assert_eq!(places, [(2, 0), (1, 0)]);
}
