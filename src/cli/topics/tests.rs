//! The commands on good and bad files.

use super::*;

/// A folder with a file of this content, and where the answer goes.
fn folder(content: &[u8]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    let output = folder.path().join("out.jsonl");
    std::fs::write(&input, content).unwrap();
    (folder, input, output)
}

fn discovered(content: &[u8]) -> Result<Vec<serde_json::Value>, Failure> {
    let (folder, input, output) = folder(content);
    let result = run(&Command::Discover(Discover {
        input,
        output: output.clone(),
        config: None,
    }));
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(
        left,
        if result.is_ok() { 2 } else { 1 },
        "nothing half-written is left"
    );
    result.map(|()| values(&output))
}

fn values(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_line_read_gets_a_line_with_a_topic_in_the_same_order() {
    let input = "\u{feff}{\"id\":\"a\",\"text\":\"Potholes in Mill Lane\",\"date\":null}\r\n\n{\"id\":7,\"text\":\"\"}\n";
    let rows = discovered(input.as_bytes()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["id"], "a");
    assert_eq!(rows[1]["id"], 7);
    for row in rows {
        for field in ["topic", "label", "fine_topic", "fine_label"] {
            assert!(
                row[field].as_str().is_some_and(|v| !v.is_empty()),
                "{field} in {row}"
            );
        }
    }
}

#[test]
fn a_bad_line_is_told_by_its_number_and_nothing_is_written() {
    let good = "{\"id\":\"a\",\"text\":\"x\"}\n";
    let cases: [(Vec<u8>, &str); 5] = [
        (
            format!("{good}not json\n").into_bytes(),
            "line 2 is not JSON",
        ),
        (
            format!("{good}{{\"id\":\"b\"}}\n").into_bytes(),
            "missing field `text`",
        ),
        (
            format!("{good}{{\"text\":\"b\"}}\n").into_bytes(),
            "missing field `id`",
        ),
        (
            format!("{good}\n{good}").into_bytes(),
            "line 3 repeats the id \"a\" of line 1",
        ),
        (
            b"{\"id\":\"\xff\",\"text\":\"x\"}\n".to_vec(),
            "line 1 is not UTF-8",
        ),
    ];
    for (input, told) in cases {
        let failure = discovered(&input).unwrap_err();
        assert_eq!(failure.status(), 1);
        assert!(
            failure.to_string().contains(told),
            "{failure} should say {told}"
        );
    }
}

#[test]
fn an_empty_file_gives_an_empty_answer() {
    assert_eq!(discovered(b"").unwrap(), Vec::<serde_json::Value>::new());
}

#[test]
fn a_file_that_is_not_there_is_an_unusable_argument() {
    let (_folder, input, output) = folder(b"");
    let input = input.with_file_name("missing.jsonl");
    let failure = run(&Command::Discover(Discover {
        input,
        output,
        config: None,
    }))
    .unwrap_err();
    assert_eq!(failure.status(), 2);
    assert!(failure.to_string().contains("missing.jsonl"));
}

#[test]
fn a_request_does_not_find_itself() {
    let (_folder, corpus, output) = folder(
        b"{\"id\":\"1\",\"text\":\"Potholes on Mill Lane\"}\n{\"id\":\"2\",\"text\":\"Repair of potholes\"}\n{\"id\":\"3\",\"text\":\"School meals\"}\n",
    );
    run(&Command::Similar(Similar {
        queries: corpus.clone(),
        corpus,
        top: 1,
        output: output.clone(),
        config: None,
    }))
    .unwrap();
    let rows = values(&output);
    assert_eq!(rows[0]["results"][0]["id"], "2");
    assert_eq!(rows[0]["results"][0]["shared"][0], "pothole");
    assert_eq!(rows[2]["results"].as_array().unwrap().len(), 0);
}

#[test]
fn a_confirmed_request_without_a_topic_is_refused_by_its_id() {
    let (_folder, confirmed, output) = folder(b"{\"id\":\"9\",\"text\":\"x\"}\n");
    let input = confirmed.with_file_name("new.jsonl");
    std::fs::write(&input, "").unwrap();
    let failure = run(&Command::Assign(Assign {
        confirmed,
        input,
        output,
        config: None,
    }))
    .unwrap_err();
    assert!(
        failure.to_string().contains("\"9\" has no \"topic\""),
        "{failure}"
    );
}
