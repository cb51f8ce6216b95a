//! The share of a topic that could be published, and what it makes of the points.

use super::*;
use crate::domain::publication::evidence::RequestEvidence;
use crate::domain::publication::samples::{request, today, weights};
use crate::domain::publication::score;
use crate::domain::publication::shape::Shape;

fn asking(shape: Shape, words: &[&str]) -> RequestEvidence {
    RequestEvidence {
        shape: Some(shape),
        shape_words: words.iter().map(|&word| word.to_owned()).collect(),
        ..request(1, 2)
    }
}

fn of(requests: Vec<RequestEvidence>) -> Share {
    let evidence = Evidence {
        requests,
        ..Evidence::default()
    };
    share_of(&evidence, &weights(), today(), 60.0)
}

#[test]
fn the_share_is_said_with_its_words_and_what_it_makes_of_the_points() {
    let share = of(vec![
        asking(Shape::Figures, &["how many", "by year"]),
        asking(Shape::Costs, &["cost"]),
        asking(Shape::Figures, &["how many"]),
        asking(Shape::Neither, &[]),
        asking(Shape::Person, &["client file"]),
    ]);
    assert!((share.share - 3.15 / 5.0).abs() < 1e-12);
    assert_eq!(
        share.arithmetic.to_string(),
        "3 of 5 requests read ask for what could be published (\u{201c}how many\u{201d} 2, \
         \u{201c}by year\u{201d} 1, \u{201c}cost\u{201d} 1) + 1 whose words do not say x 0.15 + 1 \
         about one address, person or incident (\u{201c}client file\u{201d} 1) x 0 = 3.15; \
         60 points x 3.15/5 = 37.8, rounded to 38"
    );
}

#[test]
fn requests_that_were_not_read_are_left_out() {
    let share = of(vec![request(1, 2), request(2, 3)]);
    assert!((share.share - 1.0).abs() < 1e-12);
    assert!(share.arithmetic.to_string().contains("not read yet"));
    let share = of(vec![request(1, 2), asking(Shape::Figures, &["how many"])]);
    assert!((share.share - 1.0).abs() < 1e-12);
    // One that is older than what is scored counts neither way.
    let mut old = asking(Shape::Person, &["my file"]);
    old.received = request(1, 30).received;
    let share = of(vec![old, asking(Shape::Figures, &["how many"])]);
    assert!((share.share - 1.0).abs() < 1e-12);
}

#[test]
fn the_total_is_the_sum_of_the_parts_by_the_share_and_own_files_earn_nothing() {
    let with = |shape: Shape| {
        let requests = (1..=12).map(|who| RequestEvidence {
            requester: who,
            ..asking(shape, &["words"])
        });
        let evidence = Evidence {
            requests: requests.collect(),
            ..Evidence::default()
        };
        score(&evidence, &weights(), today())
    };
    let (open, neither, own) = (
        with(Shape::Lists),
        with(Shape::Neither),
        with(Shape::Incident),
    );
    assert!(open.sum > 30);
    assert_eq!((open.total, own.total), (open.sum, 0));
    assert_eq!(
        neither.total,
        (f64::from(neither.sum) * 0.15).round() as u32
    );
    assert!(open.without_effort < open.total);
    assert_eq!(own.without_effort, 0);
}
