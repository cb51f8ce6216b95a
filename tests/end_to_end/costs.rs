//! What costs in proportion to what is shown and not to what is kept, and a search for topics that
//! nobody waits for: held against counts made by hand and against stops at any moment.

use crate::publications::asked;
use crate::support::App;
use crate::topics::{DOGS, POOLS};
use daylight::casework::CaseworkFault;
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::Actor;
use daylight::domain::role::Role;
use daylight::domain::topics::register::{Action, Nature};
use daylight::domain::viewer::Viewer;
use daylight::store::{Filter, FoundTopic, JudgedMessage, ListDays, MOST_WAITING, NewMessage};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

async fn rows(database: &DatabaseConnection, text: &str) -> Vec<(i64, Option<i64>, String)> {
    let backend = database.get_database_backend();
    let found = database.query_all_raw(Statement::from_string(backend, text));
    let row = |row: &sea_orm::QueryResult| {
        let get = row.try_get_by_index(0).unwrap();
        (
            get,
            row.try_get_by_index(1).unwrap(),
            row.try_get_by_index(2).unwrap(),
        )
    };
    found.await.unwrap().iter().map(row).collect()
}

/// Each case with its topic and who asked.
async fn cases(database: &DatabaseConnection) -> Vec<(i64, Option<i64>, String)> {
    rows(
        database,
        "SELECT id, topic_id, requester_key FROM cases ORDER BY id",
    )
    .await
}

/// The topics in use, with what they are called, and where each request is: what a page shows.
async fn register(database: &DatabaseConnection) -> Vec<(i64, Option<i64>, String)> {
    let mut all = rows(
        database,
        "SELECT id, merged_into, standing || ' ' || label || ' ' || words FROM topics \
         WHERE standing <> 'retired' ORDER BY id",
    )
    .await;
    all.extend(cases(database).await);
    all
}

async fn second_connection(app: &App) -> DatabaseConnection {
    Database::connect(app.url.clone()).await.unwrap()
}

/// Requests on two subjects by a few people, and the topics found in them.
async fn asked_by_few(app: &App) -> Actor {
    let manager = app.person("Mario", Role::Manager).await;
    for (n, text) in POOLS.iter().chain(&DOGS).enumerate() {
        let name = ["Ann", "Ben", "Cat", "Dan", "Eve"][n * 7 % 5];
        asked(app, name, "2026-06-01", text).await;
    }
    app.casework.topics().find_topics(app.now()).await.unwrap();
    manager
}

/// Holds the count of who asked against one made by hand.
async fn as_by_hand(app: &App, database: &DatabaseConnection, after: &str) {
    let mut people: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for (_, topic, person) in cases(database).await {
        if let Some(topic) = topic {
            people.entry(topic).or_default().insert(person);
        }
    }
    let topics: Vec<i64> = rows(database, "SELECT id, merged_into, label FROM topics")
        .await
        .into_iter()
        .map(|row| row.0)
        .collect();
    for most in [1, 3, 5, 50] {
        let counted = app
            .store()
            .publication()
            .people_who_asked(&topics, most)
            .await
            .unwrap();
        for topic in &topics {
            let by_hand = people
                .get(topic)
                .map_or(0, BTreeSet::len)
                .min(most as usize);
            assert_eq!(
                counted[topic] as usize, by_hand,
                "topic {topic} up to {most}, {after}"
            );
        }
    }
}

