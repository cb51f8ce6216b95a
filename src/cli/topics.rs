//! `daylight topics`: topics, similar requests and suggestions for any log of requests in JSON lines.
//!
//! Needs no database. Output is written beside its place and moved there when whole, so that a run
//! which fails leaves nothing half-written.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Failure;
use crate::config;
use crate::domain::topics::{self, Document, Settings};
use lines::{Id, Request};

mod lines;

/// What to do with a log of requests.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the recurring topics.
    Discover(Discover),
}

/// Finds topics at a coarse and a fine level.
#[derive(Debug, Args)]
pub struct Discover {
    /// Requests as JSON lines {"id","text"}; `-` is standard input.
    #[arg(long)]
    pub input: PathBuf,
    /// Where to write {"id","topic","label","fine_topic","fine_label"}; `-` is standard output.
    #[arg(long)]
    pub output: PathBuf,
    /// A folder with your own topics.toml.
    #[arg(long)]
    pub config: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// One sentence saying what is wrong with which line or file, and what to do.
pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Discover(arguments) => discover(arguments),
    }
}

#[derive(Serialize)]
struct Discovered<'a> {
    id: &'a Id,
    topic: String,
    label: &'a str,
    fine_topic: String,
    fine_label: &'a str,
}

fn discover(arguments: &Discover) -> Result<(), Failure> {
    let settings = settings(arguments.config.as_deref())?;
    let requests = read(&arguments.input)?;
    let keys: Vec<String> = requests.iter().map(|r| r.id.to_string()).collect();
    let found = topics::discover(&documents(&requests, &keys), &settings);
    eprintln!(
        "Found {} topics and {} fine topics.",
        found.topics.len(),
        found.fine_topics.len()
    );
    let rows = requests
        .iter()
        .zip(&found.assignments)
        .filter_map(|(request, given)| {
            let topic = found.topics.get(given.topic as usize - 1)?;
            let fine = found.fine_topics.get(given.fine_topic as usize - 1)?;
            Some(Discovered {
                id: &request.id,
                topic: format!("T{}", topic.number),
                label: &topic.label,
                fine_topic: format!("T{}.{}", topic.number, fine.number),
                fine_label: &fine.label,
            })
        });
    lines::write(&arguments.output, rows)
}

fn settings(folder: Option<&std::path::Path>) -> Result<Settings, Failure> {
    config::topics::load(folder).map_err(|fault| Failure::Unusable(fault.to_string()))
}

fn read(path: &std::path::Path) -> Result<Vec<Request>, Failure> {
    let requests = lines::read(path)?;
    eprintln!(
        "Read {} from {}.",
        crate::domain::words::count(requests.len(), "request"),
        path.display()
    );
    Ok(requests)
}

fn documents<'a>(requests: &'a [Request], keys: &'a [String]) -> Vec<Document<'a>> {
    requests
        .iter()
        .zip(keys)
        .map(|(request, id)| Document {
            id,
            text: &request.text,
        })
        .collect()
}
