//! `daylight import FILE...`: an earlier log, row by row, or messages.

use super::{Failure, open, receive, serve, shown};
use crate::casework::import::{Imported, LogRow};
use crate::domain::words;
use chrono::NaiveDate;
use std::fs;
use std::path::{Path, PathBuf};

/// What to take over.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files that end in .csv or .jsonl (a log), .eml or .mbox (messages).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The date of receipt of rows that have none, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    received_default: Option<NaiveDate>,
}

/// Columns of a log, as a heading names them.
const COLUMNS: [&str; 8] = [
    "reference",
    "received",
    "authority",
    "requester_category",
    "subject",
    "request",
    "outcome",
    "regime",
];

/// Columns no log can be taken over without.
pub(super) const NEEDED: [&str; 2] = ["received", "request"];

/// What other logs call a column.
fn also_called(column: &str) -> &'static [&'static str] {
    match column {
        "reference" => &["id", "ref", "request_number", "reference_number"],
        "received" => &["date", "date_received", "received_date", "request_date"],
        "request" => &[
            "text",
            "description",
            "summary",
            "request_summary",
            "request_text",
        ],
        "subject" => &["title"],
        "outcome" => &["decision", "disposition"],
        _ => &[],
    }
}

/// Takes over every file.
pub async fn run(args: &Args) -> Result<(), Failure> {
    let is_mail = |file: &&PathBuf| {
        let ending = file.extension().and_then(|e| e.to_str());
        ending.is_some_and(|e| matches!(e, "eml" | "mbox"))
    };
    let (messages, logs): (Vec<&PathBuf>, Vec<&PathBuf>) = args.files.iter().partition(is_mail);
    if !messages.is_empty() {
        let messages: Vec<&Path> = messages.into_iter().map(PathBuf::as_path).collect();
        receive::files(&messages).await?;
        if logs.is_empty() {
            return Ok(());
        }
    }
    // Every file is read before anything is written.
    let logs = logs
        .into_iter()
        .map(|file| Ok((file, rows_of(file, &NEEDED)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let casework = open::casework().await?;
    let mut refused = 0;
    for (file, rows) in logs {
        let progress = serve::progress(rows.len() as u64, "Importing rows");
        let now = casework.moment(crate::now::now());
        let imported = casework
            .import(rows, args.received_default, now, &|done| {
                progress.set_position(done);
            })
            .await
            .map_err(|e| Failure::Refused(format!("{}: nothing was imported: {e}", shown(file))))?;
        progress.finish_and_clear();
        tell(file, &imported, &casework.settings.storage.data)?;
        refused += imported.refused.len();
    }
    casework
        .store
        .close()
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    if refused == 0 {
        Ok(())
    } else {
        Err(Failure::Refused(format!(
            "{} not taken; mend them in the file and import it again: rows taken before are passed over",
            if refused == 1 {
                "1 row was".to_owned()
            } else {
                format!("{} rows were", words::thousands(refused))
            }
        )))
    }
}

/// Says what an import came to, and writes every remark and refusal to a file.
fn tell(file: &Path, imported: &Imported, data: &Path) -> Result<(), Failure> {
    let rows = |number| words::count(number, "row");
    println!(
        "{}: {} taken, {} known already, {} refused.",
        file.display(),
        rows(imported.taken),
        words::thousands(imported.known),
        words::thousands(imported.refused.len())
    );
    if !imported.remarks.is_empty() {
        println!(
            "{} taken with a reading of something left open.",
            rows(imported.remarks.len())
        );
    }
    for refusal in imported.refused.iter().take(5) {
        println!("  row {}: {}", refusal.number, refusal.text);
    }
    if imported.refused.len() > 5 {
        println!("  ...");
    }
    if imported.refused.is_empty() && imported.remarks.is_empty() {
        return Ok(());
    }
    let stem = file
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let summary = data.join("imports").join(format!("{stem}-summary.csv"));
    let failed = |e: &dyn std::fmt::Display| {
        Failure::Refused(format!(
            "the summary {} cannot be written: {e}; the rows were taken all the same",
            summary.display()
        ))
    };
    fs::create_dir_all(data.join("imports")).map_err(|e| failed(&e))?;
    let mut out = csv::Writer::from_path(&summary).map_err(|e| failed(&e))?;
    out.write_record(["row", "reference", "taken", "why"])
        .map_err(|e| failed(&e))?;
    let lines = imported
        .refused
        .iter()
        .map(|r| (r, "no"))
        .chain(imported.remarks.iter().map(|r| (r, "yes")));
    for (remark, taken) in lines {
        out.write_record([
            &remark.number.to_string(),
            &remark.reference,
            taken,
            &remark.text,
        ])
        .map_err(|e| failed(&e))?;
    }
    out.flush().map_err(|e| failed(&e))?;
    println!("Each of them is in {}.", summary.display());
    Ok(())
}

/// The rows of a log that has these columns at least.
pub(super) fn rows_of(file: &Path, needed: &[&str]) -> Result<Vec<LogRow>, Failure> {
    let bytes = fs::read(file)
        .map_err(|e| Failure::Unusable(format!("{} cannot be read: {e}", file.display())))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Failure::Unusable(format!(
            "{} is not in UTF-8 (line {line}); save it as UTF-8 and import it again",
            file.display()
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match file.extension().and_then(|e| e.to_str()) {
        Some("csv") => of_csv(file, text, needed),
        Some("jsonl") => of_jsonl(file, text),
        _ => Err(Failure::Unusable(format!(
            "{}: a log has to be a .csv or a .jsonl file and messages .eml or .mbox; save it as one of these",
            file.display()
        ))),
    }
}

fn of_csv(file: &Path, text: &str, needed: &[&str]) -> Result<Vec<LogRow>, Failure> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let unusable =
        |e: csv::Error| Failure::Unusable(format!("{} cannot be read as CSV: {e}", file.display()));
    let heading = reader.headers().map_err(unusable)?.clone();
    let called = |name: &str| {
        heading
            .iter()
            .position(|h| h.trim().replace([' ', '-'], "_").eq_ignore_ascii_case(name))
    };
    let place = |name: &str| {
        let others = also_called(name).iter();
        called(name).or_else(|| others.copied().find_map(called))
    };
    let missing: Vec<&str> = needed
        .iter()
        .copied()
        .filter(|n| place(n).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Unusable(format!(
            "{} has no column {}; its first line has to name the columns (known are: {})",
            file.display(),
            missing.join(" and no column "),
            COLUMNS.join(", ")
        )));
    }
    let places = COLUMNS.map(place);
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(unusable)?;
        let cell = |n: usize| {
            places[n]
                .and_then(|p| record.get(p))
                .unwrap_or_default()
                .to_owned()
        };
        rows.push(LogRow {
            number: at + 2,
            reference: cell(0),
            received: cell(1),
            authority: cell(2),
            requester_category: cell(3),
            subject: cell(4),
            request: cell(5),
            outcome: cell(6),
            regime: cell(7),
        });
    }
    Ok(rows)
}

fn of_jsonl(file: &Path, text: &str) -> Result<Vec<LogRow>, Failure> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let value: serde_json::Value = serde_json::from_str(line).map_err(|e| {
            Failure::Unusable(format!(
                "{} line {} is not a JSON object: {e}",
                file.display(),
                at + 1
            ))
        })?;
        let cell = |names: &[&str]| {
            names
                .iter()
                .find_map(|n| value.get(n).and_then(|v| v.as_str()))
                .unwrap_or_default()
                .to_owned()
        };
        rows.push(LogRow {
            number: at + 1,
            reference: cell(&["reference", "id"]),
            received: cell(&["received", "date"]),
            authority: cell(&["authority"]),
            requester_category: cell(&["requester_category"]),
            subject: cell(&["subject"]),
            request: cell(&["request", "text"]),
            outcome: cell(&["outcome"]),
            regime: cell(&["regime"]),
        });
    }
    Ok(rows)
}
