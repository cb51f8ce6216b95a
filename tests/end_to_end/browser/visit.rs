//! Daylight on a port of its own, and a browser that visits it.

use crate::chromium::{Browser, View};
use daylight::casework::cases::act::Instructed;
use daylight::casework::cases::actions;
use daylight::casework::{Casework, Instruction, Moment, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, shape, topics};
use daylight::demo::Demo;
use daylight::domain::case::Actor;
use daylight::domain::role::Role;
use daylight::domain::viewer::Viewer;
use daylight::jobs::Clock;
use daylight::templates::Templates;
use fantoccini::Locator;
use fantoccini::elements::Element;
use rocket::Shutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::JoinHandle;

const NOW: &str = "2026-06-02T09:00:00Z";

/// What the generated desk signs in with.
const PASSWORD: &str = "open by default";

/// Daylight listening on a port of its own, at an hour that stands still until somebody moves it.
pub struct Served {
    pub casework: Arc<Casework>,
    pub address: String,
    shutdown: Shutdown,
    task: JoinHandle<()>,
    _folder: Option<TempDir>,
}

/// A browser that looks at it.
pub struct Visit<'a> {
    pub browser: &'a Browser,
    pub served: &'a Served,
    pub view: View,
}

impl Served {
    /// On SQLite.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let env = [
            ("DAYLIGHT_DATA", folder.path().display().to_string()),
            (
                "DAYLIGHT_DATABASE_URL",
                format!("sqlite:{}", folder.path().join("daylight.db").display()),
            ),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let mut settings = Settings::load(None, crate::authority::named(env).into_iter()).unwrap();
        settings.web.listen = free_address();
        settings.web.base_url = format!("http://{}", settings.web.listen);
        let casework = Casework::open(Parts {
            settings,
            law: Law::load(None).unwrap(),
            templates: Templates::load().unwrap(),
            weights: publication::load(None).unwrap(),
            topic_settings: topics::load(None).unwrap(),
            shape_words: shape::load(None).unwrap(),
        })
        .await
        .unwrap();
        let clock = Arc::new(|| NOW.parse().unwrap());
        Self::listening(Arc::new(casework), clock, Some(folder)).await
    }

    /// Over this database, on the port its settings name, with this clock.
    pub async fn listening(casework: Arc<Casework>, clock: Clock, folder: Option<TempDir>) -> Self {
        let listen = casework.settings.web.listen;
        let rocket = daylight::app::rocket(Arc::clone(&casework), clock, false);
        let here = rocket.figment().clone();
        let here = here
            .merge(("address", listen.ip()))
            .merge(("port", listen.port()));
        let rocket = rocket.configure(here).ignite().await.unwrap();
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
            address: format!("http://{listen}"),
            shutdown,
            task,
            _folder: folder,
        }
    }

    /// With a generated authority: enough for every page to have something on it.
    pub async fn with_cases() -> Self {
        let served = Self::start().await;
        let demo = Demo::of(&served.casework);
        let generated = demo.generate(240, 1, served.now(), &|_| ());
        assert_eq!(generated.await.unwrap().password, PASSWORD);
        served
    }

    pub fn now(&self) -> Moment {
        self.casework.moment(NOW.parse().unwrap())
    }

    /// The address of somebody of a role.
    pub async fn email_of(&self, role: &str) -> String {
        let people = self
            .casework
            .reads(Viewer::SYSTEM)
            .people()
            .all()
            .await
            .unwrap();
        people
            .into_iter()
            .find(|p| p.role.as_str() == role)
            .unwrap()
            .email
    }

    pub async fn note_from_elsewhere(&self, reference: &str) {
        let people = self
            .casework
            .reads(Viewer::SYSTEM)
            .people()
            .all()
            .await
            .unwrap();
        let manager = people
            .into_iter()
            .find(|p| p.role.as_str() == "manager")
            .unwrap();
        let actor = Actor {
            role: Role::Manager,
            person: Some(manager.id),
        };
        let page = self
            .casework
            .reads(Viewer::SYSTEM)
            .cases()
            .case_page(reference)
            .await
            .unwrap();
        let instructed = Instructed {
            reference: reference.to_owned(),
            version: Some(page.unwrap().stored.version),
            submission: crate::support::once(),
            on: None,
            deals_with: None,
            instruction: Instruction::AddNote(actions::AddNote {
                text: "Somebody was first".to_owned(),
            }),
        };
        self.casework
            .cases()
            .act(instructed, actor, self.now())
            .await
            .unwrap();
    }

    pub async fn stop(self) {
        self.shutdown.notify();
        self.task.await.unwrap();
        self.casework.reads(Viewer::SYSTEM).close().await.unwrap();
    }
}

