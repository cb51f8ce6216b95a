//! What strangers send: control characters in every field, votes by the hundred.

use crate::forms::form_token;
use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, Page, day, signed_in};
use daylight::casework::publication::publish::{Check, Taken};
use daylight::domain::publication::Kind;
use daylight::store::DecisionRow;
use rocket::http::{ContentType, Cookie, RawStr, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A form of a page: where it goes, and its fields with something typed into each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    method: String,
    action: String,
    document: bool,
    fields: Vec<(String, String)>,
}

/// What stands between two marks, each time they do.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let parts = text.split(from).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(to)?.0))
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&amp;", "&")
            .replace("&#x27;", "'")
            .replace("&quot;", "\""),
    )
}

/// What a person might type into a field of this name.
fn typed(name: &str) -> &'static str {
    match name {
        n if n.ends_with("-day") => "2",
        n if n.ends_with("-month") => "6",
        n if n.ends_with("-year") => "2026",
        "email" => "somebody@example.org",
        "amount" | "hours" | "minutes" => "5",
        _ => "Some words about the matter",
    }
}

fn forms(html: &str) -> Vec<Form> {
    forms_with(html, typed)
}

/// The forms of a page that are posted, and are no upload: where each goes, and what stands in it.
pub fn posted(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let all = forms_with(html, |_| "").into_iter();
    let posted = all.filter(|form| form.method == "post" && !form.document);
    posted.map(|form| (form.action, form.fields)).collect()
}

/// The forms of a page, with this in the fields that are empty.
fn forms_with(html: &str, typed: fn(&str) -> &'static str) -> Vec<Form> {
    let form = |text: &str| {
        let (head, body) = text.split_once('>')?;
        let head = format!(" {head}");
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for mark in ["<input", "<textarea", "<select", "<button"] {
            for field in body.split(mark).skip(1) {
                let tag = field.split('>').next()?;
                let Some(name) = attribute(tag, "name") else {
                    continue;
                };
                let chosen = between(field.split("</select>").next()?, "<option", ">");
                let mut chosen = chosen
                    .iter()
                    .filter_map(|option| attribute(option, "value"));
                let value = match mark {
                    "<select" => chosen.next_back().unwrap_or_default(),
                    _ => attribute(tag, "value").unwrap_or_default(),
                };
                let empty = value.is_empty();
                let value = if empty {
                    typed(&name).to_owned()
                } else {
                    value
                };
                fields.entry(name).or_insert(value);
            }
        }
        Some(Form {
            method: attribute(&head, "method").unwrap_or_else(|| "get".to_owned()),
            action: attribute(&head, "action").unwrap_or_default(),
            document: head.contains("multipart/form-data"),
            fields: fields.into_iter().collect(),
        })
    };
    html.split("<form").skip(1).filter_map(form).collect()
}

/// An address without its numbers and tokens: pages alike are looked at once.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let part = |part: &str| {
        let plain = part
            .chars()
            .all(|c| c.is_ascii_lowercase() || "-.".contains(c));
        if plain {
            part.to_owned()
        } else {
            "*".to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every form, and every address of a kind of its own, that is found by following links.
async fn crawled(app: &App, mut ahead: Vec<String>) -> (Vec<Form>, Vec<String>) {
    let (mut seen, mut pages, mut found) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
    while let Some(path) = ahead.pop() {
        if !seen.insert(kind(&path)) || path.starts_with("/assets") {
            continue;
        }
        let page = app.get(&path).await;
        assert!(page.status.code < 500, "{path}: {}", page.html);
        for form in forms(&page.html) {
            found
                .entry((form.method.clone(), kind(&form.action)))
                .or_insert(form);
        }
        let links = between(&page.html, "href=\"", "\"").into_iter();
        let links = links.filter(|link| link.starts_with('/') && !link.starts_with("//"));
        ahead.extend(links.map(|link| link.replace("&amp;", "&")));
        pages.push(path);
    }
    (found.into_values().collect(), pages)
}

async fn sent(app: &App, form: &Form, fields: &[(&str, &str)]) -> Page {
    if form.document {
        let token = form.fields.iter().find(|(name, _)| name == "csrf").unwrap();
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: \
             form-data; name=\"document\"; filename=\"a%00\u{0}b.txt\"\r\n\r\nwords\u{0}\r\n--x--\r\n",
            token.1
        );
        let kind = ContentType::parse_flexible("multipart/form-data; boundary=x").unwrap();
        let request = app.client.post(form.action.clone()).header(kind).body(body);
        return crate::support::read(request.dispatch().await).await;
    }
    if form.method == "post" {
        return app.post(&form.action, fields).await;
    }
    let pairs = fields
        .iter()
        .map(|(n, v)| format!("{n}={}", RawStr::new(v).percent_encode()));
    let query = pairs.collect::<Vec<_>>().join("&");
    app.get(&format!("{}?{query}", form.action)).await
}

