//! Reading the configuration and opening the database for a command.

use super::{Failure, files};
use crate::casework::{Casework, Parts, database_url};
use crate::config::settings::{DatabaseLocation, Settings, environment, folder};
use crate::config::{Fault, Law, publication, shape, topics};
use crate::store::{Opening, Sole, Store, StoreFault, is_served};
use crate::templates::Templates;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// The settings, or every fault in them.
pub fn settings() -> Result<Settings, Failure> {
    Settings::load(None, environment()).map_err(|faults| refuse(&faults))
}

/// Regimes and calendars, or every fault in them.
pub fn law() -> Result<Law, Failure> {
    let settings = settings()?;
    law_of(&settings).map_err(|faults| refuse(&faults))
}

/// The law as these settings read it.
fn law_of(settings: &Settings) -> Result<Law, Vec<Fault>> {
    let zone = settings.authority.time_zone;
    let today = crate::now::now().with_timezone(&zone).date_naive();
    let readings = &settings.law.readings;
    let law = Law::load_as_read(settings.folder.as_deref(), readings);
    let mut ahead = readings.ahead_of(today);
    match law {
        Ok(law) if ahead.is_empty() => Ok(law),
        Ok(_) => Err(ahead),
        Err(faults) => {
            ahead.extend(faults);
            Err(ahead)
        }
    }
}

/// Everything read from files. Every fault of every file is told at once.
pub fn parts() -> Result<Parts, Vec<Fault>> {
    let settings = Settings::load(None, environment());
    // What is wrong with the folder is told with the settings.
    let (folder, _) = folder(None, environment());
    assemble(settings, folder.as_deref())
}

fn assemble(
    settings: Result<Settings, Vec<Fault>>,
    folder: Option<&Path>,
) -> Result<Parts, Vec<Fault>> {
    let law = match &settings {
        Ok(known) => law_of(known),
        Err(_) => Law::load(folder),
    };
    let weights = publication::load(folder);
    let topic_settings = topics::load(folder).map_err(|fault| vec![fault]);
    let shape_words = shape::load(folder).map_err(|fault| vec![fault]);
    let templates = Templates::load().map_err(|fault| {
        vec![Fault {
            file: format!("templates/{}.hbs", fault.name),
            line: None,
            key: None,
            problem: fault.reason,
            remedy: "This is a fault in the program; report it".into(),
        }]
    });
    let found = (weights, topic_settings, shape_words);
    match (settings, law, found, templates) {
        (
            Ok(settings),
            Ok(law),
            (Ok(weights), Ok(topic_settings), Ok(shape_words)),
            Ok(templates),
        ) => {
            let unknown = unknown_law(&settings, &law);
            if unknown.is_empty() {
                Ok(Parts {
                    settings,
                    law,
                    templates,
                    weights,
                    topic_settings,
                    shape_words,
                })
            } else {
                Err(unknown)
            }
        }
        (settings, law, (weights, topic_settings, shape_words), templates) => {
            let mut faults = Vec::new();
            faults.extend(settings.err().unwrap_or_default());
            faults.extend(law.err().unwrap_or_default());
            faults.extend(weights.err().unwrap_or_default());
            faults.extend(topic_settings.err().unwrap_or_default());
            faults.extend(shape_words.err().unwrap_or_default());
            faults.extend(templates.err().unwrap_or_default());
            Err(faults)
        }
    }
}

/// Settings that name a regime, a calendar or a cost band there is none of.
fn unknown_law(settings: &Settings, law: &Law) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |key: &str, problem: String, known: Vec<&str>| {
        faults.push(Fault {
            file: "config/daylight.toml".into(),
            line: None,
            key: Some(key.into()),
            problem,
            remedy: format!("Use one of: {}", known.join(", ")),
        });
    };
    let regime = &settings.law.default_regime;
    if !law.regime_ids().contains(&regime.as_str()) {
        fault(
            "law.default_regime",
            format!("there is no regime \"{regime}\""),
            law.regime_ids(),
        );
    }
    if let Some(calendar) = &settings.law.default_calendar
        && law.calendar(calendar).is_err()
    {
        fault(
            "law.default_calendar",
            format!("there is no calendar \"{calendar}\""),
            law.calendars()
                .map(crate::domain::calendar::Calendar::id)
                .collect(),
        );
    }
    let band = &settings.law.cost_band;
    // A law of one band has it for every authority, and asks for none by name.
    let bands: BTreeSet<&str> = law
        .regimes()
        .flat_map(|regime| &regime.cost_limits)
        .filter(|limit| limit.bands.len() > 1)
        .flat_map(|limit| limit.bands.iter().map(|band| band.id.as_str()))
        .collect();
    if !bands.is_empty() && !bands.contains(band.as_str()) {
        fault(
            "law.cost_band",
            format!("no law has a cost limit called \"{band}\""),
            bands.into_iter().collect(),
        );
    }
    faults
}

