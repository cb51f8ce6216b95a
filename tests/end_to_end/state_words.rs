//! A word of the database that stands for nothing is damage: the check of the record and the page that
//! shows it name its table, its column and its row, and nothing is shown in its place.

use crate::audit::{Rich, behind, difference, rich, run};
use crate::support::{App, Page, day, signed_in};
use daylight::casework::people::invited::PersonToInvite;
use daylight::domain::role::Role;
use rocket::http::Status;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::collections::BTreeSet;

/// A column that holds certain words, and the page that fails where it holds another; `{c}` stands for
/// a reference, `{m}` for a message. Where there is no page, lists choose by the word, or what is shown
/// is read from the events.
const STATE_WORDS: [(&str, &str, &str); 29] = [
    ("people", "role", "/desk/people"),
    ("desk_acts", "what", "/desk/people"),
    ("desk_acts", "role", "/desk/people"),
    ("password_links", "purpose", ""),
    ("cases", "stage", "/desk/requests?all=yes"),
    ("open_by_stage", "stage", "/desk/requests"),
    ("cases", "clock_state", "/desk/requests?all=yes"),
    ("cases", "channel", ""),
    ("cases", "outcome", "/desk/requests?all=yes"),
    ("cases", "shape", ""),
    ("cases", "first_outcome", "/desk/reports/month/2026-06"),
    ("questions", "outcome", ""),
    ("writings", "kind", "/desk/requests/{c}"),
    ("letters", "kind", "/desk/requests/{c}"),
    ("letters", "state", "/desk/requests/{c}"),
    ("letters", "reported", "/desk/requests/{c}"),
    ("messages", "state", "/desk/mail/{m}"),
    ("messages", "class", "/desk/mail/{m}"),
    ("messages", "source", ""),
    ("message_deliveries", "source", "/desk/mail/{m}"),
    ("learned_addresses", "direction", ""),
    ("topics", "standing", "/desk/topics"),
    ("topics", "nature", "/desk/topics"),
    ("publication_decisions", "kind", "/desk/publications"),
    ("publication_decisions", "stage", "/desk/publications"),
    ("publication_decisions", "effort", "/desk/publications"),
    ("events", "role", "/desk/requests/{c}"),
    ("events", "kind", ""),
    ("register_events", "role", ""),
];

/// Columns whose words are no states, though they look like it.
const NO_STATES: [(&str, &str, &str); 6] = [
    ("meta", "key", "what is remembered under it"),
    ("topic_terms", "stem", "a word of requests"),
    (
        "requesters",
        "category",
        "committed to with the name, and shown as it is",
    ),
    ("requester_versions", "category", "the same"),
    (
        "register_events",
        "kind",
        "held against what the event says, as the check of the columns shows",
    ),
    ("counters", "name", "what is counted"),
];

async fn texts(behind: &DatabaseConnection, sql: String) -> Vec<String> {
    let statement = Statement::from_string(behind.get_database_backend(), sql);
    let rows = behind.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap())
        .collect()
}

/// The columns of the schema that hold nothing but lower-case words.
async fn of_words(app: &App, behind: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let columns = if app.postgres().is_some() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns \
         WHERE table_schema = current_schema() AND data_type = 'text'"
    } else {
        "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND c.type = 'TEXT'"
    };
    let mut found = BTreeSet::new();
    for named in texts(behind, columns.to_owned()).await {
        let (table, column) = named.split_once('.').unwrap();
        let held = format!(
            "SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> '' LIMIT 50"
        );
        let held = texts(behind, held).await;
        let is_word = |text: &String| text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if !held.is_empty() && held.iter().all(is_word) {
            found.insert((table.to_owned(), column.to_owned()));
        }
    }
    found
}

