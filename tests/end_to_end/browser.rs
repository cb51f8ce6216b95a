//! Daylight in a real browser: whole journeys without script, and every page checked by axe-core.
//!
//! Skipped where Chromium is missing; `DAYLIGHT_TEST_REQUIRE=browser` makes that a failure.

use crate::chromium::{Browser, View};
use daylight::casework::act::Instructed;
use daylight::casework::{Casework, Instruction, Moment, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, topics};
use daylight::domain::case::Actor;
use daylight::domain::role::Role;
use daylight::mail::Transport;
use daylight::templates::Templates;
use fantoccini::Locator;
use fantoccini::elements::Element;
use rocket::Shutdown;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::JoinHandle;

const NOW: &str = "2026-06-02T09:00:00Z";

/// What the generated desk signs in with.
const PASSWORD: &str = "open by default";

/// Daylight listening on a port of its own, on SQLite, at an hour that stands still.
struct Served {
    casework: Arc<Casework>,
    address: String,
    shutdown: Shutdown,
    task: JoinHandle<()>,
    _folder: TempDir,
}

/// A browser that looks at it.
struct Visit<'a> {
    browser: &'a Browser,
    served: &'a Served,
    view: View,
}

impl Served {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let env = [
            ("DAYLIGHT_DATA", folder.path().display().to_string()),
            (
                "DAYLIGHT_DATABASE_URL",
                format!("sqlite:{}", folder.path().join("daylight.db").display()),
            ),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let mut settings = Settings::load(None, env.into_iter()).unwrap();
        settings.web.listen = free_address();
        let address = format!("http://{}", settings.web.listen);
        settings.web.base_url.clone_from(&address);
        let casework = Casework::open(Parts {
            settings,
            law: Law::load(None).unwrap(),
            templates: Templates::load().unwrap(),
            weights: publication::load(None).unwrap(),
            topic_settings: topics::load(None).unwrap(),
        })
        .await
        .unwrap();
        let casework = Arc::new(casework);
        let listen = casework.settings.web.listen;
        let clock = Arc::new(|| NOW.parse().unwrap());
        let rocket = daylight::app::rocket(Arc::clone(&casework), clock, false);
        let rocket = rocket.ignite().await.unwrap();
        let shutdown = rocket.shutdown();
        let task = tokio::spawn(async move {
            drop(rocket.launch().await.unwrap());
        });
        let begun = Instant::now();
        while tokio::net::TcpStream::connect(listen).await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "{listen}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self {
            casework,
            address,
            shutdown,
            task,
            _folder: folder,
        }
    }

    /// With a generated authority: enough for every page to have something on it.
    async fn with_cases() -> Self {
        let served = Self::start().await;
        let generated = served.casework.generate(120, 1, served.now(), &|_| ());
        assert_eq!(generated.await.unwrap().password, PASSWORD);
        served
    }

    fn now(&self) -> Moment {
        self.casework.moment(NOW.parse().unwrap())
    }

    /// The address of somebody of a role.
    async fn email_of(&self, role: &str) -> String {
        let people = self.casework.store.people().await.unwrap();
        people.into_iter().find(|p| p.role == role).unwrap().email
    }

    async fn note_from_elsewhere(&self, reference: &str) {
        let people = self.casework.store.people().await.unwrap();
        let manager = people.into_iter().find(|p| p.role == "manager").unwrap();
        let actor = Actor {
            role: Role::Manager,
            person: Some(manager.id),
        };
        let page = self.casework.store.case_page(reference).await.unwrap();
        let instructed = Instructed {
            reference: reference.to_owned(),
            version: Some(page.unwrap().stored.version),
            submission: "from elsewhere".to_owned(),
            on: None,
            instruction: Instruction::AddNote {
                text: "Somebody was first".to_owned(),
            },
        };
        self.casework
            .act(instructed, actor, self.now())
            .await
            .unwrap();
    }

    async fn stop(self) {
        self.shutdown.notify();
        self.task.await.unwrap();
        self.casework.store.close().await.unwrap();
    }
}

