//! Times mail in and prints: the processor time of taking 1,000 messages of 20 kB, matching a
//! message over 50,000 cases, and the memory a message of 25 MB takes.
//!
//! `cargo bench --bench mail -- 50000`. Linux only: processor time and memory are read from
//! `/proc`. Bars: 5 ms a message, 1 ms a match, 150 MB.

mod support;

use daylight::casework::mail::inbox::{Arrived, Source};
use daylight::casework::{Casework, Parts};
use daylight::config;
use daylight::config::settings::Settings;
use daylight::demo::{Demo, name_authority};
use daylight::domain::viewer::Viewer;
use daylight::mail::inbound::parse;
use daylight::templates::Templates;
use std::fs;
use std::time::Instant;
use support::{Fault, cpu, memory};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Messages taken.
const MESSAGES: usize = 1_000;

fn main() -> Result<(), Fault> {
    let cases = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(cases.unwrap_or(50_000)))
}

async fn measure(cases: u32) -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    let casework = opened(folder.path())?;
    let casework = Casework::open(casework).await?;
    let now = casework.moment(daylight::now::now());
    let before = memory("self", "VmRSS:")?;
    fs::write("/proc/self/clear_refs", "5")?;
    take(&casework, big()).await?;
    let most = memory("self", "VmHWM:")?;
    println!("a message of 25 MB: {most} MB at most, {before} MB before (bar 150)");

    let each = take_all(&casework).await?;
    println!(
        "{MESSAGES} messages of 20 kB, each logged and acknowledged: {each:.2} ms of processor each (bar 5)"
    );

    let begun = cpu("self")?;
    for number in 0..MESSAGES {
        std::hint::black_box(parse(&message(number, 20_000), None));
    }
    let each = (cpu("self")? - begun) * 1000.0 / MESSAGES as f64;
    println!("of that, understanding it: {each:.2} ms");
    casework.reads(Viewer::SYSTEM).close().await?;

    let folder = tempfile::tempdir()?;
    let casework = Casework::open(opened(folder.path())?).await?;
    Demo::of(&casework).generate(cases, 1, now, &|_| {}).await?;
    let year = now.today.format("%Y");
    let kinds = [
        (
            "by its thread",
            format!("In-Reply-To: <foi-{year}-00042.acknowledgement@police.example>\r\n"),
        ),
        (
            "by its subject",
            format!("Subject: Re: FOI-{year}-00042\r\n"),
        ),
        ("by nothing, with candidates", String::new()),
    ];
    for (kind, headers) in kinds {
        let raw = format!(
            "From: Ada <ada@example.org>\r\nTo: foi@police.example\r\n{headers}\r\nMy request FOI-{year}-00043\r\n"
        );
        let message = parse(raw.as_bytes(), None);
        casework.incoming().matched(&message).await?;
        let mut times = Vec::new();
        for _ in 0..1_000 {
            let begun = Instant::now();
            std::hint::black_box(casework.incoming().matched(&message).await?);
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        println!(
            "matching over {cases} cases, {kind}: {:.2} ms at the median, {:.2} ms at the 99th (bar 1)",
            times[500], times[990]
        );
    }
    let each = take_all(&casework).await?;
    println!(
        "{MESSAGES} messages of 20 kB on top of {cases} cases, each with its topics and similar requests: {each:.2} ms of processor each"
    );
    casework.reads(Viewer::SYSTEM).close().await?;
    Ok(())
}

/// Takes the messages; the processor time of one, in milliseconds.
async fn take_all(casework: &Casework) -> Result<f64, Fault> {
    let begun = cpu("self")?;
    for number in 0..MESSAGES {
        take(casework, message(number, 20_000)).await?;
    }
    Ok((cpu("self")? - begun) * 1000.0 / MESSAGES as f64)
}

fn opened(folder: &std::path::Path) -> Result<Parts, Fault> {
    let env = [("DAYLIGHT_DATA".to_owned(), folder.display().to_string())];
    let faults = |faults: Vec<config::Fault>| format!("{faults:?}");
    let mut settings = Settings::load(None, env.into_iter()).map_err(faults)?;
    name_authority(&mut settings);
    Ok(Parts {
        settings,
        law: config::Law::load(None).map_err(faults)?,
        templates: Templates::load()?,
        weights: config::publication::load(None).map_err(faults)?,
        topic_settings: config::topics::load(None).map_err(|fault| fault.to_string())?,
        shape_words: config::shape::load(None).map_err(|fault| fault.to_string())?,
    })
}

async fn take(casework: &Casework, bytes: Vec<u8>) -> Result<(), Fault> {
    let arrived = Arrived {
        bytes,
        source: Source::Pipe,
        place: String::new(),
        received_at: None,
    };
    let now = casework.moment(daylight::now::now());
    casework.incoming().receive(arrived, now).await?;
    Ok(())
}

/// A message of both kinds of text, of some length.
fn message(number: usize, length: usize) -> Vec<u8> {
    let line = "How many drones were flown over the harbour, on which days and for how long?";
    let lines = length / 2 / (line.len() + 2);
    let text = format!("{line}\r\n").repeat(lines);
    let html = format!("<p>{line}</p>\r\n").repeat(lines);
    format!(
        "From: Ada Example <ada-{number}@example.org>\r\nTo: foi@police.example\r\nSubject: Drones {number}\r\n\
         Message-ID: <{number}@example.org>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\
         --edge\r\nContent-Type: text/html\r\n\r\n{html}\r\n--edge--\r\n"
    )
    .into_bytes()
}

/// A message of 25 MB: a file in base64.
fn big() -> Vec<u8> {
    let mut bytes = b"From: Ada <ada@example.org>\r\nTo: foi@police.example\r\nSubject: A file\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\n\r\nHow many?\r\n--edge\r\n\
        Content-Type: application/pdf; name=file.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        .to_vec();
    let line = [b"JVBERi0xLjcK".repeat(6), b"\r\n".to_vec()].concat();
    while bytes.len() < 25_000_000 {
        bytes.extend_from_slice(&line);
    }
    bytes.extend_from_slice(b"--edge--\r\n");
    bytes
}
