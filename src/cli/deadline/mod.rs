//! `daylight deadline`: the dates of one request with their arithmetic, or of many by batch.
//!
//! Needs no database: the law is in the program and in the configuration folder.

pub mod batch;
mod line;

use crate::cli::failure::Failure;
use crate::config::Law;
use crate::config::law::UnknownRegime;
use crate::domain::calendar::Calendar;
use crate::domain::civil_day;
use crate::domain::clock::{Circumstances, ClockEvent, Run, compute_for};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{Limit, Regime};
use crate::domain::strip::{Day, DayKind, strip};
use chrono::{NaiveDate, TimeDelta, Weekday};
use std::io::{self, Write};

/// The arguments of `daylight deadline`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The regime, for example uk-foia-2000
    #[arg(long, required_unless_present = "batch")]
    pub regime: Option<String>,
    /// The day of receipt at the authority, as YYYY-MM-DD
    #[arg(long, required_unless_present = "batch", value_parser = day)]
    pub received: Option<NaiveDate>,
    /// Something that happened, for example fee_paid@2026-03-02; may be repeated. An extension can
    /// name its ground and its new last day: extended@2026-06-20:public-interest:2026-07-24; the
    /// transfer of a part is transferred@2026-06-03:in_part
    #[arg(long = "event", value_name = "KIND@DATE[:GROUND][:UNTIL]", value_parser = event)]
    pub events: Vec<ClockEvent>,
    /// The calendar, in place of the regime's own
    #[arg(long)]
    pub calendar: Option<String>,
    /// The variant of the regime for some bodies or information, for example school
    #[arg(long)]
    pub variant: Option<String>,
    /// A run of days on which the authority is closed, for a variant that sets them aside;
    /// may be repeated
    #[arg(long = "closed", value_name = "FROM..TO", value_parser = run_of_days, requires = "variant")]
    pub closed: Vec<Run>,
    /// Read requests from standard input and write their dates, one JSON object a line
    #[arg(long, conflicts_with_all = ["regime", "received", "events", "calendar", "variant", "closed"])]
    pub batch: bool,
}

/// Prints to standard output what was asked.
///
/// # Errors
/// [`Failure::Unusable`] for a regime or calendar that does not exist; [`Failure::Refused`]
/// for events or dates the law refuses, or when any line of a batch was refused.
pub fn run(args: &Args, law: &Law) -> Result<(), Failure> {
    let stdout = io::stdout();
    if args.batch {
        let tally = batch::run(law, io::stdin().lock(), stdout.lock()).map_err(|error| {
            Failure::Refused(format!(
                "the batch stopped because a stream broke ({error}); run it again"
            ))
        })?;
        return match tally.refused {
            0 => Ok(()),
            refused => Err(Failure::Refused(format!(
                "{refused} of {} lines could not be computed; see their \"error\"",
                tally.read
            ))),
        };
    }
    let (Some(id), Some(received)) = (&args.regime, args.received) else {
        return Err(Failure::Unusable(
            "give --regime and --received, or --batch".to_owned(),
        ));
    };
    let regime = law.regime(id, received).map_err(|error| match error {
        UnknownRegime::Id { .. } => Failure::Unusable(error.to_string()),
        UnknownRegime::NotInForce { .. } => Failure::Refused(error.to_string()),
    })?;
    let calendar = law
        .calendar(args.calendar.as_ref().unwrap_or(&regime.default_calendar))
        .map_err(|error| Failure::Unusable(error.to_string()))?;
    let with_days;
    let calendar = if args.closed.is_empty() {
        calendar
    } else {
        with_days = (**calendar).clone().closed_on(args.closed.clone());
        &with_days
    };
    let circumstances =
        circumstances(regime, args.variant.as_deref(), &[]).map_err(Failure::Unusable)?;
    let place = |at| {
        let event: Option<&ClockEvent> = args.events.get(at);
        format!(
            "the ground of --event {}",
            event.map(ToString::to_string).unwrap_or_default()
        )
    };
    line::grounds(regime, &args.events, place).map_err(Failure::Refused)?;
    let deadlines = compute_for(regime, calendar, received, &args.events, circumstances)
        .map_err(|error| Failure::Refused(error.to_string()))?;
    let limit = circumstances.limit(regime);
    print(&deadlines, regime, calendar, limit, stdout.lock())
        .map_err(|error| Failure::Refused(format!("cannot write the answer ({error})")))
}

/// Prints the dates and the arithmetic as plain text, in words and day by day.
///
/// # Errors
/// When writing fails.
pub fn print(
    deadlines: &Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    limit: &Limit,
    mut out: impl Write,
) -> io::Result<()> {
    writeln!(out, "{} ({})", regime.title, regime.citation)?;
    writeln!(out, "Calendar: {}", calendar.title())?;
    writeln!(out)?;
    let rows = deadlines.named(regime);
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, date) in rows {
        if let Some(date) = date {
            writeln!(out, "{name:width$}  {}", deadlines.marked(date))?;
        } else if name == "Answer due" {
            let none = if deadlines.names_no_day() {
                "no fixed day: the law says promptly"
            } else {
                "no date while the clock is stopped"
            };
            writeln!(out, "{name:width$}  {none}")?;
        }
    }
    let state = deadlines.state.as_str().replace('_', " ");
    writeln!(out, "{:width$}  {state}", "State")?;
    writeln!(out)?;
    writeln!(out, "How it was counted")?;
    for step in &deadlines.explanation {
        write!(out, "- {}", step.text)?;
        match &step.section {
            Some(section) => writeln!(out, " ({section})")?,
            None => writeln!(out)?,
        }
    }
    let calendar = regime.days(calendar, deadlines.received);
    weeks(&strip(deadlines, limit, calendar), &mut out)?;
    out.flush()
}

