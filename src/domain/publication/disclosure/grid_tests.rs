//! An attack on published tables: every count left out is tried to be reckoned back, exactly.

use super::*;
use proptest::prelude::*;

const THRESHOLD: u32 = 5;

fn table(rows: &[&[u32]]) -> Table {
    Table {
        columns: (1..=rows[0].len()).map(|n| format!("c{n}")).collect(),
        rows: (1..)
            .zip(rows)
            .map(|(n, row): (usize, _)| (format!("r{n}"), row.to_vec()))
            .collect(),
    }
}

/// The counts an attacker tries for each place; none of the true ones comes near the last.
const TRIED: i64 = 24;

/// What a place can be, place by place; the last row and the last column are the totals.
type Bounds = Vec<Vec<(i64, i64)>>;

/// An attacker who knows everything printed, that a row makes its total and a column its own, and
/// that a zero is printed, so that a count left out is at least 1. They look for tables of whole
/// numbers that make what is printed: first by subtraction, again and again, then by trying what
/// is left, until a table is found or none can be.
struct Attacker(Bounds);

impl Attacker {
    fn reading(published: &Published) -> Self {
        let (height, width) = (published.rows.len(), published.columns.len());
        let all = TRIED * i64::try_from(height * width).unwrap();
        let place = |r: usize, c: usize, count: Option<u32>| {
            let total = r == height - 1 || c == width - 1;
            let most = if total { all } else { TRIED };
            count.map_or((1, most), |count| (i64::from(count), i64::from(count)))
        };
        let row = |(r, (_, counts)): (usize, &(String, Vec<Option<u32>>))| {
            let counts = counts.iter().enumerate();
            counts.map(|(c, count)| place(r, c, *count)).collect()
        };
        Self(published.rows.iter().enumerate().map(row).collect())
    }

    /// Every count a place has in some table that makes what is printed.
    fn possible(&self, r: usize, c: usize) -> Vec<i64> {
        let (low, high) = self.0[r][c];
        let has_table = |count: &i64| {
            let mut bounds = self.0.clone();
            bounds[r][c] = (*count, *count);
            any_table(bounds)
        };
        (low..=high).filter(has_table).collect()
    }
}

/// Whether any table lies within these bounds.
fn any_table(mut bounds: Bounds) -> bool {
    if !subtract(&mut bounds) {
        return false;
    }
    let width = bounds[0].len();
    let open = (0..bounds.len() * width)
        .map(|at| (at / width, at % width))
        .find(|(r, c)| bounds[*r][*c].0 < bounds[*r][*c].1);
    let Some((r, c)) = open else {
        return true;
    };
    let (low, high) = bounds[r][c];
    (low..=high).any(|count| {
        let mut tried = bounds.clone();
        tried[r][c] = (count, count);
        any_table(tried)
    })
}

/// Tightens the bounds by subtraction until nothing more follows; whether anything is left.
fn subtract(bounds: &mut Bounds) -> bool {
    let (height, width) = (bounds.len(), bounds[0].len());
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    lines.extend((0..height).map(|r| (0..width).map(|c| (r, c)).collect()));
    lines.extend((0..width).map(|c| (0..height).map(|r| (r, c)).collect()));
    loop {
        let before = bounds.clone();
        for line in &lines {
            // The last place is the sum of the others.
            let (sum, parts) = line.split_last().unwrap();
            let low: i64 = parts.iter().map(|p| bounds[p.0][p.1].0).sum();
            let high: i64 = parts.iter().map(|p| bounds[p.0][p.1].1).sum();
            let whole = &mut bounds[sum.0][sum.1];
            *whole = (whole.0.max(low), whole.1.min(high));
            let whole = *whole;
            for part in parts {
                let held = &mut bounds[part.0][part.1];
                let (rest_low, rest_high) = (low - held.0, high - held.1);
                *held = (
                    held.0.max(whole.0 - rest_high),
                    held.1.min(whole.1 - rest_low),
                );
            }
        }
        if bounds.iter().flatten().any(|(low, high)| low > high) {
            return false;
        }
        if *bounds == before {
            return true;
        }
    }
}

