//! Whether letters leave: an outbox that is held sends none, and none is passed over for long.

use super::super::outbox::told;
use super::readable;
use crate::casework::mail::held_outbox::Held;
use crate::config::settings::Settings;
use crate::domain::job::Job;
use crate::domain::words;
use chrono::TimeDelta;

/// How long before the last round of the outbox a letter may have been due and still be there.
const PATIENCE: TimeDelta = TimeDelta::hours(1);

/// What keeps letters from leaving, where something does.
pub(super) async fn letters(settings: &Settings) -> Result<(), String> {
    let Some(store) = readable(settings).await? else {
        return Ok(());
    };
    let zone = &settings.authority.time_zone;
    if let Some(held) = Held::of(&store).await.map_err(|e| e.to_string())? {
        return Err(told(zone, &held).trim_end().to_owned());
    }
    let rounds = store.job_rounds().await.map_err(|e| e.to_string())?;
    // A program that is stopped sends nothing, and nothing is wrong with that.
    let Some(sent) = rounds.iter().find(|run| run.job == Job::Outbox) else {
        return Ok(());
    };
    let left = store
        .letters()
        .overdue_letters(sent.ran_at - PATIENCE)
        .await;
    let left = left.map_err(|e| e.to_string())?;
    let Some(oldest) = left.iter().map(|kind| kind.oldest).min() else {
        return Ok(());
    };
    let number: i64 = left.iter().map(|kind| kind.number).sum();
    Err(format!(
        "{} should have left more than an hour before letters were last sent and nothing took {}, the oldest of {}; see the log of the program that serves",
        words::count(usize::try_from(number).unwrap_or(usize::MAX), "letter"),
        if number == 1 { "it" } else { "them" },
        words::date(oldest.with_timezone(zone).date_naive())
    ))
}
