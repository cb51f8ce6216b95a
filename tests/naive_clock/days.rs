//! Which days are worked, from the statutes: a table of days for each calendar, as numbers.

use crate::bank_holidays::{Nation, bank_holiday};
use crate::holidays;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A day as a number, so that the next one is one more.
pub type Day = i32;

/// The years whose holidays are known end here; after it only weekends are left out.
pub const KNOWN: NaiveDate = NaiveDate::from_ymd_opt(2028, 12, 31).unwrap();

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2003, 1, 1).unwrap();
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2040, 12, 31).unwrap();

pub fn number(on: NaiveDate) -> Day {
    on.num_days_from_ce()
}

/// The number of a day that is written as year, month and day.
pub fn ymd((year, month, day): (i32, u32, u32)) -> Day {
    number(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

pub fn date(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap()
}

/// The days of one calendar.
#[derive(Clone)]
pub struct Worked(Vec<bool>);

impl Worked {
    pub fn works(&self, day: Day) -> bool {
        self.0[usize::try_from(day - number(FIRST)).unwrap()]
    }

    fn close(&mut self, day: Day, off: bool) {
        let at = usize::try_from(day - number(FIRST)).unwrap();
        self.0[at] &= !off;
    }

    /// The same days, but for some that are off and some that are worked.
    pub fn changed(&self, off: &[(i32, u32, u32)], worked: &[(i32, u32, u32)]) -> Self {
        let mut changed = self.clone();
        for (days, works) in [(off, false), (worked, true)] {
            for day in days {
                let at = usize::try_from(ymd(*day) - number(FIRST)).unwrap();
                changed.0[at] = works;
            }
        }
        changed
    }

    /// The working day after a day.
    pub fn next(&self, mut day: Day) -> Day {
        day += 1;
        while !self.works(day) {
            day += 1;
        }
        day
    }
}

static TABLES: LazyLock<BTreeMap<&str, Worked>> = LazyLock::new(|| {
    let union: fn(NaiveDate) -> bool = |on| {
        [
            Nation::EnglandAndWales,
            Nation::Scotland,
            Nation::NorthernIreland,
        ]
        .into_iter()
        .any(|nation| bank_holiday(on, nation))
    };
    let england: fn(NaiveDate) -> bool = |on| bank_holiday(on, Nation::EnglandAndWales);
    let scotland: fn(NaiveDate) -> bool = |on| bank_holiday(on, Nation::Scotland);
    let mut tables: BTreeMap<&str, Worked> = [
        ("uk-any-part", union),
        ("england-and-wales", england),
        ("scotland", scotland),
    ]
    .into_iter()
    .map(|(id, off)| (id, table(off)))
    .collect();
    for (id, first, rule) in holidays::RULES {
        // Before the first year the rules are written for, nothing is counted here.
        let off: BTreeSet<NaiveDate> = (first - 1..=2028).flat_map(rule).collect();
        tables.insert(id, table(|on| off.contains(&on)));
    }
    // Section 2 closes the summer of every year, also of those whose holidays are not yet named.
    let summer =
        |on: NaiveDate| on.month() == 12 && on.day() >= 25 || on.month() == 1 && on.day() <= 15;
    let zealand = tables.get_mut("new-zealand").unwrap();
    for on in KNOWN.iter_days().take_while(|on| *on <= LAST) {
        zealand.close(number(on), summer(on));
    }
    let off: BTreeSet<NaiveDate> = (2004..=2028).flat_map(institutions).collect();
    tables.insert("eu-institutions", table(|on| off.contains(&on)));
    tables
});

/// The table of a calendar by its name.
pub fn worked(calendar: &str) -> &'static Worked {
    &TABLES[calendar]
}

/// The first day of receipt for which a calendar's holidays are written here.
pub fn written_from(calendar: &str) -> NaiveDate {
    let first = holidays::RULES.iter().find(|(id, ..)| *id == calendar);
    let year = first.map_or(2005, |(_, year, _)| *year);
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
}

fn table(off: impl Fn(NaiveDate) -> bool) -> Worked {
    let works = |on: NaiveDate| {
        let weekend = matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && (on > KNOWN || !off(on))
    };
    let days = FIRST.iter_days().take_while(|on| *on <= LAST);
    Worked(days.map(works).collect())
}

/// The days on which the institutions of the European Union are closed every year.
fn institutions(year: i32) -> Vec<NaiveDate> {
    let ymd = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let easter = holidays::easter(year);
    let mut days = vec![
        ymd(1, 1),
        ymd(1, 2),
        easter - Days::new(3),
        easter - Days::new(2),
        easter + Days::new(1),
        ymd(5, 1),
        ymd(5, 9),
        easter + Days::new(39),
        easter + Days::new(40),
        easter + Days::new(50),
        ymd(7, 21),
        ymd(8, 15),
        ymd(11, 1),
        ymd(11, 2),
    ];
    days.extend((24..=31).map(|day| ymd(12, day)));
    days
}
