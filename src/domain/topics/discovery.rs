//! From requests to topics: read, weigh, find neighbours, find communities, name them.

use std::collections::{BTreeMap, HashMap};

use super::associations::Associations;
use super::consensus::{self, Nearest};
use super::corpus::Corpus;
use super::graph::Graph;
use super::joined;
use super::labels::{self, Name, Naming};
use super::neighbours::{self, Searchable};
use super::text::{Reader, number};
use super::tokens::Meanings;
use super::vectors::{self, Rows};
use super::{Assignment, Discovery, DiscoverySettings, Document, Settings, Topic, leiden};

/// The label of requests that share no word with any other.
const UNLIKE_ANY_OTHER: &str = "Other requests";

/// Typical requests told of a topic.
const TYPICAL: usize = 3;

/// Finds the topics among these requests, at a coarse and a fine level.
///
/// Every request is given a topic. Texts that read alike are one, whatever their number, and
/// the order of the requests changes nothing but the order of the assignments.
#[must_use]
pub fn discover(documents: &[Document<'_>], settings: &Settings) -> Discovery {
    discover_after(documents, &[], settings)
}

/// As [`discover`], beginning with the topics an earlier search found: `earlier` gives the one of
/// each request, in the order of the requests. Requests leave them where others fit better, so that
/// topics change with what is asked and not with the way they are looked for.
#[must_use]
pub fn discover_after(
    documents: &[Document<'_>],
    earlier: &[Option<i64>],
    settings: &Settings,
) -> Discovery {
    let reader = Reader::new(&settings.text);
    let mut corpus = Corpus::read(documents, &reader);
    let frequency = vectors::document_frequencies(&corpus);
    let importance: Vec<f32> = frequency
        .iter()
        .map(|f| vectors::rarity(corpus.len(), *f))
        .collect();
    corpus.put_together(&importance);
    let chosen = &for_so_many(&settings.discovery, corpus.len());
    let rows = vectors::weigh(&corpus, &importance);
    let stems = corpus.lexicon.stems();
    let wide = Associations::learn(&rows, stems, &settings.associations).widen_all(&rows);
    let nearest = neighbours::all(
        &Searchable::of(wide, stems),
        consensus::widest(chosen),
        Meanings::of(&corpus, &rows, settings).as_ref(),
    );
    let begin = beginning(&corpus, earlier);
    let graph = consensus::agreed(&nearest, &begin, chosen);
    let found = leiden::improved(&graph, chosen.resolution, &begin);
    let coarse = absorb(&corpus, &nearest, &found, chosen.smallest_topic);
    let coarse = joined::joined(&rows, &coarse, chosen.alike);
    let fine = finer(&corpus, &graph, &nearest, &coarse, settings);
    let naming = Naming {
        capitals: &labels::capitals(documents, &corpus, &reader),
        documents,
        corpus: &corpus,
        frequency: &frequency,
        vague: &reader.last_in_labels(&corpus.lexicon),
        kinds: &reader.kinds(&corpus.lexicon),
        reader: &reader,
    };
    describe(&naming, &rows, &coarse, &fine)
}

/// Readings by the topic most of their requests had; one without any begins alone.
fn beginning(corpus: &Corpus, earlier: &[Option<i64>]) -> Vec<u32> {
    let mut times: BTreeMap<(u32, i64), usize> = BTreeMap::new();
    for (reading, topic) in corpus.reading_of.iter().zip(earlier) {
        if let Some(topic) = topic {
            *times.entry((*reading, *topic)).or_default() += 1;
        }
    }
    let mut most: Vec<Option<(usize, i64)>> = vec![None; corpus.len()];
    for ((reading, topic), times) in times {
        let held = &mut most[reading as usize];
        if held.is_none_or(|(other, _)| times > other) {
            *held = Some((times, topic));
        }
    }
    let mut begun: BTreeMap<i64, u32> = BTreeMap::new();
    (0_u32..)
        .zip(most)
        .map(|(reading, held)| match held {
            Some((_, topic)) => *begun.entry(topic).or_insert(reading),
            None => reading,
        })
        .collect()
}

/// The settings for so many readings: among a few, each is compared with fewer, or every one would
/// be every other's neighbour and all of them one topic.
fn for_so_many(settings: &DiscoverySettings, readings: usize) -> DiscoverySettings {
    const FEWEST: usize = 3;
    DiscoverySettings {
        neighbours: settings.neighbours.min((readings / 4).max(FEWEST)),
        ..settings.clone()
    }
}

/// Gives the members of communities below the smallest size to the community their neighbours
/// are mostly in; those without a neighbour elsewhere share one community.
fn absorb(corpus: &Corpus, nearest: &Nearest, found: &[u32], smallest: usize) -> Vec<u32> {
    let mut size = vec![0_usize; found.len() + 1];
    for (reading, community) in found.iter().enumerate() {
        size[*community as usize] += corpus.copies[reading] as usize;
    }
    let rest = number(found.len());
    let mut out = found.to_vec();
    for (reading, community) in found.iter().enumerate() {
        if size[*community as usize] >= smallest {
            continue;
        }
        let mut pull: Vec<(u32, f32)> = Vec::new();
        for (other, likeness) in &nearest[reading] {
            let theirs = found[*other as usize];
            if size[theirs as usize] < smallest {
                continue;
            }
            match pull.iter_mut().find(|(c, _)| *c == theirs) {
                Some((_, sum)) => *sum += likeness,
                None => pull.push((theirs, *likeness)),
            }
        }
        out[reading] = pull
            .into_iter()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map_or(rest, |(community, _)| community);
    }
    leiden::renumber(&out).1
}

/// Communities within each coarse community.
fn finer(
    corpus: &Corpus,
    graph: &Graph,
    nearest: &Nearest,
    coarse: &[u32],
    settings: &Settings,
) -> Vec<u32> {
    let groups = members(coarse);
    let mut place = vec![u32::MAX; coarse.len()];
    let mut fine = vec![0; coarse.len()];
    let mut next = 0;
    for group in &groups {
        let nodes: Vec<usize> = group.iter().map(|reading| *reading as usize).collect();
        let part = graph.within(&nodes, &mut place);
        let found = leiden::communities(&part, settings.discovery.fine_resolution);
        let most = found.iter().max().map_or(0, |most| most + 1);
        for (node, community) in nodes.iter().zip(found) {
            fine[*node] = next + community;
        }
        next += most;
    }
    absorb_within(
        corpus,
        nearest,
        coarse,
        &fine,
        settings.discovery.smallest_topic,
    )
}

/// As [`absorb`], without leaving the coarse community; what has no neighbour there joins its largest part.
fn absorb_within(
    corpus: &Corpus,
    nearest: &Nearest,
    coarse: &[u32],
    fine: &[u32],
    smallest: usize,
) -> Vec<u32> {
    let mut size = vec![0_usize; fine.iter().max().map_or(0, |most| *most as usize + 1)];
    for (reading, part) in fine.iter().enumerate() {
        size[*part as usize] += corpus.copies[reading] as usize;
    }
    let mut largest: Vec<Option<u32>> = vec![None; coarse.len()];
    for (reading, part) in fine.iter().enumerate() {
        let held = &mut largest[coarse[reading] as usize];
        if held.is_none_or(|other| size[*part as usize] > size[other as usize]) {
            *held = Some(*part);
        }
    }
    let mut out = fine.to_vec();
    for (reading, part) in fine.iter().enumerate() {
        if size[*part as usize] >= smallest {
            continue;
        }
        let near = nearest[reading].iter().find(|(other, _)| {
            coarse[*other as usize] == coarse[reading]
                && size[fine[*other as usize] as usize] >= smallest
        });
        out[reading] = match near {
            Some((other, _)) => fine[*other as usize],
            None => largest[coarse[reading] as usize].unwrap_or(*part),
        };
    }
    leiden::renumber(&out).1
}

/// The readings of each community.
fn members(partition: &[u32]) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); partition.iter().max().map_or(0, |m| *m as usize + 1)];
    for (reading, community) in (0_u32..).zip(partition) {
        groups[*community as usize].push(reading);
    }
    groups
}

