//! `daylight outbox`: what a held outbox would send, and what a person decides about it.

use super::{Failure, open, say};
use crate::casework::CaseworkFault;
use crate::casework::mail::held_outbox::Held;
use crate::domain::viewer::Viewer;
use crate::domain::words;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What to do with a held outbox.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Send what waits in it.
    Release,
    /// Mark what waited when it was held as not sent, and send what comes after.
    Discard,
}

/// Shows what is held, or decides about it.
pub async fn run(command: Option<&Command>) -> Result<(), Failure> {
    let casework = open::writing().await?;
    let now = casework.now();
    let held = casework.outbox().held_outbox().await.map_err(refused)?;
    match (command, held) {
        (None, Some(held)) => say::write(format_args!(
            "{}",
            told(&casework.settings.authority.time_zone, &held)
        )),
        (None, None) => say!("The outbox is not held; letters leave as they are written."),
        (Some(Command::Release), _) => {
            if casework.outbox().release_outbox().await.map_err(refused)? {
                say!("The outbox is released; letters leave as soon as Daylight serves.");
            } else {
                say!("The outbox was not held; there is nothing to release.");
            }
        }
        (Some(Command::Discard), _) => match casework
            .outbox()
            .discard_outbox(now)
            .await
            .map_err(refused)?
        {
            Some(number) => say!(
                "{} marked as not sent; the outbox is released for what comes after.",
                words::count(usize::try_from(number).unwrap_or(usize::MAX), "letter")
            ),
            None => say!("The outbox was not held; there is nothing to discard."),
        },
    }
    casework
        .reads(Viewer::SYSTEM)
        .close()
        .await
        .map_err(|e| refused(e.into()))
}

/// What is held and why, and what can be done, in lines.
pub fn told(zone: &Tz, held: &Held) -> String {
    let day = |at: DateTime<Utc>| words::date(at.with_timezone(zone).date_naive());
    let mut told = format!(
        "The outbox is held since {}: {}. Nothing is sent.\n",
        day(held.since),
        held.reason.sentence()
    );
    let total: i64 = held.letters.iter().map(|kind| kind.number).sum();
    match held.letters.iter().map(|kind| kind.oldest).min() {
        None => told.push_str("No letter waits in it.\n"),
        Some(oldest) => {
            let total = words::count(usize::try_from(total).unwrap_or(usize::MAX), "letter");
            told.push_str(&format!(
                "{total} would leave, the oldest of {}:\n",
                day(oldest)
            ));
        }
    }
    for kind in &held.letters {
        let name = kind.kind.replace('_', " ");
        told.push_str(&format!(
            "  {:>6}  {name}, since {}\n",
            kind.number,
            day(kind.oldest)
        ));
    }
    told.push_str(
        "`daylight outbox release` sends them; `daylight outbox discard` marks them as not sent.\n",
    );
    told
}

fn refused(fault: CaseworkFault) -> Failure {
    Failure::Refused(fault.to_string())
}
