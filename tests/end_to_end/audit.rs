//! The record can be proved: each tampering with the database is found and named, and the head of the
//! record finds what was taken off its end.

use crate::mail_in::{mail, receive};
use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, day, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::assess::Assessed;
use daylight::casework::audit::Head;
use daylight::casework::inbox::Landed;
use daylight::casework::publish::{Check, Taken};
use daylight::casework::register::TopicDecision;
use daylight::domain::case::{Actor, Outcome};
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use daylight::store::Difference;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// A change made behind the program's back, and the table, column and row it shows at.
struct Tampering {
    /// The statements; `{c}` stands for the case, `{t}` for a transferred one, `{d}` for a document.
    sql: &'static str,
    /// The tables they change.
    tables: &'static [&'static str],
    table: &'static str,
    column: &'static str,
    row: &'static str,
}

const fn tampering(
    sql: &'static str,
    tables: &'static [&'static str],
    table: &'static str,
    column: &'static str,
    row: &'static str,
) -> Tampering {
    Tampering {
        sql,
        tables,
        table,
        column,
        row,
    }
}

/// Every kind there is: events, texts, letters, documents, messages, columns, state words, registers.
const TAMPERINGS: [Tampering; 48] = [
    // Events: altered, removed, reordered, inserted, truncated.
    tampering(
        "UPDATE events SET on_date = '2026-05-01' WHERE case_id = {c} AND seq = 3",
        &["events"],
        "events",
        "hash",
        "event 3 of",
    ),
    tampering(
        "UPDATE events SET data = REPLACE(data, 'kind', 'kinds') WHERE case_id = {c} AND seq = 4",
        &["events"],
        "events",
        "hash",
        "event 4 of",
    ),
    tampering(
        "UPDATE events SET person_id = 99 WHERE case_id = {c} AND seq = 3",
        &["events"],
        "events",
        "hash",
        "event 3 of",
    ),
    tampering(
        "UPDATE events SET kind = 'closed' WHERE case_id = {c} AND seq = 3",
        &["events"],
        "events",
        "kind",
        "event 3 of",
    ),
    tampering(
        "UPDATE events SET role = 'emperor' WHERE case_id = {c} AND seq = 3",
        &["events"],
        "events",
        "role",
        "event 3 of",
    ),
    tampering(
        "DELETE FROM events WHERE case_id = {c} AND seq = 5",
        &["events"],
        "events",
        "seq",
        "event 5 of",
    ),
    tampering(
        "UPDATE events SET seq = 9002 WHERE case_id = {c} AND seq = 2;UPDATE events SET seq = 2 WHERE case_id = {c} AND seq = 3;UPDATE events SET seq = 3 WHERE seq = 9002",
        &["events"],
        "events",
        "previous",
        "event 2 of",
    ),
    tampering(
        "INSERT INTO events (case_id, seq, at, on_date, role, kind, data, previous, hash) SELECT case_id, seq + 1, at, on_date, role, kind, data, hash, hash FROM events WHERE case_id = {c} AND seq = (SELECT MAX(seq) FROM events WHERE case_id = {c})",
        &["events"],
        "events",
        "hash",
        "event ",
    ),
    tampering(
        "DELETE FROM events WHERE case_id = {c} AND seq > 20",
        &["events"],
        "events",
        "seq",
        "event 21 of",
    ),
    tampering(
        "DELETE FROM events WHERE case_id = {c} AND seq > 3;UPDATE cases SET version = 3 WHERE id = {c}",
        &["events", "cases"],
        "cases",
        "stage",
        "FOI-",
    ),
    // Texts: altered and removed, of each kind.
    tampering(
        "UPDATE case_texts SET body = 'How many cats?' WHERE case_id = {c}",
        &["case_texts"],
        "case_texts",
        "body",
        "FOI-",
    ),
    tampering(
        "DELETE FROM case_texts WHERE case_id = {c}",
        &["case_texts"],
        "case_texts",
        "body",
        "FOI-",
    ),
    tampering(
        "UPDATE writings SET body = body || ' Not so.' WHERE case_id = {c} AND kind = 'note'",
        &["writings"],
        "writings",
        "body",
        "(note)",
    ),
    tampering(
        "UPDATE writings SET body = 'Other' WHERE case_id = {c} AND kind = 'extension'",
        &["writings"],
        "writings",
        "body",
        "(extension)",
    ),
    tampering(
        "UPDATE writings SET body = 'Other' WHERE case_id = {c} AND kind = 'message'",
        &["writings"],
        "writings",
        "body",
        "(message)",
    ),
    tampering(
        "UPDATE writings SET body = 'Other' WHERE case_id = {c} AND kind = 'email'",
        &["writings"],
        "writings",
        "body",
        "(email)",
    ),
    tampering(
        "UPDATE writings SET body = 'Other' WHERE case_id = {t} AND kind = 'transfer'",
        &["writings"],
        "writings",
        "body",
        "(transfer)",
    ),
    tampering(
        "UPDATE writings SET body = 'Other' WHERE id = (SELECT MIN(id) FROM writings WHERE kind = 'decision')",
        &["writings"],
        "writings",
        "body",
        "(decision)",
    ),
    tampering(
        "UPDATE writings SET salt = 'x' WHERE id = (SELECT MAX(id) FROM writings WHERE kind = 'review')",
        &["writings"],
        "writings",
        "body",
        "(review)",
    ),
    tampering(
        "DELETE FROM writings WHERE case_id = {c} AND kind = 'clarification'",
        &["writings"],
        "writings",
        "body",
        "event ",
    ),
    tampering(
        "INSERT INTO writings (case_id, seq, kind, at, salt, body) SELECT case_id, seq, kind, at, 'x', 'More' FROM writings WHERE case_id = {c} AND kind = 'note'",
        &["writings"],
        "writings",
        "seq",
        "(note)",
    ),
    tampering(
        "UPDATE questions SET answer = 'None.' WHERE case_id = {c}",
        &["questions"],
        "questions",
        "answer",
        "question 1 of",
    ),
    tampering(
        "UPDATE questions SET outcome = 'refused' WHERE case_id = {c}",
        &["questions"],
        "questions",
        "outcome",
        "question 1 of",
    ),
    tampering(
        "UPDATE questions SET body = 'How many unicorns?' WHERE case_id = {c}",
        &["questions"],
        "questions",
        "body",
        "question 1 of",
    ),
    tampering(
        "DELETE FROM questions WHERE case_id = {c}",
        &["questions"],
        "questions",
        "number",
        "question 1 of",
    ),
    // Letters as sent.
    tampering(
        "UPDATE letters SET body_text = body_text || 'P.S.' WHERE case_id = {c} AND kind = 'release'",
        &["letters"],
        "letters",
        "body_text",
        "@",
    ),
    tampering(
        "UPDATE letters SET subject = 'Your request' WHERE case_id = {c} AND kind = 'acknowledgement'",
        &["letters"],
        "letters",
        "body_text",
        "@",
    ),
    tampering(
        "UPDATE letters SET kind = 'refusal' WHERE case_id = {c} AND kind = 'release'",
        &["letters"],
        "letters",
        "kind",
        "@",
    ),
    tampering(
        "DELETE FROM letters WHERE case_id = {c} AND kind = 'clarification'",
        &["letters"],
        "letters",
        "message_id",
        "event ",
    ),
    // Documents and messages, and their bytes.
    tampering(
        "UPDATE documents SET name = 'other.csv' WHERE id = {d}",
        &["documents"],
        "documents",
        "digest",
        "row ",
    ),
    tampering(
        "UPDATE document_pieces SET bytes = {x} WHERE document = {d}",
        &["document_pieces"],
        "documents",
        "digest",
        "row ",
    ),
    tampering(
        "DELETE FROM documents WHERE id = {d}",
        &["documents"],
        "documents",
        "id",
        "event ",
    ),
    tampering(
        "DELETE FROM letter_documents WHERE document = {d}",
        &["letter_documents"],
        "letter_documents",
        "document",
        "@",
    ),
    tampering(
        "UPDATE message_bytes SET bytes = {x}",
        &["message_bytes"],
        "messages",
        "digest",
        "row ",
    ),
    tampering(
        "DELETE FROM message_cases WHERE case_id = {c} AND seq IS NOT NULL",
        &["message_cases"],
        "message_cases",
        "message",
        "event ",
    ),
    // Columns of cases.
    tampering(
        "UPDATE cases SET team = 'Elsewhere' WHERE id = {c}",
        &["cases"],
        "cases",
        "team",
        "FOI-",
    ),
    tampering(
        "UPDATE cases SET due = '2027-01-04' WHERE id = {c}",
        &["cases"],
        "cases",
        "due",
        "FOI-",
    ),
    tampering(
        "UPDATE cases SET responded = '2026-06-01' WHERE id = {c}",
        &["cases"],
        "cases",
        "responded",
        "FOI-",
    ),
    tampering(
        "UPDATE cases SET clock_state = 'asleep' WHERE id = {c}",
        &["cases"],
        "cases",
        "clock_state",
        "FOI-",
    ),
    tampering(
        "UPDATE cases SET dataset = FALSE WHERE id = {c}",
        &["cases"],
        "cases",
        "dataset",
        "FOI-",
    ),
    tampering(
        "DELETE FROM cases WHERE id = {t}",
        &["cases"],
        "events",
        "case_id",
        "case_id ",
    ),
    // The registers of topics and publications.
    tampering(
        "UPDATE register_events SET data = REPLACE(data, 'Six', 'Ten') WHERE kind = 'decided'",
        &["register_events"],
        "register_events",
        "hash",
        "row ",
    ),
    tampering(
        "UPDATE register_events SET said = 'Nothing' WHERE id = 1",
        &["register_events"],
        "register_events",
        "said",
        "row 1",
    ),
    tampering(
        "DELETE FROM register_events WHERE id = (SELECT MAX(id) FROM register_events)",
        &["register_events"],
        "register_events",
        "id",
        "row ",
    ),
    tampering(
        "UPDATE topics SET label = 'Other' WHERE standing = 'confirmed'",
        &["topics"],
        "topics",
        "label",
        "row ",
    ),
    tampering(
        "UPDATE publication_decisions SET title = 'Other' WHERE stage = 'published'",
        &["publication_decisions"],
        "publication_decisions",
        "title",
        "row ",
    ),
    tampering(
        "UPDATE publication_decisions SET effort = 'huge' WHERE stage = 'published'",
        &["publication_decisions"],
        "publication_decisions",
        "effort",
        "row ",
    ),
    tampering(
        "UPDATE topic_assessments SET data = REPLACE(data, '7.5', '8.5')",
        &["topic_assessments"],
        "topic_assessments",
        "data",
        "row ",
    ),
];

