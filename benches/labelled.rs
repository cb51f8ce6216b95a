//! Says how good topics, similar requests and suggestions are on requests labelled by hand.
//!
//! `cargo bench --bench labelled -- corpus.jsonl labelled.jsonl` reads the texts, `{"id","text"}`, and
//! the topic of some of them, `{"id","topic"}` (none where it is `X` or empty). It prints the adjusted
//! mutual information and Rand index of the topics found, the precision and recall of similar
//! requests among the labelled ones, and how often the right topic is suggested first and among three
//! from three confirmed requests a topic, in the mean of ten draws: once with the topics by their names
//! and once by a number, which says nothing. Beside them stand the bars, and the processor time and most
//! memory a search took. Without files it says so and ends. Linux only.

#[path = "support/agreement.rs"]
mod agreement;
mod support;

use agreement::agreement;
use daylight::config;
use daylight::domain::topics::{Confirmed, Document, Index, Settings, Suggester, discover};
use std::collections::{BTreeMap, HashMap};
use support::{Fault, cpu, memory};

/// Confirmed requests a topic, and draws of them.
const CONFIRMED: usize = 3;
const DRAWS: u64 = 10;

/// What was laid down for sets of real requests.
const DISCOVERY_BARS: &str = "  bars: 0.51 and 0.47 on requests of several authorities, AMI no more than 0.06 lower where they are a third \
     of a log; 0.52 and 0.39 on whole letters to a county, 0.45 and 0.30 on titles to a ministry";
const SUGGESTION_BARS: &str =
    "  bars, first right by numbers: 0.55, 0.52, 0.79 and 0.48 on four sets";

fn lines(path: &str) -> Result<Vec<serde_json::Value>, Fault> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn field<'a>(line: &'a serde_json::Value, name: &str) -> &'a str {
    line[name].as_str().unwrap_or_default()
}

/// A number for an id that looks random and is the same on every run.
fn shuffled(id: &str, draw: u64) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325 ^ draw.wrapping_mul(7919);
    for byte in id.bytes() {
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    digest ^ (digest >> 29)
}

/// The adjusted mutual information of two groupings, 1 for the same and 0 for chance: by the mean of
/// the two entropies, and chance by the hypergeometric model (Vinh, Epps and Bailey 2010).
fn information(one: &[usize], other: &[usize]) -> f64 {
    let n = one.len();
    let sizes = |groups: &[usize]| {
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        for group in groups {
            *sizes.entry(*group).or_default() += 1;
        }
        sizes
    };
    let (ones, others) = (sizes(one), sizes(other));
    let mut both: HashMap<(usize, usize), usize> = HashMap::new();
    for pair in one.iter().zip(other) {
        *both.entry((*pair.0, *pair.1)).or_default() += 1;
    }
    let of = |count: usize| count as f64 / n as f64;
    let entropy = |sizes: &HashMap<usize, usize>| -> f64 {
        sizes.values().map(|size| -of(*size) * of(*size).ln()).sum()
    };
    let shared: f64 = both
        .iter()
        .map(|((a, b), count)| of(*count) * (of(*count) / (of(ones[a]) * of(others[b]))).ln())
        .sum();
    let mut factorials = vec![0.0; n + 1];
    for at in 1..=n {
        factorials[at] = factorials[at - 1] + (at as f64).ln();
    }
    let f = |at: usize| factorials[at];
    let mut by_chance = 0.0;
    for a in ones.values().copied() {
        for b in others.values().copied() {
            for met in 1.max((a + b).saturating_sub(n))..=a.min(b) {
                let likely = f(a) + f(b) + f(n - a) + f(n - b)
                    - f(n)
                    - f(met)
                    - f(a - met)
                    - f(b - met)
                    - f(n + met - a - b);
                let told = of(met) * (n as f64 * met as f64 / (a as f64 * b as f64)).ln();
                by_chance += told * likely.exp();
            }
        }
    }
    let most = f64::midpoint(entropy(&ones), entropy(&others));
    (shared - by_chance) / (most - by_chance)
}

