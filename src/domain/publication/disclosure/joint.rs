//! A table beside all that was printed before it: what more has to be left out.

use super::grid::Grid;
use super::known::{Known, Variable};
use super::system::System;
use super::trade::{TooHard, Work};
use super::{Method, Printed, Published, Refused, base_of};

/// As much arithmetic as one table is worth: about two seconds of it.
const WORK: u64 = 3_000_000_000;

/// Decides what of a table is printed, with counts left out.
pub(super) fn leave_out(
    new: Printed,
    earlier: &[Printed],
    threshold: u32,
) -> Result<Published, Refused> {
    let tables: Vec<&Printed> = earlier.iter().chain([&new]).collect();
    let known = Known::of(&tables);
    other_method(&known, &tables)?;
    let (mut grid, protected) = begun(&new, &known, threshold);
    grid.protect(threshold, &protected);
    if known.related() {
        let mut work = Work(WORK);
        let printed: Vec<&Printed> = earlier.iter().collect();
        let before = Known::of_printed(&printed, printed.len());
        let mut joint = Joint {
            known: &known,
            before: &before,
            threshold,
            protected: &protected,
            work: &mut work,
        };
        joint.leave_out(&mut grid.out).map_err(|stop| match stop {
            Stop::TooHard => Refused::TooHard,
            Stop::Exposed(variable) => {
                known.given_away(variable, &tables, Some(base_of(threshold)))
            }
        })?;
        enough_left(&grid, threshold)?;
        three_ways(&known, &tables, &grid.out, threshold)?;
    }
    let small_and_known =
        |at: usize| grid.known[at] && (1..u64::from(threshold)).contains(&known.count_at(at));
    let out: Vec<bool> = (0..grid.out.len())
        .map(|at| grid.out[at] || small_and_known(at))
        .collect();
    Ok(Published::of(&new.table, &out, threshold))
}

/// An inner cell of the table that was printed rounded stays so.
fn other_method(known: &Known, tables: &[&Printed]) -> Result<(), Refused> {
    let rounded = known.inner().find_map(|cell| {
        let of = known.between[cell]?.1;
        Some(tables[of].called.clone())
    });
    match rounded {
        Some(with) => Err(Refused::OtherMethod {
            with,
            rounded: true,
        }),
        None => Ok(()),
    }
}

/// The table with what is left out to begin with, and what has to be protected: its small counts,
/// and counts of which an earlier table gives away how little came since.
fn begun(new: &Printed, known: &Known, threshold: u32) -> (Grid, Vec<usize>) {
    let mut grid = Grid::of(&new.table);
    for (at, cell) in known.cells().iter().enumerate() {
        grid.known[at] = known.printed[*cell];
    }
    let mut protected = grid.leave_out_small(threshold);
    for (at, cell) in known.cells().iter().enumerate() {
        if grid.known[at] {
            continue;
        }
        grid.out[at] |= known.left_out[*cell];
        for before in known.before(*cell).filter(|before| known.printed[*before]) {
            let (count, before) = (known.same.count[*cell], known.same.count[before]);
            grid.least[at] = grid.least[at].max(before);
            if (1..u64::from(threshold)).contains(&(count - before)) && !protected.contains(&at) {
                grid.out[at] = true;
                protected.push(at);
            }
        }
    }
    (grid, protected)
}

/// A table of which most is left out says nothing.
fn enough_left(grid: &Grid, threshold: u32) -> Result<(), Refused> {
    let counts = grid.some().count();
    let left_out = grid.some().filter(|at| grid.out[*at]).count();
    let small = grid.small(threshold).count();
    if (left_out - small.min(left_out)) * 2 > counts {
        return Err(Refused::MostlyEmpty {
            left_out,
            counts,
            base: base_of(threshold),
        });
    }
    Ok(())
}

/// Three tables of the same counts by three things, two at a time, are not checked exactly; so they
/// are printed only where nothing is left out of any.
fn three_ways(
    known: &Known,
    tables: &[&Printed],
    out: &[bool],
    threshold: u32,
) -> Result<(), Refused> {
    let Some((a, b)) = known.box_sides() else {
        return Ok(());
    };
    let hidden = |table: &Printed| table.shown.iter().flatten().any(Option::is_none);
    if !out.contains(&true) && !hidden(tables[a]) && !hidden(tables[b]) {
        return Ok(());
    }
    Err(Refused::ThreeWays {
        with: format!("{}, {}", tables[a].called, tables[b].called),
        base: base_of(threshold),
    })
}

enum Stop {
    TooHard,
    Exposed(Variable),
}

impl From<TooHard> for Stop {
    fn from(_: TooHard) -> Self {
        Self::TooHard
    }
}

struct Joint<'a> {
    known: &'a Known,
    /// The same without this table.
    before: &'a Known,
    threshold: u32,
    protected: &'a [usize],
    work: &'a mut Work,
}

impl Joint<'_> {
    /// Leaves out more until no small count of any of the tables lies in too narrow a range; then
    /// takes back what turned out not to be needed.
    fn leave_out(&mut self, out: &mut [bool]) -> Result<(), Stop> {
        self.known.spread(out);
        while let Some(exposed) = self.exposed(out)? {
            let more = self.known.traded(exposed, out, self.threshold, self.work)?;
            if more.is_empty() {
                return Err(Stop::Exposed(exposed));
            }
            for at in more {
                out[at] = true;
            }
            self.known.spread(out);
        }
        self.take_back(out);
        Ok(())
    }

    fn exposed(&mut self, out: &[bool]) -> Result<Option<Variable>, Stop> {
        let mut system = System::of(self.known, Some(out), self.threshold, self.work)?;
        for (variable, need, width) in system.widths(self.work)? {
            if width >= need {
                continue;
            }
            let narrow = (variable, width);
            if System::was_as_narrow(self.known, self.before, narrow, self.threshold, self.work)? {
                continue;
            }
            return Ok(Some(variable));
        }
        Ok(None)
    }

    /// Prints what was left out beside the small counts where nothing is exposed by that, the
    /// totals and the greatest counts first. Ends where the work does.
    fn take_back(&mut self, out: &mut [bool]) {
        let cells = self.known.cells();
        let mut besides: Vec<usize> = (0..out.len())
            .filter(|at| out[*at] && !self.protected.contains(at))
            .filter(|at| !self.known.left_out[cells[*at]])
            .collect();
        besides.sort_by_key(|at| std::cmp::Reverse(self.known.worth(*at)));
        for at in besides {
            let same: Vec<usize> = (0..out.len())
                .filter(|other| cells[*other] == cells[at] && out[*other])
                .collect();
            for at in &same {
                out[*at] = false;
            }
            if !matches!(self.exposed(out), Ok(None)) {
                for at in same {
                    out[at] = true;
                }
            }
        }
    }
}

/// How a table is protected, for people.
impl Method {
    /// Whether counts are rounded.
    #[must_use]
    pub const fn rounds(self) -> bool {
        match self {
            Self::Round { .. } => true,
            Self::LeaveOut => false,
        }
    }
}
