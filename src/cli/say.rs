//! What a command says. No word of it can end the work: on a full disk, or to a reader that went
//! away, the words are lost and the work is done.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

/// Why something was not said, the first time; not where whoever read had read enough.
static UNSAID: OnceLock<String> = OnceLock::new();

/// Says something on standard output.
pub fn write(words: fmt::Arguments<'_>) {
    keep(io::stdout().lock().write_fmt(words));
}

/// Says something on standard error.
pub fn complain(words: fmt::Arguments<'_>) {
    let _ = io::stderr().lock().write_fmt(words);
}

/// Why something of all that was to be said on standard output was not.
#[must_use]
pub fn unsaid() -> Option<&'static str> {
    keep(io::stdout().lock().flush());
    UNSAID.get().map(String::as_str)
}

fn keep(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        UNSAID.get_or_init(|| error.to_string());
    }
}

/// Says a line on standard output.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::cli::say::write(format_args!("{}\n", format_args!($($words)*)))
    };
}

/// Says a line on standard error.
macro_rules! complain {
    ($($words:tt)*) => {
        $crate::cli::say::complain(format_args!("{}\n", format_args!($($words)*)))
    };
}
