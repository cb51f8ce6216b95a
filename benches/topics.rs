//! Times topic discovery, similar requests and suggestions over made-up logs, and says how good they are.
//!
//! `cargo bench --bench topics -- 10000 100000` prints for each size the seconds of processor time, the
//! growth since the size before, the most memory the process has held, and the adjusted Rand index against
//! the subjects the log was made from; beside 45,000 and 1,000,000 requests, what they may cost. Sizes should ascend. Then a generated authority is filled, and what
//! a request costs on arrival is timed over its database, and the candidates: all of them, after a request
//! came, and when nothing happened. Those are times by the clock, which tell of this program only where
//! nothing else runs. Linux only: processor time and memory are read from `/proc`.

#[path = "support/agreement.rs"]
mod agreement;
mod support;

use daylight::domain::viewer::Viewer;
use std::time::Instant;

use agreement::agreement;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::{Casework, Parts};
use daylight::config;
use daylight::config::settings::Settings;
use daylight::demo::{Demo, name_authority};
use daylight::domain::case::{Actor, Channel};
use daylight::domain::topics::{Document, Index, discover};
use daylight::templates::Templates;
use support::{Fault, cpu, memory};

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % most.max(1)
    }

    /// Low numbers oftener than high ones, as words are used.
    fn skewed(&mut self, most: usize) -> usize {
        let (one, two) = (self.below(most), self.below(most));
        self.below(one.min(two) + 1)
    }
}

/// A word made of syllables, a different one for every number.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fu", "ga", "ho", "ki", "lu", "ma", "no", "pi", "ru", "sa", "to", "vi",
        "wu", "ya", "zo", "bre", "tri",
    ];
    let mut out = String::new();
    number += SYLLABLES.len();
    while number > 0 {
        out.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    out
}

/// A log of requests: subjects of some size, common words, rare words, and the odd campaign letter.
fn log(requests: usize) -> (Vec<(String, String)>, Vec<usize>) {
    const OPENINGS: [&str; 5] = [
        "Please provide a copy of",
        "All records relating to",
        "The number of",
        "I would like to know about",
        "Correspondence regarding",
    ];
    let mut dice = Dice(0x5EED_CAFE);
    let mut subjects = Vec::with_capacity(requests);
    let rows = (0..requests)
        .map(|at| {
            let subject = dice.skewed(300);
            let mut text = OPENINGS[dice.below(OPENINGS.len())].to_owned();
            if dice.below(100) == 0 {
                text.push_str(" the closure of the swimming pool in our park");
                subjects.push(usize::MAX);
            } else {
                subjects.push(subject);
                for _ in 0..4 + dice.below(14) {
                    let number = match dice.below(10) {
                        0..6 => 1_000 + subject * 40 + dice.skewed(40),
                        6..9 => dice.skewed(1_000),
                        _ => 20_000 + dice.skewed(requests),
                    };
                    text.push(' ');
                    text.push_str(&word(number));
                }
            }
            (at.to_string(), text)
        })
        .collect();
    (rows, subjects)
}

/// What a search of so many requests may cost, where that was laid down.
fn bar(requests: usize) -> &'static str {
    match requests {
        45_000 => "; may be 6 s",
        1_000_000 => "; may be 480 s and 2,000 MB",
        _ => "",
    }
}

fn main() -> Result<(), Fault> {
    let sizes: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() {
        vec![1_000, 10_000, 45_000]
    } else {
        sizes
    };
    let settings = config::topics::load(None).map_err(|fault| fault.to_string())?;
    let mut before: Option<(usize, f64)> = None;
    for size in sizes {
        let (rows, subjects) = log(size);
        let documents: Vec<Document<'_>> = rows
            .iter()
            .map(|(id, text)| Document { id, text })
            .collect();
        let held = memory("self", "VmHWM:")?;
        let begun = cpu("self")?;
        let found = discover(&documents, &settings);
        let seconds = cpu("self")? - begun;
        let growth = before.map_or_else(String::new, |(requests, earlier)| {
            format!(
                ", {:.1} times the time for {:.1} times the requests",
                seconds / earlier,
                size as f64 / requests as f64
            )
        });
        let topics: Vec<usize> = found.assignments.iter().map(|a| a.topic as usize).collect();
        println!(
            "discover {size}: {seconds:.2} s of processor, {} topics, agreement {:.2}, peak {} MB ({held} MB with the log alone){growth}{}",
            found.topics.len(),
            agreement(&topics, &subjects),
            memory("self", "VmHWM:")?,
            bar(size)
        );
        before = Some((size, seconds));
        if size <= 100_000 {
            let begun = cpu("self")?;
            let index = Index::new(&documents, &settings);
            let built = cpu("self")? - begun;
            let start = Instant::now();
            let asked = 200.min(size);
            let hits: usize = rows[..asked]
                .iter()
                .map(|(_, text)| index.similar(text, 10).len())
                .sum();
            println!(
                "similar {size}: index {built:.2} s of processor, {:.2} ms by the clock a search, {hits} found",
                start.elapsed().as_secs_f64() * 1_000.0 / asked as f64
            );
        }
    }
    arrivals(50_000)
}

