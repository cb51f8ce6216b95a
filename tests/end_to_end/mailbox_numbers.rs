//! The numbers of messages in a mailbox: made up in an answer, gone back, or given anew. No message is
//! passed over, and none is taken twice.

use crate::dovecot::{Dovecot, LOGIN};
use crate::mailbox_lies::{Lie, Way, deliver, read, subjects};
use crate::support::{App, goes_on};
use daylight::mail::Folder;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The real server with an empty mailbox and a way to it.
async fn started() -> Option<(Dovecot, Way)> {
    let imap = tokio::task::spawn_blocking(Dovecot::start).await.unwrap()?;
    let way = Way::to(imap.port);
    Some((imap, way))
}

fn copied(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    let copied = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(copied.unwrap().success());
}

/// A message that came at this time and that somebody has read where that is said.
fn came(imap: &Dovecot, name: &str, at: SystemTime, read: bool) {
    deliver(imap, name);
    let file = imap
        .maildir()
        .join("new")
        .join(format!("{name}.message.host"));
    let opened = fs::File::options().write(true).open(&file).unwrap();
    opened.set_modified(at).unwrap();
    if read {
        let cur = imap.maildir().join("cur");
        fs::rename(&file, cur.join(format!("{name}.message.host:2,S"))).unwrap();
    }
}

/// Lets the server forget the numbers it gave.
fn numbered_anew(maildir: &Path) {
    let list = maildir.join("dovecot-uidlist");
    let (head, rest) = {
        let text = fs::read_to_string(&list).unwrap();
        let (head, rest) = text.split_once('\n').unwrap();
        (head.to_owned(), rest.to_owned())
    };
    let words = head.split(' ').map(|word| match word.strip_prefix('V') {
        Some(validity) => format!("V{}", validity.parse::<u32>().unwrap() + 7),
        None => word.to_owned(),
    });
    let head = words.collect::<Vec<_>>().join(" ");
    fs::write(&list, format!("{head}\n{rest}")).unwrap();
    let files = fs::read_dir(maildir).unwrap().flatten();
    let others: Vec<PathBuf> = files
        .filter(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.starts_with("dovecot.index") || name.starts_with("dovecot-uidvalidity")
        })
        .map(|file| file.path())
        .collect();
    for file in others {
        fs::remove_file(file).unwrap();
    }
}

on_both_databases! {
    async fn a_number_that_an_answer_made_up_keeps_no_later_message(app: App) {
        let Some((imap, way)) = started().await else { return };
        let server = way.server();
        way.lie("SEARCH UNSEEN", Lie::Finds("4294967295"), 1);
        assert_eq!(read(&app, &server).await.unwrap().messages, 0);
        let at = app.now().at;
        let mut folder = Folder::open(&server).await.unwrap();
        let (_keeps_going, mut stop) = tokio::sync::watch::channel(false);
        let mut wanted = Vec::new();
        // A number that nothing is behind, and one of which more is said.
        for (name, times) in [("a", 1), ("b", 2), ("c", 0)] {
            deliver(&imap, name);
            wanted.push(name.to_owned());
            for times in [times, 0] {
                // All over one connection: nothing looks at the numbers anew.
                folder = folder.wait(Duration::from_secs(1), &mut stop).await.unwrap();
                way.lie("SEARCH UID", Lie::Finds("4294967295"), times);
                let clock = move || at;
                app.casework.incoming().take_mail(&mut folder, &server, &clock, &goes_on()).await.unwrap();
                assert!(way.is_told(), "{name}");
            }
            assert_eq!(subjects(&app).await, wanted, "{name}");
        }
        folder.close().await;
        assert_eq!(imap.seen(), wanted.len());
    }

    async fn one_message_that_is_too_large_keeps_no_other_waiting(app: App) {
        let Some((imap, way)) = started().await else { return };
        let url = format!("imap://{}:{}@127.0.0.1:{}/INBOX?tls=none", LOGIN.0, LOGIN.1, way.port);
        let set = [("DAYLIGHT_INBOX__URL".into(), url), ("DAYLIGHT_INBOX__POLL_SECONDS".into(), "300".into())];
        let reader = app.beside(&set).await;
        way.lie("UID 1 LARGER", Lie::Finds("1"), u32::MAX);
        deliver(&imap, "large");
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let at = app.now().at;
        let job = tokio::spawn(daylight::jobs::mailbox::run(Arc::clone(&reader.casework), Arc::new(move || at), stopped));
        // Its pause after a fault would be five minutes.
        for name in ["a", "b"] {
            tokio::time::sleep(Duration::from_secs(2)).await;
            deliver(&imap, name);
            let begun = Instant::now();
            while !subjects(&app).await.contains(&name.to_owned()) {
                assert!(begun.elapsed() < Duration::from_secs(60), "{name} waits for the large one");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        let told = app.store().job_rounds().await.unwrap();
        assert!(told.iter().any(|run| run.failures > 0 && run.why.contains("message 1 has more than 64 megabytes")), "{told:?}");
        stop.send(true).unwrap();
        job.await.unwrap();
        assert_eq!(subjects(&app).await, ["a", "b"]);
    }

    async fn where_numbers_go_back_new_messages_are_taken_and_known_ones_are_not_taken_twice(app: App) {
        let Some((imap, way)) = started().await else { return };
        let server = way.server();
        let backup = tempfile::tempdir().unwrap();
        let backup = backup.path().join("mail");
        assert_eq!(read(&app, &server).await.unwrap().messages, 0);
        let mut wanted = Vec::new();
        let mut delivered = |names: &[&str]| {
            for name in names {
                deliver(&imap, name);
                wanted.push((*name).to_owned());
            }
            wanted.sort();
            wanted.clone()
        };
        let wanted = delivered(&["a", "b"]);
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, wanted);
        copied(&imap.maildir(), &backup);
        let wanted = delivered(&["c", "d", "e"]);
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, wanted);
        // The server is put back from its backup; fewer come than were there, and then more.
        copied(&backup, &imap.maildir());
        let wanted = delivered(&["f", "g"]);
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, wanted, "the next number is below the last that was taken");
        copied(&backup, &imap.maildir());
        let wanted = delivered(&["h", "i", "j", "k"]);
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, wanted, "later messages are beyond that number already");
        assert_eq!(app.cases().await, wanted.len(), "none is logged twice");
        assert_eq!(read(&app, &server).await.unwrap().messages, 0);
    }

    async fn where_numbers_are_given_anew_what_people_had_read_before_stays_theirs(app: App) {
        let Some((imap, way)) = started().await else { return };
        let server = way.server();
        let now: SystemTime = app.now().at.into();
        let ago = |minutes: u64| now - Duration::from_secs(60 * minutes);
        for (name, minutes) in [("read-days-ago", 5_000), ("read-that-day", 90)] {
            came(&imap, name, ago(minutes), true);
        }
        assert_eq!(read(&app, &server).await.unwrap().messages, 0);
        came(&imap, "taken", ago(0), false);
        assert_eq!(read(&app, &server).await.unwrap().messages, 1);
        // While nobody looked, one came that somebody has read, and one that nobody has.
        came(&imap, "read-since", now + Duration::from_secs(600), true);
        came(&imap, "unread", ago(6_000), false);
        numbered_anew(&imap.maildir());
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, ["read-since", "taken", "unread"]);
        deliver(&imap, "later");
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, ["later", "read-since", "taken", "unread"]);
        assert_eq!(app.cases().await, 4);
    }
}
