//! What is cleared is what leaves, and every later change takes it back to the draft.

use crate::desk_forms::{as_person, fill_in, offered};
use crate::forms::form_token;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, day, for_clearance, goes_on};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::secrets::commitment;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel, Event, Outcome, Reasons, Stage, events};
use daylight::domain::role::Role;
use daylight::mail::{Patience, Protection, SmtpServer, Transport};
use rocket::http::Status;
use sea_orm::{ConnectionTrait, Database, FromQueryResult, Statement};
use sha2::{Digest, Sha256};
use std::time::Duration;

fn decision(number: u16, outcome: Outcome, answer: &str) -> Instruction {
    let withholds = outcome.withholds();
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        answer: answer.into(),
        reasons: if withholds {
            vec![Reasons {
                withheld: "The names of the owners".into(),
                why: "They are personal data.".into(),
                ..Reasons::of("s.40(2) with (3A)".into())
            }]
        } else {
            vec![]
        },
    })
}

async fn put(app: &App, reference: &str, name: &str, bytes: &[u8], actor: Actor) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("upload");
    std::fs::write(&file, bytes).unwrap();
    app.casework
        .documents()
        .add_document(reference, name, &file, actor, app.now())
        .await
        .unwrap();
}

/// A case at the desk of an officer, Olga, with two questions decided and a document.
async fn drafted(app: &App) -> (String, Actor) {
    let olga = app.person("Olga", Role::Officer).await;
    let request = RequestToLog {
        received: day("2026-06-01"),
        channel: Channel::Email,
        regime: None,
        variant: None,
        name: "Ada O'Hara & <Sons>".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: "1. How many thefts?\n2. Who were the owners?".into(),
        acknowledge: true,
        submission: "one".into(),
    };
    let logged = app
        .casework
        .cases()
        .log_request(request, Actor::SYSTEM, app.now())
        .await;
    let reference = logged.unwrap().reference;
    for step in [
        Instruction::Allocate(actions::Allocate {
            team: None,
            officer: olga.person,
        }),
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
        decision(1, Outcome::GrantedInFull, "There were 12 \"thefts\"."),
        decision(2, Outcome::Refused, ""),
    ] {
        app.act(&reference, olga, None, step).await.unwrap();
    }
    put(app, &reference, "thefts.csv", b"month,count\n1,12\n", olga).await;
    (reference, olga)
}

/// The same, cleared by Clara through the use case.
async fn cleared(app: &App) -> (String, Actor) {
    let (reference, olga) = drafted(app).await;
    clear(app, &reference, olga).await;
    (reference, olga)
}

async fn clear(app: &App, reference: &str, olga: Actor) {
    let send = Instruction::SendForClearance(actions::SendForClearance {
        help: "We can give the figures by month.".into(),
        minutes: None,
        already_public: false,
    });
    app.act(reference, olga, None, send).await.unwrap();
    let clara = app.clearer().await;
    app.act(reference, clara, None, Instruction::Clear(actions::Clear))
        .await
        .unwrap();
    assert_eq!(
        app.case(reference).await.stored.case.stage(),
        Stage::ReadyToSend
    );
}

/// That the case went back to the draft, which its record says with this reason.
async fn is_back(app: &App, reference: &str, why: &str) {
    let page = app.case(reference).await;
    assert_eq!(page.stored.case.stage(), Stage::Drafting, "{why}");
    let back = page.stored.events.iter().rev();
    let back = back
        .into_iter()
        .find(|r| matches!(r.event, Event::ReturnedToDraft(_)))
        .unwrap();
    let reason = page.writings.iter().find(|w| w.seq == back.seq).unwrap();
    assert!(reason.body.contains(why), "{why}: {}", reason.body);
}

async fn behind_the_back(app: &App, statement: &str) {
    let behind = Database::connect(app.url.replace("sqlite:", "sqlite://"))
        .await
        .unwrap();
    let done = behind.execute_unprepared(statement).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{statement}");
    behind.close().await.unwrap();
}

/// Sends what waits to a server that refuses it.
async fn refused(app: &App, sink: &SmtpSink) {
    let transport = Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port: sink.port(),
        credentials: None,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(Duration::from_secs(5)),
    })
    .unwrap();
    let at = app.now().at;
    app.casework
        .outbox()
        .deliver(&transport, 10, &move || at, &goes_on())
        .await
        .unwrap();
}

