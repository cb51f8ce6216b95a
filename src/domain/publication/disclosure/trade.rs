//! Whole numbers that fit everything printed, found by moving away from the true ones.
//!
//! What a reader does not know are variables; what is printed makes equations between them. The
//! true counts fit, so every search begins there, at a distance of 0, and walks along edges of
//! what is possible (a bounded simplex method). A place on the way is believed only where it is
//! whole and fits every equation, reckoned in integers: a fault of the floating point can hide a
//! way, but not make one up.

/// A variable: how far its count may lie from the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknown {
    /// How far below, 0 or less.
    pub low: i64,
    /// How far above, 0 or more.
    pub high: i64,
}

/// A sum of variables, each with its sign, that is as great as the true one.
pub(super) type Equation = Vec<(usize, i64)>;

/// As far as a count may lie above the true one.
pub(super) const FAR: i64 = 1 << 20;

/// More work than is spent on one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooHard;

/// How much may still be done, in steps of arithmetic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work(pub u64);

impl Work {
    fn spend(&mut self, steps: usize) -> Result<(), TooHard> {
        let left = self.0.checked_sub(steps as u64).ok_or(TooHard)?;
        self.0 = left;
        Ok(())
    }
}

const NONE: f64 = 1e-9;
const SOME: f64 = 1e-7;

/// A walk through what is possible.
pub(super) struct Walk {
    unknown: Vec<Unknown>,
    equations: Vec<Equation>,
    /// One line for each equation, solved for its basic variable.
    lines: Vec<Vec<f64>>,
    /// The basic variable of each line; nothing while it is solved for none.
    basic: Vec<Option<usize>>,
    is_basic: Vec<bool>,
    at: Vec<f64>,
}

impl Walk {
    /// At the true counts.
    pub(super) fn new(
        unknown: Vec<Unknown>,
        equations: Vec<Equation>,
        work: &mut Work,
    ) -> Result<Self, TooHard> {
        work.spend(unknown.len() * equations.len())?;
        let lines = equations.iter().map(|equation| {
            let mut line = vec![0.0; unknown.len()];
            for (variable, sign) in equation {
                line[*variable] += *sign as f64;
            }
            line
        });
        Ok(Self {
            lines: lines.collect(),
            basic: vec![None; equations.len()],
            is_basic: vec![false; unknown.len()],
            at: vec![0.0; unknown.len()],
            unknown,
            equations,
        })
    }

    /// The variables.
    pub(super) fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The equations between them.
    pub(super) fn equations(&self) -> &[Equation] {
        &self.equations
    }

    /// Back to the true counts.
    pub(super) fn home(&mut self) {
        self.at.fill(0.0);
    }

    /// How far each variable lies from its true count; nothing where that is not whole or does
    /// not fit.
    pub(super) fn place(&self) -> Option<Vec<i64>> {
        let mut place = Vec::with_capacity(self.at.len());
        for (at, bounds) in self.at.iter().zip(&self.unknown) {
            let whole = at.round();
            if (at - whole).abs() > 1e-5 {
                return None;
            }
            let whole = whole as i64;
            if whole < bounds.low || whole > bounds.high {
                return None;
            }
            place.push(whole);
        }
        let fits = self.equations.iter().all(|equation| {
            let sum: i64 = equation.iter().map(|(v, sign)| place[*v] * sign).sum();
            sum == 0
        });
        fits.then_some(place)
    }

