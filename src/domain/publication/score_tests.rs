//! The worked score and the edges of each part.

use super::*;
use crate::domain::publication::evidence::{Outcome, PublicInterest, RequestEvidence, Volume};
use crate::domain::publication::samples::{months_ago, request, today, weights};

/// Nine requesters this year and six the year before, in seven of eight quarters, four hours each,
/// ten in full, four in part and one refused, six on the rubric and three from signals.
fn worked() -> Evidence {
    let months = [0, 0, 1, 3, 3, 4, 6, 7, 8, 12, 13, 15, 16, 18, 22];
    let requests = (0_u64..)
        .zip(months)
        .map(|(at, months)| RequestEvidence {
            hours: Some(4.0),
            outcome: match at {
                0..10 => Outcome::Full,
                10..14 => Outcome::Part,
                _ => Outcome::Refused,
            },
            ..request(at, months)
        })
        .collect();
    Evidence {
        requests,
        public_interest: PublicInterest {
            rubric: Some((6, "safety of many".into())),
            signals: 3,
            unmet_searches: 0,
        },
        ..Evidence::default()
    }
}

fn points(score: &Score) -> Vec<f64> {
    score.parts.iter().map(|p| p.points).collect()
}

#[test]
fn the_worked_case_makes_81() {
    let score = score(&worked(), &weights(), today());
    assert_eq!(points(&score), [35.0, 13.0, 12.0, 12.0, 9.0]);
    assert_eq!((score.total, score.without_effort), (81, 69));
    assert_eq!(score.confidence, Confidence::A);
    let said = |part: &Part| part.arithmetic.to_string();
    let arithmetic: Vec<String> = score.parts.iter().map(said).collect();
    assert_eq!(
        arithmetic,
        [
            "9 requesters in the last 12 months + 6 x 0.5 the year before = 12; 35 x min(1, 12/12) = 35",
            "7 of the last 8 quarters had a request; 15 x 7/8 = 13.125, rounded to 13",
            "9 requests in the last 12 months x 4 h, the median recorded = 36 h; 20 x min(1, 36/60) = 12",
            "10 in full + 4 in part x 0.5 = 12 of 15 decided; 15 x 12/15 = 12",
            "6 on the rubric (safety of many) + 3 from the survey = 9",
        ]
    );
}

#[test]
fn what_is_much_is_measured_against_what_the_authority_is_asked() {
    let evidence = Evidence {
        volume: Volume {
            year: 4_800,
            year_before: 4_800,
        },
        ..worked()
    };
    let score = score(&evidence, &weights(), today());
    // 5% of 4,800 and half as many are 360 requesters, of 4,800 at 3 h each 720 h; 2% of a quarter are 24.
    assert_eq!(points(&score), [1.0, 0.0, 1.0, 12.0, 9.0]);
    let said = |part: usize| score.parts[part].arithmetic.to_string();
    assert_eq!(
        said(0),
        "9 requesters in the last 12 months + 6 x 0.5 the year before = 12; \
         35 x min(1, 12/360) = 1.167, rounded to 1; 360 is 5% of 7200 requests so counted"
    );
    assert_eq!(
        said(1),
        "0 of the last 8 quarters had 24 requests or more; 15 x 0/8 = 0; \
         24 is 2% of 1200 requests a quarter"
    );
    assert_eq!(
        said(2),
        "9 requests in the last 12 months x 4 h, the median recorded = 36 h; \
         20 x min(1, 36/720) = 1; 720 is 5% of 4800 requests at 3 h each"
    );
}

#[test]
fn a_small_authority_is_scored_as_before_it_was_measured() {
    let small = Evidence {
        volume: Volume {
            year: 150,
            year_before: 150,
        },
        ..worked()
    };
    assert_eq!(
        score(&small, &weights(), today()),
        score(&worked(), &weights(), today())
    );
}

