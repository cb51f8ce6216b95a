//! The counter of a series of references is behind its cases, as after the rows of one table were put
//! back from a backup: that is named, and every request is logged all the same, under a new reference.

use crate::commands::{on_both, run};
use crate::damage::past_the_program;
use crate::program::Program;
use crate::restored_copy::{number, request};

const BEHIND: &str = "UPDATE counters SET value = 1 WHERE name LIKE '%-____'";

#[test]
fn a_series_behind_its_cases_is_named_and_gone_past() {
    on_both(|env, database| {
        let folder = tempfile::tempdir().unwrap();
        let put_back = || match database {
            Some(database) => drop(database.ask(BEHIND).unwrap()),
            None => past_the_program(folder.path(), BEHIND),
        };
        let program = Program::start(folder.path(), env);
        let mut last = String::new();
        for n in 0..4 {
            last = request(&mut program.visitor(), &format!("How many drones, {n}?"));
        }
        let series = last.rsplit_once('-').unwrap().0;
        put_back();
        let named = format!("table counters, column value, {series}: 1 of its references");
        for command in [&["check"][..], &["audit", "verify"][..]] {
            let said = run(folder.path(), env, command);
            assert_eq!(said.status, Some(1), "{said:?}");
            assert!(said.errors.contains(&named), "{said:?}");
        }
        let next = request(&mut program.visitor(), "How many dogs?");
        assert_eq!(
            number(&next),
            number(&last) + 1,
            "beneath a program that serves"
        );
        let said = run(folder.path(), env, &["check"]);
        assert_eq!(said.status, Some(0), "{said:?}");
        program.terminate();
        put_back();
        let program = Program::start(folder.path(), env);
        assert!(
            program.said().contains("they go on after the last"),
            "{}",
            program.said()
        );
        let said = run(folder.path(), env, &["check"]);
        assert_eq!(said.status, Some(0), "{said:?}");
        let next = request(&mut program.visitor(), "How many cats?");
        assert_eq!(number(&next), number(&last) + 2);
        program.terminate();
    });
}