impl Visit<'_> {
    pub async fn go(&self, path: &str) {
        let url = format!("{}{path}", self.served.address);
        self.browser.client.goto(&url).await.unwrap();
    }

    /// Types into the field of this name in place of what it held.
    pub async fn fill(&self, name: &str, text: &str) {
        let css = format!("main [name=\"{name}\"]:not([type=hidden])");
        let field = self.browser.client.find(Locator::Css(&css)).await;
        let field = field.unwrap_or_else(|e| panic!("no field {name}: {e}"));
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn click(&self, css: &str) {
        let found = self.browser.client.find(Locator::Css(css)).await;
        let found = found.unwrap_or_else(|e| panic!("nothing at {css}: {e}"));
        found.click().await.unwrap();
    }

    /// Clicks what leads to another page and waits until this one is gone.
    pub async fn leave_by(&self, way: Element) {
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
    pub async fn send(&self) {
        let buttons = self
            .browser
            .client
            .find_all(Locator::Css("main button.button:not([formaction])"))
            .await;
        self.leave_by(buttons.unwrap().pop().unwrap()).await;
    }

    pub async fn text(&self, css: &str) -> String {
        let found = self.browser.client.wait().for_element(Locator::Css(css));
        match found.await {
            Ok(found) => found.text().await.unwrap(),
            Err(e) => panic!(
                "nothing at {css}: {e}\n{}",
                self.browser.client.source().await.unwrap_or_default()
            ),
        }
    }

    /// Waits for the page of this heading.
    pub async fn reach(&self, heading: &str) {
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

    pub async fn follow(&self, link: Locator<'_>) {
        let found = self.browser.client.find(link).await;
        let found = found.unwrap_or_else(|e| panic!("no link {link:?}: {e}"));
        self.leave_by(found).await;
    }

    pub async fn sign_in(&self, role: &str) {
        let email = self.served.email_of(role).await;
        self.go("/desk/sign-in").await;
        self.fill("email", &email).await;
        self.fill("password", PASSWORD).await;
        self.send().await;
        self.reach("Open requests").await;
    }

    /// Opens the form of an action of the case, fills it in and sends it.
    pub async fn act(&self, reference: &str, link: &str, fields: &[(&str, &str)]) {
        self.go(&format!("/desk/requests/{reference}")).await;
        self.follow(Locator::LinkText(link)).await;
        for (name, text) in fields {
            self.fill(name, text).await;
        }
        self.send().await;
        // A letter is read before it goes.
        if self.text("h1").await == "Read the letter before it goes" {
            self.send().await;
        }
        let done = self.text(".flash").await;
        assert!(done.ends_with('.'), "{link}: {done}");
    }

    /// Opens everything on the page that can be opened.
    pub async fn unfold(&self) {
        let unfold = "document.querySelectorAll('details').forEach(d => d.open = true)";
        let unfolded = self.browser.client.execute(unfold, Vec::new()).await;
        unfolded.unwrap();
    }

    /// Checks the page that is open, with everything on it unfolded. What checks a page is a script
    /// of its own: where scripts are turned off it is only shown.
    pub async fn check(&self, page: &str) {
        let named = format!("{page}-{:?}", self.view).to_lowercase();
        self.browser.screenshot(&named).await;
        if matches!(self.view, View::WithoutScript) {
            return;
        }
        self.unfold().await;
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

    pub async fn check_at(&self, path: &str, page: &str) {
        self.go(path).await;
        self.check(page).await;
    }

    /// Sends the form that is open and checks the page that says what is wrong with it.
    pub async fn check_refused(&self, page: &str) {
        self.send().await;
        self.text(".error-summary").await;
        self.check(page).await;
    }

    /// Where the links of this kind lead, without the server's address.
    pub async fn links(&self, css: &str) -> Vec<String> {
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
    SocketAddr::from(([127, 0, 0, 1], crate::ports::free_port()))
}
