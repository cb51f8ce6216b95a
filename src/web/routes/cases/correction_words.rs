//! A correction in words: what was wrong, what is right and why, and what is undone.

use super::timeline::who;
use crate::casework::cases::to_correct::QuestionsChanged;
use crate::domain::case::undo::{ended_by, undone_by};
use crate::domain::case::{Correction, Event, LawOfCase, Recorded};
use crate::domain::words;
use crate::store::{CasePage, WritingRow};
use crate::web::site::Site;

/// What a correction put right: `Corrected: day of receipt from 3 June 2026 to 2 June 2026`.
#[must_use]
pub fn what(site: &Site, page: &CasePage, what: &Correction) -> String {
    let what = match what {
        Correction::Subject { .. } => "subject".to_owned(),
        Correction::Requester { .. } => "requester\u{2019}s details".to_owned(),
        Correction::Received { from, to } => format!(
            "day of receipt from {} to {}",
            words::date(*from),
            words::date(*to)
        ),
        Correction::Law { from, to } => law(site, from, to),
        Correction::Questions { from, .. } => {
            format!("{} now", words::count(from.len(), "question"))
        }
        Correction::Undone { seq } => match page.stored.events.iter().find(|r| r.seq == *seq) {
            Some(undone) => undone_in_words(page, undone),
            None => "something undone".to_owned(),
        },
    };
    format!("Corrected: {what}")
}

fn law(site: &Site, from: &LawOfCase, to: &LawOfCase) -> String {
    let law = site.casework.law();
    let title = |id: &str| {
        let known = law.regimes().find(|regime| regime.id.as_str() == id);
        known.map_or_else(|| id.to_owned(), |regime| regime.short_title.clone())
    };
    let calendar = |id: &str| {
        law.calendar(id)
            .map_or_else(|_| id.to_owned(), |calendar| calendar.title().to_owned())
    };
    let mut said = Vec::new();
    if from.regime != to.regime {
        said.push(format!(
            "law from {} to {}",
            title(&from.regime),
            title(&to.regime)
        ));
    }
    if from.calendar != to.calendar {
        said.push(format!(
            "calendar from {} to {}",
            calendar(&from.calendar),
            calendar(&to.calendar)
        ));
    }
    words::list(&said)
}

fn undone_in_words(page: &CasePage, undone: &Recorded) -> String {
    let of = format!(
        "\u{201c}{}\u{201d} of {}",
        undone.event.what(),
        words::date(undone.on)
    );
    let before: Vec<Recorded> = page
        .stored
        .events
        .iter()
        .take_while(|r| undone_by(&r.event) != Some(undone.seq))
        .cloned()
        .collect();
    if ended_by(&before).is_some_and(|ended| ended.seq == undone.seq) {
        format!("opened again, {of} undone")
    } else {
        format!("{of} undone")
    }
}

/// Why, and what of the questions has to be decided.
#[must_use]
pub fn detail(page: &CasePage, what: &Correction, seq: i64) -> Vec<String> {
    let mut said = Vec::new();
    let why = page
        .writings
        .iter()
        .find(|w| w.seq == seq && w.kind == "correction");
    said.extend(why.map(|why| format!("Because: {}", words::sentence(&why.body))));
    if let Correction::Questions { from, .. } = what {
        let new: Vec<String> = (1..)
            .zip(from)
            .filter(|(_, old)| old.is_none())
            .map(|(number, _): (usize, _)| number.to_string())
            .collect();
        if !new.is_empty() {
            said.push(format!("In new words: {}.", words::list(&new)));
        }
    }
    said
}

/// That an event was undone, when and by whom; nothing for one that stands.
#[must_use]
pub fn undone(site: &Site, page: &CasePage, seq: i64) -> Option<String> {
    let row = page
        .timeline
        .iter()
        .find(|row| undone_by(&row.recorded.event) == Some(seq))?;
    let on = site.casework.moment(row.recorded.at).today;
    Some(format!("Undone on {} by {}.", words::date(on), who(row)))
}

/// The questions of before and of now, where a text beside the record holds them.
#[must_use]
pub fn questions(writing: &WritingRow) -> Option<String> {
    if writing.kind != "questions" {
        return None;
    }
    let changed: QuestionsChanged = serde_json::from_str(&writing.body).ok()?;
    let mut lines = vec!["Before:".to_owned()];
    for (number, before) in (1..).zip(&changed.before) {
        lines.push(format!("{number}. {}", before.asked));
        lines.extend(before.said.iter().cloned());
    }
    lines.push("Now:".to_owned());
    for (number, now) in (1..).zip(&changed.now) {
        lines.push(format!("{number}. {now}"));
    }
    Some(lines.join("\n"))
}

/// What may be undone, as it is chosen: `Asked for clarification, 3 June 2026`.
#[must_use]
pub fn choice(event: &Event, on: chrono::NaiveDate) -> String {
    format!("{}, {}", event.what(), words::date(on))
}
