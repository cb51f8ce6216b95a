//! `daylight check`: whether configuration, database and mail can be used.

mod places;
mod waiting;

use super::audit::walk;
use super::{Failure, files, open};
use crate::casework::calendar_of_authority;
use crate::casework::law::holidays::holidays_end;
use crate::casework::mail::deliver::transport;
use crate::casework::mail::inbox::imap_server;
use crate::casework::people::authority::{Authority, authority_of, authority_without};
use crate::casework::{Unreviewed, clock_differs, database_url};
use crate::config::Law;
use crate::config::settings::{MailRoute, Settings};
use crate::domain::job::{Job, left_behind};
use crate::domain::words;
use crate::mail::Folder;
use crate::store::Store;
use std::sync::Arc;

/// Validates everything without changing anything.
pub async fn run() -> Result<(), Failure> {
    let parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    say!(
        "Configuration: sound ({}, {}).",
        words::count(parts.law.regimes().count(), "regime"),
        words::count(parts.law.calendars().count(), "calendar")
    );
    let mut faults = Vec::new();
    let law = Arc::new(parts.law);
    faults.extend(places::faults(&parts.settings));
    faults.extend(database(&parts.settings, &law).await.err());
    faults.extend(authority(&parts.settings).await.err());
    faults.extend(readings(&parts.settings, &law).await.err());
    faults.extend(letters(&parts.settings).await.err());
    faults.extend(waiting::letters(&parts.settings).await.err());
    faults.extend(mailbox(&parts.settings).await.err());
    faults.extend(jobs(&parts.settings).await.err());
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(faults.join("\n")))
    }
}

/// Reads the whole database and says how it stands; what is damaged where something is.
async fn database(settings: &Settings, law: &Arc<Law>) -> Result<(), String> {
    if !there_is_one(settings)? {
        say!("Database: none yet; the first start makes it.");
        return Ok(());
    }
    let damaged = |what: &str| {
        format!(
            "the database is damaged: {what}; stop the program, keep the file and restore a backup"
        )
    };
    let store = Store::look_at(&database_url(settings))
        .await
        .map_err(|e| e.to_string())?;
    let pending = store.pending_steps().await.map_err(|e| e.to_string())?;
    say!(
        "Database: reachable, {} to come.",
        words::count(pending, "step")
    );
    if let Some(said) = clock_differs(store.clock_ahead()) {
        return Err(said);
    }
    complain!("Reading the whole database ...");
    let found = store.damage().await.map_err(|e| damaged(&e.to_string()))?;
    if !found.is_empty() {
        return Err(damaged(&found.join("; ")));
    }
    if pending > 0 {
        say!("Database: whole; the events are walked once the steps to come are taken.");
        return Ok(());
    }
    let odd = store.odd_schema().await;
    let odd = odd.map_err(|e| damaged(&e.to_string()))?;
    if !odd.is_empty() {
        return Err(damaged(&odd.join("; ")));
    }
    say!("Database: whole.");
    walk(&store, law).await
}

fn there_is_one(settings: &Settings) -> Result<bool, String> {
    open::there_is_a_database(settings).map_err(|fault| fault.to_string())
}

/// The database, where there is one that this program can read as it is.
async fn readable(settings: &Settings) -> Result<Option<Store>, String> {
    if !there_is_one(settings)? {
        return Ok(None);
    }
    let store = Store::look_at(&database_url(settings)).await;
    let store = store.map_err(|e| e.to_string())?;
    let pending = store.pending_steps().await.map_err(|e| e.to_string())?;
    Ok((pending == 0).then_some(store))
}

/// The authority by the settings and, where it can be read, the database.
async fn known_authority(settings: &Settings, store: Option<&Store>) -> Result<Authority, String> {
    match store {
        None => Ok(authority_without(settings)),
        Some(store) => authority_of(store, settings)
            .await
            .map_err(|e| e.to_string()),
    }
}

