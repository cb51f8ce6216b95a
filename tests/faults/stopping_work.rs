//! SIGTERM in the middle of long work: it ends within ten seconds, and nothing is half-written.

use crate::commands::{run, taken_over};
use crate::killed::{find_topics, in_topics, verified};
use crate::program::{Program, Visitor, command};
use crate::slow_readers::{a_case, begun, document};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How long a stop takes at most.
const SOON: Duration = Duration::from_secs(10);

/// Files that somebody began to send.
fn uploads(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("data/uploads"))
        .unwrap()
        .count()
}

#[test]
fn while_topics_are_sought_every_request_stays_in_one_topic() {
    const ROWS: usize = 900;
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], ROWS);
    let mut program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let began = Instant::now();
    assert_eq!(find_topics(&mut manager).unwrap().status, 303);
    let takes = began.elapsed();
    for twelfth in [1, 5, 9] {
        let mut searcher = manager.clone();
        let search =
            std::thread::spawn(move || find_topics(&mut searcher).map(|reply| reply.status));
        std::thread::sleep(takes * twelfth / 12);
        let took = program.terminate();
        assert!(took < SOON, "{took:?}");
        // It was waited for, or broken off.
        let answer = search.join().unwrap();
        println!("SIGTERM at {twelfth}/12 of a search: {took:?}, {answer:?}");
        assert!(answer.is_err() || answer.is_ok_and(|status| status == 303 || status == 503));
        program = Program::start(folder.path(), &[]);
        manager = Visitor {
            cookies: manager.cookies,
            ..program.visitor()
        };
        assert_eq!(in_topics(&mut manager), ROWS);
    }
    assert_eq!(find_topics(&mut manager).unwrap().status, 303);
    assert_eq!(in_topics(&mut manager), ROWS);
    program.terminate();
    verified(folder.path());
}

#[test]
fn documents_on_their_way_in_and_out_are_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let path = document(&mut manager, &mut visitor);
    let case = a_case(&mut manager, &mut visitor);
    let csrf = manager.get(&case).value("csrf");
    let cookies = manager.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    // A reader who takes the first bytes and stands still, and a sender who sends a part.
    let ask = format!("GET {path} HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\n\r\n");
    let (_reader, first) = begun(program.port, 1, &ask);
    assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
    let mut sender = crate::half_open::connect(program.port, 2);
    let part = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: \
         form-data; name=\"document\"; filename=\"half.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n{}",
        "a".repeat(1_000_000)
    );
    let head = format!(
        "POST {case}/documents HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\nContent-Length: 3000000\r\n\
         Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    );
    sender.write_all((head + &part).as_bytes()).unwrap();
    let waited = Instant::now();
    while uploads(folder.path()) == 0 {
        assert!(waited.elapsed() < SOON, "nothing of the document is kept");
        std::thread::sleep(Duration::from_millis(20));
    }
    let took = program.terminate();
    println!("SIGTERM with documents on their way: {took:?}");
    assert!(took < SOON, "{took:?}");
    let program = Program::start(folder.path(), &[]);
    assert_eq!(uploads(folder.path()), 0, "what was half sent is let go");
    let mut manager = Visitor {
        cookies: manager.cookies,
        ..program.visitor()
    };
    assert!(!manager.get(&case).text().contains("half.bin"));
    program.terminate();
    verified(folder.path());
}

#[test]
fn an_import_and_the_server_beside_it_end_and_what_is_left_is_taken_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 1);
    let mut log = String::from("reference,received,request\n");
    for row in 0..6_000 {
        log.push_str(&format!(
            "R{row},2026-05-{:02},How many matters number {row} were there?\n",
            row % 28 + 1
        ));
    }
    std::fs::write(folder.path().join("log.csv"), log).unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut import = command(folder.path(), &[], &["import", "log.csv"]);
    let mut import = import
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert!(
        import.try_wait().unwrap().is_none(),
        "it takes longer than that"
    );
    let took = program.terminate();
    assert!(took < SOON, "{took:?}");
    let asked = std::process::Command::new("kill")
        .arg(import.id().to_string())
        .status();
    assert!(asked.unwrap().success());
    let begun = Instant::now();
    import.wait().unwrap();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    verified(folder.path());
    let again = run(folder.path(), &[], &["import", "log.csv"]);
    assert_eq!(again.status, Some(0), "{again:?}");
    let last = run(folder.path(), &[], &["import", "log.csv"]);
    assert!(
        last.out.contains("6,000"),
        "each is there, and none twice: {last:?}"
    );
    verified(folder.path());
}
