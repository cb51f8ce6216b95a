//! The command line: parses what was asked, calls one use case, says how it went.
//!
//! Exit status 0: done. 1: refused or found wanting. 2: arguments that cannot be used.

#[macro_use]
mod say;

mod audit;
mod calendar;
mod candidates;
mod check;
pub mod deadline;
mod failure;
mod faulty;
mod files;
mod import;
mod law;
mod open;
mod outbox;
mod output;
mod receive;
mod report;
mod serve;
pub mod topics;

pub use failure::Failure;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// Freedom of Information request tracking for a public authority.
#[derive(Debug, Parser)]
#[command(name = "daylight", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate, serve and run the jobs (also without any command).
    Serve,
    /// Serve a generated authority to try Daylight with.
    Demo(serve::DemoArgs),
    /// Take over an earlier log, or messages.
    Import(import::Args),
    /// Take one message from standard input, as a mail server on this machine delivers it.
    Receive,
    /// Print due dates with their arithmetic.
    Deadline(deadline::Args),
    /// Print how the laws in use are read where they are disputed.
    Law(law::Args),
    /// Compare bank holidays with those published.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Find, search and suggest topics.
    #[command(subcommand)]
    Topics(topics::Command),
    /// Print the publication candidates with the arithmetic of each score.
    Candidates(candidates::Args),
    /// Print a report.
    #[command(subcommand)]
    Report(report::Command),
    /// Show what an outbox held after a restore would send, and decide about it.
    Outbox {
        /// What to do with it; without, it is shown.
        #[command(subcommand)]
        command: Option<outbox::Command>,
    },
    /// Check the record.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Validate configuration, database and mail settings; print every fault.
    Check,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    files::keep_private();
    let arguments = Arguments::parse();
    let command = arguments.command.unwrap_or(Command::Serve);
    // What these do is done, whoever hears of it: a mail server sends back what was not taken.
    let unheard = matches!(
        command,
        Command::Serve | Command::Demo(_) | Command::Receive
    );
    let done = run(command).and_then(|()| match say::unsaid() {
        Some(error) if !unheard => Err(Failure::Refused(format!(
            "cannot write the answer ({error})"
        ))),
        Some(_) | None => Ok(()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain!("daylight: {failure}");
            ExitCode::from(failure.status())
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve => until_stopped(serve::serve()),
        Command::Demo(args) => until_stopped(serve::demo(&args)),
        Command::Import(args) => runtime()?.block_on(import::run(&args)),
        Command::Receive => runtime()?.block_on(receive::run()),
        Command::Deadline(args) => deadline::run(&args, &open::law()?),
        Command::Law(args) => law::run(&args),
        Command::Calendar(command) => runtime()?.block_on(calendar::run(&command)),
        Command::Topics(command) => topics::run(&command),
        Command::Candidates(args) => runtime()?.block_on(candidates::run(&args)),
        Command::Report(command) => runtime()?.block_on(report::run(&command)),
        Command::Outbox { command } => runtime()?.block_on(outbox::run(command.as_ref())),
        Command::Audit(command) => runtime()?.block_on(audit::run(&command)),
        Command::Check => runtime()?.block_on(check::run()),
    }
}

/// Threads for work that holds one that are there from the start: two for passwords.
const KEPT_THREADS: usize = 4;

/// The most there are: documents are read on them, 64 at once.
const MOST_THREADS: usize = 80;

/// How long one stays that has nothing to do: for ever.
const KEPT: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// Longer than it takes to begin the others.
const BEGUN: Duration = Duration::from_millis(50);

/// Serves, and then waits for nothing that is still being worked out: a search for topics takes
/// longer than stopping may.
fn until_stopped(served: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = runtime()?;
    threads_kept(&runtime)?;
    let ended = runtime.block_on(served);
    runtime.shutdown_background();
    ended
}

/// Begins the threads on which passwords are hashed and messages read. Where the system gives no more of
/// them later (RLIMIT_NPROC, pids.max) work waits for these; where there were none, it would wait for
/// ever, and everything behind it.
fn threads_kept(runtime: &tokio::runtime::Runtime) -> Result<(), Failure> {
    // The runtime panics where it gets none at all.
    let first = std::thread::Builder::new()
        .spawn(|| ())
        .map(|thread| thread.join());
    first
        .map_err(|e| Failure::Refused(format!("the system gives no thread: {e}")))?
        .ok();
    for _ in 0..KEPT_THREADS {
        // A thread that has nothing to do takes the next: each is to be another.
        runtime.spawn_blocking(|| std::thread::sleep(BEGUN));
    }
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let unable = |e| Failure::Refused(format!("the program cannot start: {e}"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(MOST_THREADS)
        .thread_keep_alive(KEPT)
        .build()
        .map_err(unable)?;
    let _entered = runtime.enter();
    outlive_long_files().map_err(unable)?;
    Ok(runtime)
}

/// A write beyond the longest file the system allows (setrlimit(2), RLIMIT_FSIZE) sends a signal that
/// would end the program. Caught once, it is caught for good, and the write is refused like any other.
fn outlive_long_files() -> std::io::Result<()> {
    let number = rustix::process::Signal::XFSZ.as_raw();
    signal(SignalKind::from_raw(number)).map(drop)
}

/// The format a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a terminal.
    Text,
    /// One JSON value.
    Json,
    /// Comma-separated values.
    Csv,
}

/// A file named on the command line, as messages show it.
fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}
