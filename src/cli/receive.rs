//! `daylight receive < message`, for a mail server on this machine, and messages in files.

use super::{Failure, open, serve, shown};
use crate::casework::Casework;
use crate::casework::mail::inbox::{Arrived, Landed, Received, Source};
use crate::domain::viewer::Viewer;
use crate::domain::words;
use crate::mail::LARGEST_MESSAGE;
use crate::mail::inbound::{BYTE_ORDER_MARK, messages_of};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Takes one message from standard input.
///
/// Status 0 is given only once the message is kept. Whatever hinders that ends with the status at
/// which a mail server tries again later; one that is too large ends with that at which it is sent back.
pub async fn run() -> Result<(), Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LARGEST_MESSAGE as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::Later(format!("the message cannot be read: {e}")))?;
    if bytes.len() > LARGEST_MESSAGE {
        return Err(Failure::Never(format!(
            "the message was not taken: it has {}; send what is attached in several messages",
            too_large()
        )));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::Unusable(
            "there is no message on standard input; write `daylight receive < message`".into(),
        ));
    }
    let casework = open::writing()
        .await
        .map_err(|fault| Failure::Later(fault.to_string()))?;
    let arrived = Arrived {
        bytes,
        source: Source::Pipe,
        place: String::new(),
        received_at: None,
    };
    let now = casework.now();
    let received = casework
        .incoming()
        .receive(arrived, now)
        .await
        .map_err(|e| Failure::Later(format!("the message was not kept: {e}")))?;
    say!("{}", told(&received));
    // It is kept: what comes after that is no reason to send it back.
    if let Err(fault) = close(&casework).await {
        complain!("daylight: {fault}");
    }
    Ok(())
}

/// Takes the messages of files that end in .eml or .mbox.
pub async fn files(files: &[&Path]) -> Result<(), Failure> {
    let mut all = Vec::new();
    for file in files {
        let unread = |e| Failure::Unusable(format!("{} cannot be read: {e}", shown(file)));
        let of_many = file.extension().is_some_and(|end| end == "mbox");
        let size = fs::metadata(file).map_err(unread)?.len();
        if !of_many && size > LARGEST_MESSAGE as u64 {
            return Err(Failure::Refused(format!(
                "{} was not taken: it has {}; put what it asks on record by hand",
                shown(file),
                too_large()
            )));
        }
        let bytes = fs::read(file).map_err(unread)?;
        let messages = if of_many {
            messages_of(&bytes)
                .map_err(|e| Failure::Refused(format!("{} was not taken: {e}", shown(file))))?
        } else {
            let message = bytes.strip_prefix(BYTE_ORDER_MARK).map(<[u8]>::to_vec);
            vec![message.unwrap_or(bytes)]
        };
        let large = messages.iter().position(|m| m.len() > LARGEST_MESSAGE);
        if let Some(at) = large {
            return Err(Failure::Refused(format!(
                "{} was not taken: its message {} has {}; put what it asks on record by hand and take it out of the file",
                shown(file),
                at + 1,
                too_large()
            )));
        }
        all.push((file, messages));
    }
    let casework = open::writing().await?;
    for (file, messages) in all {
        let progress = serve::progress(messages.len() as u64, "Importing messages");
        let mut counts = [0_usize; 5];
        for (number, bytes) in messages.into_iter().enumerate() {
            let arrived = Arrived {
                bytes,
                source: Source::File,
                place: format!("{}, message {}", shown(file), number + 1),
                received_at: None,
            };
            let now = casework.now();
            let received = casework.incoming().receive(arrived, now).await.map_err(|e| {
                Failure::Refused(format!(
                    "{}: message {} and those after it were not kept: {e}; import the file again, what is kept is not taken twice",
                    shown(file),
                    number + 1
                ))
            })?;
            let place = match received.landed {
                Some(Landed::Logged(_)) => 0,
                Some(Landed::Filed(_)) => 1,
                Some(Landed::Tray) => 2,
                Some(Landed::SetAside | Landed::Repeat) | None if received.waits.is_none() => 3,
                Some(Landed::SetAside | Landed::Repeat) | None => 4,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
            progress.inc(1);
        }
        progress.finish_and_clear();
        let [logged, filed, tray, known, waiting] = counts;
        say!(
            "{}: {} logged, {} put on a case, {} to be placed at the desk, {} known already{}.",
            shown(file),
            words::count(logged, "request"),
            words::thousands(filed),
            words::thousands(tray),
            words::thousands(known),
            match waiting {
                0 => String::new(),
                number => format!(
                    ", {} kept until they can be placed",
                    words::thousands(number)
                ),
            }
        );
    }
    close(&casework).await
}

/// What is said of the size of a message that is not taken.
fn too_large() -> String {
    format!("more than {} megabytes", LARGEST_MESSAGE / 1_000_000)
}

async fn close(casework: &Casework) -> Result<(), Failure> {
    let closed = casework.reads(Viewer::SYSTEM).close().await;
    closed.map_err(|e| Failure::Refused(e.to_string()))
}

fn told(received: &Received) -> String {
    let id = received.id;
    if let Some(why) = &received.waits {
        return format!("Message {id} is kept and waits to be placed: {why}.");
    }
    match &received.landed {
        Some(Landed::Logged(reference)) => format!("Message {id} was logged as {reference}."),
        Some(Landed::Filed(cases)) => format!("Message {id} is on {}.", words::list(cases)),
        Some(Landed::Tray) => format!("Message {id} waits at the desk to be placed."),
        Some(Landed::SetAside) => format!("Message {id} is our own and was set aside."),
        Some(Landed::Repeat) => format!("Message {id} is another copy of an earlier one."),
        None => format!("Message {id} was kept before; it is not taken twice."),
    }
}