#[test]
fn what_is_not_held_counts_against_what_can_be_released() {
    let mut evidence = worked();
    evidence.requests[0].outcome = Outcome::NotHeld;
    let part = &score(&evidence, &weights(), today()).parts[3];
    assert_eq!(
        part.arithmetic.to_string(),
        "9 in full + 4 in part x 0.5 = 11 of 15 decided; 15 x 11/15 = 11"
    );
}

#[test]
fn the_order_of_requests_does_not_change_the_score() {
    let mut backwards = worked();
    backwards.requests.reverse();
    assert_eq!(
        score(&worked(), &weights(), today()),
        score(&backwards, &weights(), today())
    );
}

#[test]
fn a_topic_nobody_asked_about_scores_nothing() {
    let score = score(&Evidence::default(), &weights(), today());
    assert_eq!(score.total, 0);
    assert_eq!(score.confidence, Confidence::C);
}

#[test]
fn one_person_counts_once_a_year_however_often_they_ask() {
    let evidence = Evidence {
        requests: vec![request(1, 0), request(1, 2), request(1, 5), request(1, 14)],
        ..Evidence::default()
    };
    let demand = &score(&evidence, &weights(), today()).parts[0];
    assert!(
        demand
            .arithmetic
            .to_string()
            .starts_with("1 requester in the last 12 months + 1 x 0.5"),
        "{}",
        demand.arithmetic
    );
}

#[test]
fn demand_is_an_estimate_where_the_log_does_not_say_who_asked() {
    let mut evidence = worked();
    let sure = score(&evidence, &weights(), today()).parts.remove(0);
    evidence.requests[0].nameless = true;
    let unsure = score(&evidence, &weights(), today()).parts.remove(0);
    assert_eq!((sure.estimated, unsure.estimated), (false, true));
    assert_eq!(sure.points, unsure.points);
    let said = "; estimated: where the log does not say who asked, each request is a requester";
    assert_eq!(
        unsure.arithmetic.to_string(),
        format!("{}{said}", sure.arithmetic)
    );
}