/// A case with a text of every kind, a transferred one, and registers with decisions.
struct Rich {
    case: i64,
    reference: String,
    transferred: i64,
    document: i64,
}

async fn rich(app: &App) -> Rich {
    let (manager, pools, dogs) = two_topics(app).await;
    registers(app, manager, pools, dogs).await;
    let request = mail(
        "foi@police.example",
        "From: Zoe Example <zoe@example.org>\n",
        "How many drones?",
    );
    let logged = receive(app, request, "2026-06-02T08:30:00Z").await.landed;
    let Some(Landed::Logged(reference)) = logged else {
        panic!("{logged:?}");
    };
    let act = async |who: Actor, step| app.act(&reference, who, None, step).await.unwrap();
    let seek = Instruction::SeekClarification {
        needs: "Which year?".into(),
        why: "There are ten.".into(),
    };
    act(
        manager,
        Instruction::Allocate {
            team: Some("Disclosure".into()),
            officer: manager.person,
        },
    )
    .await;
    act(manager, seek).await;
    let reply = mail(
        &app.reply_address(&reference).await,
        "From: Zoe Example <zoe@example.org>\nMessage-ID: <two@example.org>\nSubject: Re: Drones\n",
        "Last year.",
    );
    let filed = receive(app, reply, "2026-06-02T08:40:00Z").await.landed;
    assert!(matches!(filed, Some(Landed::Filed(_))), "{filed:?}");
    act(
        manager,
        Instruction::RecordClarification {
            text: "Last year.".into(),
        },
    )
    .await;
    act(manager, Instruction::StartSearch).await;
    act(manager, Instruction::StartDraft).await;
    act(
        manager,
        Instruction::Extend {
            ground: "public_interest".into(),
            until: None,
            exemptions: vec!["s.31".into()],
            why: "It has to be weighed.".into(),
        },
    )
    .await;
    for answer in ["There are ten.", "There are twelve."] {
        act(
            manager,
            Instruction::DecideQuestion {
                number: 1,
                outcome: Outcome::GrantedInFull,
                answer: answer.into(),
                reasons: vec![],
            },
        )
        .await;
    }
    for name in ["drones.csv", "draft.csv"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, format!("{name},12\n")).unwrap();
        app.casework
            .add_document(&reference, name, &file, manager, app.now())
            .await
            .unwrap();
    }
    let documents = app.case(&reference).await.documents;
    app.casework
        .remove_document(&reference, documents[1].public_id, manager, app.now())
        .await
        .unwrap();
    act(manager, for_clearance()).await;
    act(app.clearer().await, Instruction::Clear).await;
    act(manager, Instruction::Answer).await;
    act(
        manager,
        Instruction::RequestReview {
            points: "There must be more.".into(),
            accepted: String::new(),
        },
    )
    .await;
    let reviewer = app.person("Rita", Role::Manager).await;
    act(
        reviewer,
        Instruction::CompleteReview {
            changed: vec![],
            decision: "The answer stands.".into(),
            reasons: "There are twelve.".into(),
        },
    )
    .await;
    act(
        manager,
        Instruction::AddNote {
            text: "Done with care".into(),
        },
    )
    .await;
    app.casework
        .mark_dataset(&reference, true, "dataset", manager, app.now())
        .await
        .unwrap();
    let other = app
        .logged(day("2026-06-01"), "How many trams?", "trams")
        .await;
    app.act(
        &other,
        manager,
        None,
        Instruction::Transfer {
            to: "The county council".into(),
        },
    )
    .await
    .unwrap();
    Rich {
        case: app.case(&reference).await.stored.id,
        transferred: app.case(&other).await.stored.id,
        document: documents[0].id,
        reference,
    }
}

