//! The questions of a request are proved as they were asked, and what is erased is erased whole.

use crate::audit::{behind, difference, run};
use crate::support::{App, day};

/// Two questions, of which the second has an amount.
const ASKED: &str =
    "Please tell me:\n1. How many fines were there?\n2. Who paid \u{a3}5.00?\nYours,\nAda";

/// The table and column at which the record does not hold.
async fn shows(app: &App) -> Option<(&'static str, &'static str)> {
    difference(app)
        .await
        .map(|found| (found.table, found.column))
}

on_both_databases! {
    async fn questions_that_are_swapped_cut_or_emptied_are_named(app: App) {
        app.logged(day("2026-06-01"), ASKED, "two").await;
        assert_eq!(difference(&app).await, None);
        let behind = behind(&app).await;
        for set in [
            "body = (SELECT o.body FROM questions o WHERE o.case_id = questions.case_id AND o.number = 3 - questions.number)",
            "body = ''",
            "body = 'How many fines' WHERE number = 1",
            "body = 'Who paid \u{a3}500?' WHERE number = 2",
            "body = 'Please tell me' WHERE number = 1",
        ] {
            run(&behind, "CREATE TABLE saved AS SELECT * FROM questions").await;
            assert!(run(&behind, &format!("UPDATE questions SET {set}")).await > 0);
            assert_eq!(shows(&app).await, Some(("questions", "body")), "{set}");
            run(&behind, "DELETE FROM questions;INSERT INTO questions SELECT * FROM saved;DROP TABLE saved").await;
            assert_eq!(difference(&app).await, None, "after {set}");
        }
        behind.close().await.unwrap();
    }

    async fn what_is_erased_is_erased_whole(app: App) {
        let reference = app.logged(day("2026-06-01"), ASKED, "two").await;
        let behind = behind(&app).await;
        let who = "UPDATE requesters SET erased_at = '2026-06-03 10:00:00+00:00', name = NULL, email = NULL, address = NULL";
        run(&behind, who).await;
        assert_eq!(shows(&app).await, Some(("requesters", "match_key")));
        run(&behind, &format!("UPDATE requesters SET match_key = 'row {reference}';UPDATE cases SET requester_key = 'row {reference}'")).await;
        assert_eq!(difference(&app).await, None);
        run(&behind, "DELETE FROM case_texts").await;
        assert_eq!(shows(&app).await, Some(("cases", "subject")));
        run(&behind, "UPDATE cases SET subject = ''").await;
        assert_eq!(shows(&app).await, Some(("questions", "body")));
        run(&behind, "UPDATE questions SET body = '' WHERE number = 1").await;
        assert_eq!(shows(&app).await, Some(("questions", "body")));
        run(&behind, "UPDATE questions SET body = ''").await;
        assert_eq!(difference(&app).await, None);
        let of_another = "INSERT INTO requester_versions (case_id, seq, salt, name, at) SELECT case_id, 1, '', 'Eve', at FROM events WHERE seq = 1";
        run(&behind, of_another).await;
        assert!(difference(&app).await.is_some_and(|found| found.table == "requester_versions"));
        behind.close().await.unwrap();
    }
}
