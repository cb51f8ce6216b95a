//! The direction of imports and the habits of the house, as tables and their enforcement.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "architecture/links.rs"]
mod links;
#[path = "architecture/rooms.rs"]
mod rooms;
#[path = "architecture/rows.rs"]
mod rows;
#[path = "support/rust_source.rs"]
mod rust_source;

use rust_source::{
    Source, inside_names, part_of, path_starts, without_comments_and_strings, words,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each part of `src` may name of the others. What is not here may name nothing.
const INSIDE: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("now", &[]),
    ("templates", &[]),
    // Stands before the web server and knows nothing of what it serves.
    ("front", &["domain"]),
    ("config", &["domain"]),
    // Holds PostgreSQL's clock against this machine's.
    ("store", &["domain", "now"]),
    ("mail", &["domain", "templates"]),
    ("reports", &["domain"]),
    (
        "casework",
        &["config", "domain", "mail", "reports", "store", "templates"],
    ),
    // A year made up: written as the use cases write it, and through them.
    ("demo", &["casework", "config", "domain", "mail", "store"]),
    (
        "jobs",
        &["casework", "config", "domain", "mail", "now", "templates"],
    ),
    // Reads lists from the store and never writes to it.
    (
        "web",
        &[
            "casework",
            "config",
            "domain",
            "front",
            "mail",
            "now",
            "reports",
            "store",
            "templates",
        ],
    ),
    // `serve` and `demo` start the program, `check` opens the database.
    (
        "cli",
        &[
            "app",
            "casework",
            "config",
            "demo",
            "domain",
            "mail",
            "now",
            "reports",
            "store",
            "templates",
        ],
    ),
    (
        "app",
        &[
            "casework",
            "config",
            "domain",
            "front",
            "jobs",
            "mail",
            "now",
            "reports",
            "store",
            "templates",
            "web",
        ],
    ),
    ("main", &["app", "cli"]),
];

