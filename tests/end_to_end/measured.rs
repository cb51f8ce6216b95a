//! What a publication changed, as its page says it: read by the number of requests and by their share
//! of all, and of a topic that was merged since.

use crate::arrivals::run;
use crate::figures::follow_figures;
use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, day, signed_in};
use chrono::{Days, Months, NaiveDate};
use daylight::casework::cases::import::{Beside, LogRow};
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::Actor;
use daylight::domain::publication::Kind;
use daylight::domain::publication::effect::{Unsaid, Verdict};
use daylight::domain::topics::register::Action;
use daylight::store::DecisionRow;

/// Takes over so many requests of a month, on different days of it.
async fn received(app: &App, month: NaiveDate, requests: u32, text: &str) {
    let row = |n: u32| LogRow {
        number: n as usize + 2,
        reference: format!("{month} {text} {n}"),
        received: (month + Days::new(u64::from(n % 28))).to_string(),
        request: format!("{text} in part {n} of {month}"),
        ..LogRow::default()
    };
    let rows: Vec<LogRow> = (0..requests).map(row).collect();
    let (cases, now) = (app.casework.cases(), app.now());
    let taken = cases.import(&rows, None, now, Beside::Nobody, &|_| ());
    assert_eq!(taken.await.unwrap().taken, rows.len());
}

/// Published in June 2026; in each month of eight before and four after so many requests on pools and
/// on nothing of the kind.
async fn published(app: &App, before: (u32, u32), after: (u32, u32)) -> (Actor, DecisionRow, i64) {
    let (manager, pools, dogs) = two_topics(app).await;
    // What made the topics stands in no month that is looked at.
    run(app, "UPDATE cases SET received = '2025-08-20'").await;
    let receive = async |first: &str, months: u32, (on_pools, others): (u32, u32)| {
        for at in 0..months {
            let month = day(first) + Months::new(at);
            received(app, month, on_pools, "Water of the pool").await;
            received(app, month, others, "Something else").await;
        }
    };
    receive("2025-10-01", 8, before).await;
    let confirm = TopicDecision::Of(Action::Confirm { topic: pools });
    let topics = app.casework.topics();
    topics
        .decide_topic(confirm, "k", manager, app.now())
        .await
        .unwrap();
    let row = decided(app, pools, Kind::Signpost, manager, "a")
        .await
        .unwrap();
    let row = step(app, &row, issue(), manager, "b").await.unwrap();
    app.set_clock("2026-11-05T09:00:00Z");
    receive("2026-07-01", 4, after).await;
    let place = "(SELECT case_id FROM case_texts WHERE body LIKE";
    for (text, topic) in [("Water", pools.to_string()), ("Something", "NULL".into())] {
        let placed = format!("UPDATE cases SET topic_id = {topic} WHERE id IN {place} '{text}%')");
        run(app, &placed).await;
    }
    signed_in(app, "mario@police.example", "three words here").await;
    (manager, row, dogs)
}

on_both_databases! {
    async fn a_topic_that_stayed_while_all_else_grew_lost_of_its_share_and_both_are_told(app: App) {
        let (_, row, _) = published(&app, (5, 10), (5, 25)).await;
        let measured = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        // September is the first whole month, and nothing at all came in it; October is over.
        assert_eq!((measured.before.months, measured.after.months, measured.empty), (8, 4, 1));
        assert_eq!((measured.before.all, measured.after.all), (120, 120));
        let effect = measured.effect.as_ref().unwrap();
        let near = |one: f64, other: f64| (one - other).abs() < 1e-6;
        assert!(near(effect.counts.ratio, 1.0) && near(effect.others.unwrap().ratio, 2.5), "{effect:?}");
        assert!(near(effect.share.unwrap().ratio, 0.5), "{effect:?}");
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        for said in [
            "No clear change in the number of requests, but a smaller share of all.",
            "The number of all other requests rose by 150% (95% range: a rise of 79% to 249%).",
            "The share of all requests that are on this fell by 50%",
            "The two readings differ",
            "1 month in which nothing at all was received is left out.",
            "not that the publication did it",
        ] {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        assert!(!page.says("was merged into"));
        follow_figures(&app, &format!("/desk/publications/{}", row.id)).await;
    }

    async fn a_topic_merged_since_is_measured_with_what_it_was_merged_into_and_it_is_said(app: App) {
        let (manager, row, dogs) = published(&app, (6, 12), (1, 12)).await;
        let path = format!("/desk/publications/{}", row.id);
        let alone = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!(alone.effect.as_ref().unwrap().counts.verdict(), Verdict::Fell);
        let page = app.get(&path).await;
        assert!(page.says("Both readings, the number and the share, say the same."), "{}", page.html);
        // Half of what is on nothing of the kind is on dogs, as it turns out.
        run(&app, &format!("UPDATE cases SET topic_id = {dogs} WHERE topic_id IS NULL AND id % 2 = 0")).await;
        let merged = TopicDecision::Of(Action::Merge { topic: row.topic_id, into: dogs });
        app.casework.topics().decide_topic(merged, "m", manager, app.now()).await.unwrap();
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        let together = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!(together.topic, dogs);
        assert_eq!((together.before.requests, together.after.requests), (8 * 12, 4 * 7));
        assert_eq!((together.before.all, together.after.all), (alone.before.all, alone.after.all));
        let page = app.get(&path).await;
        let said = format!("was merged into \u{201c}{}\u{201d}: what is counted here, before and after, are the requests on both together.", row.survivor_label);
        assert!(page.says(&said), "{}", page.html);
        follow_figures(&app, &path).await;
    }

    async fn nobody_before_and_nobody_since_is_no_effect(app: App) {
        let (_, row, _) = published(&app, (0, 8), (0, 8)).await;
        let measured = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!(measured.effect, Err(Unsaid::NoRequests));
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("Nobody asked about this in the months looked at"), "{}", page.html);
        app.set_clock("2026-08-20T09:00:00Z");
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("Too early to say: it needs 6 whole months before and 3 after, and has 8 and 1."), "{}", page.html);
    }

    /// However many requests there are, all of a month are read from what is kept of its days.
    async fn all_requests_of_each_month_are_those_that_are_there_whatever_changed(app: App) {
        published(&app, (2, 3), (1, 4)).await;
        let (from, to) = (day("2025-08-01"), day("2026-11-01"));
        let counted = async || app.store().publication().received_by_month(from, to).await.unwrap();
        let of = |counted: &std::collections::BTreeMap<NaiveDate, u32>, month: &str| counted.get(&day(month)).copied();
        let before = counted().await;
        assert_eq!((of(&before, "2025-10-01"), of(&before, "2026-06-01"), of(&before, "2026-10-01")), (Some(5), None, Some(5)));
        run(&app, "UPDATE cases SET received = '2026-06-09' WHERE received >= '2026-10-01'").await;
        let after = counted().await;
        assert_eq!((of(&after, "2026-06-01"), of(&after, "2026-10-01")), (Some(5), None));
    }
}
