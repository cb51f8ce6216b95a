//! The disk of the data folder is full while the database stands on another.

use crate::full_disk::SmallDisk;
use crate::outbox::until;
use crate::program::{Program, Reply, Visitor};
use crate::required::or_skipped;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(120);

fn upload(manager: &mut Visitor, reference: &str, bytes: usize) -> Reply {
    let csrf = manager
        .get(&format!("/desk/requests/{reference}"))
        .value("csrf");
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    );
    body.push_str(&"words ".repeat(bytes / 6));
    body.push_str("\r\n--x--\r\n");
    let form = [("Content-Type", "multipart/form-data; boundary=x".to_owned())];
    let path = format!("/desk/requests/{reference}/documents");
    manager.ask("POST", &path, &form, body.as_bytes()).unwrap()
}

#[test]
fn a_full_data_folder_is_told_as_such_and_nothing_leaves_unmarked() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = SmallDisk::mount(&folder.path().join("small"), 8);
    let Some(disk) = or_skipped("mount", mounted) else {
        return;
    };
    let data = disk.path.join("data").display().to_string();
    let url = format!("sqlite:{}", folder.path().join("elsewhere.db").display());
    let mail = folder.path().join("mail");
    let letters = format!("file:{}", mail.display());
    let env = [
        ("DAYLIGHT_DATA", data.as_str()),
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
        ("DAYLIGHT_MAIL_URL", letters.as_str()),
    ];
    let program = Program::start(folder.path(), &env);
    let mut manager = program.manager();
    // Full to the last page.
    disk.fill();
    let _ = std::fs::write(disk.path.join("rest"), vec![0u8; 4 << 20]);
    let csrf = manager.csrf();
    let token = manager
        .request(&csrf, "How many drones?", "a@x.example")
        .unwrap();
    let reference = token.split('.').next().unwrap().to_owned();
    until("the log to say so", A_WHILE, || {
        program.said().contains("outbox.mark")
    });
    let said = program.said();
    let line = said
        .lines()
        .find(|line| line.contains("outbox.mark"))
        .unwrap();
    assert!(
        line.contains("free some space") && !line.contains("permission"),
        "{line}"
    );
    let refused = upload(&mut manager, &reference, 300_000);
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains("disk"), "{}", refused.text());
    disk.grow(200);
    let taken = upload(&mut manager, &reference, 300_000);
    assert_ne!(taken.status, 503, "{}", taken.text());
    until("the letter", A_WHILE, || {
        std::fs::read_dir(&mail).is_ok_and(|files| files.count() > 0)
    });
    program.terminate();
}