/// The use cases over the database of the settings.
pub async fn casework() -> Result<Casework, Failure> {
    opened(parts().map_err(|faults| refuse(&faults))?).await
}

/// The same for a command that writes cases, which asks first whether the database is a copy: what
/// the original gave out as references is not given out again. A file that is served is none, by
/// whatever path this command comes to it.
pub async fn writing() -> Result<Casework, Failure> {
    let parts = parts().map_err(|faults| refuse(&faults))?;
    let served = match &parts.settings.storage.database {
        DatabaseLocation::Sqlite(file) => is_served(file),
        DatabaseLocation::Postgres(_) => false,
    };
    let casework = opened(parts).await?;
    if served {
        return Ok(casework);
    }
    let now = casework.now();
    let settled = casework.outbox().settle_home(now).await;
    settled.map_err(|e| Failure::Refused(e.to_string()))?;
    Ok(casework)
}

/// The use cases over the database of these parts, for a command.
async fn opened(parts: Parts) -> Result<Casework, Failure> {
    // Held until the schema is what this program knows.
    let _turn = match &parts.settings.storage.database {
        DatabaseLocation::Sqlite(file) => {
            let turn = Opening::turn(file).await.map_err(failed)?;
            leave_served(&parts.settings, file).await?;
            Some(turn)
        }
        // Nodes share a PostgreSQL database, and take its steps one after another.
        DatabaseLocation::Postgres(_) => None,
    };
    over(parts).await
}

/// Refuses to take steps of the schema beneath a program that serves: it was made for the one there
/// is.
async fn leave_served(settings: &Settings, file: &Path) -> Result<(), Failure> {
    if !there_is_a_database(settings)? {
        return Ok(());
    }
    let store = Store::look_at(&database_url(settings)).await;
    let store = store.map_err(failed)?;
    let pending = store.pending_steps().await.map_err(failed)?;
    if pending == 0 {
        return Ok(());
    }
    match Sole::claim(file) {
        Ok(_) => Ok(()),
        Err(StoreFault::Served(process)) => Err(Failure::Refused(format!(
            "the database has {} to come, and another Daylight serves it{}; start that one again with this program first, which takes them",
            crate::domain::words::count(pending, "step"),
            if process.is_empty() {
                String::new()
            } else {
                format!(" (process {process})")
            }
        ))),
        Err(fault) => Err(failed(fault)),
    }
}

/// Whether there is a database yet. One that cannot be asked for is not one that is not there.
pub fn there_is_a_database(settings: &Settings) -> Result<bool, Failure> {
    match &settings.storage.database {
        DatabaseLocation::Postgres(_) => Ok(true),
        // Whoever claims a file that is not there makes it, empty.
        DatabaseLocation::Sqlite(file) => match file.metadata() {
            Ok(found) => Ok(found.len() > 0),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::Refused(format!(
                "{} cannot be looked for ({error}); let this user read and enter its folder",
                file.display()
            ))),
        },
    }
}

/// The use cases over the database, for whoever has the turn to open it, or needs none.
pub async fn over(parts: Parts) -> Result<Casework, Failure> {
    Casework::open(parts)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))
}

/// The use cases over the database of these parts, and the right to serve it.
pub async fn served(parts: Parts) -> Result<(Casework, Option<Sole>), Failure> {
    let (sole, _turn) = claimed(&parts.settings).await?;
    Ok((over(parts).await?, sole))
}

/// The right to serve the database of these settings, and the turn to open it: no command takes
/// steps of the schema between the two. Nodes share a PostgreSQL database.
pub async fn claimed(settings: &Settings) -> Result<(Option<Sole>, Option<Opening>), Failure> {
    let claimed = match &settings.storage.database {
        DatabaseLocation::Sqlite(file) => {
            let turn = Opening::turn(file).await.map_err(failed)?;
            (Some(Sole::claim(file).map_err(failed)?), Some(turn))
        }
        DatabaseLocation::Postgres(_) => (None, None),
    };
    files::close(settings);
    Ok(claimed)
}

fn failed(fault: StoreFault) -> Failure {
    Failure::Refused(fault.to_string())
}

/// The use cases over an empty SQLite database in a folder.
pub async fn casework_in(folder: &Path) -> Result<Casework, Failure> {
    let mut parts = parts().map_err(|faults| refuse(&faults))?;
    parts.settings.storage.database = DatabaseLocation::Sqlite(folder.join("daylight.db"));
    opened(parts).await
}

/// Faults of the configuration as one message, a line each.
pub fn refuse(faults: &[Fault]) -> Failure {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    Failure::Refused(format!(
        "the configuration has {}:\n{}",
        crate::domain::words::count(faults.len(), "fault"),
        lines.join("\n")
    ))
}
