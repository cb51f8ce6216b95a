//! Logs and files of messages that were cut off, lack a quote or are written otherwise than expected:
//! all that is in them is taken, or the file is refused and says where.

use crate::commands::run;
use crate::outbox::sqlite3;
use std::fs;

#[test]
fn a_log_with_an_open_quote_is_refused_by_its_line_and_nothing_of_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let head = "reference,received,request\nA0,2025-01-01,Why?\n";
    for rows in [
        "A1,2025-01-01,\"unfinished quote of a cell\nA2,2025-01-02,b\n",
        "A1,2025-01-01,\"unfinished quote of a cell\nA2,2025-01-02,\"b, c\"\nA3,2025-01-03,d\n",
    ] {
        fs::write(folder.path().join("log.csv"), format!("{head}{rows}")).unwrap();
        let candidates = ["candidates", "--input", "log.csv"];
        let topics = [
            "topics", "discover", "--input", "log.csv", "--output", "o.jsonl",
        ];
        for words in [&["import", "log.csv"][..], &candidates, &topics] {
            let said = run(folder.path(), &[], words);
            assert_eq!(said.status, Some(1), "{said:?}");
            assert!(
                said.errors.contains("line 3 opens a quote"),
                "{words:?}: {said:?}"
            );
        }
    }
    let whole = format!("{head}A1,2025-01-01,\"a \"\"quoted\"\" word\"\nA2,2025-01-02,5\" pipes\n");
    fs::write(folder.path().join("log.csv"), whole).unwrap();
    let said = run(folder.path(), &[], &["import", "log.csv"]);
    assert!(
        said.out.contains("3 rows taken, 0 known already"),
        "{said:?}"
    );
}

fn message(number: usize, body: &str) -> String {
    format!(
        "From a@b Mon Jan 05 00:00:00 2026\nFrom: a{number}@b.example\nTo: foi@police.example\n\
         Subject: n{number}\nMessage-ID: <s{number}@b>\n\n{body}\n\n"
    )
}

#[test]
fn a_line_of_a_letter_that_begins_like_a_message_stays_in_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let body = "Please tell me this.\n\nFrom now on please write to my new address. And how many dogs?\n\nBye";
    fs::write(folder.path().join("old.mbox"), message(1, body)).unwrap();
    let said = run(folder.path(), &[], &["import", "old.mbox"]);
    assert!(
        said.status == Some(0)
            && said
                .out
                .contains("1 request logged, 0 put on a case, 0 to be"),
        "{said:?}"
    );
    let database = folder.path().join("data/daylight.db");
    if let Some(kept) = sqlite3(&database, "SELECT body FROM messages") {
        assert!(
            kept.contains("And how many dogs?") && kept.contains("Bye"),
            "{kept}"
        );
    }
}

#[test]
fn a_file_of_messages_may_begin_with_a_byte_order_mark_or_an_empty_line() {
    for start in ["\u{feff}", "\n", "\u{feff}\r\n"] {
        let folder = tempfile::tempdir().unwrap();
        let file = format!(
            "{start}{}{}",
            message(1, "How many dogs?"),
            message(2, "How many cats?")
        );
        fs::write(folder.path().join("old.mbox"), file).unwrap();
        let said = run(folder.path(), &[], &["import", "old.mbox"]);
        assert!(
            said.out.contains("2 requests logged"),
            "{start:?}: {said:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let letter = message(3, "How many horses?");
    let (_, letter) = letter.split_once('\n').unwrap();
    fs::write(folder.path().join("one.eml"), format!("\u{feff}{letter}")).unwrap();
    let said = run(folder.path(), &[], &["import", "one.eml"]);
    assert!(said.out.contains("1 request logged"), "{said:?}");
}

#[test]
fn a_file_whose_messages_cannot_be_told_apart_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (message(1, "How many dogs?"), message(2, "How many cats?"));
    let undated = two.replace("From a@b Mon Jan 05 00:00:00 2026", "From a@b yesterday");
    let headless = one.split_once('\n').unwrap().1.to_owned();
    for (file, told) in [
        (headless, "does not begin with a line"),
        (
            format!("{one}{undated}"),
            "line 9 begins with \u{201c}From\u{201d}",
        ),
    ] {
        fs::write(folder.path().join("old.mbox"), file).unwrap();
        let said = run(folder.path(), &[], &["import", "old.mbox"]);
        assert_eq!(said.status, Some(1), "{said:?}");
        assert!(said.errors.contains(told), "{said:?}");
    }
    assert!(!folder.path().join("data/daylight.db").exists());
}
