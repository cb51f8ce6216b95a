//! How much of a topic could be published, by what its requests ask for: the share that its points
//! count by.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::counted::{Counted, Which};
use super::evidence::{Evidence, MONTHS_SCORED};
use super::reckon::{plain, real, rounded};
use super::sentence::{Of, Sentence};
use super::shape::Side;
use super::weights::Weights;
use crate::domain::words::{count, thousands};

/// The share of a topic's points that count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// From 0 to 1; 1 where no request was read for what it asks.
    pub share: f64,
    /// How it comes about and what it makes of the points, as a person would write it.
    pub arithmetic: Sentence,
}

/// Phrases told of a side, those of most requests.
const PHRASES_TOLD: usize = 4;

/// The share of a topic whose parts make so many points.
pub(super) fn share_of(
    evidence: &Evidence,
    weights: &Weights,
    on: NaiveDate,
    points: f64,
) -> Share {
    let set = &weights.shape;
    let all = Counted::months(on, MONTHS_SCORED);
    let of = |which| all.only(which).count(evidence);
    let open = of(Which::Publishable);
    let (own, neither) = (of(Which::OwnFile), of(Which::NeitherShape));
    let read = open + own + neither;
    if read == 0 {
        return Share {
            share: 1.0,
            arithmetic:
                "what the requests ask for was not read yet; the next search for topics does".into(),
        };
    }
    let counting = real(open) + real(neither) * set.neither + real(own) * set.own_file;
    let share = (counting / real(read)).clamp(0.0, 1.0);
    let figure = |sentence: Sentence, many: usize, which, said: String| {
        sentence.figure(
            format!("{}{said}", thousands(many)),
            Of::Requests,
            all.only(which),
        )
    };
    let mut arithmetic = figure(
        Sentence::default(),
        open,
        Which::Publishable,
        format!(" of {} read", count(read, "request")),
    )
    .text(" ask for what could be published")
    .text(phrases(evidence, all, Side::Publishable));
    if neither > 0 {
        arithmetic = figure(
            arithmetic.text(" + "),
            neither,
            Which::NeitherShape,
            String::new(),
        )
        .text(format!(" whose words do not say x {}", plain(set.neither)));
    }
    if own > 0 {
        arithmetic = figure(arithmetic.text(" + "), own, Which::OwnFile, String::new())
            .text(" about one address, person or incident")
            .text(phrases(evidence, all, Side::OwnFile))
            .text(format!(" x {}", plain(set.own_file)));
    }
    let exact = points * share;
    let (shown, whole) = (plain(exact), plain(rounded(exact)));
    let last = if shown == whole {
        whole
    } else {
        format!("{shown}, rounded to {whole}")
    };
    Share {
        share,
        arithmetic: arithmetic.text(format!(
            " = {}; {} points x {}/{read} = {last}",
            plain(counting),
            plain(points),
            plain(counting),
        )),
    }
}

/// The phrases by which most requests of a side were told, each with how many have it, in brackets;
/// nothing where there are none.
pub(super) fn phrases(evidence: &Evidence, counted: Counted, side: Side) -> String {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for request in counted.requests(evidence) {
        if request.shape.is_some_and(|shape| shape.side() == side) {
            for words in &request.shape_words {
                *told.entry(words).or_default() += 1;
            }
        }
    }
    let mut told: Vec<(&str, usize)> = told.into_iter().collect();
    told.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let told: Vec<String> = told
        .into_iter()
        .take(PHRASES_TOLD)
        .map(|(words, many)| format!("\u{201c}{words}\u{201d} {}", thousands(many)))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    format!(" ({})", told.join(", "))
}

#[cfg(test)]
#[path = "share_tests.rs"]
mod tests;
