//! What a command writes to may be a pipe, a device, a link or what it reads itself: it stays what it
//! is, and nothing that was there is lost.

use crate::commands::{Said, fed, run};
use crate::program::Program;
use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

const LINES: &str = "{\"id\":\"a\",\"text\":\"How many dogs?\",\"topic\":\"Dogs\"}\n{\"id\":\"b\",\"text\":\"How many cats?\",\"topic\":\"Cats\"}\n";

fn discovered(folder: &Path, output: &str) -> Said {
    fs::write(folder.join("in.jsonl"), LINES).unwrap();
    let words = [
        "topics", "discover", "--input", "in.jsonl", "--output", output,
    ];
    run(folder, &[], &words)
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    fs::set_permissions(path, Permissions::from_mode(0o666)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_pipe_and_a_device_are_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    pipe(&path);
    let from = path.clone();
    // A reader that finds no pipe any more would wait for ever: it is left alone then.
    let (told, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let read = fs::File::open(from).and_then(|mut file| file.read_to_string(&mut text));
        let _ = told.send(read.map(|_| text));
    });
    let said = discovered(folder.path(), "pipe");
    assert_eq!(said.status, Some(0), "{said:?}");
    let found = fs::symlink_metadata(&path).unwrap();
    assert!(found.file_type().is_fifo(), "{found:?}");
    assert_eq!(mode(&path), 0o666);
    let text = heard.recv().unwrap().unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");

    // A device of this test's own, of the kind of /dev/full: every write to it fails.
    let device = folder.path().join("device");
    let made = Command::new("mknod")
        .arg(&device)
        .args(["c", "1", "7"])
        .output();
    let usable = made.is_ok_and(|made| made.status.success()) && fs::File::open(&device).is_ok();
    if usable {
        fs::set_permissions(&device, Permissions::from_mode(0o666)).unwrap();
        let said = discovered(folder.path(), "device");
        assert_eq!(said.status, Some(2), "{said:?}");
        let found = fs::symlink_metadata(&device).unwrap();
        assert!(found.file_type().is_char_device(), "{found:?}");
        assert_eq!(mode(&device), 0o666);
    }
}

#[test]
fn a_link_is_followed_and_a_file_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("there")).unwrap();
    let file = folder.path().join("there/out.jsonl");
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    for (link, to) in [
        ("whole", "there/out.jsonl"),
        ("to-nothing", "there/new.jsonl"),
    ] {
        symlink(to, folder.path().join(link)).unwrap();
        let said = discovered(folder.path(), link);
        assert_eq!(said.status, Some(0), "{said:?}");
        assert!(folder.path().join(link).is_symlink(), "{link}");
        let text = fs::read_to_string(folder.path().join(to)).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
    }
    assert_eq!(mode(&file), 0o640);
    assert_eq!(mode(&folder.path().join("there/new.jsonl")), 0o600);
    assert_eq!(
        fs::read_dir(folder.path().join("there")).unwrap().count(),
        2
    );
}

#[test]
fn a_calendar_that_is_a_link_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    let calendars = folder.path().join("config/calendars");
    fs::create_dir_all(&calendars).unwrap();
    let linked = folder.path().join("elsewhere.toml");
    let carried = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/calendars/scotland.toml"
    );
    fs::copy(carried, &linked).unwrap();
    fs::set_permissions(&linked, Permissions::from_mode(0o644)).unwrap();
    symlink("../../elsewhere.toml", calendars.join("scotland.toml")).unwrap();
    let published = r#"{"scotland":{"division":"scotland","events":[{"title":"Christmas Day","date":"2030-12-25","notes":"","bunting":true}]}}"#;
    fs::write(folder.path().join("published.json"), published).unwrap();
    let words = ["calendar", "import", "published.json", "--apply"];
    let said = run(folder.path(), &[], &words);
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(calendars.join("scotland.toml").is_symlink());
    assert!(fs::read_to_string(&linked).unwrap().contains("2030-12-25"));
    assert_eq!(mode(&linked), 0o644);
}

