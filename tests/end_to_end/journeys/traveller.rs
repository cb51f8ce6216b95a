//! A requester on the way, and how each page and letter is held against what is so.

use crate::desk_forms::{as_person, plain};
use crate::mail_in::{mail, receive};
use crate::support::{App, Page, day};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use daylight::casework::mail::inbox::Landed;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::sync::Mutex;

pub(super) const ASKED: &str = "1. How many patrols were there in 2025?\n2. Where were they?";
pub(super) const CLARIFIED: &str = "I mean the northern district.";
pub(super) const POINTS: &str = "The places are on your own website.";

/// How a requester deals with the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Web,
    Email,
    Post,
}

/// A request on its way.
pub(super) struct Journey {
    pub(super) app: App,
    pub(super) way: Way,
    pub(super) reference: String,
    /// Every sentence missing or untrue so far, for all of them to be told at once.
    pub(super) wrong: Mutex<Vec<String>>,
}

/// The bank holidays of 2026 in some part of the United Kingdom that the journeys run past, which
/// are no working days (FOIA s.10(6)): in England, Wales and Northern Ireland 31 August, in
/// Scotland 15 June and 3 August, in Northern Ireland 13 July.
pub(super) const HOLIDAYS: [&str; 4] = ["2026-06-15", "2026-07-13", "2026-08-03", "2026-08-31"];

/// The day so many working days after another, counted one by one.
pub(super) fn after(from: &str, days: u32) -> NaiveDate {
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
pub(super) fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

/// A day as a list spells it.
pub(super) fn short(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

/// What a page or letter says to somebody who reads it, on one line.
pub(super) fn read(html: &str) -> String {
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

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an attribute in a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

/// The fields of the form that goes to this address, as a browser would send them.
pub(super) fn fields_of(page: &Page, action: &str) -> Vec<(String, String)> {
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
pub(crate) async fn fill(app: &App, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
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
pub(super) fn link(page: &Page, part: &str) -> String {
    let links = page.html.split("href=\"").skip(1);
    let mut links = links.map(|rest| plain(rest.split('"').next().unwrap()));
    links
        .find(|link| link.contains(part))
        .unwrap_or_else(|| panic!("no link to {part} in {}", page.html))
}

pub(super) fn taken(page: &Page) {
    assert_eq!(page.status, Status::SeeOther, "{}", page.html);
}

/// Sentences no page or letter of these journeys may have, at whatever step: nobody asked for a
/// fee, nothing is provisional, transferred, lapsed or withdrawn, and Scotland's and Ireland's laws
/// are others.
pub(super) const NEVER: [&str; 8] = [
    "provisional",
    "the fee",
    "another authority to answer",
    "You withdrew",
    "did not hear from you",
    "Example Police Example Police",
    "section 12",
    "{{",
];

impl Journey {
    /// That a text says each of these and none of those.
    pub(super) fn holds(&self, what: &str, text: &str, says: &[&str], never: &[&str]) {
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

    pub(super) fn case_path(&self) -> String {
        format!("/desk/requests/{}", self.reference)
    }

    /// The requester's page, as served.
    pub(super) async fn status(&self) -> Page {
        let token = self.app.status_token(&self.reference).await;
        self.app.get(&format!("/status/{token}")).await
    }

    /// Holds the requester's page, the case page and its row of the queue against what is so.
    pub(super) async fn pages(
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
    pub(super) async fn letter(&self, step: &str, says: &[&str], never: &[&str]) -> String {
        let app = &self.app;
        let newest = app.case(&self.reference).await.letters[0].clone();
        let (subject, text) = if self.way == Way::Post {
            assert_eq!(newest.state.as_str(), "to_post", "{step}");
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
                app.case(&self.reference).await.letters[0].state.as_str(),
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
    pub(super) async fn act(&self, who: &str, noun: &str, typed: &[(&str, &str)]) {
        let app = &self.app;
        as_person(app, who).await;
        let path = format!("{}/{noun}", self.case_path());
        let form = app.get(&format!("{path}/new")).await;
        self.sent(&form, &path, typed).await;
    }

    /// Fills in a form and, where it shows the letter first, sends that.
    pub(super) async fn sent(&self, form: &Page, path: &str, typed: &[(&str, &str)]) {
        let page = fill(&self.app, form, path, typed).await;
        if page.status == Status::Ok {
            taken(&fill(&self.app, &page, path, &[]).await);
        } else {
            taken(&page);
        }
    }

    /// What the requester says, by their way; a letter came on the day told.
    pub(super) async fn says(&self, text: &str, id: &str, came: NaiveDate) {
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
pub(super) fn fields_action(page: &Page) -> String {
    let (_, rest) = page
        .html
        .split_once("<form method=\"post\" action=\"/desk/requests/")
        .unwrap();
    format!("/desk/requests/{}", plain(rest.split('"').next().unwrap()))
}

/// The request, made by each one's way on Tuesday 2 June 2026.
pub(super) async fn begun(app: App, way: Way) -> Journey {
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
            // What acknowledges it is shown before it goes.
            let logged = fill(&app, &logged, "/desk/requests", &[]).await;
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
