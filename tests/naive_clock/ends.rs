//! Where a time ends: days ticked off one at a time, but for those crossed out.

use super::counter::{Diary, Extension};
use super::days::{Day, date, number};
use super::statutes::More;
use super::statutes::Time::{self, EveryDay, Months, MonthsBeginningWith, NoDay, Working};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

impl Diary<'_> {
    pub(super) fn limit(&self) -> Time {
        self.other.map_or(self.rules.limit, |(_, time, _)| *time)
    }

    /// The last day of `time` from `zero`, but for the days crossed out.
    pub(super) fn last(&self, time: Time, rolls: bool) -> Day {
        self.last_but_for(time, rolls, |_| false)
    }

    fn last_but_for(&self, time: Time, rolls: bool, out: impl Fn(Day) -> bool) -> Day {
        let left_out = |day: Day| self.crossed_out.contains(&day) || out(day);
        let mut day = self.zero;
        match time {
            Working(number) => {
                for _ in 0..number {
                    day = self.days.next(day);
                    while left_out(day) {
                        day = self.days.next(day);
                    }
                }
            }
            EveryDay(number) => {
                for _ in 0..number {
                    day += 1;
                    while left_out(day) {
                        day += 1;
                    }
                }
            }
            Months(months) => {
                day = same_date(self.zero, months).unwrap_or_else(|last| last);
                for crossed in self.crossed_out.range(self.zero..) {
                    day += Day::from(*crossed <= day);
                }
            }
            MonthsBeginningWith(months) => {
                day = match same_date(self.zero, months) {
                    Ok(same) => same - 1,
                    Err(last) => last,
                };
            }
            NoDay => return Day::MAX,
        }
        while rolls && !self.days.works(day) {
            day += 1;
        }
        day
    }

    /// The last day of a time that nothing interrupts.
    pub(super) fn window(&self, time: Time, from: Day) -> Day {
        let mut day = from;
        match time {
            Working(number) => {
                for _ in 0..number {
                    day = self.days.next(day);
                }
            }
            EveryDay(number) => day += Day::try_from(number).unwrap(),
            Months(months) => day = same_date(from, months).unwrap_or_else(|last| last),
            MonthsBeginningWith(months) => {
                day = same_date(from, months).map_or_else(|last| last, |same| same - 1);
            }
            NoDay => return Day::MAX,
        }
        // Windows of calendar days and months to the requester move off days off only where the
        // law of the place moves its own last day, or says so of them.
        let rolls =
            self.rules.rolls && !matches!(time, MonthsBeginningWith(_)) || self.rules.windows_roll;
        while rolls && !self.days.works(day) {
            day += 1;
        }
        day
    }

    /// The last day where nothing extends it.
    pub(super) fn plain_end(&self) -> Day {
        let open = self.last(self.limit(), self.rules.rolls);
        match self.other {
            Some((_, time, Some(most))) if !self.closed.is_empty() => {
                let shut = |day: Day| {
                    let day = date(day);
                    self.closed.iter().any(|(a, b)| *a <= day && day <= *b)
                };
                let without = self.last_but_for(*time, self.rules.rolls, shut);
                without.min(self.last(*most, self.rules.rolls))
            }
            _ => open,
        }
    }

    pub(super) fn due(&self) -> Day {
        let ends = self.extensions.iter().map(|extension| self.end(extension));
        ends.fold(self.plain_end(), Day::max)
    }

    fn end(&self, extension: &Extension) -> Day {
        match (extension.until, extension.more.usual) {
            (Some(until), _) => self.rolled(self.moved(until, extension.place)),
            (None, Some(usual)) => self.reach(extension.more, usual),
            (None, None) => self.zero,
        }
    }

    /// Where `alone` ends, or the time for this reason when it comes after the other.
    pub(super) fn reach(&self, more: &More, alone: Time) -> Day {
        let Some((word, both)) = more.after else {
            return self.last(alone, self.rules.rolls);
        };
        let mut before = self.extensions.iter().filter(|e| e.more.word == word);
        match before.next() {
            None => self.last(alone, self.rules.rolls),
            Some(first) => match (first.until, both, alone) {
                (Some(until), EveryDay(both), EveryDay(alone)) => {
                    let further = Day::try_from(both - alone).unwrap();
                    self.rolled(self.moved(until + further, first.place))
                }
                _ => self.last(both, self.rules.rolls),
            },
        }
    }

    fn rolled(&self, mut day: Day) -> Day {
        while self.rules.rolls && !self.days.works(day) {
            day += 1;
        }
        day
    }

    /// A day that was set knowing of what was asked before it: what is asked later moves it on, by the
    /// days that are crossed out for that alone.
    pub(super) fn moved(&self, until: Day, place: usize) -> Day {
        let mut end = until;
        let mut crossed: BTreeSet<Day> = BTreeSet::new();
        for pause in &self.pauses {
            let own: Vec<Day> = (pause.from..=pause.to)
                .filter(|day| crossed.insert(*day))
                .collect();
            if pause.place < place {
                continue;
            }
            if own.first().is_some_and(|first| *first > end) {
                break;
            }
            for day in own {
                if day <= self.zero {
                    continue;
                }
                match self.limit() {
                    Working(_) if self.days.works(day) => end = self.days.next(end),
                    Working(_) => {}
                    EveryDay(_) | Months(_) | MonthsBeginningWith(_) | NoDay => end += 1,
                }
            }
        }
        end
    }
}

/// The same date so many months on, or the last day of a month without it.
fn same_date(from: Day, months: u32) -> Result<Day, Day> {
    let from = date(from);
    let count = from.year() * 12 + i32::try_from(from.month0() + months).unwrap();
    let (year, month) = (
        count.div_euclid(12),
        u32::try_from(count.rem_euclid(12)).unwrap() + 1,
    );
    let on = |day| NaiveDate::from_ymd_opt(year, month, day).map(number);
    on(from.day()).ok_or_else(|| (28..=31).rev().find_map(on).unwrap())
}
