//! That SQLite finds what pages show through an index of just that, and goes through no table.

use super::sql;
use crate::store::Store;
use crate::store::cases::overview;
use crate::store::mail::inbox::{MessageList, listed, unjudged};
use crate::store::mail::messages::WRITTEN_TO;
use crate::store::mail::{delivery, received};
use crate::store::publication::who_asked;
use sea_orm::FromQueryResult;

/// The tables that grow with what is received, as queries name them.
const GROWING: [&str; 7] = ["letters", "l", "messages", "m", "cases", "c", "events"];

/// The indexes over the few, which may be gone through.
const OF_THE_FEW: [&str; 7] = [
    "letters_nobody_got",
    "letters_undelivered",
    "messages_waiting",
    "messages_unjudged",
    "messages_on_cases",
    "messages_aside",
    "cases_waiting",
];

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

#[tokio::test]
async fn no_page_goes_through_a_table_that_grows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    let store = Store::open(&format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    let queries = [
        ("the tray", listed(MessageList::Waiting, false, false)),
        (
            "the rest of the tray",
            listed(MessageList::Waiting, false, true).replace("$1", "1"),
        ),
        ("mail on cases", listed(MessageList::OnCases, false, false)),
        ("mail set aside", listed(MessageList::Aside, false, false)),
        ("what nobody judged", unjudged()),
        ("letters nobody got", delivery::undelivered(false)),
        (
            "the rest of the letters nobody got",
            delivery::undelivered(true).replace("$1", "1"),
        ),
        ("the figures around a list", overview::FIGURES.to_owned()),
        ("who asked", who_asked::who_asked(3)),
    ];
    let text = format!("EXPLAIN QUERY PLAN SELECT * {}", unjudged());
    let plan: Vec<Step> = sql::all(&store.read, &text, vec![]).await.unwrap();
    let narrow = plan
        .iter()
        .all(|step| step.detail.contains("messages_unjudged"));
    assert!(narrow, "what nobody judged is looked for in the whole tray");
    let text = format!("EXPLAIN QUERY PLAN {}", WRITTEN_TO.replace("$1", "'a'"));
    let plan: Vec<Step> = sql::all(&store.read, &text, vec![]).await.unwrap();
    let narrow = plan
        .iter()
        .all(|step| step.detail.contains("letters_to_address"));
    assert!(narrow, "who was written to is looked for in all letters");
    let text = "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM messages \
         WHERE LOWER(from_address) = LOWER('a') AND stored_at >= 'b' AND state = 'logged'";
    let plan: Vec<Step> = sql::all(&store.read, text, vec![]).await.unwrap();
    let narrow = plan
        .iter()
        .all(|step| step.detail.contains("messages_logged"));
    assert!(
        narrow,
        "what was logged from an address is looked for elsewhere"
    );
    // The bodies of a case's texts are read only where they are shown.
    let text = format!(
        "EXPLAIN QUERY PLAN SELECT * {}",
        received::writings_of_case().replace("$1", "1")
    );
    let plan: Vec<Step> = sql::all(&store.read, &text, vec![]).await.unwrap();
    let of_texts = plan.iter().filter(|step| step.detail.contains("writings"));
    let narrow: Vec<bool> = of_texts
        .map(|step| {
            let index = ["writings_received", "writings_of_the_desk"];
            index.iter().any(|index| step.detail.contains(index))
        })
        .collect();
    assert_eq!(narrow, [true, true], "the texts of a case are gone through");
    let mut wrong = Vec::new();
    for (name, from) in queries {
        let text = format!("EXPLAIN QUERY PLAN SELECT * {from}");
        let plan: Vec<Step> = sql::all(&store.read, &text, vec![]).await.unwrap();
        for Step { detail } in plan {
            let mut words = detail.split(' ');
            let goes_through = words.next() == Some("SCAN");
            let grows = words.next().is_some_and(|table| GROWING.contains(&table));
            let of_the_few = words.any(|word| OF_THE_FEW.contains(&word));
            if goes_through && grows && !of_the_few {
                wrong.push(format!("{name}: {detail}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    store.close().await.unwrap();
}
