//! `daylight candidates`: the topics to publish next, with the arithmetic of each score.

use super::{Failure, import, open, say};
use crate::casework::Casework;
use crate::casework::cases::import::{Beside, LogRow};
use crate::casework::publication::candidates::Candidates;
use crate::casework::publication::turns::Turns;
use crate::domain::publication::turn::Turn;
use crate::domain::viewer::Viewer;
use crate::domain::words;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How the candidates are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a terminal.
    Text,
    /// One JSON value.
    Json,
}

/// What to print.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Text for a terminal, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// How many to print in text.
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// A log that ends in .csv or .jsonl, to look at without taking it over.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The date of receipt of rows of the log that have none, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE", requires = "input")]
    received_default: Option<NaiveDate>,
}

/// Finds topics if none were found yet, and prints the candidates.
pub async fn run(args: &Args) -> Result<(), Failure> {
    match &args.input {
        None => print(args, &open::casework().await?).await,
        Some(file) => {
            // Without dates of receipt all rows can be given one.
            let needed = match args.received_default {
                None => &import::NEEDED[..],
                Some(_) => &["request"][..],
            };
            let rows = import::rows_of(file, needed)?;
            // A database of its own for as long as this takes; nothing is taken over.
            let folder = new_folder()
                .map_err(|e| Failure::Refused(format!("no temporary folder can be made: {e}")))?;
            let looked = look_at(args, rows, &folder).await;
            let removed = std::fs::remove_dir_all(&folder);
            looked?;
            removed.map_err(|e| {
                Failure::Refused(format!("{} cannot be removed: {e}", folder.display()))
            })
        }
    }
}

/// A folder that was not there before: what stands under a name that anybody can guess is theirs.
fn new_folder() -> std::io::Result<PathBuf> {
    let name = format!("daylight-{}", std::process::id());
    let mut folder = std::env::temp_dir().join(&name);
    for number in 2.. {
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                folder.set_file_name(format!("{name}-{number}"));
            }
            made => return made.map(|()| folder),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

async fn look_at(args: &Args, rows: Vec<LogRow>, folder: &Path) -> Result<(), Failure> {
    let casework = open::casework_in(folder).await?;
    let now = casework.now();
    let read = casework
        .cases()
        .import(&rows, args.received_default, now, Beside::Nobody, &|_| ())
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    complain!(
        "Read {}; {} passed over.",
        words::count(read.taken, "request"),
        words::count(read.refused.len(), "row")
    );
    if let Some(first) = read.refused.first() {
        complain!(
            "The first of these is row {}: {}.",
            first.number,
            first.text
        );
    }
    let printed = print(args, &casework).await;
    casework
        .reads(Viewer::SYSTEM)
        .close()
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    printed
}

async fn print(args: &Args, casework: &Casework) -> Result<(), Failure> {
    let refused = |e: crate::casework::CaseworkFault| Failure::Refused(e.to_string());
    let now = casework.now();
    let none_yet = casework
        .reads(Viewer::SYSTEM)
        .topics()
        .all()
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?
        .is_empty();
    if none_yet {
        complain!("Finding topics ...");
        let found = casework.topics().find_topics(now).await.map_err(refused)?;
        complain!(
            "Found {} among {}.",
            words::count(found.topics, "topic"),
            words::count(found.requests, "request")
        );
    }
    let candidates = casework
        .publishing()
        .candidates(now)
        .await
        .map_err(refused)?;
    let turns = candidates.turns(casework.publishing(), now);
    let turns = turns.await.map_err(refused)?;
    match args.format {
        Format::Json => say!("{:#}", as_json(&candidates)),
        Format::Text => say::write(format_args!("{}", as_text(&candidates, &turns, args.top))),
    }
    Ok(())
}

fn as_text(candidates: &Candidates, turns: &Turns, top: usize) -> String {
    let mut out = format!(
        "Publication candidates on {}. The score is Daylight's own, not statutory.\n",
        words::date(candidates.on)
    );
    if candidates.ranked.is_empty() {
        out.push_str(
            "There are no requests to find topics in yet; import a log or log requests first.\n",
        );
    }
    for (rank, candidate) in candidates.ranked.iter().take(top).enumerate() {
        let label = candidates
            .topics
            .get(&candidate.topic)
            .map_or("", |t| t.entry.label.as_str());
        let score = &candidate.score;
        out.push_str(&format!(
            "\n{}. {label} (topic {}, {})\n   Score {} of 100, {} without effort\n   Confidence {:?}: {}\n",
            rank + 1,
            candidate.topic,
            words::count(
                candidates.requests.get(&candidate.topic).copied().unwrap_or(0),
                "request"
            ),
            score.total,
            score.without_effort,
            score.confidence,
            score.confidence_because,
        ));
        for part in &score.parts {
            out.push_str(&format!(
                "   {:>4.0} of {:<3} {}: {}\n",
                part.points,
                part.out_of,
                part.name.title(),
                part.arithmetic
            ));
        }
        out.push_str(&format!(
            "   x {:<9.3} Publishable shape: {}\n",
            score.share.share, score.share.arithmetic
        ));
        let turn = turns.turns.get(&candidate.topic);
        let asks = match turn {
            Some(Turn::Owed) => "Decision owed",
            Some(Turn::Waits(_)) | None => "Asks for a decision",
        };
        for trigger in &score.triggers {
            out.push_str(&format!("   {asks}: {}\n", trigger.reason));
        }
        if let Some(Turn::Waits(place)) = turn {
            out.push_str(&format!(
                "   Waits until {} of those before it {} decided.\n",
                place,
                if *place == 1 { "is" } else { "are" }
            ));
        }
        for gate in &score.gates {
            out.push_str(&format!("   Blocked: {}\n", gate.reason));
        }
        if let Some(topic) = candidates.topics.get(&candidate.topic)
            && !topic.typical.is_empty()
        {
            out.push_str(&format!("   For example: {}\n", topic.typical.join(", ")));
        }
    }
    out
}

fn as_json(candidates: &Candidates) -> Value {
    let ranked: Vec<Value> = candidates
        .ranked
        .iter()
        .map(|candidate| {
            let topic = candidates.topics.get(&candidate.topic);
            json!({
                "topic": candidate.topic,
                "label": topic.map(|t| t.entry.label.clone()),
                "words": topic.map(|t| t.words.clone()),
                "typical": topic.map(|t| t.typical.clone()),
                "requests": candidates.requests.get(&candidate.topic),
                "score": candidate.score,
            })
        })
        .collect();
    json!({"on": candidates.on, "candidates": ranked})
}
