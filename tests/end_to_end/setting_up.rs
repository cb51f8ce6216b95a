//! A new installation: until somebody says for which authority it works, it logs nothing and signs
//! nothing; then every node, page and letter says what was said, and the settings prevail.

use crate::authority::NAMED;
use crate::support::{App, Page, goes_on};
use daylight::casework::CaseworkFault;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::inbox::{Arrived, Source};
use daylight::domain::case::{Actor, Channel};
use daylight::domain::role::Role;
use daylight::domain::viewer::Viewer;
use daylight::mail::Transport;
use rocket::http::Status;
use std::process::Command;
use std::sync::Arc;

/// What was typed in these tests.
const TYPED: [(&str, &str); 4] = [
    ("authority_name", "Kettle Council"),
    ("authority_email", "foi@kettle.example"),
    ("postal_address", "Town Hall\r\n9 Tea Lane"),
    ("regime", "scot-foisa-2002"),
];

const MANAGER: [(&str, &str); 3] = [
    ("name", "Mario"),
    ("email", "mario@kettle.example"),
    ("password", "kettle orbit mango"),
];

/// A node whose settings name no authority.
async fn unnamed(app: &App) -> App {
    let none = NAMED.map(|(name, _)| (name.to_owned(), String::new()));
    app.beside(&none).await
}

fn message() -> Arrived {
    let bytes = b"From: Bob <bob@example.org>\r\nTo: foi@kettle.example\r\nSubject: Cats\r\n\
        Message-ID: <1@example.org>\r\n\r\nHow many cats do you have?\r\n";
    Arrived {
        bytes: bytes.to_vec(),
        source: Source::Pipe,
        place: String::new(),
        received_at: None,
    }
}

fn request(submission: &str) -> RequestToLog {
    RequestToLog {
        received: "2026-06-02".parse().unwrap(),
        channel: Channel::WebForm,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: "How many dogs do you have?".into(),
        acknowledge: true,
        submission: submission.into(),
    }
}

async fn set_up(app: &App, typed: &[(&str, &str)]) -> Page {
    let token = app
        .casework
        .accounts()
        .set_up_token()
        .await
        .unwrap()
        .unwrap();
    let path = format!("/setup/{token}");
    let csrf = app.get(&path).await.value("csrf");
    let fields = [("csrf", csrf.as_str())]
        .into_iter()
        .chain(typed.iter().copied());
    app.post(&path, &fields.collect::<Vec<_>>()).await
}

async fn delivered(app: &App) -> Vec<daylight::mail::Letter> {
    let at = app.now().at;
    let transport = Transport::Memory(Arc::clone(&app.mailbox));
    app.casework
        .outbox()
        .deliver(&transport, 100, &move || at, &goes_on())
        .await
        .unwrap();
    app.mailbox.lock().unwrap().clone()
}