impl Visit<'_> {
    async fn go(&self, path: &str) {
        let url = format!("{}{path}", self.served.address);
        self.browser.client.goto(&url).await.unwrap();
    }

    /// Types into the field of this name in place of what it held.
    async fn fill(&self, name: &str, text: &str) {
        let css = format!("main [name=\"{name}\"]:not([type=hidden])");
        let field = self.browser.client.find(Locator::Css(&css)).await;
        let field = field.unwrap_or_else(|e| panic!("no field {name}: {e}"));
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn click(&self, css: &str) {
        let found = self.browser.client.find(Locator::Css(css)).await;
        let found = found.unwrap_or_else(|e| panic!("nothing at {css}: {e}"));
        found.click().await.unwrap();
    }

    /// Clicks what leads to another page and waits until this one is gone.
    async fn leave_by(&self, way: Element) {
        let page = self.browser.client.find(Locator::Css("html")).await;
        let page = page.unwrap();
        way.click().await.unwrap();
        let begun = Instant::now();
        while page.tag_name().await.is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the page stays");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Sends the page's last form that has a button.
    async fn send(&self) {
        let buttons = self
            .browser
            .client
            .find_all(Locator::Css("main button.button"))
            .await;
        self.leave_by(buttons.unwrap().pop().unwrap()).await;
    }

    async fn text(&self, css: &str) -> String {
        let found = self.browser.client.wait().for_element(Locator::Css(css));
        let found = found
            .await
            .unwrap_or_else(|e| panic!("nothing at {css}: {e}"));
        found.text().await.unwrap()
    }

    /// Waits for the page of this heading.
    async fn reach(&self, heading: &str) {
        let begun = Instant::now();
        loop {
            let found = self.browser.client.find(Locator::Css("h1")).await;
            let text = match found {
                Ok(found) => found.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(heading) {
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "the page is {text:?}, not {heading:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn follow(&self, link: Locator<'_>) {
        let found = self.browser.client.find(link).await;
        let found = found.unwrap_or_else(|e| panic!("no link {link:?}: {e}"));
        self.leave_by(found).await;
    }

    async fn sign_in(&self, role: &str) {
        let email = self.served.email_of(role).await;
        self.go("/desk/sign-in").await;
        self.fill("email", &email).await;
        self.fill("password", PASSWORD).await;
        self.send().await;
        self.reach("Open requests").await;
    }

    /// Opens the form of an action of the case, fills it in and sends it.
    async fn act(&self, reference: &str, link: &str, fields: &[(&str, &str)]) {
        self.go(&format!("/desk/requests/{reference}")).await;
        self.follow(Locator::LinkText(link)).await;
        for (name, text) in fields {
            self.fill(name, text).await;
        }
        self.send().await;
        let done = self.text(".flash").await;
        assert!(done.contains("done"), "{link}: {done}");
    }

    /// Checks the page that is open, with everything on it unfolded.
    async fn check(&self, page: &str) {
        let named = format!("{page}-{:?}", self.view).to_lowercase();
        self.browser.screenshot(&named).await;
        let unfold = "document.querySelectorAll('details').forEach(d => d.open = true)";
        self.browser
            .client
            .execute(unfold, Vec::new())
            .await
            .unwrap();
        self.browser.check_axe(&named).await;
        self.browser.check_fits(&named).await;
        let astray = "return [...document.querySelectorAll('.error-summary a')] \
                      .map(a => a.getAttribute('href')) \
                      .filter(to => !document.getElementById(to.slice(1)))";
        let astray = self.browser.client.execute(astray, Vec::new()).await;
        let astray = astray.unwrap();
        assert_eq!(
            astray,
            serde_json::json!([]),
            "errors on {named} lead nowhere"
        );
    }

    async fn check_at(&self, path: &str, page: &str) {
        self.go(path).await;
        self.check(page).await;
    }

    /// Sends the form that is open and checks the page that says what is wrong with it.
    async fn check_refused(&self, page: &str) {
        self.send().await;
        self.text(".error-summary").await;
        self.check(page).await;
    }

    /// Where the links of this kind lead, without the server's address.
    async fn links(&self, css: &str) -> Vec<String> {
        let mut links = Vec::new();
        for link in self
            .browser
            .client
            .find_all(Locator::Css(css))
            .await
            .unwrap()
        {
            links.extend(link.attr("href").await.unwrap());
        }
        links
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

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
    let officer = served.casework.store.people().await.unwrap();
    let officer = officer.into_iter().find(|p| p.role == "officer").unwrap();
    visit.follow(Locator::LinkText("Allocate")).await;
    visit
        .click(&format!("#officer option[value=\"{}\"]", officer.id))
        .await;
    visit.send().await;
    assert!(visit.text(".flash").await.contains("done"));
    visit.act(&reference, "Start the search", &[]).await;
    visit.act(&reference, "Start the draft", &[]).await;
    visit.go(&format!("/desk/requests/{reference}")).await;
    visit.follow(Locator::Css(".questions a")).await;
    visit.reach("Decide question 1").await;
    visit.click("[name=outcome][value=granted_in_full]").await;
    visit
        .fill("answer", "1,234 bicycles were recorded as stolen.")
        .await;
    visit.send().await;
    assert!(visit.text(".flash").await.contains("done"));
    visit.act(&reference, "Send for clearance", &[]).await;

    visit.sign_in("manager").await;
    visit.act(&reference, "Clear for sending", &[]).await;
    visit
        .act(&reference, "Send the answer", &[("hours", "2.5")])
        .await;
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
    let delivered = served.casework.deliver(&transport, 1_000, &clock);
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
    let token = served.casework.set_up_token().await.unwrap().unwrap();
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
    visit.check_at("/not/there", "not-found").await;
    reference
}

async fn list_pages(visit: &Visit<'_>) {
    for (path, page) in [
        ("/desk/requests", "queue"),
        ("/desk/requests?stage=drafting", "queue-filtered"),
        ("/desk/requests?q=zzzzzz", "queue-empty"),
        ("/desk/reports/month/2026-05", "report"),
        ("/desk/topics", "topics"),
        ("/desk/topics/candidates", "candidates"),
        ("/desk/requests/FOI-1900-00001", "no-such-case"),
    ] {
        visit.check_at(path, page).await;
    }
    visit.go("/desk/topics").await;
    let topic = visit.links(".list tbody a").await.remove(0);
    visit.check_at(&topic, "topic").await;
    for (path, page) in [("/desk/people", "people"), ("/desk/requests/new", "log")] {
        visit.check_at(path, page).await;
        visit.check_refused(&format!("{page}-refused")).await;
    }
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
