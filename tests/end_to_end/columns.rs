//! Every column of a case, of who asked and of the registers is proved, or says why it need not be:
//! the schema itself says which there are, each is changed behind the program's back, and the check of
//! the record names it.

use crate::audit::{Rich, behind, difference, rich, run};
use crate::refusals::{act, drafting, texts};
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::import::LogRow;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::secrets::commitment;
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::{Actor, Case, Channel, Event, Outcome, deadlines, events};
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use daylight::store::{NewCase, NewRequester};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult, Statement};
use std::collections::BTreeSet;

/// A table, and which of its rows is changed; `{c}` stands for the case.
const TABLES: [(&str, &str); 8] = [
    ("cases", "id = {c}"),
    ("requesters", "id = {c}"),
    (
        "requester_versions",
        "case_id = {c} AND seq = (SELECT MAX(seq) FROM requester_versions)",
    ),
    ("question_exemptions", "place = 2"),
    ("topics", "standing = 'confirmed'"),
    ("topic_assessments", "topic_id > 0"),
    ("publication_decisions", "stage = 'published'"),
    (
        "register_events",
        "id = (SELECT MAX(id) FROM register_events)",
    ),
];

/// What no event can prove, and why it need not.
const NOT_PROVED: [(&str, &str, &str); 15] = [
    (
        "cases",
        "secret",
        "a key made at random, which says nothing of the case",
    ),
    ("cases", "campaign", "a search for topics finds it again"),
    (
        "cases",
        "shape",
        "a search for topics reads it again from the text",
    ),
    (
        "cases",
        "shape_words",
        "a search for topics reads them again from the text",
    ),
    (
        "requesters",
        "failing_since",
        "what mail servers said last; the letters keep it",
    ),
    (
        "requesters",
        "failing_why",
        "what mail servers said last; the letters keep it",
    ),
    ("topics", "words", "a search for topics finds them again"),
    ("topics", "typical", "a search for topics finds them again"),
    ("topics", "found_at", "when a search found it"),
    ("topics", "search", "which search found it"),
    ("topics", "cohesion", "a search for topics counts it again"),
    (
        "publication_decisions",
        "views",
        "readers made it, and no person at the desk",
    ),
    (
        "publication_decisions",
        "helped",
        "readers made it, and no person at the desk",
    ),
    (
        "publication_decisions",
        "not_helped",
        "readers made it, and no person at the desk",
    ),
    (
        "topics",
        "id",
        "the database gives it; a topic that a person named is missed under its own",
    ),
];

/// Where a change of a column shows, if not in the column itself.
const ELSEWHERE: [(&str, &str, &str, &str); 15] = [
    ("cases", "id", "events", "seq"),
    ("cases", "reference", "events", "hash"),
    ("cases", "version", "events", "seq"),
    ("requesters", "id", "cases", "requester_key"),
    ("requesters", "match_key", "cases", "requester_key"),
    ("requesters", "salt", "requesters", "name"),
    ("requester_versions", "case_id", "requester_versions", "seq"),
    ("requester_versions", "salt", "requester_versions", "name"),
    (
        "question_exemptions",
        "case_id",
        "question_exemptions",
        "section",
    ),
    ("topic_assessments", "topic_id", "topic_assessments", "id"),
    ("register_events", "at", "register_events", "hash"),
    ("register_events", "on_date", "register_events", "hash"),
    ("register_events", "person_id", "register_events", "hash"),
    ("register_events", "data", "register_events", "hash"),
    (
        "publication_decisions",
        "kind",
        "publication_decisions",
        "kind",
    ),
];

/// Changes that are not the usual one of the type, because the column holds certain words alone.
const CHANGED_TO: [(&str, &str, &str); 5] = [
    ("cases", "stage", "'received'"),
    ("topics", "standing", "'suggested'"),
    ("topics", "nature", "'excluded'"),
    ("topic_assessments", "data", "REPLACE(data, '7.5', '8.5')"),
    ("publication_decisions", "stage", "'checked'"),
];

#[derive(FromQueryResult)]
struct Column {
    name: String,
    kind: String,
}

