//! The program is killed while people write to it: what was acknowledged is there afterwards.

use crate::program::Program;
use std::collections::BTreeMap;
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
    let verified = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(["audit", "verify"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
}
