//! Times topic discovery, similar requests and suggestions over made-up logs.
//!
//! `cargo bench --bench topics -- 10000 100000` prints for each size the seconds of one core, the growth
//! since the size before, and the most memory the process has held. Sizes should ascend.

use std::time::Instant;

use daylight::config;
use daylight::domain::topics::{Document, Index, discover};

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
fn log(requests: usize) -> Vec<(String, String)> {
    const OPENINGS: [&str; 5] = [
        "Please provide a copy of",
        "All records relating to",
        "The number of",
        "I would like to know about",
        "Correspondence regarding",
    ];
    let mut dice = Dice(0x5EED_CAFE);
    (0..requests)
        .map(|at| {
            let subject = dice.skewed(300);
            let mut text = OPENINGS[dice.below(OPENINGS.len())].to_owned();
            if dice.below(100) == 0 {
                text.push_str(" the closure of the swimming pool in our park");
            } else {
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
        .collect()
}

/// The most memory the process has held, in megabytes, where the system tells.
fn peak() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|l| l.starts_with("VmHWM:"))?.to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or_else(
            || "unknown".to_owned(),
            |kilobytes| format!("{} MB", kilobytes / 1024),
        )
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() {
        vec![1_000, 10_000, 50_000]
    } else {
        sizes
    };
    let settings = match config::topics::load(None) {
        Ok(settings) => settings,
        Err(fault) => {
            eprintln!("{fault}");
            std::process::exit(2);
        }
    };
    let mut before: Option<(usize, f64)> = None;
    for size in sizes {
        let rows = log(size);
        let documents: Vec<Document<'_>> = rows
            .iter()
            .map(|(id, text)| Document { id, text })
            .collect();
        let held = peak();
        let start = Instant::now();
        let found = discover(&documents, &settings);
        let seconds = start.elapsed().as_secs_f64();
        let growth = before.map_or_else(String::new, |(requests, earlier)| {
            format!(
                ", {:.1} times the time for {:.1} times the requests",
                seconds / earlier,
                size as f64 / requests as f64
            )
        });
        println!(
            "discover {size}: {seconds:.2} s, {} topics, peak {} ({held} with the log alone){growth}",
            found.topics.len(),
            peak()
        );
        before = Some((size, seconds));
        if size <= 100_000 {
            let start = Instant::now();
            let index = Index::new(&documents, &settings);
            let built = start.elapsed().as_secs_f64();
            let start = Instant::now();
            let asked = 200.min(size);
            let hits: usize = rows[..asked]
                .iter()
                .map(|(_, text)| index.similar(text, 10).len())
                .sum();
            println!(
                "similar {size}: index {built:.2} s, {:.2} ms a search, {hits} found",
                start.elapsed().as_secs_f64() * 1_000.0 / asked as f64
            );
        }
    }
}
