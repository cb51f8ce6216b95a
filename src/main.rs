//! The `daylight` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    daylight::cli::main()
}
