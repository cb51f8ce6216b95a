//! What cannot be extracted: topics refused on cost, for a director of data.

use crate::casework::publication::extraction::Unextracted as Found;
use crate::domain::publication::extraction::{CannotExtract, RefusedOnCost};
use crate::domain::words;
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::Link;
use crate::web::pages::publication::extraction::{ExtractionPage, Refusal, Unextracted};
use crate::web::routes::answer::Answer;
use crate::web::site::Site;
use rocket::{State, get};

/// Refusals of a topic that the page lists.
const LISTED: usize = 20;

/// The topics refused on cost.
#[get("/desk/topics/cannot-extract")]
pub async fn cannot_extract(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
) -> Result<Answer, Failure> {
    let publishing = site.casework.publishing();
    let found = publishing.cannot_extract(site.now()).await?;
    let page = ExtractionPage {
        summary: summary(&found),
        rows: found
            .topics
            .iter()
            .map(|topic| row(&found, topic))
            .collect(),
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Topics), &page)
}

fn summary(found: &Found) -> String {
    let refused: usize = found.topics.iter().map(|topic| topic.refused.len()).sum();
    let between = format!(
        "received between {} and {}",
        words::date(found.since),
        words::date(found.on)
    );
    let verb = if refused == 1 { "was" } else { "were" };
    let refused = words::count(refused, "request");
    match found.only {
        Some(_) => {
            format!("The newest {refused} of those {between} that were refused on their cost.")
        }
        None => format!("{refused} {between} {verb} refused on their cost, whole or in part."),
    }
}

fn row(found: &Found, topic: &CannotExtract) -> Unextracted {
    let known = topic
        .topic
        .and_then(|id| Some((id, found.labels.get(&id)?)));
    let all = topic.refused.len();
    let middle = topic
        .middle
        .filter(|_| topic.estimated > 1)
        .map(|minutes| format!("half of them up to {} each", in_hours(minutes)));
    let estimated =
        (topic.estimated < all).then(|| format!("of {} with an estimate", topic.estimated));
    let more = all.saturating_sub(LISTED);
    Unextracted {
        label: known.map_or_else(|| "No topic".to_owned(), |(_, label)| label.clone()),
        href: known.map_or_else(String::new, |(id, _)| links::topic(id)),
        refused: words::count(all, "request"),
        hours: if topic.estimated == 0 {
            "Not known".to_owned()
        } else {
            #[expect(
                clippy::cast_precision_loss,
                reason = "minutes of work, far below that"
            )]
            let minutes = topic.minutes as f64;
            in_hours(minutes)
        },
        of: [middle, estimated.filter(|_| topic.estimated > 0)]
            .into_iter()
            .flatten()
            .collect::<Vec<String>>()
            .join("; "),
        cures: topic
            .cures
            .iter()
            .map(|(cure, times)| format!("{cure} ({})", words::count(*times, "refusal")))
            .collect(),
        refusals: topic.refused.iter().take(LISTED).map(refusal).collect(),
        more: if more == 0 {
            String::new()
        } else {
            format!("And {} more.", words::thousands(more))
        },
    }
}

fn refusal(refused: &RefusedOnCost) -> Refusal {
    let sentence = |text: &str| {
        let text = text.trim();
        let ends = text.is_empty() || text.ends_with(['.', '!', '?']);
        if ends {
            text.to_owned()
        } else {
            format!("{text}.")
        }
    };
    Refusal {
        case: Link::new(refused.reference.clone(), links::case(&refused.reference)),
        received: words::date(refused.received),
        hours: refused.minutes.map_or_else(
            || "no estimate is recorded".to_owned(),
            |minutes| in_hours(f64::from(minutes)),
        ),
        why: sentence(&refused.why),
    }
}

/// Minutes as hours: whole ones, or with a half or so.
fn in_hours(minutes: f64) -> String {
    let hours = minutes / 60.0;
    let whole = hours.round();
    if (hours - whole).abs() < 0.05 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number that is not below zero"
        )]
        let whole = whole as usize;
        words::count(whole, "hour")
    } else {
        format!("{hours:.1} hours")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_whole_where_they_are() {
        assert_eq!(in_hours(60.0), "1 hour");
        assert_eq!(in_hours(90.0 * 60.0), "90 hours");
        assert_eq!(in_hours(75.0), "1.2 hours");
        assert_eq!(in_hours(72_000.0), "1,200 hours");
    }
}
