//! What is printed in several tables as equations between the counts that are not.

use super::known::{Known, Sum, Variable};
use super::trade::{Equation, TooHard, Unknown, Walk, Work};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The counts a reader does not know, where they hang together with the last table.
pub(super) struct System<'a> {
    known: &'a Known,
    threshold: i64,
    variables: Vec<Variable>,
    place: HashMap<Variable, usize>,
    walk: Walk,
}

impl<'a> System<'a> {
    /// With these places of the last table left out; without that table where nothing is given.
    pub(super) fn of(
        known: &'a Known,
        out: Option<&[bool]>,
        threshold: u32,
        work: &mut Work,
    ) -> Result<Self, TooHard> {
        let last = known.same.cell.len() - 1;
        let mut unknown: Vec<bool> = (0..known.printed.len())
            .map(|cell| {
                !known.printed[cell] && (known.left_out[cell] || known.between[cell].is_some())
            })
            .collect();
        let mut left_out = known.left_out.clone();
        if let Some(out) = out {
            for (at, cell) in known.cells().iter().enumerate() {
                if out[at] {
                    (unknown[*cell], left_out[*cell]) = (true, true);
                } else {
                    unknown[*cell] = false;
                }
            }
        }
        let is_unknown = |variable: &Variable| match variable {
            Variable::Cell(cell) => unknown[*cell],
            Variable::Since(_) => true,
        };
        let mut sums: BTreeSet<(bool, Sum)> = BTreeSet::new();
        for (sum, of) in &known.sums {
            if out.is_none() && *of == last {
                continue;
            }
            let left: Sum = sum.iter().copied().filter(|(v, _)| is_unknown(v)).collect();
            // Known zeros make no equation, nor does a table that says nothing new.
            if !left.is_empty() {
                let of_last = out.is_none() || *of == last;
                if !(of_last && sums.contains(&(false, left.clone()))) {
                    sums.remove(&(true, left.clone()));
                    sums.insert((of_last, left));
                }
            }
        }
        let begin: BTreeSet<usize> = known.cells().iter().copied().collect();
        let kept = together(sums, &begin);
        let mut place = HashMap::new();
        let mut variables = Vec::new();
        let own = begin.iter().filter(|cell| unknown[**cell]);
        let all = kept.iter().flatten().map(|(variable, _)| *variable);
        for variable in own.map(|cell| Variable::Cell(*cell)).chain(all) {
            place.entry(variable).or_insert_with(|| {
                variables.push(variable);
                variables.len() - 1
            });
        }
        work_for(variables.len(), kept.len())?;
        let bounds = variables
            .iter()
            .map(|variable| known.bounds(*variable, &left_out));
        let equations = kept.iter().map(|sum| -> Equation {
            let sum = sum.iter();
            sum.map(|(variable, sign)| (place[variable], *sign))
                .collect()
        });
        let walk = Walk::new(bounds.collect(), equations.collect(), work)?;
        Ok(Self {
            known,
            threshold: i64::from(threshold),
            variables,
            place,
            walk,
        })
    }

    /// Every small count, how wide the range has to be in which it lies, and how wide that is as
    /// far as that.
    pub(super) fn widths(&mut self, work: &mut Work) -> Result<Vec<(Variable, i64, i64)>, TooHard> {
        let needs: Vec<(usize, i64)> = (0..self.variables.len())
            .filter_map(|at| Some((at, self.known.need(self.variables[at], self.threshold)?)))
            .collect();
        let mut seen = vec![(0_i64, 0_i64); self.variables.len()];
        let mut widths = Vec::new();
        for (at, need) in needs {
            self.widen(at, need, &mut seen, work)?;
            widths.push((self.variables[at], need, seen[at].1 - seen[at].0));
        }
        Ok(widths)
    }

    /// How wide the range of one count is, as far as it has to be.
    fn width_of(&mut self, variable: Variable, work: &mut Work) -> Result<Option<i64>, TooHard> {
        let Some(at) = self.place.get(&variable).copied() else {
            return Ok(None);
        };
        let mut seen = vec![(0, 0); self.variables.len()];
        self.widen(at, self.threshold, &mut seen, work)?;
        Ok(Some(seen[at].1 - seen[at].0))
    }

