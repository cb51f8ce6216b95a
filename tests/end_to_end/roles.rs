//! What people of each role open, send and are offered.

use crate::desk_forms::Shown;
use crate::hostile::posted;
use crate::seats::Seat;
use crate::support::{App, all_is_done, day, for_clearance, once};
use daylight::casework::cases::actions;
use daylight::casework::topics::register::TopicDecision;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::Outcome;
use daylight::domain::rights::{NotYours, Right};
use daylight::domain::role::Role;
use rocket::http::{Method, Status};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A request, a message in the tray, a topic and a person: what the parts of addresses stand for.
async fn something_of_each(app: &App) -> BTreeMap<&'static str, String> {
    let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
    let target = app.person("Tamsin", Role::Officer).await;
    let uuid = "0197f7b6-7f2c-7c3e-8000-000000000001";
    BTreeMap::from([
        ("<reference>", reference),
        ("<noun>", "allocations".into()),
        ("<month>", "2026-05".into()),
        ("<part>", "1".into()),
        ("<event>", "1".into()),
        ("<people>", target.person.unwrap().to_string()),
        ("<id>", "1".into()),
        ("<uuid>", uuid.into()),
    ])
}

/// Every route of the desk as it is mounted, and an address it answers.
fn routes(seat: &Seat, parts: &BTreeMap<&str, String>) -> Vec<(String, Method, String)> {
    let routes = seat.client.rocket().routes();
    let desk = routes.filter(|route| route.uri.path().starts_with("/desk"));
    let mut routes: Vec<_> = desk
        .map(|route| {
            let path = route.uri.path().to_owned();
            let by_uuid = path.starts_with("/desk/mail/<id>") || path.contains("/letters/");
            let person = path.starts_with("/desk/people");
            let asked = path.split('/').map(|part| match part {
                "<id>" if by_uuid => parts["<uuid>"].as_str(),
                "<id>" if person => parts["<people>"].as_str(),
                part => parts.get(part).map_or(part, String::as_str),
            });
            let asked = asked.collect::<Vec<_>>().join("/");
            (path, route.method, asked)
        })
        .collect();
    routes.sort_by_key(|(path, method, _)| (path.clone(), method.as_str()));
    routes
}

/// For whom a route is, by asking it: all but those who are told that it is not theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_of_the_desk_is_for_the_roles_of_the_table() {
    let app = App::on_sqlite().await;
    let parts = something_of_each(&app).await;
    let stranger = app.stranger().await;
    let mut seats = Vec::new();
    for role in Role::AT_THE_DESK {
        seats.push((role, app.seat(&format!("Somebody{role}"), role).await));
    }
    let mut table = String::new();
    for (path, method, asked) in routes(&stranger, &parts) {
        let csrf = stranger.get("/desk/sign-in").await.value("csrf");
        let page = stranger.send(method, &asked, &[("csrf", &csrf)]).await;
        // Whoever asks for a way in is sent on to sign in.
        let to_sign_in = page
            .location
            .is_some_and(|to| to.starts_with("/desk/sign-in"));
        let open = !to_sign_in || path == "/desk/forgotten";
        let mut who: Vec<String> = Vec::new();
        if open {
            who.push("anybody".into());
        } else {
            for (role, seat) in &seats {
                if path == "/desk/sign-out" {
                    who.push(role.to_string());
                    continue;
                }
                let page = if method == Method::Post {
                    seat.form(&asked, &[("submission", &once().to_string())])
                        .await
                } else {
                    seat.get(&asked).await
                };
                if page.status != Status::Forbidden {
                    who.push(role.to_string());
                }
            }
        }
        table.push_str(&format!("{method:<4} {path}\n     {}\n", who.join(" ")));
    }
    all_is_done().await;
    let kept = include_str!("../data/who-opens-what.txt");
    assert_eq!(
        table, kept,
        "read twice who may open what, then keep it in tests/data/who-opens-what.txt"
    );
}

/// The addresses of the desk a page links to, and those its forms are sent to.
fn offered(html: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = |mark: &str| {
        let found = html
            .split(mark)
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let found = found.map(|to| to.replace("&amp;", "&").replace("&#x3D;", "="));
        found
            .filter(|to| to.starts_with("/desk"))
            .map(|to| to.split('#').next().unwrap().to_owned())
            .collect()
    };
    (all("href=\""), all("method=\"post\" action=\""))
}

/// Opens all that is offered from the desk on, as far as it leads; where the forms go.
async fn walked(seat: &Seat) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut next = VecDeque::from([("/desk".to_owned(), String::new())]);
    let (mut seen, mut forms) = (BTreeSet::new(), BTreeSet::new());
    while let Some((path, from)) = next.pop_front() {
        if seen.len() == 200 || !seen.insert(path.clone()) {
            continue;
        }
        let page = seat.get(&path).await;
        if let Some(to) = page.location {
            next.push_back((to, path));
            continue;
        }
        assert_eq!(page.status, Status::Ok, "{from} offers {path}");
        let (links, sent) = offered(&page.html);
        next.extend(links.into_iter().map(|to| (to, path.clone())));
        forms.extend(sent);
    }
    (seen, forms)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_offered_to_each_role_is_theirs() {
    let app = App::on_sqlite().await;
    crate::publications::two_topics(&app).await;
    let mail = "From: Hal <hal@example.org>\r\nTo: foi@police.example\r\nSubject: Hello\r\nPrecedence: bulk\r\nMessage-ID: <a@b>\r\n\r\nWhat is this?\r\n";
    crate::mail_in::receive(&app, mail.into(), "2026-06-02T08:00:00Z").await;
    let own = BTreeSet::from(["/desk/sign-out".to_owned(), "/desk/password".to_owned()]);
    for role in Role::AT_THE_DESK {
        let seat = app.seat(&format!("Somebody{role}"), role).await;
        let (seen, forms) = walked(&seat).await;
        let opens = |start: &str| seen.iter().any(|path| path.starts_with(start));
        assert_eq!(
            opens("/desk/requests"),
            role.may(Right::ReadCases),
            "{role}: {seen:?}"
        );
        assert_eq!(
            opens("/desk/topics"),
            role.may(Right::ReadFigures),
            "{role}"
        );
        assert_eq!(opens("/desk/people"), role.may(Right::SeePeople), "{role}");
        if role == Role::Auditor {
            assert_eq!(forms, own, "an auditor changes nothing");
        }
    }
}

