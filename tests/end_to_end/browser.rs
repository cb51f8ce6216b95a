//! Daylight in a real browser: whole journeys without script, and every page checked by axe-core.
//!
//! Skipped where Chromium is missing; `DAYLIGHT_TEST_REQUIRE=browser` makes that a failure.

mod corrections;
mod letters_seen;
mod requester;
pub(crate) mod visit;

use crate::chromium::{Browser, View};
use crate::mail_in::{bounce, mail};
use crate::support::goes_on;
use daylight::casework::mail::inbox::{Arrived, Source};
use daylight::domain::viewer::Viewer;
use daylight::mail::Transport;
use fantoccini::Locator;
use std::path::Path;
use visit::{Served, Visit};

/// Makes a request on the public form, where asked checking each of its pages, and gives its
/// reference.
async fn request(visit: &Visit<'_>, check: bool) -> String {
    visit.go("/requests/new").await;
    if check {
        visit.check("request").await;
        visit.check_refused("request-refused").await;
    }
    visit
        .fill("description", "How many bicycles were stolen in 2025?")
        .await;
    visit.send().await;
    visit.reach("About you").await;
    if check {
        visit.check("you").await;
        visit.check_refused("you-refused").await;
    }
    visit.fill("name", "Ada Example").await;
    visit.fill("email", "ada@example.org").await;
    visit.click("[name=reply_by][value=email]").await;
    visit.send().await;
    visit.reach("Check your request").await;
    if check {
        visit.check("check").await;
    }
    visit.send().await;
    visit.reach("Request received").await;
    if check {
        visit.check("confirmation").await;
    }
    visit.text(".panel-reference").await
}

