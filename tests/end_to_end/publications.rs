//! From a candidate to a decision, a publication and what it changed; and what a new request is like.

use crate::arrivals::run;
use crate::figures::{follow_figures, visible};
use crate::support::{App, day, signed_in};
use crate::topics::{DOGS, POOLS};
use daylight::casework::CaseworkFault;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::publication::assess::Assessed;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::casework::topics::register::TopicDecision;
use daylight::demo::Demo;
use daylight::domain::case::{Actor, Channel};
use daylight::domain::publication::board::Stage;
use daylight::domain::publication::effect::Verdict;
use daylight::domain::publication::{Decision, GateKind, Kind, PreparationEffort, TriggerKind};
use daylight::domain::role::Role;
use daylight::domain::topics::register::{Action, Nature};
use daylight::store::DecisionRow;
use rocket::http::Status;

/// Logs a request of somebody of this name.
pub async fn asked(app: &App, name: &str, received: &str, text: &str) -> String {
    let request = RequestToLog {
        received: day(received),
        channel: Channel::Email,
        regime: None,
        variant: None,
        name: name.into(),
        email: format!("{}@example.org", name.to_lowercase()),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: text.into(),
        acknowledge: false,
        submission: format!("{name}{received}{text}"),
    };
    let logged = app
        .casework
        .cases()
        .log_request(request, Actor::SYSTEM, app.now())
        .await;
    logged.unwrap().reference
}

const NAMES: [&str; 6] = ["Ada", "Bob", "Cem", "Dia", "Eva", "Fay"];

/// Requests on pools by six people and on dogs by one; the topics found, and a manager.
pub async fn two_topics(app: &App) -> (Actor, i64, i64) {
    let manager = app.person("Mario", Role::Manager).await;
    let mut of_pools = String::new();
    let mut of_dogs = String::new();
    for (name, text) in NAMES.iter().zip(POOLS) {
        of_pools = asked(app, name, "2026-05-20", text).await;
    }
    for text in DOGS {
        of_dogs = asked(app, "Gus", "2026-05-21", text).await;
    }
    app.casework.topics().find_topics(app.now()).await.unwrap();
    let of = async |reference: &str| app.case(reference).await.topic.unwrap().0;
    (manager, of(&of_pools).await, of(&of_dogs).await)
}

fn decision(kind: Kind) -> Decision {
    Decision {
        kind,
        reason: "Six people asked".into(),
        owner: "Leisure".into(),
        decided: day("2026-06-02"),
        due: Some(day("2026-07-01")),
        review: Some(day("2026-12-01")),
        effort: PreparationEffort::Small,
    }
}

pub async fn decided(
    app: &App,
    topic: i64,
    kind: Kind,
    actor: Actor,
    token: &str,
) -> Result<DecisionRow, CaseworkFault> {
    let decision = decision(kind);
    app.casework
        .publishing()
        .decide_publication(topic, &decision, token, actor, app.now())
        .await?;
    Ok(app
        .store()
        .publication()
        .decisions(Some(topic))
        .await
        .unwrap()
        .remove(0))
}

pub async fn step(
    app: &App,
    row: &DecisionRow,
    step: Taken,
    actor: Actor,
    token: &str,
) -> Result<DecisionRow, CaseworkFault> {
    app.casework
        .publishing()
        .step_publication(row.id, step, token, actor, app.now())
        .await?;
    Ok(app
        .store()
        .publication()
        .decision(row.id)
        .await
        .unwrap()
        .unwrap())
}

pub fn issue() -> Taken {
    Taken::Publish {
        title: "Swimming pools in figures".into(),
        address: "https://data.example.org/pools".into(),
    }
}

