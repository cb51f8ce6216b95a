//! An attack on published tables: every small count left out is tried to be reckoned back.

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

/// What an attacker can say of each count left out, who knows everything published, that a row
/// makes its total and a column its own, and that no count is negative: the bounds are tightened
/// by subtraction, again and again, until nothing more follows.
fn bounds(published: &Published) -> Vec<Vec<(i64, i64)>> {
    const MUCH: i64 = 1_000_000;
    let mut bounds: Vec<Vec<(i64, i64)>> = published
        .rows
        .iter()
        .map(|(_, counts)| {
            let known = |count: &Option<u32>| match count {
                Some(count) => (i64::from(*count), i64::from(*count)),
                None => (0, MUCH),
            };
            counts.iter().map(known).collect()
        })
        .collect();
    let (height, width) = (bounds.len(), bounds[0].len());
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    lines.extend((0..height).map(|r| (0..width).map(|c| (r, c)).collect()));
    lines.extend((0..width).map(|c| (0..height).map(|r| (r, c)).collect()));
    for _ in 0..200 {
        for line in &lines {
            // The last place is the sum of the others.
            let (sum, parts) = line.split_last().unwrap();
            for target in line {
                let rest: Vec<&(usize, usize)> = parts.iter().filter(|p| *p != target).collect();
                let low: i64 = rest.iter().map(|p| bounds[p.0][p.1].0).sum();
                let high: i64 = rest.iter().map(|p| bounds[p.0][p.1].1).sum();
                let whole = bounds[sum.0][sum.1];
                let held = &mut bounds[target.0][target.1];
                if target == sum {
                    *held = (held.0.max(low), held.1.min(high));
                } else {
                    *held = (held.0.max(whole.0 - high), held.1.min(whole.1 - low));
                }
            }
        }
    }
    bounds
}

fn attack(table: &Table, published: &Published) -> Result<(), String> {
    let bounds = bounds(published);
    let truth = table.protect(0);
    for (r, (_, counts)) in truth.rows.iter().enumerate() {
        for (c, count) in counts.iter().enumerate() {
            let count = count.unwrap();
            let (low, high) = bounds[r][c];
            if (1..THRESHOLD).contains(&count) && high - low < i64::from(THRESHOLD) {
                return Err(format!(
                    "{count} in row {r}, column {c} lies in {low}..={high}"
                ));
            }
            if let Some(shown) = published.rows[r].1[c]
                && shown != count
            {
                return Err("a published count is not the true one".to_owned());
            }
        }
    }
    Ok(())
}

#[test]
fn a_small_count_cannot_be_had_by_subtraction() {
    let table = table(&[&[20, 3, 40], &[17, 30, 28], &[9, 50, 33]]);
    // Left out alone it is the total less the others, and the attack finds it.
    let mut naive = table.protect(0);
    naive.rows[0].1[1] = None;
    assert_eq!(bounds(&naive)[0][1], (3, 3));
    assert!(attack(&table, &naive).is_err());
    let published = table.protect(THRESHOLD);
    attack(&table, &published).unwrap();
    assert_eq!(published.small, 1);
    assert_eq!(published.besides, 3, "a rectangle of counts, no total");
    assert_eq!(published.rows[3].1[3], Some(230));
}

#[test]
fn small_totals_and_tables_of_one_line_are_protected_too() {
    for rows in [
        &[&[1_u32, 2][..], &[30, 40]][..],
        &[&[3, 60, 70]],
        &[&[4]],
        &[&[2, 0], &[0, 0]],
        &[&[1, 0, 0], &[0, 100, 0], &[0, 0, 100]],
    ] {
        let table = table(rows);
        let published = table.protect(THRESHOLD);
        for (r, (_, counts)) in table.protect(0).rows.iter().enumerate() {
            for (c, count) in counts.iter().enumerate() {
                if (1..THRESHOLD).contains(&count.unwrap()) {
                    let (low, high) = bounds(&published)[r][c];
                    assert!(low < high, "{rows:?}: {published:?}");
                }
            }
        }
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

#[test]
fn a_table_is_read_line_by_line_and_every_fault_names_its_line() {
    let read = Table::parse("Area\tMen\tWomen\nNorth\t12\t3\n\nSouth\t5\t1 200\n").unwrap();
    assert_eq!(read.columns, ["Men", "Women"]);
    assert_eq!(read.rows[1], ("South".to_owned(), vec![5, 1200]));
    assert_eq!(Table::parse("only"), Err(TableFault::TooSmall));
    let uneven = Table::parse("Area,Men\nNorth,1,2").unwrap_err();
    assert!(
        uneven.to_string().starts_with("Line 2 has 2 values"),
        "{uneven}"
    );
    let word = Table::parse("Area,Men\nNorth,few").unwrap_err();
    assert!(word.to_string().contains("\"few\""), "{word}");
}

proptest! {
    #[test]
    fn no_small_count_of_any_table_is_reckoned_back(
        rows in (2..5_usize, 2..5_usize).prop_flat_map(|(height, width)| {
            proptest::collection::vec(proptest::collection::vec(prop_oneof![0..12_u32, 5..60_u32], width), height)
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
