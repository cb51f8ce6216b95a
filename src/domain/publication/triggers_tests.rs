//! Every trigger, fired and not.

use super::*;
use crate::domain::publication::candidate::rank;
use crate::domain::publication::evidence::{Outcome, RequestEvidence, Standing};
use crate::domain::publication::samples::{request, today, weights};

fn fired(requests: Vec<RequestEvidence>) -> Vec<TriggerKind> {
    let evidence = Evidence {
        requests,
        ..Evidence::default()
    };
    triggers(&evidence, &weights(), today())
        .into_iter()
        .map(|t| t.kind)
        .collect()
}

fn released(requester: u64, months: u32) -> RequestEvidence {
    RequestEvidence {
        outcome: Outcome::Part,
        ..request(requester, months)
    }
}

#[test]
fn three_requesters_and_a_release_force_a_decision() {
    assert_eq!(
        fired(vec![released(1, 1), request(2, 3), request(3, 11)]),
        [TriggerKind::AskedAndReleased]
    );
}

#[test]
fn a_trigger_counts_everybody_and_says_who_only_sent_a_campaigns_text() {
    let mut requests: Vec<RequestEvidence> = (0..30)
        .map(|n| RequestEvidence {
            campaign: Some(7),
            ..request(n, 1)
        })
        .collect();
    requests.push(released(40, 2));
    // One of the thirty also asked in their own words.
    requests.push(request(3, 4));
    let evidence = Evidence {
        requests,
        ..Evidence::default()
    };
    let fired = triggers(&evidence, &weights(), today());
    assert_eq!(
        fired[0].reason.to_string(),
        "31 requesters asked in the last 12 months (29 of them only with the text of a campaign) \
         and 1 request led to a release"
    );
}

#[test]
fn three_requests_of_two_people_do_not_force_a_decision() {
    assert_eq!(
        fired(vec![released(1, 1), request(2, 3), request(2, 4)]),
        []
    );
}

#[test]
fn three_refusals_do_not_force_a_decision() {
    assert_eq!(fired(vec![request(1, 1), request(2, 3), request(3, 4)]), []);
}

#[test]
fn a_third_requester_more_than_a_year_ago_does_not_force_a_decision() {
    assert_eq!(
        fired(vec![released(1, 1), request(2, 3), request(3, 12)]),
        []
    );
}

#[test]
fn one_request_for_a_dataset_forces_a_decision() {
    let asked = RequestEvidence {
        dataset: true,
        ..request(1, 2)
    };
    assert_eq!(fired(vec![asked.clone()]), [TriggerKind::Dataset]);
    let long_ago = RequestEvidence {
        dataset: true,
        ..request(1, 12)
    };
    assert_eq!(fired(vec![long_ago]), []);
}

#[test]
fn two_answers_in_a_quarter_that_it_is_already_available_force_a_decision() {
    let pointed = |months| RequestEvidence {
        outcome: Outcome::AlreadyPublic,
        ..request(1, months)
    };
    assert_eq!(
        fired(vec![pointed(0), pointed(2)]),
        [TriggerKind::CannotBeFound]
    );
    assert_eq!(fired(vec![pointed(0), pointed(3)]), []);
    let answered_late = RequestEvidence {
        answered: Some(today()),
        ..pointed(5)
    };
    assert_eq!(
        fired(vec![pointed(0), answered_late]),
        [TriggerKind::CannotBeFound]
    );
}

#[test]
fn candidates_stand_in_order_of_score_and_own_records_are_never_among_them() {
    let evidence = |requests, standing| Evidence {
        requests,
        standing,
        ..Evidence::default()
    };
    let many = vec![released(1, 1), released(2, 3), released(3, 4)];
    let ranked = rank(
        vec![
            ("benches", evidence(vec![request(1, 1)], Standing::Open)),
            ("my file", evidence(many.clone(), Standing::OwnRecords)),
            ("the fire", evidence(many.clone(), Standing::SingleIncident)),
            ("potholes", evidence(many, Standing::Open)),
        ],
        &weights(),
        today(),
    );
    let topics: Vec<&str> = ranked.iter().map(|c| c.topic).collect();
    assert_eq!(topics, ["potholes", "benches"]);
    assert!(ranked[0].must_be_decided() && !ranked[0].is_blocked());
}