on_both_databases! {
    async fn a_new_request_is_suggested_a_topic_with_the_words_that_speak_for_it(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let reference = asked(&app, "Hal", "2026-06-01", "Attendance at the swimming pool in Gale, please").await;
        let case = app.case(&reference).await;
        assert_eq!(case.topic.as_ref().map(|t| t.0), Some(pools));
        assert!(!case.topic_confirmed, "nobody has confirmed it");
        assert!(case.suggestions[0].because.contains("swimming"), "{:?}", case.suggestions);
        assert!(!case.similar.is_empty());
        assert!(case.similar.iter().all(|s| s.shared.contains("pool")), "{:?}", case.similar);
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Nobody has confirmed it") && page.says(&case.similar[0].reference), "{}", page.html);
        let moved = Action::Move { cases: [case.stored.id].into(), to: pools };
        app.casework.topics().decide_topic(TopicDecision::Of(moved), "m", manager, app.now()).await.unwrap();
        assert!(app.case(&reference).await.topic_confirmed);
        let new = asked(&app, "Ivo", "2026-06-01", "Crematorium fees and cemetery burial plots").await;
        let case = app.case(&new).await;
        assert_eq!(case.topic, None);
        let page = app.get(&format!("/desk/requests/{new}")).await;
        assert!(page.says("None yet") || page.says("Probably new"), "{}", page.html);
    }

    async fn texts_of_every_kind_are_placed_without_a_fault(app: App) {
        two_topics(&app).await;
        let long = "swimming pool attendance and heating ".repeat(500);
        for text in [
            "Dogs",
            "道路の補修費用と水泳場の利用者数",
            "школьное питание; бассейн",
            "\"pool\" OR NEAR(dogs, 3) AND body:pool* ^ -warden ' -- ; DROP TABLE cases",
            "🏊 pool 🐕 & | ! ( ) <-> :*",
            &long,
        ] {
            let reference = asked(&app, "Jo", "2026-06-01", text).await;
            let case = app.case(&reference).await;
            assert!(case.suggestions.len() <= 3 && case.similar.len() <= 5, "{text:.40}");
        }
        // A search after them finds a topic for each.
        app.casework.topics().find_topics(app.now()).await.unwrap();
        assert_eq!(app.store().topics().without_topic(10).await.unwrap(), 0);
    }

    async fn five_hundred_copies_of_a_letter_are_one_topic_and_count_three(app: App) {
        app.person("Mario", Role::Manager).await;
        let letter = "Please do not close the library in Mill Lane and send me the savings report.";
        let mut last = String::new();
        for n in 0..60 {
            let text = match n % 4 {
                0 => letter.to_owned(),
                1 => format!("{letter}\n\nYours sincerely,\nAda Sender{n}\n{n} Mill Lane"),
                2 => format!("From: Bob Sender{n}\n{letter}"),
                _ => format!("Dear Sir or Madam,\n\n{letter} Regards, C. Sender{n}"),
            };
            last = asked(&app, &format!("Sender{n}"), "2026-05-20", &text).await;
        }
        for (name, text) in NAMES.iter().zip(POOLS) {
            asked(&app, name, "2026-05-20", text).await;
        }
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let topic = app.case(&last).await.topic.unwrap().0;
        let ranked = app.casework.publishing().candidates(app.now()).await.unwrap();
        let scored = ranked.ranked.iter().find(|c| c.topic == topic).unwrap();
        assert_eq!(ranked.requests[&topic], 60);
        let demand = scored.score.parts[0].arithmetic.to_string();
        assert!(demand.starts_with("3 requesters in the last 12 months"), "{demand}");
        // One more copy, which no search for topics has seen, counts no more.
        asked(&app, "Late", "2026-05-30", &format!("Hello,\n{letter}\nLate Sender")).await;
        let ranked = app.casework.publishing().candidates(app.now()).await.unwrap();
        let scored = ranked.ranked.iter().find(|c| c.topic == topic).unwrap();
        assert_eq!(ranked.requests[&topic], 61, "it is placed on arrival");
        assert!(scored.score.parts[0].arithmetic.to_string().starts_with("3 requesters"));
    }

    async fn a_person_closes_gates_and_gives_points_with_a_reason(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let assess = async |entered: Assessed, token: &str| {
            app.casework.publishing().assess_topic(pools, &entered, token, manager, app.now()).await
        };
        let mut entered = Assessed { rubric: "6".into(), signals: "3".into(), ..Assessed::default() };
        let refused = assess(entered.clone(), "a").await.unwrap_err();
        assert!(refused.to_string().contains("Write the reason"), "{refused}");
        entered.rubric_reason = "Safety of many".into();
        entered.not_held = "The pools are run by a trust".into();
        entered.describes_until = Some(day("2026-03-31"));
        entered.preparation_hours = "7.5".into();
        entered.small_numbers = "done".into();
        assess(entered, "b").await.unwrap();
        let topic = app.store().topics().topic(pools).await.unwrap().unwrap();
        let score = app.casework.publishing().candidate(&topic, app.now()).await.unwrap().unwrap().score;
        assert_eq!(score.parts[4].points as u32, 9);
        assert_eq!(score.gates[0].kind, GateKind::NotHeld);
        let refused = decided(&app, pools, Kind::PublishOnce, manager, "c").await.unwrap_err();
        assert!(refused.to_string().contains("The pools are run by a trust"), "{refused}");
        decided(&app, pools, Kind::Cannot, manager, "d").await.unwrap();
        let history = app.store().topics().topic_history(pools).await.unwrap();
        let said = "Assessed: not held: The pools are run by a trust; describes nothing after 31 March 2026; \
                    7.5 hours to prepare; counts of few people checked; public interest 6: Safety of many; \
                    3 points from the survey";
        assert!(history.iter().any(|row| row.said == said), "{history:?}");
    }

    async fn nothing_is_published_about_a_topic_marked_or_merged(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let act = async |action: Action, token: &str| {
            let action = TopicDecision::Of(action);
            app.casework.topics().decide_topic(action, token, manager, app.now()).await.unwrap();
        };
        let mark = |nature| Action::Mark { topic: pools, nature, reason: "One event".into() };
        let row = decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        act(mark(Nature::SingleIncident), "b").await;
        for (kind, token) in [(Kind::PublishOnce, "c"), (Kind::Signpost, "d")] {
            let refused = decided(&app, pools, kind, manager, token).await.unwrap_err();
            assert!(refused.to_string().contains("marked as a single incident"), "{refused}");
        }
        let refused = step(&app, &row, issue(), manager, "e").await.unwrap_err();
        assert!(refused.to_string().contains("marked as a single incident"), "{refused}");
        decided(&app, pools, Kind::Cannot, manager, "f").await.unwrap();
        act(mark(Nature::Open), "g").await;
        let row = decided(&app, pools, Kind::Signpost, manager, "h").await.unwrap();
        act(Action::Merge { topic: pools, into: dogs }, "i").await;
        for (kind, token) in [(Kind::Signpost, "j"), (Kind::Cannot, "k"), (Kind::NotNow, "l")] {
            let refused = decided(&app, pools, kind, manager, token).await.unwrap_err();
            assert!(refused.to_string().contains("no longer used"), "{refused}");
        }
        let refused = step(&app, &row, issue(), manager, "m").await.unwrap_err();
        assert!(refused.to_string().contains("no longer used"), "{refused}");
    }

    async fn a_gate_closed_since_the_decision_stops_the_publication(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let assess = async |entered: Assessed, token: &str| {
            app.casework.publishing().assess_topic(pools, &entered, token, manager, app.now()).await.unwrap();
        };
        let row = decided(&app, pools, Kind::PublishOnce, manager, "a").await.unwrap();
        let row = step(&app, &row, Taken::Check(Check::NoCounts("Opening times and addresses.".into())), manager, "b").await.unwrap();
        let found = Assessed {
            exempt: "Section 44 bars it".into(),
            preparation_hours: "500".into(),
            small_numbers: "not_done".into(),
            ..Assessed::default()
        };
        assess(found.clone(), "c").await;
        let refused = step(&app, &row, issue(), manager, "d").await.unwrap_err().to_string();
        assert!(refused.contains("Section 44 bars it") && refused.contains("500 hours"), "{refused}");
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        assert_eq!(row.stage(), Stage::Checked);
        // The disclosure check is what the gate of small numbers asks for.
        let small = Assessed { exempt: String::new(), preparation_hours: String::new(), ..found };
        assess(small, "e").await;
        let row = step(&app, &row, issue(), manager, "f").await.unwrap();
        assert_eq!(row.stage(), Stage::Published);
    }

    async fn a_request_for_a_dataset_forces_a_decision(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let topic = app.store().topics().topic(pools).await.unwrap().unwrap();
        let triggers = async || {
            let scored = app.casework.publishing().candidate(&topic, app.now()).await.unwrap().unwrap();
            scored.score.triggers.iter().map(|t| t.kind).collect::<Vec<_>>()
        };
        assert!(triggers().await.is_empty());
        let reference = app.store().publication().contributing(pools, 1).await.unwrap()[0].reference.clone();
        app.casework.publishing().mark_dataset(&reference, true, "x", manager, app.now()).await.unwrap();
        assert_eq!(triggers().await, [TriggerKind::Dataset]);
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get("/desk/topics/candidates").await;
        assert!(page.says("Decision owed"), "{}", page.html);
        assert!(visible(&page.html).contains("6 requests, 0% confirmed, 0% with recorded hours"), "{}", page.html);
        assert!(page.says("12, or 5% of the authority") && page.says("below 5"), "{}", page.html);
        decided(&app, pools, Kind::NotNow, manager, "d").await.unwrap();
        assert!(!app.get("/desk/topics/candidates").await.says("Decision owed"));
    }

    async fn a_decision_becomes_a_publication_and_those_who_wished_are_told_once(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let officer = app.person("Olga", Role::Officer).await;
        let refused = decided(&app, pools, Kind::PublishOnce, officer, "o").await.unwrap_err();
        assert!(refused.to_string().contains("only a manager or a director can do this"), "{refused}");
        let row = decided(&app, pools, Kind::PublishOnSchedule { every_months: 3 }, manager, "a").await.unwrap();
        assert_eq!(row.stage(), Stage::Decided);
        let wisher = app.store().publication().contributing(pools, 1).await.unwrap()[0].reference.clone();
        let token = app.status_token(&wisher).await;
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("Tell me if you publish it"), "{}", status.html);
        let csrf = status.value("csrf");
        for _ in 0..2 {
            let wish = app.post(&format!("/status/{token}/wishes"), &[("csrf", &csrf)]).await;
            assert_eq!(wish.status, Status::SeeOther);
        }
        let row = step(&app, &row, Taken::Prepare, officer, "b").await.unwrap();
        let early = step(&app, &row, issue(), manager, "c").await.unwrap_err();
        assert!(early.to_string().contains("disclosure check first"), "{early}");
        let table = Taken::Check(Check::Table("Pool,Under 16,Over 16\nAshby,3,120\nBrook,40,90\nCole,50,80\n".into()));
        let row = step(&app, &row, table, officer, "d").await.unwrap();
        assert!(row.checked.contains("Ashby\t..\t..\t123"), "{}", row.checked);
        let not_a_page = Taken::Publish { title: "Pools".into(), address: "javascript:alert(1)".into() };
        assert!(step(&app, &row, not_a_page, manager, "e").await.is_err());
        let row = step(&app, &row, issue(), manager, "f").await.unwrap();
        assert_eq!((row.stage(), row.refresh_due), (Stage::Published, Some(day("2026-09-02"))));
        app.deliver().await;
        let told = app.mailbox.lock().unwrap().len();
        assert_eq!(told, 1, "one who wished, of six who asked");
        // Published again it is checked again, and nobody is told twice.
        let row = step(&app, &row, Taken::Check(Check::NoCounts("Opening times and addresses.".into())), officer, "g").await.unwrap();
        step(&app, &row, issue(), manager, "h").await.unwrap();
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 1);
        let chain = app.casework.verify().await.unwrap();
        assert!(chain.is_ok(), "{chain:?}");
    }

    async fn the_public_reads_decisions_but_no_topic_few_people_asked_about(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let label = async |id| app.store().topics().topic(id).await.unwrap().unwrap().entry.label;
        decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        decided(&app, dogs, Kind::NotNow, manager, "b").await.unwrap();
        let page = app.get("/publication-decisions").await;
        assert!(page.says(&label(pools).await), "six people asked: {}", page.html);
        assert!(!page.says(&label(dogs).await), "one person asked: {}", page.html);
        assert!(page.says("A topic fewer than 5 people asked about"));
        let row = app.store().publication().decisions(Some(pools)).await.unwrap().remove(0);
        assert_eq!(app.get(&format!("/publications/{}", row.id)).await.status, Status::NotFound);
        let row = step(&app, &row, issue(), manager, "c").await.unwrap();
        let path = format!("/publications/{}", row.id);
        let page = app.get(&path).await;
        assert!(page.says("https://data.example.org/pools"), "{}", page.html);
        let csrf = page.value("csrf");
        app.post(&format!("{path}/answers"), &[("csrf", &csrf), ("shown", &page.value("shown")), ("answered", "yes")]).await;
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        assert_eq!((row.views, row.helped, row.not_helped), (1, 1, 0));
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("Too early to say"), "{}", page.html);
        assert!(app.get("/desk/publications").await.says("Published (1)"));
    }

    async fn a_topic_loses_its_public_name_as_soon_as_too_few_people_asked(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        let named = async || !app.get("/publication-decisions").await.says("A topic fewer than 5 people asked about");
        assert!(named().await, "six people asked");
        run(&app, &format!("UPDATE cases SET topic_id = NULL WHERE id = (SELECT MIN(id) FROM cases WHERE topic_id = {pools})")).await;
        assert!(named().await, "five did");
        run(&app, &format!("UPDATE cases SET requester_key = 'one' WHERE id IN (SELECT id FROM cases WHERE topic_id = {pools} ORDER BY id LIMIT 2)")).await;
        assert!(!named().await, "four did");
    }

    async fn what_a_publication_changed_is_counted_before_and_after(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        app.casework.topics().decide_topic(TopicDecision::Of(Action::Confirm { topic: pools }), "k", manager, app.now()).await.unwrap();
        let place = async |reference: String, token: String| {
            let case = app.case(&reference).await.stored.id;
            let moved = TopicDecision::Of(Action::Move { cases: [case].into(), to: pools });
            // Placed on arrival already, perhaps; a person says so either way.
            let _ = app.casework.topics().decide_topic(moved, &token, manager, app.now()).await;
        };
        // Six requests a month for eight months before; one a month for four after.
        let before = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"];
        for (m, month) in before.iter().enumerate() {
            for n in 0..6 {
                let reference = asked(&app, &format!("P{m}x{n}"), &format!("{month}-10"), "Swimming pool attendance").await;
                place(reference, format!("p{m}x{n}")).await;
            }
        }
        let row = decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        let row = step(&app, &row, issue(), manager, "b").await.unwrap();
        app.set_clock("2026-11-05T09:00:00Z");
        for month in ["2026-07", "2026-08", "2026-09", "2026-10"] {
            let reference = asked(&app, &format!("Q{month}"), &format!("{month}-10"), "Swimming pool attendance").await;
            place(reference, format!("q{month}")).await;
        }
        let measured = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        // The month of the first request is not whole, and that of the publication is neither.
        assert_eq!((measured.before.months, measured.before.requests), (8, 7 * 6 + 6));
        assert_eq!((measured.after.months, measured.after.requests), (4, 4));
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("Fewer requests came"), "{}", page.html);
        assert!(page.says("3.0"), "one a month is three a quarter: {}", page.html);
        assert!(page.says("All requests a quarter"), "{}", page.html);
        assert!(app.get(&format!("/desk/topics/{pools}")).await.says("Next three months"));
        assert!(app.get(&format!("/desk/topics/{pools}")).await.says("No forecast yet: it is tried on 4 earlier quarters"));
        // Eight figures with a list, four of them before, and twelve months.
        let opened = follow_figures(&app, &format!("/desk/publications/{}", row.id)).await;
        assert_eq!(opened, 8 + 12);
        // Merged into another topic, its publication is measured by the requests of that one.
        let merged = TopicDecision::Of(Action::Merge { topic: pools, into: dogs });
        app.casework.topics().decide_topic(merged, "m", manager, app.now()).await.unwrap();
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        let again = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!((again.after.requests, again.before.months), (4, 8));
        assert!(again.before.requests >= measured.before.requests, "{again:?}");
        follow_figures(&app, &format!("/desk/publications/{}", row.id)).await;
        let page = app.get("/desk/topics/candidates").await;
        assert!(page.html.contains(&format!("/desk/publications/{}", row.id)), "{}", page.html);
        assert!(!page.says("Decision owed"), "{}", page.html);
        assert!(!app.get(&format!("/desk/topics/{pools}")).await.says("Next three months"));
    }
}