    /// Walks to where the worth is greatest, or until `seen` has seen enough of the places on the
    /// way.
    pub(super) fn climb(
        &mut self,
        worth: &[f64],
        work: &mut Work,
        mut seen: impl FnMut(&[i64]) -> bool,
    ) -> Result<(), TooHard> {
        let mut gain = worth.to_vec();
        for (line, basic) in self.lines.iter().zip(&self.basic) {
            let of = basic.map_or(0.0, |b| worth[b]);
            if of != 0.0 {
                for (gain, part) in gain.iter_mut().zip(line) {
                    *gain -= of * part;
                }
            }
        }
        let mut stood_still = 0_usize;
        loop {
            work.spend(self.at.len() + self.lines.len() * 2)?;
            let Some((enters, up)) = self.next(&gain, stood_still > 40) else {
                return Ok(());
            };
            let (step, leaves) = self.step(enters, up);
            let moved = step > SOME;
            stood_still = if moved { 0 } else { stood_still + 1 };
            if moved {
                self.go(enters, if up { step } else { -step });
            }
            if let Some(line) = leaves {
                self.solve(line, enters, &mut gain, work)?;
            }
            if moved && self.place().is_some_and(|place| seen(&place)) {
                return Ok(());
            }
        }
    }

    /// The variable whose move gains most, and whether it grows; the first that gains where
    /// standing still has lasted, so that it ends.
    fn next(&self, gain: &[f64], first: bool) -> Option<(usize, bool)> {
        let mut best: Option<(usize, bool)> = None;
        let mut most = SOME;
        for (variable, gain) in gain.iter().enumerate() {
            if self.is_basic[variable] || gain.abs() <= most {
                continue;
            }
            let (at, bounds) = (self.at[variable], self.unknown[variable]);
            let up = *gain > 0.0;
            let room = if up {
                bounds.high as f64 - at
            } else {
                at - bounds.low as f64
            };
            if room > SOME {
                best = Some((variable, up));
                most = gain.abs();
                if first {
                    break;
                }
            }
        }
        best
    }

    /// How far a variable can move, and the line that stops it.
    fn step(&self, enters: usize, up: bool) -> (f64, Option<usize>) {
        let bounds = self.unknown[enters];
        let mut most = if up {
            bounds.high as f64 - self.at[enters]
        } else {
            self.at[enters] - bounds.low as f64
        };
        let mut leaves: Option<usize> = None;
        let mut held = 0.0_f64;
        for (line, basic) in self.basic.iter().enumerate() {
            let part = self.lines[line][enters];
            if part.abs() <= SOME {
                continue;
            }
            let falls = (part > 0.0) == up;
            let room = basic.map_or(0.0, |basic| {
                let (at, bounds) = (self.at[basic], self.unknown[basic]);
                let room = if falls {
                    at - bounds.low as f64
                } else {
                    bounds.high as f64 - at
                };
                room.max(0.0)
            });
            let limit = room / part.abs();
            // A line solved for nothing is solved first; else the one that is safest to divide by.
            let weight = if basic.is_none() { 1e6 } else { part.abs() };
            if limit < most - SOME || (limit < most + SOME && weight > held) {
                most = most.min(limit);
                leaves = Some(line);
                held = weight;
            }
        }
        (most.max(0.0), leaves)
    }

    fn go(&mut self, enters: usize, by: f64) {
        self.at[enters] += by;
        for (line, basic) in self.lines.iter().zip(&self.basic) {
            if let Some(basic) = basic {
                self.at[*basic] -= line[enters] * by;
            }
        }
    }

    /// Solves a line for a variable and takes that out of all others.
    fn solve(
        &mut self,
        line: usize,
        enters: usize,
        gain: &mut [f64],
        work: &mut Work,
    ) -> Result<(), TooHard> {
        let pivot = self.lines[line][enters];
        for part in &mut self.lines[line] {
            *part /= pivot;
        }
        let solved = std::mem::take(&mut self.lines[line]);
        let take_out = |of: &mut [f64]| {
            let times = of[enters];
            for (part, solved) in of.iter_mut().zip(&solved) {
                *part -= times * solved;
                if part.abs() < NONE {
                    *part = 0.0;
                }
            }
            of[enters] = 0.0;
        };
        for other in self.lines.iter_mut().filter(|l| !l.is_empty()) {
            if other[enters] != 0.0 {
                work.spend(other.len())?;
                take_out(other);
            }
        }
        take_out(gain);
        self.lines[line] = solved;
        if let Some(before) = self.basic[line].replace(enters) {
            self.is_basic[before] = false;
        }
        self.is_basic[enters] = true;
        Ok(())
    }
}
