//! Each figure of a score, counted again the naive way over generated evidence.

use super::*;
use crate::domain::publication::samples::{request, weights};
use crate::domain::publication::score::score;
use crate::domain::publication::sentence::{Of, Piece, Sentence};
use crate::domain::publication::shape::Shape;
use chrono::{Days as DaysOf, Months};
use std::collections::BTreeSet;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_in(&mut self, most: u64) -> bool {
        self.below(most) == 0
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const OUTCOMES: [Outcome; 7] = [
    Outcome::Full,
    Outcome::Part,
    Outcome::Refused,
    Outcome::NotHeld,
    Outcome::Withdrawn,
    Outcome::AlreadyPublic,
    Outcome::Undecided,
];

/// Requests from 26 months before a day to ten days after it, some of one campaign. Some topics
/// end in one way only, so that gates close.
fn evidence(seed: u64, on: NaiveDate) -> Evidence {
    let mut dice = Dice(seed);
    let alike = dice.one_in(3).then(|| OUTCOMES[dice.below(7) as usize]);
    let any = |dice: &mut Dice| OUTCOMES[dice.below(7) as usize];
    let requests = (0..dice.below(40))
        .map(|_| {
            let received = on + DaysOf::new(10) - DaysOf::new(dice.below(800));
            let outcome = alike.unwrap_or_else(|| any(&mut dice));
            RequestEvidence {
                received,
                answered: (outcome == Outcome::AlreadyPublic)
                    .then(|| received + DaysOf::new(dice.below(60))),
                campaign: dice.one_in(3).then_some(7),
                hours: dice.one_in(2).then(|| dice.below(9) as f64),
                outcome,
                dataset: dice.one_in(5),
                confirmed: dice.one_in(2),
                shape: [
                    None,
                    Some(Shape::Costs),
                    Some(Shape::Person),
                    Some(Shape::Neither),
                ][dice.below(4) as usize],
                ..request(dice.below(15), 0)
            }
        })
        .collect();
    Evidence {
        requests,
        ..Evidence::default()
    }
}

/// The requests of a figure, by its days and by what it says it counts.
fn naive(counted: Counted, evidence: &Evidence) -> Vec<&RequestEvidence> {
    let mut found = Vec::new();
    for r in &evidence.requests {
        let is = match counted.which.map(Which::title) {
            None => true,
            Some("granted in full") => r.outcome == Outcome::Full,
            Some("granted in part") => r.outcome == Outcome::Part,
            Some("refused, or neither confirmed nor denied") => r.outcome == Outcome::Refused,
            Some("answered that it is not held") => r.outcome == Outcome::NotHeld,
            Some("granted in full or in part") => {
                r.outcome == Outcome::Full || r.outcome == Outcome::Part
            }
            Some("granted in full or in part, refused, or not held") => {
                r.outcome == Outcome::Full
                    || r.outcome == Outcome::Part
                    || r.outcome == Outcome::Refused
                    || r.outcome == Outcome::NotHeld
            }
            Some("answered that it was public already") => r.outcome == Outcome::AlreadyPublic,
            Some("with hours recorded") => r.hours.is_some(),
            Some("a person placed in the topic") => r.confirmed,
            Some("for a dataset") => r.dataset,
            Some("for what could be published") => r.shape == Some(Shape::Costs),
            Some("about one address, person or incident") => r.shape == Some(Shape::Person),
            Some("whose words do not say what they ask for") => r.shape == Some(Shape::Neither),
            Some(other) => panic!("no naive count of {other:?}"),
        };
        let (first, last) = counted.received;
        let answered = counted.answered.is_none_or(|(first, last)| {
            r.answered
                .is_some_and(|answered| answered >= first && answered <= last)
        });
        if is && answered && r.received >= first && r.received <= last {
            found.push(r);
        }
    }
    found
}

fn first_number(text: &str) -> usize {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    digits.parse().unwrap()
}

/// The months a sentence names, as days.
fn named_months(text: &str, on: NaiveDate) -> Option<Days> {
    let (_, rest) = text.split_once("in the last ")?;
    let months = rest.split_once(" months")?.0.parse().unwrap();
    Some((on - Months::new(months) + DaysOf::new(1), on))
}

fn check(sentence: &Sentence, evidence: &Evidence, on: NaiveDate) {
    let whole = sentence.to_string();
    let words: Vec<&str> = sentence.pieces().iter().map(Piece::words).collect();
    assert_eq!(words.concat(), whole);
    for piece in sentence.pieces() {
        let Piece::Figure { text, of, counted } = piece else {
            continue;
        };
        if let Some(days) = named_months(text, on) {
            assert_eq!(counted.received, days, "{whole}");
        }
        let found = naive(*counted, evidence);
        let people = |campaign: Option<u64>| -> BTreeSet<u64> {
            let of = found.iter().filter(|r| r.campaign == campaign);
            of.map(|r| r.requester).collect()
        };
        match of {
            Of::Requests => assert_eq!(first_number(text), found.len(), "{text} of {whole}"),
            Of::Share => {
                let all = Counted {
                    which: None,
                    ..*counted
                };
                let all = naive(all, evidence).len().max(1);
                assert_eq!(first_number(text), found.len() * 100 / all, "{whole}");
            }
            Of::Requesters { left_out } => {
                let (own, campaign) = (people(None), people(Some(7)));
                let of_campaign = campaign.difference(&own).count();
                let everybody = own.len() + of_campaign;
                assert_eq!(first_number(text) + left_out, everybody, "{whole}");
                // Demand counts three of a campaign; a trigger counts everybody.
                if whole.contains(" the year before") {
                    assert_eq!(*left_out, of_campaign.saturating_sub(3), "{whole}");
                } else {
                    assert_eq!(*left_out, 0, "{whole}");
                }
            }
            Of::Quarters => {
                let quarters: BTreeSet<u32> = found
                    .iter()
                    .filter_map(|r| (0..8).find(|q| on - Months::new(3 * (q + 1)) < r.received))
                    .collect();
                assert_eq!(first_number(text), quarters.len(), "{whole}");
            }
            Of::Hours => {
                let mut hours: Vec<f64> = found.iter().filter_map(|r| r.hours).collect();
                hours.sort_by(f64::total_cmp);
                let half = hours.len() / 2;
                let median = if hours.len() % 2 == 1 {
                    hours[half]
                } else {
                    f64::midpoint(hours[half - 1], hours[half])
                };
                assert!(text.starts_with(&format!("{median} h,")), "{whole}");
            }
        }
    }
}

#[test]
fn each_figure_is_a_naive_count_of_the_requests_it_opens() {
    let (mut gates, mut triggers) = (BTreeSet::new(), BTreeSet::new());
    for on in ["2026-06-30", "2026-05-31", "2028-02-29", "2026-11-30"].map(day) {
        for seed in 0..500 {
            let evidence = evidence(seed, on);
            let score = score(&evidence, &weights(), on);
            for part in &score.parts {
                check(&part.arithmetic, &evidence, on);
            }
            check(&score.confidence_because, &evidence, on);
            check(&score.share.arithmetic, &evidence, on);
            for gate in &score.gates {
                check(&gate.reason, &evidence, on);
                gates.insert(gate.kind);
            }
            for trigger in &score.triggers {
                check(&trigger.reason, &evidence, on);
                triggers.insert(trigger.kind);
            }
        }
    }
    assert_eq!((gates.len(), triggers.len()), (3, 3), "{gates:?}");
}

#[test]
fn each_word_of_an_address_is_the_one_it_was_made_of() {
    for which in Which::ALL {
        assert_eq!(Which::parse(which.as_str()), Some(which));
    }
    assert_eq!(Which::parse("rejected"), None);
}
