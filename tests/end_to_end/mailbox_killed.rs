//! The program killed between keeping a message and telling the mailbox's server.

use crate::dovecot::{Dovecot, LOGIN};
use crate::mail_faults::{kill, opened, program, until};
use crate::mail_in::mail;
use crate::smtp_sink::{Conduct, SmtpSink};
use daylight::domain::viewer::Viewer;
use daylight::store::MessageList;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A way to the server on which the word that a message was taken can get stuck.
struct Way {
    port: u16,
    /// Whether the word gets stuck.
    blocks: Arc<AtomicBool>,
    /// Whether it has got stuck.
    stuck: Arc<AtomicBool>,
}

impl Way {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let way = Self {
            port: listener.local_addr().unwrap().port(),
            blocks: Arc::new(AtomicBool::new(false)),
            stuck: Arc::new(AtomicBool::new(false)),
        };
        let (blocks, stuck) = (Arc::clone(&way.blocks), Arc::clone(&way.stuck));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let (from, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || pass(from, to, |_| true));
                let (blocks, stuck) = (Arc::clone(&blocks), Arc::clone(&stuck));
                std::thread::spawn(move || {
                    pass(client, server, |said| {
                        let told = said.windows(9).any(|word| word == b"UID STORE");
                        if told && blocks.load(SeqCst) {
                            stuck.store(true, SeqCst);
                        }
                        !(told && blocks.load(SeqCst))
                    });
                });
            }
        });
        way
    }
}

/// Passes on what is read while `goes_on` holds for it.
fn pass(mut from: TcpStream, mut to: TcpStream, goes_on: impl Fn(&[u8]) -> bool) {
    let mut said = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut said) {
        if goes_on(&said[..count]) && to.write_all(&said[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

fn served(folder: &std::path::Path, smtp: u16, imap: u16) -> Child {
    let (user, password) = LOGIN;
    program(folder, smtp, &["serve"])
        .env(
            "DAYLIGHT_INBOX__URL",
            format!("imap://{user}:{password}@127.0.0.1:{imap}/INBOX?tls=none"),
        )
        .env("DAYLIGHT_INBOX__POLL_SECONDS", "5")
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_keeping_a_message_and_telling_the_server_it_doubles_nothing() {
    let Some(imap) = tokio::task::spawn_blocking(Dovecot::start).await.unwrap() else {
        return;
    };
    let (folder, sink) = (
        tempfile::tempdir().unwrap(),
        SmtpSink::start(Conduct::Accepts),
    );
    let way = Way::to(imap.port);
    // The first time no message has been taken before; the second time one has.
    for round in 1..=2 {
        let from =
            format!("From: Ada <ada-{round}@example.org>\nMessage-ID: <{round}@example.org>\n");
        let message = mail(
            "foi@police.example",
            &from,
            &format!("How many drones, {round}?"),
        );
        imap.deliver(&format!("{round}.message.host"), &message);
        way.blocks.store(true, SeqCst);
        way.stuck.store(false, SeqCst);
        let child = served(folder.path(), sink.port(), way.port);
        until("the word to the server", || way.stuck.load(SeqCst));
        kill(child);
        assert_eq!(imap.seen(), round - 1, "the server was not told");
        // As when the claim of the one that was killed has run out.
        let casework = opened(folder.path()).await;
        let unit = casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        unit.forget("mailbox_lease").await.unwrap();
        unit.commit().await.unwrap();
        casework.reads(Viewer::SYSTEM).close().await.unwrap();

        way.blocks.store(false, SeqCst);
        let child = served(folder.path(), sink.port(), way.port);
        until("the server to be told", || imap.seen() == round);
        kill(child);
        let casework = opened(folder.path()).await;
        let logged = casework
            .reads(Viewer::SYSTEM)
            .messages()
            .list(MessageList::OnCases)
            .await
            .unwrap();
        assert_eq!(logged.len(), round, "each once: {logged:?}");
        for message in &logged {
            let reference = message.cases.clone().unwrap();
            let case = casework
                .reads(Viewer::SYSTEM)
                .cases()
                .case_page(&reference)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(case.letters.len(), 1, "acknowledged once");
            let came = casework
                .reads(Viewer::SYSTEM)
                .messages()
                .deliveries_of(message.id)
                .await
                .unwrap();
            assert!(came.len() >= 2, "that it came again is noted: {came:?}");
        }
        let unit = casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        unit.forget("mailbox_lease").await.unwrap();
        unit.commit().await.unwrap();
        casework.reads(Viewer::SYSTEM).close().await.unwrap();
    }
}