/// The columns that a table has, by the schema.
async fn columns(app: &App, behind: &DatabaseConnection, table: &str) -> Vec<Column> {
    let text = if app.postgres().is_some() {
        format!(
            "SELECT column_name AS name, data_type AS kind FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        )
    } else {
        format!("SELECT name, type AS kind FROM pragma_table_info('{table}')")
    };
    let statement = Statement::from_string(behind.get_database_backend(), text);
    let rows = behind.query_all_raw(statement).await.unwrap();
    let columns = rows.iter().map(|row| Column::from_query_result(row, ""));
    columns.collect::<Result<_, _>>().unwrap()
}

/// Another value for a column.
fn another(table: &str, column: &Column) -> String {
    let Column { name, kind } = column;
    let certain = CHANGED_TO
        .iter()
        .find(|(of, named, _)| (*of, *named) == (table, name.as_str()));
    if let Some((_, _, value)) = certain {
        return (*value).to_owned();
    }
    match kind.to_lowercase().as_str() {
        "text" => format!("COALESCE({name}, '') || 'x'"),
        "bigint" | "integer" if name == "id" || name.ends_with("_id") => {
            format!("COALESCE({name}, 0) + 100000")
        }
        "bigint" | "integer" | "real" | "double precision" => format!("COALESCE({name}, 0) + 1"),
        "boolean" => format!("NOT COALESCE({name}, FALSE)"),
        "date" | "date_text" => "'2001-02-03'".into(),
        "timestamp_text" | "timestamp with time zone" => "'2001-02-03 04:05:06+00:00'".into(),
        other => panic!("{table}.{name} is of a kind this test does not change: {other}"),
    }
}

/// A case that was corrected and placed by a person, with an assessment and a decision beside it.
async fn corrected(app: &App) -> Rich {
    let rich = rich(app).await;
    let manager = app.clearer().await;
    let topics = app.store().record().topic_states().await.unwrap();
    let dogs = topics.iter().find(|t| t.standing == "confirmed").unwrap();
    let place = TopicDecision::Of(Action::Move {
        cases: BTreeSet::from([rich.case]),
        to: dogs.id,
    });
    let topics = app.casework.topics();
    let placed = topics.decide_topic(place, "place", manager, app.now());
    placed.await.unwrap();
    let correcting = Correcting {
        reference: rich.reference.clone(),
        version: app.case(&rich.reference).await.stored.version,
        submission: "correction".into(),
        what: ToCorrect::Requester {
            name: "Zora Example".into(),
            email: "zora@example.org".into(),
            address: "1 High Street".into(),
            category: "media".into(),
        },
        why: "She wrote under another name.".into(),
    };
    let corrections = app.casework.corrections();
    let corrected = corrections.correct(&correcting, manager, app.now());
    corrected.await.unwrap();
    withheld(app, manager).await;
    rich
}

/// A case of which a question rests on two exemptions.
async fn withheld(app: &App, officer: Actor) {
    let reference = app
        .logged(day("2026-06-01"), "Who keeps the dogs?", "withheld")
        .await;
    drafting(app, &reference, officer).await;
    let decided = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::Refused,
        answer: String::new(),
        reasons: vec![texts("s.31(1)(a)"), texts("s.40(2)")],
    });
    act(app, &reference, officer, decided).await;
}

/// A case as an earlier Daylight logged it: its entry commits to the text of the request alone, and what
/// was public already stands in no event.
async fn logged_before(app: &App) {
    let (text, on) = ("How many trams?", day("2026-06-01"));
    let logged = Event::Logged(events::Logged {
        regime: "uk-foia-2000".into(),
        calendar: "uk-any-part".into(),
        channel: Channel::Email,
        questions: 1,
        digest: commitment("salt", text),
        entered: None,
    });
    let case = Case::begin(&logged, on).unwrap();
    let law = app.casework.law();
    let (regime, calendar) = (
        law.regime(&case.regime, on).unwrap(),
        law.calendar(&case.calendar).unwrap(),
    );
    let new = NewCase {
        prefix: "FOI".into(),
        deadlines: deadlines(&case, regime, calendar).unwrap(),
        case,
        events: vec![(logged, on, app.now().at, Actor::SYSTEM)],
        subject: "Trams".into(),
        body: text.into(),
        secret: "secret".into(),
        salt: "salt".into(),
        questions: vec![text.into()],
        requester: NewRequester {
            name: Some("Ada Example".into()),
            match_key: "made otherwise".into(),
            ..NewRequester::default()
        },
        external_reference: None,
        import_key: None,
        writings: Vec::new(),
        decisions: Vec::new(),
    };
    let unit = app.store().begin().await.unwrap();
    unit.cases().insert_case(new).await.unwrap();
    unit.commit().await.unwrap();
    let behind = behind(app).await;
    run(&behind, "UPDATE cases SET already_public = TRUE").await;
    behind.close().await.unwrap();
}

