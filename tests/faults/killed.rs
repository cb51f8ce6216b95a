//! The program is killed while people write to it: what was acknowledged is there afterwards.

use crate::commands::taken_over;
use crate::program::{Program, Reply, Visitor};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How many people write at once.
const WRITERS: usize = 4;

/// How often it is killed: `DAYLIGHT_TEST_KILLS`, or a dozen times.
fn kills() -> u64 {
    let asked = std::env::var("DAYLIGHT_TEST_KILLS").ok();
    asked.map_or(12, |count| count.parse().unwrap())
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed_under_load() {
    let folder = tempfile::tempdir().unwrap();
    // By the token of the status page: the text that was sent.
    let acknowledged: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    for round in 0..kills() {
        let program = Program::start(folder.path(), &[]);
        let csrf = program.visitor().csrf();
        let visitor = {
            let mut visitor = program.visitor();
            visitor
                .cookies
                .insert("daylight_forms".to_owned(), csrf.clone());
            visitor
        };
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (mut visitor, csrf) = (visitor.clone(), csrf.clone());
                let acknowledged = Arc::clone(&acknowledged);
                std::thread::spawn(move || {
                    for number in 0.. {
                        let text = format!("How many bridges, {round}-{writer}-{number}?");
                        let email = format!("a{round}-{writer}-{number}@x.example");
                        match visitor.try_request(&csrf, &text, &email) {
                            Ok(Ok(token)) => {
                                let before = acknowledged.lock().unwrap().insert(token, text);
                                assert_eq!(before, None, "one token for two requests");
                            }
                            Ok(Err(reply)) => panic!("{}: {}", reply.status, reply.text()),
                            // Killed.
                            Err(_) => return,
                        }
                    }
                })
            })
            .collect();
        // At another moment each time, in the middle of what the writers do.
        std::thread::sleep(Duration::from_millis(150 + round * 37 % 200));
        program.kill();
        for writer in writers {
            writer.join().unwrap();
        }
    }
    let acknowledged = acknowledged.lock().unwrap();
    assert!(
        acknowledged.len() as u64 > kills() * 4,
        "{} requests are no load",
        acknowledged.len()
    );
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    for (token, text) in acknowledged.iter() {
        let page = visitor.get(&format!("/status/{token}"));
        assert!(
            page.status == 200 && page.text().contains(text),
            "lost: {text}"
        );
    }
    program.terminate();
    verified(folder.path());
}

/// The record holds.
pub fn verified(folder: &Path) {
    let verified = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(["audit", "verify"])
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
}

/// How many requests the list of topics counts in all.
pub fn in_topics(manager: &mut Visitor) -> usize {
    let page = manager.get("/desk/topics");
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let cells = text.split("data-label=\"Requests\"").skip(1);
    cells
        .map(|cell| {
            let link = cell.split_once("\">").unwrap().1;
            let number = link.split_once("\">").unwrap().1;
            let number = number.split_once('<').unwrap().0;
            number.replace(',', "").parse::<usize>().unwrap()
        })
        .sum()
}

/// Finds the topics, as the button of their list does.
pub fn find_topics(manager: &mut Visitor) -> std::io::Result<Reply> {
    let page = manager.get("/desk/topics");
    let fields = [
        ("csrf", page.value("csrf")),
        ("submission", page.value("submission")),
    ];
    manager.try_post("/desk/topics", &fields)
}

#[test]
fn a_search_for_topics_that_is_killed_leaves_every_request_in_one_topic() {
    const ROWS: usize = 900;
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], ROWS);
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let began = std::time::Instant::now();
    assert_eq!(find_topics(&mut manager).unwrap().status, 303);
    let takes = began.elapsed();
    assert_eq!(in_topics(&mut manager), ROWS);
    let (mut program, mut cut_short) = (program, 0);
    for round in 0..kills() {
        // From its first words to its last step.
        let moment = takes * u32::try_from(1 + round * 7 % 12).unwrap() / 12;
        let mut searcher = manager.clone();
        let search = std::thread::spawn(move || find_topics(&mut searcher).is_err());
        std::thread::sleep(moment);
        program.kill();
        cut_short += u64::from(search.join().unwrap());
        program = Program::start(folder.path(), &[]);
        let cookies = std::mem::take(&mut manager.cookies);
        manager = Visitor {
            cookies,
            ..program.visitor()
        };
        assert_eq!(in_topics(&mut manager), ROWS, "killed after {moment:?}");
    }
    assert!(
        cut_short > kills() / 2,
        "{cut_short} were stopped on the way"
    );
    assert_eq!(find_topics(&mut manager).unwrap().status, 303);
    assert_eq!(in_topics(&mut manager), ROWS);
    program.terminate();
    verified(folder.path());
}