on_both_databases! {
    async fn nothing_is_logged_or_sent_before_the_authority_is_known(app: App) {
        // What was logged while the settings named the authority waits too once they do not.
        app.casework.cases().log_request(request("named"), Actor::REQUESTER, app.now()).await.unwrap();
        let new = unnamed(&app).await;
        let home = new.get("/").await;
        assert!(home.says("This service is not set up yet"), "{}", home.html);
        assert!(!home.says("/requests/new") || !home.says("Make a request</a></h2>"), "{}", home.html);
        let form = new.get("/requests/new").await;
        assert_eq!(form.status, Status::ServiceUnavailable);
        assert!(form.says("still being set up"), "{}", form.html);
        let logged = new.casework.cases().log_request(request("one"), Actor::REQUESTER, new.now()).await;
        assert!(matches!(logged, Err(CaseworkFault::NotSetUp)), "{logged:?}");
        let received = new.casework.incoming().receive(message(), new.now()).await.unwrap();
        assert!(received.landed.is_none() && received.waits.is_some(), "{received:?}");
        assert_eq!(new.cases().await, 1, "only the one logged before");
        assert!(delivered(&new).await.is_empty());

        let done = set_up(&new, &[TYPED.as_slice(), &MANAGER].concat()).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        // The message that waited is a request now, acknowledged in the name that was typed.
        assert_eq!(new.casework.incoming().judge_waiting(new.now()).await.unwrap(), 1);
        assert_eq!(new.cases().await, 2);
        let letters = delivered(&new).await;
        let letter = letters.iter().find(|l| l.text.contains("How many cats") && l.from.name == "Kettle Council");
        let letter = letter.unwrap_or_else(|| panic!("{letters:?}"));
        assert_eq!(letter.from.address, "foi@kettle.example");
        assert!(letter.text.contains("Freedom of Information (Scotland) Act 2002"), "{}", letter.text);
        for line in ["Kettle Council", "Town Hall", "9 Tea Lane", "foi@kettle.example"] {
            assert!(letters.iter().any(|l| l.text.contains(line)), "{line}");
        }
        assert!(!letters[1..].iter().any(|l| l.text.contains("Example Police")));
        let home = new.get("/").await;
        assert!(home.says("Kettle Council") && home.says("Town Hall, 9 Tea Lane"), "{}", home.html);
    }

    async fn set_up_asks_for_what_the_settings_do_not_say_and_refuses_to_be_left_without(app: App) {
        let new = unnamed(&app).await;
        let token = new.casework.accounts().set_up_token().await.unwrap().unwrap();
        let page = new.get(&format!("/setup/{token}")).await;
        for field in ["authority_name", "authority_email", "postal_address", "regime"] {
            assert!(page.says(&format!("name=\"{field}\"")), "{field}");
        }
        let empty = set_up(&new, &MANAGER).await;
        assert_eq!(empty.status, Status::UnprocessableEntity);
        for fault in ["public authority’s name", "address requesters write to", "postal address, each line", "Choose the law"] {
            assert!(empty.says(fault), "{fault}: {}", empty.html);
        }
        assert!(new.casework.accounts().set_up_token().await.unwrap().is_some(), "the link still works");
        let odd = [("authority_name", "A\u{1}"), ("authority_email", "nobody"), ("postal_address", " \r\n "), ("regime", "uk-foia-1999")];
        let refused = set_up(&new, &[odd.as_slice(), &MANAGER].concat()).await;
        assert_eq!(refused.status, Status::UnprocessableEntity);

        // A node whose settings name it asks only for the law, and says what it has.
        let page = app.get(&format!("/setup/{token}")).await;
        assert!(page.says("Example Police") && page.says("name=\"regime\""), "{}", page.html);
        for field in ["authority_name", "authority_email", "postal_address"] {
            assert!(!page.says(&format!("name=\"{field}\"")), "{field}");
        }
    }

    async fn what_was_typed_is_known_to_every_node_and_the_settings_prevail(app: App) {
        let (one, two) = (unnamed(&app).await, unnamed(&app).await);
        set_up(&one, &[TYPED.as_slice(), &MANAGER].concat()).await;
        assert_eq!(one.casework.authority().name, "Kettle Council");
        // Whoever asks another node first finds it there.
        two.casework.cases().log_request(request("two"), Actor::REQUESTER, two.now()).await.unwrap();
        assert_eq!(two.casework.authority().postal_address, ["Town Hall", "9 Tea Lane"]);
        assert_eq!(two.references().await.len(), 1);
        let named = app.beside(&[("DAYLIGHT_LAW__DEFAULT_REGIME".into(), "uk-eir-2004".into())]).await;
        let known = named.casework.authority();
        assert_eq!((known.name.as_str(), known.regime.as_str()), ("Example Police", "uk-eir-2004"));

        // A manager changes what was typed; it is written down by whom.
        let csrf = one.get("/desk/authority").await.value("csrf");
        let mut typed = vec![("csrf", csrf.as_str())];
        typed.extend(TYPED);
        typed[1].1 = "Kettle Borough Council";
        let changed = one.post("/desk/authority", &typed).await;
        assert_eq!(changed.status, Status::SeeOther, "{}", changed.html);
        assert!(one.get("/").await.says("Kettle Borough Council"));
        two.casework.refresh_authority().await.unwrap();
        assert_eq!(two.casework.authority().name, "Kettle Borough Council");
        let acts = one.casework.reads(Viewer::SYSTEM).people().desk_acts(10).await.unwrap();
        let words: Vec<_> = acts.iter().map(|a| (a.what.as_str(), a.by.as_str())).collect();
        assert_eq!(words, [("authority_changed", "Mario"), ("set_up", "")]);
        let officer = one.person("Olga", Role::Officer).await;
        let refused = one.casework.change_authority(Default::default(), officer, one.now()).await;
        assert!(matches!(refused, Err(CaseworkFault::NotYours(_))), "{refused:?}");
    }
}

#[test]
fn check_refuses_to_call_an_installation_sound_whose_authority_nobody_named() {
    let folder = tempfile::tempdir().unwrap();
    let check = |env: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .arg("check")
            .current_dir(folder.path())
            .env_clear()
            .envs(env.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (
            output.status.code(),
            said,
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (status, said, _) = check(&[]);
    assert_eq!(status, Some(1), "{said}");
    assert!(
        said.contains("name, email address and postal address are not known"),
        "{said}"
    );
    let (status, said, _) = check(&NAMED[..2]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("postal address is not known"), "{said}");
    let (status, said, printed) = check(&NAMED);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        printed.contains(
            "Authority: Example Police, foi@police.example, 1 Example Street, Exampletown."
        ),
        "{printed}"
    );
}
