//! Very many tries of passwords and codes at once: as many are made as the limit has, the right
//! person is let in all the same, and memory stays small.

use crate::postgres::Database;
use crate::program::{PASSWORD, Program, Reply, Visitor};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Tries made at once.
const TRIES: usize = 300;

/// Those of one address: fewer than the connections it may have.
const FROM_ONE: usize = 240;

/// What as many threads as there are tries are answered, counted by status.
fn at_once(tries: usize, ask: impl Fn(usize) -> Reply + Sync) -> BTreeMap<u16, usize> {
    let started = AtomicUsize::new(0);
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..tries)
            .map(|number| {
                let (ask, started) = (&ask, &started);
                scope.spawn(move || {
                    started.fetch_add(1, Ordering::SeqCst);
                    while started.load(Ordering::SeqCst) < tries {
                        std::thread::yield_now();
                    }
                    ask(number)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let mut counted = BTreeMap::new();
    for reply in replies {
        if matches!(reply.status, 429 | 503) {
            let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=901).contains(&wait), "{wait} seconds");
        }
        *counted.entry(reply.status).or_default() += 1;
    }
    counted
}

/// One try, made again where too many came at once.
fn insisted(ask: impl Fn() -> Reply) -> Reply {
    for _ in 0..600 {
        let reply = ask();
        if reply.status != 503 {
            return reply;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody is let in within half a minute");
}

fn wrong(visitor: &Visitor, csrf: &str, email: &str) -> Reply {
    let fields = [
        ("csrf", csrf.to_owned()),
        ("email", email.to_owned()),
        ("password", "not the pass phrase".to_owned()),
    ];
    visitor.clone().post("/desk/sign-in", &fields)
}

/// The visitor as one of another node: its forms carry the same token.
fn on(node: &Program, visitor: &Visitor) -> Visitor {
    Visitor {
        port: node.port,
        ..visitor.clone()
    }
}

/// Tries everything at once on nodes over one database; the first node made the manager, from
/// 127.0.0.1.
fn try_everything(nodes: &[&Program]) {
    let node = |number: usize| nodes[number % nodes.len()];
    let mut visitor = nodes[0].visitor();
    let csrf = visitor.get("/desk/sign-in").value("csrf");
    let email = "manager@police.example";

    // On one account, from two other addresses.
    let account = at_once(TRIES, |number| {
        let stranger = on(node(number), &visitor).at([127, 0, 7, [1, 2][number % 2]]);
        let written = ["manager@police.example", " Manager@POLICE.example "][number % 2];
        insisted(|| wrong(&stranger, &csrf, written))
    });
    assert_eq!(account, BTreeMap::from([(422, 10), (429, TRIES - 10)]));
    // The right person is let in where they have been before, and only there.
    for number in 0..nodes.len() {
        let mut right = node(number).visitor().at([127, 0, 0, 3]);
        assert_eq!(right.sign_in(email, PASSWORD).status, 429);
        let mut right = node(number).visitor();
        let reply = right.sign_in(email, PASSWORD);
        assert_eq!(reply.status, 303, "{}", reply.text());
    }
    // Where they have been before, others have as many tries and no more.
    let known = at_once(FROM_ONE, |number| {
        let stranger = on(node(number), &visitor);
        insisted(|| wrong(&stranger, &csrf, email))
    });
    assert_eq!(known, BTreeMap::from([(422, 10), (429, FROM_ONE - 10)]));

    // From one address, on as many accounts.
    let address = at_once(FROM_ONE, |number| {
        let stranger = on(node(number), &visitor).at([127, 0, 0, 4]);
        insisted(|| wrong(&stranger, &csrf, &format!("{number}@police.example")))
    });
    assert_eq!(address, BTreeMap::from([(422, 50), (429, FROM_ONE - 50)]));

    // On the code of one request.
    let token = visitor
        .request(&csrf, "How many drones?", "ada@example.org")
        .unwrap();
    let reference = token.split('.').next().unwrap();
    let codes = at_once(FROM_ONE, |number| {
        let mut stranger = on(node(number), &visitor).at([127, 9, 0, 1]);
        let fields = [
            ("csrf", csrf.clone()),
            ("reference", reference.to_owned()),
            ("code", format!("AAAA-{number:04}")),
        ];
        stranger.post("/requests/find", &fields)
    });
    assert_eq!(codes, BTreeMap::from([(422, 10), (429, FROM_ONE - 10)]));
}

#[test]
fn of_300_tries_at_once_exactly_as_many_are_made_as_a_limit_has() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    program.manager();
    try_everything(&[&program]);
}

#[test]
fn two_nodes_share_the_tries_of_one_limit() {
    let Some(database) = Database::create() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let env = [("DAYLIGHT_DATABASE_URL", url.as_str())];
    let first = Program::start(folder.path(), &env);
    first.manager();
    let second = Program::start(folder.path(), &env);
    try_everything(&[&first, &second]);
}

#[test]
fn a_right_sign_in_gives_its_try_back() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    program.manager();
    for _ in 0..12 {
        let mut right = program.visitor().at([127, 0, 0, 5]);
        let reply = right.sign_in("manager@police.example", PASSWORD);
        assert_eq!(reply.status, 303, "{}", reply.text());
    }
}

#[test]
fn two_hundred_sign_ins_at_once_and_posts_of_megabytes_take_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.get("/desk/sign-in").value("csrf");
    let answers = at_once(200, |number| {
        let low = u8::try_from(number).unwrap() + 1;
        let stranger = visitor.at([127, 8, 0, low]);
        wrong(&stranger, &csrf, &format!("{number}@police.example"))
    });
    assert_eq!(answers.values().sum::<usize>(), 200);
    assert!(
        answers.keys().all(|s| [422, 503].contains(s)),
        "{answers:?}"
    );
    assert!(answers[&422] >= 2, "{answers:?}");
    let before = program.memory_kib("VmRSS");
    let long = "e".repeat(3_900_000);
    for number in 0..60 {
        let reply = wrong(&visitor, &csrf, &format!("{number}{long}"));
        assert_eq!(reply.status, 413, "{}", reply.text());
    }
    let (after, most) = (program.memory_kib("VmRSS"), program.memory_kib("VmHWM"));
    assert!(most < 200 * 1024, "{most} KiB at most");
    assert!(
        after < before + 20 * 1024,
        "{before} KiB before, {after} after"
    );
}

