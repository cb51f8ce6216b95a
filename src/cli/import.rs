//! `daylight import FILE...`: an earlier log, row by row, or messages.

mod quotes;
mod summary;

use super::{Failure, faulty, open, receive, serve, shown};
use crate::casework::cases::import::{Beside, Imported, LogRow, Stopped};
use crate::domain::plain::plain;
use crate::domain::viewer::Viewer;
use crate::domain::words;
use chrono::NaiveDate;
use std::collections::HashMap;
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
    let casework = open::writing().await?;
    let mut refused = 0;
    for (file, rows) in logs {
        let progress = serve::progress(rows.len() as u64, "Importing rows");
        let now = casework.now();
        let imported = casework
            .cases()
            .import(&rows, args.received_default, now, Beside::Others, &|done| {
                progress.set_position(done);
            })
            .await;
        progress.finish_and_clear();
        let data = &casework.settings.storage.data;
        let imported = imported.map_err(|stopped| cut_short(file, &stopped, data))?;
        tell(file, &imported, data)?;
        refused += imported.refused.len();
    }
    casework
        .reads(Viewer::SYSTEM)
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

/// What is said of an import that a fault ended; what it came to before is told as ever.
fn cut_short(file: &Path, stopped: &Stopped, data: &Path) -> Failure {
    let (taken, fault) = (stopped.so_far.taken, &stopped.fault);
    if taken == 0 {
        return Failure::Refused(format!("{}: nothing was imported: {fault}", shown(file)));
    }
    if let Err(failure) = tell(file, &stopped.so_far, data) {
        complain!("daylight: {failure}");
    }
    Failure::Refused(format!(
        "{}: the import ended early: {fault}. What was taken before, {}, stays; import the file again: rows taken before are passed over",
        shown(file),
        words::count(taken, "row")
    ))
}

/// Says what an import came to, and writes every remark and refusal to a file.
fn tell(file: &Path, imported: &Imported, data: &Path) -> Result<(), Failure> {
    let rows = |number| words::count(number, "row");
    say!(
        "{}: {} taken, {} known already, {} refused.",
        file.display(),
        rows(imported.taken),
        words::thousands(imported.known),
        words::thousands(imported.refused.len())
    );
    if !imported.remarks.is_empty() {
        say!(
            "{} taken with a reading of something left open.",
            rows(imported.remarks.len())
        );
    }
    for refusal in imported.refused.iter().take(5) {
        say!("  row {}: {}", refusal.number, refusal.text);
    }
    if imported.refused.len() > 5 {
        say!("  ...");
    }
    if imported.refused.is_empty() && imported.remarks.is_empty() {
        return Ok(());
    }
    let folder = data.join("imports");
    let summary = summary::write(file, imported, &folder).map_err(|e| {
        Failure::Refused(format!(
            "the summary in {} cannot be written: {e}; the rows were taken all the same",
            folder.display()
        ))
    })?;
    say!("Each of them is in {}.", summary.display());
    Ok(())
}

/// The rows of a log that has these columns at least.
pub(super) fn rows_of(file: &Path, needed: &[&str]) -> Result<Vec<LogRow>, Failure> {
    match file.extension().and_then(|e| e.to_str()) {
        Some("csv") => {
            let rows = table_of(file, needed, COLUMNS)?.into_iter();
            Ok(rows.map(|(number, cells)| row(number, cells)).collect())
        }
        Some("jsonl") => of_jsonl(file),
        _ => Err(Failure::Unusable(format!(
            "{}: a log has to be a .csv or a .jsonl file and messages .eml or .mbox; save it as one of these",
            file.display()
        ))),
    }
}

/// A row whose cells stand in the order of the columns.
fn row(number: usize, cells: [String; COLUMNS.len()]) -> LogRow {
    let [
        reference,
        received,
        authority,
        requester_category,
        subject,
        request,
        outcome,
        regime,
    ] = cells;
    LogRow {
        number,
        reference,
        received,
        authority,
        requester_category,
        subject,
        request,
        outcome,
        regime,
    }
}

fn text_of(file: &Path) -> Result<String, Failure> {
    let bytes = fs::read(file)
        .map_err(|e| Failure::Unusable(format!("{} cannot be read: {e}", file.display())))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        faulty::not_utf8(file.display(), line)
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The cells of these columns in each row of a CSV file, with the row's number in the file; empty
/// where the file has no such column and it is none of those needed.
pub(super) fn table_of<const N: usize>(
    file: &Path,
    needed: &[&str],
    columns: [&str; N],
) -> Result<Vec<(usize, [String; N])>, Failure> {
    let text = text_of(file)?;
    if let Some(line) = quotes::open_in(&text) {
        return Err(faulty::open_quotes(file.display(), line));
    }
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let wanting = |e: csv::Error| {
        Failure::Refused(format!(
            "{} cannot be read as CSV ({e}): put quotes around a cell that has a comma.",
            file.display()
        ))
    };
    let heading = reader.headers().map_err(wanting)?.clone();
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
            "{} has no column {}: name the columns in its first line and separate with commas (known are: {}).",
            file.display(),
            missing.join(" and no column "),
            columns.join(", ")
        )));
    }
    let places = columns.map(place);
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(wanting)?;
        let cell = |place: Option<usize>| place.and_then(|p| record.get(p)).unwrap_or_default();
        rows.push((at + 2, places.map(|place| plain(cell(place)).into_owned())));
    }
    Ok(rows)
}

fn of_jsonl(file: &Path) -> Result<Vec<LogRow>, Failure> {
    let mut rows = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, line) in text_of(file)?.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = at + 1;
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).map_err(|_| faulty::not_json(file.display(), number))?;
        let cell = |names: &[&str]| {
            let value = names.iter().find_map(|name| match object.get(*name) {
                Some(serde_json::Value::String(text)) => Some(plain(text).into_owned()),
                Some(serde_json::Value::Number(number)) => Some(number.to_string()),
                _ => None,
            });
            value.unwrap_or_default()
        };
        let id = cell(&["id"]);
        if !id.is_empty()
            && let Some(first) = seen.insert(id.clone(), number)
        {
            return Err(faulty::repeats(file.display(), number, id, first));
        }
        rows.push(LogRow {
            number,
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
