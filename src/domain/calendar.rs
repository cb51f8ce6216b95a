//! Working days of a place: a table of ordinals, not a loop over days.
//!
//! Saturdays and Sundays are never working days in any law Daylight knows; what else
//! is not comes from the calendar's file. Counting past the last year known is allowed
//! for a while (weekends only) so that a date can be given, and is told as provisional
//! by whoever asks [`Calendar::known_through`].

use crate::domain::almanac::{Almanac, Holiday, holidays};
use crate::domain::words;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use thiserror::Error;

/// Years past the last one known for which provisional dates are counted.
const PROVISIONAL_YEARS: i32 = 3;

/// The working days of a place from the first year covered to some years past the last known.
///
/// Adding and counting working days take constant time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    almanac: Almanac,
    first: NaiveDate,
    known_through: NaiveDate,
    holidays: Vec<Holiday>,
    /// Runs of days on which the authority itself is closed; only some limits set them aside.
    closed: Vec<(NaiveDate, NaiveDate)>,
    /// For each day since `first`, the working days from `first` up to and including it.
    ordinals: Vec<u32>,
    /// The offset from `first` of the n-th working day.
    working: Vec<u32>,
}

/// A date that the calendar does not cover.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} is outside the calendar \"{title}\", which covers {} to {}; give a date within it or choose another calendar", words::date(*.on), words::date(*.first), words::date(*.last))]
pub struct OutsideCalendar {
    /// Title of the calendar.
    pub title: String,
    /// The date asked for.
    pub on: NaiveDate,
    /// First day covered.
    pub first: NaiveDate,
    /// Last day counted.
    pub last: NaiveDate,
}

