//! `config/publication.toml`: the weights, gates and triggers of publication candidates.

use std::path::Path;

use super::fault::Fault;
use super::own::{spelt, text_in};
use crate::domain::publication::Weights;

/// The file as the administrator knows it.
const FILE: &str = "config/publication.toml";

/// The file the program carries.
const DEFAULT: &str = include_str!("../../config/publication.toml");

/// The weights in `folder`, or those the program carries where there is no such file.
///
/// # Errors
/// Every fault in the file, with line or key.
pub fn load(folder: Option<&Path>) -> Result<Weights, Vec<Fault>> {
    parse(&text_in(folder, "publication.toml", DEFAULT, "weights").map_err(|fault| vec![fault])?)
}

fn parse(text: &str) -> Result<Weights, Vec<Fault>> {
    let weights: Weights = spelt(FILE, text).map_err(|fault| vec![fault])?;
    let faults = faults(&weights);
    if faults.is_empty() {
        Ok(weights)
    } else {
        Err(faults)
    }
}

fn faults(weights: &Weights) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |key: &str, problem: String, remedy: &str| {
        faults.push(Fault {
            file: FILE.to_owned(),
            line: None,
            key: Some(key.to_owned()),
            problem,
            remedy: remedy.to_owned(),
        });
    };
    let points: u64 = [
        weights.demand.points,
        weights.persistence.points,
        weights.effort.points,
        weights.releasability.points,
        weights.public_interest.points,
    ]
    .map(u64::from)
    .iter()
    .sum();
    if points != 100 {
        fault(
            "points",
            format!("the points of the five parts make {points}"),
            "Choose points that make 100",
        );
    }
    for (key, value) in [
        ("demand.full_at", weights.demand.full_at),
        ("effort.full_at_hours", weights.effort.full_at_hours),
    ] {
        if !(value > 0.0 && value.is_finite()) {
            fault(
                key,
                format!("{value} is not usable"),
                "Choose a number above 0",
            );
        }
    }
    for (key, value) in [
        ("demand.earlier_year", weights.demand.earlier_year),
        ("demand.full_share", weights.demand.full_share),
        ("persistence.least_share", weights.persistence.least_share),
        ("effort.full_share", weights.effort.full_share),
        ("releasability.part", weights.releasability.part),
        ("shape.neither", weights.shape.neither),
        ("shape.own_file", weights.shape.own_file),
        ("shape.mostly", weights.shape.mostly.unwrap_or(1.0)),
        ("confidence.a.confirmed", weights.confidence.a.confirmed),
        (
            "confidence.a.hours_recorded",
            weights.confidence.a.hours_recorded,
        ),
        ("confidence.b.confirmed", weights.confidence.b.confirmed),
        (
            "confidence.b.hours_recorded",
            weights.confidence.b.hours_recorded,
        ),
    ] {
        if !(0.0..=1.0).contains(&value) {
            fault(
                key,
                format!("{value} is not a share"),
                "Choose a number from 0 to 1",
            );
        }
    }
    for (key, value) in [
        ("effort.estimated_hours", weights.effort.estimated_hours),
        ("gates.preparation_hours", weights.gates.preparation_hours),
    ] {
        if !(value >= 0.0 && value.is_finite()) {
            fault(
                key,
                format!("{value} is not usable"),
                "Choose 0 or more hours",
            );
        }
    }
    for (key, value) in [
        (
            "public_interest.searches_a_point",
            weights.public_interest.searches_a_point,
        ),
        (
            "public_interest.searches_a_day",
            weights.public_interest.searches_a_day,
        ),
    ] {
        if !(1..=10_000).contains(&value) {
            fault(
                key,
                format!("{value} is not usable"),
                "Choose a number from 1 to 10,000",
            );
        }
    }
    if !(1..=1_000).contains(&weights.triggers.owed_at_once) {
        fault(
            "triggers.owed_at_once",
            format!("{} is not usable", weights.triggers.owed_at_once),
            "Choose a number from 1 to 1,000",
        );
    }
    if !(2..=100).contains(&weights.disclosure.threshold) {
        fault(
            "disclosure.threshold",
            format!("{} is not usable", weights.disclosure.threshold),
            "Choose a number from 2 to 100",
        );
    }
    if !(1..=40).contains(&weights.persistence.quarters) {
        fault(
            "persistence.quarters",
            format!("{} quarters are not usable", weights.persistence.quarters),
            "Choose a number from 1 to 40",
        );
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_the_program_carries_are_sound() {
        assert_eq!(load(None).unwrap().demand.points, 35);
    }

    #[test]
    fn every_wrong_weight_is_told_together() {
        let text = DEFAULT
            .replace("points = 35", "points = 36")
            .replace("full_at = 12.0", "full_at = 0.0")
            .replace("earlier_year = 0.5", "earlier_year = 2.0")
            .replace("searches_a_point = 10", "searches_a_point = 0");
        let faults = parse(&text).unwrap_err();
        let keys: Vec<&str> = faults.iter().filter_map(|f| f.key.as_deref()).collect();
        assert_eq!(
            keys,
            [
                "points",
                "demand.full_at",
                "demand.earlier_year",
                "public_interest.searches_a_point"
            ]
        );
    }

    #[test]
    fn a_file_from_before_there_were_shares_scores_by_its_numbers_alone() {
        let shares = ["full_share = ", "least_share = "];
        let before: Vec<&str> = DEFAULT
            .lines()
            .filter(|line| !shares.iter().any(|share| line.starts_with(share)))
            .collect();
        let weights = parse(&before.join("\n")).unwrap();
        let shares = [
            weights.demand.full_share,
            weights.persistence.least_share,
            weights.effort.full_share,
        ];
        assert_eq!(shares, [0.0; 3]);
    }

    #[test]
    fn a_misspelt_weight_is_told_with_its_line() {
        let faults = parse(&DEFAULT.replace("full_at = ", "fullat = ")).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert!(faults[0].line.is_some());
    }
}
