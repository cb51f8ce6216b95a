//! Logs of an odd kind: one request a thousand times, three topics, texts without words.

use crate::figures::visible;
use crate::support::{App, day, signed_in};
use daylight::casework::cases::import::{Beside, LogRow};
use daylight::casework::publication::candidates::Candidates;
use daylight::domain::publication::GateKind;
use daylight::domain::role::Role;
use std::sync::Arc;

/// Takes over a log of these texts and scores what is found in it.
async fn scored(app: &App, texts: impl Iterator<Item = String>) -> Arc<Candidates> {
    let rows: Vec<LogRow> = texts
        .zip(2..)
        .map(|(request, number)| LogRow {
            number,
            reference: format!("OLD-{number}"),
            received: format!("2026-05-{:02}", number % 28 + 1),
            request,
            ..LogRow::default()
        })
        .collect();
    let taken = app
        .casework
        .cases()
        .import(
            &rows,
            Some(day("2026-05-01")),
            app.now(),
            Beside::Nobody,
            &|_| (),
        )
        .await
        .unwrap();
    assert_eq!(taken.taken, rows.len(), "{taken:?}");
    app.casework.topics().find_topics(app.now()).await.unwrap();
    let publishing = app.casework.publishing();
    let candidates = publishing.candidates(app.now()).await.unwrap();
    app.person("Mario", Role::Manager).await;
    signed_in(app, "mario@police.example", "three words here").await;
    candidates
}

on_both_databases! {
    async fn a_log_of_one_request_a_thousand_times_counts_three_people(app: App) {
        let text = "Please send me the number of parking fines issued in Mill Lane in each of the last five years.";
        let found = scored(&app, (0..1_000).map(|_| text.to_owned())).await;
        assert_eq!(found.ranked.len(), 1, "{:?}", found.topics);
        let score = &found.ranked[0].score;
        let demand = score.parts[0].arithmetic.to_string();
        assert!(demand.starts_with("3 requesters in the last 12 months (not counted: 997 more who sent the text of a campaign)"), "{demand}");
        let share = score.share.arithmetic.to_string();
        assert!(share.starts_with("1,000 of 1,000 requests read ask for what could be published"), "{share}");
        let page = app.get("/desk/topics/candidates").await;
        assert!(visible(&page.html).contains("997 more who sent the text of a campaign"), "{}", page.html);
    }

    async fn a_log_of_three_topics_says_which_of_them_are_own_files(app: App) {
        let texts = (0..12).flat_map(|n| {
            [
                format!("The number of parking fines issued in ward {n}, by month"),
                format!("How much was spent on library books and journals in branch {n}?"),
                format!("A complete copy of the Ontario Works client file of {{name removed}}, box {n}"),
            ]
        });
        let found = scored(&app, texts).await;
        assert!((2..=4).contains(&found.ranked.len()), "{:?}", found.topics);
        let last = found.ranked.last().unwrap();
        assert_eq!(last.score.total, 0, "{:?}", last.score);
        assert!(last.score.gates.iter().any(|gate| gate.kind == GateKind::OwnFiles), "{:?}", last.score.gates);
        assert!(found.ranked[0].score.gates.is_empty() && found.ranked[0].score.total > 0);
        let page = app.get("/desk/topics/candidates").await;
        assert!(page.says("Mostly own files") && page.says("1 topic is blocked"), "{}", page.html);
        assert!(visible(&page.html).contains("about one address, person or incident"), "{}", page.html);
        let holds = app.casework.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }

    async fn texts_without_words_are_scored_as_saying_nothing(app: App) {
        let texts = ["...", "???", "\u{1f642}\u{1f642}", "-- !! --", "12 34 56", "a", "\u{2026}"];
        let found = scored(&app, texts.into_iter().cycle().take(70).map(str::to_owned)).await;
        for one in &found.ranked {
            assert!(one.score.total <= 100 && one.score.gates.is_empty(), "{:?}", one.score);
            let share = one.score.share.share;
            assert!((share - 0.15).abs() < 1e-9, "{share}");
        }
        let page = app.get("/desk/topics/candidates").await;
        assert!(page.says("Publication candidates"), "{}", page.html);
        assert_eq!(app.get("/desk/topics/candidates?page=2").await.status.code, 404);
    }
}
