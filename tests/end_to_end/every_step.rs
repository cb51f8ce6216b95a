//! Every step of the schema over a database in use: after each one rows are written as the Daylight of
//! then wrote them, and after the last they are all there and say what they said.

mod rows;

use crate::migrations::schema::Migrations;
use crate::postgres;
use daylight::store::Store;
use rows::{MADE, NOT_FILLED, ROWS, TAKEN_AWAY};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::prelude::MigratorTrait;
use std::collections::{BTreeMap, BTreeSet};

/// The steps in the order in which they are taken.
fn steps() -> Vec<String> {
    let steps = Migrations::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}

/// Whether a step is taken once the first so many are.
fn taken(steps: &[String], number: usize, step: &str) -> bool {
    let at = steps.iter().position(|name| name.starts_with(step));
    at.unwrap_or_else(|| panic!("there is no step {step}")) < number
}

/// The rows as they are after so many steps: what each column holds, by the table.
fn rows_after(
    steps: &[String],
    number: usize,
) -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let mut tables = Vec::new();
    let mut rows: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (step, table, columns) in ROWS {
        if !taken(steps, number, step) {
            continue;
        }
        if !rows.contains_key(table) {
            tables.push(table);
        }
        let columns = columns.split(", ").map(|c| c.split_once(" = ").unwrap());
        rows.entry(table).or_default().extend(columns);
    }
    for (step, table, column) in TAKEN_AWAY {
        if taken(steps, number, step) {
            rows.entry(table)
                .or_default()
                .retain(|(name, _)| *name != column);
        }
    }
    tables
        .into_iter()
        .map(|table| (table, rows.remove(table).unwrap()))
        .collect()
}

fn filled(backend: DbBackend, text: &str, number: usize) -> String {
    let bytes = if backend == DbBackend::Postgres {
        r"'\x00'"
    } else {
        "x'00'"
    };
    text.replace("{n}", &number.to_string())
        .replace("{t}", "'2026-06-01T09:00:00Z'")
        .replace("{d}", "'2026-06-01'")
        .replace("{x}", bytes)
}

/// How words are put into the search, and how they are found there.
const fn searched(backend: DbBackend) -> (&'static str, &'static str) {
    match backend {
        DbBackend::Postgres => (
            "INSERT INTO case_search (case_id, document) VALUES ({n}, to_tsvector('english', 'word{n}'));",
            "case_id = {n} AND document @@ to_tsquery('english', 'word{n}')",
        ),
        _ => (
            "INSERT INTO case_search (rowid, reference, subject, body, requester) VALUES ({n}, '', '', 'word{n}', '');",
            "rowid = {n} AND case_search MATCH 'word{n}'",
        ),
    }
}

async fn count(database: &DatabaseConnection, from: &str) -> i64 {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) AS number FROM {from}");
    let statement = Statement::from_string(database.get_database_backend(), text);
    let row = database
        .query_one_raw(statement)
        .await
        .unwrap_or_else(|e| panic!("{from}: {e}"));
    row.unwrap().try_get("", "number").unwrap()
}