async fn registers(app: &App, manager: Actor, pools: i64, dogs: i64) {
    let confirm = TopicDecision::Of(Action::Confirm { topic: dogs });
    app.casework
        .decide_topic(confirm, "confirm", manager, app.now())
        .await
        .unwrap();
    let assessed = Assessed {
        rubric: "6".into(),
        rubric_reason: "Safety of many".into(),
        signals: "3".into(),
        preparation_hours: "7.5".into(),
        small_numbers: "done".into(),
        ..Assessed::default()
    };
    app.casework
        .assess_topic(pools, &assessed, "assess", manager, app.now())
        .await
        .unwrap();
    decided(app, pools, Kind::NotNow, manager, "not-now")
        .await
        .unwrap();
    let row = decided(app, pools, Kind::PublishOnce, manager, "publish")
        .await
        .unwrap();
    let row = step(app, &row, Taken::Prepare, manager, "prepare")
        .await
        .unwrap();
    let row = step(app, &row, Taken::Check(Check::NoCounts), manager, "check")
        .await
        .unwrap();
    step(app, &row, issue(), manager, "issue").await.unwrap();
}

/// A way into the database on which nothing is checked, as somebody with the file has.
async fn behind(app: &App) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.url.replace("sqlite:", "sqlite://"));
    options.max_connections(1).sqlx_logging(false);
    let behind = Database::connect(options).await.unwrap();
    let unchecked = if app.postgres().is_some() {
        "SET session_replication_role = replica"
    } else {
        "PRAGMA foreign_keys = OFF"
    };
    behind.execute_unprepared(unchecked).await.unwrap();
    behind
}

