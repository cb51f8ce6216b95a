//! A requester who writes by one way only, and how what they and the desk read is held against what
//! is so.

use super::letters::Came;
use super::walk::Walk;
use crate::mail_in::receive;
use daylight::casework::mail::inbox::Landed;
use daylight::domain::role::Role;
use std::sync::Mutex;

const ASKED: &str = "1. How many patrols were there in 2025?\n2. Where were they?";
pub const CLARIFIED: &str = "I mean the northern district.";
pub const POINTS: &str = "The places are on your own website.";

/// What no page or letter of these journeys may say, at whatever step: nobody asked for a fee,
/// nothing is provisional, transferred, lapsed or withdrawn.
const NEVER: [&str; 8] = [
    "provisional",
    "pay the fee",
    "Another authority will answer",
    "You withdrew",
    "did not hear from you",
    "Example Police Example Police",
    "section 12",
    "{{",
];

/// What nobody can do with paper, or is not on it.
const NOT_ON_PAPER: [&str; 5] = [
    "eply to this message",
    "leave the reference in the subject",
    "> ",
    "/status/",
    "this email",
];

/// How a requester deals with the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Web,
    Email,
    Post,
}

/// A requester on the way.
pub struct Traveller<'a> {
    pub walk: &'a Walk,
    pub way: Way,
    pub reference: String,
    /// Where letters to them go.
    pub to: &'static str,
    /// The officer who takes the request on.
    pub olga: i64,
    /// The last letter they got by email.
    last: Mutex<Option<Came>>,
}

impl<'a> Traveller<'a> {
    /// Makes the request on Tuesday 2 June 2026.
    pub async fn set_out(walk: &'a Walk, way: Way) -> Self {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await.person.unwrap();
        app.person("Dora", Role::Officer).await;
        app.clearer().await;
        let reference = match way {
            Way::Web => on_the_web(walk).await,
            Way::Email => by_email(walk).await,
            Way::Post => by_post(walk).await,
        };
        Self {
            walk,
            way,
            reference,
            to: if way == Way::Post {
                "2 Long Lane"
            } else {
                "ada@example.org"
            },
            olga,
            last: Mutex::default(),
        }
    }

    /// Holds the requester's page, the page of the case and its row in the queue against what is so.
    pub async fn stands(
        &self,
        step: &str,
        status: (&[&str], &[&str]),
        case: (&[&str], &[&str]),
        row: (&[&str], &[&str]),
    ) {
        let (walk, reference) = (self.walk, self.reference.as_str());
        walk.desk("Olga").await;
        walk.go_case(reference).await;
        walk.page(&format!("{step}, case"), case.0, &[case.1, &NEVER].concat())
            .await;
        walk.go("/desk/requests?all=yes").await;
        let read = walk.row(reference).await;
        walk.held(
            &format!("{step}, its row"),
            "/desk/requests",
            read,
            row.0,
            row.1,
        );
        walk.go_status(reference).await;
        let nobody = ["Olga", "Clara", "Dora"];
        let never = [status.1, &NEVER, &nobody].concat();
        walk.page(&format!("{step}, their page"), status.0, &never)
            .await;
    }

    /// The one letter to them since, as it came or is put into an envelope.
    pub async fn letter(&self, step: &str, says: &[&str], never: &[&str]) {
        let says = [says, &["Dear Ada Example,", &self.reference]].concat();
        let never = [never, &NEVER].concat();
        if self.way == Way::Post {
            let never = [&never[..], &NOT_ON_PAPER].concat();
            self.posted(step, &says, &never).await;
            assert!(
                self.walk.mail().await.is_empty(),
                "{step}: nothing goes by email"
            );
        } else {
            let says = [&says[..], &["reply to this message"]].concat();
            let never = [&never[..], &["by post", "We enclose"]].concat();
            let came = self.walk.letter(step, self.to, &says, &never).await;
            let about = format!("{}:", self.reference);
            assert!(came.subject.starts_with(&about), "{step}: {}", came.subject);
            *self.last.lock().unwrap() = Some(came);
        }
    }

    /// Olga prints the letter that waits, and says that it is in the post.
    async fn posted(&self, step: &str, says: &[&str], never: &[&str]) {
        let walk = self.walk;
        walk.desk("Olga").await;
        walk.go_case(&self.reference).await;
        let waits = walk.links(".letter a[href*='/letters/']").await;
        walk.go(&waits[0]).await;
        walk.page(
            &format!("{step}, to be posted"),
            &["It was posted"],
            &["Write this name and address"],
        )
        .await;
        walk.press("a[href$='/formatted']").await;
        let today = walk.app.now().today.format("%-d %B %Y").to_string();
        let sheet = [
            "1 Example Street",
            "Exampletown",
            "2 Long Lane",
            &today,
            "write to us at the address at the top of this letter",
        ];
        walk.printed(step, &[says, &sheet].concat(), never).await;
        walk.go(&waits[0]).await;
        walk.send().await;
        walk.done("posted").await;
    }