/// Every form of every page, sent as it stands there: it may be refused for what it lacks, and never
/// as one that is none of ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_is_taken_as_it_stands() {
    let app = App::on_sqlite().await;
    something_of_each(&app).await;
    let (_, topic, _) = crate::publications::two_topics(&app).await;
    let mona = app.seat("Mona", Role::Manager).await;
    let (seen, _) = walked(&mona).await;
    let mut sent = BTreeSet::new();
    for path in seen {
        for number in 0.. {
            let Some((action, fields)) =
                posted(&mona.get(&path).await.html).into_iter().nth(number)
            else {
                break;
            };
            let kind: String = action
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            let leaves = ["/desk/sign-out", "/desk/authority"].contains(&action.as_str());
            if leaves || action.ends_with("/endings") || !sent.insert(kind) {
                continue;
            }
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            let page = mona.send(Method::Post, &action, &fields).await;
            assert!(
                page.status != Status::Forbidden && page.status.code < 500,
                "{action} on {path}: {} {fields:?}",
                page.status
            );
        }
    }
    for kind in ["confirmations", "pins", "undoings"] {
        assert!(
            sent.iter().any(|action| action.ends_with(kind)),
            "{kind} of {topic}: {sent:?}"
        );
    }
}

on_both_databases! {
    async fn an_approver_clears_what_an_officer_prepared_and_prepares_nothing(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let ann = app.seat("Ann", Role::Approver).await;
        let approver = ann.actor.unwrap();
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let take = async |who, step| app.act(&reference, who, None, step).await;
        let start = Instruction::StartSearch(actions::StartSearch);
        let refused = take(approver, start.clone()).await.unwrap_err();
        assert!(refused.to_string().contains("not done by the approver"), "{refused}");
        let allocate = |officer| Instruction::Allocate(actions::Allocate { team: None, officer });
        let refused = take(olga, allocate(approver.person)).await.unwrap_err();
        assert!(refused.to_string().contains("Choose an officer"), "{refused}");
        take(olga, allocate(olga.person)).await.unwrap();
        take(olga, start).await.unwrap();
        take(olga, Instruction::StartDraft(actions::StartDraft)).await.unwrap();
        let decide = actions::DecideQuestion { number: 1, outcome: Outcome::GrantedInFull, answer: "Nine.".into(), reasons: vec![] };
        take(olga, Instruction::DecideQuestion(decide)).await.unwrap();
        take(olga, for_clearance()).await.unwrap();
        let refused = take(olga, Instruction::Clear(actions::Clear)).await.unwrap_err();
        assert_eq!(refused.to_string().split(": ").last().unwrap(), "only an approver or a manager can do this");
        let case = format!("/desk/requests/{reference}");
        let page = ann.get(&case).await;
        assert!(page.says("Ann") && page.says("/clearances/new"), "{}", page.html);
        assert!(!page.says("/corrections/new") && !page.says("/topics/new") && !page.says("Put a document"), "{}", page.html);
        let shown = Shown::of(&ann.get(&format!("{case}/clearances/new")).await);
        let fields: Vec<(&str, &str)> = shown.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = ann.send(Method::Post, &shown.action, &fields).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        let cleared = app.case(&reference).await;
        assert!(cleared.timeline.iter().any(|row| row.person.as_deref() == Some("Ann")));
    }

    async fn a_use_case_asks_itself_for_the_right_it_takes(app: App) {
        let (_, pools, _) = crate::publications::two_topics(&app).await;
        let auditor = app.person("Audrey", Role::Auditor).await;
        let officer = app.person("Oswin", Role::Officer).await;
        let director = app.person("Dora", Role::Director).await;
        let not = |fault: CaseworkFault, right| match fault {
            CaseworkFault::NotYours(NotYours { right: of, .. }) => assert_eq!(of, right),
            other => panic!("{other}"),
        };
        let kind = daylight::domain::publication::Kind::PublishOnce;
        let decided = crate::publications::decided;
        not(decided(&app, pools, kind, officer, "o").await.unwrap_err(), Right::DecidePublication);
        let row = decided(&app, pools, kind, director, "d").await.unwrap();
        let step = crate::publications::step(&app, &row, crate::publications::issue(), auditor, "a").await;
        not(step.unwrap_err(), Right::PreparePublication);
        let entered = crate::support::by_email(day("2026-06-01"), "How many cats?", "two");
        let logged = app.casework.cases().log_request(entered, director, app.now()).await;
        not(logged.unwrap_err(), Right::LogRequests);
        let ended = app.casework.accounts().end_account(officer.person.unwrap(), director, app.now()).await;
        not(ended.unwrap_err(), Right::ManagePeople);
        let split = TopicDecision::MoveToNew { label: "Cats".into(), cases: BTreeSet::new() };
        let split = app.casework.topics().decide_topic(split, "s", auditor, app.now()).await;
        not(split.unwrap_err(), Right::DecideTopics);
    }
}
