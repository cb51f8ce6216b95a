//! What a publication changed, in words: the number of its requests and their share of all, each with
//! its range, and plainly where the two differ.

use crate::casework::publication::measure::Measured;
use crate::domain::publication::effect::{
    Change, Effect, LEAST_AFTER, LEAST_BEFORE, Terms, Unsaid, Verdict,
};
use crate::domain::words;
use crate::store::DecisionRow;

/// What followed, in a sentence.
#[must_use]
pub fn verdict(measured: &Measured) -> String {
    let effect = match &measured.effect {
        Ok(effect) => effect,
        Err(Unsaid::TooFewMonths) => {
            return format!(
                "Too early to say: it needs {LEAST_BEFORE} whole months before and {LEAST_AFTER} after, and has {} and {}.",
                measured.before.months, measured.after.months
            );
        }
        Err(Unsaid::NoRequests) => {
            return "Nobody asked about this in the months looked at, neither before nor after."
                .to_owned();
        }
    };
    let counts = match effect.counts.verdict() {
        Verdict::Fell => "Fewer requests came than the months before let one expect",
        Verdict::Rose => "More requests came than the months before let one expect",
        Verdict::NoClearChange => "No clear change in the number of requests",
    };
    let Some(share) = effect.share.map(|share| share.verdict()) else {
        return format!("{counts}.");
    };
    let both = !effect.differs();
    let joined = if both { "and" } else { "but" };
    let share = match share {
        Verdict::Fell => "a smaller share of all",
        Verdict::Rose => "a larger share of all",
        Verdict::NoClearChange if both => "none in their share of all",
        Verdict::NoClearChange => "no clear change in their share of all",
    };
    format!("{counts}, {joined} {share}.")
}

/// The readings, each in a sentence with its 95% range; none where nothing is said.
#[must_use]
pub fn readings(effect: &Effect) -> Vec<String> {
    let mut lines = vec![format!(
        "{}, {}.",
        told("The number of requests on this", effect.counts),
        a_quarter(effect.a_quarter)
    )];
    let others = effect
        .others
        .map(|o| told("The number of all other requests", o));
    let share = effect
        .share
        .map(|s| told("The share of all requests that are on this", s));
    lines.extend([others, share].into_iter().flatten().map(|line| line + "."));
    lines.push(
        match (effect.share.is_some(), effect.differs()) {
            (false, _) => "Nearly every request is on this, so its share of all cannot tell anything.",
            (true, false) => "Both readings, the number and the share, say the same.",
            (true, true) => "The two readings differ: the number alone also follows what changed for requests of every kind, and the share follows what changed for all others.",
        }
        .to_owned(),
    );
    lines
}

/// What the readings rest on, and what they do not show.
#[must_use]
pub fn basis(measured: &Measured, row: &DecisionRow) -> Vec<String> {
    let mut lines = Vec::new();
    if row.survivor != row.topic_id {
        lines.push(format!(
            "The topic \u{201c}{}\u{201d} was merged into \u{201c}{}\u{201d}: what is counted here, before and after, are the requests on both together.",
            row.label, row.survivor_label
        ));
    }
    if let Ok(effect) = &measured.effect {
        lines.push(format!(
            "What came is held against {} in the months counted (Poisson regression with a step at the publication; the share is that of all requests received). The month of the publication and the month that is not over count in neither part.",
            followed(effect.terms)
        ));
    }
    if measured.empty > 0 {
        let (count, verb) = match measured.empty {
            1 => ("1 month".to_owned(), "is"),
            several => (words::count(several, "month"), "are"),
        };
        lines.push(format!(
            "{count} in which nothing at all was received {verb} left out."
        ));
    }
    if measured.effect.is_ok() {
        lines.push(
            "It shows what happened after the publication, not that the publication did it."
                .to_owned(),
        );
    }
    lines
}

const fn followed(terms: Terms) -> &'static str {
    match (terms.trend, terms.season) {
        (true, true) => "the level before, the trend and the season",
        (true, false) => {
            "the level before and the trend, with too few months or requests to tell a season,"
        }
        (false, true) => "the level before and the season",
        (false, false) => {
            "the level before, with too few months or requests to tell a trend or a season,"
        }
    }
}

