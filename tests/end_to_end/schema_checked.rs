//! The check of the database names what of its schema is missing, changed or none of Daylight's.

use crate::audit::behind;
use crate::support::App;
use sea_orm::ConnectionTrait;

/// On both databases: what is done, and what is said of it.
const ON_BOTH: [(&str, &str); 5] = [
    ("DROP TABLE tries", "the table tries is missing"),
    ("DROP INDEX letters_due", "the index letters_due is missing"),
    (
        "DROP INDEX letters_by_public_id;CREATE INDEX letters_by_public_id ON letters (public_id)",
        "the index letters_by_public_id is not as Daylight makes it",
    ),
    (
        "CREATE TABLE strange (id INTEGER)",
        "the table strange is none of Daylight's",
    ),
    (
        "ALTER TABLE people ADD COLUMN nickname TEXT",
        "the table people is not as Daylight makes it",
    ),
];

/// On SQLite.
const ON_SQLITE: [(&str, &str); 3] = [
    (
        "DROP TRIGGER cases_due_over",
        "the trigger cases_due_over is missing",
    ),
    (
        "CREATE TRIGGER evil AFTER INSERT ON letters BEGIN SELECT 1; END",
        "the trigger evil is none of Daylight's",
    ),
    ("DROP TABLE case_search", "the table case_search is missing"),
];

/// On PostgreSQL.
const ON_POSTGRESQL: [(&str, &str); 2] = [
    (
        "CREATE RULE evil AS ON INSERT TO letters DO ALSO NOTHING",
        "the rule evil is none of Daylight's",
    ),
    (
        "CREATE TRIGGER evil BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "the trigger evil is none of Daylight's",
    ),
];

on_both_databases! {
    async fn what_is_missing_changed_or_strange_in_the_schema_is_named(app: App) {
        let store = app.store();
        let lines = store.schema().await.unwrap();
        let lines: Vec<String> = lines.iter().map(|(named, made)| format!("{named}: {made}\n")).collect();
        assert_eq!(store.odd_schema().await.unwrap(), [""; 0], "there is:\n{}", lines.concat());
        let behind = behind(&app).await;
        let more = if app.postgres().is_some() { &ON_POSTGRESQL[..] } else { &ON_SQLITE };
        for (done, said) in ON_BOTH.iter().chain(more) {
            behind.execute_unprepared(done).await.unwrap();
            let odd = store.odd_schema().await.unwrap();
            assert!(odd.iter().any(|one| one == said), "{done}: {odd:?}");
        }
        behind.close().await.unwrap();
    }
}
