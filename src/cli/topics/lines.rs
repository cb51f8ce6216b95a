//! JSON lines in and out: every fault names its line, and output appears whole or not at all.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{faulty, import, output};
use super::Failure;

/// A request's id as it was written: text or a whole number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Text(String),
    Number(i64),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// One line of a log of requests.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Request {
    pub(super) id: Id,
    pub(super) text: String,
    /// The confirmed topic, where the line gives one.
    #[serde(default)]
    pub(super) topic: Option<Id>,
}

/// Reads the requests of a file of JSON lines or of CSV, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<Vec<Request>, Failure> {
    let name = path.display();
    if path.extension().is_some_and(|end| end == "csv") {
        return of_csv(path);
    }
    let source: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|e| {
            Failure::Unusable(format!(
                "{name} cannot be opened ({e}): give the path of a file of JSON lines."
            ))
        })?;
        Box::new(BufReader::new(file))
    };
    let mut requests = Vec::new();
    let mut seen: HashMap<Id, usize> = HashMap::new();
    for (at, line) in source.split(b'\n').enumerate() {
        let place = at + 1;
        let refused = |what: &str| Failure::Refused(format!("{name} line {place} {what}"));
        let bytes = line.map_err(|e| refused(&format!("cannot be read ({e}): check the file.")))?;
        let text = String::from_utf8(bytes).map_err(|_| faulty::not_utf8(&name, place))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        let request: Request = serde_json::from_str(text).map_err(|e| match remedy(&e) {
            Some(remedy) => refused(&remedy),
            None => faulty::not_json(&name, place),
        })?;
        if let Some(first) = seen.insert(request.id.clone(), place) {
            return Err(faulty::repeats(&name, place, &request.id, first));
        }
        requests.push(request);
    }
    Ok(requests)
}

/// The requests of an earlier log, one for each row: a reference that repeats, or is missing, is
/// told apart by its row.
fn of_csv(path: &Path) -> Result<Vec<Request>, Failure> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let columns = ["reference", "request", "subject", "topic"];
    let rows = import::table_of(path, &["request"], columns)?.into_iter();
    Ok(rows
        .map(|(number, [reference, request, subject, topic])| {
            let reference = match reference.trim() {
                "" => format!("row {number}"),
                known => known.to_owned(),
            };
            let id = match seen.insert(reference.clone(), number) {
                None => reference,
                Some(_) => format!("{reference} (row {number})"),
            };
            Request {
                id: Id::Text(id),
                text: if request.trim().is_empty() {
                    subject
                } else {
                    request
                },
                topic: match topic.trim() {
                    "" => None,
                    topic => Some(Id::Text(topic.to_owned())),
                },
            }
        })
        .collect())
}

/// What a JSON line lacks as a request; nothing where it is not JSON at all.
fn remedy(error: &serde_json::Error) -> Option<String> {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    error.is_data().then(|| {
        format!("is not a request ({reason}): write an \"id\" and a \"text\" on every line.")
    })
}

/// Writes rows as JSON lines to a file, or to standard output for `-`.
pub(super) fn write<T: Serialize>(
    path: &Path,
    rows: impl Iterator<Item = T>,
) -> Result<(), Failure> {
    output::write(path, |out| {
        let mut out = BufWriter::new(out);
        for row in rows {
            serde_json::to_writer(&mut out, &row)?;
            out.write_all(b"\n")?;
        }
        out.flush()
    })
}
