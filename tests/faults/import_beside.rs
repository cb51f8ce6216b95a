//! An earlier log is taken over beside a server that people write to.

use crate::commands::{Said, on_both, run};
use crate::full_disk::SmallDisk;
use crate::outbox::until;
use crate::program::{Program, command};
use crate::required::or_skipped;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const A_WHILE: Duration = Duration::from_secs(120);

/// An earlier log of so many rows, two of them alike.
fn log_of(folder: &Path, rows: usize) {
    let mut log = String::from("reference,received,request\n");
    for row in 0..rows {
        let row = row.max(1);
        log.push_str(&format!(
            "R{row},2025-05-{:02},\"How many matters number {row} were there, and what did they cost?\"\n",
            row % 28 + 1,
        ));
    }
    std::fs::write(folder.join("log.csv"), log).unwrap();
}

fn importing(folder: &Path, env: &[(&str, &str)]) -> Child {
    let mut import = command(folder, env, &["import", "log.csv"]);
    let import = import.stdout(Stdio::piped()).stderr(Stdio::piped());
    import.spawn().unwrap()
}

/// How many rows a line of an import says were taken, and were known.
fn counts(said: &str) -> (usize, usize) {
    let (_, line) = said
        .split_once("log.csv: ")
        .unwrap_or_else(|| panic!("{said}"));
    let numbers = line.split(", ").map(|part| {
        let digits: String = part
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == ',')
            .collect();
        digits.replace(',', "").parse::<usize>().unwrap_or(0)
    });
    // A thousand has a comma and no space.
    let numbers: Vec<usize> = numbers.collect();
    (numbers[0], numbers[1])
}

fn taken(said: &Said) -> (usize, usize) {
    assert_eq!(said.status, Some(0), "{said:?}");
    counts(&said.out)
}

/// How many requests the desk counts in all.
fn all_rows(folder: &Path, env: &[(&str, &str)]) -> usize {
    let again = run(folder, env, &["import", "log.csv"]);
    let (taken, known) = taken(&again);
    assert_eq!(taken, 0, "{again:?}");
    known
}

#[test]
fn people_write_while_a_long_log_is_taken_over() {
    on_both(|env, _| {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), env);
        let mut visitor = program.visitor();
        let csrf = visitor.csrf();
        log_of(folder.path(), 3_000);
        let begun = Instant::now();
        let mut import = importing(folder.path(), env);
        let (mut longest, mut sent) = (Duration::ZERO, 0);
        while import.try_wait().unwrap().is_none() {
            let asked = Instant::now();
            let text = format!("How many bridges, {sent}?");
            visitor
                .request(&csrf, &text, &format!("b{sent}@x.example"))
                .unwrap();
            longest = longest.max(asked.elapsed());
            sent += 1;
            std::thread::sleep(Duration::from_millis(20));
        }
        let took = begun.elapsed();
        assert!(import.wait().unwrap().success());
        assert!(sent > 10, "{sent} forms in {took:?}");
        assert!(longest * 3 < took, "a form waited {longest:?} of {took:?}");
        assert_eq!(all_rows(folder.path(), env), 3_000);
        let verified = run(folder.path(), env, &["audit", "verify"]);
        assert_eq!(verified.status, Some(0), "{verified:?}");
        program.terminate();
    });
}

#[test]
fn two_imports_of_one_log_beside_each_other_take_each_row_once() {
    on_both(|env, _| {
        let folder = tempfile::tempdir().unwrap();
        Program::start(folder.path(), env).terminate();
        log_of(folder.path(), 1_000);
        let imports = [importing(folder.path(), env), importing(folder.path(), env)];
        let said = imports.map(|import| {
            let ended = import.wait_with_output().unwrap();
            assert!(ended.status.success(), "{ended:?}");
            counts(&String::from_utf8_lossy(&ended.stdout))
        });
        let [(one, known), (other, known_too)] = said;
        assert_eq!((one + other, known + known_too), (1_000, 1_000));
        assert_eq!(all_rows(folder.path(), env), 1_000);
    });
}

#[test]
fn what_was_taken_before_an_import_was_killed_stays_and_the_rest_follows() {
    on_both(|env, _| {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), env);
        let mut manager = program.manager();
        log_of(folder.path(), 2_000);
        let mut import = importing(folder.path(), env);
        until("some rows", A_WHILE, || {
            manager
                .get("/desk/requests?q=R150&all=yes")
                .text()
                .contains("number 150 ")
        });
        import.kill().unwrap();
        import.wait().unwrap();
        let rest = run(folder.path(), env, &["import", "log.csv"]);
        let (rest, known) = taken(&rest);
        assert!(
            known > 0 && rest > 0,
            "{known} of {rest}: not in the middle"
        );
        assert_eq!(rest + known, 2_000);
        program.terminate();
    });
}

#[test]
fn an_import_that_a_full_disk_ends_says_what_was_taken_and_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = SmallDisk::mount(&folder.path().join("small"), 12);
    let Some(disk) = or_skipped("mount", mounted) else {
        return;
    };
    let data = disk.path.join("data").display().to_string();
    let env = [("DAYLIGHT_DATA", data.as_str())];
    log_of(folder.path(), 4_000);
    let said = run(folder.path(), &env, &["import", "log.csv"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    for words in ["disk is full", "stays", "rows taken before are passed over"] {
        assert!(said.errors.contains(words), "{said:?}");
    }
    let (before, _) = counts(&said.out);
    assert!(before > 0, "{said:?}");
    disk.grow(200);
    let (rest, known) = taken(&run(folder.path(), &env, &["import", "log.csv"]));
    assert_eq!((rest, known), (4_000 - before, before));
}
