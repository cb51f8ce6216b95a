//! How much the generated authority is asked: more every year, less in summer and before the year ends,
//! fewer at weekends, and at times the same letter by many people.

use super::MONTHS;
use super::dice::Dice;
use super::themes::{THEMES, Theme};
use chrono::{Datelike, Months, NaiveDate, TimeDelta};

/// Of a thousand requests there could be, how many come in each month of the year.
const SEASON: [u64; 12] = [1000, 980, 1000, 860, 880, 900, 800, 640, 860, 960, 940, 580];

/// Of a thousand requests at the end, how many more there were than at the beginning.
const GROWTH: u64 = 300;

/// A letter that many send.
struct Campaign {
    /// The first title of its theme.
    theme: &'static str,
    subject: &'static str,
    letter: &'static str,
    /// Between so many days ago and so many.
    days_ago: (i64, i64),
    /// Of a thousand requests in these days.
    of_thousand: u64,
}

const CAMPAIGNS: [Campaign; 2] = [
    Campaign {
        theme: "Facial recognition",
        subject: "Watchlists for live facial recognition",
        letter: "I support the campaign against face scans in our streets. Please tell me how many people are \
                 on the watchlist for live facial recognition, who decides who is put on it, and how long a face \
                 is kept. An electronic copy will do.",
        days_ago: (256, 244),
        of_thousand: 260,
    },
    Campaign {
        theme: "Drones",
        subject: "Drones over demonstrations",
        letter: "As a member of the right to protest network I ask for every drone deployment at protests in the \
                 last two years, with its purpose and what was recorded. Please answer by email.",
        days_ago: (590, 576),
        of_thousand: 220,
    },
];

/// A request that is a copy of a campaign's letter, with its theme, subject and text.
pub(super) fn copied(
    dice: &mut Dice,
    on: NaiveDate,
    today: NaiveDate,
) -> Option<(Option<&'static Theme>, String, String)> {
    let ago = (today - on).num_days();
    let sent = |campaign: &&Campaign| campaign.days_ago.1 <= ago && ago <= campaign.days_ago.0;
    let campaign = CAMPAIGNS.iter().find(sent)?;
    if !dice.per_mille(campaign.of_thousand) {
        return None;
    }
    let theme = THEMES
        .iter()
        .find(|theme| theme.titles.first() == Some(&campaign.theme));
    Some((theme, campaign.subject.into(), campaign.letter.into()))
}

/// Days of receipt over the months of the authority.
pub(super) fn received_days(dice: &mut Dice, cases: u32, today: NaiveDate) -> Vec<NaiveDate> {
    let first = today
        .checked_sub_months(Months::new(MONTHS))
        .unwrap_or(today);
    let span = u64::try_from((today - first).num_days()).unwrap_or(1);
    let mut days = Vec::with_capacity(cases as usize);
    while days.len() < cases as usize {
        let back = dice.between(0, span);
        let Some(on) = today.checked_sub_signed(TimeDelta::days(i64::try_from(back).unwrap_or(0)))
        else {
            continue;
        };
        let weekend = on.weekday().number_from_monday() > 5;
        let usual = if weekend { 250 } else { 1000 };
        let season = SEASON.get(on.month0() as usize).copied().unwrap_or(1000);
        let grown = 1000 - back * GROWTH / span.max(1);
        if dice.per_mille(usual * season / 1000 * grown / 1000) {
            days.push(on);
        }
    }
    days
}
