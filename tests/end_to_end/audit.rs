//! The record can be proved: each tampering with the database is found and named, and the head of the
//! record finds what was taken off its end.

use crate::mail_in::{mail, receive};
use crate::publications::{decided, issue, step, two_topics};
use crate::refusals::texts;
use crate::support::{App, day, for_clearance};
use crate::tamperings::{TAMPERINGS, Tampering};
use daylight::casework::Instruction;
use daylight::casework::audit::Head;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::Landed;
use daylight::casework::publication::assess::Assessed;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::{Actor, Outcome};
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use daylight::store::Difference;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// A case with a text of every kind, a transferred one, and registers with decisions.
pub struct Rich {
    pub case: i64,
    pub reference: String,
    transferred: i64,
    document: i64,
}

pub async fn rich(app: &App) -> Rich {
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
    let seek = Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which year?".into(),
        why: "There are ten.".into(),
    });
    act(
        manager,
        Instruction::Allocate(actions::Allocate {
            team: Some("Disclosure".into()),
            officer: manager.person,
        }),
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
        Instruction::RecordClarification(actions::RecordClarification {
            text: "Last year.".into(),
        }),
    )
    .await;
    act(manager, Instruction::StartSearch(actions::StartSearch)).await;
    act(manager, Instruction::StartDraft(actions::StartDraft)).await;
    act(
        manager,
        Instruction::Extend(actions::Extend {
            ground: "public_interest".into(),
            until: None,
            exemptions: vec!["s.31".into()],
            why: "It has to be weighed.".into(),
        }),
    )
    .await;
    let withheld = vec![texts("s.31(1)(a)")];
    for (outcome, answer, reasons) in [
        (Outcome::GrantedInPart, "There are ten.", withheld),
        (Outcome::GrantedInFull, "There are twelve.", vec![]),
    ] {
        act(
            manager,
            Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1,
                outcome,
                answer: answer.into(),
                reasons,
            }),
        )
        .await;
    }
    for name in ["drones.csv", "draft.csv"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, format!("{name},12\n")).unwrap();
        app.casework
            .documents()
            .add_document(&reference, name, &file, manager, app.now())
            .await
            .unwrap();
    }
    let documents = app.case(&reference).await.documents;
    app.casework
        .documents()
        .remove_document(&reference, documents[1].public_id, manager, app.now())
        .await
        .unwrap();
    act(manager, for_clearance()).await;
    act(app.clearer().await, Instruction::Clear(actions::Clear)).await;
    act(manager, Instruction::Answer(actions::Answer)).await;
    act(
        manager,
        Instruction::RequestReview(actions::RequestReview {
            points: "There must be more.".into(),
            accepted: String::new(),
        }),
    )
    .await;
    let reviewer = app.person("Rita", Role::Manager).await;
    act(
        reviewer,
        Instruction::CompleteReview(actions::CompleteReview {
            changed: vec![],
            added: vec![],
            decision: "The answer stands.".into(),
            reasons: "There are twelve.".into(),
        }),
    )
    .await;
    act(
        manager,
        Instruction::AddNote(actions::AddNote {
            text: "Done with care".into(),
        }),
    )
    .await;
    app.casework
        .publishing()
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
        Instruction::Transfer(actions::Transfer {
            to: "The county council".into(),
            passed_on: true,
        }),
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
        .topics()
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
        .publishing()
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
    let row = step(
        app,
        &row,
        Taken::Check(Check::NoCounts("Opening times and addresses.".into())),
        manager,
        "check",
    )
    .await
    .unwrap();
    step(app, &row, issue(), manager, "issue").await.unwrap();
}

/// A way into the database on which nothing is checked, as somebody with the file has.
pub async fn behind(app: &App) -> DatabaseConnection {
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

pub async fn run(behind: &DatabaseConnection, sql: &str) -> u64 {
    let mut touched = 0;
    for statement in sql.split(';') {
        let done = behind.execute_unprepared(statement).await;
        touched += done
            .unwrap_or_else(|e| panic!("{statement}: {e}"))
            .rows_affected();
    }
    touched
}

pub async fn difference(app: &App) -> Option<Difference> {
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
        let store = app.store();
        let head = Head::take(store, app.now().at, &|_| ()).await.unwrap();
        let kept: Head = head.to_string().parse().unwrap();
        assert_eq!(kept, head);
        let manager = app.clearer().await;
        let note = Instruction::AddNote(actions::AddNote { text: "Later".into() });
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
