//! `daylight report month YYYY-MM`.

use super::{Failure, Format, open, say};
use chrono::NaiveDate;

/// Which report.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The volumes of one month, against last month and the same month last year.
    Month {
        /// The month, as YYYY-MM.
        month: String,
        /// What to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// Prints a report.
pub async fn run(command: &Command) -> Result<(), Failure> {
    let Command::Month { month, format } = command;
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").map_err(|_| {
        Failure::Unusable(format!(
            "\"{month}\" is not a month; write it as YYYY-MM, for example 2026-06"
        ))
    })?;
    let casework = open::casework().await?;
    let today = casework.now().today;
    let report = casework
        .reports()
        .month_report(first, today)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    match format {
        Format::Text => say::write(format_args!("{}", report.text())),
        Format::Json => say!("{:#}", report.json()),
        Format::Csv => {
            let text = report.csv().map_err(|e| Failure::Refused(e.to_string()))?;
            say::write(format_args!("{text}"));
        }
    }
    Ok(())
}
