//! A request's whole way by email, with a real IMAP server and real SMTP servers.

use crate::aiosmtpd::Aiosmtpd;
use crate::dovecot::{Dovecot, LOGIN};
use crate::mail_in::{bounce, mail};
use crate::support::{App, for_clearance, goes_on};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::{Arrived, Source};
use daylight::domain::case::{Event, Outcome, Stage, events};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::mail::inbound::parse;
use daylight::mail::{Folder, ImapFault, ImapServer, Patience, Protection, SmtpServer, Transport};
use daylight::store::MessageList;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::watch;

/// The authority's mailbox, its mail server, and one outside where the requester reads.
struct Post {
    imap: Dovecot,
    inside: Aiosmtpd,
    outside: Aiosmtpd,
    _folder: tempfile::TempDir,
}

impl Post {
    fn start() -> Option<Self> {
        let imap = Dovecot::start()?;
        let inside = Aiosmtpd::start(&imap.maildir())?;
        let folder = tempfile::tempdir().unwrap();
        crate::dovecot::own(folder.path()).unwrap();
        let outside = Aiosmtpd::start(&folder.path().join("mail"))?;
        Some(Self {
            imap,
            inside,
            outside,
            _folder: folder,
        })
    }

    fn server(&self) -> ImapServer {
        let (user, password) = LOGIN;
        ImapServer {
            host: "127.0.0.1".into(),
            port: self.imap.port,
            user: user.into(),
            password: password.into(),
            folder: "INBOX".into(),
            tls: false,
            ca_file: None,
        }
    }

    /// Takes what is new; how many there were.
    async fn take(&self, app: &App) -> usize {
        // The mailbox's server says when it took a message, so the clock of the test follows it.
        app.set_clock(&daylight::now::now().to_rfc3339());
        let server = self.server();
        let mut folder = Folder::open(&server).await.unwrap();
        let at = app.now().at;
        let taken = app
            .casework
            .incoming()
            .take_mail(&mut folder, &server, &move || at, &goes_on())
            .await;
        folder.close().await;
        taken.unwrap().messages
    }

    /// Sends what is due; the latest letter the requester got.
    async fn deliver(&self, app: &App) -> String {
        app.set_clock(&daylight::now::now().to_rfc3339());
        let transport = Transport::smtp(SmtpServer {
            host: "127.0.0.1".into(),
            port: self.outside.port,
            credentials: None,
            protection: Protection::Unprotected,
            ca_file: None,
            patience: Patience::of(Duration::from_secs(20)),
        })
        .unwrap();
        let at = app.now().at;
        let round = app
            .casework
            .outbox()
            .deliver(&transport, 50, &move || at, &goes_on())
            .await
            .unwrap();
        assert_eq!((round.delayed, round.failed), (0, 0));
        let letters = self.outside.delivered();
        assert!(round.sent > 0, "nothing was sent");
        letters
            .into_iter()
            .max_by_key(|letter| parse(letter.as_bytes(), None).references.len())
            .unwrap()
    }
}