/// Says how many disputed readings of the law nobody has reviewed. That is no fault; one is where
/// requesters would be told dates by a reading that nobody has chosen.
async fn readings(settings: &Settings, law: &Law) -> Result<(), String> {
    let store = readable(settings).await?;
    let authority = known_authority(settings, store.as_ref()).await?;
    let logged_under = &authority.regime;
    let zone = &settings.authority.time_zone;
    let today = crate::now::now().with_timezone(zone).date_naive();
    let unreviewed = match &store {
        None => Unreviewed::without_cases(law, logged_under, today),
        Some(store) => Unreviewed::of(store, law, logged_under, today)
            .await
            .map_err(|e| e.to_string())?,
    };
    if !unreviewed.is_empty() {
        say!("Law: {unreviewed}");
    }
    let calendar =
        calendar_of_authority(law, settings, logged_under, today).map_err(|e| e.to_string())?;
    if let Some(what) = holidays_end(&calendar, today) {
        say!("Law: {what}");
    }
    unreviewed.bar(settings, &authority)
}

/// Says for which authority this works; what is missing where it is not known.
async fn authority(settings: &Settings) -> Result<(), String> {
    let store = readable(settings).await?;
    let known = known_authority(settings, store.as_ref()).await?;
    let missing: Vec<String> = known.missing().into_iter().map(str::to_owned).collect();
    if missing.is_empty() {
        say!(
            "Authority: {}, {}, {}.",
            known.name,
            known.email,
            known.postal_address.join(", ")
        );
        return Ok(());
    }
    Err(format!(
        "the authority\u{2019}s {} not known, so no request can be logged and no letter leaves; {}",
        match missing.as_slice() {
            [one] => format!("{one} is"),
            several => format!("{} are", words::list(several)),
        },
        "enter it by the set-up link that `daylight` prints, under Authority at the desk, or in [authority] of daylight.toml"
    ))
}

/// Says whether what the program does by itself is done; what has not been for too long, where the rest
/// has.
async fn jobs(settings: &Settings) -> Result<(), String> {
    let Some(store) = readable(settings).await? else {
        return Ok(());
    };
    let mut runs = store.job_rounds().await.map_err(|e| e.to_string())?;
    // A mailbox that is read no more was read long ago.
    runs.retain(|run| run.job != Job::Mailbox || imap_server(&settings.inbox).is_some());
    let zone = &settings.authority.time_zone;
    let behind: Vec<String> = left_behind(&runs)
        .iter()
        .map(|run| run.told(zone))
        .collect();
    if !behind.is_empty() {
        return Err(behind.join("\n"));
    }
    match runs.iter().map(|run| run.ran_at).max() {
        Some(newest) => say!(
            "Jobs: done, the last at {}.",
            newest.with_timezone(zone).format("%-d %B %Y, %H:%M")
        ),
        None => say!("Jobs: none was done yet."),
    }
    for run in runs.iter().filter(|run| run.failures > 0) {
        say!("Jobs: {}", run.told(zone));
    }
    Ok(())
}

/// Says how letters leave; what is wrong where they would not.
async fn letters(settings: &Settings) -> Result<(), String> {
    match &settings.mail.route {
        MailRoute::File(folder) => say!(
            "Mail: letters are written to {}; set DAYLIGHT_MAIL_URL to send them.",
            folder.display()
        ),
        MailRoute::Smtp { host, port, .. } => {
            let transport = transport(settings).map_err(|fault| fault.to_string())?;
            transport.answers().await?;
            say!("Mail: by SMTP through {host}:{port}, which answers.");
        }
    }
    Ok(())
}

/// Says which mailbox is read; what is wrong where it cannot be.
async fn mailbox(settings: &Settings) -> Result<(), String> {
    let Some(server) = imap_server(&settings.inbox) else {
        say!("Mailbox: none; messages come through `daylight receive` and `daylight import`.");
        return Ok(());
    };
    match Folder::open(&server).await {
        Ok(folder) => {
            folder.close().await;
            say!("Mailbox: {server:?}, which answers.");
            Ok(())
        }
        Err(fault) => Err(format!("{server:?}: {fault}; see [inbox] in daylight.toml")),
    }
}
