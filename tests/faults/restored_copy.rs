//! A database that was copied or restored: it mails nobody until a person says so, and gives out no
//! reference again.

use crate::outbox::{letter, opened, put, sqlite3, until};
use crate::postgres;
use crate::program::{PASSWORD, Program, Visitor};
use crate::smtp_sink::{Conduct, SmtpSink};
use daylight::domain::viewer::Viewer;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(60);

/// Longer than the outbox waits between two looks.
const SEVERAL_LOOKS: Duration = Duration::from_secs(15);

pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// `daylight outbox` with these words.
pub fn outbox(folder: &Path, env: &[(&str, &str)], words: &[&str]) -> String {
    run(Command::new(env!("CARGO_BIN_EXE_daylight"))
        .arg("outbox")
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs(env.iter().copied()))
}

/// Makes a request by the public form; its reference.
pub fn request(visitor: &mut Visitor, text: &str) -> String {
    let csrf = visitor.csrf();
    let token = visitor.request(&csrf, text, "ada@example.org").unwrap();
    token.split('.').next().unwrap().to_owned()
}

pub fn number(reference: &str) -> i64 {
    reference.rsplit('-').next().unwrap().parse().unwrap()
}

pub fn smtp(port: u16) -> String {
    format!("smtp://127.0.0.1:{port}?tls=none")
}

/// A mail server that is down.
pub fn nowhere() -> String {
    let sink = SmtpSink::start(Conduct::Accepts);
    smtp(sink.port())
}

#[test]
fn a_copied_folder_mails_nobody_until_its_letters_are_discarded() {
    let original = tempfile::tempdir().unwrap();
    let down = nowhere();
    let program = Program::start(original.path(), &[("DAYLIGHT_MAIL_URL", &down)]);
    assert!(!program.said().contains("held"), "{}", program.said());
    drop(program.manager());
    let first = request(&mut program.visitor(), "How many drones?");
    program.terminate();
    // Started again where it was, it is no copy.
    let program = Program::start(original.path(), &[("DAYLIGHT_MAIL_URL", &down)]);
    assert!(!program.said().contains("held"), "{}", program.said());
    program.terminate();

    let copy = tempfile::tempdir().unwrap();
    run(Command::new("cp")
        .arg("-r")
        .arg(original.path().join("data"))
        .arg(copy.path()));
    let sink = SmtpSink::start(Conduct::Accepts);
    let url = smtp(sink.port());
    let env = [("DAYLIGHT_MAIL_URL", url.as_str())];
    let program = Program::start(copy.path(), &env);
    let said = program.said();
    assert!(said.contains("The outbox is held"), "{said}");
    assert!(
        said.contains("1 letter would leave") && said.contains("acknowledgement"),
        "{said}"
    );
    // What comes now waits too, and its reference was never given out.
    let second = request(&mut program.visitor(), "How many horses?");
    assert_eq!((number(&first), number(&second)), (1, 200_001));
    std::thread::sleep(SEVERAL_LOOKS);
    assert_eq!(sink.read(), Vec::<String>::new(), "nobody is written to");
    let mut manager = program.visitor();
    assert_eq!(
        manager.sign_in("manager@police.example", PASSWORD).status,
        303
    );
    let notice = "this database was copied or restored";
    assert!(manager.get("/desk/requests").text().contains(notice));
    assert!(
        !program
            .visitor()
            .get("/requests/new")
            .text()
            .contains(notice)
    );
    let shown = outbox(copy.path(), &env, &[]);
    assert!(shown.contains("2 letters would leave"), "{shown}");

    let told = outbox(copy.path(), &env, &["discard"]);
    assert!(told.contains("1 letter marked as not sent"), "{told}");
    let told = outbox(copy.path(), &env, &["discard"]);
    assert!(told.contains("nothing to discard"), "{told}");
    until("the letter that came later", A_WHILE, || {
        sink.letters().len() == 1
    });
    assert!(sink.letters()[0].contains(&second));
    until("the notice to go", A_WHILE, || {
        !manager.get("/desk/requests").text().contains(notice)
    });
    let page = manager.get(&format!("/desk/requests/{first}")).text();
    assert!(
        page.contains("Not sent") && page.contains("was discarded"),
        "{page}"
    );
    program.terminate();
    // Decided once, it is decided; and the references go on from where they are.
    let program = Program::start(copy.path(), &env);
    assert!(!program.said().contains("held"), "{}", program.said());
    assert_eq!(
        number(&request(&mut program.visitor(), "How many dogs?")),
        200_002
    );
    program.terminate();
}

