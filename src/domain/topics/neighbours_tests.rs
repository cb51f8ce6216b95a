//! The nearest rows held against every pair reckoned for itself.

use super::*;

/// Rows of a few words each, some alike to the last digit, some without a word.
fn rows(count: u32, words: u32) -> Rows {
    let mut rows = Rows::new();
    let mut state = 7_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    for at in 0..count {
        let mut row: Vec<(u32, f32)> = Vec::new();
        // The lower a word's number, the more rows have it: word 0 is in nearly all of them.
        for _ in 0..at % 9 {
            let word = next(words).min(next(words)).min(next(words));
            if row.iter().all(|(other, _)| *other != word) {
                row.push((word, [0.25, 0.5, 1.0][next(3) as usize]));
            }
        }
        row.sort_unstable_by_key(|(word, _)| *word);
        rows.push(row);
    }
    rows
}

fn product(rows: &Rows, one: usize, other: usize) -> f32 {
    let ours: Vec<(u32, f32)> = rows.row(one).collect();
    let theirs = rows.row(other).collect::<Vec<_>>();
    let both = ours.iter().flat_map(|(word, weight)| {
        let same = theirs.iter().filter(move |(theirs, _)| theirs == word);
        same.map(move |(_, their)| weight * their)
    });
    both.sum()
}

/// The nearest of a row by every pair. The weights are such that sums are exact in any order.
fn naive(rows: &Rows, at: usize, wanted: usize) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f32)> = (0..rows.len())
        .filter(|other| *other != at)
        .map(|other| (number(other), product(rows, at, other)))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(wanted);
    all
}

#[test]
fn the_nearest_of_every_row_are_those_of_every_pair() {
    const ROWS: u32 = 300;
    let (searched, kept) = (rows(ROWS, 60), rows(ROWS, 60));
    let searched = Searchable::of(searched, 60);
    for wanted in [0, 1, 5, 40, 1_000] {
        let found = all(&searched, wanted, None);
        assert_eq!(found.len(), ROWS as usize);
        for (at, found) in found.iter().enumerate() {
            assert_eq!(
                *found,
                naive(&kept, at, wanted),
                "row {at}, {wanted} wanted"
            );
        }
    }
}

#[test]
fn a_search_finds_what_every_comparison_finds_and_leaves_nothing_for_the_next() {
    let (searched, kept) = (rows(200, 40), rows(200, 40));
    let searched = Searchable::of(searched, 40);
    let mut scores = Scores::new(kept.len());
    for at in 0..kept.len() {
        let mut found = scores.nearest(kept.row(at), &searched, 201);
        found.retain(|(other, _)| *other as usize != at);
        assert_eq!(found, naive(&kept, at, 200), "row {at}");
    }
}

#[test]
fn nothing_to_search_finds_nothing() {
    let none = Searchable::of(Rows::new(), 0);
    assert!(all(&none, 5, None).is_empty());
    let wordless = Searchable::of(rows(1, 1), 1);
    assert_eq!(all(&wordless, 5, None), [vec![]]);
}