async fn texts(database: &DatabaseConnection, text: &str) -> BTreeSet<String> {
    let statement = Statement::from_string(database.get_database_backend(), text.to_owned());
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

/// Takes every step, and writes a row of everything there is after each.
async fn written_after_each_step(database: &DatabaseConnection, steps: &[String]) {
    let backend = database.get_database_backend();
    for number in 1..=steps.len() {
        let step = &steps[number - 1];
        let took = Migrations::up(database, Some(1)).await;
        took.unwrap_or_else(|e| panic!("{step}: {e}"));
        let mut sql = "BEGIN;".to_owned();
        for (table, columns) in rows_after(steps, number) {
            let (names, values): (Vec<&str>, Vec<&str>) = columns.into_iter().unzip();
            let (names, values) = (names.join(", "), values.join(", "));
            sql.push_str(&format!("INSERT INTO {table} ({names}) VALUES ({values});"));
        }
        if taken(steps, number, "m0004") {
            sql.push_str(searched(backend).0);
        }
        sql.push_str("COMMIT");
        let wrote = database
            .execute_unprepared(&filled(backend, &sql, number))
            .await;
        wrote.unwrap_or_else(|e| panic!("after {step}: {e}"));
    }
}

/// Where in the database each row is that was written after a step, and what was made of it.
fn expected(backend: DbBackend, steps: &[String], number: usize) -> Vec<String> {
    let end = steps.len();
    let mut all = Vec::new();
    for (table, columns) in rows_after(steps, number) {
        let gone = |column: &str| {
            TAKEN_AWAY
                .iter()
                .any(|(_, of, named)| (*of, *named) == (table, column))
        };
        let says = columns.iter().filter(|(column, _)| !gone(column));
        let says: Vec<String> = says
            .map(|(column, value)| format!("{column} = {value}"))
            .collect();
        all.push(format!("{table} WHERE {}", says.join(" AND ")));
    }
    for (from, until, table, says) in MADE {
        if taken(steps, number, from) && !taken(steps, number, until) && taken(steps, end, until) {
            all.push(format!("{table} WHERE {says}"));
        }
    }
    if taken(steps, number, "m0004") {
        all.push(format!("case_search WHERE {}", searched(backend).1));
    }
    all.iter()
        .map(|from| filled(backend, from, number))
        .collect()
}

async fn rows_of_every_step_outlast_all_that_follow(url: &str) {
    let steps = steps();
    let database = Database::connect(url).await.unwrap();
    let backend = database.get_database_backend();
    written_after_each_step(&database, &steps).await;
    let mut wrong = Vec::new();
    for number in 1..=steps.len() {
        for from in expected(backend, &steps, number) {
            let found = count(&database, &from).await;
            if found != 1 {
                wrong.push(format!("after {}: {found} of {from}", steps[number - 1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What is counted as cases change is counted right.
    let cases = count(&database, "cases WHERE open").await;
    let counted = format!("open_by_stage WHERE stage = 'drafting' AND number = {cases}");
    assert_eq!(count(&database, &counted).await, 1);
    let flow =
        format!("flow_by_day WHERE received = {cases} AND ended = {cases} AND answered = {cases}");
    assert_eq!(count(&database, &flow).await, 1);
    // A step that makes a table or a column says here what stands in it.
    let columns = match backend {
        DbBackend::Postgres => {
            "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c \
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
             WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        }
        _ => {
            "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        }
    };
    let rows = rows_after(&steps, steps.len());
    let known = rows.iter().flat_map(|(table, columns)| {
        columns
            .iter()
            .map(move |(column, _)| format!("{table}.{column}"))
    });
    let known: BTreeSet<String> = known.collect();
    let there = texts(&database, columns).await;
    let there = there
        .into_iter()
        .filter(|column| !NOT_FILLED.iter().any(|named| column.starts_with(named)));
    assert_eq!(there.collect::<BTreeSet<_>>(), known);
    let lists = match backend {
        DbBackend::Postgres => {
            "SELECT conname::text FROM pg_constraint WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
        }
        _ => "SELECT name FROM sqlite_master WHERE sql GLOB '*CHECK (*'",
    };
    assert_eq!(
        texts(&database, lists).await,
        BTreeSet::new(),
        "lists of words"
    );
    if backend == DbBackend::Sqlite {
        assert_eq!(
            texts(&database, "PRAGMA integrity_check").await,
            BTreeSet::from(["ok".to_owned()])
        );
    }
    database.close().await.unwrap();
    let store = Store::open(url).await.unwrap();
    assert_eq!(store.damage().await.unwrap(), Vec::<String>::new());
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_every_step_outlast_all_that_follow_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    rows_of_every_step_outlast_all_that_follow(&format!("sqlite://{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_every_step_outlast_all_that_follow_on_postgresql() {
    let database = tokio::task::spawn_blocking(postgres::Database::create).await;
    if let Some(database) = database.unwrap() {
        rows_of_every_step_outlast_all_that_follow(&database.url()).await;
    }
}
