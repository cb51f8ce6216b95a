//! Settings of mail in and out: passwords from files, production, the mailbox.

use super::*;

fn loaded(pairs: &[(&str, &str)]) -> Result<Settings, Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    let env: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (format!("DAYLIGHT_{name}"), (*value).to_owned()))
        .collect();
    Settings::load(Some(folder.path()), env.into_iter())
}

/// The keys that are wrong.
fn wrong(pairs: &[(&str, &str)]) -> Vec<String> {
    let faults = loaded(pairs).unwrap_err();
    faults.into_iter().filter_map(|fault| fault.key).collect()
}

#[test]
fn a_password_comes_from_the_first_line_of_a_file_unless_the_url_has_one() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "three words here\nand more\n").unwrap();
    let path = file.path().display().to_string();
    let passwords = |smtp: &str, imap: &str| {
        let settings = loaded(&[
            ("MAIL__URL", smtp),
            ("MAIL__PASSWORD_FILE", &path),
            ("INBOX__URL", imap),
            ("INBOX__PASSWORD_FILE", &path),
        ])
        .unwrap();
        let MailRoute::Smtp {
            credentials: Some((user, sent_with)),
            ..
        } = settings.mail.route
        else {
            panic!("no credentials");
        };
        let mailbox = settings.inbox.mailbox.unwrap();
        assert_eq!((user.as_str(), mailbox.user.as_str()), ("foi", "foi"));
        (
            sent_with.expose().to_owned(),
            mailbox.password.expose().to_owned(),
        )
    };
    let from_file = ("three words here".to_owned(), "three words here".to_owned());
    let without = passwords("smtp://foi@mail.example", "imaps://foi@mail.example");
    assert_eq!(without, from_file);
    let with = passwords(
        "smtps://foi:one@mail.example",
        "imaps://foi:two@mail.example",
    );
    assert_eq!(with, ("one".to_owned(), "two".to_owned()));

    let missing = [
        ("MAIL__PASSWORD_FILE", "/nowhere/mail"),
        ("INBOX__PASSWORD_FILE", "/nowhere/inbox"),
    ];
    assert_eq!(
        wrong(&missing),
        ["inbox.password_file", "mail.password_file"]
    );
}

#[test]
fn production_wants_a_mail_server() {
    assert_eq!(wrong(&[("MAIL__PRODUCTION", "yes")]), ["mail.production"]);
    let to_files = [("MAIL__PRODUCTION", "yes"), ("MAIL_URL", "file:mail")];
    assert_eq!(wrong(&to_files), ["mail.production"]);
    assert_eq!(
        wrong(&[("MAIL__PRODUCTION", "perhaps")]),
        ["mail.production"]
    );
    let served = [
        ("MAIL__PRODUCTION", "yes"),
        ("MAIL_URL", "smtp://mail.example"),
    ];
    assert!(loaded(&served).is_ok());
}

#[test]
fn the_mailbox_is_reached_with_tls_unless_it_is_on_this_machine() {
    let mailbox = |url: &str| {
        loaded(&[("INBOX__URL", url)])
            .unwrap()
            .inbox
            .mailbox
            .unwrap()
    };
    let usual = mailbox("imaps://foi:a%40b@mail.example");
    let told = (
        usual.host.as_str(),
        usual.port,
        usual.folder.as_str(),
        usual.tls,
    );
    assert_eq!(told, ("mail.example", 993, "INBOX", true));
    assert_eq!(usual.password.expose(), "a@b");
    let here = mailbox("imap://foi:x@127.0.0.1:1143/FOI%20requests?tls=none");
    let told = (
        here.host.as_str(),
        here.port,
        here.folder.as_str(),
        here.tls,
    );
    assert_eq!(told, ("127.0.0.1", 1143, "FOI requests", false));
    for url in [
        "imap://foi:x@mail.example",
        "imap://foi:x@mail.example?tls=none",
        "imaps://mail.example",
        "pop3://foi:x@mail.example",
        "imaps://foi:x@mail.example:0",
    ] {
        assert_eq!(wrong(&[("INBOX__URL", url)]), ["inbox.url"], "{url}");
    }
}

#[test]
fn every_other_setting_of_mail_is_checked() {
    let usual = loaded(&[]).unwrap();
    assert_eq!(usual.inbox.mailbox, None);
    assert_eq!(usual.inbox.new_requests, NewRequests::Log);
    assert_eq!(usual.inbox.clarifications, Clarifications::Propose);
    assert_eq!(usual.mail.largest_attachments, 10_000_000);
    assert_eq!(
        usual.mail.reminders_at,
        chrono::NaiveTime::from_hms_opt(7, 0, 0)
    );
    let changed = loaded(&[
        ("INBOX__NEW_REQUESTS", "tray"),
        ("INBOX__CLARIFICATIONS", "record"),
        ("INBOX__ADDRESSES", "old@mail.example, info@mail.example"),
        ("INBOX__POLL_SECONDS", "5"),
        ("MAIL__REMINDERS_AT", ""),
    ])
    .unwrap();
    assert_eq!(changed.inbox.new_requests, NewRequests::Tray);
    assert_eq!(changed.inbox.clarifications, Clarifications::Record);
    assert_eq!(changed.inbox.addresses.len(), 2);
    assert_eq!(changed.inbox.poll, Duration::from_secs(5));
    assert_eq!(changed.mail.reminders_at, None);
    for (name, value, key) in [
        ("INBOX__NEW_REQUESTS", "perhaps", "inbox.new_requests"),
        ("INBOX__CLARIFICATIONS", "perhaps", "inbox.clarifications"),
        ("INBOX__ADDRESSES", "nobody", "inbox.addresses"),
        ("INBOX__POLL_SECONDS", "4", "inbox.poll_seconds"),
        ("INBOX__CA_FILE", "/nowhere/ca.pem", "inbox.ca_file"),
        ("MAIL__REMINDERS_AT", "25:00", "mail.reminders_at"),
        ("MAIL__ATTACHMENTS_MB", "51", "mail.attachments_mb"),
        ("MAIL__REPLY_SEPARATOR", "/", "mail.reply_separator"),
        (
            "STORAGE__LARGEST_DOCUMENT_MB",
            "0",
            "storage.largest_document_mb",
        ),
    ] {
        assert_eq!(wrong(&[(name, value)]), [key], "{name}");
    }
}