#[test]
fn a_database_that_is_no_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    pipe(&path);
    let url = format!("sqlite:{}", path.display());
    for words in [&["serve"][..], &["check"], &["outbox"]] {
        let said = run(folder.path(), &[("DAYLIGHT_DATABASE_URL", &url)], words);
        assert_eq!(said.status, Some(1), "{said:?}");
        assert!(said.errors.contains("is no file"), "{said:?}");
    }
    assert_eq!(mode(&path), 0o666);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_is_neither_file_nor_folder_in_the_data_folder_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("data/mail");
    fs::create_dir_all(&mail).unwrap();
    pipe(&mail.join("pipe"));
    Program::start(folder.path(), &[]).terminate();
    assert_eq!(mode(&mail.join("pipe")), 0o666);
}

#[test]
fn an_answer_does_not_take_the_place_of_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("in.jsonl"), LINES).unwrap();
    fs::write(path.join("other.jsonl"), LINES).unwrap();
    symlink("in.jsonl", path.join("link.jsonl")).unwrap();
    fs::hard_link(path.join("in.jsonl"), path.join("same.jsonl")).unwrap();
    let refused = |said: Said| {
        assert_eq!(said.status, Some(2), "{said:?}");
        assert!(said.errors.contains("a file of its own"), "{said:?}");
        let text = fs::read_to_string(path.join("in.jsonl")).unwrap();
        assert_eq!(text, LINES);
    };
    for output in ["in.jsonl", "./in.jsonl", "link.jsonl", "same.jsonl"] {
        for words in [
            &["discover", "--input", "in.jsonl"][..],
            &[
                "similar",
                "--corpus",
                "in.jsonl",
                "--queries",
                "other.jsonl",
            ],
            &[
                "similar",
                "--corpus",
                "other.jsonl",
                "--queries",
                "in.jsonl",
            ],
            &[
                "assign",
                "--confirmed",
                "in.jsonl",
                "--input",
                "other.jsonl",
            ],
            &[
                "assign",
                "--confirmed",
                "other.jsonl",
                "--input",
                "in.jsonl",
            ],
        ] {
            let words = [&["topics"], words, &["--output", output]].concat();
            refused(run(path, &[], &words));
        }
    }
    // Standard input can be that file too.
    let words = ["topics", "discover", "--input", "-", "--output", "in.jsonl"];
    let mut command = crate::program::command(path, &[], &words);
    let output = command
        .stdin(fs::File::open(path.join("in.jsonl")).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let piped = fed(path, &[], &words, LINES.as_bytes());
    assert_eq!(piped.status, Some(0), "{piped:?}");
}

#[test]
fn each_import_leaves_what_it_refused_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let log = |month: &str| {
        let rows: Vec<String> = (0..8)
            .map(|n| format!("{month}{n},nonsense,How many?\n"))
            .collect();
        format!("reference,received,request\n{}", rows.concat())
    };
    for month in ["jan", "feb"] {
        fs::create_dir(folder.path().join(month)).unwrap();
        fs::write(folder.path().join(month).join("log.csv"), log(month)).unwrap();
    }
    let imports = folder.path().join("data/imports");
    for _ in 0..2 {
        let said = run(
            folder.path(),
            &[],
            &["import", "jan/log.csv", "feb/log.csv"],
        );
        assert_eq!(said.status, Some(1), "{said:?}");
        for (month, file) in [("jan", "log-summary.csv"), ("feb", "log-summary-2.csv")] {
            assert!(said.out.contains(file), "{said:?}");
            let text = fs::read_to_string(imports.join(file)).unwrap();
            assert!(
                (0..8).all(|n| text.contains(&format!("{month}{n}"))),
                "{file}: {text}"
            );
        }
    }
    // The same said again is in the file there is.
    assert_eq!(fs::read_dir(imports).unwrap().count(), 2);
}