/// Something in each column: a letter that was reported on, a link to choose a password, an act.
async fn filled(app: &App, behind: &DatabaseConnection) -> Rich {
    let rich = rich(app).await;
    let manager = app.clearer().await;
    let person = PersonToInvite {
        name: "New".into(),
        email: "new@police.example".into(),
        team: String::new(),
        role: Role::Officer,
    };
    let invited = app
        .casework
        .accounts()
        .invite(person, manager, app.now())
        .await;
    invited.unwrap();
    app.logged(day("2026-06-01"), "How many trams run?", "open")
        .await;
    run(behind, "UPDATE letters SET reported = 'relayed'").await;
    let learned = "INSERT INTO learned_addresses (address, direction, case_id, at) \
                   SELECT 'them@example.org', 'from', MIN(id), '2026-06-02T09:00:00.000Z' FROM cases";
    run(behind, learned).await;
    rich
}

/// The page says what is damaged, and nothing else.
fn names(page: &Page, table: &str, column: &str) -> bool {
    page.status == Status::InternalServerError
        && page.says(&format!("table {table}, column {column}"))
        && page.says("row ")
}

on_both_databases! {
    async fn a_damaged_word_is_named_and_nothing_likely_is_shown(app: App) {
        let behind = behind(&app).await;
        let rich = filled(&app, &behind).await;
        let known = STATE_WORDS.iter().map(|(table, column, _)| (*table, *column));
        let known: BTreeSet<(&str, &str)> = known.chain(NO_STATES.iter().map(|(table, column, _)| (*table, *column))).collect();
        for (table, column) in of_words(&app, &behind).await {
            assert!(known.contains(&(table.as_str(), column.as_str())), "{table}.{column} holds words nobody reads strictly");
        }
        assert_eq!(difference(&app).await, None);
        signed_in(&app, "clara@police.example", "three words here").await;
        let message = app.case(&rich.reference).await.messages[0].public_id.to_string();
        let mut wrong = Vec::new();
        // Counted anew at each look, it is a view on PostgreSQL.
        let kept = |table: &str| table != "open_by_stage" || app.postgres().is_none();
        for (table, column, page) in STATE_WORDS.into_iter().filter(|(table, ..)| kept(table)) {
            // Whoever looks stays who they are.
            let which = match table {
                "people" => "name <> 'Clara'",
                // A stage stands there once.
                "open_by_stage" => "stage = (SELECT MIN(stage) FROM open_by_stage WHERE number > 0)",
                _ => "TRUE",
            };
            let sql = format!("UPDATE {table} SET {column} = 'damaged' WHERE {which} AND {column} IS NOT NULL");
            run(&behind, &format!("CREATE TABLE saved AS SELECT * FROM {table}")).await;
            assert!(run(&behind, &sql).await > 0, "{sql} changes nothing");
            match difference(&app).await {
                Some(found) if (found.table, found.column) == (table, column) && !found.row.is_empty() => {}
                other => wrong.push(format!("{sql}: {other:?}")),
            }
            if !page.is_empty() {
                let page = page.replace("{c}", &rich.reference).replace("{m}", &message);
                let shown = app.get(&page).await;
                // The figures around a list are read with it.
                let named = names(&shown, table, column) || (table == "cases" && names(&shown, "open_by_stage", column));
                if !named {
                    wrong.push(format!("{sql}: {page} shows {} {}", shown.status, shown.html.len()));
                }
            }
            run(&behind, &format!("DELETE FROM {table};INSERT INTO {table} SELECT * FROM saved;DROP TABLE saved")).await;
            if kept("open_by_stage") {
                run(&behind, "DELETE FROM open_by_stage WHERE number = 0").await;
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(difference(&app).await, None);
        // A role that is none opens nothing, and is not taken for being signed out.
        run(&behind, "UPDATE people SET role = 'damaged' WHERE name = 'Clara'").await;
        assert!(names(&app.get("/desk/requests").await, "people", "role"));
        assert!(names(&app.get("/desk/people").await, "people", "role"));
        behind.close().await.unwrap();
    }
}
