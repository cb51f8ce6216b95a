//! A reader who has every table, knows how their counts hang together, that a zero is printed and
//! what is left out is at least 1, and has a solver of integer programs.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// What a reader knows of a sum of the finest counts.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    pub least: u64,
    pub most: Option<u64>,
}

/// The finest counts as whole numbers, and what is known of sums of them.
pub struct Attacker {
    finest: usize,
    facts: Vec<(Vec<usize>, Fact)>,
}

/// What the attacker found of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub least: u64,
    /// As far as was looked.
    pub most: u64,
}

const ANYTHING: i32 = 1_000_000;

impl Attacker {
    pub const fn new(finest: usize) -> Self {
        Self {
            finest,
            facts: Vec::new(),
        }
    }

    pub fn learn(&mut self, sum: &[usize], fact: Fact) {
        self.facts.push((sum.to_vec(), fact));
    }

    /// The range of a sum; nothing where the solver gave up.
    pub fn range(&self, sum: &[usize], truth: u64, enough: u64) -> Option<Range> {
        let most = self.end(sum, OptimizationDirection::Maximize)?;
        if most >= truth + enough {
            return Some(Range { least: truth, most });
        }
        let least = self.end(sum, OptimizationDirection::Minimize)?;
        Some(Range { least, most })
    }

    fn end(&self, sum: &[usize], direction: OptimizationDirection) -> Option<u64> {
        let mut problem = Problem::new(direction);
        let counts: Vec<Variable> = (0..self.finest)
            .map(|at| {
                let worth = if sum.contains(&at) { 1.0 } else { 0.0 };
                problem.add_integer_var(worth, (0, ANYTHING))
            })
            .collect();
        for (sum, fact) in &self.facts {
            let sum: Vec<(Variable, f64)> = sum.iter().map(|at| (counts[*at], 1.0)).collect();
            if fact.most == Some(fact.least) {
                problem.add_constraint(&sum, ComparisonOp::Eq, fact.least as f64);
                continue;
            }
            problem.add_constraint(&sum, ComparisonOp::Ge, fact.least as f64);
            if let Some(most) = fact.most {
                problem.add_constraint(&sum, ComparisonOp::Le, most as f64);
            }
        }
        match problem.solve() {
            Ok(outcome) => {
                let solution = outcome.into_solution().ok()?;
                Some(solution.objective().round() as u64)
            }
            // Nothing printed contradicts itself, so that is the solver's fault as well.
            Err(_) => None,
        }
    }
}
