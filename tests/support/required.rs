//! What a test needs beyond Rust: skipped where it is missing, unless it is required.

use std::io::Write;

/// Whether `DAYLIGHT_TEST_REQUIRE` (for example `postgres,browser`) names this part.
pub fn required(part: &str) -> bool {
    let named = std::env::var("DAYLIGHT_TEST_REQUIRE").unwrap_or_default();
    named.split(',').any(|name| name.trim() == part)
}

/// What was started, or nothing and one printed line saying what is skipped and why.
///
/// Panics when the part is required: a test that must run and cannot has failed.
pub fn or_skipped<T>(part: &str, started: Result<T, String>) -> Option<T> {
    match started {
        Ok(started) => Some(started),
        Err(reason) if required(part) => {
            panic!("{part} is required (DAYLIGHT_TEST_REQUIRE) and missing: {reason}")
        }
        Err(reason) => {
            // Written, not printed: the test runner captures what a test that passes prints.
            let line = format!("skipped: everything that needs {part}, because {reason}\n");
            let _ = std::io::stderr().write_all(line.as_bytes());
            None
        }
    }
}