/// Prints the days from receipt to the last one, a week a line: the number of each day that
/// counts, and a mark on those that do not.
fn weeks(days: &[Day], out: &mut impl Write) -> io::Result<()> {
    let Some(first) = days.first() else {
        return Ok(());
    };
    writeln!(out)?;
    writeln!(out, "Day by day, the week beginning")?;
    writeln!(out, "{:11}  Mon  Tue  Wed  Thu  Fri  Sat  Sun", "")?;
    let mut monday = first.on.week(Weekday::Mon).first_day();
    let mut days = days.iter().peekable();
    while days.peek().is_some() {
        let mut line = format!("{:>11}", monday.format("%-d %b %Y").to_string());
        for on in monday.iter_days().take(7) {
            let day = days.next_if(|day| day.on == on);
            line.push_str(&format!("{:>5}", day.map_or_else(String::new, cell)));
        }
        writeln!(out, "{}", line.trim_end())?;
        monday += TimeDelta::days(7);
    }
    writeln!(
        out,
        "R received or begun again, - not counted, = clock stopped, * due"
    )
}

/// A day as it stands in its week: its number where it counts.
fn cell(day: &Day) -> String {
    match day.kind {
        DayKind::Start => "R".to_owned(),
        DayKind::Off => "-".to_owned(),
        DayKind::Stopped => "=".to_owned(),
        DayKind::Counted => number(day).to_owned(),
        DayKind::Due => format!("{}*", number(day)),
    }
}

/// The number of a day that counts: its text begins with it. The last day has none where an
/// extension set it to a day off.
fn number(day: &Day) -> &str {
    let first = day.text.split(',').next().unwrap_or_default();
    if first.chars().all(|c| c.is_ascii_digit()) {
        first
    } else {
        "-"
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    civil_day::parse(text).ok_or_else(|| "write the date as YYYY-MM-DD".to_owned())
}

fn event(text: &str) -> Result<ClockEvent, String> {
    text.parse()
}

fn run_of_days(text: &str) -> Result<Run, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("write the days as FROM..TO, for example 2025-07-23..2025-09-02")?;
    let run = (day(from)?, day(to)?);
    if run.1 < run.0 {
        return Err("the last day is before the first; swap the two".to_owned());
    }
    Ok(run)
}

/// What is special about a request, by the name of the regime's variant.
fn circumstances<'a>(
    regime: &'a Regime,
    variant: Option<&str>,
    closed: &'a [Run],
) -> Result<Circumstances<'a>, String> {
    let variant = variant
        .map(|id| {
            regime.variant(id).ok_or_else(|| {
                let known: Vec<&str> = regime.variants.iter().map(|v| v.id.as_str()).collect();
                match known.as_slice() {
                    [] => format!("{} has no variants; leave it out", regime.short_title),
                    _ => format!(
                        "{} has no variant \"{id}\"; use one of: {}",
                        regime.short_title,
                        known.join(", ")
                    ),
                }
            })
        })
        .transpose()?;
    Ok(Circumstances { variant, closed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(regime: &str, received: &str, events: &[&str]) -> String {
        let law = Law::load(None).unwrap();
        let received = day(received).unwrap();
        let regime = law.regime(regime, received).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        let events: Vec<ClockEvent> = events.iter().map(|e| event(e).unwrap()).collect();
        let deadlines = compute_for(
            regime,
            calendar,
            received,
            &events,
            Circumstances::default(),
        )
        .unwrap();
        let mut out = Vec::new();
        print(&deadlines, regime, calendar, &regime.limit, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_text_names_the_world_cup_bank_holiday_of_scotland() {
        let text = text("uk-foia-2000", "2026-05-28", &[]);
        let due = text.lines().find(|line| line.starts_with("Answer due"));
        assert!(
            due.is_some_and(|line| line.ends_with("  Friday 26 June 2026")),
            "{text}"
        );
        assert!(
            text.contains(
                "- Monday 15 June 2026 is not counted: World Cup bank holiday in Scotland\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("the 20th working day after receipt (s.10(1))"),
            "{text}"
        );
    }

    #[test]
    fn the_days_stand_in_their_weeks_with_their_numbers() {
        let text = text("uk-foia-2000", "2026-05-28", &["extended@2026-06-11"]);
        let from = text.find("Day by day").unwrap();
        let lines: Vec<&str> = text[from..].lines().collect();
        assert_eq!(
            lines[1..6],
            [
                "             Mon  Tue  Wed  Thu  Fri  Sat  Sun",
                "25 May 2026                   R    1    -    -",
                " 1 Jun 2026    2    3    4    5    6    -    -",
                " 8 Jun 2026    7    8    9   10   11    -    -",
                "15 Jun 2026    -   12   13   14   15    -    -",
            ],
            "{text}"
        );
        assert!(lines.iter().any(|line| line.ends_with("40*")), "{text}");
    }

    #[test]
    fn a_stopped_clock_prints_no_due_date_and_says_how_long_the_fee_may_be_paid() {
        let text = text(
            "uk-foia-2000",
            "2025-09-01",
            &["fees_notice_issued@2025-09-08"],
        );
        assert!(
            text.contains("no date while the clock is stopped"),
            "{text}"
        );
        assert!(text.contains("Sunday 7 December 2025"), "{text}");
        assert!(text.contains("awaiting fee"), "{text}");
    }
}
