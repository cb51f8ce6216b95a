//! Everything a score is weighed by, in words, as it stands beside the table of candidates.

use crate::domain::publication::weights::ConfidenceLimit;
use crate::domain::publication::{PartName, Weights};
use crate::domain::words;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::publication::candidates::Weight;

/// The parts of the score, and how each comes to its points.
pub fn parts(weights: &Weights) -> Vec<Weight> {
    let (demand, persistence) = (&weights.demand, &weights.persistence);
    let (effort, releasability) = (&weights.effort, &weights.releasability);
    let interest = &weights.public_interest;
    let rubric: Vec<String> = interest.rubric.iter().map(u32::to_string).collect();
    [
        (
            PartName::Demand,
            demand.points,
            format!(
                "How many people asked; {}, or {} of the authority\u{2019}s requests where that is more, earn all the points. One who asked in the last 12 months counts 1, in the year before {}. Of those who sent the text of one campaign, at most {} count in a year.",
                demand.full_at,
                percent(demand.full_share),
                demand.earlier_year,
                demand.campaign_most
            ),
        ),
        (
            PartName::Persistence,
            persistence.points,
            format!(
                "In how many of the last {} somebody asked, with at least {} of what the authority is asked in a quarter; all of them earn all the points.",
                words::count(persistence.quarters as usize, "quarter"),
                percent(persistence.least_share)
            ),
        ),
        (
            PartName::Effort,
            effort.points,
            format!(
                "The hours that answering took; {} hours a year, or those of {} of the authority\u{2019}s requests of the last 12 months at {} hours each where that is more, earn all the points. The requests of the last 12 months count the median of the recorded hours each, or {} hours while none are recorded.",
                effort.full_at_hours,
                percent(effort.full_share),
                effort.estimated_hours,
                effort.estimated_hours
            ),
        ),
        (
            PartName::Releasability,
            releasability.points,
            format!(
                "How much could be given of what was decided in the last 24 months. Granted in full counts 1, granted in part {}, refused or not held nothing.",
                releasability.part
            ),
        ),
        (
            PartName::PublicInterest,
            interest.points,
            format!(
                "What the public gains: on the rubric {} points, with a written reason; and up to {} from the authority\u{2019}s own survey and from searches of the last 12 months that found nothing published, of which every {} earn one. At most {} a topic are counted in a day.",
                words::list(&rubric),
                interest.signals_most,
                interest.searches_a_point,
                words::count(interest.searches_a_day as usize, "search")
            ),
        ),
    ]
    .into_iter()
    .map(|(name, most, meaning)| Weight {
        part: name.title().to_owned(),
        most: most.to_string(),
        meaning,
    })
    .collect()
}

/// A share of 0 to 1 as it is read: `2%`, `0.5%`.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The limits of confidence, gates, triggers and disclosure, none of which change the score.
pub fn limits(weights: &Weights) -> Vec<SummaryRow> {
    let (gates, triggers) = (&weights.gates, &weights.triggers);
    let threshold = weights.disclosure.threshold;
    let grade = |limit: &ConfidenceLimit| {
        format!(
            "at least {} in the last 24 months, {:.0}% of them confirmed and {:.0}% with recorded hours",
            words::count(limit.requests, "request"),
            limit.confirmed * 100.0,
            limit.hours_recorded * 100.0
        )
    };
    let own_files = weights.shape.mostly.map_or_else(String::new, |mostly| {
        format!(
            "; or {} or more of its requests are about one address, person or incident each, unless a person says otherwise in the assessment",
            percent(mostly)
        )
    });
    vec![
        SummaryRow::new(
            "Publishable shape",
            format!(
                "The points of all parts are multiplied by the share of the requests of the last 24 months whose words ask for what could be published: figures, lists, costs, policies, contracts, reports. One whose words do not say counts {}, one about one address, person or incident {}.",
                weights.shape.neither, weights.shape.own_file
            ),
        ),
        SummaryRow::new(
            "Confidence",
            format!(
                "A: {}. B: {}. C: anything else.",
                grade(&weights.confidence.a),
                grade(&weights.confidence.b)
            ),
        ),
        SummaryRow::new(
            "What blocks publication by itself",
            format!(
                "It describes nothing in the last {}; preparing it takes more than {} hours; all answers in the last 24 months, at least {}, were that it is not held, or all were refusals{}.",
                words::count(gates.out_of_date_months as usize, "month"),
                gates.preparation_hours,
                gates.answers_alike,
                own_files
            ),
        ),
        SummaryRow::new(
            "What makes a decision owed",
            format!(
                "{} in the last 12 months and a release; {} for a dataset in the last 12 months; {} in the last 3 months that it is already available. Of the topics without a decision {} are decided about at a time, those with the highest scores first.",
                words::count(triggers.requesters, "requester"),
                words::count(triggers.dataset_requests, "request"),
                words::count(triggers.already_public, "answer"),
                triggers.owed_at_once
            ),
        ),
        SummaryRow::new(
            "What is never published",
            format!(
                "Counts of people from 1 to below {threshold}, and the name of a topic that fewer than {threshold} people asked about."
            ),
        ),
    ]
}