/// The text beside an event and its salt.
async fn written(app: &App, reference: &str, kind: &str) -> (String, String) {
    #[derive(FromQueryResult)]
    struct Row {
        salt: String,
        body: String,
    }
    let id = app.case(reference).await.stored.id;
    let behind = Database::connect(app.url.replace("sqlite:", "sqlite://"))
        .await
        .unwrap();
    let text = format!(
        "SELECT salt, body FROM writings WHERE case_id = {id} AND kind = '{kind}' ORDER BY id DESC"
    );
    let statement = Statement::from_string(behind.get_database_backend(), text);
    let row = behind.query_one_raw(statement).await.unwrap().unwrap();
    let row = Row::from_query_result(&row, "").unwrap();
    behind.close().await.unwrap();
    (row.salt, row.body)
}

on_both_databases! {
    async fn what_the_approver_reads_is_what_leaves_byte_for_byte(app: App) {
        let (reference, _) = drafted(&app).await;
        app.deliver().await;
        app.mailbox.lock().unwrap().clear();
        app.clearer().await;
        as_person(&app, "Olga").await;
        let help = [("help", "We can give the figures by month."), ("hours", "2.5")];
        let sent = fill_in(&app, &reference, "clearance-requests", &help).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        assert_eq!(app.case(&reference).await.stored.case.effort_minutes, Some(150));

        as_person(&app, "Clara").await;
        let read = offered(&app, &reference, "clearances").await;
        let digest = hex::encode(Sha256::digest(b"month,count\n1,12\n"));
        for text in [digest.as_str(), "thefts.csv", "17 bytes", "ada@example.org", "s.40(2) with (3A)", "The names of the owners"] {
            assert!(read.page.contains(text), "no {text} in {}", read.page);
        }
        assert!(read.text.contains("Dear Ada O'Hara & <Sons>,"), "{}", read.text);
        assert!(read.text.contains("We can give the figures by month."), "{}", read.text);
        let formatted = read.formatted(&app).await.html;
        assert_eq!(read.send(&app, &[]).await.status, Status::SeeOther);
        let page = app.case(&reference).await;
        assert_eq!(page.stored.case.stage(), Stage::ReadyToSend);
        let bound = page.stored.events.iter().find_map(|r| match &r.event {
            Event::Cleared(events::Cleared { digest }) => digest.clone(),
            _ => None,
        });
        let (salt, body) = written(&app, &reference, "clearance").await;
        assert_eq!(bound.unwrap(), commitment(&salt, &body), "the clearing commits to what it says");
        assert!(body.contains(read.field("seen")) && body.ends_with(&read.text), "{body}");

        as_person(&app, "Olga").await;
        let last = offered(&app, &reference, "answers").await;
        assert!(!last.page.contains("<textarea") && !last.page.contains("name=\"change\""), "nothing to type: {}", last.page);
        assert_eq!(last.send(&app, &[]).await.status, Status::SeeOther);
        app.deliver().await;
        let letters = app.mailbox.lock().unwrap().clone();
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert_eq!(letter.text, read.text);
        assert_eq!(letter.html, formatted);
        assert_eq!((letter.to.address.as_str(), letter.to.name.as_str()), ("ada@example.org", "Ada O'Hara & <Sons>"));
        assert_eq!(letter.attachments.len(), 1);
        assert!(letter.subject.contains(&reference));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn only_the_last_day_to_ask_for_a_review_differs_where_it_is_sent_on_a_later_day(app: App) {
        let (reference, olga) = cleared(&app).await;
        let body = written(&app, &reference, "clearance").await.1;
        let (_, read) = body.split_once("\n\n").unwrap();
        app.set_clock("2026-06-04T09:00:00Z");
        app.act(&reference, olga, None, Instruction::Answer(actions::Answer)).await.unwrap();
        let letter = app.case(&reference).await.letters[0].clone();
        // Forty working days after the 2nd and the 4th, without 15 June, 13 July and 3 August.
        let in_one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (read, sent) = (in_one(read), in_one(&letter.body_text));
        assert!(read.contains("Thursday 30 July 2026"), "{read}");
        assert_eq!(read.replace("Thursday 30 July 2026", "Tuesday 4 August 2026"), sent);
    }

    async fn what_does_not_touch_the_answer_leaves_it_cleared(app: App) {
        let (reference, olga) = cleared(&app).await;
        let read = written(&app, &reference, "clearance").await.1;
        let extend = Instruction::Extend(actions::Extend { ground: "public_interest".into(), until: None, exemptions: vec!["s.31".into()], why: "Much to weigh.".into() });
        app.set_clock("2026-06-03T09:00:00Z");
        for step in [
            extend,
            Instruction::AddNote(actions::AddNote { text: "Nearly there.".into() }),
            Instruction::WriteLetter(actions::WriteLetter { about: "Your request".into(), text: "Nearly there.".into(), answers: None, documents: vec![] }),
            Instruction::RecordEffort(actions::RecordEffort { minutes: 90 }),
        ] {
            app.act(&reference, olga, None, step).await.unwrap();
            assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::ReadyToSend);
        }
        app.set_clock("2026-06-04T09:00:00Z");
        app.act(&reference, olga, None, Instruction::Answer(actions::Answer)).await.unwrap();
        let letter = app.case(&reference).await.letters[0].clone();
        let (ours, theirs) = (letter.body_text.lines().count(), read.split_once("\n\n").unwrap().1);
        assert_eq!(ours, theirs.lines().count());
    }

    async fn a_decision_a_document_or_an_address_changed_after_clearance_takes_it_back_to_the_draft(app: App) {
        let (reference, olga) = cleared(&app).await;
        app.act(&reference, olga, None, decision(1, Outcome::GrantedInFull, "There were 13.")).await.unwrap();
        is_back(&app, &reference, "Question 1 was decided again.").await;
        let early = app.act(&reference, olga, None, Instruction::Answer(actions::Answer)).await;
        assert!(matches!(early, Err(CaseworkFault::NotAllowed(_))), "{early:?}");

        clear(&app, &reference, olga).await;
        put(&app, &reference, "more.csv", b"more", olga).await;
        is_back(&app, &reference, "more.csv\u{201d} was put with the answer").await;

        clear(&app, &reference, olga).await;
        let more = app.case(&reference).await.documents[1].public_id;
        app.casework.documents().remove_document(&reference, more, olga, app.now()).await.unwrap();
        is_back(&app, &reference, "more.csv\u{201d} was taken off").await;

        // The acknowledgement comes back, and the address is corrected.
        clear(&app, &reference, olga).await;
        let sink = SmtpSink::start(Conduct::RefusesRecipient);
        refused(&app, &sink).await;
        let letter = app.store().letters().undelivered(None).await.unwrap()[0].id;
        app.casework.outbox().send_again(letter, "ada@example.org", olga, app.now()).await.unwrap();
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::ReadyToSend, "the same address changes nothing");
        refused(&app, &sink).await;
        let letter = app.store().letters().undelivered(None).await.unwrap()[0].id;
        app.casework.outbox().send_again(letter, "ada@example.net", olga, app.now()).await.unwrap();
        is_back(&app, &reference, "address was corrected").await;
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn a_change_while_the_approver_reads_is_not_cleared(app: App) {
        let (reference, olga) = drafted(&app).await;
        app.act(&reference, olga, None, for_clearance()).await.unwrap();
        app.clearer().await;
        as_person(&app, "Clara").await;
        let read = offered(&app, &reference, "clearances").await;
        put(&app, &reference, "more.csv", b"more", olga).await;
        is_back(&app, &reference, "was put with the answer").await;
        assert_eq!(read.send(&app, &[]).await.status, Status::Conflict);
        // Not even with the version of the case as it is now, without having read the letter.
        app.act(&reference, olga, None, for_clearance()).await.unwrap();
        let version = app.case(&reference).await.stored.version.to_string();
        let path = format!("/desk/requests/{reference}/clearances");
        let (csrf, seen) = (read.field("csrf"), read.field("seen"));
        for seen in [seen, ""] {
            let typed = [("csrf", csrf), ("version", &version), ("submission", &form_token(1)), ("seen", seen)];
            let again = app.post(&path, &typed).await;
            assert!(again.status == Status::Ok && again.says("more.csv"), "{}", again.html);
            assert_eq!(again.says("not the one you were shown"), !seen.is_empty());
        }
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::Clearance);
    }

    async fn an_answer_changed_behind_the_programs_back_is_not_sent(app: App) {
        let (reference, olga) = cleared(&app).await;
        let id = app.case(&reference).await.stored.id;
        let ours = format!("case_id = {id}");
        let requester = format!("id = (SELECT requester_id FROM cases WHERE id = {id})");
        let pieces = "UPDATE document_pieces SET bytes = (SELECT bytes || bytes FROM document_pieces LIMIT 1)";
        for (statement, undo) in [
            (format!("UPDATE questions SET answer = 'There were none.' WHERE {ours} AND number = 1"), Some(format!("UPDATE questions SET answer = 'There were 12 \"thefts\".' WHERE {ours} AND number = 1"))),
            (format!("UPDATE decision_reasons SET withheld = 'Less' WHERE {ours} AND number = 2"), Some(format!("UPDATE decision_reasons SET withheld = 'The names of the owners' WHERE {ours} AND number = 2"))),
            (format!("UPDATE requesters SET email = 'mallory@example.org' WHERE {requester}"), Some(format!("UPDATE requesters SET email = 'ada@example.org' WHERE {requester}"))),
            (format!("UPDATE requesters SET name = 'Mallory' WHERE {requester}"), None),
            (format!("UPDATE documents SET name = 'other.csv' WHERE {ours}"), None),
            (format!("UPDATE writings SET body = 'No help.' WHERE {ours} AND kind = 'advice' AND id = (SELECT MAX(id) FROM writings WHERE kind = 'advice')"), None),
            (pieces.to_owned(), None),
        ] {
            behind_the_back(&app, &statement).await;
            let letters = app.case(&reference).await.letters.len();
            let refused = app.act(&reference, olga, None, Instruction::Answer(actions::Answer)).await;
            let Err(CaseworkFault::Refused(why)) = refused else { panic!("{statement}: {refused:?}") };
            assert!(why.contains("nothing was sent"), "{why}");
            let page = app.case(&reference).await;
            assert_eq!(page.letters.len(), letters, "{statement}");
            assert_eq!(page.stored.case.stage(), Stage::Drafting, "{statement}");
            if statement.contains("pieces") {
                // What is damaged cannot be cleared either.
                app.act(&reference, olga, None, for_clearance()).await.unwrap();
                let refused = app.act(&reference, app.clearer().await, None, Instruction::Clear(actions::Clear)).await;
                assert!(matches!(&refused, Err(CaseworkFault::Refused(why)) if why.contains("damaged")), "{refused:?}");
                continue;
            }
            if let Some(undo) = undo {
                behind_the_back(&app, &undo).await;
            }
            clear(&app, &reference, olga).await;
        }
        // The advice was not put back, and the record says so.
        let found = app.casework.verify().await.unwrap().unwrap_err();
        assert_eq!((found.table, found.column), ("writings", "body"), "{found}");
    }

    async fn nobody_clears_what_they_prepared_and_the_page_says_who_may(app: App) {
        let (reference, olga) = drafted(&app).await;
        let mario = app.person("Mario", Role::Manager).await;
        app.person("Clara", Role::Manager).await;
        app.act(&reference, mario, None, decision(1, Outcome::GrantedInFull, "There were 14.")).await.unwrap();
        app.act(&reference, olga, None, for_clearance()).await.unwrap();
        let path = format!("/desk/requests/{reference}");
        let button = format!("{path}/clearances/new");
        for name in ["Olga", "Mario"] {
            as_person(&app, name).await;
            let page = app.get(&path).await;
            assert!(!page.says(&button), "{name}: {}", page.html);
            assert!(page.says("May clear it") && page.says("<dd class=\"text\">Clara</dd>"), "{}", page.html);
            assert_eq!(app.get(&button).await.status, Status::UnprocessableEntity);
            let (csrf, version) = (page.value("csrf"), app.case(&reference).await.stored.version.to_string());
            let typed = [("csrf", csrf.as_str()), ("version", &version), ("submission", name)];
            let own = app.post(&format!("{path}/clearances"), &typed).await;
            assert_eq!(own.status, Status::UnprocessableEntity, "{}", own.html);
        }
        as_person(&app, "Clara").await;
        assert!(app.get(&path).await.says(&button));
        assert_eq!(offered(&app, &reference, "clearances").await.send(&app, &[]).await.status, Status::SeeOther);
    }
}
