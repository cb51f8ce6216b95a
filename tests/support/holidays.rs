//! Public holidays outside the United Kingdom as the statutes put them, written apart from the
//! calendar files: for one year, those that fall on a weekday and those that do not.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

#[path = "holidays_abroad.rs"]
mod holidays_abroad;

type Holidays = BTreeSet<NaiveDate>;

/// A calendar, the first year its rules are written for, and the rules.
pub type Rule = (&'static str, i32, fn(i32) -> Holidays);

pub const RULES: [Rule; 15] = [
    ("us-federal", 2005, united_states),
    ("ireland", 2014, ireland),
    ("new-zealand", 2005, new_zealand),
    ("canada-federal", 2005, canada),
    ("british-columbia", 2005, british_columbia),
    ("germany-national", 2006, germany),
    ("australia-nsw", 2011, new_south_wales),
    ("australia-act", 2011, capital_territory),
    ("ontario", 2005, holidays_abroad::ontario),
    ("netherlands", 2022, holidays_abroad::netherlands),
    ("france", 2016, holidays_abroad::france),
    ("sweden", 2019, holidays_abroad::sweden),
    ("california", 2023, holidays_abroad::california),
    ("new-york", 2005, holidays_abroad::new_york),
    ("texas", 2023, holidays_abroad::texas),
];

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn plus(on: NaiveDate, days: u64) -> NaiveDate {
    on + Days::new(days)
}

fn monday(year: i32, month: u32, n: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, n).unwrap()
}

fn last_monday(year: i32, month: u32) -> NaiveDate {
    let fifth = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5);
    fifth.unwrap_or_else(|| monday(year, month, 4))
}

pub fn easter(year: i32) -> NaiveDate {
    let (golden, century) = (year % 19, year / 100);
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    let days = moon - weekday;
    let month = 3 + (days + 40) / 44;
    let day = days + 28 - 31 * (month / 4);
    ymd(
        year,
        u32::try_from(month).unwrap(),
        u32::try_from(day).unwrap(),
    )
}

/// The Monday after a day that falls on a weekend.
fn mondayised(on: NaiveDate) -> NaiveDate {
    match on.weekday() {
        Weekday::Sat => plus(on, 2),
        Weekday::Sun => plus(on, 1),
        _ => on,
    }
}

/// 5 USC 6103(b): Friday for a Saturday, and Executive Order 11582: Monday for a Sunday.
fn observed(on: NaiveDate) -> NaiveDate {
    match on.weekday() {
        Weekday::Sat => on - Days::new(1),
        Weekday::Sun => plus(on, 1),
        _ => on,
    }
}

fn united_states(year: i32) -> Holidays {
    let thanksgiving = NaiveDate::from_weekday_of_month_opt(year, 11, Weekday::Thu, 4);
    let mut days: Holidays = [
        observed(ymd(year, 1, 1)),
        monday(year, 1, 3),
        monday(year, 2, 3),
        last_monday(year, 5),
        observed(ymd(year, 7, 4)),
        monday(year, 9, 1),
        monday(year, 10, 2),
        observed(ymd(year, 11, 11)),
        thanksgiving.unwrap(),
        observed(ymd(year, 12, 25)),
        observed(ymd(year + 1, 1, 1)),
    ]
    .into();
    days.extend((year >= 2021).then(|| observed(ymd(year, 6, 19))));
    days
}

