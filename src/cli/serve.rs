//! `daylight serve` and `daylight demo`.

use super::{Failure, open, outbox, say};
use crate::app::{self, Serving};
use crate::casework::law::holidays::holidays_end;
use crate::casework::{Casework, CaseworkFault, Parts};
use crate::config::settings::DatabaseLocation;
use crate::demo::{Demo, Generated, name_authority};
use crate::domain::viewer::Viewer;
use crate::domain::words;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
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
    let parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    log_to_stderr(parts.settings.log_level);
    // Held until the program ends.
    let (casework, _sole) = open::served(parts).await?;
    let casework = Arc::new(casework);
    let now = casework.now();
    let unreviewed = casework.laws().chosen_law(now).await;
    let unreviewed = unreviewed.map_err(|e| Failure::Refused(e.to_string()))?;
    hold_a_copy(&casework).await?;
    go_past_references(&casework).await?;
    follow_the_law(&casework).await?;
    if let Some(said) = casework.clock_differs() {
        say!("Note: {said}.");
    }
    if !unreviewed.is_empty() {
        say!("{unreviewed}");
    }
    let calendar = casework.default_calendar(now.today);
    let calendar = calendar.map_err(|e| Failure::Refused(e.to_string()))?;
    if let Some(what) = holidays_end(&calendar, now.today) {
        say!("{what}");
    }
    let token = casework
        .accounts()
        .set_up_token()
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    let base = casework.settings.web.base_url.clone();
    run(casework, false, move |serving| {
        say_where(&serving);
        if let Some(token) = token {
            say!(
                "Enter the authority and make the first manager at {base}/setup/{token} (this link works once)."
            );
        }
    })
    .await
}

/// Makes the authority if it is not there yet, and serves it.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let parts = demo_parts(args)?;
    log_to_stderr(parts.settings.log_level);
    let (mut sole, turn) = open::claimed(&parts.settings).await?;
    drop(turn);
    if let DatabaseLocation::Sqlite(file) = &parts.settings.storage.database
        && !open::there_is_a_database(&parts.settings)?
    {
        make(args, file).await?;
        // What was claimed is the empty file whose place the authority has taken.
        drop(sole.take());
        (sole, _) = open::claimed(&parts.settings).await?;
    }
    let _sole = sole;
    let casework = Arc::new(open::over(parts).await?);
    let now = casework.now();
    let made: Generated = Demo::of(&casework)
        .generate(args.cases, args.seed, now, &|_| ())
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    Demo::of(&casework)
        .tell_stories(now)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    follow_the_law(&casework).await?;
    say!(
        "{} of {}, and {}.",
        words::count(made.cases, "case"),
        casework.authority().name,
        words::count(made.topics, "topic")
    );
    say!(
        "Sign in at {}/desk with the password \"{}\" as one of:",
        casework.settings.web.base_url,
        made.password
    );
    for (name, email, role) in &made.people {
        say!("  {email:<36} {name}, {role}");
    }
    run(casework, true, |serving| say_where(&serving)).await
}

fn demo_parts(args: &DemoArgs) -> Result<Parts, Failure> {
    let mut parts = open::parts().map_err(|faults| open::refuse(&faults))?;
    parts.settings.use_demo_storage(args.cases, args.seed);
    name_authority(&mut parts.settings);
    Ok(parts)
}

/// Makes the authority under another name, and calls it by its own once it is whole: one that was
/// left half-made is begun anew.
async fn make(args: &DemoArgs, file: &Path) -> Result<(), Failure> {
    let refused = |e: CaseworkFault| Failure::Refused(e.to_string());
    let unmade = |e: io::Error| Failure::Refused(format!("{}: {e}", file.display()));
    let half = file.with_extension("half");
    for left in ["half", "half-wal", "half-shm"] {
        match fs::remove_file(file.with_extension(left)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unmade(error)),
            Ok(()) | Err(_) => {}
        }
    }
    let mut parts = demo_parts(args)?;
    parts.settings.storage.database = DatabaseLocation::Sqlite(half.clone());
    let casework = open::over(parts).await?;
    let progress = progress(u64::from(args.cases), "Generating cases");
    let now = casework.now();
    Demo::of(&casework)
        .generate(args.cases, args.seed, now, &|done| {
            progress.set_position(done)
        })
        .await
        .map_err(refused)?;
    progress.finish_and_clear();
    Demo::of(&casework)
        .tell_stories(now)
        .await
        .map_err(refused)?;
    casework
        .reads(Viewer::SYSTEM)
        .close()
        .await
        .map_err(|e| refused(e.into()))?;
    fs::rename(half, file).map_err(unmade)
}

fn say_where(serving: &Serving) {
    say!("Daylight is at http://{}/", serving.address);
    say!(
        "It serves up to {} connections at once, as the system lets it open {} files.",
        words::thousands(serving.limits.connections),
        words::thousands(usize::try_from(serving.limits.descriptors).unwrap_or(usize::MAX))
    );
}

/// Holds the outbox of a database that was copied or restored, and says so for as long as it is held.
async fn hold_a_copy(casework: &Casework) -> Result<(), Failure> {
    let refused = |e: CaseworkFault| Failure::Refused(e.to_string());
    let now = casework.now();
    casework.outbox().settle_home(now).await.map_err(refused)?;
    if let Some(held) = casework.outbox().held_outbox().await.map_err(refused)? {
        say::write(format_args!(
            "{}",
            outbox::told(&casework.settings.authority.time_zone, &held)
        ));
    }
    Ok(())
}

/// Lets references go on after the last that was given out, and says so where they were behind.
async fn go_past_references(casework: &Casework) -> Result<(), Failure> {
    let raised = casework.cases().raise_series().await;
    let raised = raised.map_err(|e| Failure::Refused(e.to_string()))?;
    if raised > 0 {
        say!(
            "References had gone further than was counted, as where rows were put back from a backup; they go on after the last."
        );
    }
    Ok(())
}

/// Counts the open cases again where their files of the law have changed, and says so.
async fn follow_the_law(casework: &Casework) -> Result<(), Failure> {
    let now = casework.now();
    let moved = casework
        .laws()
        .follow_the_law(now)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))?;
    if moved > 0 {
        say!(
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
    let of = Arc::clone(&casework);
    app::serve(casework, Arc::new(move || of.now().at), demo, ready)
        .await
        .map_err(|e| Failure::Refused(e.to_string()))
}

/// A progress bar on a terminal, one line elsewhere.
pub fn progress(length: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        complain!(
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

/// What is never logged, whatever `DAYLIGHT_LOG` says. Not what anybody can cause by asking for what
/// is not there or sending what is no form: Rocket says so of each, in the name of the route. Nor
/// addresses that were asked for, which can be secret links, nor what was sent: cookies, passwords,
/// the words of letters.
const NEVER: &str = "daylight::web=off,rocket=error,rocket::server=off,rocket::data=off,\
    hyper=warn,sqlx=warn,sea_orm=warn,lettre=warn,async_imap=warn,rustls=warn";

fn log_to_stderr(level: &str) {
    use tracing_subscriber::EnvFilter;
    // Libraries say everything of what passes through them; Daylight does not.
    let others = if matches!(level, "debug" | "trace") {
        "info"
    } else {
        level
    };
    let steps = format!("sea_orm_migration={others}");
    let filter = EnvFilter::new(format!("{others},daylight={level},{NEVER},{steps}"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Where the log cannot be written, as on a full disk, saying so on the same stream panics.
        .log_internal_errors(false)
        .try_init();
}
