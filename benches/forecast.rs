//! Says how often the range of a forecast held on real logs, and how far forecasts were off.
//!
//! `cargo bench --bench forecast -- one.csv other.csv` reads logs with the columns `received` and
//! `request`, finds the topics of each, and forecasts every quarter of every topic from those before
//! it, as the desk would have: only quarters that have eight before them, only topics that had a
//! request by then. With `--only NAME` only rows whose `authority` begins with NAME count.
//! Beside the forecast stand the mean of the last four quarters and that of all, for their error.
//! Without a file it says so and ends.

use chrono::{Datelike, NaiveDate};
use daylight::config;
use daylight::domain::publication::forecast::{LEAST_QUARTERS, forecast};
use daylight::domain::topics::{Document, Settings, discover};
use std::collections::BTreeMap;
use std::error::Error;

/// Why the bench could not go on.
type Fault = Box<dyn Error + Send + Sync>;

/// Quarters the desk looks back on.
const LOOKED_AT: usize = 12;

/// A request: the month it came in, counted from the year 0, and its text.
struct Request {
    month: i32,
    text: String,
}

/// How forecasts fared.
#[derive(Default)]
struct Fared {
    forecasts: u32,
    held: u32,
    /// Of topics with a request a quarter or more, where a range that begins at 0 says something.
    larger: u32,
    larger_held: u32,
    width: f64,
    off: f64,
    off_of_four: f64,
    off_of_all: f64,
}

fn read(path: &str, only: &str) -> Result<Vec<Request>, Fault> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (received, request) = column("received")
        .zip(column("request"))
        .ok_or("a log has the columns received and request")?;
    let authority = column("authority");
    let mut requests = Vec::new();
    for row in reader.records() {
        let row = row?;
        let named = authority.and_then(|at| row.get(at)).unwrap_or_default();
        // A month is enough; a year alone is not.
        let day = row.get(received).unwrap_or_default();
        let day = if day.len() == 7 {
            format!("{day}-01")
        } else {
            day.to_owned()
        };
        let Ok(day) = day.parse::<NaiveDate>() else {
            continue;
        };
        let text = row.get(request).unwrap_or_default().to_owned();
        if named.starts_with(only) && !text.trim().is_empty() {
            let month = day.year() * 12 + i32::try_from(day.month0())?;
            requests.push(Request { month, text });
        }
    }
    Ok(requests)
}

/// The first and the last month of the longest stretch in which a log is whole: of months with a
/// fifth or more of the requests a month has in the middle; its first, which may have begun late, left out.
fn whole(requests: &[Request]) -> Option<(i32, i32)> {
    let mut months: BTreeMap<i32, usize> = BTreeMap::new();
    for request in requests {
        *months.entry(request.month).or_default() += 1;
    }
    let mut sizes: Vec<usize> = months.values().copied().collect();
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len() / 2)?;
    let full = |month: &i32| months.get(month).is_some_and(|n| n * 5 >= *usual);
    let mut longest: Option<(i32, i32)> = None;
    for first in months
        .keys()
        .copied()
        .filter(|m| full(m) && !full(&(m - 1)))
    {
        let last = (first..).take_while(full).last()?;
        if longest.is_none_or(|(from, to)| last - first > to - from) {
            longest = Some((first, last));
        }
    }
    longest.map(|(first, last)| (first + 1, last))
}

fn quarters_of_topics(requests: &[Request], settings: &Settings) -> Option<Vec<Vec<u32>>> {
    let (first, last) = whole(requests)?;
    let ids: Vec<String> = (0..requests.len()).map(|at| at.to_string()).collect();
    let documents: Vec<Document<'_>> = requests
        .iter()
        .zip(&ids)
        .map(|(request, id)| Document {
            id,
            text: &request.text,
        })
        .collect();
    let found = discover(&documents, settings);
    let quarters = usize::try_from((last - first + 1) / 3).ok()?;
    // As at the desk, quarters end with the last month.
    let start = last + 1 - i32::try_from(quarters).ok()? * 3;
    let mut topics: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (request, assigned) in requests.iter().zip(&found.assignments) {
        let of_topic = topics
            .entry(assigned.topic)
            .or_insert_with(|| vec![0; quarters]);
        let at = usize::try_from((request.month - start).div_euclid(3)).ok();
        if let Some(quarter) = at.and_then(|at| of_topic.get_mut(at)) {
            *quarter += 1;
        }
    }
    Some(topics.into_values().collect())
}

fn mean(quarters: &[u32]) -> f64 {
    quarters.iter().map(|q| f64::from(*q)).sum::<f64>() / quarters.len() as f64
}

fn fared(topics: &[Vec<u32>]) -> Fared {
    let mut fared = Fared::default();
    for quarters in topics {
        for at in LEAST_QUARTERS..quarters.len() {
            let past = &quarters[at.saturating_sub(LOOKED_AT)..at];
            let Ok(found) = forecast(past) else {
                continue;
            };
            if past.iter().all(|q| *q == 0) {
                continue;
            }
            let came = f64::from(quarters[at]);
            let held = found.low <= came && came <= found.high;
            fared.forecasts += 1;
            fared.held += u32::from(held);
            if found.requests >= 1.0 {
                fared.larger += 1;
                fared.larger_held += u32::from(held);
            }
            fared.width += found.high - found.low;
            fared.off += (found.requests - came).abs();
            fared.off_of_four += (mean(&past[past.len() - 4..]) - came).abs();
            fared.off_of_all += (mean(past) - came).abs();
        }
    }
    fared
}

fn main() -> Result<(), Fault> {
    let mut only = String::new();
    let mut logs = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--only" {
            only = words.next().unwrap_or_default();
        } else if word.ends_with(".csv") {
            logs.push(word);
        }
    }
    if logs.is_empty() {
        println!("Name logs: cargo bench --bench forecast -- one.csv other.csv [--only AUTHORITY]");
    }
    let settings = config::topics::load(None).map_err(|fault| fault.to_string())?;
    for log in logs {
        let requests = read(&log, &only)?;
        let Some(topics) = quarters_of_topics(&requests, &settings) else {
            println!("{log}: no month with requests");
            continue;
        };
        let fared = fared(&topics);
        let each = f64::from(fared.forecasts.max(1));
        let share = |held: u32, of: u32| 100.0 * f64::from(held) / f64::from(of.max(1));
        println!(
            "{log}: {} requests, {} topics, {} quarters, {} forecasts; the 90% range held {:.1}% \
             ({:.1}% of the {} at one a quarter or more), {:.1} wide in the mean; off by {:.3}, \
             the mean of four quarters by {:.3}, that of all looked at by {:.3}",
            requests.len(),
            topics.len(),
            topics.first().map_or(0, Vec::len),
            fared.forecasts,
            share(fared.held, fared.forecasts),
            share(fared.larger_held, fared.larger),
            fared.larger,
            fared.width / each,
            fared.off / each,
            fared.off_of_four / each,
            fared.off_of_all / each
        );
    }
    Ok(())
}
