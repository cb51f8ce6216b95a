//! `daylight check` and `daylight audit verify`.

use super::{Failure, open};
use crate::casework::database_url;
use crate::casework::deliver::transport;
use crate::casework::inbox::imap_server;
use crate::config::settings::{MailRoute, Settings};
use crate::domain::words;
use crate::mail::Folder;
use crate::store::Store;

/// What to check of the record.
#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Walk the hash chain of every case; name the first bad event.
    Verify,
}

/// Walks every chain.
pub async fn audit(command: &Audit) -> Result<(), Failure> {
    match command {
        Audit::Verify => {
            let casework = open::casework().await?;
            let walked = casework
                .store
                .verify_chains()
                .await
                .map_err(|e| Failure::Refused(e.to_string()))?;
            match walked {
                Ok(events) => {
                    println!(
                        "The record holds: {} checked.",
                        words::count(usize::try_from(events).unwrap_or(usize::MAX), "event")
                    );
                    Ok(())
                }
                Err(fault) => Err(Failure::Refused(format!(
                    "the record of {} does not hold at event {}; compare it with a backup",
                    fault.reference, fault.seq
                ))),
            }
        }
    }
}

/// Validates everything without changing anything.
pub async fn run() -> Result<(), Failure> {
    let parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    println!(
        "Configuration: sound ({}, {}).",
        words::count(parts.law.regimes().count(), "regime"),
        words::count(parts.law.calendars().count(), "calendar")
    );
    let url = database_url(&parts.settings);
    let missing = url
        .strip_prefix("sqlite:")
        .is_some_and(|path| !std::path::Path::new(path).exists());
    if missing {
        println!("Database: none yet; the first start makes it.");
    } else {
        let pending = Store::pending_steps(&url)
            .await
            .map_err(|e| Failure::Refused(e.to_string()))?;
        println!(
            "Database: reachable, {} to come.",
            words::count(pending, "step")
        );
    }
    let mut faults = Vec::new();
    faults.extend(letters(&parts.settings).await.err());
    faults.extend(mailbox(&parts.settings).await.err());
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(faults.join("\n")))
    }
}

/// Says how letters leave; what is wrong where they would not.
async fn letters(settings: &Settings) -> Result<(), String> {
    match &settings.mail.route {
        MailRoute::File(folder) => println!(
            "Mail: letters are written to {}; set DAYLIGHT_MAIL_URL to send them.",
            folder.display()
        ),
        MailRoute::Smtp { host, port, .. } => {
            let transport = transport(settings).map_err(|fault| fault.to_string())?;
            transport.answers().await?;
            println!("Mail: by SMTP through {host}:{port}, which answers.");
        }
    }
    Ok(())
}

/// Says which mailbox is read; what is wrong where it cannot be.
async fn mailbox(settings: &Settings) -> Result<(), String> {
    let Some(server) = imap_server(&settings.inbox) else {
        println!("Mailbox: none; messages come through `daylight receive` and `daylight import`.");
        return Ok(());
    };
    match Folder::open(&server).await {
        Ok(folder) => {
            folder.close().await;
            println!("Mailbox: {server:?}, which answers.");
            Ok(())
        }
        Err(fault) => Err(format!("{server:?}: {fault}; see [inbox] in daylight.toml")),
    }
}
