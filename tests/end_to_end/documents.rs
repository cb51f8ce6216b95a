//! Documents that go out with an answer: in the letter, or on the requester's page.

use crate::arrivals::{counted, run};
use crate::mail_in::signed_in;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, Page, day, for_clearance, goes_on};
use daylight::casework::cases::actions;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Outcome};
use daylight::domain::role::Role;
use daylight::mail::inbound::{attachment_of, parse};
use daylight::mail::{Letter, Patience, Protection, SmtpServer, Transport};
use rocket::http::{ContentType, Status};
use std::time::Duration;

/// Bytes that repeat nowhere for long, as a picture's do not.
fn bytes(length: usize) -> Vec<u8> {
    let mut state: u64 = 7;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

pub async fn put(
    app: &App,
    reference: &str,
    name: &str,
    bytes: &[u8],
    actor: Actor,
) -> Result<(), CaseworkFault> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("upload");
    std::fs::write(&file, bytes).unwrap();
    app.casework
        .documents()
        .add_document(reference, name, &file, actor, app.now())
        .await
}

async fn drafted(app: &App, manager: Actor) -> String {
    drafted_from(app, manager, "one").await
}

/// The same, of a case logged by a form of this token.
pub async fn drafted_from(app: &App, manager: Actor, submission: &str) -> String {
    let reference = app.logged(day("2026-06-01"), "How many?", submission).await;
    let steps = [
        Instruction::Allocate(actions::Allocate {
            team: None,
            officer: manager.person,
        }),
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
        Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::GrantedInFull,
            answer: "See the files.".into(),
            reasons: vec![],
        }),
    ];
    for step in steps {
        app.act(&reference, manager, None, step).await.unwrap();
    }
    reference
}

pub async fn answered(app: &App, reference: &str, manager: Actor) {
    let answer = Instruction::Answer(actions::Answer);
    for step in [for_clearance(), Instruction::Clear(actions::Clear), answer] {
        let who = app.who(&step, manager).await;
        app.act(reference, who, None, step).await.unwrap();
    }
}

async fn only_letter(app: &App) -> Letter {
    app.deliver().await;
    let letters = app.mailbox.lock().unwrap().clone();
    assert_eq!(letters.len(), 1);
    letters[0].clone()
}

/// What a link of the requester's page gives.
pub async fn fetched(app: &App, path: &str) -> (Status, Vec<u8>, String) {
    let response = app.client.get(path.to_owned()).dispatch().await;
    let name = response
        .headers()
        .get_one("Content-Disposition")
        .unwrap_or_default()
        .to_owned();
    let status = response.status();
    (
        status,
        response.into_bytes().await.unwrap_or_default(),
        name,
    )
}

async fn status_page(app: &App, reference: &str) -> String {
    let address = app.status_url(reference).await;
    address
        .strip_prefix("http://foi.example")
        .unwrap()
        .to_owned()
}

fn link_to(page: &Page, part: &str) -> Option<String> {
    page.html
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.contains(part))
        .map(str::to_owned)
}

