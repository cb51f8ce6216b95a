//! The queue's filter as an address, and the address as a filter.
//!
//! Figures elsewhere link to exactly their cases through [`queue_href`].

use crate::domain::case::{Outcome, Stage};
use crate::domain::civil_day;
use crate::domain::publication::counted::Which;
use crate::store::{Filter, Lateness, Position, Reviews};
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use chrono::NaiveDate;
use rocket::http::RawStr;

/// The address of the list of exactly these cases.
#[must_use]
pub fn queue_href(filter: &Filter) -> String {
    let pairs = pairs(filter);
    if pairs.is_empty() {
        return links::cases();
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", RawStr::new(value).percent_encode()))
        .collect();
    format!("{}?{}", links::cases(), pairs.join("&"))
}

/// The address of the list's next page, or the one before.
#[must_use]
pub fn page_href(filter: &Filter, position: Position) -> String {
    let base = queue_href(filter);
    format!(
        "{base}{}{}={},{}",
        if base.contains('?') { '&' } else { '?' },
        if position.backwards {
            "before"
        } else {
            "after"
        },
        position.due,
        position.id,
    )
}

/// A filter's fields, as the form and the address name them.
#[must_use]
pub fn pairs(filter: &Filter) -> Vec<(&'static str, String)> {
    let mut pairs: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name, value: Option<String>| {
        if let Some(value) = value {
            pairs.push((name, value));
        }
    };
    add("stage", filter.stage.clone());
    add("lateness", filter.lateness.map(|l| l.as_str().to_owned()));
    let officer = filter.officer.map(|id| id.to_string());
    add("officer", officer);
    add("officer", filter.unallocated.then(|| "none".to_owned()));
    add("waiting", filter.waiting.then(|| "yes".to_owned()));
    add("team", filter.team.clone());
    add("regime", filter.regime.clone());
    add("topic", filter.topic.map(|id| id.to_string()));
    add("q", filter.words.clone());
    add("outcome", filter.outcome.clone());
    add("counted", filter.counted.map(|w| w.as_str().to_owned()));
    for (from, to, range) in [
        ("received_from", "received_to", filter.received),
        ("responded_from", "responded_to", filter.responded),
        ("ended_from", "ended_to", filter.ended),
    ] {
        add(from, range.map(|(first, _)| first.to_string()));
        add(to, range.map(|(_, last)| last.to_string()));
    }
    if let Some((reviews, from, to)) = filter.reviews {
        add("reviews", Some(reviews.as_str().to_owned()));
        add("reviews_from", Some(from.to_string()));
        add("reviews_to", Some(to.to_string()));
    }
    add("open_at", filter.open_at.map(|day| day.to_string()));
    let in_time = filter.in_time.map(|yes| if yes { "yes" } else { "no" });
    add("in_time", in_time.map(str::to_owned));
    add("extended", filter.extended.then(|| "yes".to_owned()));
    if filter.open != open_by_default(filter) {
        add("all", Some(if filter.open { "no" } else { "yes" }.into()));
    }
    pairs
}

/// Whether only open cases are listed when the address does not say: not where it asks for
/// something that closed cases have too.
fn open_by_default(filter: &Filter) -> bool {
    let Filter {
        open: _,
        stage,
        lateness,
        officer: _,
        unallocated: _,
        waiting,
        team: _,
        regime: _,
        topic,
        outcome,
        counted,
        received,
        responded,
        ended,
        open_at,
        in_time,
        extended,
        reviews,
        words,
    } = filter;
    lateness.is_some()
        || !(*waiting
            || stage.is_some()
            || topic.is_some()
            || outcome.is_some()
            || counted.is_some()
            || received.is_some()
            || responded.is_some()
            || ended.is_some()
            || open_at.is_some()
            || in_time.is_some()
            || *extended
            || reviews.is_some()
            || words.is_some())
}

/// The filter an address asks for.
///
/// # Errors
/// A word the filter does not know, with what can be put there.
pub fn filter_of(query: &Typed) -> Result<Filter, Failure> {
    let word = |name: &str| query.some(name).map(str::to_owned);
    let known = |name: &str, is: bool| {
        if query.some(name).is_none() || is {
            Ok(())
        } else {
            Err(unknown(
                query,
                name,
                "choose one from the list above the requests",
            ))
        }
    };
    known("stage", Stage::parse(query.get("stage").trim()).is_some())?;
    let lateness = query.some("lateness").and_then(Lateness::parse);
    known("lateness", lateness.is_some())?;
    known(
        "outcome",
        Outcome::parse(query.get("outcome").trim()).is_some(),
    )?;
    let counted = query.some("counted").and_then(Which::parse);
    if query.some("counted").is_some() && counted.is_none() {
        let instead = "open a figure of a score instead";
        return Err(unknown(query, "counted", instead));
    }
    let reviews = query.some("reviews").and_then(Reviews::parse);
    if query.some("reviews").is_some() && reviews.is_none() {
        let instead = "open a figure of a report instead";
        return Err(unknown(query, "reviews", instead));
    }
    let between = range(query, "reviews_from", "reviews_to")?;
    let unallocated = query.some("officer") == Some("none");
    let officer = if unallocated {
        None
    } else {
        number(query, "officer")?
    };
    let mut filter = Filter {
        open: false,
        stage: word("stage"),
        lateness,
        officer,
        unallocated,
        waiting: yes_or_no(query, "waiting")?.unwrap_or(false),
        team: word("team"),
        regime: word("regime"),
        topic: number(query, "topic")?,
        outcome: word("outcome"),
        counted,
        received: range(query, "received_from", "received_to")?,
        responded: range(query, "responded_from", "responded_to")?,
        ended: range(query, "ended_from", "ended_to")?,
        open_at: day(query, "open_at")?,
        in_time: yes_or_no(query, "in_time")?,
        extended: yes_or_no(query, "extended")?.unwrap_or(false),
        reviews: reviews
            .zip(between)
            .map(|(what, (from, to))| (what, from, to)),
        words: word("q"),
    };
    filter.open = match yes_or_no(query, "all")? {
        Some(all) => !all,
        None => open_by_default(&filter),
    };
    Ok(filter)
}

/// The place in the list an address asks for.
///
/// # Errors
/// A place that is none.
pub fn position_of(query: &Typed) -> Result<Option<Position>, Failure> {
    let (name, backwards) = if query.ticked("before") {
        ("before", true)
    } else {
        ("after", false)
    };
    let Some(place) = query.some(name) else {
        return Ok(None);
    };
    place
        .split_once(',')
        .and_then(|(due, id)| {
            Some(Position {
                due: civil_day::parse(due)?,
                id: id.parse().ok()?,
                backwards,
            })
        })
        .map(Some)
        .ok_or_else(|| unknown(query, name, "go back to the first page of the list"))
}

fn number(query: &Typed, name: &str) -> Result<Option<i64>, Failure> {
    query
        .some(name)
        .map(|text| {
            text.parse()
                .map_err(|_| unknown(query, name, "give its number"))
        })
        .transpose()
}

fn day(query: &Typed, name: &str) -> Result<Option<NaiveDate>, Failure> {
    query
        .some(name)
        .map(|text| {
            civil_day::parse(text).ok_or_else(|| unknown(query, name, "give a day like 2026-11-23"))
        })
        .transpose()
}

fn range(query: &Typed, from: &str, to: &str) -> Result<Option<(NaiveDate, NaiveDate)>, Failure> {
    Ok(match (day(query, from)?, day(query, to)?) {
        (None, None) => None,
        (first, last) => Some((
            first.unwrap_or_else(|| NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()),
            last.unwrap_or_else(|| NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()),
        )),
    })
}

fn yes_or_no(query: &Typed, name: &str) -> Result<Option<bool>, Failure> {
    match query.some(name) {
        None => Ok(None),
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        Some(_) => Err(unknown(query, name, "write yes or no")),
    }
}

fn unknown(query: &Typed, name: &str, instead: &str) -> Failure {
    Failure::Refused(format!(
        "The list cannot be filtered by {name} \u{201c}{}\u{201d}; {instead}",
        query.get(name)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::reports::month::cases_behind;
    use crate::casework::reports::month::last_day;
    use crate::domain::statistics::Figure;

    /// Reads an address as the browser sends it back.
    fn read(href: &str) -> Typed {
        let query = href.split_once('?').map_or("", |(_, query)| query);
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .fold(Typed::default(), |typed, (name, value)| {
                let value = RawStr::new(value).percent_decode_lossy();
                typed.with(name, &value)
            })
    }

    #[test]
    fn every_figure_of_the_report_links_to_the_filter_it_was_counted_with() {
        let first = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
        for figure in Figure::all() {
            let filter = cases_behind(figure, (first, last_day(first)));
            let again = filter_of(&read(&queue_href(&filter))).unwrap();
            assert_eq!(again, filter, "{figure:?}");
        }
    }

    #[test]
    fn a_filter_survives_its_address_whatever_its_words() {
        let filters = [
            Filter::default(),
            Filter {
                open: true,
                ..Filter::default()
            },
            Filter {
                open: true,
                stage: Some("drafting".into()),
                ..Filter::default()
            },
            Filter {
                open: true,
                unallocated: true,
                team: Some("R&D = 100%".into()),
                ..Filter::default()
            },
            Filter {
                officer: Some(7),
                topic: Some(3),
                words: Some("a+b \u{e9}#?&q=1".into()),
                ..Filter::default()
            },
            Filter {
                open: true,
                lateness: Some(Lateness::Stopped),
                regime: Some("uk-eir-2004".into()),
                ..Filter::default()
            },
            Filter {
                topic: Some(3),
                counted: Some(Which::AlreadyPublic),
                ..Filter::default()
            },
            Filter {
                waiting: true,
                ..Filter::default()
            },
        ];
        for filter in filters {
            let again = filter_of(&read(&queue_href(&filter))).unwrap();
            assert_eq!(again, filter, "{}", queue_href(&filter));
        }
    }

    #[test]
    fn only_open_requests_are_listed_until_something_closed_ones_have_is_asked_for() {
        assert!(filter_of(&Typed::default()).unwrap().open);
        assert!(filter_of(&read("?officer=3&stage=")).unwrap().open);
        assert!(!filter_of(&read("?q=drone")).unwrap().open);
        assert!(!filter_of(&read("?all=yes")).unwrap().open);
    }

    #[test]
    fn an_unknown_word_is_refused_and_a_place_in_the_list_is_kept() {
        for bad in [
            "?stage=lost",
            "?lateness=soon",
            "?officer=x",
            "?open_at=2026-13-01",
            "?all=perhaps",
            "?counted=rejected",
        ] {
            assert!(filter_of(&read(bad)).is_err(), "{bad}");
        }
        let position = Position {
            due: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            id: 41,
            backwards: true,
        };
        let href = page_href(
            &Filter {
                open: true,
                ..Filter::default()
            },
            position,
        );
        assert_eq!(position_of(&read(&href)).unwrap(), Some(position));
        assert!(position_of(&read("?after=tomorrow")).is_err());
    }
}
