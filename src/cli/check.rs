//! `daylight check` and `daylight audit verify`.

use super::{Failure, open};
use crate::casework::database_url;
use crate::config::settings::MailRoute;
use crate::domain::words;
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
    match &parts.settings.mail.route {
        MailRoute::File(folder) => println!(
            "Mail: letters are written to {}; set DAYLIGHT_MAIL_URL to send them.",
            folder.display()
        ),
        MailRoute::Smtp { host, port, .. } => println!("Mail: by SMTP through {host}:{port}."),
    }
    Ok(())
}
