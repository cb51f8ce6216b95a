//! `daylight calendar import FILE`: bank holidays as GOV.UK publishes them, shown before they
//! are taken into use.
//!
//! With `--apply` they are written into the configuration folder and open cases are counted
//! again; a running Daylight notices within a minute.

use super::{Failure, open, shown};
use crate::casework::Casework;
use crate::config::law::{Change, Difference, Override, Published, compare, write_published};
use crate::domain::viewer::Viewer;
use crate::domain::words;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// What to do with calendars.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show what published bank holidays change, and take them into use with --apply.
    Import(Args),
}

/// The file to compare.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Bank holidays in the JSON form in which GOV.UK publishes them
    file: PathBuf,
    /// Write them into the configuration folder and count open cases again
    #[arg(long)]
    apply: bool,
}

/// Shows the difference a file makes, and applies it where asked.
pub async fn run(command: &Command) -> Result<(), Failure> {
    let Command::Import(args) = command;
    let text = std::fs::read_to_string(&args.file)
        .map_err(|e| Failure::Unusable(format!("{} cannot be read: {e}", shown(&args.file))))?;
    let published = Published::read(&text).map_err(|fault| {
        Failure::Refused(format!("{} was not taken: {fault}", shown(&args.file)))
    })?;
    let settings = open::settings()?;
    let today = crate::now::now()
        .with_timezone(&settings.authority.time_zone)
        .date_naive();
    let difference = compare(&published, settings.folder.as_deref(), today)
        .map_err(|faults| open::refuse(&faults))?;
    show(&difference);
    if difference.changes.iter().all(Change::is_empty) {
        say!("The calendars in use say the same; there is nothing to write.");
        return Ok(());
    }
    if !args.apply {
        say!("Nothing is written yet; add --apply to take this into use.");
        return Ok(());
    }
    let Some(folder) = &settings.folder else {
        return Err(Failure::Refused(
            "there is no configuration folder to write to; make one named config here, or set \
             DAYLIGHT_CONFIG to yours"
                .to_owned(),
        ));
    };
    apply(&difference, folder).await
}

async fn apply(difference: &Difference, folder: &Path) -> Result<(), Failure> {
    // What stands must be sound before anything is changed.
    let parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    let casework = match open::there_is_a_database(&parts.settings)? {
        true => Some(open::casework().await?),
        false => None,
    };
    if let Some(casework) = &casework {
        let now = casework.now();
        // Dates that move are told to requesters.
        casework
            .laws()
            .chosen_law(now)
            .await
            .map_err(|e| refused(&e))?;
        casework
            .reads(Viewer::SYSTEM)
            .close()
            .await
            .map_err(|e| refused(&e))?;
    }
    let written = write_published(difference, folder)
        .map_err(|e| Failure::Refused(format!("{} cannot be written to: {e}", shown(folder))))?;
    for file in &written {
        say!("Written: {}", shown(file));
    }
    if casework.is_none() {
        say!("There is no database yet, so no case to count again.");
        return Ok(());
    }
    let casework = open::casework().await?;
    let now = casework.now();
    let moved = casework
        .laws()
        .follow_the_law(now)
        .await
        .map_err(|e| refused(&e));
    tell(&casework, moved?);
    casework
        .reads(Viewer::SYSTEM)
        .close()
        .await
        .map_err(|e| refused(&e))
}

fn refused(fault: &dyn std::fmt::Display) -> Failure {
    Failure::Refused(fault.to_string())
}

fn tell(casework: &Casework, moved: usize) {
    match moved {
        0 => say!("No open case has another due date."),
        moved => say!(
            "{} moved; officers see which and why at {}/desk/dates-moved.",
            words::count(moved, "due date"),
            casework.settings.web.base_url.trim_end_matches('/')
        ),
    }
}

fn show(difference: &Difference) {
    for change in &difference.changes {
        say!("{}", change.calendar.title);
        if change.is_empty() {
            say!("  no difference");
        }
        for (on, name) in &change.added {
            say!("  added    {}  {name}", words::long_date(*on));
        }
        for (on, name) in &change.removed {
            say!("  removed  {}  {name}", words::long_date(*on));
        }
        for (on, name, then) in &change.renamed {
            say!(
                "  renamed  {}  {name} becomes {then}",
                words::long_date(*on)
            );
        }
        if let Some((known, last)) = change.reaches {
            say!("  known to the end of {last}, so far to the end of {known}");
        }
    }
    for entry in &difference.kept {
        say!("Kept: {}", reviewed(entry));
    }
    for entry in &difference.agreed {
        say!("No longer needed, the file agrees: {}", reviewed(entry));
    }
}

fn reviewed(entry: &Override) -> String {
    let says = |on: NaiveDate| match &entry.holiday {
        Some(name) => format!("{} is {name}", words::date(on)),
        None => format!("{} is a working day", words::date(on)),
    };
    format!(
        "{} in {}, reviewed by {} on {}: {}",
        says(entry.on),
        entry.calendar,
        entry.reviewed_by,
        words::date(entry.reviewed_on),
        entry.why
    )
}
