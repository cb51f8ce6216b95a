//! What the running program costs: processor time, latency, rate and memory over a generated log.
//!
//! `cargo bench --bench load` generates 50,000 cases in a temporary folder, serves them on a free
//! port of this machine and prints one table. `cargo bench --bench load -- 5000` takes another size,
//! `-- 50000 path/to/daylight` another program. At the end it checks the whole record with its texts,
//! as `daylight audit verify` does. Topic discovery has a bench of its own (`topics`).
//!
//! Linux only: processor time and memory are read from `/proc`. The client shares the processors
//! with the server, so rates are also given as shares of the stylesheet's rate in the same run.

#[path = "support/server.rs"]
mod server;
mod support;

use server::{Folder, Server, between, sign_in};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::{Fault, cpu, memory};

/// Requests at one user, from which processor time and latency are taken.
const ALONE: usize = 400;

/// Users at once when the rate is measured, and the requests of each.
const USERS: usize = 8;
const EACH: usize = 100;

/// However many requests are still to come, none is sent after this long.
const LONGEST: Duration = Duration::from_secs(6);

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
        .ok_or("name the program to measure: load <cases> <program>")?;
    let folder = Folder::new()?;

    let first = Instant::now();
    let server = Server::start(program, cases, &folder.0)?;
    let generated = first.elapsed().as_secs_f64();
    drop(server);

    let mut starts = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        drop(Server::start(program, cases, &folder.0)?);
        starts.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    starts.sort_by(f64::total_cmp);

    let server = Server::start(program, cases, &folder.0)?;
    let id = server.id();
    let cookie = sign_in(&server)?;
    let idle = memory(id, "VmRSS:")?;
    let queue = server.get("/desk/requests", &cookie)?;
    let reference = between(&queue, "href=\"/desk/requests/FOI-", "\"").ok_or("no case listed")?;
    let stylesheet = between(&queue, "rel=\"stylesheet\" href=\"", "\"").ok_or("no stylesheet")?;
    let report = server.get("/desk/reports", &cookie)?;
    let report = between(&report, "location: ", "\r").ok_or("no report")?;
    let pages = [
        ("stylesheet", stylesheet.to_owned(), ""),
        ("sign-in page", "/desk/sign-in".into(), ""),
        ("queue", "/desk/requests".into(), "1 ms"),
        (
            "queue, one stage",
            "/desk/requests?stage=searching".into(),
            "1 ms",
        ),
        (
            "queue, two words",
            "/desk/requests?q=speed+camera".into(),
            "",
        ),
        ("case", format!("/desk/requests/FOI-{reference}"), "1 ms"),
        ("monthly report", report.to_owned(), "20 ms"),
        ("candidates", "/desk/topics/candidates".into(), "5 ms"),
        // At 1,000,000 cases at most twice what they cost at 50,000.
        ("publications", "/publications".into(), ""),
        ("decisions", "/publication-decisions".into(), ""),
        ("mail tray", "/desk/mail".into(), ""),
        ("undelivered", "/desk/mail/undelivered".into(), ""),
    ];

    println!("{program}, {cases} cases on SQLite");
    println!("generated, indexed and served after {generated:.1} s");
    println!(
        "start to first answer: {:.0} ms (median of {}, worst {:.0}; bar 300 ms)\n",
        starts[starts.len() / 2],
        starts.len(),
        starts[starts.len() - 1]
    );
    println!(
        "{:<18}{:>8}{:>8}{:>12}{:>8}{:>10}{:>10}{:>10}{:>14}",
        "page", "KB", "gzip", "CPU ms", "bar", "p50 ms", "p99 ms", "a second", "of stylesheet"
    );
    let mut static_rate = None;
    for (name, path, bar) in &pages {
        let answer = server.get(path, &cookie)?;
        let size = answer.len();
        let packed = gzipped(&answer);
        let before = cpu(id)?;
        let mut times = server.ask(path, &cookie, ALONE, LONGEST)?;
        let cpu = (cpu(id)? - before) * 1e3 / times.len() as f64;
        times.sort_by(f64::total_cmp);
        let rate = rate(&server, path, &cookie)?;
        let share = rate / *static_rate.get_or_insert(rate);
        println!(
            "{name:<18}{:>8.1}{packed:>8}{cpu:>12.2}{bar:>8}{:>10.2}{:>10.2}{rate:>10.0}{share:>14.3}",
            size as f64 / 1024.0,
            times[times.len() / 2],
            times[times.len() * 99 / 100],
        );
    }
    println!(
        "\nmemory: {idle} MB once signed in, {} MB after these requests, {} MB at most (bar 80 MB)",
        memory(id, "VmRSS:")?,
        memory(id, "VmHWM:")?
    );
    drop(server);
    checked(program, cases, &folder.0)
}

/// The kilobytes of an answer as a proxy would pack it; a dash where there is no `gzip` here.
fn gzipped(answer: &str) -> String {
    let packed = || -> Result<usize, Fault> {
        let mut child = Command::new("gzip")
            .arg("-c")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut to = child.stdin.take().ok_or("no way in")?;
        let text = answer.to_owned();
        let writing = thread::spawn(move || to.write_all(text.as_bytes()));
        let size = child.wait_with_output()?.stdout.len();
        writing.join().map_err(|_| "the writer stopped")??;
        Ok(size)
    };
    packed().map_or_else(
        |_| "-".to_owned(),
        |size| format!("{:.1}", size as f64 / 1024.0),
    )
}

/// What checking the record costs: the process is looked at until it ends.
fn checked(program: &str, cases: &str, folder: &Path) -> Result<(), Fault> {
    let file = folder.join(format!("demo/cases-{cases}-seed-1.sqlite"));
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["audit", "verify"])
        .env("DAYLIGHT_DATA", folder)
        .env(
            "DAYLIGHT_DATABASE_URL",
            format!("sqlite:{}", file.display()),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (mut used, mut held) = (0.0, Vec::new());
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // A process that has just ended tells nothing more.
        if let (Ok(so_far), Ok(now)) = (cpu(child.id()), memory(child.id(), "VmRSS:")) {
            used = so_far;
            held.push(now);
        }
        thread::sleep(Duration::from_millis(20));
    };
    let took = begun.elapsed().as_secs_f64();
    let said = std::io::read_to_string(child.stdout.take().ok_or("nothing was said")?)?;
    if !status.success() {
        return Err(format!("the record was not checked: {status}, {said}").into());
    }
    println!(
        "\n{said}audit verify: {took:.1} s (bar 20 s at 50,000 cases), {used:.1} s of processor time; memory: {} MB after a quarter of it, {} MB at most",
        held.get(held.len() / 4).copied().unwrap_or_default(),
        held.iter().max().copied().unwrap_or_default()
    );
    Ok(())
}

/// Answers a second with several users at once.
fn rate(server: &Server, path: &str, cookie: &str) -> Result<f64, Fault> {
    let begun = Instant::now();
    let answers = thread::scope(|scope| {
        let users: Vec<_> = (0..USERS)
            .map(|_| scope.spawn(|| server.ask(path, cookie, EACH, LONGEST)))
            .collect();
        users.into_iter().try_fold(0, |sum, user| {
            let times = user.join().map_err(|_| Fault::from("a user stopped"))??;
            Ok::<usize, Fault>(sum + times.len())
        })
    })?;
    Ok(answers as f64 / begun.elapsed().as_secs_f64())
}