/// The generated authority has decided, published and measured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_generated_authority_shows_what_a_publication_changed() {
    let app = App::on_sqlite().await;
    Demo::of(&app.casework)
        .generate(5000, 1, app.now(), &|_| ())
        .await
        .unwrap();
    let rows = app.store().publication().decisions(None).await.unwrap();
    let at = |stage: Stage| rows.iter().filter(|row| row.stage() == stage).count();
    assert_eq!(rows.len(), 5);
    assert_eq!((at(Stage::Decided), at(Stage::Preparing)), (1, 1));
    let titled = |title: &str| {
        rows.iter()
            .find(|row| row.title.starts_with(title))
            .unwrap()
    };
    let measured = async |title: &str| {
        let publishing = app.casework.publishing();
        let measured = publishing.measure(titled(title), app.now()).await.unwrap();
        measured.unwrap().effect.unwrap()
    };
    // Two publications are asked for less since, by either reading, and one is not.
    for (title, verdict) in [
        ("Stop and search", Verdict::Fell),
        ("How soon", Verdict::Fell),
        ("Speeding fines", Verdict::NoClearChange),
    ] {
        let effect = measured(title).await;
        assert_eq!(effect.counts.verdict(), verdict, "{title}: {effect:?}");
        assert_eq!(
            effect.share.unwrap().verdict(),
            verdict,
            "{title}: {effect:?}"
        );
    }
    let row = titled("Stop and search");
    app.person("Mario", Role::Manager).await;
    signed_in(&app, "mario@police.example", "three words here").await;
    let page = app.get(&format!("/desk/publications/{}", row.id)).await;
    assert!(
        page.says("What it changed") && page.html.contains("<svg") && page.says("say the same"),
        "{}",
        page.html
    );
    assert!(
        app.get("/publication-decisions")
            .await
            .says("Stop and search")
    );
}

/// What is said of a request goes with its text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_request_is_like_is_erased_with_its_text() {
    let app = App::on_sqlite().await;
    two_topics(&app).await;
    let reference = asked(
        &app,
        "Hal",
        "2026-06-01",
        "Attendance at the swimming pool in Gale",
    )
    .await;
    assert!(!app.case(&reference).await.similar.is_empty());
    let id = app.case(&reference).await.stored.id;
    // Erasing deletes the row of the text; what hangs on it has to go by itself.
    let database = sqlx::SqlitePool::connect(&app.url).await.unwrap();
    let erase = sqlx::query("DELETE FROM case_texts WHERE case_id = $1").bind(id);
    erase.execute(&database).await.unwrap();
    let case = app.case(&reference).await;
    assert!(case.similar.is_empty() && case.suggestions.is_empty());
    for row in app.store().topics().all().await.unwrap() {
        for listed in app
            .store()
            .publication()
            .contributing(row.entry.id, 100)
            .await
            .unwrap()
        {
            let similar = app.case(&listed.reference).await.similar;
            assert!(similar.iter().all(|s| s.reference != reference));
        }
    }
}