/// Where a crate may be named, when that is not everywhere outside the domain.
const OUTSIDE: [(&str, &[&str]); 25] = [
    ("sea_orm", &["store", "migrations"]),
    ("sea_orm_migration", &["store", "migrations"]),
    ("sqlx", &["store"]),
    ("sea_query_sqlx", &["store"]),
    ("rocket", &["web", "app"]),
    ("hyper", &["front"]),
    ("hyper_util", &["front"]),
    ("rlimit", &["front"]),
    ("lettre", &["mail"]),
    ("mail_parser", &["mail"]),
    ("ammonia", &["mail"]),
    ("html5gum", &["mail"]),
    ("base64", &["mail"]),
    ("async_imap", &["mail"]),
    ("tokio_rustls", &["mail"]),
    ("webpki_roots", &["mail"]),
    ("toml", &["config"]),
    ("handlebars", &["templates"]),
    ("argon2", &["casework"]),
    ("zxcvbn", &["casework"]),
    ("rustix", &["cli"]),
    ("getrandom", &["casework"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("csv", &["cli", "reports"]),
];

/// The crates the domain may name: pure ones.
const PURE: [&str; 6] = [
    "serde",
    "chrono",
    "thiserror",
    "rust_stemmers",
    "sha2",
    "uuid",
];

/// Words that mean I/O, waiting, a clock or chance; none stands in the domain.
const IMPURE: [&str; 16] = [
    "async",
    "await",
    "Instant",
    "SystemTime",
    "File",
    "TcpStream",
    "TcpListener",
    "Command",
    "stdin",
    "stdout",
    "println",
    "eprintln",
    "print",
    "include_str",
    "env",
    "fs",
];

/// Files longer than [`LONGEST`], with their ceiling and the reason: none now.
const LONGER: [(&str, usize, &str); 0] = [];

/// The most lines of a source file before its tests, and of a test file.
const LONGEST: usize = 400;
const LONGEST_TEST: usize = 600;

#[test]
fn every_part_names_only_what_the_table_allows() {
    let mut broken = Vec::new();
    for source in sources(&["src"]) {
        let part = part_of(&source.path);
        if part == "lib" {
            continue;
        }
        let allowed = INSIDE
            .iter()
            .find(|(name, _)| *name == part)
            .map(|(_, allowed)| *allowed);
        let allowed = allowed
            .unwrap_or_else(|| panic!("{}: say in INSIDE what `{part}` may name", source.path));
        for (line, named) in inside_names(&source, &parts()) {
            if named != part && !allowed.contains(&named.as_str()) {
                broken.push(format!(
                    "{}:{line}: `{part}` may not name `{named}`",
                    source.path
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn a_crate_is_named_only_where_it_belongs() {
    let dependencies = dependencies();
    for (name, _) in OUTSIDE {
        assert!(
            dependencies.contains(&name.to_owned()),
            "OUTSIDE lists {name}, which is no dependency"
        );
    }
    let mut broken = Vec::new();
    for source in sources(&["src", "migrations"]) {
        let part = part_of(&source.path);
        for (line, named) in path_starts(&source.code) {
            let belongs = OUTSIDE
                .iter()
                .find(|(name, _)| *name == named)
                .map(|(_, places)| *places);
            if belongs.is_some_and(|places| !places.contains(&part.as_str())) {
                broken.push(format!(
                    "{}:{line}: `{part}` may not name the crate `{named}`",
                    source.path
                ));
            }
            if part == "domain" && dependencies.contains(&named) && !PURE.contains(&named.as_str())
            {
                broken.push(format!(
                    "{}:{line}: the domain may not name the crate `{named}`",
                    source.path
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_domain_does_no_input_or_output_and_nobody_else_reads_the_clock() {
    let mut broken = Vec::new();
    for source in sources(&["src", "migrations"]) {
        let part = part_of(&source.path);
        for (number, line) in source.code.lines().enumerate() {
            let words = words(line);
            if part == "domain" {
                for word in words.iter().filter(|word| IMPURE.contains(word)) {
                    broken.push(format!(
                        "{}:{}: `{word}` in the domain",
                        source.path,
                        number + 1
                    ));
                }
            }
            let clock = |pair: &[&str]| matches!(pair, ["Utc" | "Local" | "SystemTime", "now"]);
            if part != "now" && words.windows(2).any(clock) {
                broken.push(format!(
                    "{}:{}: reads the clock; take `now` as a parameter",
                    source.path,
                    number + 1
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_file_begins_with_its_purpose_and_is_short_enough_to_read() {
    let mut broken = Vec::new();
    let mut excused = Vec::new();
    for source in sources(&["src", "migrations", "tests", "benches"]) {
        let purpose = source.text.lines().next().unwrap_or_default();
        if !purpose.starts_with("//! ") || purpose.len() < 12 {
            broken.push(format!(
                "{}: does not begin with a line of purpose (//!)",
                source.path
            ));
        }
        let is_test = source.path.starts_with("tests/") || source.path.ends_with("/tests.rs");
        let counted = if is_test {
            source.text.as_str()
        } else {
            before_tests(&source.text)
        };
        let lines = counted.lines().count();
        let most = if is_test { LONGEST_TEST } else { LONGEST };
        let excuse = LONGER.iter().find(|(path, ..)| *path == source.path);
        if let Some((path, ceiling, reason)) = excuse {
            assert!(reason.len() > 20, "{path}: say why it is long");
            if lines <= most {
                broken.push(format!("{path} is short again: take it out of LONGER"));
            }
            excused.push(*path);
            if lines <= *ceiling {
                continue;
            }
        }
        if lines > most {
            broken.push(format!(
                "{}: {lines} lines, where {most} is the most; split it",
                source.path
            ));
        }
    }
    let gone: Vec<_> = LONGER
        .iter()
        .filter(|(path, ..)| !excused.contains(path))
        .collect();
    assert!(
        gone.is_empty(),
        "LONGER lists files that do not exist: {gone:?}"
    );
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn no_file_is_a_drawer_for_odds_and_ends_and_nothing_is_left_to_do() {
    let mut broken = Vec::new();
    for source in sources(&["src", "migrations", "tests", "benches"]) {
        for part in source.path.trim_end_matches(".rs").split('/') {
            if ["utils", "util", "helpers", "helper", "misc", "common"].contains(&part)
                || part.ends_with("_service")
            {
                broken.push(format!("{}: name it after what it is about", source.path));
            }
        }
        for (number, line) in source.code.lines().enumerate() {
            for word in words(line) {
                if ["todo", "unimplemented", "dbg"].contains(&word)
                    && line.contains(&format!("{word}!"))
                {
                    broken.push(format!("{}:{}: {word}!", source.path, number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn nothing_refers_to_the_machine_it_was_written_on() {
    // In two halves, so that this file does not find itself.
    let foreign = [
        concat!("/wo", "rk/"),
        concat!("../sha", "red"),
        concat!("/ro", "ot/"),
        concat!("/tmp/", "wt"),
    ];
    let mut broken = Vec::new();
    for folder in [
        "src",
        "migrations",
        "tests",
        "benches",
        "config",
        "templates",
        ".ci",
    ] {
        for path in files(&root().join(folder)) {
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            for (number, line) in text.lines().enumerate() {
                if let Some(words) = foreign.iter().find(|words| line.contains(**words)) {
                    broken.push(format!("{}:{}: {words}", from_root(&path), number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_reader_is_not_fooled_by_comments_strings_or_detours() {
    let read = |text: &str| -> Vec<String> {
        let source = Source::new("src/domain/case/mod.rs".to_owned(), text.to_owned());
        inside_names(&source, &parts())
            .into_iter()
            .map(|(_, name)| name)
            .collect()
    };
    assert_eq!(read("use crate::store::Row;"), ["store"]);
    assert_eq!(
        read("use crate::{now::now, web::{a, b}, domain::x};"),
        ["now", "web", "domain"]
    );
    assert_eq!(read("fn f() { crate :: mail :: send() }"), ["mail"]);
    assert_eq!(read("use super::super::store::Row;"), ["store"]);
    assert_eq!(read("use super::section::Section;"), [""; 0]);
    assert_eq!(
        read("// crate::store\n/* crate::web /* crate::cli */ */ const A: &str = \"crate::mail\";"),
        [""; 0]
    );
    assert_eq!(
        read(
            "const A: &str = r#\"crate::mail \" crate::web\"#; const B: char = '\"'; use crate::cli::x;"
        ),
        ["cli"]
    );
    assert_eq!(
        read("fn f<'a>(x: &'a str) {} use crate::jobs::y; // '"),
        ["jobs"]
    );
    assert_eq!(read("use crate as c;"), ["the crate by another name"]);
    let starts = |text: &str| -> Vec<String> {
        path_starts(&without_comments_and_strings(text))
            .into_iter()
            .map(|(_, name)| name)
            .collect()
    };
    assert_eq!(starts("use lettre as l;"), ["lettre"]);
    assert_eq!(starts("extern crate sqlx;"), ["sqlx"]);
    assert_eq!(starts("use {rocket::get, toml};"), ["rocket", "toml"]);
    assert_eq!(
        starts("#[rocket::main] fn f() { ::sea_orm::x(); a.b::<u8>() }"),
        ["rocket", "sea_orm"]
    );
}

/// The file up to its tests.
fn before_tests(text: &str) -> &str {
    text.split_once("\n#[cfg(test)]\nmod tests {")
        .map_or(text, |(before, _)| before)
}

/// The names of the dependencies of the program, as code spells them.
fn dependencies() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let sections: BTreeMap<&str, &str> = manifest
        .split("\n[")
        .filter_map(|section| section.split_once("]\n"))
        .collect();
    let lines = sections["dependencies"].lines();
    let named = lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim());
    named
        .filter(|name| !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let all: Vec<Source> = folders
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            Source::new(from_root(&path), text)
        })
        .collect();
    assert!(all.len() > 5, "the sources were not found");
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.ends_with(".ci/cache") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The parts of the crate.
fn parts() -> [&'static str; INSIDE.len()] {
    INSIDE.map(|(part, _)| part)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn from_root(path: &Path) -> String {
    let short = path.strip_prefix(root()).unwrap_or(path);
    short.to_string_lossy().replace('\\', "/")
}

/// The one file that makes and changes what is known of a case, with what it is made of.
const MAKES_A_CASE: &str = "src/domain/case/replay";

/// Where the events say what they change of it.
const LENT_TO: [&str; 2] = ["src/domain/case/actions/", "src/domain/case/events/"];

#[test]
fn nobody_but_its_events_sets_what_is_known_of_a_case() {
    let mut broken = Vec::new();
    for source in sources(&["src"]) {
        let makes = source.path.starts_with(MAKES_A_CASE);
        // To an event what is known is lent while it is taken into account: the compiler sees to it.
        let happens = LENT_TO.iter().any(|rooms| source.path.starts_with(rooms));
        let code: String = source.code.split_whitespace().collect::<Vec<_>>().join(" ");
        if makes {
            // Whoever has a case reads it: its fields are its own, and nothing of it is lent out
            // to be changed.
            for open in [
                "pub struct Changing",
                "pub(crate) struct Changing",
                "pub facts",
                "pub(crate) facts",
                "DerefMut",
                "-> &mut",
                "From<Facts>",
            ] {
                if code.contains(open) {
                    broken.push(format!("{}: `{open}` opens a case", source.path));
                }
            }
            continue;
        }
        for made in ["Facts {", "&mut Facts", ".facts.", "DerefMut for Case"] {
            let declared = made == "Facts {" && source.path == "src/domain/case/facts.rs";
            let whole = |(at, _): (usize, &str)| {
                made.starts_with(['.', '&']) || !code[..at].ends_with(char::is_alphanumeric)
            };
            let lent = happens && made == ".facts.";
            if code.match_indices(made).any(whole) && !declared && !lent {
                broken.push(format!(
                    "{}: `{made}` sets what only an event may; add an event",
                    source.path
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
    let replay = sources(&["src"])
        .into_iter()
        .find(|source| source.path == format!("{MAKES_A_CASE}.rs"));
    let replay = replay.expect("a case is made where this says");
    assert!(replay.code.contains("struct Case {"), "{}", replay.path);
}