    /// What they say; a letter came on this day and month.
    pub async fn says(&self, text: &str, (day, month): (&str, &str)) {
        let (walk, app) = (self.walk, &self.walk.app);
        match self.way {
            Way::Web => {
                walk.go_status(&self.reference).await;
                walk.fill(&[("reply", text)]).await;
                walk.send().await;
                walk.done("written").await;
            }
            Way::Email => {
                let last = self.last.lock().unwrap().clone().unwrap();
                let landed = receive(app, answer_to(&last, text), &app.now().at.to_rfc3339()).await;
                assert_eq!(
                    landed.landed,
                    Some(Landed::Filed(vec![self.reference.clone()]))
                );
            }
            Way::Post => {
                walk.desk("Olga").await;
                walk.act(
                    &self.reference,
                    "File a message from the requester",
                    &[
                        ("channel", "post"),
                        ("on-day", day),
                        ("on-month", month),
                        ("on-year", "2026"),
                        ("text", text),
                    ],
                )
                .await;
            }
        }
    }
}

/// A message as a mail program answers a letter: to where it asks for, in its thread, with all of it
/// quoted below.
fn answer_to(letter: &Came, text: &str) -> Vec<u8> {
    let quoted: Vec<String> = letter.raw.lines().map(|line| format!("> {line}")).collect();
    let (to, id, subject) = (&letter.reply_to, &letter.message_id, &letter.subject);
    let own = id.split('@').next().unwrap();
    format!(
        "From: Ada Example <ada@example.org>\nTo: {to}\nSubject: Re: {subject}\nMessage-ID: <re-{own}@example.org>\n\
         In-Reply-To: <{id}>\nReferences: <{id}>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n\
         On 4 June 2026 at 10:00, Example Police wrote:\n{}\n",
        quoted.join("\n")
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

async fn on_the_web(walk: &Walk) -> String {
    walk.go("/").await;
    walk.page("the start", &["Make a request"], &NEVER).await;
    walk.go("/requests/new").await;
    walk.page(
        "what is asked",
        &["What information are you asking for?"],
        &["There is a problem"],
    )
    .await;
    walk.fill(&[("description", ASKED)]).await;
    walk.send().await;
    walk.page("about you", &["About you"], &["There is a problem"])
        .await;
    walk.fill(&[
        ("name", "Ada Example"),
        ("email", "ada@example.org"),
        ("reply_by", "email"),
    ])
    .await;
    walk.send().await;
    walk.page(
        "check it",
        &[
            "Check your request",
            "How many patrols were there in 2025?",
            "ada@example.org",
        ],
        &[],
    )
    .await;
    walk.send().await;
    walk.page(
        "received",
        &[
            "Request received",
            "We will answer by Wednesday 1 July 2026.",
            "20th working day",
            "on its way to ada@example.org",
        ],
        &NEVER,
    )
    .await;
    walk.text(".panel-reference").await
}

async fn by_email(walk: &Walk) -> String {
    let first = format!(
        "From: Ada Example <ada@example.org>\nTo: foi@police.example\nSubject: Patrols\nMessage-ID: <first@example.org>\n\n{ASKED}\n"
    );
    let first = first.replace('\n', "\r\n").into_bytes();
    let received = receive(&walk.app, first, "2026-06-02T08:30:00Z").await;
    match received.landed.unwrap() {
        Landed::Logged(reference) => reference,
        other => panic!("{other:?}"),
    }
}

async fn by_post(walk: &Walk) -> String {
    walk.desk("Olga").await;
    walk.go("/desk/requests/new").await;
    walk.page(
        "logging a letter",
        &["Log a request", "How it came"],
        &["There is a problem"],
    )
    .await;
    walk.fill(&[
        ("received-day", "2"),
        ("received-month", "6"),
        ("received-year", "2026"),
        ("channel", "post"),
        ("regime", "uk-foia-2000"),
        ("name", "Ada Example"),
        ("address", "2 Long Lane\nExampletown"),
        ("request", ASKED),
        ("acknowledge", "yes"),
    ])
    .await;
    walk.send().await;
    walk.page(
        "what acknowledges it",
        &[
            "Read the letter before it goes",
            "2 Long Lane",
            "Wednesday 1 July 2026",
        ],
        &NOT_ON_PAPER,
    )
    .await;
    walk.send().await;
    walk.done("logged").await;
    let here = walk.place().await;
    here.rsplit('/').next().unwrap().to_owned()
}
