//! Floods of forms: slowed down, then kept in the tray, and none is lost or refused.

use crate::forms::form_token;
use crate::program::{Program, Reply, Visitor};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const VICTIM: &str = "victim@example.org";

/// Sends the form of this number, as it does whenever it is sent.
fn send(visitor: &Visitor, csrf: &str, number: usize) -> Reply {
    let fields = [
        ("csrf", csrf.to_owned()),
        (
            "description",
            format!("Question number {number:04}, please."),
        ),
        ("name", "Vic Example".to_owned()),
        (
            "email",
            [VICTIM, "Victim+x@Example.ORG"][number % 2].to_owned(),
        ),
        ("reply_by", "email".to_owned()),
        ("submission", form_token(number)),
    ];
    visitor.clone().post("/requests", &fields)
}

/// Where a form that was taken leads.
fn taken(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.header("location").unwrap().to_owned()
}

fn letters_to_the_victim(folder: &Path) -> usize {
    let letters = fs::read_dir(folder.join("data/mail")).into_iter().flatten();
    let texts = letters.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    texts
        .filter(|text| text.to_lowercase().contains("@example.org"))
        .count()
}

#[test]
fn a_flood_from_one_address_is_slowed_then_waits_in_the_tray_and_none_is_lost() {
    const SLOWLY: usize = 28;
    const ALL: usize = 130;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let mut other = program.visitor();
    let csrf = other.csrf();
    let flooder = other.at([127, 0, 0, 7]);

    // Each form beyond the first twenty waits longer than the one before.
    let mut waited = Vec::new();
    let mut places: Vec<String> = Vec::new();
    for number in 0..SLOWLY {
        let begun = Instant::now();
        places.push(taken(&send(&flooder, &csrf, number)));
        waited.push(begun.elapsed());
    }
    let first = waited[..20].iter().min().unwrap();
    let last = waited[SLOWLY - 1];
    assert!(
        last > Duration::from_millis(800) && last > *first * 2,
        "{first:?}, {last:?}"
    );

    // The rest at once: some wait in the tray, all are taken.
    let rest: Vec<String> = std::thread::scope(|scope| {
        let sent: Vec<_> = (SLOWLY..ALL)
            .map(|number| {
                let (flooder, csrf) = (&flooder, &csrf);
                scope.spawn(move || taken(&send(flooder, csrf, number)))
            })
            .collect();
        sent.into_iter().map(|s| s.join().unwrap()).collect()
    });
    places.extend(rest);
    // Somebody elsewhere is not held up.
    let token = other.request(&csrf, "How many horses?", "ada@example.org");
    assert!(token.is_ok(), "{token:?}");

    let tray = manager.get("/desk/mail").text();
    let (mut acknowledged, mut logged, mut waiting) = (0, 0, Vec::new());
    for (number, place) in places.iter().enumerate() {
        let subject = format!("Question number {number:04}");
        let page = other.get(place);
        assert_eq!(page.status, 200, "{}", page.text());
        if place.starts_with("/requests/waiting/") {
            assert!(page.text().contains("It arrived on"), "{}", page.text());
            assert!(tray.contains(&subject), "{subject} is not in the tray");
            waiting.push(number);
        } else {
            let token = place.trim_start_matches("/requests/received/");
            let status = other.get(&format!("/status/{token}"));
            assert!(status.text().contains(&subject), "{subject} is no request");
            acknowledged += usize::from(page.text().contains("is on its way to"));
            logged += 1;
        }
    }
    assert!(
        waiting.len() > 50 && logged >= 60,
        "{logged} logged, {} wait",
        waiting.len()
    );
    assert_eq!(
        places.iter().collect::<BTreeSet<_>>().len(),
        ALL,
        "one place each"
    );
    // Three letters were sent, and no page claims more.
    assert_eq!(acknowledged, 3);
    let begun = Instant::now();
    while letters_to_the_victim(folder.path()) < 4 && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(100));
    }
    // Three to the victim and the one of the visitor elsewhere.
    assert_eq!(letters_to_the_victim(folder.path()), 4);

    // A form sent again leads where it went, and is not kept twice.
    let twice = waiting[0];
    assert_eq!(
        taken(&send(&other.at([127, 0, 0, 8]), &csrf, twice)),
        places[twice]
    );
    let subject = format!("Question number {twice:04}");
    assert_eq!(
        manager.get("/desk/mail").text().matches(&subject).count(),
        1
    );

    // An officer takes one as a request, and its page leads to it.
    let before = tray.split(&subject).next().unwrap();
    let message = before.rsplit_once("/desk/mail/").unwrap().1;
    let id = message.split('"').next().unwrap();
    let page = manager.get(&format!("/desk/mail/{id}"));
    assert!(
        page.text().contains("by the public form"),
        "{}",
        page.text()
    );
    let csrf_of_desk = [("csrf", page.value("csrf"))];
    // What acknowledges it is shown before it goes.
    let shown = manager.post(&format!("/desk/mail/{id}/requests"), &csrf_of_desk);
    let [(_, csrf)] = &csrf_of_desk;
    let seen = [("csrf", csrf.clone()), ("seen", shown.value("seen"))];
    let done = manager.post(&format!("/desk/mail/{id}/requests"), &seen);
    let case = taken(&done);
    assert!(manager.get(&case).text().contains(&subject));
    let led = taken(&other.get(&places[twice]));
    let reference = case.trim_start_matches("/desk/requests/");
    assert!(led.contains(reference), "{led}");
    assert!(other.get(&led).text().contains(reference));
}

#[test]
fn forms_of_many_people_at_once_are_all_logged() {
    const PEOPLE: usize = 100;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    std::thread::scope(|scope| {
        for number in 0..PEOPLE {
            let (mut one, csrf) = (visitor.clone(), &csrf);
            scope.spawn(move || {
                let email = format!("{number}@example.org");
                let token = one.request(csrf, "How many drones?", &email).unwrap();
                assert_eq!(one.get(&format!("/status/{token}")).status, 200);
            });
        }
    });
}

#[test]
fn messages_on_one_case_are_slowed_and_then_asked_to_wait_with_their_text_kept() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let token = visitor.request(&csrf, "How many drones?", VICTIM).unwrap();
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..80)
            .map(|number| {
                let (mut one, csrf, token) = (visitor.clone(), &csrf, &token);
                scope.spawn(move || {
                    let fields = [
                        ("csrf", csrf.clone()),
                        ("reply", format!("Message {number}")),
                        ("submission", form_token(number)),
                    ];
                    one.post(&format!("/status/{token}/replies"), &fields)
                })
            })
            .collect();
        sent.into_iter().map(|s| s.join().unwrap()).collect()
    });
    let refused: Vec<&Reply> = replies.iter().filter(|r| r.status == 429).collect();
    assert!(
        (10..=20).contains(&refused.len()),
        "{} refused",
        refused.len()
    );
    for reply in refused {
        assert!(reply.header("retry-after").is_some());
        assert!(
            reply.text().contains("Message "),
            "what was typed still stands there"
        );
    }
    let begun = Instant::now();
    while letters_to_the_victim(folder.path()) < 3 && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(
        letters_to_the_victim(folder.path()),
        3,
        "with the acknowledgement"
    );
}