#[test]
fn sixty_forms_at_once_of_many_fields_or_parts_are_refused_and_take_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let token = visitor.request(&csrf, "How many drones?", "ada@example.org");
    let status = format!("/status/{}", token.unwrap());
    let typed = "application/x-www-form-urlencoded";
    let in_parts = "multipart/form-data; boundary=x";
    let mut part = b"--x\r\nContent-Disposition: form-data\r\n\r\n".to_vec();
    part.resize(3_900_000, b'a');
    part.extend_from_slice(b"\r\n--x--\r\n");
    let bodies = [
        (typed, "a&".repeat(1_950_000).into_bytes(), 413),
        (typed, "a&".repeat(1_000).into_bytes(), 422),
        (in_parts, part, 415),
    ];
    let paths = [
        "/requests/new".to_owned(),
        "/requests/new/you".to_owned(),
        "/requests/new/check".to_owned(),
        "/requests".to_owned(),
        "/requests/find".to_owned(),
        "/publications/1/answers".to_owned(),
        format!("{status}/replies"),
        format!("{status}/wishes"),
    ];
    for (kind, body, expected) in bodies {
        let answers = at_once(60, |number| {
            let kind = [("Content-Type", kind.to_owned())];
            let path = &paths[number % paths.len()];
            visitor.clone().ask("POST", path, &kind, &body).unwrap()
        });
        assert_eq!(answers, BTreeMap::from([(expected, 60)]), "{kind}");
    }
    let most = program.memory_kib("VmHWM");
    assert!(most < 200 * 1024, "{most} KiB at most");
    // A request as long as one may be is taken, however many bytes its characters have.
    let longest = visitor.request(&csrf, &"\u{1f41d}".repeat(20_000), "ada@example.org");
    assert!(longest.is_ok(), "{longest:?}");
}

#[test]
fn wrong_codes_of_one_address_are_limited_and_another_address_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let tried = |host: u8, number: usize| {
        let fields = [
            ("csrf", csrf.clone()),
            ("reference", format!("FOI-2026-{number:04}")),
            ("code", "AAAA-0000".to_owned()),
        ];
        let mut one = visitor.at([127, 0, 0, host]);
        one.post("/requests/find", &fields).status
    };
    for number in 0..50 {
        assert_eq!(tried(6, number), 422, "try {number}");
    }
    assert_eq!(tried(6, 50), 429);
    assert_eq!(tried(7, 51), 422);
}