    /// Whether a count lay in no wider a range than this before the last table was printed, so
    /// that it is not the fault of that one.
    pub(super) fn was_as_narrow(
        known: &Known,
        before: &Known,
        (variable, width): (Variable, i64),
        threshold: u32,
        work: &mut Work,
    ) -> Result<bool, TooHard> {
        let older = known.among(before, variable);
        if older.is_empty() {
            return Ok(false);
        }
        let mut system = System::of(before, None, threshold, work)?;
        for variable in older {
            if system
                .width_of(variable, work)?
                .is_some_and(|before| before > width)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn widen(
        &mut self,
        at: usize,
        need: i64,
        seen: &mut [(i64, i64)],
        work: &mut Work,
    ) -> Result<(), TooHard> {
        let enough = |seen: &[(i64, i64)]| seen[at].1 - seen[at].0 >= need;
        // From where the last search ended, then from the true counts, upwards and downwards.
        for again in [false, true] {
            if again {
                self.walk.home();
            }
            for worth in [1.0, -1.0] {
                if enough(seen) {
                    return Ok(());
                }
                let mut worths = vec![0.0; self.variables.len()];
                worths[at] = worth;
                self.walk.climb(&worths, work, |place| {
                    for (seen, at) in seen.iter_mut().zip(place) {
                        *seen = (seen.0.min(*at), seen.1.max(*at));
                    }
                    enough(seen)
                })?;
            }
        }
        Ok(())
    }

    /// The cells that have to move so that a count can be another, at the least cost.
    pub(super) fn cheapest(
        &mut self,
        variable: Variable,
        cost: &BTreeMap<usize, f64>,
        far: i64,
        work: &mut Work,
    ) -> Result<BTreeSet<usize>, TooHard> {
        let Some(target) = self.place.get(&variable).copied() else {
            return Ok(BTreeSet::new());
        };
        // A cell with a cost is moved by two variables of its own, up and down.
        let mut bounds = self.walk.unknown().to_vec();
        let mut equations = self.walk.equations().to_vec();
        let mut moves = Vec::new();
        for (at, variable) in self.variables.iter().enumerate() {
            let Variable::Cell(cell) = variable else {
                continue;
            };
            if let (Some(cost), true) = (cost.get(cell), at != target) {
                let Unknown { low, high } = bounds[at];
                equations.push(vec![(at, 1), (bounds.len(), -1), (bounds.len() + 1, 1)]);
                bounds.push(Unknown { low: 0, high });
                bounds.push(Unknown { low: 0, high: -low });
                moves.push((*cell, bounds.len() - 2, *cost));
            }
        }
        let Unknown { low, high } = bounds[target];
        bounds[target] = Unknown {
            low: low.max(-far),
            high: high.min(far),
        };
        let mut moved = BTreeSet::new();
        for worth in [1e4, -1e4] {
            let mut walk = Walk::new(bounds.clone(), equations.clone(), work)?;
            let mut worths = vec![0.0; bounds.len()];
            worths[target] = worth;
            for (_, up, cost) in &moves {
                (worths[*up], worths[*up + 1]) = (-cost, -cost);
            }
            let mut last = Vec::new();
            walk.climb(&worths, work, |place| {
                last = place.to_vec();
                false
            })?;
            if last.get(target).is_none_or(|far| *far == 0) {
                continue;
            }
            let by = moves.iter().filter(|(_, up, _)| last[*up] != last[*up + 1]);
            moved.extend(by.map(|(cell, ..)| *cell));
            moved.extend(match variable {
                Variable::Cell(cell) => cost.contains_key(&cell).then_some(cell),
                Variable::Since(_) => None,
            });
            if last[target].abs() >= far {
                break;
            }
        }
        Ok(moved)
    }
}

/// More variables and equations than are looked at.
const fn work_for(variables: usize, equations: usize) -> Result<(), TooHard> {
    if variables * equations > 20_000_000 {
        Err(TooHard)
    } else {
        Ok(())
    }
}

/// The sums that hang together with these cells, or all of them where none is of the last table.
fn together(sums: BTreeSet<(bool, Sum)>, begin: &BTreeSet<usize>) -> Vec<Sum> {
    let mut of: HashMap<Variable, Vec<usize>> = HashMap::new();
    let sums: Vec<(bool, Sum)> = sums.into_iter().collect();
    for (at, (_, sum)) in sums.iter().enumerate() {
        for (variable, _) in sum {
            of.entry(*variable).or_default().push(at);
        }
    }
    let mut taken = vec![false; sums.len()];
    let mut next: Vec<usize> = (0..sums.len()).filter(|at| sums[*at].0).collect();
    next.extend(
        begin
            .iter()
            .flat_map(|c| of.get(&Variable::Cell(*c)).into_iter().flatten()),
    );
    while let Some(at) = next.pop() {
        if std::mem::replace(&mut taken[at], true) {
            continue;
        }
        for (variable, _) in &sums[at].1 {
            next.extend(
                of.get(variable)
                    .into_iter()
                    .flatten()
                    .filter(|at| !taken[**at]),
            );
        }
    }
    let kept = sums.into_iter().zip(taken).filter(|(_, taken)| *taken);
    kept.map(|((_, sum), _)| sum).collect()
}
