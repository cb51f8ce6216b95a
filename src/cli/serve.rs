//! `daylight serve` and `daylight demo`.

use super::{Failure, open};
use crate::app::{self, Serving};
use crate::casework::demo::Generated;
use crate::casework::{Casework, CaseworkFault};
use crate::domain::words;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;

/// What the generated authority is like.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// How many cases.
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    cases: u32,
    /// The same seed makes the same authority.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Serves until stopped.
pub async fn serve() -> Result<(), Failure> {
    log_to_stderr();
    let casework = Arc::new(open::casework().await?);
    follow_the_law(&casework).await?;
    let token = casework
        .set_up_token()
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    let base = casework.settings.web.base_url.clone();
    run(casework, false, move |serving| {
        say_where(&serving);
        if let Some(token) = token {
            println!("Make the first manager at {base}/setup/{token} (this link works once).");
        }
    })
    .await
}

/// Makes the authority if it is not there yet, and serves it.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    log_to_stderr();
    let mut parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    parts.settings.use_demo_storage(args.cases, args.seed);
    let casework = Arc::new(
        Casework::open(parts)
            .await
            .map_err(|e: CaseworkFault| Failure::Refused(e.to_string()))?,
    );
    let progress = progress(u64::from(args.cases), "Generating cases");
    let now = casework.moment(crate::now::now());
    let made: Generated = casework
        .generate(args.cases, args.seed, now, &|done| {
            progress.set_position(done)
        })
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    progress.finish_and_clear();
    follow_the_law(&casework).await?;
    println!(
        "{} of {}, and {}.",
        words::count(made.cases, "case"),
        casework.settings.authority.name,
        words::count(made.topics, "topic")
    );
    println!(
        "Sign in at {}/desk with the password \"{}\" as one of:",
        casework.settings.web.base_url, made.password
    );
    for (name, email, role) in &made.people {
        println!("  {email:<36} {name}, {role}");
    }
    run(casework, true, |serving| say_where(&serving)).await
}

fn say_where(serving: &Serving) {
    println!("Daylight is at http://{}/", serving.address);
    println!(
        "It serves up to {} connections at once, as the system lets it open {} files.",
        words::thousands(serving.limits.connections),
        words::thousands(usize::try_from(serving.limits.descriptors).unwrap_or(usize::MAX))
    );
}

/// Counts the open cases again where their files of the law have changed, and says so.
async fn follow_the_law(casework: &Casework) -> Result<(), Failure> {
    let now = casework.moment(crate::now::now());
    let moved = casework
        .follow_the_law(now)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    if moved > 0 {
        println!(
            "The law in use has changed: {} moved, listed at the desk under \"Dates that moved\".",
            words::count(moved, "due date")
        );
    }
    Ok(())
}

async fn run(
    casework: Arc<Casework>,
    demo: bool,
    ready: impl FnOnce(Serving),
) -> Result<(), Failure> {
    app::serve(casework, Arc::new(crate::now::now), demo, ready)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))
}

/// A progress bar on a terminal, one line elsewhere.
pub fn progress(length: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        eprintln!(
            "{what} ({}) ...",
            words::thousands(usize::try_from(length).unwrap_or(usize::MAX))
        );
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} ({eta})")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style);
    bar.set_message(what);
    bar
}

fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    // Rocket names every address that no route answers, and an address can be a secret link.
    let filter = EnvFilter::try_from_env("DAYLIGHT_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,rocket=error,rocket::server=off"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
