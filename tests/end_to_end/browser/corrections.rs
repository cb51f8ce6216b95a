//! Something is corrected in a browser: every form, what it refuses, and what it shows first.

use super::visit::{Served, Visit};
use crate::chromium::{Browser, View};
use fantoccini::Locator;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_corrected_with_script_turned_off_once_what_follows_was_seen() {
    corrected(View::WithoutScript).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_corrected_on_a_small_telephone() {
    corrected(View::Narrow).await;
}

async fn corrected(view: View) {
    let Some(browser) = Browser::open(view).await else {
        return;
    };
    let served = Served::with_cases().await;
    let visit = Visit {
        browser: &browser,
        served: &served,
        view,
    };
    visit.sign_in("officer").await;
    visit.go("/desk/requests?stage=searching").await;
    let case = visit.links(".list .reference a").await.remove(0);
    visit.go(&case).await;
    visit.follow(Locator::LinkText("Correct something")).await;
    visit.reach("What is wrong?").await;
    visit.check("corrections").await;
    let forms = visit.links(".summary a").await;
    assert_eq!(forms.len(), 6, "{forms:?}");
    for form in forms {
        let (_, what) = form.split_once("what=").unwrap();
        visit.go(&form).await;
        visit.check(&format!("corrections-{what}")).await;
        visit.send().await;
        visit.text(".error-summary").await;
        visit.check(&format!("corrections-{what}-refused")).await;
    }
    visit
        .go(&format!("{case}/corrections/new?what=subject"))
        .await;
    visit.fill("subject", "Zeppelins over Exampletown").await;
    visit.fill("reason", "It was the subject of another.").await;
    visit.send().await;
    visit.check("corrections-seen").await;
    assert!(!visit.text(".step").await.contains("Zeppelins"));
    visit.send().await;
    assert!(visit.text(".flash").await.contains("recorded"));
    visit.reach("Zeppelins over Exampletown").await;
    let said = visit.text("main").await;
    for text in [
        "Corrected: subject",
        "Because: It was the subject of another.",
    ] {
        assert!(said.contains(text), "no {text:?} in {said}");
    }
    browser.close().await;
    served.stop().await;
}
