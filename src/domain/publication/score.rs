//! The candidate score, 0 to 100, with its arithmetic in words.
//!
//! Ours, not statutory. Each part is rounded to whole points (a half upwards) before the parts are
//! added, so that the printed parts always make the printed total. Years and quarters are counted
//! back from the day of scoring, not by the calendar, so that a score does not fall on 1 January.

use chrono::NaiveDate;
use serde::Serialize;

use super::confidence::{Confidence, confidence};
use super::counted::{Counted, Which};
pub use super::evidence::Evidence;
use super::evidence::{MONTHS_SCORED, months_before};
use super::full::Full;
use super::gates::{Gate, gates};
use super::people::{people, requesters};
use super::reckon::{median, plain, product, real, rounded, share, whole};
use super::sentence::{Of, Sentence};
pub use super::share::Share;
use super::share::share_of;
use super::triggers::{Trigger, triggers};
pub use super::weights::Weights;
use crate::domain::words::count;

/// A topic's score and what goes with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The sum of the parts by the share of it that could be published, 0 to 100.
    pub total: u32,
    /// The sum of the parts, 0 to 100.
    pub sum: u32,
    /// That share.
    pub share: Share,
    /// The five parts in the order they are printed.
    pub parts: Vec<Part>,
    /// The same less the points for effort, for readers who distrust recorded hours.
    pub without_effort: u32,
    /// How far the figures can be trusted.
    pub confidence: Confidence,
    /// What that rests on, as a person would write it.
    pub confidence_because: Sentence,
    /// What forces a recorded decision.
    pub triggers: Vec<Trigger>,
    /// What blocks publication.
    pub gates: Vec<Gate>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Which part.
    pub name: PartName,
    /// Whole points earned.
    pub points: f64,
    /// Points that could be earned.
    pub out_of: u32,
    /// How the points come about, as a person would write it.
    pub arithmetic: Sentence,
    /// Whether the points rest on an assumption rather than on the record.
    pub estimated: bool,
}

/// The parts of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartName {
    /// How many people ask.
    Demand,
    /// How steadily they ask.
    Persistence,
    /// What answering costs.
    Effort,
    /// How much can be released.
    Releasability,
    /// What the public gains.
    PublicInterest,
}

impl PartName {
    /// The name as it is printed.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Demand => "Demand",
            Self::Persistence => "Persistence",
            Self::Effort => "Effort avoided",
            Self::Releasability => "Releasability",
            Self::PublicInterest => "Public interest",
        }
    }
}