on_both_databases! {
    async fn who_asked_is_counted_as_by_hand_whatever_happened(app: App) {
        let manager = asked_by_few(&app).await;
        let database = second_connection(&app).await;
        as_by_hand(&app, &database, "found").await;
        let mut dice = 0x5EED_u64;
        for step in 0..60 {
            let mut below = |most: usize| {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (dice >> 33) as usize % most
            };
            let topics: Vec<i64> = app.store().topics().all().await.unwrap().iter().map(|t| t.entry.id).collect();
            let all = cases(&database).await;
            let (one, other) = (topics[below(topics.len())], topics[below(topics.len())]);
            let (id, ..) = all[below(all.len())];
            let decision = match below(8) {
                0 => TopicDecision::Of(Action::Move { cases: [id].into(), to: one }),
                1 => TopicDecision::Of(Action::Merge { topic: one, into: other }),
                2 => {
                    let of_one = all.iter().filter(|row| row.1 == Some(one));
                    let cases: BTreeSet<i64> = of_one.map(|row| row.0).step_by(2).collect();
                    TopicDecision::Split { topic: one, label: format!("Split {step}"), cases }
                }
                3 => TopicDecision::MoveToNew { label: format!("New {step}"), cases: [id].into() },
                4 => TopicDecision::Of(Action::Confirm { topic: one }),
                5 => {
                    let name = ["Ann", "Ben", "Flo", "Gus"][below(4)];
                    asked(&app, name, "2026-06-02", &format!("{} {step}", POOLS[below(6)])).await;
                    as_by_hand(&app, &database, "asked").await;
                    continue;
                }
                6 => {
                    app.casework.topics().find_topics(app.now()).await.unwrap();
                    as_by_hand(&app, &database, "found again").await;
                    continue;
                }
                _ => {
                    let newest = app.store().topics().topic_history(one).await.unwrap();
                    if let Some(event) = newest.first() {
                        let token = format!("u{step}");
                        let _ = app.casework.topics().undo_decision(event.id, &token, manager, app.now()).await;
                    }
                    as_by_hand(&app, &database, "undone").await;
                    continue;
                }
            };
            let said = format!("after {decision:?}");
            // What the register refuses changes nothing.
            let _ = app.casework.topics().decide_topic(decision, &format!("d{step}"), manager, app.now()).await;
            as_by_hand(&app, &database, &said).await;
        }
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_search_stopped_at_any_moment_leaves_the_topics_as_they_were(app: App) {
        asked_by_few(&app).await;
        let database = second_connection(&app).await;
        let before = register(&database).await;
        for n in 0..8 {
            asked(&app, &format!("New{n}"), "2026-06-02", &format!("Potholes filled on road {n} and what the asphalt cost")).await;
        }
        let before_cases: BTreeMap<i64, Option<i64>> = cases(&database).await.into_iter().map(|row| (row.0, row.1)).collect();
        let mut finished = 0;
        for wait in 0..40 {
            let casework = app.casework.clone();
            let now = app.now();
            let search = tokio::spawn(async move { casework.topics().find_topics(now).await.map(|_| ()) });
            tokio::time::sleep(Duration::from_millis(wait * 4)).await;
            search.abort();
            if let Ok(done) = search.await {
                done.unwrap();
                finished += 1;
            }
            let after = cases(&database).await;
            let moved = after.iter().any(|row| before_cases[&row.0] != row.1);
            let topics = register(&database).await;
            if moved {
                assert!(after.iter().all(|row| row.1.is_some()), "all are under a topic: {after:?}");
                break;
            }
            assert_eq!(topics[..before.len() - 12], before[..before.len() - 12], "as it was");
        }
        // What was left is swept, and the next search is whole.
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let settled = register(&database).await;
        app.casework.topics().find_topics(app.now()).await.unwrap();
        assert_eq!(register(&database).await, settled, "after {finished} finished");
        for table in ["topic_terms", "topic_parts", "repeated_sentences", "topic_moves"] {
            let text = format!("SELECT COUNT(DISTINCT search), NULL, '' FROM {table}");
            assert!(rows(&database, &text).await[0].0 <= 1, "{table} was not swept");
        }
        let hidden = "SELECT COUNT(*), NULL, '' FROM topics WHERE standing = 'retired' AND id NOT IN \
             (SELECT topic_id FROM register_events)";
        let old = rows(&database, hidden).await[0].0;
        assert!(old <= 2, "{old} topics that never were in use were left");
    }

    async fn requests_that_leave_a_topic_do_not_name_it(app: App) {
        asked_by_few(&app).await;
        let database = second_connection(&app).await;
        let (before, scored) = (cases(&database).await, app.casework.publishing().candidates(app.now()).await.unwrap());
        let from = before[0].1.unwrap();
        let to = before.iter().find_map(|row| row.1.filter(|topic| *topic != from)).unwrap();
        let left = format!(
            "INSERT INTO topic_moves (search, case_id, from_topic, to_topic) SELECT value, id, {from}, {to} \
             FROM counters, cases WHERE name = 'topic_search' AND topic_id = {from}"
        );
        database.execute_unprepared(&left).await.unwrap();
        let asked = app.store().publication().people_who_asked(&[from, to], 50).await.unwrap();
        assert_eq!(asked[&from], 0, "all are leaving it");
        assert!(asked[&to] > 0, "those that stay count");
        let since = crate::support::day("2000-01-01");
        assert_eq!(app.store().publication().requesters_of(from, since).await.unwrap(), (0, 0));
        // Half of them arrived: the candidates are those of before.
        let half = format!("DELETE FROM topic_moves WHERE case_id = {}", before[0].0);
        database.execute_unprepared(&half).await.unwrap();
        let moved = format!("UPDATE cases SET topic_id = {to} WHERE id = {}", before[0].0);
        database.execute_unprepared(&moved).await.unwrap();
        let on_the_way = app.casework.publishing().candidates(app.now()).await.unwrap();
        assert_eq!(on_the_way.ranked, scored.ranked);
        app.casework.topics().finish_search().await.unwrap();
        let arrived = app.casework.publishing().candidates(app.now()).await.unwrap();
        assert_ne!(arrived.ranked, scored.ranked, "what arrived counts");
    }

    async fn an_address_is_one_however_it_is_written(app: App) {
        let now = app.now().at;
        let unit = app.store().begin().await.unwrap();
        for (n, from) in ["ada@example.org", "Ada@Example.org", "ADA@EXAMPLE.ORG"].into_iter().enumerate() {
            let digest = format!("digest {n}");
            let new = NewMessage { bytes: vec![], digest: &digest, source: "pipe", place: "", received_at: now };
            let kept = unit.messages().keep_message(new, now).await.unwrap();
            let judged = JudgedMessage { from_address: from.into(), class: "request", ..JudgedMessage::default() };
            unit.messages().judge_message(kept.id, &judged).await.unwrap();
            unit.messages().land_message(kept.id, "logged", "").await.unwrap();
        }
        let since = now - chrono::TimeDelta::days(1);
        assert_eq!(unit.messages().logged_from("aDa@example.org", since).await.unwrap(), 3);
    }

    async fn of_a_flood_in_the_tray_a_list_counts_no_more_than_it_says(app: App) {
        let unit = app.store().begin().await.unwrap();
        for n in 0..250 {
            let digest = format!("digest {n}");
            let at = app.now().at;
            let new = NewMessage { bytes: vec![], digest: &digest, source: "pipe", place: "", received_at: at };
            unit.messages().keep_message(new, at).await.unwrap();
        }
        unit.commit().await.unwrap();
        let days = ListDays { today: app.now().today, soon: app.now().today, news: app.now().at };
        let list = app.store().cases().queue(&Filter::default(), None, 10, days).await;
        assert_eq!(list.unwrap().1.to_place, MOST_WAITING + 1);
    }

    async fn a_text_of_more_words_than_a_statement_takes_is_compared(app: App) {
        asked_by_few(&app).await;
        let mut stems: Vec<String> = (0..70_000).map(|n| format!("word{n}")).collect();
        stems.push("pool".into());
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let (weights, _) = app.store().topics().topic_weights(&stems).await.unwrap();
        let known = app.store().topics().topic_terms(&stems).await.unwrap();
        assert_eq!((weights.len(), known.len()), (1, 1));
    }

    async fn what_a_failed_search_left_is_swept_in_steps(app: App) {
        let topic = FoundTopic {
            continues: None,
            label: "Hidden".into(),
            words: vec![],
            typical: vec![],
            cases: vec![],
        };
        let unit = app.store().begin().await.unwrap();
        let search = unit.topics().begin_search().await.unwrap();
        unit.topics().hide_topics(search, &[&topic, &topic, &topic], app.now().at).await.unwrap();
        unit.topics().begin_search().await.unwrap();
        let mut steps = 0;
        while unit.topics().sweep_searches(2).await.unwrap() {
            steps += 1;
        }
        assert_eq!(steps, 2, "two topics, then one");
    }

    async fn of_two_searches_at_once_one_is_refused(app: App) {
        asked_by_few(&app).await;
        let (one, other) = tokio::join!(async { app.casework.topics().find_topics(app.now()).await }, async { app.casework.topics().find_topics(app.now()).await });
        let refused = |done: &Result<_, CaseworkFault>| matches!(done, Err(CaseworkFault::Refused(_)));
        assert!(one.is_ok() && refused(&other), "{one:?} {other:?}");
        let elsewhere = app.second_node().await;
        let (one, other) = tokio::join!(async { app.casework.topics().find_topics(app.now()).await }, async { elsewhere.topics().find_topics(app.now()).await });
        for done in [&one, &other] {
            assert!(done.is_ok() || refused(done), "{done:?}");
        }
        assert!(one.is_ok() || other.is_ok(), "the later one counts");
        elsewhere.reads(Viewer::SYSTEM).close().await.unwrap();
    }

    async fn what_a_person_does_while_topics_are_stored_stands(app: App) {
        let manager = asked_by_few(&app).await;
        let database = second_connection(&app).await;
        for n in 0..1_800 {
            let text = format!("Potholes number {n} filled on the road and what the asphalt cost");
            app.logged(app.now().today, &text, &format!("more{n}")).await;
        }
        let casework = app.casework.clone();
        let now = app.now();
        let staged = "SELECT COUNT(*), NULL, '' FROM topics WHERE search > COALESCE((SELECT value FROM counters \
             WHERE name = 'topic_search'), 0)";
        let mut between = 0;
        let mut last = String::new();
        // On a busy machine a search can be stored between two requests: then it is made again.
        for attempt in 0..30 {
            let casework = casework.clone();
            let search = tokio::spawn(async move { casework.topics().find_topics(now).await });
            for n in 0.. {
                last = app.logged(now.today, "Swimming pool attendance in Eastleigh", &format!("meanwhile{attempt}-{n}")).await;
                between += usize::from(rows(&database, staged).await[0].0 > 0);
                if search.is_finished() {
                    break;
                }
            }
            search.await.unwrap().unwrap();
            if between > 0 {
                break;
            }
        }
        assert!(between > 0, "a request is logged between the steps");
        let id = app.case(&last).await.stored.id;
        let topic = app.store().topics().all().await.unwrap()[0].entry.id;
        let decision = TopicDecision::Of(Action::Mark { topic, nature: Nature::Excluded, reason: "No".into() });
        let casework = app.casework.clone();
        let search = tokio::spawn(async move { casework.topics().find_topics(now).await });
        let kept = app.casework.topics().decide_topic(decision, "meanwhile", manager, now).await;
        kept.unwrap();
        let moved = TopicDecision::MoveToNew { label: "By hand".into(), cases: [id].into() };
        let change = app.casework.topics().decide_topic(moved, "by hand", manager, now).await.unwrap().unwrap();
        // The search is refused where the decisions came before it counts; never the decisions.
        let _ = search.await.unwrap();
        assert_eq!(app.case(&last).await.topic.map(|t| t.0), Some(change.topic));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_still_on_their_way_after_a_crash_arrive_at_the_next_start() {
    let app = App::on_sqlite().await;
    asked_by_few(&app).await;
    let database = second_connection(&app).await;
    let all = cases(&database).await;
    let (case, from, _) = all[0].clone();
    let to = all
        .iter()
        .find_map(|row| row.1.filter(|topic| Some(*topic) != from))
        .unwrap();
    // As a kill between two steps leaves it.
    let left = format!(
        "INSERT INTO topic_moves (search, case_id, from_topic, to_topic) SELECT value, {case}, {}, {to} \
         FROM counters WHERE name = 'topic_search'",
        from.unwrap()
    );
    database
        .execute_raw(Statement::from_string(DbBackend::Sqlite, left))
        .await
        .unwrap();
    app.casework.topics().finish_search().await.unwrap();
    assert_eq!(cases(&database).await[0].1, Some(to));
    assert_eq!(
        rows(&database, "SELECT search, to_topic, '' FROM topic_moves").await,
        []
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_fails_before_it_counts_changes_no_score() {
    let app = App::on_sqlite().await;
    asked_by_few(&app).await;
    let database = second_connection(&app).await;
    // Copies of one letter, which no search has marked yet.
    let letter = "How many people used the swimming pool in Ashby in each month of the last \
         three years, and what did it cost to heat its water in each of those months?";
    for n in 0..8 {
        app.logged(app.now().today, letter, &format!("copy{n}"))
            .await;
    }
    let unmarked = "UPDATE cases SET campaign = NULL";
    database.execute_unprepared(unmarked).await.unwrap();
    let scored = app
        .casework
        .publishing()
        .candidates(app.now())
        .await
        .unwrap();
    let marks = "SELECT id, campaign, '' FROM cases ORDER BY id";
    let before = rows(&database, marks).await;
    let stop = "CREATE TRIGGER stop BEFORE UPDATE ON counters WHEN NEW.name = 'topic_search' \
         BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    database.execute_unprepared(stop).await.unwrap();
    assert!(app.casework.topics().find_topics(app.now()).await.is_err());
    assert_eq!(rows(&database, marks).await, before);
    let elsewhere = app.second_node().await;
    for casework in [&app.casework, &elsewhere] {
        let after = casework.publishing().candidates(app.now()).await.unwrap();
        assert_eq!(after.ranked, scored.ranked);
    }
    database
        .execute_unprepared("DROP TRIGGER stop")
        .await
        .unwrap();
    app.casework.topics().find_topics(app.now()).await.unwrap();
    assert_ne!(
        rows(&database, marks).await,
        before,
        "a search that counts marks them"
    );
    elsewhere.reads(Viewer::SYSTEM).close().await.unwrap();
}
