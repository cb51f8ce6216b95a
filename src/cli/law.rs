//! `daylight law`: how sure the laws in use are, and how they are read where they are disputed.

use super::{Failure, open};
use crate::config::Law;
use crate::domain::regime::Sure;
use std::io::{self, Write};

/// Prints each regime with its readings.
///
/// # Errors
/// Faults of the configuration.
pub fn run() -> Result<(), Failure> {
    print(&open::law()?, io::stdout().lock())
        .map_err(|error| Failure::Refused(format!("cannot write the answer ({error})")))
}

fn print(law: &Law, mut out: impl Write) -> io::Result<()> {
    for regime in law.regimes() {
        writeln!(out, "{} ({})", regime.title, regime.citation)?;
        if let Some(sure) = regime.sure.map(Sure::words) {
            writeln!(out, "  What decides its dates was {sure}")?;
        }
        for reading in &regime.readings {
            let (taken, other) = (reading.taken(), reading.other());
            writeln!(out, "- {} ({})", reading.id, reading.section)?;
            writeln!(out, "  taken, {}: {}", taken.id, taken.text)?;
            writeln!(out, "  or {}: {}", other.id, other.text)?;
            writeln!(
                out,
                "  since {}; reviewed by {}; {}; {}",
                reading.since,
                reading.reviewed_by,
                reading.certainty.words(),
                reading.source
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "Choose under [law.readings] of daylight.toml.")
}
