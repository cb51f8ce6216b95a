//! `daylight check` and `serve` with mail settings that are right and that are not.

use crate::dovecot::{Dovecot, LOGIN};
use crate::mail_in::mail;
use crate::smtp_sink::{Conduct, SmtpSink};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn daylight(folder: &Path, command: &str, settings: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daylight"))
        .arg(command)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs([crate::authority::CHOSEN])
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn check_signs_in_to_the_mailbox_and_the_mail_server_and_prints_no_password() {
    let Some(imap) = Dovecot::start() else {
        return;
    };
    let (folder, sink) = (TempDir::new().unwrap(), SmtpSink::start(Conduct::Accepts));
    let (user, password) = LOGIN;
    let secret = folder.path().join("secret");
    std::fs::write(&secret, format!("{password}\nnot this line\n")).unwrap();
    let secret = secret.display().to_string();
    let smtp = format!("smtp://127.0.0.1:{}?tls=none", sink.port());
    let inbox = format!("imap://{user}@127.0.0.1:{}/INBOX?tls=none", imap.port);
    let right = [
        ("DAYLIGHT_MAIL_URL", smtp.as_str()),
        ("DAYLIGHT_MAIL__PRODUCTION", "yes"),
        ("DAYLIGHT_INBOX__URL", &inbox),
        ("DAYLIGHT_INBOX__PASSWORD_FILE", &secret),
    ];
    let output = daylight(folder.path(), "check", &right);
    assert!(output.status.success(), "{}", said(&output));
    let text = printed(&output);
    assert!(
        text.contains(&format!("through 127.0.0.1:{}, which answers", sink.port())),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "Mailbox: foi@127.0.0.1:{}/INBOX, which answers",
            imap.port
        )),
        "{text}"
    );
    assert!(!text.contains(password), "{text}");

    std::fs::write(&secret, "another\n").unwrap();
    drop(sink);
    let output = daylight(folder.path(), "check", &right);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("the mail server 127.0.0.1"), "{text}");
    assert!(
        text.contains("the mailbox refuses the user name or the password"),
        "both at once: {text}"
    );
    assert!(!text.contains("another"), "{text}");
    assert!(!folder.path().join("data").exists(), "it makes nothing");
}

#[test]
fn production_without_a_mail_server_does_not_start() {
    let folder = TempDir::new().unwrap();
    for command in ["serve", "check"] {
        let output = daylight(
            folder.path(),
            command,
            &[("DAYLIGHT_MAIL__PRODUCTION", "yes")],
        );
        assert_eq!(output.status.code(), Some(1), "{command}");
        let text = said(&output);
        assert!(
            text.contains("mail.production") && text.contains("mail.url"),
            "{command}: {text}"
        );
    }
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_message_that_cannot_be_kept_stays_with_the_mail_server() {
    // sysexits.h: at 75 a mail server tries again, at other statuses it sends the message back.
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    for setting in [
        ("DAYLIGHT_DATA", "file/data"),
        ("DAYLIGHT_MAIL__PRODUCTION", "yes"),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .arg("receive")
            .current_dir(folder.path())
            .env_clear()
            .envs(crate::authority::NAMED)
            .env(setting.0, setting.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let message = mail("foi@police.example", "", "How many drones?");
        child.stdin.take().unwrap().write_all(&message).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(75), "{setting:?}");
    }
}
