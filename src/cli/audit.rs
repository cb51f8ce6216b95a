//! `daylight audit`: whether the record holds, and its head to be kept elsewhere.

use super::{Failure, open, say, serve, shown};
use crate::casework::audit::{Head, Holds, verify};
use crate::casework::{CaseworkFault, database_url};
use crate::config::Law;
use crate::config::settings::{DatabaseLocation, Settings};
use crate::domain::words;
use crate::store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to do with the record.
#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Check every chain, text and column; name the first that does not hold.
    Verify {
        /// A head taken earlier: what it was taken over must still be there.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Print the head of the record, to be kept where nobody who could change the database can
    /// change it.
    Head,
}

/// Checks the record or prints its head.
pub async fn run(command: &Audit) -> Result<(), Failure> {
    let parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    match command {
        Audit::Verify { head } => {
            let head = head.as_deref().map(read).transpose()?;
            let store = record(&parts.settings).await?;
            let law = Arc::new(parts.law);
            walk(&store, &law).await.map_err(Failure::Refused)?;
            match head {
                Some(head) => still_there(&store, &head).await,
                None => Ok(()),
            }
        }
        Audit::Head => {
            let store = record(&parts.settings).await?;
            let length = count(&store).await?;
            let bar = serve::progress(length, "Reading the events");
            let at = store.now();
            let head = Head::take(&store, at, &|read| bar.set_position(read)).await;
            bar.finish_and_clear();
            say::write(format_args!("{}", head.map_err(refused)?));
            Ok(())
        }
    }
}

/// The database as it is; where there is none, none is made.
async fn record(settings: &Settings) -> Result<Store, Failure> {
    let none = |place: String| {
        Failure::Unusable(format!(
            "there is no record in {place}; set DAYLIGHT_DATA or DAYLIGHT_DATABASE_URL to where it is"
        ))
    };
    let place = match &settings.storage.database {
        DatabaseLocation::Sqlite(file) => {
            if std::fs::metadata(file).map_or(0, |file| file.len()) == 0 {
                return Err(none(shown(file)));
            }
            shown(file)
        }
        DatabaseLocation::Postgres(_) => "that database".to_owned(),
    };
    let failed = |e: crate::store::StoreFault| Failure::Refused(e.to_string());
    let store = Store::look_at(&database_url(settings))
        .await
        .map_err(failed)?;
    if store.is_blank().await.map_err(failed)? {
        return Err(none(place));
    }
    match store.pending_steps().await.map_err(failed)? {
        0 => Ok(store),
        steps => Err(Failure::Refused(format!(
            "the database is {} behind this program; start Daylight once, which takes them, and \
             check again",
            words::count(steps, "step")
        ))),
    }
}

/// Checks the whole record and says what it holds, or where it does not.
pub(super) async fn walk(store: &Store, law: &Arc<Law>) -> Result<(), String> {
    let said = |fault: CaseworkFault| format!("the record cannot be read: {fault}");
    let cases = store.count_cases().await.map_err(|e| said(e.into()))?;
    let bar = serve::progress(cases, "Checking the cases");
    let checked = verify(store, law, &|done| bar.set_position(done)).await;
    bar.finish_and_clear();
    match checked.map_err(said)? {
        Ok(holds) => {
            say(&holds);
            Ok(())
        }
        Err(difference) => Err(format!(
            "the record does not hold at {difference}; compare it with a backup"
        )),
    }
}

fn say(holds: &Holds) {
    let number = |n: u64, noun: &str| words::count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    let texts = holds.texts;
    say!(
        "The record holds: {} of {} and {} checked.",
        number(holds.events, "event"),
        number(holds.cases, "case"),
        number(texts.held, "text")
    );
    if texts.erased > 0 {
        say!("{} erased.", number(texts.erased, "text"));
    }
    if texts.uncommitted > 0 {
        say!(
            "{} from before texts of their kind were committed to, and not checked.",
            number(texts.uncommitted, "text")
        );
    }
    if holds.by_earlier_law > 0 {
        say!(
            "The dates of {} stand by an earlier law, and were not counted again.",
            number(holds.by_earlier_law, "settled case")
        );
    }
}

async fn still_there(store: &Store, head: &Head) -> Result<(), Failure> {
    let bar = serve::progress(head.over.events, "Reading the events of the head");
    let missing = head.missing(store, &|read| bar.set_position(read)).await;
    bar.finish_and_clear();
    match missing.map_err(refused)? {
        None => {
            say!("All that the head was taken over is there.");
            Ok(())
        }
        Some(what) => Err(Failure::Refused(format!(
            "the record is not the one the head was taken of: {what}; compare it with a backup"
        ))),
    }
}

fn read(file: &Path) -> Result<Head, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Failure::Unusable(format!("{} cannot be read: {e}", shown(file))))?;
    text.parse()
        .map_err(|fault| Failure::Unusable(format!("{}: {fault}", shown(file))))
}

async fn count(store: &Store) -> Result<u64, Failure> {
    store.count_events().await.map_err(|e| refused(e.into()))
}

fn refused(fault: CaseworkFault) -> Failure {
    Failure::Refused(fault.to_string())
}
