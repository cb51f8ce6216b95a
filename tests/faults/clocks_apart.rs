//! Nodes over one PostgreSQL whose machines' clocks differ: they go by its server's, and say so.

use crate::commands::run;
use crate::outbox::{arrivals, until};
use crate::postgres::Database;
use crate::program::Program;
use crate::restored_copy::{request, smtp};
use crate::smtp_sink::{Conduct, SmtpSink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Sets the wall clock of a program that loads it ahead by so many seconds.
const AHEAD: &str = "#define _GNU_SOURCE
#include <time.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/syscall.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
  int done = syscall(SYS_clock_gettime, clock, at);
  const char *ahead = getenv(\"CLOCK_AHEAD\");
  if (clock == CLOCK_REALTIME && ahead) at->tv_sec += atol(ahead);
  return done;
}
";

/// The library that does it, compiled into a folder.
fn skewing(folder: &Path) -> PathBuf {
    let (text, library) = (folder.join("ahead.c"), folder.join("ahead.so"));
    std::fs::write(&text, AHEAD).unwrap();
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &text])
        .status();
    assert!(compiled.unwrap().success());
    library
}

#[test]
fn nodes_whose_clocks_differ_send_each_letter_once_and_say_so() {
    let Some(database) = Database::create() else {
        return;
    };
    let (right, wrong) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = skewing(wrong.path());
    // Longer than a node that finds nothing to do waits before it looks again.
    let sink = SmtpSink::start(Conduct::Slow(Duration::from_secs(13)));
    let (url, way) = (database.url(), smtp(sink.port()));
    let env = [
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
        ("DAYLIGHT_MAIL_URL", way.as_str()),
    ];
    let mut skewed = env.to_vec();
    skewed.push(("LD_PRELOAD", library.to_str().unwrap()));
    skewed.push(("CLOCK_AHEAD", "150"));
    let node = Program::start(right.path(), &env);
    let other = Program::start(wrong.path(), &skewed);
    let told = "clock is 150 seconds ahead of that of PostgreSQL\u{2019}s server";
    assert!(other.said().contains(told), "{}", other.said());
    assert!(!node.said().contains("clock is"), "{}", node.said());
    for number in 0..2 {
        request(
            &mut node.visitor(),
            &format!("How many dogs had house {number}?"),
        );
    }
    request(&mut other.visitor(), "How many cats are there?");
    until("the letters to leave", Duration::from_secs(90), || {
        database
            .ask("SELECT COUNT(*) FROM letters WHERE state = 'sent'")
            .unwrap()
            .trim()
            == "3"
    });
    let arrived = arrivals(&sink.read());
    assert_eq!(arrived.len(), 3, "{arrived:?}");
    assert!(arrived.values().all(|&times| times == 1), "{arrived:?}");
    let ahead =
        "SELECT COUNT(*) FROM letters WHERE GREATEST(created_at, sent_at) > clock_timestamp()";
    assert_eq!(database.ask(ahead).unwrap().trim(), "0");
    let checked = run(wrong.path(), &skewed, &["check"]);
    assert_eq!(checked.status, Some(1), "{checked:?}");
    assert!(checked.errors.contains(told), "{checked:?}");
    let checked = run(right.path(), &env, &["check"]);
    assert!(!checked.errors.contains("clock is"), "{checked:?}");
    node.terminate();
    other.terminate();
}
