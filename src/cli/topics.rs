//! `daylight topics`: topics, similar requests and suggestions for any log of requests in JSON lines or CSV.
//!
//! Needs no database. A file it writes is there whole or as it was before.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Failure, output};
use crate::config;
use crate::domain::topics::{self, Confirmed, Document, Index, Settings, Suggester};
use crate::domain::words::count;
use lines::{Id, Request};

mod lines;

/// What to do with a log of requests.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the recurring topics.
    Discover(Discover),
    /// Find requests like given ones.
    Similar(Similar),
    /// Suggest confirmed topics for new requests.
    Assign(Assign),
}

/// Finds topics at a coarse and a fine level.
#[derive(Debug, Args)]
pub struct Discover {
    /// Requests as JSON lines {"id","text"} or as .csv (columns `reference`, `request`); `-` is standard input.
    #[arg(long)]
    pub input: PathBuf,
    /// Where to write {"id","topic","label","fine_topic","fine_label"}; `-` is standard output.
    #[arg(long)]
    pub output: PathBuf,
    /// A folder with another topics.toml than the authority's.
    #[arg(long)]
    pub config: Option<PathBuf>,
}

/// Finds requests like given ones.
#[derive(Debug, Args)]
pub struct Similar {
    /// Requests to look among, as JSON lines {"id","text"} or as .csv (columns `reference`, `request`); `-` is standard input.
    #[arg(long)]
    pub corpus: PathBuf,
    /// Requests to find the like of, as JSON lines {"id","text"} or as .csv (columns `reference`, `request`); `-` is standard input.
    #[arg(long)]
    pub queries: PathBuf,
    /// Results for each query.
    #[arg(long, default_value_t = 10)]
    pub top: usize,
    /// Where to write {"query","results":[{"id","score","shared"}]}; `-` is standard output.
    #[arg(long)]
    pub output: PathBuf,
    /// A folder with another topics.toml than the authority's.
    #[arg(long)]
    pub config: Option<PathBuf>,
}

/// Suggests confirmed topics for new requests.
#[derive(Debug, Args)]
pub struct Assign {
    /// Requests a person placed in a topic, as JSON lines {"id","text","topic"} or as .csv (columns `reference`, `request`, `topic`); `-` is standard input.
    #[arg(long)]
    pub confirmed: PathBuf,
    /// New requests as JSON lines {"id","text"} or as .csv (columns `reference`, `request`); `-` is standard input.
    #[arg(long)]
    pub input: PathBuf,
    /// Where to write {"id","suggestions":[{"topic","score","because"}],"new_topic_likelihood"}; `-` is standard output.
    #[arg(long)]
    pub output: PathBuf,
    /// A folder with another topics.toml than the authority's.
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
        Command::Similar(arguments) => similar(arguments),
        Command::Assign(arguments) => assign(arguments),
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
    output::apart(&arguments.output, &[&arguments.input])?;
    let settings = settings(arguments.config.as_deref())?;
    let requests = read(&arguments.input)?;
    let keys = keys(&requests);
    let found = topics::discover(&documents(&requests, &keys), &settings);
    complain!(
        "Found {} and {}.",
        count(found.topics.len(), "topic"),
        count(found.fine_topics.len(), "fine topic")
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

#[derive(Serialize)]
struct Found<'a> {
    query: &'a Id,
    results: Vec<Hit<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    id: &'a Id,
    score: f32,
    shared: Vec<String>,
}

fn similar(arguments: &Similar) -> Result<(), Failure> {
    output::apart(&arguments.output, &[&arguments.corpus, &arguments.queries])?;
    let settings = settings(arguments.config.as_deref())?;
    not_both(&arguments.corpus, &arguments.queries)?;
    let corpus = read(&arguments.corpus)?;
    let queries = read(&arguments.queries)?;
    let index = Index::new(&documents(&corpus, &keys(&corpus)), &settings);
    complain!("Read how {} are worded.", count(corpus.len(), "request"));
    let rows = queries.iter().map(|query| Found {
        query: &query.id,
        results: index
            // One more, because a query that stands in the corpus finds itself.
            .similar(&query.text, arguments.top.saturating_add(1))
            .into_iter()
            .filter(|hit| corpus[hit.place].id != query.id)
            .take(arguments.top)
            .map(|hit| Hit {
                id: &corpus[hit.place].id,
                score: rounded(hit.score),
                shared: hit.shared,
            })
            .collect(),
    });
    lines::write(&arguments.output, rows)
}

#[derive(Serialize)]
struct Suggested<'a> {
    id: &'a Id,
    suggestions: Vec<TopicLine>,
    new_topic_likelihood: f32,
}

#[derive(Serialize)]
struct TopicLine {
    topic: String,
    score: f32,
    because: Vec<String>,
}

fn assign(arguments: &Assign) -> Result<(), Failure> {
    output::apart(&arguments.output, &[&arguments.confirmed, &arguments.input])?;
    let settings = settings(arguments.config.as_deref())?;
    not_both(&arguments.confirmed, &arguments.input)?;
    let placed = read(&arguments.confirmed)?;
    let new = read(&arguments.input)?;
    let topics = placed
        .iter()
        .map(|request| {
            request.topic.as_ref().map(ToString::to_string).ok_or_else(|| {
                Failure::Refused(format!(
                    "{}: the request with id \"{}\" has no \"topic\": write the confirmed topic on every line.",
                    arguments.confirmed.display(),
                    request.id
                ))
            })
        })
        .collect::<Result<Vec<String>, Failure>>()?;
    let placed_keys = keys(&placed);
    let confirmed: Vec<Confirmed<'_>> = documents(&placed, &placed_keys)
        .into_iter()
        .zip(&topics)
        .map(|(document, topic)| Confirmed { document, topic })
        .collect();
    let suggester = Suggester::new(&confirmed, &documents(&new, &keys(&new)), &settings);
    complain!("Learnt from {}.", count(placed.len(), "confirmed request"));
    let rows = new.iter().map(|request| {
        let found = suggester.suggest(&request.text);
        Suggested {
            id: &request.id,
            suggestions: found
                .ranked
                .into_iter()
                .map(|suggestion| TopicLine {
                    topic: suggestion.topic,
                    score: rounded(suggestion.score),
                    because: suggestion.because,
                })
                .collect(),
            new_topic_likelihood: rounded(found.new_topic_likelihood),
        }
    });
    lines::write(&arguments.output, rows)
}

/// The settings in the folder named, or else in the administrator's.
fn settings(named: Option<&Path>) -> Result<Settings, Failure> {
    let (folder, faults) = config::settings::folder(named, config::settings::environment());
    if let Some(fault) = faults.first() {
        return Err(Failure::Unusable(fault.to_string()));
    }
    config::topics::load(folder.as_deref()).map_err(|fault| Failure::Unusable(fault.to_string()))
}

fn not_both(one: &Path, other: &Path) -> Result<(), Failure> {
    if one == Path::new("-") && other == Path::new("-") {
        return Err(Failure::Unusable(
            "Standard input can be read once: give a file for one of the two inputs.".to_owned(),
        ));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Request>, Failure> {
    let requests = lines::read(path)?;
    complain!(
        "Read {} from {}.",
        count(requests.len(), "request"),
        path.display()
    );
    Ok(requests)
}

fn keys(requests: &[Request]) -> Vec<String> {
    requests
        .iter()
        .map(|request| request.id.to_string())
        .collect()
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

/// To four decimals: more would be noise.
fn rounded(score: f32) -> f32 {
    (score * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
#[path = "topics/tests.rs"]
mod tests;
