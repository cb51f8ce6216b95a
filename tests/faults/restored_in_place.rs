//! A backup of the whole data folder put back to where it came from: everything in it agrees with
//! itself, and still nobody is written to again and no reference is given out twice. A program or a
//! machine that failed is no restore.

use crate::outbox::until;
use crate::program::Program;
use crate::required::or_skipped;
use crate::restored_copy::{nowhere, number, outbox, request, run, smtp};
use crate::smtp_sink::{Conduct, SmtpSink};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(60);

/// Longer than the outbox waits between two looks.
const SEVERAL_LOOKS: Duration = Duration::from_secs(15);

/// Ways in which a backup of `data` in `backup` is put back.
const WAYS: [&str; 5] = [
    // The number of the file is free again, and many file systems give it to the next.
    "rm -rf data && cp -a backup data",
    // Into the files that are there.
    "cp -a backup/. data/",
    "cp -r backup/. data/",
    // As rsync does: each file made beside the other and moved over it.
    "cp -a --remove-destination backup/. data/",
    "tar -C backup -cf - . | tar -C data -xf -",
];

fn shell(folder: &Path, words: &str) {
    run(Command::new("sh").args(["-ec", words]).current_dir(folder));
}

/// How a server ends before its folder is put back.
#[derive(Clone, Copy)]
enum End {
    Stopped,
    Killed,
}

fn end(program: Program, how: End) {
    match how {
        End::Stopped => {
            program.terminate();
        }
        End::Killed => program.kill(),
    }
}

/// A backup taken while the program is stopped, put back after letters left and references were given
/// out that it knows nothing of.
fn put_back(way: &str, how: End) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let down = nowhere();
    let program = Program::start(path, &[("DAYLIGHT_MAIL_URL", &down)]);
    request(&mut program.visitor(), "How many drones?");
    program.terminate();
    shell(path, "cp -a data backup");

    let sink = SmtpSink::start(Conduct::Accepts);
    let url = smtp(sink.port());
    let env = [("DAYLIGHT_MAIL_URL", url.as_str())];
    let program = Program::start(path, &env);
    assert!(!program.said().contains("held"), "{}", program.said());
    let lost = request(&mut program.visitor(), "How many horses?");
    until("the letter of what is lost", A_WHILE, || {
        sink.letters().iter().any(|letter| letter.contains(&lost))
    });
    end(program, how);
    let sent = sink.letters().len();

    // The log of a program that was killed belongs to the file that is replaced.
    shell(
        path,
        &format!("rm -f data/daylight.db-wal data/daylight.db-shm; {way}"),
    );
    let program = Program::start(path, &env);
    let said = program.said();
    assert!(said.contains("The outbox is held"), "{way}: {said}");
    let after = request(&mut program.visitor(), "How many dogs?");
    assert!(
        number(&after) > number(&lost),
        "{way}: {lost}, then {after}"
    );
    if way == WAYS[1] {
        std::thread::sleep(SEVERAL_LOOKS);
    }
    assert_eq!(sink.letters().len(), sent, "{way}: nothing leaves again");
    // Decided once, it is decided.
    outbox(path, &env, &["discard"]);
    program.terminate();
    let program = Program::start(path, &env);
    assert!(
        !program.said().contains("held"),
        "{way}: {}",
        program.said()
    );
    program.terminate();
}

#[test]
fn a_data_folder_put_back_to_its_own_place_writes_to_nobody_again() {
    for way in WAYS {
        put_back(way, End::Stopped);
    }
}

#[test]
fn a_data_folder_put_back_after_the_program_was_killed_writes_to_nobody_again() {
    for way in &WAYS[..2] {
        put_back(way, End::Killed);
    }
}

#[test]
fn a_folder_copied_while_the_program_runs_and_put_back_into_its_files_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let down = nowhere();
    let env = [("DAYLIGHT_MAIL_URL", down.as_str())];
    let program = Program::start(path, &env);
    request(&mut program.visitor(), "How many drones?");
    std::thread::sleep(Duration::from_secs(2));
    shell(path, "cp -a data backup");
    // Nothing is logged or tried after that, but that the program is started again.
    program.terminate();
    let program = Program::start(path, &env);
    assert!(!program.said().contains("held"), "{}", program.said());
    let mark = path.join("data/outbox.mark");
    let before = std::fs::read(path.join("backup/outbox.mark")).unwrap();
    until("the mark to be written anew", A_WHILE, || {
        std::fs::read(&mark).unwrap() != before
    });
    program.terminate();
    shell(path, "cp -a backup/. data/");
    let program = Program::start(path, &env);
    let said = program.said();
    assert!(said.contains("The outbox is held"), "{said}");
    program.terminate();
}