fn letters_in(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_made_answered_and_closed_with_script_turned_off() {
    let view = View::WithoutScript;
    let Some(browser) = Browser::open(view).await else {
        return;
    };
    let probe = "data:text/html,<title>still</title><script>document.title='ran'</script>";
    browser.client.goto(probe).await.unwrap();
    assert_eq!(browser.client.title().await.unwrap(), "still");

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
    visit.go("/desk/requests").await;
    visit.fill("q", "bicycles stolen 2025").await;
    visit.follow(Locator::Css(".filter button")).await;
    visit.follow(Locator::LinkText(&reference)).await;
    visit.reach("bicycles").await;
    let officer = served
        .casework
        .reads(Viewer::SYSTEM)
        .people()
        .all()
        .await
        .unwrap();
    let officer = officer
        .into_iter()
        .find(|p| p.role.as_str() == "officer")
        .unwrap();
    visit.follow(Locator::LinkText("Allocate")).await;
    visit
        .click(&format!("#officer option[value=\"{}\"]", officer.id))
        .await;
    visit.send().await;
    assert!(visit.text(".flash").await.contains("is allocated"));
    visit.act(&reference, "Start the search", &[]).await;
    visit.act(&reference, "Start the draft", &[]).await;
    visit.go(&format!("/desk/requests/{reference}")).await;
    visit.follow(Locator::Css(".questions a")).await;
    visit.reach("Decide question 1").await;
    visit.click("[name=outcome][value=granted_in_full]").await;
    visit.send().await;
    visit
        .fill("answer", "1,234 bicycles were recorded as stolen.")
        .await;
    visit
        .follow(Locator::Css("main button.button:not([name])"))
        .await;
    assert!(visit.text(".flash").await.contains("Question 1 is decided"));
    visit
        .act(&reference, "Send for clearance", &[("hours", "2.5")])
        .await;

    visit.sign_in("manager").await;
    visit.act(&reference, "Clear for sending", &[]).await;
    visit.act(&reference, "Send the answer", &[]).await;
    visit.act(&reference, "Close the case", &[]).await;

    visit.go(&status).await;
    let said = visit.text("main").await;
    for text in ["answered", "1,234 bicycles"] {
        assert!(said.contains(text), "no {text:?} in {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::File(folder.path().to_owned());
    let at = served.now().at;
    let clock = move || at;
    let never = goes_on();
    let outbox = served.casework.outbox();
    let delivered = outbox.deliver(&transport, 1_000, &clock, &never);
    delivered.await.unwrap();
    let letters = letters_in(folder.path());
    let ours: Vec<&String> = letters
        .iter()
        .filter(|letter| letter.contains(&reference) && letter.contains("ada@example.org"))
        .collect();
    assert_eq!(ours.len(), 2, "the acknowledgement and the answer");
    assert!(ours.iter().any(|letter| letter.contains("1,234 bicycles")));
    browser.close().await;
    served.stop().await;
}

/// Every page, the ones that refuse something too.
async fn every_page(view: View) {
    let Some(browser) = Browser::open(view).await else {
        return;
    };
    let served = Served::with_cases().await;
    let visit = Visit {
        browser: &browser,
        served: &served,
        view,
    };
    let reference = public_pages(&visit).await;
    visit.check_at("/desk/sign-in", "sign-in").await;
    visit.fill("email", "nobody@example.org").await;
    visit.fill("password", "not the password").await;
    visit.check_refused("sign-in-refused").await;
    visit.sign_in("manager").await;
    list_pages(&visit).await;
    case_pages(&visit, &reference).await;
    served.stop().await;

    let served = Served::start().await;
    let token = served
        .casework
        .accounts()
        .set_up_token()
        .await
        .unwrap()
        .unwrap();
    let visit = Visit {
        browser: &browser,
        served: &served,
        view,
    };
    visit.check_at(&format!("/setup/{token}"), "set-up").await;
    visit.check_refused("set-up-refused").await;
    browser.close().await;
    served.stop().await;
}

async fn public_pages(visit: &Visit<'_>) -> String {
    visit.check_at("/", "home").await;
    let reference = request(visit, true).await;
    let status = visit.links("a.long").await.remove(0);
    visit
        .check_at(&status.replace(&visit.served.address, ""), "status")
        .await;
    visit.check_refused("status-refused").await;
    visit.check_at("/requests/find", "find").await;
    visit.fill("reference", &reference).await;
    visit.fill("code", "0000-0000").await;
    visit.check_refused("find-refused").await;
    visit
        .check_at("/publication-decisions", "publication-decisions")
        .await;
    visit.check_at("/publications", "what-is-published").await;
    visit.fill("q", "2025").await;
    visit.check_refused("what-is-published-refused").await;
    visit
        .check_at("/publications?q=zeppelin", "what-is-published-not")
        .await;
    visit.check_at("/not/there", "not-found").await;
    let calculator = "/deadline-calculator";
    visit.check_at(calculator, "calculator").await;
    visit.check_refused("calculator-refused").await;
    let answer =
        format!("{calculator}?regime=uk-foia-2000&received=2026-05-28&event=extended@2026-06-20");
    visit.check_at(&answer, "calculator-answer").await;
    reference
}

async fn list_pages(visit: &Visit<'_>) {
    let mut arrived = Arrived {
        bytes: mail("foi@police.example", "X-Spam-Flag: YES\n", "Win a drone"),
        source: Source::Pipe,
        place: String::new(),
        received_at: None,
    };
    let (casework, now) = (&visit.served.casework, visit.served.now());
    let message = casework
        .incoming()
        .receive(arrived.clone(), now)
        .await
        .unwrap()
        .id;
    arrived.bytes = bounce("no.such.letter@police.example", "foi@police.example");
    casework.incoming().receive(arrived, now).await.unwrap();
    let message = casework
        .reads(Viewer::SYSTEM)
        .messages()
        .message(message)
        .await
        .unwrap()
        .unwrap();
    let message = format!("/desk/mail/{}", message.public_id);
    for (path, page) in [
        ("/desk/requests", "queue"),
        ("/desk/requests?stage=drafting", "queue-filtered"),
        ("/desk/requests?q=zzzzzz", "queue-empty"),
        ("/desk/mail", "mail"),
        (message.as_str(), "message"),
        ("/desk/mail/undelivered", "undelivered"),
        ("/desk/reports/month/2026-05", "report"),
        ("/desk/topics", "topics"),
        ("/desk/topics/candidates", "candidates"),
        ("/desk/publications", "publications"),
        ("/desk/requests/FOI-1900-00001", "no-such-case"),
    ] {
        visit.check_at(path, page).await;
    }
    visit.go("/desk/topics").await;
    let topic = visit.links(".list tbody a").await.remove(0);
    visit.check_at(&topic, "topic").await;
    for noun in [
        "names",
        "merges",
        "splits",
        "marks",
        "assessments",
        "decisions",
    ] {
        let form = format!("{topic}/{noun}/new");
        visit.check_at(&form, &format!("topic-{noun}")).await;
        if noun != "assessments" {
            visit.check_refused(&format!("topic-{noun}-refused")).await;
        }
    }
    publication_pages(visit, &topic).await;
    for (path, page) in [("/desk/people", "people"), ("/desk/requests/new", "log")] {
        visit.check_at(path, page).await;
        visit.check_refused(&format!("{page}-refused")).await;
    }
}

/// A decision about a topic on its way to a publication, and what the public sees of it.
async fn publication_pages(visit: &Visit<'_>, topic: &str) {
    visit.go(&format!("{topic}/decisions/new")).await;
    visit.click("[name=kind][value=publish_once]").await;
    visit.click("[name=effort][value=S]").await;
    visit.fill("reason", "Many people ask for it.").await;
    visit.fill("owner", "Statistics").await;
    for (part, text) in [("day", "1"), ("month", "9"), ("year", "2026")] {
        visit.fill(&format!("due-{part}"), text).await;
    }
    visit.send().await;
    visit.check("publications-one").await;
    let decision = visit.links(".board-cards a").await.remove(0);
    visit.check_at(&decision, "publication-decision").await;
    visit.go(&format!("{decision}/preparations/new")).await;
    visit.check("publication-preparations").await;
    visit.send().await;
    visit.go(&format!("{decision}/checks/new")).await;
    visit.check("publication-checks").await;
    visit.check_refused("publication-checks-refused").await;
    visit.click("[name=how_checked][value=table]").await;
    visit
        .fill("table", "Area,Men,Women\nNorth,3,90\nSouth,40,50\n")
        .await;
    visit.send().await;
    visit.go(&format!("{decision}/issues/new")).await;
    visit.check("publication-issues").await;
    visit
        .fill("address", "https://data.example.org/figures")
        .await;
    visit.send().await;
    visit.check("publication-published").await;
    let number = decision.rsplit('/').next().unwrap();
    visit
        .check_at(&format!("/publications/{number}"), "publication")
        .await;
    visit
        .check_at("/publication-decisions", "publication-decisions-one")
        .await;
    visit
        .check_at("/publications", "what-is-published-one")
        .await;
}

/// The page of a case in each stage, and the form of every action that is offered on one.
async fn case_pages(visit: &Visit<'_>, reference: &str) {
    let mut seen = Vec::new();
    for stage in [
        "received",
        "clarification_sought",
        "searching",
        "drafting",
        "clearance",
        "ready_to_send",
        "answered",
        "closed",
    ] {
        visit.go(&format!("/desk/requests?stage={stage}")).await;
        let Some(case) = visit.links(".list .reference a").await.into_iter().next() else {
            continue;
        };
        visit.check_at(&case, &format!("case-{stage}")).await;
        let forms = visit.links(".actions a, .questions a").await;
        for form in forms {
            let noun = form.split('/').nth(4).unwrap().to_owned();
            if !seen.contains(&noun) {
                visit.check_at(&form, &format!("action-{noun}")).await;
                seen.push(noun);
            }
        }
        if stage == "clearance" {
            let cleared = case.rsplit('/').next().unwrap();
            visit.act(cleared, "Clear for sending", &[]).await;
        }
    }
    for noun in [
        "allocations",
        "decisions",
        "clearances",
        "answers",
        "reviews",
    ] {
        assert!(seen.iter().any(|s| s == noun), "no {noun} in {seen:?}");
    }
    let case = format!("/desk/requests/{reference}");
    visit
        .check_at(&format!("{case}/topics/new"), "case-topic")
        .await;
    visit.go(&format!("{case}/clarifications/new")).await;
    visit.check_refused("clarifications-refused").await;
    // A day before receipt is refused for the form as a whole.
    visit.go(&format!("{case}/withdrawals/new")).await;
    for (part, text) in [("day", "1"), ("month", "6"), ("year", "2020")] {
        visit.fill(&format!("on-{part}"), text).await;
    }
    visit.check_refused("withdrawals-refused").await;
    visit.go(&format!("{case}/notes/new")).await;
    visit.served.note_from_elsewhere(reference).await;
    visit.fill("text", "My careful note").await;
    visit.send().await;
    assert!(visit.text(".flash").await.contains("Somebody was first"));
    visit.check("notes-stale").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_on_a_desktop() {
    every_page(View::Desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_on_a_small_telephone() {
    every_page(View::Narrow).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_the_dark() {
    every_page(View::Dark).await;
}
