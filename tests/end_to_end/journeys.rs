//! Three requesters, each by one way only, from the request to the outcome of a review: after each
//! step the pages as served and the letters as sent say what is so, and nothing that is not.

use crate::desk_forms::{as_person, plain};
use crate::mail_in::{mail, receive};
use crate::support::{App, Page, day};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use daylight::casework::inbox::Landed;
use daylight::casework::reasons::reasons_field;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::sync::Mutex;

const ASKED: &str = "1. How many patrols were there in 2025?\n2. Where were they?";
const CLARIFIED: &str = "I mean the northern district.";
const POINTS: &str = "The places are on your own website.";

/// How a requester deals with the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Web,
    Email,
    Post,
}

/// A request on its way.
struct Journey {
    app: App,
    way: Way,
    reference: String,
    /// Every sentence missing or untrue so far, for all of them to be told at once.
    wrong: Mutex<Vec<String>>,
}

/// The bank holidays of 2026 in some part of the United Kingdom that the journeys run past, which
/// are no working days (FOIA s.10(6)): in England, Wales and Northern Ireland 31 August, in
/// Scotland 15 June and 3 August, in Northern Ireland 13 July.
const HOLIDAYS: [&str; 4] = ["2026-06-15", "2026-07-13", "2026-08-03", "2026-08-31"];

/// The day so many working days after another, counted one by one.
fn after(from: &str, days: u32) -> NaiveDate {
    let mut on = day(from);
    let mut left = days;
    while left > 0 {
        on = on + Days::new(1);
        let off = matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
            || HOLIDAYS.iter().any(|holiday| day(holiday) == on);
        if !off {
            left -= 1;
        }
    }
    on
}

/// A day as a letter spells it.
fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