fn describe(naming: &Naming<'_>, rows: &Rows, coarse: &[u32], fine: &[u32]) -> Discovery {
    let corpus = naming.corpus;
    let (topics, coarse_number) = named(naming, rows, coarse, None);
    let (fine_topics, fine_number) = named(naming, rows, fine, Some((coarse, &coarse_number)));
    let assignments = corpus
        .reading_of
        .iter()
        .map(|reading| {
            let reading = *reading as usize;
            Assignment {
                topic: coarse_number[coarse[reading] as usize],
                fine_topic: fine_number[fine[reading] as usize],
            }
        })
        .collect();
    Discovery {
        topics,
        fine_topics,
        assignments,
    }
}

/// Topics in order of size with their names, and the number each community was given.
fn named(
    naming: &Naming<'_>,
    rows: &Rows,
    partition: &[u32],
    parents: Option<(&[u32], &[u32])>,
) -> (Vec<Topic>, Vec<u32>) {
    let corpus = naming.corpus;
    let groups = members(partition);
    let requests: Vec<usize> = groups
        .iter()
        .map(|g| g.iter().map(|r| corpus.copies[*r as usize] as usize).sum())
        .collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| {
        (
            std::cmp::Reverse(requests[*at]),
            groups[*at].first().copied(),
        )
    });
    let from_the_middle: Vec<Vec<u32>> = groups
        .iter()
        .map(|group| by_typicality(rows, group))
        .collect();
    let mut names: Vec<Name> = order
        .iter()
        .map(|at| {
            naming.name(&from_the_middle[*at]).unwrap_or_else(|| Name {
                label: UNLIKE_ANY_OTHER.to_owned(),
                words: Vec::new(),
            })
        })
        .collect();
    labels::tell_apart(&mut names);
    let mut given = vec![0; groups.len()];
    let topics = order
        .iter()
        .zip(names)
        .enumerate()
        .map(|(place, (at, name))| {
            given[*at] = number(place + 1);
            Topic {
                number: number(place + 1),
                within: parents.and_then(|(coarse, numbers)| {
                    let first = groups[*at].first()?;
                    Some(numbers[coarse[*first as usize] as usize])
                }),
                label: name.label,
                words: name.words,
                typical: from_the_middle[*at]
                    .iter()
                    .take(TYPICAL)
                    .map(|reading| corpus.first_of[*reading as usize])
                    .collect(),
                requests: requests[*at],
            }
        })
        .collect();
    (topics, given)
}

/// The readings of a topic, those nearest its middle first.
fn by_typicality(rows: &Rows, group: &[u32]) -> Vec<u32> {
    let mut middle: HashMap<u32, f32> = HashMap::new();
    for reading in group {
        for (term, weight) in rows.row(*reading as usize) {
            *middle.entry(term).or_default() += weight;
        }
    }
    let mut scored: Vec<(f32, u32)> = group
        .iter()
        .map(|reading| {
            let likeness = rows
                .row(*reading as usize)
                .map(|(term, weight)| weight * middle.get(&term).copied().unwrap_or(0.0))
                .sum();
            (likeness, *reading)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, reading)| reading).collect()
}
