//! A step of the schema over a database in use: what its rows said before, they say after.

use crate::postgres;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use daylight::domain::case::{Outcome, Stage};
use daylight::domain::pace::Class;
use daylight::domain::topics::learnt::Term;
use daylight::store::{Filter, ListDays, Store, Wanted};
use schema::Migrations;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use sea_orm_migration::prelude::{MigratorTrait, SchemaManager};
use std::collections::BTreeMap;

#[path = "../../migrations/mod.rs"]
pub mod schema;

/// Opens an empty database and takes every step before the one of this name.
pub async fn as_before(step: &str, url: &str) -> DatabaseConnection {
    let steps = Migrations::migrations();
    let before = steps.iter().position(|s| s.name() == step).unwrap();
    let database = Database::connect(url).await.unwrap();
    let before = u32::try_from(before).unwrap();
    Migrations::up(&database, Some(before)).await.unwrap();
    database
}

async fn has(database: &DatabaseConnection, table: &str) -> bool {
    SchemaManager::new(database).has_table(table).await.unwrap()
}

/// What topics weighed words, when each weight was a row.
const WEIGHTS: [(&str, i64, f32); 6] = [
    ("pool", 1, 0.732_149),
    ("pool", 2, 0.000_04),
    ("swim", 1, 1.0),
    ("kennel", 2, 0.123_45),
    ("cost", 2, 0.5),
    ("cost", 1, 0.333_333_34),
];

