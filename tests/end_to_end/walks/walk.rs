//! One way through Daylight: a database, a mail server, a browser, and everybody who sits before it.

use super::letters::Came;
use super::reading::Read;
use crate::browser::visit::{Served, Visit};
use crate::chromium::{Browser, View};
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::App;
use chrono::NaiveDate;
use fantoccini::cookies::Cookie;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;

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

/// A walk, and what was read on it.
pub struct Walk {
    pub app: App,
    pub(super) served: Served,
    pub(super) browser: Browser,
    pub(super) name: &'static str,
    pub(super) view: View,
    /// Whether each page is checked besides being read.
    pub(super) checks: bool,
    pub(super) sink: SmtpSink,
    /// Who of the desk sits before the browser.
    seat: Mutex<Option<Seat>>,
    /// What the browsers of others hold.
    cookies: Mutex<HashMap<Seat, Vec<Cookie<'static>>>>,
    pub(super) came: Mutex<Vec<Came>>,
    /// Every page and letter so far.
    pub(super) read: Mutex<Vec<Read>>,
    /// Every sentence missing or untrue so far, for all of them to be told at once.
    pub(super) wrong: Mutex<Vec<String>>,
    begun: Instant,
}

/// The settings of a program that listens on a port of its own and sends its letters here.
fn settings(sink: &SmtpSink) -> Vec<(String, String)> {
    let address = format!("127.0.0.1:{}", crate::ports::free_port());
    vec![
        ("DAYLIGHT_LISTEN".to_owned(), address.clone()),
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
        let browser = Browser::open(view).await?;
        let app = App::on_postgresql_with(&settings(&sink)).await?;
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

    pub(super) fn visit(&self) -> Visit<'_> {
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
            for cookie in held {
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
            // The session's: it alone outlasts the browser.
            let mut held = client.get_all_cookies().await.unwrap();
            held.retain(|cookie| cookie.expires().is_some());
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
}