async fn run(behind: &DatabaseConnection, sql: &str) -> u64 {
    let mut touched = 0;
    for statement in sql.split(';') {
        let done = behind.execute_unprepared(statement).await;
        touched += done
            .unwrap_or_else(|e| panic!("{statement}: {e}"))
            .rows_affected();
    }
    touched
}

async fn difference(app: &App) -> Option<Difference> {
    app.casework.verify().await.unwrap().err()
}

on_both_databases! {
    async fn each_tampering_with_the_record_is_found_and_named(app: App) {
        let rich = rich(&app).await;
        let holds = app.casework.verify().await.unwrap();
        let holds = holds.unwrap_or_else(|difference| panic!("{difference}"));
        assert_eq!((holds.texts.erased, holds.texts.uncommitted), (0, 0), "{holds:?}");
        let behind = behind(&app).await;
        let bytes = if app.postgres().is_some() { "'\\x00'" } else { "x'00'" };
        for Tampering { sql, tables, table, column, row } in TAMPERINGS {
            for changed in tables {
                run(&behind, &format!("CREATE TABLE saved_{changed} AS SELECT * FROM {changed}")).await;
            }
            let filled = sql
                .replace("{c}", &rich.case.to_string())
                .replace("{t}", &rich.transferred.to_string())
                .replace("{d}", &rich.document.to_string())
                .replace("{x}", bytes);
            assert!(run(&behind, &filled).await > 0, "{filled} changes nothing");
            let found = difference(&app).await;
            let found = found.unwrap_or_else(|| panic!("{filled} is not found"));
            assert_eq!((found.table, found.column), (table, column), "{filled}: {found}");
            assert!(found.row.contains(row), "{filled}: {found}");
            for changed in tables {
                run(&behind, &format!("DELETE FROM {changed};INSERT INTO {changed} SELECT * FROM saved_{changed};DROP TABLE saved_{changed}")).await;
            }
            let back = difference(&app).await;
            assert!(back.is_none(), "after {filled}: {back:?}");
        }
        behind.close().await.unwrap();
    }

    async fn a_text_that_was_erased_is_no_fault_and_one_that_is_gone_is(app: App) {
        let rich = rich(&app).await;
        let behind = behind(&app).await;
        let erased = "UPDATE writings SET body = '', salt = '', erased_at = at WHERE kind IN ('note', 'email')";
        run(&behind, erased).await;
        let holds = app.casework.verify().await.unwrap().unwrap();
        assert_eq!(holds.texts.erased, 2, "{holds:?}");
        run(&behind, "UPDATE writings SET erased_at = NULL WHERE kind = 'note'").await;
        let found = difference(&app).await.unwrap();
        assert_eq!((found.table, found.column), ("writings", "body"), "{found}");
        assert!(found.what.contains(&rich.reference), "{found}");
        behind.close().await.unwrap();
    }

    async fn a_head_finds_what_was_taken_off_the_end_and_lets_the_record_grow(app: App) {
        let rich = rich(&app).await;
        let store = &app.casework.store;
        let head = Head::take(store, app.now().at, &|_| ()).await.unwrap();
        let kept: Head = head.to_string().parse().unwrap();
        assert_eq!(kept, head);
        let manager = app.clearer().await;
        let note = Instruction::AddNote { text: "Later".into() };
        app.act(&rich.reference, manager, None, note).await.unwrap();
        assert_eq!(kept.missing(store, &|_| ()).await.unwrap(), None, "later events change nothing");
        // A case that is gone whole, with its number given back, leaves a record that holds in itself.
        let behind = behind(&app).await;
        for table in ["events", "case_texts", "questions", "writings", "letters"] {
            run(&behind, &format!("DELETE FROM {table} WHERE case_id = {}", rich.transferred)).await;
        }
        run(&behind, &format!("DELETE FROM cases WHERE id = {};UPDATE counters SET value = value - 1 WHERE name = 'cases'", rich.transferred)).await;
        assert_eq!(difference(&app).await, None);
        let missing = kept.missing(store, &|_| ()).await.unwrap().unwrap();
        assert!(missing.contains("cases"), "{missing}");
        behind.close().await.unwrap();
    }
}