on_both_databases! {
    async fn a_small_document_travels_with_the_letter_and_stands_on_the_requesters_page(app: App) {
        let manager = app.person("Olga", Role::Manager).await;
        let reference = drafted(&app, manager).await;
        // More than one piece, and not whole lines of base64.
        let content = bytes(600_001);
        put(&app, &reference, "../Löhne 2025.csv", &content, manager).await.unwrap();
        put(&app, &reference, "mistake.csv", b"no", manager).await.unwrap();
        let page = status_page(&app, &reference).await;
        assert_eq!(link_to(&app.get(&page).await, "/documents/"), None, "not before the answer");
        let mistake = app.case(&reference).await.documents[1].clone();
        app.casework.documents().remove_document(&reference, mistake.public_id, manager, app.now()).await.unwrap();
        // It is nowhere shown and goes nowhere; that it was there stays provable.
        assert_eq!(app.case(&reference).await.documents.len(), 1);
        assert_eq!(app.store().cases().document_piece(mistake.id, 0).await.unwrap().as_deref(), Some(&b"no"[..]));
        let again = app.casework.documents().remove_document(&reference, mistake.public_id, manager, app.now()).await;
        assert!(matches!(again, Err(CaseworkFault::NotFound)), "{again:?}");
        answered(&app, &reference, manager).await;
        let late = put(&app, &reference, "late.csv", b"no", manager).await;
        assert!(matches!(late, Err(CaseworkFault::Refused(_))), "{late:?}");

        let letter = only_letter(&app).await;
        assert!(letter.text.contains("We send you with this letter:"), "{}", letter.text);
        assert!(letter.text.contains("- Löhne 2025.csv (600 kB)"), "{}", letter.text);
        // Read back by another program's parser, from what goes over the wire.
        let eml = letter.to_eml().unwrap();
        assert!(eml.split(|b| *b == b'\n').all(|line| line.len() <= 999), "no line too long for SMTP");
        let read = parse(&eml, None);
        assert_eq!(read.attachments.len(), 1);
        assert_eq!(read.attachments[0].name, "Löhne 2025.csv");
        assert_eq!(attachment_of(&eml, read.attachments[0].part).unwrap(), content);
        assert!(read.text.own.contains("See the files."), "{}", read.text.own);

        let shown = app.get(&page).await;
        let link = link_to(&shown, "/documents/").unwrap();
        let (status, got, name) = fetched(&app, &link).await;
        assert_eq!((status, got == content), (Status::Ok, true));
        assert!(name.starts_with("attachment;"), "{name}");
        let other = link.replace(&reference, "FOI-2026-00002");
        assert_eq!(fetched(&app, &other).await.0, Status::NotFound, "the link is the key");
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_document_of_which_only_a_part_came_is_with_no_answer_and_is_swept(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        let reference = drafted(&app, olga).await;
        let large = bytes(12_000_000);
        let pieces = "SELECT COUNT(*) AS count FROM document_pieces";
        // Whoever uploads goes away once some of it is there.
        let some_of_it = async {
            while counted(&app, pieces).await == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            done = put(&app, &reference, "large.zip", &large, olga) => panic!("whole before anybody saw a part: {done:?}"),
            () = some_of_it => {}
        }
        let documents = "SELECT COUNT(*) AS count FROM documents";
        assert_eq!(counted(&app, documents).await, 1);
        assert!(app.case(&reference).await.documents.is_empty());
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
        // A form is taken in between, and the same document can be sent again.
        app.logged(day("2026-06-01"), "How many?", "two").await;
        put(&app, &reference, "large.zip", &large, olga).await.unwrap();
        assert_eq!(app.case(&reference).await.documents.len(), 1);
        app.casework.sessions().sweep(app.now()).await.unwrap();
        assert_eq!(counted(&app, documents).await, 2, "it may still be on its way");
        app.set_clock("2026-06-03T09:00:01Z");
        app.casework.sessions().sweep(app.now()).await.unwrap();
        assert_eq!(counted(&app, documents).await, 1);
        assert_eq!(counted(&app, pieces).await, 12_000_000 / (57 * 4096) + 1);
        answered(&app, &reference, olga).await;
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_damaged_document_leaves_with_no_letter(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        let reference = drafted(&app, olga).await;
        put(&app, &reference, "fines.csv", b"1,2", olga).await.unwrap();
        let document = app.case(&reference).await.documents[0].public_id;
        let letter = |documents| Instruction::WriteLetter(actions::WriteLetter {
            about: "Fines".into(),
            text: "As you asked.".into(),
            answers: None,
            documents,
        });
        run(&app, "UPDATE document_pieces SET bytes = (SELECT bytes || bytes FROM document_pieces)").await;
        let refused = app.act(&reference, olga, None, letter(vec![document])).await;
        assert!(matches!(&refused, Err(CaseworkFault::Refused(why)) if why.contains("fines.csv") && why.contains("damaged")), "{refused:?}");
        app.act(&reference, olga, None, letter(vec![])).await.unwrap();
        assert!(app.case(&reference).await.letters.iter().all(|letter| !letter.body_text.contains("fines.csv")));
    }

    async fn a_large_document_is_linked_and_not_sent(app: App) {
        let manager = app.person("Olga", Role::Manager).await;
        let reference = drafted(&app, manager).await;
        // Each fits; both together are more than the ten megabytes of the settings.
        for name in ["one.zip", "two.zip"] {
            put(&app, &reference, name, &bytes(5_000_001), manager).await.unwrap();
        }
        answered(&app, &reference, manager).await;
        let letter = only_letter(&app).await;
        let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("too large for email"), "{text}");
        assert!(text.contains(&app.status_url(&reference).await), "{text}");
        assert!(text.contains("- one.zip (5.0 MB) - two.zip (5.0 MB)"), "{text}");
        assert!(letter.attachments.is_empty());
        let shown = app.get(&status_page(&app, &reference).await).await;
        let (status, got, _) = fetched(&app, &link_to(&shown, "/documents/").unwrap()).await;
        assert_eq!((status, got.len()), (Status::Ok, 5_000_001));
    }

    async fn an_officer_uploads_reads_and_takes_off_a_document_at_the_desk(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        app.act(&reference, olga, None, Instruction::Allocate(actions::Allocate { team: None, officer: olga.person })).await.unwrap();
        let (page, to) = (format!("/desk/requests/{reference}"), format!("/desk/requests/{reference}/documents"));
        let upload = |csrf: String, bytes: Vec<u8>| {
            let mut body = format!("--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\nContent-Disposition: form-data; name=\"document\"; filename=\"fines.csv\"\r\nContent-Type: text/csv\r\n\r\n").into_bytes();
            body.extend(bytes);
            body.extend(b"\r\n--edge--\r\n");
            let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "edge"));
            app.client.post(to.clone()).header(kind).body(body)
        };
        let stranger = upload(String::new(), b"a".to_vec()).dispatch().await;
        let to = stranger.headers().get_one("Location").unwrap_or_default();
        assert!(to.starts_with("/desk/sign-in"), "{to}");
        signed_in(&app).await;
        let csrf = app.get(&page).await.value("csrf");
        assert_eq!(upload("guess".into(), b"a".to_vec()).dispatch().await.status(), Status::Forbidden);
        let content = bytes(2_000_000);
        assert_eq!(upload(csrf.clone(), content.clone()).dispatch().await.status(), Status::SeeOther);
        let shown = app.get(&page).await;
        assert!(shown.says("fines.csv") && shown.says("2.0 MB. Goes out with the answer."), "{}", shown.html);
        let link = link_to(&shown, "/documents/").unwrap();
        let (status, got, _) = fetched(&app, &link).await;
        assert_eq!((status, got == content), (Status::Ok, true));
        upload(csrf.clone(), Vec::new()).dispatch().await;
        assert!(app.get(&page).await.says("Choose a document"));
        let done = app.post(&format!("{link}/removals"), &[("csrf", &csrf)]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        assert!(app.case(&reference).await.documents.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_goes_over_the_wire_whole() {
    let app = App::on_sqlite().await;
    let manager = app.person("Olga", Role::Manager).await;
    let reference = drafted(&app, manager).await;
    let content = bytes(3_000_000);
    put(&app, &reference, "fines.pdf", &content, manager)
        .await
        .unwrap();
    answered(&app, &reference, manager).await;
    let sink = SmtpSink::start(Conduct::Accepts);
    let transport = Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port: sink.port(),
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
        .deliver(&transport, 10, &move || at, &goes_on())
        .await
        .unwrap();
    assert_eq!(round.sent, 1);
    let letter = sink.letters().remove(0).into_bytes();
    let part = parse(&letter, None).attachments[0].part;
    assert_eq!(attachment_of(&letter, part).unwrap(), content);
}
