//! Tables printed one after the other, attacked by a reader who has all of them.

#[path = "published_tables/attack.rs"]
mod attack;
#[path = "published_tables/attacker.rs"]
mod attacker;
#[path = "published_tables/sequences.rs"]
mod sequences;

use attack::{Found, Rule, attack, printed};
use attacker::{Attacker, Fact, Range};
use daylight::domain::publication::disclosure::{Method, Table, publishable};
use sequences::{Kind, sequence};

/// Sequences of each kind; `cargo bench --bench published` attacks 2,000.
const SEQUENCES: u64 = 8;

fn attacked(kind: Kind, rule: Rule) -> Found {
    let mut found = Found::default();
    for seed in 0..SEQUENCES {
        found.add(attack(&sequence(kind, seed), rule));
    }
    found
}

#[test]
fn who_has_every_edition_recovers_no_small_count_and_narrows_none() {
    let mut all = Found::default();
    for kind in Kind::ALL {
        let found = attacked(kind, Rule::Together);
        assert_eq!(found.fault, None, "{kind:?}");
        assert_eq!(
            (found.recovered, found.narrowed, found.unsure),
            (0, 0, 0),
            "{kind:?}"
        );
        all.add(found);
    }
    assert!(all.small > 400, "there was something to recover: {all:?}");
    assert!(all.refused * 10 < all.tables, "{all:?}");
    let lost = all.left_out.saturating_sub(all.left_out_alone);
    assert!(lost * 10 < all.counts, "{all:?}");
}

#[test]
fn the_same_reader_recovers_counts_where_each_table_is_protected_by_itself() {
    let found = attacked(Kind::MoreColumns, Rule::Alone);
    assert!(
        found.recovered > 0 && found.broken * 3 > found.sequences,
        "{found:?}"
    );
}

#[test]
fn rounded_editions_give_no_count_away_to_less_than_rounding_leaves() {
    for kind in Kind::ALL {
        let found = attacked(kind, Rule::Rounded);
        assert_eq!(
            (found.recovered, found.narrowed),
            (0, 0),
            "{kind:?}: {:?}",
            found.fault
        );
    }
}

#[test]
fn the_attacker_finds_what_trying_every_table_finds() {
    // Two editions of one row: counts a, b and then c, with the totals 9 and 12, and a and c left out.
    let mut attacker = Attacker::new(3);
    let exactly = |count| Fact {
        least: count,
        most: Some(count),
    };
    let left_out = Fact {
        least: 1,
        most: None,
    };
    attacker.learn(&[0, 1], exactly(9));
    attacker.learn(&[0, 1, 2], left_out);
    attacker.learn(&[0], left_out);
    attacker.learn(&[1], left_out);
    attacker.learn(&[2], left_out);
    attacker.learn(&[1, 2], exactly(7));
    let mut tried = Vec::new();
    for a in 1..=20_u64 {
        for b in 1..=20 {
            for c in 1..=20 {
                if a + b == 9 && b + c == 7 {
                    tried.push(a);
                }
            }
        }
    }
    let range = attacker.range(&[0], 3, 1_000).unwrap();
    let (least, most) = (*tried.iter().min().unwrap(), *tried.iter().max().unwrap());
    assert_eq!(range, Range { least, most });
}

#[test]
fn the_next_quarters_total_is_left_out_and_not_only_its_small_count() {
    let table = |text: &str| Table::parse(text).unwrap();
    let first = table("Area,2026 Q1\nNorth,20\nSouth,30\nEast,25");
    let second = table("Area,2026 Q1,2026 Q2\nNorth,20,3\nSouth,30,12\nEast,25,14");
    let shown = publishable(&first, 1, Method::LeaveOut, &[], 5)
        .unwrap()
        .shown();
    assert!(shown.iter().flatten().all(Option::is_some));
    // By itself the second edition prints the total of a row of which the first quarter is known.
    let earlier = [printed(&first, shown)];
    let shown = publishable(&second, 1, Method::LeaveOut, &earlier, 5)
        .unwrap()
        .shown();
    assert_eq!((shown[0][1], shown[0][2]), (None, None), "{shown:?}");
    assert_eq!(shown[0][0], Some(20), "what is known stays");
}