fn ireland(year: i32) -> Holidays {
    let mut days: Holidays = [
        ymd(year, 1, 1),
        ymd(year, 3, 17),
        plus(easter(year), 1),
        monday(year, 5, 1),
        monday(year, 6, 1),
        monday(year, 8, 1),
        last_monday(year, 10),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into();
    // Saint Brigid's Day: 1 February where that is a Friday, or else the first Monday.
    let february = ymd(year, 2, 1);
    let brigid = if february.weekday() == Weekday::Fri {
        february
    } else {
        monday(year, 2, 1)
    };
    days.extend((year >= 2023).then_some(brigid));
    days.extend((year == 2022).then(|| ymd(2022, 3, 18)));
    days
}

fn new_zealand(year: i32) -> Holidays {
    let sunday = easter(year);
    let mut days: Holidays = [
        sunday - Days::new(2),
        plus(sunday, 1),
        monday(year, 6, 1),
        monday(year, 10, 4),
        ymd(year, 2, 6),
        ymd(year, 4, 25),
    ]
    .into();
    if year >= 2014 {
        days.extend([ymd(year, 2, 6), ymd(year, 4, 25)].map(mondayised));
    }
    // Te Kāhui o Matariki Public Holiday Act 2022, Schedule 1.
    let matariki = [
        (2022, 6, 24),
        (2023, 7, 14),
        (2024, 6, 28),
        (2025, 6, 20),
        (2026, 7, 10),
        (2027, 6, 25),
        (2028, 7, 14),
    ];
    let matariki = matariki.into_iter().filter(|(y, ..)| *y == year);
    days.extend(matariki.map(|(y, month, day)| ymd(y, month, day)));
    let summer = ymd(year, 1, 1).iter_days().take(15);
    days.extend(summer.chain(ymd(year, 12, 25).iter_days().take(7)));
    days
}

fn canada(year: i32) -> Holidays {
    let (sunday, first) = (easter(year), ymd(year, 7, 1));
    let before_25_may = (18..=24).map(|day| ymd(year, 5, day));
    let victoria = before_25_may
        .into_iter()
        .find(|d| d.weekday() == Weekday::Mon);
    let mut days: Holidays = [
        ymd(year, 1, 1),
        sunday - Days::new(2),
        plus(sunday, 1),
        victoria.unwrap(),
        if first.weekday() == Weekday::Sun {
            plus(first, 1)
        } else {
            first
        },
        monday(year, 9, 1),
        monday(year, 10, 2),
        ymd(year, 11, 11),
        ymd(year, 12, 25),
    ]
    .into();
    days.extend((year >= 2021).then(|| ymd(year, 9, 30)));
    days
}

fn british_columbia(year: i32) -> Holidays {
    let mut days = canada(year);
    days.remove(&ymd(year, 9, 30));
    // The Act of the province moves no holiday off a Sunday.
    days.remove(&ymd(year, 7, 2));
    days.extend([monday(year, 8, 1), ymd(year, 12, 26)]);
    let family = if year < 2019 { 2 } else { 3 };
    days.extend((year >= 2013).then(|| monday(year, 2, family)));
    days.extend((year >= 2023).then(|| ymd(year, 9, 30)));
    days
}

fn germany(year: i32) -> Holidays {
    let sunday = easter(year);
    let mut days: Holidays = [
        ymd(year, 1, 1),
        sunday - Days::new(2),
        plus(sunday, 1),
        ymd(year, 5, 1),
        plus(sunday, 39),
        plus(sunday, 50),
        ymd(year, 10, 3),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into();
    days.extend((year == 2017).then(|| ymd(2017, 10, 31)));
    days
}

/// What New South Wales and the Capital Territory share.
fn australia(year: i32) -> Holidays {
    let sunday = easter(year);
    let mut days: Holidays = [
        mondayised(ymd(year, 1, 1)),
        mondayised(ymd(year, 1, 26)),
        sunday - Days::new(2),
        plus(sunday, 1),
        ymd(year, 4, 25),
        monday(year, 6, 2),
        monday(year, 10, 1),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into();
    days.extend(match ymd(year, 12, 25).weekday() {
        Weekday::Fri => vec![ymd(year, 12, 28)],
        Weekday::Sat => vec![ymd(year, 12, 27), ymd(year, 12, 28)],
        Weekday::Sun => vec![ymd(year, 12, 27)],
        _ => Vec::new(),
    });
    days.extend((year == 2022).then(|| ymd(2022, 9, 22)));
    days
}

fn new_south_wales(year: i32) -> Holidays {
    let mut days = australia(year);
    // Additional days for Anzac Day, by order for these two years only.
    days.extend(
        [2026, 2027]
            .contains(&year)
            .then(|| mondayised(ymd(year, 4, 25))),
    );
    days
}

fn capital_territory(year: i32) -> Holidays {
    let mut days = australia(year);
    days.insert(monday(year, 3, 2));
    let anzac = ymd(year, 4, 25);
    days.extend((year >= 2020 || anzac.weekday() == Weekday::Sun).then(|| mondayised(anzac)));
    // Family and Community Day until 2017, as declared; Reconciliation Day since.
    let family = [
        (2011, 10, 10),
        (2012, 10, 8),
        (2013, 9, 30),
        (2014, 9, 29),
        (2015, 9, 28),
        (2016, 9, 26),
        (2017, 9, 25),
    ];
    let family = family.into_iter().filter(|(y, ..)| *y == year);
    days.extend(family.map(|(y, month, day)| ymd(y, month, day)));
    let reconciliation = (27..=31)
        .map(|day| ymd(year, 5, day))
        .chain([ymd(year, 6, 1), ymd(year, 6, 2)]);
    let reconciliation = reconciliation
        .into_iter()
        .find(|d| d.weekday() == Weekday::Mon);
    days.extend(reconciliation.filter(|_| year >= 2018));
    days
}
