//! Generated tables that an authority prints one after the other, with what a reader knows of how
//! their counts hang together.

use daylight::domain::publication::disclosure::Table;

/// Dice that fall the same every time.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below((to - from + 1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 53) as f64
    }

    /// A count of events that come by chance, so many in the mean.
    fn count(&mut self, mean: f64) -> u64 {
        if mean > 60.0 {
            let spread: f64 = (0..12).map(|_| self.share()).sum::<f64>() - 6.0;
            return (mean + spread * mean.sqrt()).round().max(0.0) as u64;
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.share(), 0);
        while product > limit {
            product *= self.share();
            count += 1;
        }
        count
    }
}

/// How the tables of a sequence hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Every edition has one more quarter.
    MoreColumns,
    /// The same with a quarter a row.
    MoreRows,
    /// The last four quarters.
    Rolling,
    /// From the first day on, counted on.
    Cumulative,
    /// Districts by quarter and kinds by quarter.
    CommonTotals,
    /// Districts by quarter, then districts by kind, then more quarters.
    SharedRows,
    /// More quarters, under other names.
    Renamed,
    /// Districts by quarter, kinds by quarter, districts by kind.
    ThreeFaces,
    /// Districts taken together two by two, in the next edition with one more quarter.
    Coarser,
    /// More districts and more quarters at once, for long.
    Long,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::MoreColumns,
        Self::MoreRows,
        Self::Rolling,
        Self::Cumulative,
        Self::CommonTotals,
        Self::SharedRows,
        Self::Renamed,
        Self::ThreeFaces,
        Self::Coarser,
        Self::Long,
    ];
}

/// A table, and of each of its counts the finest counts that make it.
pub struct Edition {
    pub table: Table,
    pub series: i64,
    pub parts: Vec<Vec<Vec<usize>>>,
}

/// Tables printed one after the other.
pub struct Sequence {
    pub kind: Kind,
    pub editions: Vec<Edition>,
    /// The finest counts.
    pub finest: Vec<u64>,
    /// What came since, as sums of the finest counts: printed nowhere, and small counts all the
    /// same where they are small.
    pub since: Vec<Vec<usize>>,
}

/// Events by district, kind and quarter.
struct Events {
    size: (usize, usize, usize),
    counts: Vec<u64>,
}

impl Events {
    fn new(dice: &mut Dice, size: (usize, usize, usize), means: (f64, f64)) -> Self {
        let weight = |dice: &mut Dice| 0.3 + 1.4 * dice.share();
        let rows: Vec<f64> = (0..size.0).map(|_| weight(dice)).collect();
        let kinds: Vec<f64> = (0..size.1).map(|_| weight(dice)).collect();
        let mean = means.0 * (means.1 / means.0).powf(dice.share());
        let mut counts = Vec::new();
        for row in &rows {
            for kind in &kinds {
                for _ in 0..size.2 {
                    let mean = mean * row * kind;
                    counts.push(dice.count(mean));
                }
            }
        }
        Self { size, counts }
    }

    const fn at(&self, d: usize, k: usize, q: usize) -> usize {
        (d * self.size.1 + k) * self.size.2 + q
    }

    fn edition(
        &self,
        series: i64,
        rows: &[(String, Vec<usize>)],
        columns: &[(String, Vec<usize>)],
    ) -> Edition {
        let cell = |row: &[usize], column: &[usize]| -> Vec<usize> {
            row.iter()
                .copied()
                .filter(|at| column.contains(at))
                .collect()
        };
        let parts: Vec<Vec<Vec<usize>>> = rows
            .iter()
            .map(|(_, row)| {
                columns
                    .iter()
                    .map(|(_, column)| cell(row, column))
                    .collect()
            })
            .collect();
        let count = |parts: &Vec<usize>| -> u32 {
            let sum: u64 = parts.iter().map(|at| self.counts[*at]).sum();
            u32::try_from(sum).unwrap_or(u32::MAX)
        };
        let rows = rows
            .iter()
            .zip(&parts)
            .map(|((name, _), parts)| (name.clone(), parts.iter().map(count).collect()));
        Edition {
            table: Table {
                columns: columns.iter().map(|(name, _)| name.clone()).collect(),
                rows: rows.collect(),
            },
            series,
            parts,
        }
    }

    fn some(&self, holds: impl Fn(usize, usize, usize) -> bool) -> Vec<usize> {
        let (d, k, q) = self.size;
        let all = (0..d).flat_map(|d| (0..k).flat_map(move |k| (0..q).map(move |q| (d, k, q))));
        all.filter(|(d, k, q)| holds(*d, *k, *q))
            .map(|(d, k, q)| self.at(d, k, q))
            .collect()
    }

    fn districts(&self) -> Vec<(String, Vec<usize>)> {
        (0..self.size.0)
            .map(|n| (format!("District {n}"), self.some(|d, _, _| d == n)))
            .collect()
    }

    fn kinds(&self, until: usize) -> Vec<(String, Vec<usize>)> {
        (0..self.size.1)
            .map(|n| {
                (
                    format!("Kind {n}"),
                    self.some(|_, k, q| k == n && q < until),
                )
            })
            .collect()
    }

    fn quarters(&self, from: usize, to: usize) -> Vec<(String, Vec<usize>)> {
        (from..to)
            .map(|n| {
                (
                    format!("{} Q{}", 2024 + n / 4, n % 4 + 1),
                    self.some(|_, _, q| q == n),
                )
            })
            .collect()
    }
}

