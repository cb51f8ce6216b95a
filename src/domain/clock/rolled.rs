//! A pause that begins on the working day to which the last day has moved.

use crate::domain::clock::count::{self, Reached};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::progress::Progress;
use crate::domain::regime::{Limit, RolledDay};

impl Progress<'_> {
    /// Where the period itself ends with that working day, its days from there on are left out as
    /// any others; elsewhere it was over the day before, and nothing is left to set aside.
    pub(super) fn past_rolled(
        &self,
        limit: &Limit,
        mut reached: Reached,
    ) -> Result<Reached, ClockError> {
        match self.regime.clarification.on_rolled_day {
            RolledDay::Outside => return Ok(reached),
            RolledDay::Within => {}
        }
        let mut runs = self.pauses.as_slice();
        let begins =
            |run: &(_, _), reached: &Reached| reached.counted_to < run.0 && run.0 <= reached.end;
        while let Some(at) = runs.iter().position(|run| begins(run, &reached)) {
            let (here, later) = runs.get(at..).unwrap_or_default().split_at(1);
            let from = reached.counted_to;
            let calendar = self.calendar;
            let counted_to = count::shift(reached.end, from, limit.unit, here, calendar)?;
            reached = Reached {
                counted_to,
                end: limit.rolled(counted_to, calendar)?,
            };
            runs = later;
        }
        Ok(reached)
    }
}