fn told(what: &str, change: Change) -> String {
    if change.ratio.is_infinite() {
        return format!("{what} rose from none ({})", range(change));
    }
    let by = percent(change.ratio);
    let verb = if change.ratio < 1.0 { "fell" } else { "rose" };
    match change.verdict() {
        Verdict::Fell | Verdict::Rose => format!("{what} {verb} by {by}% ({})", range(change)),
        Verdict::NoClearChange if by == "0" => {
            format!("{what} did not clearly change ({})", range(change))
        }
        Verdict::NoClearChange => {
            format!(
                "{what} did not clearly change: it {verb} by {by}% ({})",
                range(change)
            )
        }
    }
}

fn range(change: Change) -> String {
    let (low, high) = (percent(change.low), percent(change.high));
    let name = |ratio: f64| if ratio < 1.0 { "fall" } else { "rise" };
    let ends = if change.high.is_infinite() {
        format!("a {} of {low}% or anything above", name(change.low))
    } else if change.high < 1.0 {
        format!("a fall of {high}% to {low}%")
    } else if change.low > 1.0 {
        format!("a rise of {low}% to {high}%")
    } else {
        format!("from a fall of {low}% to a rise of {high}%")
    };
    format!("95% range: {ends}")
}

/// How far a multiple lies from one, in percent.
fn percent(ratio: f64) -> String {
    let percent = ((ratio - 1.0) * 100.0).abs().round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number, and far below the largest"
    )]
    words::thousands(percent.min(1e9) as usize)
}

fn a_quarter(more: f64) -> String {
    let size = format!("{:.1}", more.abs());
    if size == "0.0" {
        return "none a quarter more or fewer than expected".to_owned();
    }
    let than = if more < 0.0 { "fewer" } else { "more" };
    format!("{size} a quarter {than} than expected")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(ratio: f64, low: f64, high: f64) -> Change {
        Change { ratio, low, high }
    }

    fn effect(counts: Change, others: Change, share: Change) -> Effect {
        Effect {
            terms: Terms::default(),
            counts,
            others: Some(others),
            share: Some(share),
            a_quarter: -3.04,
            expected: Vec::new(),
        }
    }

    #[test]
    fn both_readings_are_told_with_their_ranges() {
        let found = effect(
            change(0.7, 0.6, 0.82),
            change(1.1, 1.05, 1.15),
            change(0.636, 0.54, 0.75),
        );
        assert_eq!(
            readings(&found),
            [
                "The number of requests on this fell by 30% (95% range: a fall of 18% to 40%), 3.0 a quarter fewer than expected.",
                "The number of all other requests rose by 10% (95% range: a rise of 5% to 15%).",
                "The share of all requests that are on this fell by 36% (95% range: a fall of 25% to 46%).",
                "Both readings, the number and the share, say the same.",
            ]
        );
    }

    #[test]
    fn where_only_the_share_changed_it_is_said_that_they_differ() {
        let found = effect(
            change(1.05, 0.9, 1.2),
            change(1.7, 1.6, 1.8),
            change(0.62, 0.5, 0.75),
        );
        let said = readings(&found).join("\n");
        assert!(
            said.contains("did not clearly change: it rose by 5% (95% range: from a fall of 10% to a rise of 20%)"),
            "{said}"
        );
        assert!(said.contains("The two readings differ"), "{said}");
    }

    #[test]
    fn none_before_and_none_since_are_told_without_a_figure_that_is_none() {
        let began = told("It", change(f64::INFINITY, 4.2, f64::INFINITY));
        assert_eq!(
            began,
            "It rose from none (95% range: a rise of 320% or anything above)"
        );
        let may_have = told("It", change(f64::INFINITY, 0.4, f64::INFINITY));
        assert_eq!(
            may_have,
            "It rose from none (95% range: a fall of 60% or anything above)"
        );
        let ended = told("It", change(0.0, 0.0, 0.3));
        assert_eq!(ended, "It fell by 100% (95% range: a fall of 70% to 100%)");
        assert_eq!(percent(1234.0), "123,300");
    }
}
