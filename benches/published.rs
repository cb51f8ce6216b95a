//! What a reader recovers from tables that are printed one after the other.
//!
//! `cargo bench --bench published` generates 2,000 sequences of editions and of tables with common
//! rows, columns and totals, prints each by three rules (every table by itself, every table beside
//! all before it, rounded beside all before it), and attacks what is printed with a solver of integer
//! programs that knows how the counts hang together, that zeros are printed and that what is left out
//! is at least 1. It prints the small counts recovered and narrowed, the tables refused, and the
//! counts lost beyond those that the rule for one table leaves out. `-- 100` generates as many.

#[path = "../tests/published_tables/attack.rs"]
mod attack;
#[path = "../tests/published_tables/attacker.rs"]
mod attacker;
#[path = "../tests/published_tables/sequences.rs"]
mod sequences;

use attack::{Found, Rule, attack};
use daylight::domain::publication::disclosure::{Method, Table, publishable};
use sequences::{Dice, Kind, sequence};
use std::time::Instant;

fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let sequences: u64 = asked.unwrap_or(2_000);
    let kinds = Kind::ALL.len() as u64;
    for rule in [Rule::Alone, Rule::Together, Rule::Rounded] {
        println!(
            "{rule:?}: sequences broken; small counts known exactly, narrowed; tables refused; lost beyond"
        );
        let mut all = Found::default();
        for (number, kind) in Kind::ALL.into_iter().enumerate() {
            let mut found = Found::default();
            for seed in (0..sequences).filter(|seed| seed % kinds == number as u64) {
                found.add(attack(&sequence(kind, seed), rule));
            }
            said(&format!("{kind:?}"), &found);
            all.add(found);
        }
        said("all", &all);
        if let Some(fault) = all.fault {
            println!("  first: {fault}");
        }
    }
    largest();
}

fn said(name: &str, found: &Found) {
    let lost = found.left_out as f64 - found.left_out_alone as f64;
    println!(
        "  {name:<13} {:>4} of {:>4}; {:>4} and {:>4} of {:>5} ({} unsure); {:>3} of {:>4}; {:>5.1}%",
        found.broken,
        found.sequences,
        found.recovered,
        found.narrowed,
        found.small,
        found.unsure,
        found.refused,
        found.refused + found.tables,
        100.0 * lost / found.counts as f64,
    );
}

/// What the largest table costs beside its edition of the quarter before.
fn largest() {
    let mut dice = Dice::new(7);
    let table = |columns: usize| Table {
        columns: (1..=columns).map(|n| format!("Quarter {n}")).collect(),
        rows: (1..=60)
            .map(|n| (format!("District {n}"), (0..columns).map(|_| 0).collect()))
            .collect(),
    };
    let mut later = table(30);
    for (_, row) in &mut later.rows {
        for count in row.iter_mut() {
            *count = u32::try_from(dice.below(30)).unwrap_or(0);
        }
    }
    let mut first = table(29);
    for ((_, row), (_, of)) in first.rows.iter_mut().zip(&later.rows) {
        row.copy_from_slice(&of[..29]);
    }
    let mut earlier = Vec::new();
    for (number, table) in [first, later].into_iter().enumerate() {
        let begun = Instant::now();
        let published = publishable(&table, 1, Method::LeaveOut, &earlier, attack::THRESHOLD);
        let took = begun.elapsed();
        match published {
            Ok(published) => {
                println!(
                    "60 by {}: {} small, {} besides, in {took:.1?}",
                    29 + number,
                    published.small,
                    published.besides
                );
                earlier.push(attack::printed(&table, published.shown()));
            }
            Err(refused) => println!("60 by {}: refused in {took:.1?}: {refused}", 29 + number),
        }
    }
}