/// A publication of two topics' first, with everything before it.
async fn published(app: &App) -> DecisionRow {
    let (manager, pools, _) = two_topics(app).await;
    let row = decided(app, pools, Kind::PublishOnce, manager, "a")
        .await
        .unwrap();
    let row = step(
        app,
        &row,
        Taken::Check(Check::NoCounts("Opening times and addresses.".into())),
        manager,
        "b",
    )
    .await
    .unwrap();
    step(app, &row, issue(), manager, "c").await.unwrap()
}

async fn counts(app: &App, id: i64) -> [u32; 3] {
    let row = app
        .store()
        .publication()
        .decision(id)
        .await
        .unwrap()
        .unwrap();
    [row.views, row.helped, row.not_helped]
}

/// A page of a reader at an address, who holds this token of the forms or none.
async fn read_by(app: &App, path: &str, address: &str, forms: Option<&str>) -> Page {
    let mut request = app
        .client
        .get(path.to_owned())
        .remote(format!("{address}:4711").parse().unwrap());
    if let Some(forms) = forms {
        request = request.cookie(Cookie::new("daylight_forms", forms.to_owned()));
    }
    crate::support::read(request.dispatch().await).await
}

async fn vote(app: &App, id: i64, address: &str, fields: &[(&str, &str)]) -> Status {
    let fields: Vec<String> = fields.iter().map(|(n, v)| format!("{n}={v}")).collect();
    let request = app.client.post(format!("/publications/{id}/answers"));
    let request = request.header(ContentType::Form).body(fields.join("&"));
    let request = request.remote(format!("{address}:4711").parse().unwrap());
    request.dispatch().await.status()
}