impl Calendar {
    /// Lays the table of an almanac. `None` when its years are not a range of civil years.
    #[must_use]
    pub fn new(almanac: Almanac) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(almanac.first_year, 1, 1)?;
        let known_through = NaiveDate::from_ymd_opt(almanac.last_year, 12, 31)?;
        let end = NaiveDate::from_ymd_opt(almanac.last_year + PROVISIONAL_YEARS, 12, 31)?;
        if known_through < first {
            return None;
        }
        let holidays = holidays(&almanac, end);
        let mut ordinals = Vec::new();
        let mut working = Vec::new();
        let mut count = 0;
        let mut upcoming = holidays.iter().map(|h| h.on).peekable();
        for (offset, on) in (0u32..).zip(first.iter_days().take_while(|on| *on <= end)) {
            while upcoming.next_if(|holiday| *holiday < on).is_some() {}
            if !is_weekend(on) && upcoming.peek() != Some(&on) {
                count += 1;
                working.push(offset);
            }
            ordinals.push(count);
        }
        Some(Self {
            almanac,
            first,
            known_through,
            holidays,
            closed: Vec::new(),
            ordinals,
            working,
        })
    }

    /// A calendar in which a day is a working day only if it is one in every member.
    ///
    /// `None` when there is no member or they share no year.
    #[must_use]
    pub fn union(mut almanac: Almanac, members: &[&Calendar]) -> Option<Self> {
        almanac.first_year = members.iter().map(|m| m.almanac.first_year).max()?;
        almanac.last_year = members.iter().map(|m| m.almanac.last_year).min()?;
        for member in members {
            almanac
                .holidays
                .extend(member.almanac.holidays.iter().cloned());
            almanac
                .closures
                .extend(member.almanac.closures.iter().cloned());
        }
        Self::new(almanac)
    }

    /// The same calendar with some more days off, each with its name, and some of its holidays
    /// worked. `None` when its years are not a range of civil years.
    #[must_use]
    pub fn changed(&self, off: &[(NaiveDate, String)], worked: &[NaiveDate]) -> Option<Self> {
        let mut almanac = self.almanac.clone();
        almanac.holidays.retain(|(on, ..)| !worked.contains(on));
        let place = if almanac.place.is_empty() {
            almanac.title.clone()
        } else {
            almanac.place.clone()
        };
        let more = off.iter();
        let more = more.map(|(on, name)| (*on, name.clone(), place.clone()));
        almanac.holidays.extend(more);
        let changed = Self::new(almanac)?;
        Some(changed.closed_on(self.closed.clone()))
    }

    /// The same calendar with the runs of days on which the authority itself is closed.
    #[must_use]
    pub fn closed_on(self, closed: Vec<(NaiveDate, NaiveDate)>) -> Self {
        Self { closed, ..self }
    }

    /// The runs of days on which the authority itself is closed, first and last included. They
    /// stay working days: only some limits set them aside.
    #[must_use]
    pub fn closed_days(&self) -> &[(NaiveDate, NaiveDate)] {
        &self.closed
    }

    /// The id by which regimes and commands name it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.almanac.id
    }

    /// The title for people.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.almanac.title
    }

    /// Where the dates come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.almanac.source
    }

    /// The day the dates were taken from their source.
    #[must_use]
    pub fn retrieved(&self) -> NaiveDate {
        self.almanac.retrieved
    }

    /// The first day covered.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The last day whose holidays are known; past it results are provisional.
    #[must_use]
    pub fn known_through(&self) -> NaiveDate {
        self.known_through
    }

    /// The holidays in order of date, those on weekends included.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// The holiday on this day, if it is one.
    #[must_use]
    pub fn holiday(&self, on: NaiveDate) -> Option<&Holiday> {
        self.holidays
            .binary_search_by_key(&on, |h| h.on)
            .ok()
            .and_then(|at| self.holidays.get(at))
    }

    /// The weekday holidays after `after` and up to `through`, in order.
    pub fn weekday_holidays(
        &self,
        after: NaiveDate,
        through: NaiveDate,
    ) -> impl Iterator<Item = &Holiday> {
        let begin = self.holidays.partition_point(|h| h.on <= after);
        self.holidays
            .iter()
            .skip(begin)
            .take_while(move |h| h.on <= through)
            .filter(|h| !is_weekend(h.on))
    }

    /// Whether work is done on this day: neither weekend nor holiday.
    #[must_use]
    pub fn is_working_day(&self, on: NaiveDate) -> bool {
        !is_weekend(on) && self.holiday(on).is_none()
    }

    /// The n-th working day after `from`, which is day 0 and may be any day.
    ///
    /// # Errors
    /// When `from` or the result is outside the table.
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> Result<NaiveDate, OutsideCalendar> {
        if n == 0 {
            return Ok(from);
        }
        self.offset(from)
            .and_then(|offset| self.ordinals.get(offset))
            .and_then(|before| self.working.get((*before + n - 1) as usize))
            .and_then(|offset| self.first.checked_add_days(Days::new(u64::from(*offset))))
            .ok_or_else(|| self.outside(from))
    }

    /// Working days after `after` up to and including `through`; negative when `through` is earlier.
    #[must_use]
    pub fn working_days_between(&self, after: NaiveDate, through: NaiveDate) -> i64 {
        self.ordinal(through) - self.ordinal(after)
    }

    /// The day itself if it is a working day, or else the next one that is.
    ///
    /// # Errors
    /// When the day is outside the table.
    pub fn roll_forward(&self, on: NaiveDate) -> Result<NaiveDate, OutsideCalendar> {
        if self.is_working_day(on) {
            Ok(on)
        } else {
            self.add_working_days(on, 1)
        }
    }

    /// The refusal of a date this calendar does not cover.
    #[must_use]
    pub fn outside(&self, on: NaiveDate) -> OutsideCalendar {
        OutsideCalendar {
            title: self.almanac.title.clone(),
            on,
            first: self.first,
            last: self.counted_through(),
        }
    }

    /// The last day the table has: days after [`Self::known_through`] are counted with weekends
    /// only, which is provisional.
    #[must_use]
    pub fn counted_through(&self) -> NaiveDate {
        self.first + Days::new(self.ordinals.len().saturating_sub(1) as u64)
    }

    fn offset(&self, on: NaiveDate) -> Option<usize> {
        usize::try_from(on.signed_duration_since(self.first).num_days()).ok()
    }

    /// Working days from the first day covered up to this one; weekdays only outside the table.
    fn ordinal(&self, on: NaiveDate) -> i64 {
        let inside = |offset| self.ordinals.get(offset).map(|count| i64::from(*count));
        self.offset(on).and_then(inside).unwrap_or_else(|| {
            let last = self.ordinals.len().saturating_sub(1);
            let end = self.counted_through();
            if on > end {
                let at_end = inside(last).unwrap_or(0);
                at_end + weekdays_to(on) - weekdays_to(end)
            } else {
                weekdays_to(on) - weekdays_to(self.first)
            }
        })
    }
}

