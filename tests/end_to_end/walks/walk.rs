//! One way through Daylight: a database, a mail server, a browser, and everybody who sits before it.

use super::keyboard;
use super::reading::{Read, one_line};
use crate::browser::visit::{Served, Visit, free_address};
use crate::chromium::{Browser, View};
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, goes_on};
use chrono::NaiveDate;
use daylight::casework::deliver::transport;
use fantoccini::Locator;
use fantoccini::cookies::Cookie;
use mail_parser::MessageParser;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Makes of one walk a test on each database. Where scripts are on, its pages are checked as well
/// as read on SQLite: they are the same pages on the other.
macro_rules! walked_on_both_databases {
    ($($(#[$note:meta])* async fn $name:ident($walk:ident: &Walk, $view:expr) $body:block)*) => {$(
        $(#[$note])*
        mod $name {
            use super::*;

            async fn scenario($walk: &Walk) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                if let Some(walk) = Walk::on_sqlite(stringify!($name), $view).await {
                    scenario(&walk).await;
                    walk.end().await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                if let Some(walk) = Walk::on_postgresql(stringify!($name), $view).await {
                    scenario(&walk).await;
                    walk.end().await;
                }
            }
        }
    )*};
}

/// Somebody of the desk on a day: a session does not last longer.
type Seat = (&'static str, NaiveDate);

/// A letter as it came over the wire.
#[derive(Debug, Clone)]
pub struct Came {
    pub to: String,
    pub reply_to: String,
    pub message_id: String,
    pub subject: String,
    /// Its plain text as it came.
    pub raw: String,
    /// The same on one line.
    pub text: String,
    /// Its HTML.
    pub html: String,
    pub documents: Vec<String>,
}

/// A walk, and what was read on it.
pub struct Walk {
    pub app: App,
    served: Served,
    browser: Browser,
    name: &'static str,
    view: View,
    /// Whether each page is checked besides being read.
    checks: bool,
    sink: SmtpSink,
    /// Who of the desk sits before the browser.
    seat: Mutex<Option<Seat>>,
    /// What the browsers of others hold.
    cookies: Mutex<HashMap<Seat, Vec<Cookie<'static>>>>,
    came: Mutex<Vec<Came>>,
    /// Every page and letter so far.
    read: Mutex<Vec<Read>>,
    /// Every sentence missing or untrue so far, for all of them to be told at once.
    wrong: Mutex<Vec<String>>,
    begun: Instant,
}

/// The settings of a program that listens on a port of its own and sends its letters here.
fn settings(sink: &SmtpSink) -> Vec<(String, String)> {
    let address = free_address();
    vec![
        ("DAYLIGHT_LISTEN".to_owned(), address.to_string()),
        (
            "DAYLIGHT_WEB__BASE_URL".to_owned(),
            format!("http://{address}"),
        ),
        (
            "DAYLIGHT_MAIL_URL".to_owned(),
            format!("smtp://127.0.0.1:{}?tls=none", sink.port()),
        ),
    ]
}

impl Walk {
    pub async fn on_sqlite(name: &'static str, view: View) -> Option<Self> {
        let browser = Browser::open(view).await?;
        let sink = SmtpSink::start(Conduct::Accepts);
        let app = App::with(&settings(&sink)).await;
        let checks = view != View::WithoutScript;
        Some(Self::begin(name, (view, checks), browser, app, sink).await)
    }

    pub async fn on_postgresql(name: &'static str, view: View) -> Option<Self> {
        let sink = SmtpSink::start(Conduct::Accepts);
        let app = App::on_postgresql_with(&settings(&sink)).await?;
        let browser = Browser::open(view).await?;
        Some(Self::begin(name, (view, false), browser, app, sink).await)
    }

    async fn begin(
        name: &'static str,
        (view, checks): (View, bool),
        browser: Browser,
        app: App,
        sink: SmtpSink,
    ) -> Self {
        let casework = std::sync::Arc::clone(&app.casework);
        let served = Served::listening(casework, app.clock(), None).await;
        Self {
            app,
            served,
            browser,
            name,
            view,
            checks,
            sink,
            seat: Mutex::default(),
            cookies: Mutex::default(),
            came: Mutex::default(),
            read: Mutex::default(),
            wrong: Mutex::default(),
            begun: Instant::now(),
        }
    }

    /// Ends the walk: fails with every sentence that was missing or untrue, and where the record
    /// does not hold.
    pub async fn end(self) {
        if let Some(folder) = std::env::var_os("DAYLIGHT_SCREENSHOTS") {
            let read = self.read.lock().unwrap();
            let told = read.iter().map(Read::told).collect::<Vec<_>>().join("\n");
            let file = std::path::Path::new(&folder).join(format!("{}.txt", self.name));
            std::fs::write(file, told).unwrap();
        }
        let held = self.app.casework.verify().await.unwrap();
        let wrong = self.wrong.lock().unwrap().join("\n\n");
        let (name, seconds) = (self.name, self.begun.elapsed().as_secs_f32());
        let pages = self.read.lock().unwrap().len();
        eprintln!("{name}: {pages} pages and letters read in {seconds:.1} s");
        self.browser.close().await;
        self.served.stop().await;
        assert!(wrong.is_empty(), "{wrong}");
        assert!(held.is_ok(), "{:?}", held.err());
    }

    fn visit(&self) -> Visit<'_> {
        Visit {
            browser: &self.browser,
            served: &self.served,
            view: self.view,
        }
    }

    /// Somebody of the desk sits down, and signs in where they have not on this day.
    pub async fn desk(&self, who: &'static str) {
        let seat = (who, self.app.now().today);
        if *self.seat.lock().unwrap() == Some(seat) {
            return;
        }
        self.requester().await;
        let client = &self.browser.client;
        let held = self.cookies.lock().unwrap().remove(&seat);
        if let Some(held) = held {
            for mut cookie in held {
                // This host's alone, as it was set.
                cookie.unset_domain();
                client.add_cookie(cookie).await.unwrap();
            }
        } else {
            let visit = self.visit();
            visit.go("/desk/sign-in").await;
            let email = format!("{}@police.example", who.to_lowercase());
            visit.fill("email", &email).await;
            visit.fill("password", "three words here").await;
            visit.send().await;
            visit.reach("Open requests").await;
        }
        *self.seat.lock().unwrap() = Some(seat);
    }

    /// The requester, with a browser that knows nobody of the desk.
    pub async fn requester(&self) {
        let left = self.seat.lock().unwrap().take();
        if let Some(seat) = left {
            let client = &self.browser.client;
            let held = client.get_all_cookies().await.unwrap();
            self.cookies.lock().unwrap().insert(seat, held);
            client.delete_all_cookies().await.unwrap();
        }
    }

    pub async fn go(&self, path: &str) {
        self.visit().go(path).await;
    }

    pub async fn go_case(&self, reference: &str) {
        self.go(&format!("/desk/requests/{reference}")).await;
    }

    /// The requester opens their page.
    pub async fn go_status(&self, reference: &str) {
        self.requester().await;
        let token = self.app.status_token(reference).await;
        self.go(&format!("/status/{token}")).await;
    }

    pub async fn follow(&self, link: &str) {
        self.visit().follow(Locator::LinkText(link)).await;
    }

    /// Follows or presses what is at this place and waits for the next page.
    pub async fn press(&self, css: &str) {
        self.visit().follow(Locator::Css(css)).await;
    }

    pub async fn click(&self, css: &str) {
        self.visit().click(css).await;
    }

    pub async fn send(&self) {
        self.visit().send().await;
    }

    pub async fn text(&self, css: &str) -> String {
        one_line(&self.visit().text(css).await)
    }

    /// Opens what is folded away under these words.
    pub async fn unfold(&self, summary: &str) {
        let path = format!("//details[not(@open)]/summary[normalize-space()='{summary}']");
        let found = self.browser.client.find(Locator::XPath(&path)).await;
        let found = found.unwrap_or_else(|e| panic!("nothing folded under {summary}: {e}"));
        found.click().await.unwrap();
    }

    /// Opens all that is folded away, one by one.
    pub async fn unfold_all(&self) {
        let css = Locator::Css("main details:not([open]) > summary");
        while let Ok(folded) = self.browser.client.find(css).await {
            folded.click().await.unwrap();
        }
    }

    /// Chooses what has this label.
    pub async fn choose(&self, label: &str) {
        let path = format!("//main//label[normalize-space()='{label}']");
        let found = self.browser.client.find(Locator::XPath(&path)).await;
        let found = found.unwrap_or_else(|e| panic!("no choice {label}: {e}"));
        found.click().await.unwrap();
    }

    /// The letter a page shows, in the window its button opens, as it is formatted.
    pub async fn formatted(&self, step: &str) -> String {
        let client = &self.browser.client;
        let here = client.window().await.unwrap();
        self.click("main button[formaction$='/formatted']").await;
        let other = loop {
            let windows = client.windows().await.unwrap();
            if let Some(other) = windows.into_iter().find(|w| *w != here) {
                break other;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        client.switch_to_window(other).await.unwrap();
        let said = self.text("body").await;
        self.shoot(step).await;
        client.close_window().await.unwrap();
        client.switch_to_window(here).await.unwrap();
        self.held(step, "formatted", said.clone(), &[], &[]);
        said
    }

    /// How many things of a kind there are on the page.
    pub async fn count(&self, css: &str) -> usize {
        let found = self.browser.client.find_all(Locator::Css(css)).await;
        found.unwrap().len()
    }

    pub async fn links(&self, css: &str) -> Vec<String> {
        self.visit().links(css).await
    }

    /// Fills in the fields of these names: types, or chooses what has this value.
    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            let css = format!("main [name=\"{name}\"]:not([type=hidden])");
            let field = self.browser.client.find(Locator::Css(&css)).await;
            let field = field.unwrap_or_else(|e| panic!("no field {name}: {e}"));
            let kind = field.attr("type").await.unwrap().unwrap_or_default();
            match (field.tag_name().await.unwrap().as_str(), kind.as_str()) {
                ("select", _) => {
                    let option = format!("main [name=\"{name}\"] option[value=\"{value}\"]");
                    self.click(&option).await;
                }
                (_, "radio" | "checkbox") => {
                    let css = format!("main [name=\"{name}\"][value=\"{value}\"]");
                    let choice = self.browser.client.find(Locator::Css(&css)).await;
                    let choice = choice.unwrap_or_else(|e| panic!("no {value} of {name}: {e}"));
                    if !choice.is_selected().await.unwrap() {
                        choice.click().await.unwrap();
                    }
                }
                (_, "file") => field.send_keys(value).await.unwrap(),
                _ => {
                    field.clear().await.unwrap();
                    field.send_keys(value).await.unwrap();
                }
            }
        }
    }

    /// Opens the form of an action from the page of the case, reads it, fills it in and sends it;
    /// the letter it shows first is read and sent.
    pub async fn act(&self, reference: &str, link: &str, fields: &[(&str, &str)]) {
        self.go_case(reference).await;
        self.follow(link).await;
        self.page(link, &[], &[]).await;
        self.fill(fields).await;
        self.send().await;
        if self.text("h1").await == "Read the letter before it goes" {
            self.page(&format!("{link}: the letter"), &[], &[]).await;
            self.send().await;
        }
        self.done(link).await;
    }

    /// That the page says what was done.
    pub async fn done(&self, what: &str) {
        let done = self.text(".flash-success").await;
        assert!(done.ends_with('.'), "{what}: {done}");
    }

    /// Reads the page that is open, holds it against what is so and, where pages are checked, checks it.
    pub async fn page(&self, step: &str, says: &[&str], never: &[&str]) {
        let text = self.words().await;
        let place = self.place().await;
        self.held(step, &place, text, says, never);
        if self.view == View::WithoutScript {
            return self.shoot(step).await;
        }
        self.visit().unfold().await;
        self.shoot(step).await;
        if self.checks {
            let client = &self.browser.client;
            self.browser.check_axe(step).await;
            keyboard::check(client, step).await;
            client.set_window_size(360, 800).await.unwrap();
            self.browser.check_fits(step).await;
            client.set_window_size(1280, 900).await.unwrap();
            self.browser.check_fits(step).await;
        }
    }

    async fn shoot(&self, step: &str) {
        if std::env::var_os("DAYLIGHT_SCREENSHOTS").is_none() {
            return;
        }
        let number = self.read.lock().unwrap().len();
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let step: String = step.chars().map(plain).collect();
        for width in [360, 1280] {
            let client = &self.browser.client;
            client.set_window_size(width, 900).await.unwrap();
            let name = format!("{}-{number:02}-{step}-{width}", self.name);
            self.browser.screenshot(&name).await;
        }
    }

    /// What the page says to somebody who reads it now, with what stands in its fields; letters of
    /// earlier days stand on it folded away, and are read when they come.
    async fn words(&self) -> String {
        if self.view == View::WithoutScript {
            return self.text("body").await;
        }
        let read = "document.querySelectorAll('details').forEach(d => d.open = true); \
            const old = [...document.querySelectorAll('details.letter > :not(summary)')]; \
            old.forEach(e => e.style.display = 'none'); \
            const fields = [...document.querySelectorAll('main input, main textarea')] \
                .filter(e => !['hidden', 'radio', 'checkbox', 'file'].includes(e.type)); \
            const said = document.body.innerText + ' ' + fields.map(e => e.value).join(' '); \
            old.forEach(e => e.style.display = ''); \
            return said";
        let said = self.browser.client.execute(read, Vec::new()).await.unwrap();
        one_line(said.as_str().unwrap())
    }

    /// Keeps what was read and notes each sentence that is missing or untrue.
    pub fn held(&self, step: &str, place: &str, text: String, says: &[&str], never: &[&str]) {
        let missing = says.iter().filter(|said| !text.contains(**said));
        let missing = missing.map(|said| format!("no {said:?}"));
        let untrue = never.iter().filter(|said| text.contains(**said));
        let untrue = untrue.map(|said| format!("untrue {said:?}"));
        let found: Vec<String> = missing.chain(untrue).collect();
        if !found.is_empty() {
            let told = format!("{step} ({place}): {} in {text}", found.join(", "));
            self.wrong.lock().unwrap().push(told);
        }
        self.read.lock().unwrap().push(Read {
            step: step.to_owned(),
            place: place.to_owned(),
            text,
        });
    }

    /// Reads the sheet that is open as it is printed.
    pub async fn printed(&self, step: &str, says: &[&str], never: &[&str]) {
        let said = self.text("body").await;
        self.held(step, "printed", said, says, never);
        self.shoot(step).await;
    }

    /// The row of a case in the list that is open.
    pub async fn row(&self, reference: &str) -> String {
        let path = format!("//tr[.//a[text()='{reference}']]");
        let row = self.browser.client.find(Locator::XPath(&path)).await;
        one_line(&row.unwrap().text().await.unwrap())
    }

    /// The path of the page that is open.
    pub async fn place(&self) -> String {
        let here = self.browser.client.current_url().await.unwrap();
        here.path().to_owned()
    }

    /// Sends what is due through the mail server, and gives what came there since.
    pub async fn mail(&self) -> Vec<Came> {
        let transport = transport(&self.app.casework.settings).unwrap();
        let (casework, clock, never) = (&self.app.casework, self.app.clock(), goes_on());
        let delivered = casework.deliver(&transport, 100, &*clock, &never);
        delivered.await.unwrap();
        let letters = self.sink.letters();
        let before = self.came.lock().unwrap().len();
        let new: Vec<Came> = letters.iter().skip(before).map(|l| came(l)).collect();
        self.came.lock().unwrap().extend(new.iter().cloned());
        new
    }

    /// The one letter to an address that came since, held against what is so as its text and as
    /// its HTML say it.
    pub async fn letter(&self, step: &str, to: &str, says: &[&str], never: &[&str]) -> Came {
        let new = self.mail().await;
        let theirs: Vec<Came> = new.into_iter().filter(|l| l.to == to).collect();
        assert_eq!(theirs.len(), 1, "{step}: {theirs:?}");
        let letter = theirs[0].clone();
        self.held(step, "its text", letter.text.clone(), says, never);
        let page = format!("data:text/html;charset=utf-8,{}", percent(&letter.html));
        self.browser.client.goto(&page).await.unwrap();
        let formatted = self.text("body").await;
        self.held(step, "formatted", formatted, says, never);
        self.shoot(step).await;
        // Back to a page of ours, where its cookies are.
        self.go("/").await;
        letter
    }
}

fn percent(text: &str) -> String {
    rocket::http::RawStr::new(text).percent_encode().to_string()
}

fn came(wire: &str) -> Came {
    let message = MessageParser::default().parse(wire.as_bytes()).unwrap();
    let address = |a: Option<&mail_parser::Address<'_>>| {
        let first = a.and_then(|a| a.first()).and_then(|a| a.address());
        first.unwrap_or_default().to_owned()
    };
    let raw = message.body_text(0).unwrap().into_owned();
    let named = message.attachments().map(|part| {
        use mail_parser::MimeHeaders;
        part.attachment_name().unwrap_or_default().to_owned()
    });
    Came {
        to: address(message.to()),
        reply_to: address(message.reply_to()),
        message_id: message.message_id().unwrap().to_owned(),
        subject: message.subject().unwrap().to_owned(),
        text: one_line(&raw),
        raw,
        html: message.body_html(0).unwrap().into_owned(),
        documents: named.collect(),
    }
}
