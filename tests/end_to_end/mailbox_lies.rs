//! A mailbox whose server is restarted, or refuses, in the middle of handing over a message: nothing
//! is passed over.

use crate::dovecot::{Dovecot, LOGIN};
use crate::mail_in::mail;
use crate::support::{App, goes_on};
use daylight::casework::mail::inbox::{MailboxFault, Taken};
use daylight::mail::{Folder, ImapServer};
use daylight::store::MessageList;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What is answered to a command instead of passing it on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lie {
    /// The connection ends.
    HangsUp,
    /// It is refused, under its tag.
    Refuses,
    /// It is done, and nothing was handed over.
    Nothing,
    /// A search finds messages of these numbers.
    Finds(&'static str),
}

/// About which commands, how, and how many times more.
type Lies = Mutex<Option<(&'static str, Lie, u32)>>;

/// A way to the server that lies about commands with these words, so many times.
pub struct Way {
    /// The port it is reached by.
    pub port: u16,
    lies: Arc<Lies>,
}

impl Way {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let way = Self {
            port: listener.local_addr().unwrap().port(),
            lies: Arc::default(),
        };
        let lies = Arc::clone(&way.lies);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || {
                    let mut said = vec![0; 16_384];
                    while let Ok(count @ 1..) = from.read(&mut said) {
                        if to.write_all(&said[..count]).is_err() {
                            break;
                        }
                    }
                    let _ = to.shutdown(Shutdown::Both);
                });
                let lies = Arc::clone(&lies);
                std::thread::spawn(move || commands(&client, server, &lies));
            }
        });
        way
    }

    /// The mailbox as it is reached this way.
    pub fn server(&self) -> ImapServer {
        let (user, password) = LOGIN;
        ImapServer {
            host: "127.0.0.1".into(),
            port: self.port,
            user: user.into(),
            password: password.into(),
            folder: "INBOX".into(),
            tls: false,
            ca_file: None,
        }
    }

    pub fn lie(&self, about: &'static str, lie: Lie, times: u32) {
        *self.lies.lock().unwrap() = Some((about, lie, times));
    }

    pub fn is_told(&self) -> bool {
        self.lies.lock().unwrap().is_none_or(|(.., left)| left == 0)
    }
}

fn commands(client: &TcpStream, mut server: TcpStream, lies: &Lies) {
    for line in BufReader::new(client).lines() {
        let Ok(line) = line else { break };
        let lie = lies
            .lock()
            .unwrap()
            .as_mut()
            .and_then(|(about, lie, left)| {
                let now = line.contains(*about) && *left > 0;
                now.then(|| {
                    *left -= 1;
                    *lie
                })
            });
        let tag = line.split(' ').next().unwrap_or_default();
        let mut out = client;
        let told = match lie {
            None => server.write_all(format!("{line}\r\n").as_bytes()),
            Some(Lie::HangsUp) => break,
            Some(Lie::Refuses) => {
                out.write_all(format!("{tag} NO [INUSE] try again\r\n").as_bytes())
            }
            Some(Lie::Finds(numbers)) => {
                out.write_all(format!("* SEARCH {numbers}\r\n{tag} OK done\r\n").as_bytes())
            }
            Some(Lie::Nothing) => out.write_all(format!("{tag} OK done\r\n").as_bytes()),
        };
        if told.is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = client.shutdown(Shutdown::Both);
}

pub async fn read(app: &App, server: &ImapServer) -> Result<Taken, MailboxFault> {
    let mut folder = Folder::open(server).await?;
    let at = app.now().at;
    let taken = app
        .casework
        .incoming()
        .take_mail(&mut folder, server, &move || at, &goes_on())
        .await;
    folder.close().await;
    taken
}

/// A request by somebody of this name, of which it is the subject too.
pub fn deliver(imap: &Dovecot, name: &str) {
    let headers =
        format!("From: {name}@example.org\nMessage-ID: <{name}@example.org>\nSubject: {name}\n");
    let text = format!("How many drones, {name}?");
    let message = mail("foi@police.example", &headers, &text);
    imap.deliver(&format!("{name}.message.host"), &message);
}

pub async fn subjects(app: &App) -> Vec<String> {
    let mut all = Vec::new();
    for list in [MessageList::OnCases, MessageList::Waiting] {
        let rows = app.store().messages().list(list).await.unwrap();
        all.extend(rows.into_iter().map(|row| row.subject));
    }
    all.sort();
    all
}

on_both_databases! {
    async fn a_message_the_server_did_not_hand_over_is_asked_for_again(app: App) {
        let Some(imap) = tokio::task::spawn_blocking(Dovecot::start).await.unwrap() else {
            return;
        };
        let way = Way::to(imap.port);
        let server = way.server();
        let deliver = |name: &str| deliver(&imap, name);
        // At the first start, the search for what nobody has read is refused.
        deliver("before");
        for lie in [Lie::Refuses, Lie::HangsUp] {
            way.lie("SEARCH UNSEEN", lie, 1);
            assert!(read(&app, &server).await.is_err(), "{lie:?}");
        }
        let mut wanted = vec!["before".to_owned()];
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, wanted);

        for (name, lie) in [("held", Lie::HangsUp), ("kept", Lie::Refuses), ("none", Lie::Nothing)] {
            let later = format!("{name}-later");
            deliver(name);
            deliver(&later);
            way.lie("BODY.PEEK[])", lie, 1);
            let taken = read(&app, &server).await;
            assert!(way.is_told(), "{lie:?}");
            if lie == Lie::HangsUp {
                assert!(taken.is_err(), "the connection is gone");
                assert_eq!(subjects(&app).await, wanted, "{lie:?}");
            } else {
                // What it says of one message keeps no other, and is told.
                let taken = taken.unwrap();
                assert!(taken.messages == 1 && taken.held_back.is_some(), "{taken:?}");
                assert_eq!(subjects(&app).await.len(), wanted.len() + 1, "{lie:?}");
            }
            let taken = read(&app, &server).await.unwrap();
            assert!(taken.held_back.is_none(), "{taken:?}");
            wanted.extend([name.to_owned(), later]);
            wanted.sort();
            assert_eq!(subjects(&app).await, wanted, "{lie:?}");
            assert_eq!(read(&app, &server).await.unwrap().messages, 0);
        }
        assert_eq!(imap.seen(), wanted.len());
    }

    async fn a_message_that_is_never_handed_over_keeps_no_later_one(app: App) {
        let Some(imap) = tokio::task::spawn_blocking(Dovecot::start).await.unwrap() else {
            return;
        };
        let way = Way::to(imap.port);
        let server = way.server();
        assert_eq!(read(&app, &server).await.unwrap().messages, 0);
        for name in ["first", "second"] {
            deliver(&imap, name);
        }
        way.lie("UID FETCH 1 ", Lie::HangsUp, 9);
        for _ in 0..3 {
            assert!(read(&app, &server).await.is_err());
        }
        assert_eq!(subjects(&app).await, ["second"]);
        way.lie("UID FETCH 1 ", Lie::HangsUp, 0);
        read(&app, &server).await.unwrap();
        assert_eq!(subjects(&app).await, ["first", "second"]);
    }
}
