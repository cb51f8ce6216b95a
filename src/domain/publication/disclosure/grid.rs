//! One table by itself: what to leave out so that its totals do not give small counts back.

use super::table::Table;
use std::collections::VecDeque;

/// The counts with their totals, and which of them are left out.
pub(super) struct Grid {
    height: usize,
    width: usize,
    counts: Vec<u64>,
    /// What is left out.
    pub out: Vec<bool>,
    /// What a reader has already, and so cannot be left out.
    pub known: Vec<bool>,
    /// The least that a reader can take each count for where it is left out.
    pub least: Vec<u64>,
}

impl Grid {
    /// A table with nothing left out and nothing known.
    pub(super) fn of(table: &Table) -> Self {
        let counts = table.with_totals();
        let (height, width) = (counts.len(), counts[0].len());
        let counts: Vec<u64> = counts.into_iter().flatten().collect();
        Self {
            height,
            width,
            out: vec![false; counts.len()],
            known: vec![false; counts.len()],
            least: vec![1; counts.len()],
            counts,
        }
    }

    /// Whether a place is a total of rows or of columns, but not of both or of neither.
    const fn is_margin(&self, at: usize) -> bool {
        (at / self.width == self.height - 1) != (at % self.width == self.width - 1)
    }

    /// The places where there is anybody.
    pub(super) fn some(&self) -> impl Iterator<Item = usize> {
        (0..self.counts.len()).filter(|at| self.counts[*at] > 0)
    }

    /// The places with a small count.
    pub(super) fn small(&self, threshold: u32) -> impl Iterator<Item = usize> {
        let small = 1..u64::from(threshold);
        (0..self.counts.len()).filter(move |at| small.contains(&self.counts[*at]))
    }

    /// Leaves out counts from 1 to below the threshold; which.
    pub(super) fn leave_out_small(&mut self, threshold: u32) -> Vec<usize> {
        let threshold = u64::from(threshold);
        let small: Vec<usize> = (0..self.counts.len())
            .filter(|at| (1..threshold).contains(&self.counts[*at]) && !self.known[*at])
            .collect();
        for at in &small {
            self.out[*at] = true;
        }
        small
    }

    /// Leaves out more until every one of these counts is protected, or nothing more helps.
    pub(super) fn protect(&mut self, threshold: u32, small: &[usize]) {
        loop {
            let exposed = small
                .iter()
                .copied()
                .find(|at| self.range(*at, u64::from(threshold)) < u64::from(threshold));
            let Some(at) = exposed else {
                return;
            };
            let chosen = self.rectangle(at);
            if chosen.is_empty() {
                // A single row or column: nothing short of everything would do.
                self.leave_out_all();
                return;
            }
            for other in chosen {
                self.out[other] = true;
            }
        }
    }

    /// What to leave out with a count so that it can trade with three others at the corners of a
    /// rectangle: those that cost the reader least, counts before totals.
    fn rectangle(&self, at: usize) -> Vec<usize> {
        let (r, c) = (at / self.width, at % self.width);
        let mut best: Option<((usize, u64), Vec<usize>)> = None;
        for other_row in (0..self.height).filter(|row| *row != r) {
            for other_column in (0..self.width).filter(|column| *column != c) {
                let corners = [
                    r * self.width + other_column,
                    other_row * self.width + c,
                    other_row * self.width + other_column,
                ];
                let new: Vec<usize> = corners
                    .into_iter()
                    .filter(|corner| !self.out[*corner])
                    .collect();
                let zeros = corners.iter().filter(|c| self.counts[**c] == 0).count();
                if new.is_empty() || zeros > 0 || corners.iter().any(|c| self.known[*c]) {
                    continue;
                }
                let totals = corners.iter().filter(|c| self.is_total(**c)).count();
                let lost = new.iter().map(|corner| self.counts[*corner]).sum();
                let cost = (totals, lost);
                if best.as_ref().is_none_or(|(held, _)| cost < *held) {
                    best = Some((cost, new));
                }
            }
        }
        best.map(|(_, new)| new).unwrap_or_default()
    }