on_both_databases! {
    async fn a_control_character_in_any_field_of_any_form_is_no_fault_of_the_program(app: App) {
        published(&app).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs were walked?", "one").await;
        let raw = crate::mail_in::mail("foi@police.example", "Message-ID: <a@x.example>\nIn-Reply-To: <nobody@x.example>\n", "Please file this.");
        crate::mail_in::receive(&app, raw, "2026-06-02T08:30:00Z").await;
        let token = app.status_token(&reference).await;
        let outside = vec!["/".to_owned(), "/desk/sign-in?next=/desk".to_owned(), format!("/status/{token}"), "/requests/new".to_owned()];
        let (mut found, mut pages) = crawled(&app, outside).await;
        let you = Form { method: "post".into(), action: "/requests".into(), document: false, fields: vec![
            ("csrf".into(), app.get("/requests/new").await.value("csrf")),
            ("description".into(), "What did the dogs cost?".into()), ("name".into(), "Ada".into()),
            ("email".into(), "ada@example.org".into()), ("address".into(), "1 High Street".into()),
            ("reply_by".into(), "email".into()), ("category".into(), "media".into()), ("submission".into(), form_token(1)),
        ] };
        found.extend(["/requests", "/requests/new/you", "/requests/new/check"].map(|to| Form { action: to.into(), ..you.clone() }));
        signed_in(&app, "mario@police.example", "three words here").await;
        let inside = vec!["/desk/requests".to_owned(), "/desk/people".to_owned(), "/desk/requests/new".to_owned(), format!("/desk/requests/{reference}"), "/desk/mail".to_owned(), "/desk/topics".to_owned()];
        let (at_the_desk, more) = crawled(&app, inside).await;
        found.extend(at_the_desk);
        pages.extend(more);
        let sign_out = |form: &Form| form.action == "/desk/sign-out";
        found.sort_by_key(sign_out);
        assert!(found.len() > 35, "only {} forms: {found:#?}", found.len());
        let mut sends = 0;
        for form in &found {
            for (at, (name, _)) in form.fields.iter().enumerate() {
                for bad in ["\0", "a\0b", "\u{1b}[31m\u{7f}\u{9b}"] {
                    let fields: Vec<(&str, String)> = form.fields.iter().enumerate().map(|(place, (n, v))| {
                        (n.as_str(), if place == at { format!("{v}{bad}") } else { v.clone() })
                    }).collect();
                    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                    let page = sent(&app, form, &fields).await;
                    assert!(page.status.code < 500, "{name} of {form:?}: {} {}", page.status, page.html);
                    sends += 1;
                }
            }
        }
        assert!(sends > 400, "{sends}");
        signed_in(&app, "mario@police.example", "three words here").await;
        for path in &pages {
            let path = path.split('?').next().unwrap();
            for (at, _) in path.match_indices('/') {
                let odd = format!("{}/%00{}", &path[..at], &path[at + 1..]);
                let page = app.get(&odd).await;
                assert_eq!(page.status, Status::NotFound, "{odd}: {}", page.html);
            }
            let page = app.get(&format!("{path}?q=%00&next=%00&show=%00&on=%00&question=%00&part=%00&format=%00")).await;
            assert!(page.status.code < 500, "{path}: {}", page.html);
        }
    }

    async fn what_is_typed_is_kept_without_control_characters(app: App) {
        let csrf = app.get("/requests/new").await.value("csrf");
        let typed = [("csrf", csrf.as_str()), ("description", "How\0 many\u{b}dogs?"), ("name", "Ada\u{7f} Ex\u{1}ample"), ("email", "ada@example.org\0"), ("reply_by", "email"), ("submission", &form_token(1))];
        let sent = app.post("/requests", &typed).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        let case = app.case("FOI-2026-00001").await;
        assert_eq!(case.body, "How many\ndogs?");
        assert_eq!(case.requester.name.as_deref(), Some("Ada Example"));
        assert_eq!(case.requester.email.as_deref(), Some("ada@example.org"));
    }

    async fn of_one_households_networks_twenty_a_day_are_heard(app: App) {
        let id = published(&app).await.id;
        for number in 0..30u8 {
            let address = format!("2001:db8:1:{number:x}::");
            let heard = app.casework.publishing().count_reader(id, &address, Some(false), app.now()).await.unwrap();
            assert_eq!(heard, number < 20, "{number}");
        }
        assert!(app.casework.publishing().count_reader(id, "2001:db8:1:101::", Some(false), app.now()).await.unwrap());
        assert!(app.casework.publishing().count_reader(id, "192.0.2.1", Some(true), app.now()).await.unwrap());
        assert_eq!(counts(&app, id).await, [22, 1, 21]);
    }

    async fn a_reader_is_counted_once_a_day_and_robots_are_not(app: App) {
        let id = published(&app).await.id;
        let path = format!("/publications/{id}");
        let plain = rocket::local::asynchronous::Client::untracked(daylight::app::rocket(
            std::sync::Arc::clone(&app.casework), std::sync::Arc::new(|| "2026-06-02T09:00:00Z".parse().unwrap()), false,
        )).await.unwrap();
        // Programs that follow links: no cookie, or only whether it is there.
        for _ in 0..5 {
            assert_eq!(plain.get(path.clone()).dispatch().await.status(), Status::Ok);
            let forms = Cookie::new("daylight_forms", "a".repeat(52));
            assert_eq!(plain.head(path.clone()).cookie(forms).dispatch().await.status(), Status::Ok);
        }
        assert_eq!(counts(&app, id).await, [0, 0, 0]);
        let csrf = app.get("/requests/new").await.value("csrf");
        // While another writes, the page is shown all the same, and counted afterwards.
        let writing = app.store().begin().await.unwrap();
        let shown = read_by(&app, &path, "192.0.2.1", Some(&csrf));
        let page = tokio::time::timeout(std::time::Duration::from_secs(4), shown).await.unwrap();
        assert_eq!(page.status, Status::Ok);
        drop(writing);
        for _ in 0..600 {
            if counts(&app, id).await == [1, 0, 0] {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(counts(&app, id).await, [1, 0, 0]);
        // Three hundred forged votes: made up tokens, those of other pages, one good one again and again.
        let page = read_by(&app, &path, "192.0.2.1", Some(&csrf)).await;
        let shown = page.value("shown");
        for n in 0..100 {
            let other = format!("{}{n:02}", &shown[..shown.len() - 2]);
            if other != shown {
                let forged = [("csrf", csrf.as_str()), ("shown", &other), ("answered", "no")];
                assert_eq!(vote(&app, id, "192.0.2.1", &forged).await, Status::Forbidden);
            }
            let taken_along = [("csrf", csrf.as_str()), ("shown", &shown), ("answered", "no")];
            assert_eq!(vote(&app, id, &format!("192.0.2.{}", 100 + n), &taken_along).await, Status::Forbidden);
            assert_eq!(vote(&app, id, "192.0.2.1", &taken_along).await, Status::SeeOther);
        }
        assert_eq!(counts(&app, id).await, [1, 0, 1]);
        let topic = app.store().publication().decision(id).await.unwrap().unwrap().survivor;
        assert_eq!(app.casework.shelf().unmet_searches(topic, app.now()).await.unwrap(), 1);
        // Many addresses of one household, and of another.
        for (address, word) in [("[2001:db8::1]", "yes"), ("[2001:db8::2]", "yes"), ("[2001:db8:0:1::1]", "yes"), ("[::ffff:192.0.2.1]", "no")] {
            let page = read_by(&app, &path, address, Some(&csrf)).await;
            let said = [("csrf", csrf.as_str()), ("shown", &page.value("shown")), ("answered", word)];
            assert_eq!(vote(&app, id, address, &said).await, Status::SeeOther, "{address}");
        }
        assert_eq!(counts(&app, id).await, [3, 2, 1]);
        // On the next day the page that stayed open still speaks, and nothing tells who was here.
        app.set_clock("2026-06-03T09:00:00Z");
        app.casework.sessions().sweep(app.now()).await.unwrap();
        let said = [("csrf", csrf.as_str()), ("shown", shown.as_str()), ("answered", "no")];
        assert_eq!(vote(&app, id, "192.0.2.1", &said).await, Status::SeeOther);
        assert_eq!(counts(&app, id).await, [4, 2, 2]);
        app.set_clock("2026-06-04T09:00:00Z");
        assert_eq!(vote(&app, id, "192.0.2.1", &said).await, Status::Forbidden);
    }
}