on_both_databases! {
    async fn every_column_of_the_record_is_proved_or_says_why_not(app: App) {
        let rich = corrected(&app).await;
        let holds = app.casework.verify().await.unwrap();
        let holds = holds.unwrap_or_else(|difference| panic!("{difference}"));
        assert_eq!(holds.texts.uncommitted, 0, "{holds:?}");
        let behind = behind(&app).await;
        let (mut there, mut unproved) = (BTreeSet::new(), Vec::new());
        for (table, which) in TABLES {
            let which = which.replace("{c}", &rich.case.to_string());
            run(&behind, &format!("CREATE TABLE saved AS SELECT * FROM {table}")).await;
            for column in columns(&app, &behind, table).await {
                let name = column.name.clone();
                there.insert((table, name.clone()));
                if NOT_PROVED.iter().any(|(of, named, _)| (*of, *named) == (table, name.as_str())) {
                    continue;
                }
                let sql = format!("UPDATE {table} SET {name} = {} WHERE {which}", another(table, &column));
                assert!(run(&behind, &sql).await > 0, "{sql} changes nothing");
                let shows = ELSEWHERE.iter().find(|(of, named, ..)| (*of, *named) == (table, name.as_str()));
                let (of, at) = shows.map_or((table, name.as_str()), |(_, _, of, at)| (*of, *at));
                match difference(&app).await {
                    None => unproved.push(format!("{sql}: not found")),
                    Some(found) if found.table == of && found.column.split(", ").any(|c| c == at) => {}
                    Some(found) => unproved.push(format!("{sql}: {found}")),
                }
                run(&behind, &format!("DELETE FROM {table};INSERT INTO {table} SELECT * FROM saved")).await;
            }
            run(&behind, "DROP TABLE saved").await;
            assert_eq!(difference(&app).await, None, "after {table}");
        }
        assert!(unproved.is_empty(), "{}", unproved.join("\n"));
        let named = NOT_PROVED.iter().map(|(of, named, _)| (*of, *named));
        for (of, named) in named.chain(ELSEWHERE.iter().map(|(of, named, ..)| (*of, *named))) {
            assert!(there.contains(&(of, named.to_owned())), "{of} has no column {named}");
        }
        behind.close().await.unwrap();
    }

    async fn a_row_of_an_earlier_log_is_the_one_that_was_taken_over(app: App) {
        let row = LogRow {
            number: 2, reference: "OLD-1".into(), received: "2026-05-01".into(), request: "How many trams?".into(),
            requester_category: "media".into(), outcome: "granted in full".into(), authority: "Traffic".into(), ..LogRow::default()
        };
        let taken = app.casework.cases().import(&[row], Some(day("2026-05-01")), app.now(), daylight::casework::cases::import::Beside::Nobody, &|_| ()).await.unwrap();
        assert_eq!(taken.taken, 1, "{taken:?}");
        assert_eq!(difference(&app).await, None);
        // Its team is in the events, and stands after what follows.
        let [reference] = &app.references().await[..] else { panic!("one row") };
        let olga = app.person("Olga", Role::Officer).await;
        app.act(reference, olga, None, Instruction::AddNote(actions::AddNote { text: "Of the year before.".into() })).await.unwrap();
        let stored = app.case(reference).await.stored;
        assert!(matches!(&stored.events[1].event, Event::Allocated(events::Allocated { team: Some(team), .. }) if team == "Traffic"), "{:?}", stored.events);
        assert_eq!(stored.case.team.as_deref(), Some("Traffic"));
        assert_eq!(difference(&app).await, None);
        let behind = behind(&app).await;
        for (column, to) in [("external_reference", "'OLD-2'"), ("external_reference", "NULL"), ("import_key", "'other'"), ("subject", "'Trams'"), ("team", "'Elsewhere'"), ("team", "NULL")] {
            run(&behind, &format!("CREATE TABLE saved AS SELECT * FROM cases;UPDATE cases SET {column} = {to}")).await;
            let found = difference(&app).await.unwrap_or_else(|| panic!("{column} = {to} is not found"));
            assert!(found.table == "cases" && found.column.contains(column), "{found}");
            run(&behind, "DELETE FROM cases;INSERT INTO cases SELECT * FROM saved;DROP TABLE saved").await;
        }
        assert_eq!(difference(&app).await, None);
        behind.close().await.unwrap();
    }

    async fn what_was_entered_before_it_was_committed_to_is_told_and_no_fault(app: App) {
        logged_before(&app).await;
        let holds = app.casework.verify().await.unwrap().unwrap_or_else(|difference| panic!("{difference}"));
        assert_eq!(holds.texts.uncommitted, 2, "its subject and who asked: {holds:?}");
        let behind = behind(&app).await;
        for body in ["How many", "", "How many trams!"] {
            run(&behind, &format!("UPDATE questions SET body = '{body}'")).await;
            let found = difference(&app).await.unwrap_or_else(|| panic!("{body} is not found"));
            assert_eq!((found.table, found.column), ("questions", "body"), "{found}");
        }
        behind.close().await.unwrap();
    }
}
