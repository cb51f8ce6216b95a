//! The program as a person starts it: what it prints, what it refuses, and with which status.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs the program in a folder of its own.
fn daylight(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Asserts the status, and that the message names each of these.
fn refused(output: &Output, status: i32, names: &[&str]) {
    let message = said(output);
    assert_eq!(output.status.code(), Some(status), "{message}");
    for name in names {
        assert!(message.contains(name), "no {name:?} in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

#[test]
fn a_due_date_is_printed_with_the_holiday_that_moved_it() {
    let folder = TempDir::new().unwrap();
    let arguments = [
        "deadline",
        "--regime",
        "uk-foia-2000",
        "--received",
        "2026-05-28",
    ];
    let output = daylight(folder.path(), &arguments);
    assert!(output.status.success());
    let text = printed(&output);
    assert!(text.contains("26 June 2026"), "{text}");
    assert!(
        text.contains("15 June 2026 is not counted: World Cup bank holiday in Scotland"),
        "{text}"
    );
    assert!(!folder.path().join("data").exists());
}

#[test]
fn unknown_regimes_and_days_before_the_act_are_refused_with_what_there_is() {
    let folder = TempDir::new().unwrap();
    let run = |regime, received| {
        daylight(
            folder.path(),
            &["deadline", "--regime", regime, "--received", received],
        )
    };
    refused(
        &run("uk-foia-1999", "2026-05-28"),
        2,
        &["uk-foia-1999", "uk-foia-2000"],
    );
    refused(&run("uk-foia-2000", "2004-12-31"), 1, &["1 January 2005"]);
    refused(&run("uk-foia-2000", "28 May"), 2, &["received"]);
}

#[test]
fn a_log_is_taken_over_once_and_every_refusal_is_told_by_row() {
    let folder = TempDir::new().unwrap();
    let log = "reference,received,request,outcome\n\
        A/1,2015-03-02,How many bridges are closed?,granted in full\n\
        A/2,2015-03,Which bridges are closed?,\n\
        A/3,,Who closes the bridges?,\n\
        A/4,2035-01-01,When do they open?,\n\
        A/5,2015-04-01,Why?,resolved\n\
        A/1,2015-03-02,How many bridges are closed?,granted in full\n";
    fs::write(folder.path().join("log.csv"), log).unwrap();
    let first = daylight(folder.path(), &["import", "log.csv"]);
    refused(&first, 1, &["3 rows were not taken"]);
    assert!(
        printed(&first).contains("3 rows taken, 0 known already, 3 refused"),
        "{}",
        printed(&first)
    );
    let summary = fs::read_to_string(folder.path().join("data/imports/log-summary.csv")).unwrap();
    assert!(summary.contains("4,A/3,no,"), "{summary}");
    assert!(summary.contains("3,A/2,yes,"), "{summary}");
    assert!(
        summary.contains("\"\"resolved\"\" is not an outcome"),
        "{summary}"
    );
    let again = daylight(
        folder.path(),
        &["import", "log.csv", "--received-default", "2015-05-01"],
    );
    assert!(
        printed(&again).contains("1 row taken, 3 known already, 2 refused"),
        "{}",
        printed(&again)
    );
    let verified = daylight(folder.path(), &["audit", "verify"]);
    assert!(
        printed(&verified).contains("8 events of 4 cases"),
        "{}",
        printed(&verified)
    );
    let report = daylight(
        folder.path(),
        &["report", "month", "2015-03", "--format", "csv"],
    );
    assert!(
        printed(&report).contains("received,Received,3,"),
        "{}",
        printed(&report)
    );
    let candidates = daylight(folder.path(), &["candidates", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&printed(&candidates)).unwrap();
    assert!(!json["candidates"].as_array().unwrap().is_empty());
}

#[test]
fn an_old_log_shows_its_topics_and_candidates_before_it_is_taken_over() {
    let folder = TempDir::new().unwrap();
    let mut log = String::from("Reference,Date received,Request summary,outcome\n");
    for n in 1..=6 {
        log.push_str(&format!(
            "R{},2026-0{n}-10,\"Swimming pool attendance, part {n}\",granted_in_full\n",
            n / 2
        ));
        log.push_str(&format!(
            ",2026-0{n}-11,Stray dogs in the kennels,refused\n"
        ));
    }
    fs::write(folder.path().join("log.csv"), &log).unwrap();
    let arguments = ["candidates", "--format", "json", "--input", "log.csv"];
    let candidates = daylight(folder.path(), &arguments);
    let json: serde_json::Value = serde_json::from_str(&printed(&candidates)).unwrap();
    let requests = json["candidates"].as_array().unwrap().iter();
    let requests: u64 = requests.filter_map(|c| c["requests"].as_u64()).sum();
    assert_eq!(requests, 12, "{}", said(&candidates));
    let demand = &json["candidates"][0]["score"]["parts"][0];
    assert_eq!(demand["estimated"], true, "the log names nobody: {demand}");
    assert!(
        !folder.path().join("data/daylight.db").exists(),
        "nothing is taken over"
    );
    let arguments = ["topics", "discover", "--input", "log.csv", "--output", "-"];
    let discovered = daylight(folder.path(), &arguments);
    assert_eq!(
        printed(&discovered).lines().count(),
        12,
        "{}",
        said(&discovered)
    );
    assert!(
        printed(&discovered).contains("\"R1 (row 6)\""),
        "{}",
        printed(&discovered)
    );
    refused(
        &daylight(folder.path(), &["candidates", "--input", "none.csv"]),
        2,
        &["none.csv"],
    );
}

#[test]
fn topics_of_a_file_are_found_by_the_settings_of_the_authority() {
    let folder = TempDir::new().unwrap();
    let own = include_str!("../../config/topics.toml");
    let own = own.replace("folder = \"\"", "folder = \"model\"");
    fs::create_dir(folder.path().join("config")).unwrap();
    fs::write(folder.path().join("config/topics.toml"), own).unwrap();
    fs::write(
        folder.path().join("in.jsonl"),
        "{\"id\":\"1\",\"text\":\"Stray dogs\"}\n",
    )
    .unwrap();
    let arguments = ["topics", "discover", "--input", "in.jsonl", "--output", "-"];
    refused(
        &daylight(folder.path(), &arguments),
        2,
        &[
            "token_vectors.folder",
            "model/tokenizer.json cannot be read",
        ],
    );
}

#[test]
fn a_log_that_cannot_be_read_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("columns.csv", b"reference,request\nA/1,What?\n");
    write(
        "latin.csv",
        b"received,request\n2015-01-01,ok\n2015-01-01,caf\xe9\n",
    );
    write("log.txt", b"What?");
    write(
        "lines.jsonl",
        b"{\"received\":\"2015-01-01\",\"request\":\"x\"}\nnot json\n",
    );
    let run = |name| daylight(folder.path(), &["import", name]);
    write("semicolons.csv", b"received;request\n2015-01-01;What?\n");
    refused(&run("columns.csv"), 2, &["columns.csv", "received"]);
    refused(
        &run("semicolons.csv"),
        2,
        &[
            "no column received and no column request",
            "separate with commas",
        ],
    );
    refused(&run("latin.csv"), 1, &["UTF-8", "line 3"]);
    refused(&run("log.txt"), 2, &[".csv"]);
    refused(&run("lines.jsonl"), 1, &["line 2"]);
    refused(&run("nowhere.csv"), 2, &["nowhere.csv"]);
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_faulty_line_is_refused_in_the_same_words_by_every_command() {
    let folder = TempDir::new().unwrap();
    let good = "{\"id\":\"a\",\"text\":\"Stray dogs\",\"date\":\"2026-01-01\"}\n";
    for (bad, told) in [
        (
            "not json\n",
            "in.jsonl line 2 is not JSON: write one object",
        ),
        ("3\n", "in.jsonl line 2 is not"),
        (good, "in.jsonl line 2 repeats the id \"a\" of line 1"),
    ] {
        fs::write(folder.path().join("in.jsonl"), format!("{good}{bad}")).unwrap();
        let discover = ["topics", "discover", "--input", "in.jsonl", "--output", "-"];
        for arguments in [
            &discover[..],
            &["candidates", "--input", "in.jsonl"],
            &["import", "in.jsonl"],
        ] {
            refused(&daylight(folder.path(), arguments), 1, &[told]);
        }
    }
    refused(
        &daylight(folder.path(), &["candidates", "--format", "csv"]),
        2,
        &["csv", "text, json"],
    );
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn every_row_of_a_table_gets_a_line_and_its_topic_is_read() {
    let folder = TempDir::new().unwrap();
    let log =
        "reference,request,topic\nA/1,Stray dogs in kennels,Dogs\nA/2,,Dogs\nA/3,Pool fees,Pools\n";
    fs::write(folder.path().join("in.csv"), log).unwrap();
    for arguments in [
        &["topics", "discover", "--input", "in.csv"][..],
        &[
            "topics",
            "similar",
            "--corpus",
            "in.csv",
            "--queries",
            "in.csv",
        ],
        &[
            "topics",
            "assign",
            "--confirmed",
            "in.csv",
            "--input",
            "in.csv",
        ],
    ] {
        let output = daylight(folder.path(), &[arguments, &["--output", "-"]].concat());
        let lines = printed(&output);
        assert_eq!(lines.lines().count(), 3, "{}", said(&output));
        assert!(lines.contains("\"A/2\""), "{lines}");
        assert!(arguments[1] != "assign" || lines.contains("\"topic\":\"Dogs\""));
    }
}

#[test]
fn a_cell_of_ten_megabytes_is_refused_and_the_others_are_taken() {
    let folder = TempDir::new().unwrap();
    let log = format!(
        "received,request\n2015-01-01,{}\n2015-01-02,What?\n",
        "x".repeat(10_000_000)
    );
    fs::write(folder.path().join("log.csv"), log).unwrap();
    let output = daylight(folder.path(), &["import", "log.csv"]);
    refused(&output, 1, &["1 row was not taken"]);
    assert!(
        printed(&output).contains("10,000,000 characters"),
        "{}",
        printed(&output)
    );
    assert!(
        printed(&output).contains("1 row taken"),
        "{}",
        printed(&output)
    );
}

#[test]
fn every_fault_of_every_configuration_file_is_told_at_once() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("config");
    fs::create_dir_all(config.join("regimes")).unwrap();
    fs::write(
        config.join("daylight.toml"),
        "[authority]\nnmae = \"X\"\ntime_zone = \"Mars/Olympus\"\n",
    )
    .unwrap();
    fs::write(
        config.join("regimes/broken.toml"),
        "id = \"broken\"\ntitle = 3\n",
    )
    .unwrap();
    let output = daylight(folder.path(), &["check"]);
    refused(
        &output,
        1,
        &["nmae", "line 2", "Mars/Olympus", "line 3", "broken.toml"],
    );
}

#[test]
fn a_folder_that_cannot_be_written_to_and_a_taken_port_are_told_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let start = |name: &str, value: &str| {
        Command::new(env!("CARGO_BIN_EXE_daylight"))
            .current_dir(folder.path())
            .env_clear()
            .envs(crate::authority::NAMED)
            .env(name, value)
            .output()
            .unwrap()
    };
    refused(
        &start("DAYLIGHT_DATA", "file/data"),
        1,
        &["file/data", "DAYLIGHT_DATA"],
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(
        &start("DAYLIGHT_LISTEN", &address),
        1,
        &[&address, "in use"],
    );
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    use sea_orm::ConnectionTrait;
    let folder = TempDir::new().unwrap();
    assert!(daylight(folder.path(), &["candidates"]).status.success());
    let file = fs::read_dir(folder.path().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "sqlite" || e == "db"))
        .unwrap();
    let db = sea_orm::Database::connect(format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    db.execute_unprepared(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_tomorrow', 1)",
    )
    .await
    .unwrap();
    db.close().await.unwrap();
    for command in [&["check"][..], &["audit", "verify"], &["candidates"]] {
        refused(
            &daylight(folder.path(), command),
            1,
            &["newer", "m9999_tomorrow"],
        );
    }
}

#[test]
fn a_folder_without_a_record_gets_none_by_being_asked_for_it() {
    let folder = TempDir::new().unwrap();
    for command in [&["audit", "verify"][..], &["audit", "head"]] {
        refused(
            &daylight(folder.path(), command),
            2,
            &["there is no record in"],
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_head_kept_elsewhere_is_held_against_the_record() {
    let folder = TempDir::new().unwrap();
    let log = |name: &str, rows: &str| {
        let text = format!("reference,received,subject,request,outcome\n{rows}");
        fs::write(folder.path().join(name), text).unwrap();
        let taken = daylight(folder.path(), &["import", name]);
        assert!(taken.status.success(), "{}", said(&taken));
    };
    log("one.csv", "A1,2015-05-01,Dogs,How many dogs?,refused\n");
    let head = daylight(folder.path(), &["audit", "head"]);
    fs::write(folder.path().join("head.txt"), printed(&head)).unwrap();
    log("two.csv", "A2,2015-06-01,Cats,How many cats?,refused\n");
    let verify = ["audit", "verify", "--head", "head.txt"];
    let held = daylight(folder.path(), &verify);
    assert!(held.status.success(), "{}", said(&held));
    assert!(printed(&held).contains("All that the head was taken over is there."));
    let more = printed(&head).replace("cases 1", "cases 2");
    fs::write(folder.path().join("head.txt"), more).unwrap();
    refused(
        &daylight(folder.path(), &verify),
        1,
        &["2 cases, of which 1"],
    );
    fs::write(folder.path().join("head.txt"), "nothing").unwrap();
    refused(
        &daylight(folder.path(), &verify),
        2,
        &["head.txt", "holds no head"],
    );
}

#[test]
fn a_month_that_is_none_is_refused() {
    let folder = TempDir::new().unwrap();
    refused(
        &daylight(folder.path(), &["report", "month", "2026-13"]),
        2,
        &["2026-13", "YYYY-MM"],
    );
}

/// Each line of a batch that cannot be, with the section and the reason it is refused for.
const IMPOSSIBLE: [(&str, &str, &str); 9] = [
    (
        r#"[{"kind":"clarification_sought","on":"2025-08-31"}]"#,
        "before the receipt",
        "s.10(1)",
    ),
    (
        r#"[{"kind":"responded","on":"2025-08-29"}]"#,
        "before the receipt",
        "s.10(1)",
    ),
    (
        r#"[{"kind":"fee_paid","on":"2025-09-10"}]"#,
        "a fees notice was not recorded before it",
        "s.10(2)",
    ),
    (
        r#"[{"kind":"clarification_sought","on":"2025-09-02"},{"kind":"clarification_sought","on":"2025-09-03"}]"#,
        "still open",
        "s.1(3)",
    ),
    (
        r#"[{"kind":"extended","on":"2025-09-02","ground":"complexity"}]"#,
        "no ground of extension",
        "s.10(1)",
    ),
    (
        r#"[{"kind":"responded","on":"2025-09-05"},{"kind":"clarification_sought","on":"2025-09-08"}]"#,
        "cannot follow the answer",
        "s.10(1)",
    ),
    (
        r#"[{"kind":"withdrawn","on":"2025-09-05"},{"kind":"responded","on":"2025-09-08"}]"#,
        "cannot follow the end of the request",
        "s.10(1)",
    ),
    (
        r#"[{"kind":"review_requested","on":"2025-09-05"}]"#,
        "nothing to look at",
        "s.45 Code",
    ),
    (
        r#"[{"kind":"review_completed","on":"2025-09-05"}]"#,
        "answers nothing",
        "s.45 Code",
    ),
];

#[test]
fn a_batch_answers_every_line_refuses_what_cannot_be_and_says_so_at_the_end() {
    use std::io::Write;
    let folder = TempDir::new().unwrap();
    let request = |id: &str, events: &str| {
        format!(
            "{{\"id\":\"{id}\",\"regime\":\"uk-foia-2000\",\"received\":\"2025-09-01\",\"events\":{events}}}\n"
        )
    };
    let mut input = request("first", "[]");
    for (n, (events, ..)) in IMPOSSIBLE.iter().enumerate() {
        input.push_str(&request(&format!("bad-{n}"), events));
    }
    input.push_str(&request("last", "[]"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(["deadline", "--batch"])
        .current_dir(folder.path())
        .env_clear()
        .envs(crate::authority::NAMED)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = program.wait_with_output().unwrap();
    refused(&output, 1, &["9 of 11 lines could not be computed"]);
    let printed = printed(&output);
    let lines: Vec<serde_json::Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 11);
    for line in [&lines[0], &lines[10]] {
        assert_eq!(line["due"], "2025-09-29");
    }
    for (n, (events, reason, section)) in IMPOSSIBLE.iter().enumerate() {
        let line = &lines[n + 1];
        assert_eq!(line["id"], format!("bad-{n}"));
        assert_eq!(line.as_object().unwrap().len(), 2, "{line}");
        let error = line["error"].as_str().unwrap();
        assert!(error.contains(reason), "{events}: {error}");
        assert!(error.contains(section), "{events}: {error}");
    }
}

#[test]
fn an_extension_is_written_with_its_ground_and_its_end_and_another_limit_by_its_name() {
    let folder = TempDir::new().unwrap();
    let told = |more: &[&str]| {
        let base = [
            "deadline",
            "--regime",
            "uk-foia-2000",
            "--received",
            "2025-09-01",
        ];
        let arguments: Vec<&str> = base.iter().chain(more).copied().collect();
        daylight(folder.path(), &arguments)
    };
    let extended = "extended@2025-09-20:public-interest:2025-10-17";
    let output = told(&["--event", extended]);
    assert!(
        printed(&output).contains("Friday 17 October 2025"),
        "{}",
        said(&output)
    );
    let output = told(&["--variant", "archives"]);
    assert!(
        printed(&output).contains("Monday 13 October 2025"),
        "{}",
        said(&output)
    );
    refused(
        &told(&["--event", "extended@2025-09-20:size"]),
        1,
        &["size", "public_interest"],
    );
    refused(&told(&["--variant", "navy"]), 2, &["navy", "archives"]);
    refused(&told(&["--event", "extended@soon"]), 2, &["YYYY-MM-DD"]);
}