/// A day as a list spells it.
fn short(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

/// What a page or letter says to somebody who reads it, on one line.
fn read(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        let hidden = ["style", "script", "option"]
            .into_iter()
            .find(|one| tag.starts_with(one));
        rest = match hidden {
            Some(one) => after
                .split_once(&format!("</{one}>"))
                .map_or("", |(_, after)| after),
            None => after,
        };
        let word = tag.trim_start_matches('/').split(' ').next().unwrap();
        if !["a", "b", "strong", "span"].contains(&word) {
            text.push(' ');
        }
    }
    text.push_str(rest);
    one_line(&plain(&text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

/// The fields of the form that goes to this address, as a browser would send them.
fn fields_of(page: &Page, action: &str) -> Vec<(String, String)> {
    let forms = page.html.split("<form ").skip(1);
    let mut forms = forms.map(|form| form.split("</form>").next().unwrap());
    let form = forms.find(|form| {
        let tag = form.split('>').next().unwrap();
        attribute(&format!(" {tag}"), "action").as_deref() == Some(action)
    });
    let form = form.unwrap_or_else(|| panic!("no form to {action} in {}", page.html));
    let mut fields = Vec::new();
    for tag in form.split("<input ").skip(1) {
        let tag = format!(" {}", tag.split('>').next().unwrap());
        let chosen = matches!(
            attribute(&tag, "type").as_deref(),
            Some("radio" | "checkbox")
        );
        if !chosen || tag.contains(" checked") {
            let value = attribute(&tag, "value").unwrap_or_default();
            fields.extend(attribute(&tag, "name").map(|name| (name, value)));
        }
    }
    for area in form.split("<textarea ").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        let text = plain(
            rest.split("</textarea>")
                .next()
                .unwrap()
                .trim_start_matches('\n'),
        );
        fields.push((attribute(&format!(" {tag}"), "name").unwrap(), text));
    }
    for select in form.split("<select ").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let options = rest
            .split("</select>")
            .next()
            .unwrap()
            .split("<option ")
            .skip(1);
        let mut options = options.map(|option| format!(" {}", option.split('>').next().unwrap()));
        let chosen = options.clone().find(|option| option.contains(" selected"));
        let value = chosen
            .or_else(|| options.next())
            .and_then(|o| attribute(&o, "value"));
        let name = attribute(&format!(" {tag}"), "name").unwrap();
        fields.push((name, value.unwrap_or_default()));
    }
    fields
}

/// Fills in a form of a page with these over what it holds, and sends it.
async fn fill(app: &App, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    assert_eq!(page.status, Status::Ok, "{}", page.html);
    let held = fields_of(page, action);
    let kept = held
        .iter()
        .filter(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<(&str, &str)> = kept.chain(typed.iter().copied()).collect();
    app.post(action, &all).await
}

/// The address of the link of a page that has this in it.
fn link(page: &Page, part: &str) -> String {
    let links = page.html.split("href=\"").skip(1);
    let mut links = links.map(|rest| plain(rest.split('"').next().unwrap()));
    links
        .find(|link| link.contains(part))
        .unwrap_or_else(|| panic!("no link to {part} in {}", page.html))
}

fn taken(page: &Page) {
    assert_eq!(page.status, Status::SeeOther, "{}", page.html);
}

/// Sentences no page or letter of these journeys may have, at whatever step: nobody asked for a
/// fee, nothing is provisional, transferred, lapsed or withdrawn, and Scotland's and Ireland's laws
/// are others.
const NEVER: [&str; 8] = [
    "provisional",
    "the fee",
    "Another authority will answer",
    "You withdrew",
    "did not hear from you",
    "Example Police Example Police",
    "section 12",
    "{{",
];

impl Journey {
    /// That a text says each of these and none of those.
    fn holds(&self, what: &str, text: &str, says: &[&str], never: &[&str]) {
        let missing = says.iter().filter(|said| !text.contains(**said));
        let missing = missing.map(|said| format!("no {said:?}"));
        let untrue = never.iter().filter(|said| text.contains(**said));
        let untrue = untrue.map(|said| format!("untrue {said:?}"));
        let found: Vec<String> = missing.chain(untrue).collect();
        if !found.is_empty() {
            let told = format!("{what}, {:?}: {} in {text}", self.way, found.join(", "));
            self.wrong.lock().unwrap().push(told);
        }
    }

    fn case_path(&self) -> String {
        format!("/desk/requests/{}", self.reference)
    }

    /// The requester's page, as served.
    async fn status(&self) -> Page {
        let token = self.app.status_token(&self.reference).await;
        self.app.get(&format!("/status/{token}")).await
    }

    /// Holds the requester's page, the case page and its row of the queue against what is so.
    async fn pages(
        &self,
        step: &str,
        status: (&[&str], &[&str]),
        case: (&[&str], &[&str]),
        queue: (&[&str], &[&str]),
    ) {
        as_person(&self.app, "Olga").await;
        let page = self.app.get(&self.case_path()).await;
        assert_eq!(page.status, Status::Ok);
        let text = read(&page.html);
        self.holds(&format!("{step}, case"), &text, case.0, case.1);
        let list = self.app.get("/desk/requests?all=yes").await;
        let row = list
            .html
            .split("<tr>")
            .find(|row| row.contains(&self.reference))
            .unwrap();
        let row = row.split("</tr>").next().unwrap();
        self.holds(&format!("{step}, queue"), &read(row), queue.0, queue.1);
        let theirs = self.status().await;
        assert_eq!(theirs.status, Status::Ok);
        let text = read(&theirs.html);
        // The letters shown below say what was so on their day.
        let (now, rest) = text.split_once("Letters to you").unwrap();
        let (_, since) = rest.split_once("If we publish it").unwrap();
        self.holds(
            &format!("{step}, status"),
            &format!("{now} {since}"),
            status.0,
            status.1,
        );
        self.holds(step, &text, &[], &NEVER);
        self.holds(step, &text, &["Police"], &["Olga", "Clara", "Dora"]);
    }

    /// The newest letter to the requester, as sent or to be posted, against what is so.
    async fn letter(&self, step: &str, says: &[&str], never: &[&str]) -> String {
        let app = &self.app;
        let newest = app.case(&self.reference).await.letters[0].clone();
        let (subject, text) = if self.way == Way::Post {
            assert_eq!(newest.state, "to_post", "{step}");
            as_person(app, "Olga").await;
            let page = app
                .get(&link(
                    &app.get(&self.case_path()).await,
                    &format!("/letters/{}", newest.public_id),
                ))
                .await;
            let sheet = app.get(&link(&page, "/formatted")).await;
            let printed = read(&sheet.html);
            self.holds(
                step,
                &printed,
                &["2 Long Lane", "Exampletown"],
                &["Write this name and address"],
            );
            self.holds(step, &printed, says, never);
            let today = app.now().today;
            let on = format!("{}", today.format("%-d %B %Y"));
            self.holds(step, &printed, &[&on], &[]);
            for text in [&newest.body_text, &printed] {
                self.holds(
                    step,
                    text,
                    &[],
                    &[
                        "eply to this message",
                        "leave the reference in the subject",
                        "> ",
                        "http://foi.example/status/",
                    ],
                );
            }
            let action = fields_action(&page);
            taken(&fill(app, &page, &action, &[]).await);
            assert_eq!(
                app.case(&self.reference).await.letters[0].state,
                "sent",
                "{step}"
            );
            (newest.subject.clone(), newest.body_text.clone())
        } else {
            app.deliver().await;
            let letters = app.mailbox.lock().unwrap().clone();
            let sent = letters
                .into_iter()
                .find(|letter| letter.text == newest.body_text)
                .unwrap();
            assert_eq!(sent.to.address, "ada@example.org", "{step}");
            self.holds(
                step,
                &one_line(&sent.text),
                &["reply to this message"],
                &["by post", "We enclose"],
            );
            self.holds(step, &read(&sent.html), says, &[never, &NEVER].concat());
            (sent.subject.clone(), sent.text.clone())
        };
        assert!(
            subject.starts_with(&format!("{}:", self.reference)),
            "{step}: {subject}"
        );
        let text = one_line(&text);
        self.holds(&format!("{step}, letter"), &text, says, never);
        self.holds(step, &text, &["Dear Ada Example,"], &NEVER);
        text
    }

    /// Sends the form of an action of the desk and the letter it shows.
    async fn act(&self, who: &str, noun: &str, typed: &[(&str, &str)]) {
        let app = &self.app;
        as_person(app, who).await;
        let path = format!("{}/{noun}", self.case_path());
        let form = app.get(&format!("{path}/new")).await;
        self.sent(&form, &path, typed).await;
    }

    /// Fills in a form and, where it shows the letter first, sends that.
    async fn sent(&self, form: &Page, path: &str, typed: &[(&str, &str)]) {
        let page = fill(&self.app, form, path, typed).await;
        if page.status == Status::Ok {
            taken(&fill(&self.app, &page, path, &[]).await);
        } else {
            taken(&page);
        }
    }

    /// What the requester says, by their way; a letter came on the day told.
    async fn says(&self, text: &str, id: &str, came: NaiveDate) {
        let app = &self.app;
        match self.way {
            Way::Web => {
                let page = self.status().await;
                let token = app.status_token(&self.reference).await;
                taken(
                    &fill(
                        app,
                        &page,
                        &format!("/status/{token}/replies"),
                        &[("reply", text)],
                    )
                    .await,
                );
            }
            Way::Email => {
                let to = app.reply_address(&self.reference).await;
                let bytes = mail(&to, &format!("Message-ID: <{id}@example.org>\n"), text);
                let at = app.now().at.to_rfc3339();
                let landed = receive(app, bytes, &at).await.landed;
                assert_eq!(landed, Some(Landed::Filed(vec![self.reference.clone()])));
            }
            Way::Post => {
                let (d, m) = (came.day().to_string(), came.month().to_string());
                self.act(
                    "Olga",
                    "replies",
                    &[
                        ("channel", "post"),
                        ("on-day", &d),
                        ("on-month", &m),
                        ("on-year", "2026"),
                        ("text", text),
                    ],
                )
                .await;
            }
        }
    }
}

/// Where the form of a letter's sheet goes.
fn fields_action(page: &Page) -> String {
    let (_, rest) = page
        .html
        .split_once("<form method=\"post\" action=\"/desk/requests/")
        .unwrap();
    format!("/desk/requests/{}", plain(rest.split('"').next().unwrap()))
}

/// The request, made by each one's way on Tuesday 2 June 2026.
async fn begun(app: App, way: Way) -> Journey {
    app.person("Olga", Role::Officer).await;
    app.person("Dora", Role::Officer).await;
    app.clearer().await;
    let reference = match way {
        Way::Web => {
            let what = app.get("/requests/new").await;
            let you = fill(&app, &what, "/requests/new/you", &[("description", ASKED)]).await;
            let check = fill(
                &app,
                &you,
                "/requests/new/check",
                &[
                    ("name", "Ada Example"),
                    ("email", "ada@example.org"),
                    ("reply_by", "email"),
                ],
            )
            .await;
            let sent = fill(&app, &check, "/requests", &[]).await;
            let to = sent.location.unwrap();
            let confirmation = read(&app.get(&to).await.html);
            for said in [long(after("2026-06-02", 20)).as_str(), "20th working day"] {
                assert!(confirmation.contains(said), "no {said:?} in {confirmation}");
            }
            let token = to.strip_prefix("/requests/received/").unwrap();
            token.split('.').next().unwrap().to_owned()
        }
        Way::Email => {
            let bytes = mail(
                "foi@police.example",
                "Message-ID: <first@example.org>\n",
                ASKED,
            );
            let landed = receive(&app, bytes, "2026-06-02T08:30:00Z")
                .await
                .landed
                .unwrap();
            let Landed::Logged(reference) = landed else {
                panic!("{landed:?}")
            };
            reference
        }
        Way::Post => {
            as_person(&app, "Olga").await;
            let form = app.get("/desk/requests/new").await;
            let logged = fill(
                &app,
                &form,
                "/desk/requests",
                &[
                    ("received-day", "2"),
                    ("received-month", "6"),
                    ("received-year", "2026"),
                    ("channel", "post"),
                    ("regime", "uk-foia-2000"),
                    ("name", "Ada Example"),
                    ("address", "2 Long Lane\r\nExampletown"),
                    ("request", ASKED),
                    ("acknowledge", "yes"),
                ],
            )
            .await;
            taken(&logged);
            logged
                .location
                .unwrap()
                .strip_prefix("/desk/requests/")
                .unwrap()
                .to_owned()
        }
    };
    Journey {
        app,
        way,
        reference,
        wrong: Mutex::default(),
    }
}

async fn travelled(app: App, way: Way) {
    let journey = begun(app, way).await;
    let (app, reference) = (&journey.app, journey.reference.clone());
    let due = after("2026-06-02", 20);
    let (due_long, due_short) = (long(due), short(due));
    journey
        .letter(
            "acknowledged",
            &[
                "We received it on Tuesday 2 June 2026",
                &due_long,
                "section 10(1)",
                "Freedom of Information Act 2000",
            ],
            &["review"],
        )
        .await;
    journey
        .pages(
            "acknowledged",
            (
                &[
                    "We are working on it",
                    "We will write to you by",
                    &due_long,
                    "Received",
                ],
                &[
                    "It is your turn",
                    "Ask for an internal review",
                    "We have answered",
                    "clock is stopped",
                    "Complain",
                ],
            ),
            (
                &[&due_long, "due in 20 working days", "Nobody yet"],
                &["Waiting for you", "clock stopped", "Review"],
            ),
            (
                &[
                    &due_short,
                    "due in 20 working days",
                    "Received",
                    "Nobody yet",
                ],
                &["New from the requester"],
            ),
        )
        .await;

    // Thursday 4 June: the officer asks which district is meant.
    app.set_clock("2026-06-04T09:00:00Z");
    as_person(app, "Olga").await;
    let olga = app
        .casework
        .store
        .people()
        .await
        .unwrap()
        .into_iter()
        .find(|p| p.name == "Olga")
        .unwrap();
    journey
        .act("Olga", "allocations", &[("officer", &olga.id.to_string())])
        .await;
    journey
        .act(
            "Olga",
            "clarifications",
            &[
                ("needs", "Which district do you mean?"),
                ("why", "There are four."),
            ],
        )
        .await;
    journey
        .letter(
            "asked",
            &[
                "Which district do you mean?",
                "There are four.",
                "section 1(3)",
                "begins anew on the day your answer reaches us",
                "within 20 working days",
            ],
            &["stands still", &due_long],
        )
        .await;
    journey
        .pages(
            "asked",
            (
                &[
                    "It is your turn",
                    "Waiting for you",
                    "We asked you a question",
                    "begins anew",
                ],
                &[
                    "It is our turn",
                    "We are working on it",
                    "We will write to you by",
                    "Our answer was due",
                    "stands still until then",
                    "Ask for an internal review",
                ],
            ),
            (
                &[
                    "clock stopped",
                    "Clarification sought",
                    "No date while the clock is stopped",
                ],
                &["Waiting for you", "working days late", "due in"],
            ),
            (
                &["clock stopped", "Olga"],
                &["New from the requester", &due_short, "due in"],
            ),
        )
        .await;

    // Tuesday 9 June: the answer reaches us; the letter came on the 8th.
    app.set_clock("2026-06-09T09:00:00Z");
    let came = day(if way == Way::Post {
        "2026-06-08"
    } else {
        "2026-06-09"
    });
    journey.says(CLARIFIED, "second", came).await;
    let from = came.to_string();
    let due = after(&from, 20);
    let (came_long, due_long, due_short) = (long(came), long(due), short(due));
    let came_short = came.format("%-d Jun").to_string();
    if way == Way::Web {
        journey
            .letter(
                "answered us",
                &[
                    &format!("Your message reached us on {came_long}"),
                    CLARIFIED,
                    &format!("If it tells us what we need, our answer is due by {due_long}."),
                ],
                &["is now due", "if this changes"],
            )
            .await;
    }
    journey
        .pages(
            "answered us",
            (
                &[
                    "It is our turn",
                    "With us",
                    &format!("Your reply reached us on {came_long}."),
                    &due_long,
                    "If it tells us what we need",
                ],
                &["It is your turn", "Waiting for you", "We are working on it"],
            ),
            (
                &[
                    "Waiting for you",
                    "Reply to our question",
                    CLARIFIED,
                    &due_long,
                    "not recorded",
                    "if the reply that waits is recorded",
                ],
                &["working days late"],
            ),
            (
                &[
                    "New from the requester",
                    &came_short,
                    &due_short,
                    "not recorded",
                ],
                &["clock stopped"],
            ),
        )
        .await;

    // Thursday 11 June: recorded from what waits; nothing is typed.
    app.set_clock("2026-06-11T09:00:00Z");
    as_person(app, "Olga").await;
    let case = app.get(&journey.case_path()).await;
    let form = app
        .get(&link(&case, "clarification-replies/new?came"))
        .await;
    assert!(form.says(CLARIFIED), "{}", form.html);
    journey
        .sent(
            &form,
            &format!("{}/clarification-replies", journey.case_path()),
            &[],
        )
        .await;
    assert_eq!(app.case(&reference).await.stored.due, Some(due));
    journey
        .pages(
            "recorded",
            (
                &["We are working on it", &due_long, "Answered our question"],
                &[
                    "It is your turn",
                    "It is our turn",
                    "Your reply reached us",
                    "Waiting for you",
                    "stands still until",
                ],
            ),
            (
                &[&due_long, "due in"],
                &["Waiting for you", "clock stopped", "not recorded"],
            ),
            (
                &[&due_short, "due in"],
                &["New from the requester", "clock stopped"],
            ),
        )
        .await;

    // Wednesday 1 July: more time for the public interest test.
    app.set_clock("2026-07-01T09:00:00Z");
    let extended = after(&from, 40);
    let (late_long, late_short) = (long(extended), short(extended));
    journey
        .act(
            "Olga",
            "extensions",
            &[
                ("ground", "public_interest"),
                ("exemptions", "s.31"),
                ("why", "Where patrols go touches how crimes are prevented."),
            ],
        )
        .await;
    journey
        .letter(
            "extended",
            &[
                &format!("cannot answer your request fully by {due_long}"),
                &format!("We expect to decide by {late_long}."),
                "section 10(3)",
                "under section 17(1) and (2)",
                "section 31 (Law enforcement)",
                "Where patrols go touches",
            ],
            &["section 43"],
        )
        .await;
    journey
        .pages(
            "extended",
            (
                &[
                    "We are working on it",
                    &late_long,
                    "Extended the time for the answer",
                ],
                &[
                    "It is your turn",
                    &format!("We will write to you by {due_long}"),
                ],
            ),
            (&[&late_long, "For s.31."], &["Waiting for you"]),
            (
                &[&late_short, "due in"],
                &["New from the requester", &due_short],
            ),
        )
        .await;

    // Wednesday 15 July: the answer is drafted and Olga's to send for clearance.
    app.set_clock("2026-07-15T09:00:00Z");
    journey.act("Olga", "searches", &[]).await;
    journey.act("Olga", "drafts", &[]).await;
    decided(
        &journey,
        "1",
        &[
            ("outcome", "granted_in_full"),
            ("answer", "There were 12 patrols."),
        ],
    )
    .await;
    let section = |name: &str| reasons_field(name, &"s.31(1)(a)".into());
    let reasons = [
        ("withheld", "The places patrolled"),
        ("why", "They show where nobody looks."),
        ("harm", "Offenders would go elsewhere."),
        ("for_disclosure", "People see how they are kept safe."),
        ("for_withholding", "Patrols work by surprise."),
        ("balance", "Safety weighs more."),
    ]
    .map(|(name, text)| (section(name), text));
    let mut second = vec![("outcome", "refused"), ("exemptions", "s.31(1)(a)")];
    second.extend(reasons.iter().map(|(name, text)| (name.as_str(), *text)));
    decided(&journey, "2", &second).await;
    journey.act("Olga", "clearance-requests", &[]).await;
    journey
        .pages(
            "at clearance",
            (
                &["We are working on it", "Checking the answer", &late_long],
                &["We have answered", "s.31(1)(a)", "There were 12 patrols."],
            ),
            (
                &["Clearance", "May clear it Clara", "s.31(1)(a)"],
                &["May clear it Olga", "Cleared"],
            ),
            (&["Clearance", &late_short], &["Answered"]),
        )
        .await;

    // Clara, who had no part in it, reads the letter itself and clears it.
    as_person(app, "Clara").await;
    let path = format!("{}/clearances", journey.case_path());
    let read_first = app.get(&format!("{path}/new")).await;
    journey.holds(
        "cleared",
        &read(&read_first.html),
        &[
            "There were 12 patrols.",
            "The places patrolled",
            "s.31(1)(a)",
            "Patrols work by surprise.",
            "Ada Example",
        ],
        &[],
    );
    taken(&fill(app, &read_first, &path, &[]).await);
    app.set_clock("2026-07-16T09:00:00Z");
    let ask_by = long(after("2026-07-16", 40));
    as_person(app, "Olga").await;
    let path = format!("{}/answers", journey.case_path());
    let last = app.get(&format!("{path}/new")).await;
    taken(&fill(app, &last, &path, &[]).await);
    journey
        .letter(
            "answered",
            &[
                "There were 12 patrols.",
                "section 17",
                "section 31(1)(a)",
                "The places patrolled",
                "Offenders would go elsewhere.",
                "People see how they are kept safe.",
                "Patrols work by surprise.",
                "Safety weighs more.",
                "the public interest in withholding this information outweighs",
                &ask_by,
                "Somebody who had no part in the decision will review it.",
                "Information Commissioner",
                "within 20 working days",
            ],
            &["section 10(3)", "section 43", "still weighing"],
        )
        .await;
    journey
        .pages(
            "answered",
            (
                &[
                    "We have answered",
                    "Thursday 16 July 2026",
                    "Ask for an internal review",
                    &format!("You can ask until {ask_by}"),
                    "Granted in part",
                ],
                &[
                    "We are working on it",
                    "It is your turn",
                    "(in ",
                    "We will write to you by",
                    "Our answer was due",
                    "Being reviewed",
                ],
            ),
            (
                &[
                    "Thursday 16 July 2026, in time",
                    "Granted in part",
                    "answered in time",
                ],
                &[
                    "Waiting for you",
                    "Review due",
                    "working days late",
                    "Nobody at the desk can do it",
                ],
            ),
            (
                &["answered in time", "Granted in part"],
                &["due in", "New from the requester"],
            ),
        )
        .await;

    // Monday 10 August: a review is asked for; the letter came on Friday the 7th.
    app.set_clock("2026-08-10T09:00:00Z");
    let asked = day(if way == Way::Post {
        "2026-08-07"
    } else {
        "2026-08-10"
    });
    match way {
        Way::Web => {
            let form = app
                .get(&link(&journey.status().await, "/reviews/new"))
                .await;
            let token = app.status_token(&reference).await;
            taken(
                &fill(
                    app,
                    &form,
                    &format!("/status/{token}/reviews"),
                    &[("points", POINTS)],
                )
                .await,
            );
        }
        Way::Email => {
            journey.says(POINTS, "third", asked).await;
            journey
                .pages(
                    "wrote for a review",
                    (
                        &[
                            "Your message of Monday 10 August 2026 is with us.",
                            "We have answered",
                        ],
                        &["Being reviewed", "We are reviewing"],
                    ),
                    (
                        &["Waiting for you", POINTS, "Record a review request"],
                        &["Review due"],
                    ),
                    (&["New from the requester, 10 Aug"], &["review due"]),
                )
                .await;
            let case = app.get(&journey.case_path()).await;
            let form = app.get(&link(&case, "/reviews/new?came")).await;
            journey
                .sent(&form, &format!("{}/reviews", journey.case_path()), &[])
                .await;
        }
        Way::Post => {
            journey
                .act(
                    "Olga",
                    "reviews",
                    &[
                        ("on-day", "7"),
                        ("on-month", "8"),
                        ("on-year", "2026"),
                        ("points", POINTS),
                    ],
                )
                .await
        }
    }
    let review_due = after(&asked.to_string(), 20);
    let (review_long, review_short) = (long(review_due), short(review_due));
    journey
        .letter(
            "review begun",
            &[
                &format!("reached us on {}", long(asked)),
                &format!("You will have our answer by {review_long}."),
                POINTS,
                "Somebody who had no part in the decision will review it.",
            ],
            &["has reviewed it", "the last day to ask for"],
        )
        .await;
    journey.pages("review begun",
        (&["We are reviewing our answer", "Being reviewed", &format!("You will hear from us by {review_long}.")],
            &["We have answered", "You can ask until", "Ask for an internal review", "It is your turn", "is with us"]),
        (&["Review due", &review_long, "Thursday 16 July 2026, in time", "You had a part in the answer; somebody else has to decide its review (s.45 Code, part 5). It can be done by Dora."],
            &["answered in time", "Outcome before the review"]),
        (&[&review_short, "review due in", "answered: granted in part"], &["answered in time"])).await;

    // Tuesday 25 August: Dora, who had no part in it, decides the review.
    app.set_clock("2026-08-25T09:00:00Z");
    journey
        .act(
            "Dora",
            "review-outcomes",
            &[
                ("question-2", "granted_in_full"),
                ("decision", "The patrols were in the harbour."),
                ("reasons", "The places are public already."),
            ],
        )
        .await;
    let complain_by = long(day("2026-08-25") + Days::new(42));
    journey
        .letter(
            "review decided",
            &[
                "The patrols were in the harbour.",
                "The places are public already.",
                "it was refused; it is now granted in full",
                "Somebody who had no part in the decision has reviewed it.",
                "Information Commissioner",
            ],
            &[
                "still withhold",
                "ask us to look at this again",
                "The outcome stays as it was",
                "will review it",
            ],
        )
        .await;
    journey
        .pages(
            "review decided",
            (
                &[
                    "We have reviewed our answer",
                    "Granted in full",
                    "Completed the review",
                    &format!("until {complain_by}"),
                ],
                &[
                    "Ask for an internal review",
                    "You can ask until",
                    "you can ask us to look again",
                    "the last day to ask for",
                    "Being reviewed",
                    "as a rule after the review",
                    "You will hear from us by",
                ],
            ),
            (
                &[
                    "Review decided",
                    "Tuesday 25 August 2026, in time",
                    "Outcome before the review",
                    "Granted in part",
                    "Granted in full",
                ],
                &["Waiting for you", "Review due", "working days late"],
            ),
            (
                &["Granted in full"],
                &["review due in", "New from the requester"],
            ),
        )
        .await;
    app.casework.verify().await.unwrap().unwrap();
    let wrong = journey.wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Decides a question on the pages for it.
async fn decided(journey: &Journey, number: &str, typed: &[(&str, &str)]) {
    let app = &journey.app;
    as_person(app, "Olga").await;
    let path = format!("{}/decisions", journey.case_path());
    let first = app.get(&format!("{path}/new?question={number}")).await;
    let chosen: Vec<(&str, &str)> = typed
        .iter()
        .copied()
        .filter(|(name, _)| ["outcome", "exemptions"].contains(name))
        .collect();
    let chosen = [chosen, vec![("step", "write")]].concat();
    let second = fill(app, &first, &path, &chosen).await;
    taken(&fill(app, &second, &path, typed).await);
}

on_both_databases! {
    async fn who_only_uses_the_web_page_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Web).await;
    }

    async fn who_only_writes_emails_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Email).await;
    }

    async fn who_only_writes_by_post_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Post).await;
    }
}