#[test]
fn a_program_that_is_stopped_or_killed_again_and_again_is_no_restore() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let sink = SmtpSink::start(Conduct::Accepts);
    let url = smtp(sink.port());
    let env = [("DAYLIGHT_MAIL_URL", url.as_str())];
    for round in 0..12 {
        let program = Program::start(path, &env);
        let said = program.said();
        assert!(!said.contains("held"), "round {round}: {said}");
        let reference = request(&mut program.visitor(), &format!("How many, {round}?"));
        assert!(number(&reference) < 1000, "{reference}");
        // In the middle of what a start and a letter write, at another moment each time.
        std::thread::sleep(Duration::from_millis(round % 4 * 60));
        // Owners, modes, links and times that an administrator or a container sets change nothing.
        if round == 5 {
            shell(
                path,
                "chmod -R u+rwX data; chown -R $(id -u) data; cp -al data linked",
            );
        }
        end(
            program,
            if round % 3 == 0 {
                End::Stopped
            } else {
                End::Killed
            },
        );
    }
    let program = Program::start(path, &env);
    assert!(outbox(path, &env, &[]).contains("not held"));
    // From an address of its own: only so many letters a day go to one that nobody decided on.
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let last = visitor.request(&csrf, "How many in the end?", "bea@example.org");
    let last = last.unwrap().split('.').next().unwrap().to_owned();
    until("its letter", A_WHILE, || {
        sink.letters().iter().any(|letter| letter.contains(&last))
    });
    program.terminate();
}

/// A file system in a file, so that what a machine leaves when it fails can be had: unmounted when
/// dropped.
struct Disk {
    at: std::path::PathBuf,
}

impl Disk {
    fn mount(image: &Path, at: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(at).map_err(|e| e.to_string())?;
        let mounted = Command::new("mount")
            .args(["-o", "loop"])
            .arg(image)
            .arg(at)
            .output();
        let mounted = mounted.map_err(|e| format!("mount cannot be run ({e})"))?;
        if !mounted.status.success() {
            return Err(String::from_utf8_lossy(&mounted.stderr).trim().to_owned());
        }
        Ok(Self { at: at.to_owned() })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}

#[test]
fn what_a_machine_that_failed_leaves_is_no_restore() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (image, at) = (path.join("disk.img"), path.join("disk"));
    let made = Command::new("sh")
        .args([
            "-ec",
            "truncate -s 64M disk.img && mkfs.ext4 -q -F disk.img",
        ])
        .current_dir(path)
        .output();
    let made = made.map_err(|e| e.to_string()).and_then(|made| {
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        made.status.success().then_some(()).ok_or(said)
    });
    let disk = made.and_then(|()| Disk::mount(&image, &at));
    let Some(disk) = or_skipped("mount", disk) else {
        return;
    };
    let sink = SmtpSink::start(Conduct::Accepts);
    let (url, data) = (smtp(sink.port()), at.join("data").display().to_string());
    let env = [
        ("DAYLIGHT_MAIL_URL", url.as_str()),
        ("DAYLIGHT_DATA", data.as_str()),
    ];
    let program = Program::start(path, &env);
    let first = request(&mut program.visitor(), "How many drones?");
    until("its letter", A_WHILE, || !sink.letters().is_empty());
    // What stands on the disk at one moment, while the program runs.
    std::thread::sleep(Duration::from_secs(1));
    shell(path, "cp disk.img failed.img");
    program.kill();
    drop(disk);
    let Some(disk) = or_skipped("mount", Disk::mount(&path.join("failed.img"), &at)) else {
        return;
    };
    let program = Program::start(path, &env);
    let said = program.said();
    assert!(!said.contains("held"), "{said}");
    let second = request(&mut program.visitor(), "How many horses?");
    assert_eq!((number(&first), number(&second)), (1, 2));
    program.terminate();
    drop(disk);
}