on_both_databases! {
    async fn a_request_goes_its_whole_way_by_email(app: App) {
        let Some(post) = tokio::task::spawn_blocking(Post::start).await.unwrap() else { return };
        let manager = app.person("Olga", Role::Manager).await;
        assert_eq!(post.take(&app).await, 0);
        post.inside.send("ada@example.org", "foi@police.example", &mail("foi@police.example", "", "How many drones?"));
        assert_eq!(post.take(&app).await, 1);
        assert_eq!(post.take(&app).await, 0, "once");
        assert_eq!(post.imap.seen(), 1);
        assert_eq!(app.cases().await, 1);
        let reference = app.store().messages().list(MessageList::OnCases).await.unwrap()[0].cases.clone().unwrap();
        assert_eq!(app.case(&reference).await.stored.case.received, app.now().today);

        let acknowledged = parse(post.deliver(&app).await.as_bytes(), None);
        assert_eq!(acknowledged.in_reply_to, ["one@example.org"]);
        let seek = Instruction::SeekClarification(actions::SeekClarification { needs: "Which year?".into(), why: "Too wide.".into() });
        app.act(&reference, manager, None, seek).await.unwrap();
        let question = parse(post.deliver(&app).await.as_bytes(), None);
        assert!(question.text.own.contains("Which year?"), "{question:?}");
        assert_eq!(question.reply_to.unwrap().address, app.reply_address(&reference).await);

        // The requester answers the plain address: the thread tells the case.
        let id = question.message_id.unwrap();
        let reply = mail("foi@police.example", &format!("Message-ID: <two@example.org>\nIn-Reply-To: <{id}>\nReferences: <one@example.org> <{id}>\n"), "I mean 2024.");
        post.inside.send("ada@example.org", "foi@police.example", &reply);
        assert_eq!(post.take(&app).await, 1);
        let case = app.case(&reference).await;
        assert!(case.messages.iter().any(|m| m.why.contains("It answers")), "{:?}", case.messages);
        let steps = [
            Instruction::RecordClarification(actions::RecordClarification { text: "I mean 2024.".into() }),
            Instruction::Allocate(actions::Allocate { team: None, officer: manager.person }),
            Instruction::StartSearch(actions::StartSearch),
            Instruction::StartDraft(actions::StartDraft),
            Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1, outcome: Outcome::GrantedInFull, answer: "Twelve.".into(), reasons: vec![],
            }),
            for_clearance(),
            Instruction::Clear(actions::Clear),
            Instruction::Answer(actions::Answer),
        ];
        for step in steps {
            let who = app.who(&step, manager).await;
            app.act(&reference, who, None, step).await.unwrap();
        }
        let answer = parse(post.deliver(&app).await.as_bytes(), None);
        assert!(answer.text.own.contains("Twelve."), "{}", answer.text.own);
        // The letter that told the new date stands between: one conversation all the same.
        let told = app.case(&reference).await.letters[1].clone();
        assert_eq!((told.kind, &answer.in_reply_to), (LetterKind::NewDate, &vec![told.message_id]));
        assert!(answer.references.contains(&"two@example.org".to_owned()), "{:?}", answer.references);
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::Answered);
        let proof = app.case(&reference).await.letters[0].clone();
        assert_eq!(proof.server, Some(format!("127.0.0.1:{}", post.outside.port)));
        assert!(proof.answer.unwrap().starts_with("250"));

        post.inside.send("", &app.reply_address(&reference).await, &bounce(&answer.message_id.unwrap(), &app.reply_address(&reference).await));
        assert_eq!(post.take(&app).await, 1);
        let case = app.case(&reference).await;
        assert!(matches!(&case.stored.events.last().unwrap().event, Event::LetterUndelivered(events::LetterUndelivered { letter, .. }) if *letter == LetterKind::Release), "{:?}", case.stored.events.last());
        assert_eq!(post.imap.seen(), 3);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_server_that_numbers_anew_or_was_not_told_doubles_nothing(app: App) {
        let Some(post) = tokio::task::spawn_blocking(Post::start).await.unwrap() else { return };
        // Taken, but the program was stopped before it told the server.
        let raw = mail("foi@police.example", "", "How many drones?");
        let arrived = Arrived { bytes: raw.clone(), source: Source::Mailbox, place: "INBOX 1".into(), received_at: None };
        app.casework.incoming().receive(arrived, app.now()).await.unwrap();
        post.imap.deliver("1.one.host", &raw);
        assert_eq!(post.take(&app).await, 1);
        assert_eq!((app.cases().await, post.imap.seen()), (1, 1));
        let indexes = ["dovecot-uidlist", "dovecot-uidvalidity", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"];
        for index in indexes {
            let path: PathBuf = post.imap.maildir().join(index);
            drop(std::fs::remove_file(path));
        }
        // The number of a mailbox's time is made of the clock's seconds.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        post.imap.deliver("2.two.host", &mail("foi@police.example", "Message-ID: <two@example.org>\nFrom: bob@example.net\n", "And boats?"));
        assert!(post.take(&app).await >= 1);
        assert_eq!(app.cases().await, 2);
        assert_eq!(app.store().messages().list(MessageList::Aside).await.unwrap(), []);
    }

    async fn one_node_at_a_time_reads_the_mailbox(app: App) {
        let (casework, at) = (&app.casework, app.now().at);
        assert!(casework.incoming().claim_mailbox("one", at).await.unwrap());
        assert!(!casework.incoming().claim_mailbox("two", at).await.unwrap());
        assert!(casework.incoming().claim_mailbox("one", at).await.unwrap());
        let later = at + chrono::TimeDelta::minutes(6);
        assert!(casework.incoming().claim_mailbox("two", later).await.unwrap(), "one has gone");
        assert!(!casework.incoming().claim_mailbox("one", later).await.unwrap());
        casework.incoming().release_mailbox("one").await.unwrap();
        assert!(!casework.incoming().claim_mailbox("one", later).await.unwrap(), "it was not its own to give up");
        casework.incoming().release_mailbox("two").await.unwrap();
        assert!(casework.incoming().claim_mailbox("one", later).await.unwrap(), "two has stopped");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mailboxs_certificate_and_password_are_checked_and_the_server_tells_of_news() {
    let Some(post) = tokio::task::spawn_blocking(Post::start).await.unwrap() else {
        return;
    };
    let tls = ImapServer {
        host: "localhost".into(),
        port: post.imap.tls_port,
        tls: true,
        ..post.server()
    };
    let fault = Folder::open(&tls).await.err().unwrap();
    assert!(matches!(fault, ImapFault::Unreachable(_)), "{fault}");
    let trusted = ImapServer {
        ca_file: Some(post.imap.certificate()),
        ..tls
    };
    let wrong = ImapServer {
        password: "guess".into(),
        ..trusted.clone()
    };
    let fault = Folder::open(&wrong).await.err().unwrap();
    assert!(matches!(fault, ImapFault::Refused(_)), "{fault}");
    assert!(!fault.to_string().contains("guess"));

    let folder = Folder::open(&trusted).await.unwrap();
    let (_stop, mut stopped) = watch::channel(false);
    let begun = std::time::Instant::now();
    let waiting = tokio::spawn(async move {
        folder
            .wait(Duration::from_secs(60), &mut stopped)
            .await
            .unwrap()
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    post.imap
        .deliver("1.one.host", &mail("foi@police.example", "", "How many?"));
    let mut folder = waiting.await.unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(45),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(folder.unseen().await.unwrap().len(), 1);
}
