//! `daylight check` reads everything and fails on damage.

use crate::commands::{on_both, run, taken_over};
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

fn database(data: &Path) -> std::path::PathBuf {
    let files = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files =
        files.filter(|path| path.extension().is_some_and(|e| e == "db" || e == "sqlite"));
    files.next().unwrap()
}

/// Does one thing to an SQLite file as somebody would who has a copy of it.
async fn tampered(file: &Path, sql: &'static str) {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(false);
    let mut connection = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The same on the file of a program's folder, from where nothing is awaited.
pub fn past_the_program(folder: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let file = database(&folder.join("data"));
    runtime.unwrap().block_on(tampered(&file, sql));
}

#[test]
fn a_sound_database_is_read_to_its_end() {
    on_both(|env, _| {
        let folder = tempfile::tempdir().unwrap();
        let said = run(folder.path(), env, &["check"]);
        assert_eq!(said.status, Some(0), "before the first start: {said:?}");
        taken_over(folder.path(), env, 200);
        let said = run(folder.path(), env, &["check"]);
        assert_eq!(said.status, Some(0), "{said:?}");
        assert!(
            said.out.contains("Database: whole.") && said.out.contains("400 events of 200 cases"),
            "{said:?}"
        );
    });
}

#[test]
fn a_file_with_bytes_overwritten_in_its_middle_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 2000);
    let file = database(&folder.path().join("data"));
    let size = fs::metadata(&file).unwrap().len();
    let mut open = fs::File::options().write(true).open(&file).unwrap();
    open.seek(SeekFrom::Start(size / 2)).unwrap();
    open.write_all(&[0xa5; 6000]).unwrap();
    drop(open);
    let said = run(folder.path(), &[], &["check"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.errors.contains("the database is damaged") && said.errors.contains("restore a backup"),
        "{said:?}"
    );
    // A file that is none.
    fs::write(&file, vec![b'x'; 8192]).unwrap();
    let said = run(folder.path(), &[], &["check"]);
    assert!(
        said.status == Some(1) && said.errors.contains("database"),
        "{said:?}"
    );
}

/// Neither the rows nor the chains lead to this page: only whoever reads every page finds it.
#[tokio::test]
async fn a_damaged_index_is_damage_though_every_row_can_be_read() {
    use sqlx::Connection;
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 200);
    let file = database(&folder.path().join("data"));
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut connection = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    let (size,): (u64,) = sqlx::query_as("PRAGMA page_size")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let root = "SELECT rootpage FROM sqlite_master WHERE name = 'cases_by_topic_and_person'";
    let (root,): (u64,) = sqlx::query_as(root)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let mut open = fs::File::options().write(true).open(&file).unwrap();
    open.seek(SeekFrom::Start((root - 1) * size)).unwrap();
    open.write_all(&[0xa5; 64]).unwrap();
    drop(open);
    let said = run(folder.path(), &[], &["check"]);
    assert!(
        said.status == Some(1) && said.errors.contains("the database is damaged"),
        "{said:?}"
    );
}

#[tokio::test]
async fn a_row_that_names_one_that_is_gone_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 5);
    let file = database(&folder.path().join("data"));
    tampered(
        &file,
        "DELETE FROM requesters WHERE id = (SELECT MIN(id) FROM requesters)",
    )
    .await;
    let said = run(folder.path(), &[], &["check"]);
    assert!(
        said.status == Some(1) && said.errors.contains("a row of cases"),
        "{said:?}"
    );
}

#[test]
fn a_changed_event_is_named_on_both_databases() {
    const CHANGE: &str =
        "UPDATE events SET role = 'manager' WHERE id = (SELECT MAX(id) FROM events)";
    on_both(|env, postgres| {
        let folder = tempfile::tempdir().unwrap();
        taken_over(folder.path(), env, 3);
        match postgres {
            Some(database) => drop(database.ask(CHANGE).unwrap()),
            None => past_the_program(folder.path(), CHANGE),
        }
        let said = run(folder.path(), env, &["check"]);
        assert!(
            said.status == Some(1)
                && said
                    .errors
                    .contains("table events, column hash, event 2 of"),
            "{said:?}"
        );
    });
}

#[test]
fn truth_values_and_standing_counts_that_are_not_so_are_named() {
    const HARMS: [(&str, &str, &str); 4] = [
        (
            "UPDATE cases SET open = 2 WHERE id = 2",
            "UPDATE cases SET open = 0 WHERE id = 2",
            "table cases, column open",
        ),
        (
            "UPDATE flow_by_day SET received = received + 7 WHERE day = (SELECT MIN(day) FROM flow_by_day)",
            "UPDATE flow_by_day SET received = received - 7 WHERE day = (SELECT MIN(day) FROM flow_by_day)",
            "table flow_by_day, column received",
        ),
        (
            "INSERT INTO open_by_stage VALUES ('drafting', 1) ON CONFLICT (stage) DO UPDATE SET number = 1",
            "UPDATE open_by_stage SET number = 0 WHERE stage = 'drafting'",
            "table open_by_stage, column number, drafting",
        ),
        (
            "INSERT INTO open_by_due VALUES ('2026-05-05', 3)",
            "DELETE FROM open_by_due WHERE queue_due = '2026-05-05'",
            "table open_by_due, column number, 2026-05-05",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 5);
    for (harm, mended, named) in HARMS {
        past_the_program(folder.path(), harm);
        for arguments in [["audit", "verify"].as_slice(), &["check"]] {
            let said = run(folder.path(), &[], arguments);
            assert!(
                said.status == Some(1) && said.errors.contains(named),
                "{harm}: {said:?}"
            );
        }
        past_the_program(folder.path(), mended);
    }
    let said = run(folder.path(), &[], &["audit", "verify"]);
    assert_eq!(said.status, Some(0), "{said:?}");
}
