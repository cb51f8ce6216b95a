//! Letters read before they go, on a small telephone: changed, sent, cleared.

use super::visit::{Served, Visit};
use crate::chromium::{Browser, View};
use daylight::domain::viewer::Viewer;
use fantoccini::Locator;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_read_changed_and_sent_and_an_answer_read_before_it_is_cleared() {
    let view = View::Narrow;
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
    visit.go(&format!("{case}/clarifications/new")).await;
    visit.fill("needs", "Which year?").await;
    visit.fill("why", "It asks for all of them.").await;
    visit.send().await;
    visit.reach("Read the letter before it goes").await;
    visit.check("letter-seen").await;
    assert!(visit.text(".letter-text").await.contains("Which year?"));
    visit.follow(Locator::Css("button[name=change]")).await;
    visit.reach("Ask for clarification").await;
    visit.fill("needs", "Which months?").await;
    visit.send().await;
    visit.reach("Read the letter before it goes").await;
    let read = visit.text(".letter-text").await;
    assert!(read.contains("Which months?") && !read.contains("Which year?"));
    visit.send().await;
    assert!(
        visit
            .text(".flash")
            .await
            .contains("The requester is asked")
    );
    let reference = case.rsplit('/').next().unwrap();
    let page = served
        .casework
        .reads(Viewer::SYSTEM)
        .cases()
        .case_page(reference)
        .await
        .unwrap();
    let sent = page.unwrap().letters.remove(0);
    let in_one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(in_one(&sent.body_text), in_one(&read));

    visit.go(&format!("{case}/letters/new")).await;
    visit.check("own-words").await;
    visit.fill("text", "We have found a list.").await;
    visit.send().await;
    visit.reach("Read the letter before it goes").await;
    visit.send().await;
    assert!(
        visit
            .text(".flash")
            .await
            .contains("The letter is with the case")
    );

    visit.sign_in("manager").await;
    visit.go("/desk/requests?stage=clearance").await;
    let case = visit.links(".list .reference a").await.remove(0);
    visit.go(&case).await;
    visit.follow(Locator::LinkText("Clear for sending")).await;
    visit.reach("Clear this answer for sending").await;
    visit.check("clearing").await;
    visit.send().await;
    assert!(visit.text(".flash").await.contains("cleared"));
    browser.close().await;
    served.stop().await;
}