#[test]
fn five_hundred_copies_of_a_campaign_letter_count_as_three_requesters() {
    let requests = (0..500)
        .map(|n| RequestEvidence {
            campaign: Some(7),
            ..request(n, 1)
        })
        .collect();
    let evidence = Evidence {
        requests,
        ..Evidence::default()
    };
    let demand = &score(&evidence, &weights(), today()).parts[0];
    // Wherever it is printed it says whom it does not count.
    let said = demand.arithmetic.to_string();
    let told = "3 requesters in the last 12 months (not counted: 497 more who sent the text of a campaign) + 0 x";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn effort_is_an_estimate_and_says_so_when_no_hours_are_recorded() {
    let evidence = Evidence {
        requests: vec![request(1, 0), request(2, 1)],
        ..Evidence::default()
    };
    let effort = &score(&evidence, &weights(), today()).parts[2];
    assert!(effort.estimated);
    assert_eq!(effort.points, 2.0);
    assert!(
        effort.arithmetic.to_string().contains("estimated"),
        "{}",
        effort.arithmetic
    );
}

#[test]
fn the_median_of_an_even_number_of_hours_lies_between_the_middle_two() {
    assert_eq!(median([9.0, 1.0, 4.0, 2.0].into_iter()), Some(3.0));
    assert_eq!(median([f64::NAN, -1.0].into_iter()), None);
}

#[test]
fn withdrawn_and_already_public_say_nothing_about_releasability() {
    let with = |outcome| RequestEvidence {
        outcome,
        ..request(1, 1)
    };
    let evidence = Evidence {
        requests: vec![
            with(Outcome::Full),
            with(Outcome::Withdrawn),
            with(Outcome::AlreadyPublic),
            with(Outcome::Undecided),
        ],
        ..Evidence::default()
    };
    assert_eq!(score(&evidence, &weights(), today()).parts[3].points, 15.0);
}

fn interest(rubric: Option<(u32, &str)>, signals: u32, unmet_searches: u32) -> Part {
    let evidence = Evidence {
        public_interest: PublicInterest {
            rubric: rubric.map(|(points, reason)| (points, reason.into())),
            signals,
            unmet_searches,
        },
        ..worked()
    };
    score(&evidence, &weights(), today()).parts.remove(4)
}

#[test]
fn public_interest_nobody_assessed_is_nothing_and_says_so() {
    let part = interest(None, 0, 0);
    assert_eq!((part.points, part.estimated), (0.0, true));
    assert_eq!(part.arithmetic.to_string(), "not yet assessed; 0");
}

#[test]
fn what_the_public_looked_for_counts_before_anybody_assessed_the_topic() {
    let part = interest(None, 2, 13);
    assert_eq!((part.points, part.estimated), (3.0, true));
    assert_eq!(
        part.arithmetic.to_string(),
        "not yet assessed + 2 from the survey + 13 unmet searches, 1 for each 10 = 3"
    );
}

#[test]
fn signals_count_five_at_most() {
    let harm = Some((10, "harm"));
    assert_eq!(interest(harm, 40, 0).points, 15.0);
    assert_eq!(interest(harm, 0, u32::MAX).points, 15.0);
    assert_eq!(interest(harm, u32::MAX, u32::MAX).points, 15.0);
    let part = interest(Some((6, "safety")), 4, 27);
    assert_eq!(part.points, 11.0);
    assert_eq!(
        part.arithmetic.to_string(),
        "6 on the rubric (safety) + 4 from the survey + 27 unmet searches, 1 for each 10, \
         together 5 at most = 11"
    );
}

/// Each point counted out search by search, apart from the score's own division.
#[test]
fn every_ten_unmet_searches_earn_a_point_and_what_is_over_earns_none() {
    let mut points = 6.0;
    for unmet in 0..=70 {
        if unmet > 0 && unmet % 10 == 0 && points < 11.0 {
            points += 1.0;
        }
        assert_eq!(
            interest(Some((6, "safety")), 0, unmet).points,
            points,
            "{unmet}"
        );
    }
    let one = interest(Some((6, "safety")), 2, 1).arithmetic.to_string();
    assert!(
        one.ends_with("+ 2 from the survey + 1 unmet search, 1 for each 10 = 8"),
        "{one}"
    );
}

#[test]
fn a_request_on_the_same_day_a_year_ago_belongs_to_the_year_before() {
    let mut old = request(1, 0);
    old.received = today() - chrono::Months::new(12);
    let mut future = request(2, 0);
    future.received = today() + chrono::Days::new(1);
    let evidence = Evidence {
        requests: vec![old, future],
        ..Evidence::default()
    };
    let demand = &score(&evidence, &weights(), today()).parts[0];
    assert!(
        demand
            .arithmetic
            .to_string()
            .starts_with("0 requesters in the last 12 months + 1 x 0.5"),
        "{}",
        demand.arithmetic
    );
}

#[test]
fn confidence_falls_with_unconfirmed_requests_and_missing_hours() {
    let mut evidence = worked();
    for request in evidence.requests.iter_mut().skip(4) {
        request.hours = None;
    }
    assert_eq!(
        score(&evidence, &weights(), today()).confidence,
        Confidence::B
    );
    for request in evidence.requests.iter_mut().skip(4) {
        request.confirmed = false;
    }
    let unsure = score(&evidence, &weights(), today());
    assert_eq!(unsure.confidence, Confidence::C);
    let (all, hours) = (evidence.requests.len(), 4 * 100 / evidence.requests.len());
    assert_eq!(
        unsure.confidence_because.to_string(),
        format!("{all} requests, {hours}% confirmed, {hours}% with recorded hours")
    );
}

#[test]
fn gates_and_triggers_never_change_the_number() {
    let mut evidence = worked();
    let open = score(&evidence, &weights(), today());
    evidence.checks.exempt = Some("section 30".into());
    evidence.checks.describes_until = Some(months_ago(60));
    let shut = score(&evidence, &weights(), today());
    assert_eq!((open.total, open.gates.len()), (81, 0));
    assert_eq!((shut.total, shut.gates.len()), (81, 2));
}
