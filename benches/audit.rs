//! What checking the whole record costs: time, processor time and memory of `daylight audit verify`
//! over a generated log with its texts.
//!
//! `cargo bench --bench audit` generates 50,000 cases in a temporary folder; `-- 5000` takes another
//! size, `-- 50000 path/to/daylight` another program. It ends with status 1 where a bar is missed.
//! Linux only: processor time and memory are read from `/proc`.

#[path = "support/server.rs"]
mod server;
mod support;

use server::{Folder, Server};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::{Fault, cpu, memory};

/// How long it may take at 50,000 cases, in seconds.
const BAR: f64 = 20.0;

/// The memory it may take at most, in megabytes, however many cases there are.
const MEMORY: u64 = 150;

/// How often the process is looked at.
const LOOK: Duration = Duration::from_millis(20);

fn main() -> Result<(), Fault> {
    let given: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let cases = given.first().map_or("50000", String::as_str);
    let program = given
        .get(1)
        .map(String::as_str)
        .or(option_env!("CARGO_BIN_EXE_daylight"))
        .ok_or("name the program to measure: audit <cases> <program>")?;
    let folder = Folder::new()?;
    drop(Server::start(program, cases, &folder.0)?);
    let file = folder.0.join(format!("demo/cases-{cases}-seed-1.sqlite"));
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["audit", "verify"])
        .env("DAYLIGHT_DATA", &folder.0)
        .env(
            "DAYLIGHT_DATABASE_URL",
            format!("sqlite:{}", file.display()),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (mut used, mut seen) = (0.0, Vec::new());
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // A process that has just ended tells nothing more.
        if let (Ok(now), Ok(held)) = (cpu(child.id()), memory(child.id(), "VmRSS:")) {
            used = now;
            seen.push(held);
        }
        thread::sleep(LOOK);
    };
    let took = begun.elapsed().as_secs_f64();
    let said = std::io::read_to_string(child.stdout.take().ok_or("nothing was said")?)?;
    if !status.success() {
        return Err(format!("the record was not checked: {status}, {said}").into());
    }
    print!("{program}, {cases} cases on SQLite\n{said}");
    let early = seen.get(seen.len() / 4).copied().unwrap_or_default();
    let most = seen.iter().copied().max().unwrap_or_default();
    let bar = BAR * cases.parse::<f64>()? / 50_000.0;
    println!(
        "{took:.1} s (bar {bar:.0}), {used:.1} s of processor time; memory: {early} MB after a quarter of it, {most} MB at most (bar {MEMORY})"
    );
    if took > bar || most > MEMORY {
        return Err("a bar is missed".into());
    }
    Ok(())
}
