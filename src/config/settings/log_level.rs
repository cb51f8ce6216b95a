//! How much is logged: what `DAYLIGHT_LOG` says.

use crate::config::Fault;

/// What it can say.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// The level it names; `warn` where it says nothing.
pub(super) fn log_level(env: &[(String, String)]) -> Result<&'static str, Fault> {
    let said = env.iter().find(|(name, _)| name == "DAYLIGHT_LOG");
    let said = said.map_or("", |(_, value)| value.trim()).to_lowercase();
    if said.is_empty() {
        return Ok("warn");
    }
    let known = LEVELS.into_iter().find(|level| *level == said);
    known.ok_or_else(|| Fault {
        file: "DAYLIGHT_LOG".to_owned(),
        line: None,
        key: None,
        problem: format!("cannot be \u{201c}{said}\u{201d}"),
        remedy: "Write info or debug, or leave it out".to_owned(),
    })
}