#[test]
fn a_backup_restored_over_the_database_sends_nothing_again_until_it_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("data/daylight.db");
    let sqlite = |words: &str| sqlite3(&database, words);
    if sqlite("SELECT 1").is_none() {
        return;
    }
    let down = nowhere();
    let program = Program::start(folder.path(), &[("DAYLIGHT_MAIL_URL", &down)]);
    request(&mut program.visitor(), "How many drones?");
    let backup = folder.path().join("backup.db");
    sqlite(&format!(".backup {}", backup.display()));
    program.terminate();

    let sink = SmtpSink::start(Conduct::Accepts);
    let url = smtp(sink.port());
    let env = [("DAYLIGHT_MAIL_URL", url.as_str())];
    let program = Program::start(folder.path(), &env);
    let lost = request(&mut program.visitor(), "How many horses?");
    until("its acknowledgement", A_WHILE, || {
        !sink.letters().is_empty()
    });
    outbox(folder.path(), &env, &["release"]);
    assert!(outbox(folder.path(), &env, &[]).contains("not held"));
    program.terminate();
    let sent = sink.letters().len();

    sqlite(&format!(".restore {}", backup.display()));
    let program = Program::start(folder.path(), &env);
    let said = program.said();
    assert!(
        said.contains("restored from before letters that have been sent"),
        "{said}"
    );
    let after = request(&mut program.visitor(), "How many dogs?");
    assert!(
        number(&after) > number(&lost),
        "{lost} was given out: {after}"
    );
    std::thread::sleep(SEVERAL_LOOKS);
    assert_eq!(sink.letters().len(), sent, "nothing leaves again by itself");
    let told = outbox(folder.path(), &env, &["release"]);
    assert!(told.contains("released"), "{told}");
    let told = outbox(folder.path(), &env, &["release"]);
    assert!(told.contains("nothing to release"), "{told}");
    until("both letters", A_WHILE, || sink.letters().len() == sent + 2);
    program.terminate();

    // The same backup a second time: neither the letters nor the references again.
    sqlite(&format!(".restore {}", backup.display()));
    let program = Program::start(folder.path(), &env);
    assert!(
        program.said().contains("The outbox is held"),
        "{}",
        program.said()
    );
    let third = request(&mut program.visitor(), "How many boats?");
    assert!(
        number(&third) > number(&after),
        "{after} was given out: {third}"
    );
    program.terminate();
}

#[test]
fn a_copy_of_a_postgresql_database_mails_nobody() {
    let Some(database) = postgres::Database::create() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (down, url) = (nowhere(), database.url());
    let env = [
        ("DAYLIGHT_MAIL_URL", down.as_str()),
        ("DAYLIGHT_DATABASE_URL", url.as_str()),
    ];
    let program = Program::start(folder.path(), &env);
    request(&mut program.visitor(), "How many drones?");
    program.terminate();
    let program = Program::start(folder.path(), &env);
    assert!(!program.said().contains("held"), "{}", program.said());
    program.terminate();

    let (_, name) = url.rsplit_once('/').unwrap();
    database
        .ask(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}"))
        .unwrap();
    let copy = format!("{url}_copy");
    let other = tempfile::tempdir().unwrap();
    let sink = SmtpSink::start(Conduct::Accepts);
    let to = smtp(sink.port());
    let env = [
        ("DAYLIGHT_MAIL_URL", to.as_str()),
        ("DAYLIGHT_DATABASE_URL", copy.as_str()),
    ];
    let program = Program::start(other.path(), &env);
    assert!(
        program.said().contains("1 letter would leave"),
        "{}",
        program.said()
    );
    assert_eq!(
        number(&request(&mut program.visitor(), "How many horses?")),
        200_001
    );
    std::thread::sleep(SEVERAL_LOOKS);
    assert_eq!(sink.read(), Vec::<String>::new());
    outbox(other.path(), &env, &["release"]);
    until("both letters", A_WHILE, || sink.letters().len() == 2);
    program.terminate();
    database
        .ask(&format!("DROP DATABASE {name}_copy WITH (FORCE)"))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_written_to_files_are_held_too_and_unfinished_ones_are_swept() {
    use std::os::unix::fs::PermissionsExt;
    let original = tempfile::tempdir().unwrap();
    let program = Program::start(original.path(), &[]);
    program.terminate();
    let casework = opened(original.path()).await;
    let now = daylight::now::now();
    put(
        &casework,
        vec![letter("one", "release", "ada@example.org", now)],
    )
    .await;
    casework.reads(Viewer::SYSTEM).close().await.unwrap();
    let copy = tempfile::tempdir().unwrap();
    run(Command::new("cp")
        .arg("-r")
        .arg(original.path().join("data"))
        .arg(copy.path()));
    let mail = copy.path().join("data/mail");
    std::fs::create_dir_all(&mail).unwrap();
    std::fs::write(mail.join(".one@police.example.4711.tmp"), "half a letter").unwrap();
    std::fs::write(mail.join(".profile"), "somebody's").unwrap();
    let files = || {
        let files = std::fs::read_dir(&mail).unwrap();
        files.map(|file| file.unwrap().path()).collect::<Vec<_>>()
    };
    let program = Program::start(copy.path(), &[]);
    std::thread::sleep(SEVERAL_LOOKS);
    assert_eq!(files(), [mail.join(".profile")], "what is not ours stays");
    std::fs::remove_file(mail.join(".profile")).unwrap();
    outbox(copy.path(), &[], &["release"]);
    until("the letter", A_WHILE, || files().len() == 1);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&files()[0]), 0o600);
    assert_eq!(mode(&copy.path().join("data/outbox.mark")), 0o600);
    program.terminate();
}