async fn weights_of_topics_outlast_the_step_that_packs_them(url: &str) {
    let database = as_before("m0027_stem_topics", url).await;
    assert!(has(&database, "topic_weights").await);
    let mut filled =
        "INSERT INTO topics (id, label, words, typical, standing, found_at, cohesion) VALUES
         (1, 'Pools', '[]', '[]', 'confirmed', '2026-06-01T09:00:00Z', 0.5),
         (2, 'Dogs', '[]', '[]', 'suggested', '2026-06-01T09:00:00Z', 0.25);
         INSERT INTO topic_terms (stem, readings, companions) VALUES
         ('pool', 6, '[[\"swim\",0.5]]'), ('swim', 5, '[]'), ('kennel', 4, '[]'),
         ('cost', 3, '[]'), ('heron', 2, '[]');"
            .to_owned();
    for (stem, topic, weight) in WEIGHTS {
        filled.push_str(&format!(
            "INSERT INTO topic_weights (stem, topic_id, weight) VALUES ('{stem}', {topic}, {weight});"
        ));
    }
    database.execute_unprepared(&filled).await.unwrap();
    database.close().await.unwrap();

    // The program takes the rest of the steps as it opens the database.
    let store = Store::open(url).await.unwrap();
    let stems = ["pool", "swim", "kennel", "cost", "heron"];
    let (packed, topics) = store.topics().topic_weights(&stems).await.unwrap();
    assert_eq!(packed.len(), stems.len());
    let found: BTreeMap<(&str, i64), f32> = packed
        .iter()
        .flat_map(|of| of.topics.iter().map(|t| ((of.stem.as_str(), t.0), t.1)))
        .collect();
    assert_eq!(found.len(), WEIGHTS.len(), "{found:?}");
    for (stem, topic, weight) in WEIGHTS {
        let kept = found[&(stem, topic)];
        assert!(
            (kept - weight).abs() < 0.0001,
            "{stem} of topic {topic}: {kept}, not {weight}"
        );
    }
    let cohesion = [topics[&1].cohesion, topics[&2].cohesion];
    assert_eq!(cohesion, [0.5, 0.25]);
    let pool = Term {
        stem: "pool".to_owned(),
        readings: 6,
        companions: vec![("swim".to_owned(), 0.5)],
    };
    assert_eq!(
        store.topics().topic_terms(&stems).await.unwrap()["pool"],
        pool
    );
    store.close().await.unwrap();

    let database = Database::connect(url).await.unwrap();
    assert!(!has(&database, "topic_weights").await);
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weights_of_topics_outlast_the_step_that_packs_them_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}", file.display());
    weights_of_topics_outlast_the_step_that_packs_them(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weights_of_topics_outlast_the_step_that_packs_them_on_postgresql() {
    let database = tokio::task::spawn_blocking(postgres::Database::create).await;
    if let Some(database) = database.unwrap() {
        weights_of_topics_outlast_the_step_that_packs_them(&database.url()).await;
    }
}

async fn letters_that_waited_before_the_step_leave_in_their_turn(url: &str) {
    let database = as_before("m0033_outbox_turns", url).await;
    for kind in ["acknowledgement", "reply", "release"] {
        let letter = format!(
            "INSERT INTO letters (message_id, kind, to_name, to_address, subject, body_text, body_html,
             state, attempts, next_attempt_at, created_at) VALUES ('{kind}@police.example', '{kind}',
             'Ada', 'ada@example.org', 'A letter', '', '', 'queued', 0, '2026-06-01T09:00:00Z',
             '2026-06-01T09:00:00Z')"
        );
        database.execute_unprepared(&letter).await.unwrap();
    }
    database.close().await.unwrap();

    let store = Store::open(url).await.unwrap();
    let now: DateTime<Utc> = "2026-06-02T09:00:00Z".parse().unwrap();
    let wanted = Wanted {
        now,
        longest_pause: TimeDelta::days(1),
        token: "one",
        except: &[],
        until: now + TimeDelta::minutes(1),
    };
    let unit = store.begin().await.unwrap();
    let mut kinds = Vec::new();
    for class in [Class::First, Class::Rest, Class::Rest] {
        let letter = unit.letters().claim_letter(class, wanted).await.unwrap();
        kinds.push(letter.unwrap().kind);
    }
    assert_eq!(kinds, ["release", "reply", "acknowledgement"]);
    drop(unit);
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_that_waited_before_the_step_leave_in_their_turn_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}", file.display());
    letters_that_waited_before_the_step_leave_in_their_turn(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_that_waited_before_the_step_leave_in_their_turn_on_postgresql() {
    let database = tokio::task::spawn_blocking(postgres::Database::create).await;
    if let Some(database) = database.unwrap() {
        letters_that_waited_before_the_step_leave_in_their_turn(&database.url()).await;
    }
}

async fn an_open_review_stands_at_its_own_stage_and_a_decided_one_is_counted(url: &str) {
    let database = as_before("m0037_reviews", url).await;
    let mut filled = "INSERT INTO requesters (id, match_key) VALUES (1, 'ada');".to_owned();
    let events = |case: i64, events: &[(&str, &str, &str)]| {
        let rows = (1..).zip(events).map(|(seq, (kind, on, data))| {
            format!(
                "INSERT INTO events (case_id, seq, at, on_date, role, kind, data, previous, hash)
                 VALUES ({case}, {seq}, '{on}T09:00:00Z', '{on}', 'officer', '{kind}', '{data}', '', '');"
            )
        });
        rows.collect::<String>()
    };
    let answered = r#"{"kind":"answered","outcome":"refused"}"#;
    let changed = r#"{"kind":"review_completed","outcome":"granted_in_part"}"#;
    let stood = [
        (1, "TRUE", "refused", vec![]),
        (
            2,
            "FALSE",
            "granted_in_part",
            vec![("review_completed", "2026-06-20", changed)],
        ),
        (3, "FALSE", "refused", vec![]),
    ];
    for (id, open, outcome, more) in stood {
        filled.push_str(&format!(
            "INSERT INTO cases (id, reference, version, regime, calendar, channel, received, due,
             queue_due, clock_state, provisional, stage, open, responded, ended, outcome,
             already_public, extended, requester_id, requester_key, subject, created_at)
             VALUES ({id}, 'FOI-2026-0000{id}', 1, 'uk-foia-2000', 'uk-any-part', 'email',
             '2026-05-01', '2026-06-02', '2026-07-09', 'running', FALSE, 'answered', {open},
             '2026-06-01', '2026-06-01', '{outcome}', FALSE, FALSE, 1, 'ada', 'Patrols',
             '2026-05-01T09:00:00Z');"
        ));
        let mut all = vec![("answered", "2026-06-01", answered)];
        if id != 3 {
            all.push((
                "review_requested",
                "2026-06-10",
                r#"{"kind":"review_requested"}"#,
            ));
        }
        all.extend(more);
        filled.push_str(&events(id, &all));
    }
    database.execute_unprepared(&filled).await.unwrap();
    database.close().await.unwrap();

    let store = Store::open(url).await.unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let june = (day("2026-06-01"), day("2026-06-30"));
    let reviews = store.reports().reviews(june.0, june.1).await.unwrap();
    assert_eq!(
        (
            reviews.received,
            reviews.decided,
            reviews.changed,
            reviews.open_at_end
        ),
        (2, 1, 1, 1)
    );
    let endings = store.reports().endings(june.0, june.1).await.unwrap();
    assert_eq!(endings.by_outcome, [(Outcome::Refused, 3)]);
    let days = ListDays {
        today: june.0,
        soon: june.0,
        news: "2026-06-01T09:00:00Z".parse().unwrap(),
    };
    let at_review = Filter {
        stage: Some("review".into()),
        ..Filter::default()
    };
    let (list, around) = store
        .cases()
        .queue(&at_review, None, 10, days)
        .await
        .unwrap();
    let found: Vec<&str> = list.rows.iter().map(|row| row.reference.as_str()).collect();
    assert_eq!(found, ["FOI-2026-00001"]);
    assert_eq!(around.counts.by_stage, [(Stage::Review, 1)]);
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_review_stands_at_its_own_stage_and_a_decided_one_is_counted_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}", file.display());
    an_open_review_stands_at_its_own_stage_and_a_decided_one_is_counted(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_review_stands_at_its_own_stage_and_a_decided_one_is_counted_on_postgresql() {
    let database = tokio::task::spawn_blocking(postgres::Database::create).await;
    if let Some(database) = database.unwrap() {
        an_open_review_stands_at_its_own_stage_and_a_decided_one_is_counted(&database.url()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_is_broken_off_leaves_nothing_and_is_taken_again_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}", file.display());
    let database = as_before("m0034_bounded_costs", &url).await;
    // What the step makes last is there already, as if the disk had been full before.
    let words =
        "INSERT INTO repeated_sentences (sentence) VALUES (7); CREATE TABLE topic_moves (x)";
    database.execute_unprepared(words).await.unwrap();
    database.close().await.unwrap();
    assert!(Store::open(&url).await.is_err());
    let database = Database::connect(&url).await.unwrap();
    assert!(
        !has(&database, "repeated_sentences_before").await,
        "half a step was taken"
    );
    database
        .execute_unprepared("DROP TABLE topic_moves")
        .await
        .unwrap();
    database.close().await.unwrap();
    let store = Store::open(&url).await.unwrap();
    store.close().await.unwrap();
    let database = Database::connect(&url).await.unwrap();
    let kept = "SELECT sentence FROM repeated_sentences WHERE search = 0";
    let kept = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, kept);
    let kept = database.query_all_raw(kept).await.unwrap();
    assert_eq!(kept.len(), 1, "what was there is there");
    database.close().await.unwrap();
}
