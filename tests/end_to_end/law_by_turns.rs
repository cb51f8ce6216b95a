//! The law in use changes at one node after another, and while people go on asking: no date is left that
//! the old law gave, nobody waits for all the others to be counted, and counting that was broken off goes on.

use crate::law_in_use::before_the_proclamation;
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::config::Law;
use daylight::domain::case::Event;
use daylight::domain::role::Role;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

/// More than are counted in one step.
const MANY: usize = 250;

/// A node with the law as it was before the holiday, by which the dates were counted.
async fn by_the_old_law(app: &App) {
    let folder = tempfile::tempdir().unwrap();
    before_the_proclamation(folder.path());
    app.casework
        .laws()
        .take_law(Law::load(Some(folder.path())).unwrap());
    app.casework.laws().follow_the_law(app.now()).await.unwrap();
}

async fn many_logged(app: &App) -> Vec<String> {
    let mut logged = Vec::with_capacity(MANY);
    for number in 0..MANY {
        let once = format!("many {number}");
        logged.push(
            app.logged(day("2026-05-28"), "How many drones?", &once)
                .await,
        );
    }
    logged
}

/// How often the day a case is due moved, and the day it is due now.
async fn moved(app: &App, reference: &str) -> (usize, String) {
    let stored = app.case(reference).await.stored;
    let moves = stored
        .events
        .iter()
        .filter(|r| matches!(r.event, Event::DueDateMoved(_)));
    (moves.count(), stored.due.unwrap().to_string())
}

on_both_databases! {
    async fn what_a_node_that_is_behind_writes_is_counted_again_by_the_next_that_looks(app: App) {
        by_the_old_law(&app).await;
        let officer = app.person("Olga", Role::Officer).await;
        let now = app.now();
        let first = app.second_node().await;
        assert_eq!(first.laws().follow_the_law(now).await.unwrap(), 0);
        let asked = app.logged(day("2026-05-28"), "How many drones?", "behind").await;
        let settled = app.logged(day("2026-05-28"), "How many horses?", "settled").await;
        app.act(&settled, officer, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        assert_eq!(moved(&app, &asked).await, (0, "2026-06-25".to_owned()));
        let told = first.verify().await.unwrap_err().to_string();
        assert!(told.contains("about to be counted again"), "{told}");

        // The node that is up to date looks again by itself.
        assert!(!first.laws().keep_up_with_the_law(now).await.unwrap());
        assert_eq!(moved(&app, &asked).await, (1, "2026-06-26".to_owned()));
        let stored = app.case(&asked).await.stored;
        let causes = stored.events.iter().filter_map(|recorded| match &recorded.event {
            Event::DueDateMoved(moved) => Some(moved.cause.clone()),
            _ => None,
        });
        assert_eq!(causes.collect::<Vec<_>>(), ["15 June 2026 is now a holiday: World Cup bank holiday in Scotland"]);
        let holds = first.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");

        // Or the other does, once it is started with the same files.
        let late = app.logged(day("2026-05-28"), "How many boats?", "late").await;
        let started = app.second_node().await;
        assert_eq!(started.laws().follow_the_law(now).await.unwrap(), 1);
        assert_eq!(started.laws().follow_the_law(now).await.unwrap(), 0);
        assert_eq!(moved(&app, &late).await, (1, "2026-06-26".to_owned()));
        assert_eq!(moved(&app, &asked).await, (1, "2026-06-26".to_owned()));
        let holds = started.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }

    async fn requests_are_taken_while_many_others_are_counted_again(app: App) {
        by_the_old_law(&app).await;
        many_logged(&app).await;
        let counting = app.second_node().await;
        let (now, done) = (app.now(), AtomicBool::new(false));
        let count = async {
            let moved = counting.laws().follow_the_law(now).await.unwrap();
            done.store(true, SeqCst);
            moved
        };
        let ask = async {
            let mut meanwhile = 0;
            while !done.load(SeqCst) {
                let once = format!("meanwhile {meanwhile}");
                app.logged(day("2026-05-28"), "How many boats?", &once).await;
                meanwhile += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            meanwhile
        };
        let (moved, meanwhile) = tokio::join!(count, ask);
        assert!(moved >= MANY, "{moved}");
        assert!(meanwhile > 3, "{meanwhile} were taken meanwhile");
        counting.laws().keep_up_with_the_law(now).await.unwrap();
        for reference in app.references().await {
            let due = app.case(&reference).await.stored.due;
            assert_eq!(due, Some(day("2026-06-26")), "{reference}");
        }
    }

    async fn counting_that_was_broken_off_goes_on_where_it_was(app: App) {
        by_the_old_law(&app).await;
        let logged = many_logged(&app).await;
        let now = app.now();
        let killed = app.second_node().await;
        let begun = async {
            while killed.laws().moved_dates(now).await.unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let counts = killed.laws();
        tokio::select! {
            moved = counts.follow_the_law(now) => panic!("{moved:?}: it was not in steps"),
            () = begun => {}
        }
        let started = app.second_node().await;
        let told = started.verify().await.unwrap_err().to_string();
        assert!(told.contains("about to be counted again"), "{told}");
        let rest = started.laws().follow_the_law(now).await.unwrap();
        assert!(rest > 0 && rest < MANY, "{rest}");
        for reference in &logged {
            assert_eq!(moved(&app, reference).await, (1, "2026-06-26".to_owned()), "{reference}");
        }
        let holds = started.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }
}
