//! What a backup does not know of is not given out again: series of references that began after it,
//! more than it can guess, and what PostgreSQL's own tools put back in place.

use crate::commands::{run, taken_over};
use crate::outbox::{sqlite3, until};
use crate::postgres;
use crate::program::Program;
use crate::required::or_skipped;
use crate::restored_copy::{nowhere, number, outbox, request, smtp};
use crate::smtp_sink::{Conduct, SmtpSink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(60);

/// Longer than the outbox waits between two looks.
const SEVERAL_LOOKS: Duration = Duration::from_secs(15);

fn done(command: &mut Command) -> Result<(), String> {
    let name = format!("{:?}", command.get_program());
    let output = command.output().map_err(|e| format!("{name}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    output.status.success().then_some(()).ok_or(said)
}

fn shell(folder: &Path, words: &str) {
    done(Command::new("sh").args(["-ec", words]).current_dir(folder)).unwrap();
}

#[test]
fn a_series_that_began_after_the_backup_goes_on_behind_all_it_gave_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let down = nowhere();
    let env = [("DAYLIGHT_MAIL_URL", down.as_str())];
    Program::start(path, &env).terminate();
    shell(path, "cp -a data backup");
    taken_over(path, &[], 2100);
    let program = Program::start(path, &env);
    let lost = request(&mut program.visitor(), "How many horses?");
    assert!(number(&lost) > 2000, "{lost}");
    program.terminate();

    shell(path, "rm -rf data && cp -a backup data");
    let program = Program::start(path, &env);
    let said = program.said();
    assert!(said.contains("The outbox is held"), "{said}");
    let after = request(&mut program.visitor(), "How many dogs?");
    assert!(number(&after) > number(&lost), "{lost}, then {after}");
    program.terminate();
    // The program's own check says why no letter leaves.
    let checked = run(path, &[], &["check"]);
    assert_eq!(checked.status, Some(1), "{checked:?}");
    let held = "The outbox is held since";
    assert!(
        checked.errors.contains(held) && checked.errors.contains("1 letter would leave"),
        "{checked:?}"
    );
}

#[test]
fn a_database_whose_mark_is_lost_or_damaged_mails_nobody() {
    for harm in [
        "rm data/outbox.mark",
        "> data/outbox.mark",
        "printf '\\377\\000x' > data/outbox.mark",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let backup = path.join("backup.db");
        let sqlite = |words: &str| sqlite3(&path.join("data/daylight.db"), words);
        if sqlite("SELECT 1").is_none() {
            return;
        }
        let down = nowhere();
        let program = Program::start(path, &[("DAYLIGHT_MAIL_URL", &down)]);
        request(&mut program.visitor(), "How many drones?");
        until("a try", A_WHILE, || {
            sqlite("SELECT 1 FROM letters WHERE attempts > 0").as_deref() == Some("1")
        });
        sqlite(&format!(".backup {}", backup.display()));
        program.terminate();
        sqlite(&format!(".restore {}", backup.display()));
        shell(path, harm);
        let program = Program::start(path, &[("DAYLIGHT_MAIL_URL", &down)]);
        let said = program.said();
        assert!(
            said.contains("outbox.mark, which counts what was sent"),
            "{harm}: {said}"
        );
        program.terminate();
    }
}

/// One of PostgreSQL's programs for clients, on the path or where Debian puts them.
fn client(program: &str) -> Command {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|v| v.path().join("bin").join(program))
        .collect();
    found.retain(|path| path.exists());
    found.sort();
    Command::new(found.pop().unwrap_or_else(|| program.into()))
}

/// A dump taken while a letter waits, and what was given out after it; then it is put back in place,
/// as is usual, and the other node, which sent nothing, comes to it. `running` says whether that one
/// runs all the while.
fn dump_put_back(running: bool) {
    let Some(database) = postgres::Database::create() else {
        return;
    };
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (url, down) = (database.url(), nowhere());
    let dump = one.path().join("dump");
    let env = [
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
        ("DAYLIGHT_MAIL_URL", down.as_str()),
    ];
    Program::start(two.path(), &env).terminate();
    let program = Program::start(one.path(), &env);
    let waits = request(&mut program.visitor(), "How many drones?");
    program.terminate();
    let dumped = client("pg_dump")
        .args(["-Fc", "-d", &url, "-f"])
        .arg(&dump)
        .output();
    let dumped = dumped.map_err(|e| format!("pg_dump cannot be run ({e})"));
    let Some(dumped) = or_skipped("postgres", dumped) else {
        return;
    };
    assert!(dumped.status.success(), "{dumped:?}");

    let (first, second) = (
        SmtpSink::start(Conduct::Accepts),
        SmtpSink::start(Conduct::Accepts),
    );
    let (to_first, to_second) = (smtp(first.port()), smtp(second.port()));
    let env = [
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
        ("DAYLIGHT_MAIL_URL", &to_first),
    ];
    let program = Program::start(one.path(), &env);
    let lost = request(&mut program.visitor(), "How many horses?");
    until("the letter of what is lost", A_WHILE, || {
        first.letters().iter().any(|letter| letter.contains(&lost))
    });
    program.terminate();

    let env = [
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
        ("DAYLIGHT_MAIL_URL", &to_second),
    ];
    let other = running.then(|| Program::start(two.path(), &env));
    done(
        client("pg_restore")
            .args(["--clean", "--if-exists", "-d", &url])
            .arg(&dump),
    )
    .unwrap();
    let other = other.unwrap_or_else(|| Program::start(two.path(), &env));
    until("the outbox to be held", A_WHILE, || {
        !outbox(two.path(), &env, &[]).contains("not held")
    });
    let after = request(&mut other.visitor(), "How many dogs?");
    assert!(
        number(&after) > number(&lost),
        "{waits}, {lost}, then {after}"
    );
    std::thread::sleep(SEVERAL_LOOKS);
    assert_eq!(
        second.read(),
        Vec::<String>::new(),
        "nothing leaves again by itself"
    );
    outbox(two.path(), &env, &["discard"]);
    until("the letter that came later", A_WHILE, || {
        second
            .letters()
            .iter()
            .any(|letter| letter.contains(&after))
    });
    other.terminate();
    let again = Program::start(two.path(), &env);
    assert!(!again.said().contains("held"), "{}", again.said());
    again.terminate();
}

#[test]
fn a_dump_that_pg_restore_puts_back_mails_nobody_whichever_node_starts() {
    dump_put_back(false);
}

#[test]
fn a_dump_that_pg_restore_puts_back_beneath_a_node_mails_nobody() {
    dump_put_back(true);
}
