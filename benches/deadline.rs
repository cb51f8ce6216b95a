//! The batch rate: how long one core takes to answer a million lines, explanation included.
//!
//! `cargo bench --bench deadline` prints the rate, and whether it is at or above the bar.

#![expect(clippy::panic, reason = "a benchmark that cannot run stops")]

use chrono::{Days, NaiveDate};
use daylight::cli::deadline::batch;
use daylight::config::Law;
use std::fmt::Write as _;
use std::time::Instant;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: u32 = 1_000_000;
const BLOCK: u32 = 10_000;

/// The lines a second that one core has to answer.
const BAR: f64 = 190_000.0;

fn main() {
    let law = Law::load(None).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let input = block();
    let begun = Instant::now();
    for _ in 0..LINES / BLOCK {
        let tally = batch::run(&law, input.as_bytes(), std::io::sink()).unwrap_or_default();
        assert_eq!((tally.read, tally.refused), (u64::from(BLOCK), 0));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(LINES) / seconds;
    println!(
        "deadline --batch: {LINES} lines in {seconds:.2} s, {:.2} microseconds a line, {rate:.0} lines a second: {} the bar of {BAR:.0}",
        seconds * 1e6 / f64::from(LINES),
        if rate < BAR { "below" } else { "at or above" }
    );
}

/// Lines like those of a year's cases: most plain, some clarified, paid for, extended, reviewed.
fn block() -> String {
    let first = NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default();
    let mut text = String::new();
    for n in 0..BLOCK {
        let received = first + Days::new(u64::from(n * 7 % 6500));
        let on = |days| received + Days::new(days);
        let regime = ["uk-foia-2000", "uk-eir-2004", "scot-foisa-2002"][n as usize % 3];
        let events = match n % 6 {
            0 => format!(
                "{{\"kind\":\"clarification_sought\",\"on\":\"{}\"}},\
                 {{\"kind\":\"clarification_received\",\"on\":\"{}\"}}",
                on(3),
                on(12)
            ),
            1 => format!(
                "{{\"kind\":\"fees_notice_issued\",\"on\":\"{}\"}},{{\"kind\":\"fee_paid\",\"on\":\"{}\"}}",
                on(5),
                on(20)
            ),
            3 => format!(
                "{{\"kind\":\"responded\",\"on\":\"{}\"}},{{\"kind\":\"review_requested\",\"on\":\"{}\"}}",
                on(25),
                on(40)
            ),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "{{\"id\":\"case-{n}\",\"regime\":\"{regime}\",\"received\":\"{received}\",\"events\":[{events}]}}"
        );
    }
    text
}