/// The middle and the 99th of a hundred times.
fn spread(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    format!(
        "{:.2} ms by the clock in the middle, {:.2} ms at the 99th of 100",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    )
}

/// Times what a request costs on arrival, and the candidates, over so many generated cases.
fn arrivals(cases: u32) -> Result<(), Fault> {
    const ASKED: usize = 300;
    let folder = tempfile::tempdir()?;
    let env = [
        ("DAYLIGHT_DATA", folder.path().display().to_string()),
        (
            "DAYLIGHT_DATABASE_URL",
            format!("sqlite:{}", folder.path().join("daylight.db").display()),
        ),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let told =
        |faults: Vec<config::Fault>| faults.iter().map(ToString::to_string).collect::<String>();
    let mut settings = Settings::load(None, env.into_iter()).map_err(told)?;
    name_authority(&mut settings);
    let parts = Parts {
        settings,
        law: config::Law::load(None).map_err(told)?,
        templates: Templates::load().map_err(|fault| fault.reason)?,
        weights: config::publication::load(None).map_err(told)?,
        topic_settings: config::topics::load(None).map_err(|fault| fault.to_string())?,
        shape_words: config::shape::load(None).map_err(|fault| fault.to_string())?,
    };
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let casework = Casework::open(parts).await?;
        let now = casework.moment("2026-06-02T09:00:00Z".parse()?);
        Demo::of(&casework).generate(cases, 1, now, &|_| ()).await?;
        let begun = cpu("self")?;
        let found = casework.topics().find_topics(now).await?;
        println!(
            "topics of {cases} cases: {:.1} s of processor for {} requests, {} topics, {} of them continued",
            cpu("self")? - begun,
            found.requests,
            found.topics,
            found.continued
        );
        let texts = casework
            .reads(Viewer::SYSTEM)
            .topics().topic_texts(chrono::NaiveDate::MIN, now.today)
            .await?;
        let mut times = Vec::with_capacity(ASKED);
        for text in texts.iter().step_by(texts.len() / ASKED) {
            let start = Instant::now();
            casework.topics().arrival(&text.body).await?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        println!("arrival among {cases}: {}", spread(&mut times));
        let start = Instant::now();
        casework.publishing().candidates(now).await?;
        let all = start.elapsed().as_secs_f64() * 1_000.0;
        let (mut logged, mut after, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for (at, text) in texts.iter().step_by(texts.len() / 50).enumerate() {
            let request = RequestToLog {
                received: now.today,
                channel: Channel::Email,
                regime: None,
                variant: None,
                name: format!("Requester {at}"),
                email: format!("r{at}@example.org"),
                address: String::new(),
                category: String::new(),
                subject: String::new(),
                request: text.body.clone(),
                acknowledge: false,
                submission: format!("bench-{at}"),
            };
            let start = Instant::now();
            casework.cases().log_request(request, Actor::SYSTEM, now).await?;
            logged.push(start.elapsed().as_secs_f64() * 1_000.0);
            for times in [&mut after, &mut again] {
                let start = Instant::now();
                casework.publishing().candidates(now).await?;
                times.push(start.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        println!(
            "candidates of {cases}: {all:.1} ms by the clock for all; {} after a request; {} again",
            spread(&mut after),
            spread(&mut again)
        );
        println!("logging a request among {cases}: {}", spread(&mut logged));
        casework.reads(Viewer::SYSTEM).close().await?;
        Ok(())
    })
}
