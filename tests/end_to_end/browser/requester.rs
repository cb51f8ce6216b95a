//! A requester and the desk in a real browser, without script and on a small telephone: a question, its reply, a withdrawal
//! that waits, each page checked.

use super::visit::{Served, Visit};
use super::{letters_in, request};
use crate::chromium::{Browser, View};
use crate::support::goes_on;
use daylight::mail::Transport;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_on_the_page_reaches_the_desk_and_is_recorded_with_script_turned_off() {
    replied(View::WithoutScript).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_on_the_page_reaches_the_desk_and_is_recorded_on_a_small_telephone() {
    replied(View::Narrow).await;
}

async fn replied(view: View) {
    let Some(browser) = Browser::open(view).await else {
        return;
    };
    let served = Served::with_cases().await;
    let visit = Visit {
        browser: &browser,
        served: &served,
        view,
    };
    let reference = request(&visit, false).await;
    let status = visit.links("a.long").await.remove(0);
    let status = status.replace(&served.address, "");

    visit.sign_in("officer").await;
    let fields = [
        ("needs", "Which district?"),
        ("why", "There are four of them."),
    ];
    visit
        .act(&reference, "Ask for clarification", &fields)
        .await;
    visit.go(&status).await;
    assert!(visit.text(".turn").await.contains("It is your turn"));
    visit.fill("reply", "The northern one.").await;
    visit.send().await;
    let turn = visit.text(".turn").await;
    assert!(turn.contains("It is our turn"), "{turn}");
    assert!(
        turn.contains("Your reply reached us on Tuesday 2 June 2026"),
        "{turn}"
    );
    visit.check("status-replied").await;

    visit
        .check_at("/desk/requests?waiting=yes", "queue-waiting")
        .await;
    assert!(visit.text("main").await.contains(&reference));
    visit
        .check_at(&format!("/desk/requests/{reference}"), "case-waiting")
        .await;
    let waiting = visit.text(".waiting").await;
    assert!(waiting.contains("The northern one."), "{waiting}");
    visit.act(&reference, "Record the clarification", &[]).await;
    assert!(!visit.text("main").await.contains("Waiting for you"));

    visit.go(&status).await;
    assert!(visit.text(".turn").await.contains("We are working on it"));
    for (link, page) in [
        ("Change where we answer you", "requester-address"),
        ("Withdraw the request", "requester-withdrawal"),
    ] {
        visit.go(&status).await;
        visit.follow(fantoccini::Locator::LinkText(link)).await;
        visit.reach(link).await;
        visit.check(page).await;
        if page == "requester-address" {
            visit.check_refused("requester-address-refused").await;
        }
    }
    visit.send().await;
    let turn = visit.text(".turn").await;
    assert!(turn.contains("to withdraw the request"), "{turn}");
    visit.act(&reference, "Record a withdrawal", &[]).await;
    visit.go(&status).await;
    assert!(
        visit
            .text(".turn")
            .await
            .contains("You withdrew the request")
    );

    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::File(folder.path().to_owned());
    let at = served.now().at;
    let clock = move || at;
    let never = goes_on();
    let outbox = served.casework.outbox();
    let delivered = outbox.deliver(&transport, 1_000, &clock, &never);
    delivered.await.unwrap();
    let letters = letters_in(folder.path());
    let ours = |text: &str| {
        let found = letters.iter().filter(|l| l.contains(&reference));
        found.filter(|l| l.contains(text)).count()
    };
    assert_eq!(ours("The northern one."), 1, "it is told that it arrived");
    browser.close().await;
    served.stop().await;
}