fn main() -> Result<(), Fault> {
    let files: Vec<String> = std::env::args().filter(|a| a.ends_with(".jsonl")).collect();
    let [corpus, labelled] = files.as_slice() else {
        println!("Name two files: cargo bench --bench labelled -- corpus.jsonl labelled.jsonl");
        return Ok(());
    };
    let (corpus, labelled) = (lines(corpus)?, lines(labelled)?);
    let topic_of: HashMap<&str, &str> = labelled
        .iter()
        .map(|line| (field(line, "id"), field(line, "topic")))
        .filter(|(_, topic)| !matches!(*topic, "" | "X"))
        .collect();
    let documents: Vec<Document<'_>> = corpus
        .iter()
        .map(|line| Document {
            id: field(line, "id"),
            text: field(line, "text"),
        })
        .collect();
    let known: Vec<Document<'_>> = documents
        .iter()
        .filter(|d| topic_of.contains_key(d.id))
        .copied()
        .collect();
    let settings = config::topics::load(None).map_err(|fault| fault.to_string())?;

    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in topic_of.values() {
        let next = numbers.len();
        numbers.entry(topic).or_insert(next);
    }
    let begun = cpu("self")?;
    let found = discover(&documents, &settings);
    let seconds = cpu("self")? - begun;
    let (truth, topics): (Vec<usize>, Vec<usize>) = documents
        .iter()
        .zip(&found.assignments)
        .filter_map(|(d, a)| Some((numbers[topic_of.get(d.id)?], a.topic as usize)))
        .unzip();
    println!(
        "discover: AMI {:.3}, ARI {:.3}, {} topics, {} labelled requests; {seconds:.2} s of processor, peak {} MB",
        information(&truth, &topics),
        agreement(&truth, &topics),
        found.topics.len(),
        truth.len(),
        memory("self", "VmHWM:")?
    );
    println!("{DISCOVERY_BARS}");

    let index = Index::new(&documents, &settings);
    let mut size: HashMap<&str, usize> = HashMap::new();
    for topic in topic_of.values() {
        *size.entry(topic).or_default() += 1;
    }
    let (mut asked, mut of_five, mut of_ten) = (0.0, 0.0, 0.0);
    for query in known.iter().filter(|d| size[topic_of[d.id]] > 1) {
        let topic = topic_of[query.id];
        let hits: Vec<bool> = index
            .similar(query.text, documents.len())
            .into_iter()
            .map(|hit| documents[hit.place].id)
            .filter(|id| *id != query.id)
            .filter_map(|id| topic_of.get(id).map(|other| *other == topic))
            .take(10)
            .collect();
        let right = |hits: &[bool]| hits.iter().filter(|hit| **hit).count() as f64;
        asked += 1.0;
        of_five += right(&hits[..hits.len().min(5)]) / 5.0;
        of_ten += right(&hits) / (size[topic] - 1).min(10) as f64;
    }
    println!(
        "similar: P@5 {:.3}, R@10 {:.3}, {asked} queries",
        of_five / asked,
        of_ten / asked
    );

    for (known_by, named) in [("names", true), ("numbers", false)] {
        for (name, whole) in [("the labelled part", false), ("the whole corpus", true)] {
            let unlabelled = documents
                .iter()
                .filter(|d| whole && !topic_of.contains_key(d.id))
                .copied();
            let unlabelled: Vec<Document<'_>> = unlabelled.collect();
            let as_known: HashMap<&str, String> = topic_of
                .iter()
                .map(|(id, topic)| match named {
                    true => (*id, (*topic).to_owned()),
                    false => (*id, numbers[topic].to_string()),
                })
                .collect();
            let (first, three) = suggested(&known, &unlabelled, &as_known, &settings);
            println!(
                "suggest by {known_by}, learning from {name}: first right {first:.3}, among three {three:.3}"
            );
        }
    }
    println!("{SUGGESTION_BARS}");
    Ok(())
}

/// How often the right topic comes first, and among three, of those labelled that are not confirmed.
fn suggested(
    known: &[Document<'_>],
    unlabelled: &[Document<'_>],
    topic_of: &HashMap<&str, String>,
    settings: &Settings,
) -> (f64, f64) {
    let (mut first, mut three, mut tried) = (0.0, 0.0, 0.0);
    for draw in 0..DRAWS {
        let mut order = known.to_vec();
        order.sort_by_key(|d| shuffled(d.id, draw));
        let mut taken: HashMap<&str, usize> = HashMap::new();
        let (confirmed, asked): (Vec<Document<'_>>, Vec<Document<'_>>) =
            order.into_iter().partition(|d| {
                let taken = taken.entry(&topic_of[d.id]).or_default();
                *taken += 1;
                *taken <= CONFIRMED
            });
        let confirmed: Vec<Confirmed<'_>> = confirmed
            .into_iter()
            .map(|document| Confirmed {
                document,
                topic: &topic_of[document.id],
            })
            .collect();
        let others: Vec<Document<'_>> = asked.iter().chain(unlabelled).copied().collect();
        let suggester = Suggester::new(&confirmed, &others, settings);
        for request in &asked {
            let ranked = suggester.suggest(request.text).ranked;
            let right = ranked.iter().position(|s| s.topic == topic_of[request.id]);
            tried += 1.0;
            first += f64::from(u8::from(right == Some(0)));
            three += f64::from(u8::from(right.is_some_and(|at| at < 3)));
        }
    }
    (first / tried, three / tried)
}
