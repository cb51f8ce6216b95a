//! What a process has cost so far, as `/proc` tells: processor time and memory. Linux only.

use std::error::Error;
use std::fmt::Display;
use std::fs;

/// Why a bench could not go on.
pub type Fault = Box<dyn Error + Send + Sync>;

/// Clock ticks in a second, as `/proc` counts processor time (proc_pid_stat(5)).
const TICKS: f64 = 100.0;

/// Seconds of processor time a process, by number or `self`, has taken with all its threads, in its
/// own code and in the kernel: fields 14 and 15 of proc_pid_stat(5).
pub fn cpu(process: impl Display) -> Result<f64, Fault> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after = stat.rsplit_once(')').ok_or("no name in stat")?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |at: usize| -> Result<f64, Fault> {
        Ok(fields.get(at).ok_or("stat is short")?.parse::<f64>()?)
    };
    Ok((ticks(11)? + ticks(12)?) / TICKS)
}

/// Megabytes of a process, from a line of proc_pid_status(5): `VmRSS:` now, `VmHWM:` at most.
pub fn memory(process: impl Display, line: &str) -> Result<u64, Fault> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let found = status.lines().find_map(|l| l.strip_prefix(line));
    let kilobytes = found.and_then(|l| l.split_whitespace().next());
    Ok(kilobytes.ok_or("no such line")?.parse::<u64>()? / 1024)
}
