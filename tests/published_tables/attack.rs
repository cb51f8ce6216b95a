//! Sequences printed by a rule, attacked.

use super::attacker::{Attacker, Fact};
use super::sequences::{Kind, Sequence, places};
use daylight::domain::publication::disclosure::{Method, Printed, Table, publishable};
use std::collections::BTreeMap;

pub const THRESHOLD: u32 = 5;

/// By which rule tables are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Each by itself.
    Alone,
    /// Each beside all before it.
    Together,
    /// Rounded, each beside all before it.
    Rounded,
}

/// What came of sequences.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub sequences: usize,
    pub tables: usize,
    pub refused: usize,
    /// Sequences with a small count that is known too well.
    pub broken: usize,
    pub small: usize,
    pub recovered: usize,
    pub narrowed: usize,
    /// What the attacker's solver gave up on.
    pub unsure: usize,
    /// Counts above zero of printed tables, totals included.
    pub counts: usize,
    pub left_out: usize,
    /// What the rule for each table alone leaves out of the same tables.
    pub left_out_alone: usize,
    /// The first fault, in words.
    pub fault: Option<String>,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        self.sequences += other.sequences;
        self.tables += other.tables;
        self.refused += other.refused;
        self.broken += other.broken;
        self.small += other.small;
        self.recovered += other.recovered;
        self.narrowed += other.narrowed;
        self.unsure += other.unsure;
        self.counts += other.counts;
        self.left_out += other.left_out;
        self.left_out_alone += other.left_out_alone;
        self.fault = self.fault.take().or(other.fault);
    }
}

fn left_out(shown: &[Vec<Option<u32>>]) -> usize {
    shown.iter().flatten().filter(|c| c.is_none()).count()
}

/// Prints the tables of a sequence by a rule, and attacks what is printed.
pub fn attack(sequence: &Sequence, rule: Rule) -> Found {
    let mut found = Found {
        sequences: 1,
        ..Found::default()
    };
    let mut printed: Vec<(usize, Printed)> = Vec::new();
    for (number, edition) in sequence.editions.iter().enumerate() {
        let table: &Table = &edition.table;
        let alone = table.protect(THRESHOLD);
        let method = match rule {
            Rule::Rounded => Method::Round { base: 5 },
            Rule::Alone | Rule::Together => Method::LeaveOut,
        };
        let shown = match rule {
            Rule::Alone => alone.shown(),
            Rule::Together | Rule::Rounded => {
                let earlier: Vec<Printed> = printed.iter().map(|(_, p)| p.clone()).collect();
                match publishable(table, edition.series, method, &earlier, THRESHOLD) {
                    Ok(published) => published.shown(),
                    Err(_) => {
                        found.refused += 1;
                        continue;
                    }
                }
            }
        };
        found.tables += 1;
        let zeros = table
            .rows
            .iter()
            .flat_map(|(_, row)| row)
            .filter(|c| **c == 0)
            .count();
        found.counts += shown.iter().flatten().count() - zeros;
        found.left_out += left_out(&shown);
        found.left_out_alone += left_out(&alone.shown());
        let called = format!("edition {number}");
        printed.push((
            number,
            Printed {
                table: table.clone(),
                shown,
                method,
                series: edition.series,
                called,
                beside: 0,
            },
        ));
    }
    let mut attacker = Attacker::new(sequence.finest.len());
    // Each with the width that its range must have.
    let mut targets: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    let numbers: Vec<usize> = printed.iter().map(|(number, _)| *number).collect();
    for (number, printed) in &printed {
        let places = places(&sequence.editions[*number].parts);
        for (sum, shown) in places.iter().flatten().zip(printed.shown.iter().flatten()) {
            let fact = fact(*shown, printed.method);
            attacker.learn(sum, fact);
            let need = match (printed.method, fact.most) {
                // Rounding leaves no more than that.
                (Method::Round { base }, Some(most)) => {
                    (most - fact.least).min(u64::from(base) - 1)
                }
                (Method::Round { base }, None) if truth(sequence, sum) > u64::from(base / 2) => {
                    u64::from(base) - 1
                }
                (Method::Round { base }, None) => u64::from(base / 2),
                _ => u64::from(THRESHOLD),
            };
            let held = targets.entry(sorted(sum)).or_insert(need);
            *held = need.min(*held);
        }
    }
    if sequence.kind == Kind::Cumulative && numbers.len() == sequence.editions.len() {
        // Rounding promises only that nothing that came since is known exactly.
        let need = if rule == Rule::Rounded {
            1
        } else {
            u64::from(THRESHOLD)
        };
        for sum in &sequence.since {
            targets.entry(sorted(sum)).or_insert(need);
        }
    }
    for (sum, need) in targets {
        let truth = truth(sequence, &sum);
        if !(1..u64::from(THRESHOLD)).contains(&truth) {
            continue;
        }
        found.small += 1;
        let Some(range) = attacker.range(&sum, truth, need) else {
            found.unsure += 1;
            continue;
        };
        found.recovered += usize::from(range.least == range.most);
        if range.most - range.least < need {
            found.narrowed += 1;
            found
                .fault
                .get_or_insert_with(|| format!("{:?}: {truth} lies in {range:?}", sequence.kind));
        }
    }
    found.broken = usize::from(found.narrowed > 0);
    found
}

/// A table of the first publication as the public has it.
pub fn printed(table: &Table, shown: Vec<Vec<Option<u32>>>) -> Printed {
    Printed {
        table: table.clone(),
        shown,
        method: Method::LeaveOut,
        series: 1,
        called: "the first edition".to_owned(),
        beside: 0,
    }
}

fn truth(sequence: &Sequence, sum: &[usize]) -> u64 {
    sum.iter().map(|at| sequence.finest[*at]).sum()
}

fn sorted(sum: &[usize]) -> Vec<usize> {
    let mut sum = sum.to_vec();
    sum.sort_unstable();
    sum
}

/// What a reader takes from a place.
fn fact(shown: Option<u32>, method: Method) -> Fact {
    match (shown, method) {
        (None, Method::LeaveOut) => Fact {
            least: 1,
            most: None,
        },
        // Totals are left out whether anybody is in them or not.
        (None, Method::Round { .. }) => Fact {
            least: 0,
            most: None,
        },
        (Some(shown), Method::LeaveOut) => Fact {
            least: shown.into(),
            most: Some(shown.into()),
        },
        (Some(shown), Method::Round { base }) => {
            let half = u64::from(base / 2);
            let shown = u64::from(shown);
            Fact {
                least: shown.saturating_sub(half),
                most: Some(shown + half),
            }
        }
    }
}
