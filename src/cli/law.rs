//! `daylight law`: how sure the laws in use are, and how they are read where they are disputed, for the
//! lawyer who is to choose.
//!
//! Needs no database: the law is in the program and in the configuration folder.

use super::{Failure, open};
use crate::config::Law;
use crate::domain::civil_day;
use crate::domain::clock::ClockEvent;
use crate::domain::regime::{Reading, Regime, Sure};
use crate::domain::words::{self, date, long_date, sentence};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};

/// Which laws are printed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The laws, for example uk-foia-2000; without any, all of them
    #[arg(value_name = "REGIME")]
    regimes: Vec<String>,
}

/// Prints each regime with its readings.
///
/// # Errors
/// Faults of the configuration, and a regime there is none of.
pub fn run(args: &Args) -> Result<(), Failure> {
    let law = open::law()?;
    let known = law.regime_ids();
    if let Some(unknown) = args.regimes.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(Failure::Unusable(format!(
            "there is no regime \"{unknown}\"; use one of: {}",
            known.join(", ")
        )));
    }
    match print(&law, &args.regimes, io::stdout().lock()) {
        Ok(()) => Ok(()),
        // Whoever pages through it has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Refused(format!(
            "cannot write the answer ({error})"
        ))),
    }
}

fn print(law: &Law, wanted: &[String], mut out: impl Write) -> io::Result<()> {
    let asked =
        |regime: &&Regime| wanted.is_empty() || wanted.iter().any(|id| *id == regime.id.as_str());
    let mut plain = Vec::new();
    let mut readings = BTreeMap::new();
    for regime in law.regimes().filter(asked) {
        if regime.readings.is_empty() && regime.sure.is_none() {
            plain.push(regime.id.to_string());
            continue;
        }
        writeln!(out, "{} ({}): {}", regime.title, regime.citation, regime.id)?;
        if let Some(to) = regime.in_force_to {
            let from = date(regime.in_force_from);
            writeln!(out, "Of requests received from {from} to {}", date(to))?;
        } else if law.regimes().filter(|other| other.id == regime.id).count() > 1 {
            let from = date(regime.in_force_from);
            writeln!(out, "Of requests received from {from} on")?;
        }
        if let Some(sure) = regime.sure.map(Sure::words) {
            writeln!(out, "What decides its dates was {sure}")?;
        }
        for reading in &regime.readings {
            writeln!(out)?;
            print_one(regime, reading, &mut out)?;
            readings.insert(reading.id.as_str(), reading);
        }
        writeln!(out)?;
    }
    if !plain.is_empty() {
        writeln!(out, "Without a disputed reading: {}.", plain.join(", "))?;
        writeln!(out)?;
    }
    let Some(first) = readings.values().find(|reading| reading.is_unreviewed()) else {
        return Ok(());
    };
    let unreviewed = readings.values().filter(|reading| reading.is_unreviewed());
    writeln!(
        out,
        "Of {}, {} reviewed by nobody. Choose under [law.readings] of daylight.toml, and say there who has\nreviewed the choice:",
        words::count(readings.len(), "disputed reading"),
        match unreviewed.count() {
            1 => "1 is".to_owned(),
            many => format!("{many} are"),
        }
    )?;
    writeln!(
        out,
        "  {} = {{ choice = \"{}\", reviewed_by = \"A. Lawyer\", since = \"{}\" }}",
        first.id, first.taken, first.since
    )?;
    let all = law.regimes().flat_map(|regime| &regime.readings);
    let latest = all.map(|reading| reading.since).max();
    writeln!(
        out,
        "or who takes as they are shipped all of which nothing else is said there:\n  as_shipped = {{ reviewed_by = \"A. Lawyer\", since = \"{}\" }}",
        latest.unwrap_or(first.since)
    )
}

fn print_one(regime: &Regime, reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let (taken, other) = (reading.taken(), reading.other());
    writeln!(out, "  {}, on {}", reading.id, reading.section)?;
    writeln!(
        out,
        "    Read so:     {}: {}",
        taken.id,
        sentence(&taken.text)
    )?;
    writeln!(
        out,
        "    Or so:       {}: {}",
        other.id,
        sentence(&other.text)
    )?;
    writeln!(out, "    Example:     {}", example(regime, reading))?;
    writeln!(out, "    Source:      {}", sentence(&reading.source))?;
    writeln!(
        out,
        "    How sure:    {}",
        sentence(reading.certainty.words())
    )?;
    writeln!(out, "    Reviewed by: {}", sentence(&reading.reviewed()))
}

/// The life that shows what the choice decides, with its date under the one taken and the other.
fn example(regime: &Regime, reading: &Reading) -> String {
    let example = &reading.example;
    let [first, second] = &example.gives;
    let (so, otherwise) = if reading.taken().id == reading.choices[0].id {
        (first, second)
    } else {
        (second, first)
    };
    let mut life = vec![format!("received on {}", date(example.received))];
    life.extend(example.events.iter().map(told));
    format!(
        "{}: {} is {}, or else {}.",
        sentence(&words::list(&life)).trim_end_matches('.'),
        example.date.name(regime),
        spoken(so),
        spoken(otherwise)
    )
}

/// A day as an example has it: none while the clock is stopped.
fn spoken(day: &str) -> String {
    civil_day::parse(day).map_or_else(|| "no day".to_owned(), long_date)
}

fn told(event: &ClockEvent) -> String {
    let until = event
        .until
        .map_or_else(String::new, |until| format!(" until {}", date(until)));
    format!("{} on {}{until}", event.kind.noun(), date(event.on))
}
