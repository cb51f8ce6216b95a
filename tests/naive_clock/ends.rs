//! Where a time ends: days ticked off one at a time, but for those crossed out.

use super::counter::{Diary, Extension};
use super::days::{Day, date, number, ymd};
use super::statute_words::Time::{self, EveryDay, Months, MonthsBeginningWith, NoDay, Working};
use super::statute_words::{More, Runs};
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;

impl Diary<'_> {
    pub(super) fn limit(&self) -> Time {
        self.other.map_or(self.rules.limit, |(_, time, _)| *time)
    }

    /// The last day of `time` from a day, but for the days crossed out.
    fn last(&self, time: Time, from: Day) -> Day {
        self.ended(time, from, |_| false).1
    }

    /// The day to which `time` is counted from a day, and its last day.
    fn ended(&self, time: Time, from: Day, out: impl Fn(Day) -> bool) -> (Day, Day) {
        if time == NoDay {
            return (Day::MAX, Day::MAX);
        }
        let mut counted = self.counted(time, from, out);
        loop {
            let end = self.rolled(counted);
            let waits = end > counted && self.crossed_out.contains(&end);
            if !waits || !self.rules.rolled_day_within.0 {
                return (counted, end);
            }
            // What waits on the day to which it moved is left out from that day on.
            counted = end;
            for crossed in self.crossed_out.range(end..) {
                counted += Day::from(*crossed <= counted);
            }
        }
    }

    fn counted(&self, time: Time, from: Day, out: impl Fn(Day) -> bool) -> Day {
        let left_out = |day: Day| self.crossed_out.contains(&day) || out(day);
        let mut day = from;
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
            Months(_) | MonthsBeginningWith(_) => {
                let next_day = self.rules.month_from_next_day;
                let next_day = next_day.is_some_and(|until| self.received <= ymd(until));
                let from = from + Day::from(next_day);
                day = months(time, from);
                let mut first = self.rules.moves_first;
                for crossed in self.crossed_out.range(from..) {
                    if *crossed <= day {
                        if std::mem::take(&mut first) {
                            day = self.rolled(day);
                        }
                        day += 1;
                    }
                }
            }
            NoDay => {}
        }
        day
    }

    /// The last day of a time that nothing interrupts.
    pub(super) fn window(&self, time: Time, from: Day) -> Day {
        self.window_to(time, from, false)
    }

    /// The same, which may stay on a Saturday.
    pub(super) fn window_to(&self, time: Time, from: Day, saturday_stays: bool) -> Day {
        let mut day = from;
        match time {
            Working(number) => {
                for _ in 0..number {
                    day = self.days.next(day);
                }
            }
            EveryDay(number) => day += Day::try_from(number).unwrap(),
            Months(_) | MonthsBeginningWith(_) => day = months(time, from),
            NoDay => return Day::MAX,
        }
        // Windows of calendar days and months to the requester move off days off only where the
        // law of the place moves its own last day, or says so of them.
        let rolls =
            self.rules.rolls && !matches!(time, MonthsBeginningWith(_)) || self.rules.windows_roll;
        let stays = saturday_stays && date(day).weekday() == Weekday::Sat;
        while rolls && !stays && !self.days.works(day) {
            day += 1;
        }
        day
    }

    /// The last day where nothing extends it.
    pub(super) fn plain_end(&self) -> Day {
        self.plain().1
    }

    /// The day to which the time is counted where nothing extends it, and the last day.
    pub(super) fn plain(&self) -> (Day, Day) {
        let open = self.ended(self.limit(), self.zero, |_| false);
        match self.other {
            Some((_, time, Some(most))) if !self.closed.is_empty() => {
                let shut = |day: Day| {
                    let day = date(day);
                    self.closed.iter().any(|(a, b)| *a <= day && day <= *b)
                };
                let without = self.ended(*time, self.zero, shut);
                without.min(self.ended(*most, self.zero, |_| false))
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
            (None, Some(usual)) => self.reach(extension.more, usual, extension.on),
            (None, None) => self.zero,
        }
    }

    /// Where a time for this reason ends that is told on a day.
    pub(super) fn whole(&self, more: &More, time: Time, on: Day) -> Day {
        match more.runs {
            Runs::Start => self.last(time, self.zero),
            Runs::LastDay => self.last(time, self.plain_end()),
            Runs::Notice => self.last(time, on),
        }
    }

    /// Where `alone` ends, or the time for this reason when it comes after the other.
    pub(super) fn reach(&self, more: &More, alone: Time, on: Day) -> Day {
        let Some((word, both)) = more.after else {
            return self.whole(more, alone, on);
        };
        let mut before = self.extensions.iter().filter(|e| e.more.word == word);
        match before.next() {
            None => self.whole(more, alone, on),
            Some(first) => match (first.until, both, alone) {
                (Some(until), EveryDay(both), EveryDay(alone)) => {
                    let further = Day::try_from(both - alone).unwrap();
                    self.rolled(self.moved(until + further, first.place))
                }
                _ => self.last(both, self.zero),
            },
        }
    }

    fn rolled(&self, mut day: Day) -> Day {
        let saturday = date(day).weekday() == Weekday::Sat;
        let stays = self.rules.saturday_stays.0 && saturday;
        while self.rules.rolls && !stays && !self.days.works(day) {
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

/// The end of so many months from a day.
fn months(time: Time, from: Day) -> Day {
    match time {
        Months(months) => same_date(from, months).unwrap_or_else(|last| last),
        MonthsBeginningWith(months) => {
            same_date(from, months).map_or_else(|last| last, |same| same - 1)
        }
        Working(_) | EveryDay(_) | NoDay => from,
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
