//! PostgreSQL that is set otherwise than others are: what cannot work is refused at the start in words,
//! and what can be said for our sessions alone is.

use crate::commands::run;
use crate::postgres::Database;
use crate::program::Program;
use std::thread;
use std::time::Duration;

/// Sets something for all sessions of a database.
fn set(database: &Database, setting: &str, value: &str) {
    let text = format!(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {setting} = %L', current_database(), '{value}'); END $$"
    );
    database.ask(&text).unwrap();
}

#[test]
fn a_database_that_does_not_keep_every_letter_is_refused() {
    let Some(database) = Database::create() else {
        return;
    };
    for encoding in ["LATIN1", "SQL_ASCII"] {
        let name = format!("otherwise_{}", encoding.to_lowercase());
        let text = format!(
            "CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        );
        database.ask(&text).unwrap();
        let url = database.url();
        let (server, _) = url.rsplit_once('/').unwrap();
        let url = format!("{server}/{name}");
        let folder = tempfile::tempdir().unwrap();
        let env = [("DAYLIGHT_DATABASE_URL", url.as_str())];
        let Err(ended) = Program::attempt(folder.path(), &env) else {
            panic!("it serves over {encoding}");
        };
        let says = format!("encoding is {encoding}");
        assert!(
            ended.said.contains(&says) && ended.said.contains("UTF8"),
            "{ended:?}"
        );
        let checked = run(folder.path(), &env, &["check"]);
        assert_eq!(checked.status, Some(1), "{checked:?}");
        let said = format!("{}{}", checked.out, checked.errors);
        assert!(said.contains(&says), "{said}");
    }
}

#[test]
fn people_who_come_together_are_served_whatever_isolation_is_usual_there() {
    let Some(database) = Database::create() else {
        return;
    };
    set(&database, "default_transaction_isolation", "serializable");
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let program = Program::start(folder.path(), &[("DAYLIGHT_DATABASE_URL", &url)]);
    let sent = thread::scope(|scope| {
        let forms: Vec<_> = (0..12)
            .map(|number| {
                let mut visitor = program.visitor();
                let csrf = visitor.csrf();
                scope.spawn(move || {
                    let text = format!("How many dogs had house number {number}?");
                    visitor.request(&csrf, &text, &format!("a{number}@x.example"))
                })
            })
            .collect();
        let sent = forms.into_iter().map(|form| form.join().unwrap());
        sent.filter_map(Result::err)
            .map(|reply| reply.status)
            .collect::<Vec<_>>()
    });
    assert!(sent.is_empty(), "refused: {sent:?}");
    program.terminate();
}

#[test]
fn what_is_acknowledged_is_written_first_where_the_server_does_not_wait_for_that() {
    let Some(database) = Database::create() else {
        return;
    };
    let url = database.url();
    let folder = tempfile::tempdir().unwrap();
    let env = [("DAYLIGHT_DATABASE_URL", url.as_str())];
    Program::start(folder.path(), &env).terminate();
    let watch = "CREATE TABLE kept (how text); CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN INSERT INTO kept VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END'; \
         CREATE TRIGGER keep AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION keep()";
    database.ask(watch).unwrap();
    for (usual, ours) in [("off", "on"), ("local", "local")] {
        set(&database, "synchronous_commit", usual);
        database.ask("DELETE FROM kept").unwrap();
        let program = Program::start(folder.path(), &env);
        // More at once than one connection serves.
        thread::scope(|scope| {
            for number in 0..6 {
                let mut visitor = program.visitor();
                let csrf = visitor.csrf();
                scope.spawn(move || {
                    let text = format!("How many dogs had house number {number}, {usual}?");
                    let address = format!("{usual}{number}@x.example");
                    assert!(visitor.request(&csrf, &text, &address).is_ok());
                });
            }
        });
        let seen = database.ask("SELECT DISTINCT how FROM kept").unwrap();
        assert_eq!(seen.trim(), ours, "where {usual} is usual");
        program.terminate();
    }
}

#[test]
fn who_waits_longer_than_the_server_lets_a_statement_take_is_told_to_come_again() {
    let Some(database) = Database::create() else {
        return;
    };
    set(&database, "statement_timeout", "2s");
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let program = Program::start(folder.path(), &[("DAYLIGHT_DATABASE_URL", &url)]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    thread::scope(|scope| {
        scope.spawn(|| {
            let held = "SET statement_timeout = 0; BEGIN; LOCK TABLE cases IN EXCLUSIVE MODE; \
                        SELECT pg_sleep(6); COMMIT";
            database.ask(held).unwrap();
        });
        thread::sleep(Duration::from_secs(1));
        let refused = visitor.request(&csrf, "How many dogs?", "a@x.example");
        assert_eq!(refused.map_err(|reply| reply.status), Err(503));
    });
    let sent = visitor.request(&csrf, "How many dogs?", "a@x.example");
    assert!(sent.is_ok(), "afterwards it is taken");
    program.terminate();
}

#[test]
fn a_server_that_lets_us_only_read_is_told_as_that() {
    let Some(database) = Database::create() else {
        return;
    };
    set(&database, "default_transaction_read_only", "on");
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let Err(ended) = Program::attempt(folder.path(), &[("DAYLIGHT_DATABASE_URL", &url)]) else {
        panic!("it serves");
    };
    assert!(
        ended.said.contains("PostgreSQL lets nobody write here"),
        "{ended:?}"
    );
    assert!(!ended.said.contains("data folder"), "{ended:?}");
}