/// Whether the day is a Saturday or a Sunday.
#[must_use]
pub fn is_weekend(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays since the beginning of the common era, up to this day.
fn weekdays_to(on: NaiveDate) -> i64 {
    // 1 January of year 1 was a Monday.
    let days = i64::from(on.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::almanac::{Closure, MonthDay};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn place(name: &str, holidays: &[(&str, &str)]) -> Almanac {
        Almanac {
            id: name.to_lowercase(),
            title: name.into(),
            everywhere: None,
            source: "the test".into(),
            retrieved: day("2026-01-01"),
            first_year: 2024,
            last_year: 2026,
            holidays: holidays
                .iter()
                .map(|(on, holiday)| (day(on), (*holiday).into(), name.into()))
                .collect(),
            closures: Vec::new(),
            place: name.into(),
        }
    }

    #[test]
    fn a_union_counts_only_days_worked_everywhere_and_says_whose_holiday_it_is() {
        let north = Calendar::new(place("North", &[("2026-06-15", "Cup Day")])).unwrap();
        let south = Calendar::new(place("South", &[("2026-06-16", "Sun Day")])).unwrap();
        let mut both = place("Both", &[]);
        both.everywhere = Some("all parts".into());
        let both = Calendar::union(both, &[&north, &south]).unwrap();
        assert_eq!(
            both.add_working_days(day("2026-06-12"), 1),
            Ok(day("2026-06-17"))
        );
        assert_eq!(
            both.holiday(day("2026-06-15")).unwrap().note,
            "Monday 15 June 2026 is not counted: Cup Day in North"
        );
    }

    #[test]
    fn counting_and_adding_agree_on_every_day_and_past_the_table() {
        let north = Calendar::new(place("North", &[("2024-01-01", "New Year's Day")])).unwrap();
        let mut on = day("2024-01-01");
        let mut count = 0;
        while on < day("2026-12-31") {
            on = on.succ_opt().unwrap();
            count += i64::from(north.is_working_day(on));
            assert_eq!(north.working_days_between(day("2024-01-01"), on), count);
        }
        assert_eq!(
            north.working_days_between(day("2029-12-31"), day("2030-01-08")),
            6
        );
        assert_eq!(
            north.working_days_between(day("2024-01-01"), day("2023-12-28")),
            -2
        );
    }

    #[test]
    fn a_closure_of_every_year_runs_over_new_year() {
        let mut almanac = place("South", &[]);
        almanac.closures = vec![Closure {
            from: MonthDay::try_from("12-25".to_owned()).unwrap(),
            to: MonthDay::try_from("01-15".to_owned()).unwrap(),
            name: "the summer close".into(),
        }];
        let south = Calendar::new(almanac).unwrap();
        assert!(!south.is_working_day(day("2024-01-15")));
        assert!(south.is_working_day(day("2024-01-16")));
        assert_eq!(
            south.add_working_days(day("2024-12-24"), 1),
            Ok(day("2025-01-16"))
        );
    }

    #[test]
    fn a_day_before_the_first_year_is_refused_with_the_range() {
        let north = Calendar::new(place("North", &[])).unwrap();
        assert_eq!(
            north
                .add_working_days(day("2023-12-31"), 1)
                .unwrap_err()
                .to_string(),
            "31 December 2023 is outside the calendar \"North\", which covers 1 January 2024 to \
             31 December 2029; give a date within it or choose another calendar"
        );
    }
}