/// Scores a topic on a day. Pure: the same evidence always gives the same score, whatever its order.
#[must_use]
pub fn score(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Score {
    let parts = vec![
        demand(evidence, weights, on),
        persistence(evidence, weights, on),
        effort(evidence, weights, on),
        releasability(evidence, weights, on),
        public_interest(evidence, weights),
    ];
    let (confidence, confidence_because) = confidence(evidence, weights, on);
    let sum = |parts: &mut dyn Iterator<Item = &Part>| whole(parts.map(|p| p.points).sum());
    let made = sum(&mut parts.iter());
    let others = sum(&mut parts.iter().filter(|p| p.name != PartName::Effort));
    let share = share_of(evidence, weights, on, f64::from(made));
    let counting = |points: u32| whole(rounded(f64::from(points) * share.share));
    Score {
        total: counting(made),
        sum: made,
        without_effort: counting(others),
        share,
        parts,
        confidence,
        confidence_because,
        triggers: triggers(evidence, weights, on),
        gates: gates(evidence, weights, on),
    }
}

fn demand(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Part {
    let set = &weights.demand;
    let year = Counted::months(on, 12);
    let year_before = Counted::months(months_before(on, 12), 12);
    let now = requesters(year.requests(evidence), set);
    let before = requesters(year_before.requests(evidence), set);
    let of = |counted: Counted, told: usize| Of::Requesters {
        left_out: people(counted, evidence).saturating_sub(told),
    };
    let weighted = real(now) + real(before) * set.earlier_year;
    // Counted as the requesters are.
    let volume = evidence.volume;
    let of_all = f64::from(volume.year) + f64::from(volume.year_before) * set.earlier_year;
    let full = Full::of(set.full_at, set.full_share * of_all);
    let exact = f64::from(set.points) * share(weighted, full.at);
    let arithmetic = Sentence::default()
        .figure(
            format!("{} in the last 12 months", count(now, "requester")),
            of(year, now),
            year,
        )
        .left_out(of(year, now))
        .text(" + ")
        .figure(before.to_string(), of(year_before, before), year_before)
        .left_out(of(year_before, before))
        .text(format!(
            " x {} the year before = {}; {}{}",
            plain(set.earlier_year),
            plain(weighted),
            product(
                set.points,
                &format!("min(1, {}/{})", plain(weighted), plain(full.at)),
                exact
            ),
            full.because(set.full_share, of_all, "requests so counted"),
        ));
    let nameless = [year, year_before]
        .into_iter()
        .any(|counted| counted.requests(evidence).any(|r| r.nameless));
    let arithmetic = if nameless {
        arithmetic
            .text("; estimated: where the log does not say who asked, each request is a requester")
    } else {
        arithmetic
    };
    part(PartName::Demand, set.points, exact, arithmetic, nameless)
}

fn persistence(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Part {
    let set = &weights.persistence;
    // A quarter begins on the day after the one before it ends, however long their months are.
    let begins = |quarter: u32| months_before(on, quarter * 3);
    let all = Counted::months(on, (set.quarters * 3).min(MONTHS_SCORED));
    let two_years = f64::from(evidence.volume.year) + f64::from(evidence.volume.year_before);
    let quarter = (two_years / 8.0).round();
    let least = Full::of(1.0, (set.least_share * quarter).floor());
    let busy = (0..set.quarters)
        .filter(|quarter| {
            let requests = all.requests(evidence);
            let within = |day| begins(quarter + 1) < day && day <= begins(*quarter);
            real(requests.filter(|r| within(r.received)).count()) >= least.at
        })
        .count();
    let had = if least.is_share {
        format!("{} requests or more", plain(least.at))
    } else {
        "a request".to_owned()
    };
    let exact = f64::from(set.points) * share(real(busy), f64::from(set.quarters));
    let arithmetic = Sentence::default()
        .figure(
            format!("{busy} of the last {} quarters", set.quarters),
            Of::Quarters,
            all,
        )
        .text(format!(
            " had {had}; {}{}",
            product(set.points, &format!("{busy}/{}", set.quarters), exact),
            least.because(set.least_share, quarter, "requests a quarter"),
        ));
    part(PartName::Persistence, set.points, exact, arithmetic, false)
}

fn effort(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Part {
    let set = &weights.effort;
    let year = Counted::months(on, 12);
    let requests = year.count(evidence);
    let recorded = |months| {
        let recorded = Counted::months(on, months).only(Which::HoursRecorded);
        let hours = recorded.requests(evidence).filter_map(|r| r.hours);
        median(hours).map(|hours| (hours, recorded))
    };
    let recorded = recorded(12).or_else(|| recorded(MONTHS_SCORED));
    let each = recorded.map_or(set.estimated_hours, |(hours, _)| hours);
    let hours = real(requests) * each;
    let of_all = f64::from(evidence.volume.year);
    let full = Full::of(
        set.full_at_hours,
        set.full_share * of_all * set.estimated_hours,
    );
    let exact = f64::from(set.points) * share(hours, full.at);
    let arithmetic = Sentence::default()
        .figure(
            format!("{} in the last 12 months", count(requests, "request")),
            Of::Requests,
            year,
        )
        .text(" x ");
    let arithmetic = match recorded {
        Some((_, recorded)) => arithmetic.figure(
            format!("{} h, the median recorded", plain(each)),
            Of::Hours,
            recorded,
        ),
        None => arithmetic.text(format!("{} h estimated, none recorded", plain(each))),
    };
    let arithmetic = arithmetic.text(format!(
        " = {} h; {}{}",
        plain(hours),
        product(
            set.points,
            &format!("min(1, {}/{})", plain(hours), plain(full.at)),
            exact
        ),
        full.because(
            set.full_share,
            of_all,
            &format!("requests at {} h each", plain(set.estimated_hours))
        ),
    ));
    let estimated = recorded.is_none();
    part(PartName::Effort, set.points, exact, arithmetic, estimated)
}

fn releasability(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Part {
    let set = &weights.releasability;
    let of = |which| Counted::months(on, MONTHS_SCORED).only(which);
    let count = |which| of(which).count(evidence);
    let (full, in_part) = (count(Which::Full), count(Which::Part));
    let decided = count(Which::Decided);
    let released = real(full) + real(in_part) * set.part;
    let exact = f64::from(set.points) * share(released, real(decided));
    let arithmetic = if decided == 0 {
        Sentence::from("nothing decided in the last 24 months; 0")
    } else {
        Sentence::default()
            .figure(format!("{full} in full"), Of::Requests, of(Which::Full))
            .text(" + ")
            .figure(format!("{in_part} in part"), Of::Requests, of(Which::Part))
            .text(format!(" x {} = {} of ", plain(set.part), plain(released)))
            .figure(
                format!("{decided} decided"),
                Of::Requests,
                of(Which::Decided),
            )
            .text(format!(
                "; {}",
                product(set.points, &format!("{}/{decided}", plain(released)), exact),
            ))
    };
    part(
        PartName::Releasability,
        set.points,
        exact,
        arithmetic,
        false,
    )
}

fn public_interest(evidence: &Evidence, weights: &Weights) -> Part {
    let set = &weights.public_interest;
    let found = &evidence.public_interest;
    let (survey, unmet) = (found.signals, found.unmet_searches);
    let earned = unmet.checked_div(set.searches_a_point).unwrap_or(0);
    let signals = survey.saturating_add(earned).min(set.signals_most);
    let rubric = found.rubric.as_ref();
    let points = rubric
        .map_or(0, |(points, _)| *points)
        .saturating_add(signals)
        .min(set.points);
    let mut arithmetic = match rubric {
        Some((points, reason)) => format!("{points} on the rubric ({reason})"),
        None => "not yet assessed".to_owned(),
    };
    if survey > 0 {
        arithmetic.push_str(&format!(" + {survey} from the survey"));
    }
    if unmet > 0 {
        arithmetic.push_str(&format!(
            " + {}, 1 for each {}",
            count(unmet as usize, "unmet search"),
            set.searches_a_point
        ));
    }
    if survey.saturating_add(earned) > signals {
        arithmetic.push_str(&format!(", together {} at most", set.signals_most));
    }
    let equals = if rubric.is_none() && signals == 0 && unmet == 0 {
        ";"
    } else {
        " ="
    };
    arithmetic.push_str(&format!("{equals} {points}"));
    part(
        PartName::PublicInterest,
        set.points,
        f64::from(points),
        arithmetic.into(),
        rubric.is_none(),
    )
}

fn part(name: PartName, out_of: u32, exact: f64, arithmetic: Sentence, estimated: bool) -> Part {
    Part {
        name,
        points: rounded(exact),
        out_of,
        arithmetic,
        estimated,
    }
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