/// Whether what is printed keeps its secrets: a count left out has two possible values at least,
/// the true one among them, and one left out for being small can be anything in a range as wide
/// as the threshold.
fn attack(table: &Table, published: &Published) -> Result<(), String> {
    let truth = table.protect(0);
    let attacker = Attacker::reading(published);
    for (r, (_, counts)) in truth.rows.iter().enumerate() {
        for (c, count) in counts.iter().enumerate() {
            let count = count.unwrap();
            let small = (1..THRESHOLD).contains(&count);
            let threshold = i64::from(THRESHOLD);
            if let Some(shown) = published.rows[r].1[c] {
                if small || shown != count {
                    return Err(format!("{shown} is printed in row {r}, column {c}"));
                }
                continue;
            }
            let possible = attacker.possible(r, c);
            let (first, last) = (possible[0], possible[possible.len() - 1]);
            let wide = last - first >= if small { threshold } else { 1 };
            if !wide || !possible.contains(&i64::from(count)) {
                return Err(format!(
                    "{count} in row {r}, column {c} is one of {possible:?}"
                ));
            }
        }
    }
    Ok(())
}

#[test]
fn a_small_count_cannot_be_had_by_subtraction() {
    let table = table(&[&[12, 3, 14], &[11, 13, 8], &[9, 10, 7]]);
    // Left out alone it is the total less the others, and the attacker finds it.
    let mut naive = table.protect(0);
    naive.rows[0].1[1] = None;
    assert_eq!(Attacker::reading(&naive).possible(0, 1), [3]);
    assert!(attack(&table, &naive).is_err());
    let published = table.protect(THRESHOLD);
    attack(&table, &published).unwrap();
    assert_eq!(published.small, 1);
    assert_eq!(published.besides, 3, "a rectangle of counts, no total");
    assert_eq!(published.rows[3].1[3], Some(87));
}

#[test]
fn two_counts_left_out_that_make_two_are_one_each_and_so_not_enough() {
    // Each could be 0 to 2 if zeros were left out too; as they are printed, each is 1.
    let table = table(&[&[1, 1], &[12, 14]]);
    let mut naive = table.protect(0);
    for r in 0..2 {
        for c in 0..2 {
            naive.rows[r].1[c] = None;
        }
    }
    assert_eq!(Attacker::reading(&naive).possible(0, 0), [1]);
    attack(&table, &table.protect(THRESHOLD)).unwrap();
}

#[test]
fn the_attacker_finds_what_trying_every_table_finds() {
    let table = table(&[&[2, 6], &[7, 3]]);
    let mut published = table.protect(0);
    for (r, c) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)] {
        published.rows[r].1[c] = None;
    }
    let mut tried = Vec::new();
    for a in 1..=12 {
        for b in 1..=12 {
            for c in 1..=12 {
                for d in 1..=12 {
                    if a + b == 8 && c + d == 10 && b + d == 9 && a + b + c + d == 18 {
                        tried.push(a);
                    }
                }
            }
        }
    }
    tried.sort_unstable();
    tried.dedup();
    assert_eq!(Attacker::reading(&published).possible(0, 0), tried);
    assert_eq!(tried, (1..=7).collect::<Vec<_>>());
}

#[test]
fn small_totals_and_tables_of_one_line_are_protected_too() {
    for rows in [
        &[&[1_u32, 2][..], &[13, 14]][..],
        &[&[3, 16, 17]],
        &[&[4]],
        &[&[2, 0], &[0, 0]],
        &[&[1, 0, 0], &[0, 15, 0], &[0, 0, 18]],
    ] {
        let table = table(rows);
        attack(&table, &table.protect(THRESHOLD)).unwrap();
    }
}

#[test]
fn a_table_without_small_counts_is_published_whole() {
    let published = table(&[&[0, 5], &[60, 7]]).protect(THRESHOLD);
    assert_eq!((published.small, published.besides), (0, 0));
    assert!(
        published
            .rows
            .iter()
            .all(|(_, c)| c.iter().all(Option::is_some))
    );
}

proptest! {
    #[test]
    fn no_small_count_of_any_table_is_reckoned_back(
        rows in (1..4_usize, 1..5_usize).prop_flat_map(|(height, width)| {
            proptest::collection::vec(proptest::collection::vec(prop_oneof![0..6_u32, 0..19_u32], width), height)
        })
    ) {
        let slices: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        let table = table(&slices);
        let published = table.protect(THRESHOLD);
        if let Err(why) = attack(&table, &published) {
            return Err(TestCaseError::fail(format!("{why}: {rows:?} published as {published:?}")));
        }
    }
}
