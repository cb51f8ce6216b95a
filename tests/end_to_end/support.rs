//! Daylight in this process: a database of its own, a clock that stands still, mail in memory.

use crate::postgres::Database;
use chrono::{DateTime, NaiveDate, Utc};
use daylight::casework::cases::act::Instructed;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::secrets::{form_token, hash_password};
use daylight::casework::{Casework, CaseworkFault, Instruction, Moment, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, shape, topics};
use daylight::domain::case::{Actor, Channel, Outcome, Reasons};
use daylight::domain::ids::FormToken;
use daylight::domain::role::Role;
use daylight::domain::viewer::Viewer;
use daylight::jobs::Clock;
use daylight::mail::{Mailbox, Transport};
use daylight::store::{CasePage, ListDays, NewPerson, Store};
use daylight::templates::Templates;
use rocket::http::{ContentType, RawStr, Status};
use rocket::local::asynchronous::{Client, LocalResponse};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use tempfile::TempDir;
use tokio::sync::watch;

/// Makes of one scenario a test on each database.
macro_rules! on_both_databases {
    ($($(#[$note:meta])* async fn $name:ident($app:ident: App) $body:block)*) => {$(
        $(#[$note])*
        mod $name {
            use super::*;

            async fn scenario($app: App) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                scenario(App::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                if let Some(app) = App::on_postgresql().await {
                    scenario(app).await;
                }
            }
        }
    )*};
}

/// A running Daylight.
pub struct App {
    pub client: Client,
    pub casework: Arc<Casework>,
    pub mailbox: Mailbox,
    pub url: String,
    pub clock: Arc<Mutex<DateTime<Utc>>>,
    folder: TempDir,
    database: Option<Arc<Database>>,
}

/// What came back.
pub struct Page {
    pub status: Status,
    pub html: String,
    pub location: Option<String>,
    pub cache: Option<String>,
}

async fn node(url: &str, data: &Path, settings: &[(String, String)]) -> Casework {
    let env = [
        ("DAYLIGHT_DATA", data.display().to_string()),
        ("DAYLIGHT_DATABASE_URL", url.to_owned()),
        ("DAYLIGHT_WEB__BASE_URL", "http://foi.example".to_owned()),
        ("DAYLIGHT_MAIL__LETTERS_PER_MINUTE", "6000".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let by_mail = settings.iter().any(|(_, value)| value.starts_with("smtp"));
    let (name, taken) = crate::authority::CHOSEN;
    let chosen = by_mail.then(|| (name.to_owned(), taken.to_owned()));
    let env = env
        .into_iter()
        .chain(chosen)
        .chain(settings.iter().cloned());
    let settings = Settings::load(None, crate::authority::named(env).into_iter()).unwrap();
    Casework::open(Parts {
        law: Law::load_as_read(None, &settings.law.readings).unwrap(),
        settings,
        templates: Templates::load().unwrap(),
        weights: publication::load(None).unwrap(),
        topic_settings: topics::load(None).unwrap(),
        shape_words: shape::load(None).unwrap(),
    })
    .await
    .unwrap()
}

/// What tells the outbox to stop, and never does.
pub fn goes_on() -> watch::Receiver<bool> {
    watch::channel(false).1
}

/// Waits longer than anything is put off whose answer is not to tell when it is done: 2.5 s, and
/// what it then takes on a machine with much else to do. A clock that is moved sooner takes a
/// moment of before with it.
pub async fn all_is_done() {
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
}

/// A request by email as it is entered, not acknowledged.
pub fn by_email(received: NaiveDate, request: &str, submission: &str) -> RequestToLog {
    RequestToLog {
        received,
        channel: Channel::Email,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: request.into(),
        acknowledge: false,
        submission: submission.into(),
    }
}

/// The first question is refused under a qualified exemption.
pub fn refusal() -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::Refused,
        answer: String::new(),
        reasons: vec![Reasons {
            withheld: "The number of patrols".into(),
            why: "It would help offenders.".into(),
            harm: "They would know where nobody looks.".into(),
            for_disclosure: "People see how they are kept safe.".into(),
            for_withholding: "It keeps them safe.".into(),
            balance: "Safety weighs more.".into(),
            ..Reasons::of("s.31(1)(a)".into())
        }],
    })
}

/// The draft goes to clearance with nothing more to say.
pub fn for_clearance() -> Instruction {
    Instruction::SendForClearance(actions::SendForClearance {
        help: String::new(),
        minutes: None,
        already_public: false,
    })
}

/// The token of a form that is sent once.
pub fn once() -> FormToken {
    form_token().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What a scenario awaits is boxed: without optimization a scenario holds every future it awaits on its
/// stack, one beside the other.
impl App {
    /// The database.
    pub fn store(&self) -> &Store {
        self.casework.reads(Viewer::SYSTEM)
    }

    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("daylight.db").display());
        Self::start(url, folder, None, &[]).await
    }

    /// On SQLite with these variables of the environment besides.
    pub async fn with(settings: &[(String, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("daylight.db").display());
        Self::start(url, folder, None, settings).await
    }

    /// Nothing where PostgreSQL is missing and not required.
    pub async fn on_postgresql() -> Option<Self> {
        Self::on_postgresql_with(&[]).await
    }

    /// The same with these variables of the environment besides.
    pub async fn on_postgresql_with(settings: &[(String, String)]) -> Option<Self> {
        let database = tokio::task::spawn_blocking(Database::create)
            .await
            .unwrap()?;
        let url = database.url();
        let database = Some(Arc::new(database));
        Some(Self::start(url, tempfile::tempdir().unwrap(), database, settings).await)
    }

    async fn start(
        url: String,
        folder: TempDir,
        database: Option<Arc<Database>>,
        settings: &[(String, String)],
    ) -> Self {
        let casework = Arc::new(node(&url, folder.path(), settings).await);
        let clock = Arc::new(Mutex::new("2026-06-02T09:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&clock);
        let time = Arc::new(move || *hands.lock().unwrap());
        let rocket = daylight::app::rocket(Arc::clone(&casework), time, false);
        let client = Client::tracked(rocket).await.unwrap();
        Self {
            client,
            casework,
            mailbox: Mailbox::default(),
            url,
            clock,
            folder,
            database,
        }
    }

    /// Another node over the same database, with these variables of the environment besides.
    pub async fn beside(&self, settings: &[(String, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start(self.url.clone(), folder, self.database.clone(), settings).await
    }

    /// PostgreSQL's own way to the database, where that is what it is.
    pub fn postgres(&self) -> Option<Arc<Database>> {
        self.database.clone()
    }

    /// Another node over the same database.
    pub async fn second_node(&self) -> Casework {
        node(&self.url, self.folder.path(), &[]).await
    }

    pub fn now(&self) -> Moment {
        self.casework.moment(*self.clock.lock().unwrap())
    }

    /// What it asks for the time.
    pub fn clock(&self) -> Clock {
        let hands = Arc::clone(&self.clock);
        Arc::new(move || *hands.lock().unwrap())
    }

    pub fn set_clock(&self, text: &str) {
        *self.clock.lock().unwrap() = text.parse().unwrap();
    }

    pub async fn get(&self, path: &str) -> Page {
        Box::pin(async move { read(self.client.get(path.to_owned()).dispatch().await).await }).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        Box::pin(async move {
            let body: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}={}", RawStr::new(value).percent_encode()))
                .collect();
            let request = self
                .client
                .post(path.to_owned())
                .header(ContentType::Form)
                .body(body.join("&"));
            read(request.dispatch().await).await
        })
        .await
    }

    /// Sends what is due into the mailbox.
    pub async fn deliver(&self) {
        Box::pin(async move {
            let clock = Arc::clone(&self.clock);
            let transport = Transport::Memory(Arc::clone(&self.mailbox));
            self.casework
                .outbox()
                .deliver(&transport, 100, &move || *clock.lock().unwrap(), &goes_on())
                .await
                .unwrap();
        })
        .await
    }

    pub async fn case(&self, reference: &str) -> CasePage {
        Box::pin(async move {
            let page = self
                .casework
                .reads(Viewer::SYSTEM)
                .cases()
                .case_page(reference)
                .await
                .unwrap();
            page.unwrap_or_else(|| panic!("no case {reference}"))
        })
        .await
    }

    /// The token of a case's status page.
    pub async fn status_token(&self, reference: &str) -> String {
        Box::pin(async move {
            let case = self.case(reference).await;
            self.casework.keys.status_token(case.stored.opener())
        })
        .await
    }

    /// The address of a case's status page.
    pub async fn status_url(&self, reference: &str) -> String {
        Box::pin(async move {
            let case = self.case(reference).await;
            self.casework.letters().status_url(case.stored.opener())
        })
        .await
    }

    /// The code a requester types with a case's reference.
    pub async fn code(&self, reference: &str) -> String {
        Box::pin(async move {
            let case = self.case(reference).await;
            self.casework.keys.code(case.stored.opener())
        })
        .await
    }

    /// The address answers to a case's letters go to.
    pub async fn reply_address(&self, reference: &str) -> String {
        Box::pin(async move {
            let case = self.case(reference).await;
            self.casework.outbox().reply_address(case.stored.opener())
        })
        .await
    }

    /// How many cases there are.
    pub async fn cases(&self) -> usize {
        Box::pin(async move { self.references().await.len() }).await
    }

    /// The references of all cases, in order.
    pub async fn references(&self) -> Vec<String> {
        Box::pin(async move {
            let today = self.now().today;
            let filter = daylight::store::Filter::default();
            let days = ListDays {
                today,
                soon: today,
                news: self.now().at,
            };
            let store = self.casework.reads(Viewer::SYSTEM);
            let (found, ..) = store
                .cases()
                .queue(&filter, None, 10_000, days)
                .await
                .unwrap();
            let mut references: Vec<String> = found.rows.into_iter().map(|r| r.reference).collect();
            references.sort();
            references
        })
        .await
    }

    /// Logs a request received on a day.
    pub async fn logged(&self, received: NaiveDate, request: &str, submission: &str) -> String {
        Box::pin(async move {
            let request = by_email(received, request, submission);
            let logged = self
                .casework
                .cases()
                .log_request(request, Actor::SYSTEM, self.now())
                .await;
            logged.unwrap().reference
        })
        .await
    }

    pub async fn person(&self, name: &str, role: Role) -> Actor {
        Box::pin(async move {
            // Hashed once for all tests: that takes its time.
            static HASH: OnceLock<String> = OnceLock::new();
            let hash = HASH.get_or_init(|| hash_password("three words here").unwrap());
            let person = NewPerson {
                name: name.into(),
                email: format!("{}@police.example", name.to_lowercase()),
                password_hash: hash.clone(),
                team: Some("Disclosure".into()),
                role,
            };
            let unit = self.casework.reads(Viewer::SYSTEM).begin().await.unwrap();
            let id = unit
                .people()
                .insert_person(person, self.now().at)
                .await
                .unwrap();
            unit.commit().await.unwrap();
            Actor {
                role,
                person: Some(id),
            }
        })
        .await
    }

    /// Somebody at the desk who had no part in any answer: the manager who clears.
    pub async fn clearer(&self) -> Actor {
        Box::pin(async move {
            let role = Role::Manager;
            let people = self
                .casework
                .reads(Viewer::SYSTEM)
                .people()
                .all()
                .await
                .unwrap();
            match people.iter().find(|person| person.name == "Clara") {
                Some(clara) => Actor {
                    role,
                    person: Some(clara.id),
                },
                None => self.person("Clara", role).await,
            }
        })
        .await
    }

    /// Who takes a step: this person, but for clearing, which somebody else does.
    pub async fn who(&self, step: &Instruction, person: Actor) -> Actor {
        Box::pin(async move {
            match step {
                Instruction::Clear(actions::Clear) => self.clearer().await,
                _ => person,
            }
        })
        .await
    }

    /// Acts on the case as it is now, with a form of its own.
    pub async fn act(
        &self,
        reference: &str,
        actor: Actor,
        on: Option<NaiveDate>,
        instruction: Instruction,
    ) -> Result<(), CaseworkFault> {
        Box::pin(async move {
            let version = self.case(reference).await.stored.version;
            let instructed = Instructed {
                reference: reference.into(),
                version: Some(version),
                submission: once(),
                on,
                deals_with: None,
                instruction,
            };
            self.casework
                .cases()
                .act(instructed, actor, self.now())
                .await
        })
        .await
    }
}

impl Page {
    /// The value of a field of the page's last form that has it.
    pub fn value(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .html
            .rsplit_once(&mark)
            .unwrap_or_else(|| panic!("no field {name} in {}", self.html));
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }
}

pub async fn read(response: LocalResponse<'_>) -> Page {
    let header = |name| response.headers().get_one(name).map(str::to_owned);
    let (status, location, cache) = (
        response.status(),
        header("Location"),
        header("Cache-Control"),
    );
    Page {
        status,
        location,
        cache,
        html: response.into_string().await.unwrap_or_default(),
    }
}

/// The address of a message's page at the desk, by its number.
pub async fn message_href(app: &App, number: i64) -> String {
    let message = app
        .store()
        .messages()
        .message(number)
        .await
        .unwrap()
        .unwrap();
    format!("/desk/mail/{}", message.public_id)
}

/// Signs in at the desk; later requests of the app's client carry the session.
pub async fn signed_in(app: &App, email: &str, password: &str) -> Page {
    let csrf = app.get("/desk/sign-in").await.value("csrf");
    let typed = [
        ("csrf", csrf.as_str()),
        ("email", email),
        ("password", password),
    ];
    app.post("/desk/sign-in", &typed).await
}