/// A sequence of a kind.
pub fn sequence(kind: Kind, seed: u64) -> Sequence {
    let mut dice = Dice::new(seed);
    for _ in 0..8 {
        dice.next();
    }
    let mut since = Vec::new();
    let (events, editions) = match kind {
        Kind::MoreColumns | Kind::MoreRows | Kind::Rolling | Kind::Renamed => {
            quarters(kind, &mut dice)
        }
        Kind::Cumulative => {
            let size = (dice.between(3, 7), dice.between(2, 4), dice.between(2, 4));
            let events = Events::new(&mut dice, size, (3.0, 40.0));
            let editions = (1..=size.2)
                .map(|until| events.edition(1, &events.districts(), &events.kinds(until)));
            let editions: Vec<Edition> = editions.collect();
            since = came_since(&editions);
            (events, editions)
        }
        Kind::CommonTotals => {
            let size = (dice.between(3, 5), dice.between(2, 4), dice.between(2, 4));
            let events = Events::new(&mut dice, size, (1.0, 12.0));
            let quarters = events.quarters(0, size.2);
            let editions = vec![
                events.edition(1, &events.districts(), &quarters),
                events.edition(2, &events.kinds(size.2), &quarters),
            ];
            (events, editions)
        }
        Kind::ThreeFaces => {
            let size = (dice.between(3, 4), dice.between(2, 3), dice.between(2, 4));
            let events = Events::new(&mut dice, size, (1.0, 8.0));
            let quarters = events.quarters(0, size.2);
            let editions = vec![
                events.edition(1, &events.districts(), &quarters),
                events.edition(2, &events.kinds(size.2), &quarters),
                events.edition(3, &events.districts(), &events.kinds(size.2)),
            ];
            (events, editions)
        }
        Kind::Coarser => {
            let size = (dice.between(4, 8), 1, dice.between(3, 5));
            let events = Events::new(&mut dice, size, (2.0, 30.0));
            let first = events.edition(1, &events.districts(), &events.quarters(0, size.2 - 1));
            let pairs = events.districts();
            let pairs = pairs.chunks(2).map(|pair| {
                let names: Vec<String> = pair.iter().map(|(name, _)| name.clone()).collect();
                (
                    names.join(" and "),
                    pair.iter().flat_map(|(_, row)| row.clone()).collect(),
                )
            });
            let pairs: Vec<(String, Vec<usize>)> = pairs.collect();
            let same = events.edition(1, &pairs, &events.quarters(0, size.2 - 1));
            let more = events.edition(1, &pairs, &events.quarters(0, size.2));
            (events, vec![first, same, more])
        }
        Kind::Long => {
            let size = (dice.between(5, 9), 1, dice.between(7, 10));
            let events = Events::new(&mut dice, size, (3.0, 40.0));
            let editions = 2..=size.2;
            let editions = editions.map(|n| {
                let rows: Vec<_> = events.districts().into_iter().take(2 + n).collect();
                events.edition(1, &rows, &events.quarters(0, n))
            });
            let editions = editions.collect();
            (events, editions)
        }
        Kind::SharedRows => {
            let size = (dice.between(3, 5), dice.between(2, 3), dice.between(2, 4));
            let events = Events::new(&mut dice, size, (1.0, 12.0));
            let until = size.2 - 1;
            let editions = vec![
                events.edition(1, &events.districts(), &events.quarters(0, until)),
                events.edition(2, &events.districts(), &events.kinds(until)),
                events.edition(1, &events.districts(), &events.quarters(0, size.2)),
            ];
            (events, editions)
        }
    };
    Sequence {
        kind,
        editions,
        finest: events.counts,
        since,
    }
}

fn quarters(kind: Kind, dice: &mut Dice) -> (Events, Vec<Edition>) {
    let editions = dice.between(2, 4);
    let first = dice.between(2, 5);
    let size = (dice.between(3, 8), 1, first + editions - 1);
    let events = Events::new(dice, size, (2.0, 40.0));
    let table = |n: usize| {
        let from = if kind == Kind::Rolling { n } else { 0 };
        let columns = events.quarters(from, first + n);
        let mut rows = events.districts();
        if kind == Kind::MoreRows {
            return events.edition(1, &columns, &rows);
        }
        if kind == Kind::Renamed && n % 2 == 1 {
            for (at, (name, _)) in rows.iter_mut().enumerate() {
                *name = format!("Area {}", (b'A' + at as u8) as char);
            }
            rows.reverse();
        }
        events.edition(1, &rows, &columns)
    };
    let all = (0..editions).map(table).collect();
    (events, all)
}

/// What came to each place since any edition before, totals included.
fn came_since(editions: &[Edition]) -> Vec<Vec<usize>> {
    let mut since = Vec::new();
    for (number, later) in editions.iter().enumerate() {
        for earlier in &editions[..number] {
            let (before, after) = (places(&earlier.parts), places(&later.parts));
            for (before, after) in before.iter().flatten().zip(after.iter().flatten()) {
                let new = after.iter().copied().filter(|at| !before.contains(at));
                since.push(new.collect());
            }
        }
    }
    since
}

/// The finest counts of every place, row by row with the totals.
pub fn places(parts: &[Vec<Vec<usize>>]) -> Vec<Vec<Vec<usize>>> {
    let mut rows: Vec<Vec<Vec<usize>>> = parts.to_vec();
    let width = rows[0].len();
    let last = (0..width).map(|c| parts.iter().flat_map(|row| row[c].clone()).collect());
    rows.push(last.collect());
    for row in &mut rows {
        let total = row.iter().flatten().copied().collect();
        row.push(total);
    }
    rows
}