    const fn is_total(&self, at: usize) -> bool {
        at / self.width == self.height - 1 || at % self.width == self.width - 1
    }

    fn leave_out_all(&mut self) {
        for at in 0..self.out.len() {
            if self.counts[at] > 0 && !self.known[at] {
                self.out[at] = true;
            }
        }
    }

    /// How wide the range is in which a count left out can lie, as far as `enough`, given all
    /// that is published and that no count left out is zero.
    fn range(&self, at: usize, enough: u64) -> u64 {
        let up = self.flow(at, enough, true);
        let down = self.flow(at, enough, false).min(self.spare(at));
        up + down
    }

    /// What a count left out can lose: it is not zero.
    fn spare(&self, at: usize) -> u64 {
        self.counts[at].saturating_sub(self.least[at])
    }

    /// By how much a count left out can grow, or shrink, others left out making up for it.
    ///
    /// Rows and columns are the ends of pipes, counts left out the pipes: one that may shrink
    /// carries as much as it can spare, one that may grow carries anything. A total moves against
    /// the counts it sums.
    fn flow(&self, at: usize, enough: u64, grows: bool) -> u64 {
        let (from, to) = (at / self.width, self.height + at % self.width);
        // What has been sent through each pipe from its row to its column.
        let mut sent = vec![0_i64; self.counts.len()];
        let grows = grows != self.is_margin(at);
        let mut total = 0;
        while total < enough {
            let Some((path, room)) = self.path(at, from, to, &sent, grows) else {
                break;
            };
            let room = room.min(enough - total);
            for (pipe, forward) in path {
                let amount = i64::try_from(room).unwrap_or(i64::MAX);
                sent[pipe] += if forward { amount } else { -amount };
            }
            total += room;
        }
        total
    }

    /// The shortest way from a row to a column with room in every pipe, and the least room in it.
    fn path(
        &self,
        leave: usize,
        from: usize,
        to: usize,
        sent: &[i64],
        grows: bool,
    ) -> Option<(Vec<(usize, bool)>, u64)> {
        let nodes = self.height + self.width;
        let mut came: Vec<Option<(usize, usize, bool, u64)>> = vec![None; nodes];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                break;
            }
            let of_row = node < self.height;
            let pipes: Vec<usize> = if of_row {
                (0..self.width).map(|c| node * self.width + c).collect()
            } else {
                let c = node - self.height;
                (0..self.height).map(|r| r * self.width + c).collect()
            };
            for pipe in pipes.into_iter().filter(|p| self.out[*p] && *p != leave) {
                let next = if of_row {
                    self.height + pipe % self.width
                } else {
                    pipe / self.width
                };
                let room = self.room(pipe, sent[pipe], of_row, grows);
                if room > 0 && next != from && came[next].is_none() {
                    came[next] = Some((node, pipe, of_row, room));
                    queue.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut least = u64::MAX;
        let mut node = to;
        while node != from {
            let (before, pipe, forward, room) = came[node]?;
            path.push((pipe, forward));
            least = least.min(room);
            node = before;
        }
        Some((path, least))
    }

    /// How much more a pipe carries from its row to its column, or back. While a count is to
    /// grow, going forward shrinks the counts on the way and going back grows them.
    fn room(&self, pipe: usize, sent: i64, forward: bool, grows: bool) -> u64 {
        const ANYTHING: u64 = 1 << 40;
        let shrinks = (forward == grows) != self.is_margin(pipe);
        if !shrinks {
            return ANYTHING;
        }
        // What it can spare by now: less what going this way has taken already.
        let taken = if forward { sent } else { -sent };
        let spare = i64::try_from(self.spare(pipe)).unwrap_or(i64::MAX);
        u64::try_from(spare - taken).unwrap_or(0)
    }
}
