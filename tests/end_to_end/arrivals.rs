//! A request as it arrives: topics suggested for it and its questions, and scores that follow.

use crate::support::{App, day, signed_in};
use crate::topics::{DOGS, POOLS};
use daylight::casework::publication::candidates::Candidates;
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::Outcome;
use daylight::domain::role::Role;
use daylight::domain::topics::register::{Action, Nature};
use daylight::store::SuggestionRow;
use sea_orm::{ConnectionTrait, Database, FromQueryResult, Statement};
use std::sync::Arc;

/// Twelve requests on two subjects, and the numbers of the topics found: of pools, of dogs.
async fn two_topics(app: &App) -> (i64, i64) {
    let mut logged = Vec::new();
    for (n, text) in POOLS.iter().chain(&DOGS).enumerate() {
        let token = format!("log{n}");
        logged.push(app.logged(day("2026-06-01"), text, &token).await);
    }
    app.casework.topics().find_topics(app.now()).await.unwrap();
    let pools = app.case(&logged[0]).await.topic.unwrap().0;
    let dogs = app.case(&logged[6]).await.topic.unwrap().0;
    assert_ne!(pools, dogs);
    (pools, dogs)
}

/// How many rows a query counts, past every part of the program.
pub async fn counted(app: &App, query: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let behind = Database::connect(app.url.replace("sqlite:", "sqlite://"))
        .await
        .unwrap();
    let statement = Statement::from_string(behind.get_database_backend(), query);
    let row = behind.query_one_raw(statement).await.unwrap().unwrap();
    let count = Count::from_query_result(&row, "").unwrap().count;
    behind.close().await.unwrap();
    count
}

/// Runs a statement behind the program's back.
pub async fn run(app: &App, text: &str) {
    let behind = Database::connect(app.url.replace("sqlite:", "sqlite://"))
        .await
        .unwrap();
    behind.execute_unprepared(text).await.unwrap();
    behind.close().await.unwrap();
}

async fn candidates(app: &App) -> Arc<Candidates> {
    app.casework
        .publishing()
        .candidates(app.now())
        .await
        .unwrap()
}

/// Every candidate is what its topic, read alone and anew, comes to; and none is missing.
async fn are_fresh(app: &App, when: &str) {
    let held = candidates(app).await;
    let topics = app.store().topics().all().await.unwrap();
    let mut expected = 0;
    for topic in &topics {
        let fresh = app
            .casework
            .publishing()
            .candidate(topic, app.now())
            .await
            .unwrap();
        let kept = held.ranked.iter().find(|c| c.topic == topic.entry.id);
        assert_eq!(kept, fresh.as_ref(), "{when}: topic {}", topic.entry.id);
        expected += usize::from(fresh.is_some());
        assert_eq!(held.topics[&topic.entry.id].entry, topic.entry, "{when}");
    }
    assert_eq!(held.ranked.len(), expected, "{when}");
    assert_eq!(held.topics.len(), topics.len(), "{when}");
}

on_both_databases! {
    async fn each_question_is_told_its_topic_the_words_for_it_or_that_it_is_new(app: App) {
        let (pools, dogs) = two_topics(&app).await;
        app.person("Mario", Role::Manager).await;
        let text = "Please tell me:\n1. How many stray dogs did the warden take to the kennels?\n\
                    2. What was the attendance at the swimming pool?\n\
                    3. Who tunes the church bells?";
        let reference = app.logged(day("2026-06-02"), text, "three").await;
        let case = app.case(&reference).await;
        let of = |number: u16| -> Vec<&SuggestionRow> {
            case.suggestions.iter().filter(|s| s.question == number).collect()
        };
        assert_eq!((of(1)[0].topic_id, of(2)[0].topic_id), (dogs, pools));
        assert!(of(1)[0].because.contains("kennels"), "{:?}", of(1));
        assert!(of(2)[0].because.contains("pool"), "{:?}", of(2));
        assert!(of(3).is_empty(), "{:?}", of(3));
        assert!(!case.topic_confirmed, "nothing is assigned silently");
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("for the words: "), "{}", page.html);
        assert_eq!(page.html.matches("Probably new: no topic fits it.").count(), 1);
        let form = app.get(&format!("/desk/requests/{reference}/topics/new")).await;
        assert!(form.says("Suggested by"), "{}", form.html);
        // One question is the request itself, and is not told twice.
        let one = app.logged(day("2026-06-02"), "Who tunes the church bells?", "one").await;
        let case = app.case(&one).await;
        assert!(case.suggestions.is_empty() && case.compared && case.topic.is_none());
        assert!(app.get(&format!("/desk/requests/{one}")).await.says("Probably new: no topic fits well."));
    }

    async fn who_is_about_to_ask_is_told_of_answers_to_the_like_but_not_whose(app: App) {
        let (pools, dogs) = two_topics(&app).await;
        // One person asked all about dogs; of the word nobody else wrote nothing may be told.
        let odd = app.logged(day("2026-06-01"), "Swimming pool attendance of Zebediah in Ogle", "odd").await;
        run(&app, "UPDATE cases SET requester_key = 'k' || id").await;
        run(&app, &format!("UPDATE cases SET requester_key = 'one' WHERE topic_id = {dogs}")).await;
        let told = async |text: &str| {
            let asked = app.casework.cases().asked_before(text, app.now()).await.unwrap();
            let requests = asked.requests.iter();
            let words = requests.map(|r| (r.outcome, r.shared.join(" "))).collect::<Vec<_>>();
            (asked.topic.map(|topic| topic.requesters), words)
        };
        let (pool, dog) = ("Attendance at the swimming pool", "Stray dogs in the kennels of the warden");
        assert_eq!(told(pool).await, (None, vec![]), "no person has confirmed the topic");
        let manager = app.person("Mario", Role::Manager).await;
        for topic in [pools, dogs] {
            let confirm = TopicDecision::Of(Action::Confirm { topic });
            app.casework.topics().decide_topic(confirm, &topic.to_string(), manager, app.now()).await.unwrap();
        }
        assert_eq!(told(pool).await, (Some(7), vec![]), "nothing is answered yet");
        run(&app, "UPDATE cases SET outcome = 'granted_in_part'").await;
        run(&app, "UPDATE cases SET received = '2019-06-01' WHERE id = 2").await;
        let (requesters, requests) = told(pool).await;
        assert!(requesters == Some(6) && !requests.is_empty(), "one of seven asked long ago: {requests:?}");
        let asked = app.casework.cases().asked_before(pool, app.now()).await.unwrap();
        assert!(asked.requests.iter().all(|r| r.received > day("2024-06-02")), "{asked:?}");
        assert!(requests.iter().all(|r| r.0 == Outcome::GrantedInPart && r.1.contains("pool")), "{requests:?}");
        assert_eq!(told(dog).await, (None, vec![]), "one person asked");
        // A word that one request has says nothing: with it and without it the same is told.
        assert_eq!(told("Swimming pool attendance of Zebediah in Ogle").await, told("Swimming pool attendance").await);
        assert!(told("Who swims in pools?").await.1.iter().all(|r| r.1 == "pools swims"), "as it is asked");
        let start = app.get("/requests/new").await;
        let typed = [
            ("csrf", start.value("csrf")), ("description", pool.to_owned()), ("name", "Ann Lee".to_owned()),
            ("email", "ann@example.org".to_owned()), ("reply_by", "email".to_owned()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = app.post("/requests/new/check", &typed).await;
        for told in ["Requests like yours", "June 2026", "Granted in part", "6 people asked about"] {
            assert!(page.says(told), "{told}: {}", page.html);
        }
        assert!(!page.says(&odd[..4]) && !page.says("Requester"), "{}", page.html);
        run(&app, &format!("UPDATE topics SET nature = 'single_incident' WHERE id = {pools}")).await;
        assert_eq!(told(pool).await, (None, vec![]), "about one incident");
    }

    async fn what_is_said_whatever_is_asked_does_not_speak_for_a_topic(app: App) {
        let subjects = [
            "potholes mended along country lanes", "library opening during holidays",
            "parking permits issued to residents", "allotments on the waiting list",
            "school meals served with fruit", "burial plots remaining in cemeteries",
        ];
        let courtesy = "Kindly forward whatever exists through the secure portal";
        for (n, subject) in subjects.iter().enumerate() {
            let text = format!("The number of {subject}. {courtesy}.");
            app.logged(day("2026-06-01"), &text, &format!("c{n}")).await;
        }
        two_topics(&app).await;
        let late = app.logged(day("2026-06-02"), &format!("Who tunes the church bells? {courtesy}!"), "late").await;
        let case = app.case(&late).await;
        assert!(case.suggestions.is_empty(), "{:?}", case.suggestions);
        assert!(case.similar.is_empty(), "{:?}", case.similar);
        let dogs = app.logged(day("2026-06-02"), &format!("Stray dogs in kennels. {courtesy}."), "dogs").await;
        let case = app.case(&dogs).await;
        assert!(!case.similar.is_empty());
        assert!(case.similar.iter().all(|s| !s.shared.contains("portal")), "{:?}", case.similar);
    }

    async fn scores_follow_every_change_though_only_what_changed_is_scored(app: App) {
        let (pools, dogs) = two_topics(&app).await;
        let manager = app.person("Mario", Role::Manager).await;
        are_fresh(&app, "at first").await;
        app.logged(day("2026-06-02"), "Attendance at the swimming pool in Garth", "new").await;
        are_fresh(&app, "a request came").await;
        let held = candidates(&app).await;
        assert!(Arc::ptr_eq(&held, &candidates(&app).await), "nothing happened, nothing is scored");
        let decide = async |action: Action, token: &str| {
            let decision = TopicDecision::Of(action);
            app.casework.topics().decide_topic(decision, token, manager, app.now()).await.unwrap();
        };
        decide(Action::Rename { topic: pools, label: "Swimming".into() }, "a").await;
        are_fresh(&app, "a topic was renamed").await;
        let case = app.store().publication().contributing(dogs, 1).await.unwrap()[0].id;
        decide(Action::Move { cases: [case].into(), to: pools }, "b").await;
        are_fresh(&app, "a request was moved").await;
        decide(Action::Mark { topic: dogs, nature: Nature::SingleIncident, reason: "One escape".into() }, "c").await;
        are_fresh(&app, "a topic is no candidate").await;
        decide(Action::Merge { topic: dogs, into: pools }, "d").await;
        are_fresh(&app, "topics were merged").await;
        run(&app, &format!("UPDATE cases SET effort_minutes = 600 WHERE topic_id = {pools}")).await;
        are_fresh(&app, "hours were recorded").await;
        app.casework.topics().find_topics(app.now()).await.unwrap();
        are_fresh(&app, "topics were searched").await;
        app.set_clock("2027-06-02T09:00:00Z");
        are_fresh(&app, "a year went by").await;
    }

    async fn what_was_kept_of_a_request_goes_with_its_text(app: App) {
        two_topics(&app).await;
        let text = "1. Stray dogs in the kennels of the warden?\n2. Swimming pool attendance?";
        let reference = app.logged(day("2026-06-02"), text, "late").await;
        let id = app.case(&reference).await.stored.id;
        let kept = [
            format!("SELECT COUNT(*) AS count FROM case_texts WHERE case_id = {id}"),
            format!("SELECT COUNT(*) AS count FROM similar_cases WHERE case_id = {id}"),
            format!("SELECT COUNT(*) AS count FROM topic_suggestions WHERE case_id = {id}"),
            format!("SELECT COUNT(*) AS count FROM case_words WHERE case_id = {id}"),
            format!("SELECT COUNT(*) AS count FROM question_suggestions WHERE case_id = {id}"),
        ];
        for query in &kept {
            assert!(counted(&app, query).await > 0, "{query}");
        }
        // A copy that comes later lists it, which goes too.
        app.logged(day("2026-06-02"), text, "copy").await;
        let beside = format!("SELECT COUNT(*) AS count FROM similar_cases WHERE other_id = {id}");
        assert!(counted(&app, &beside).await > 0);
        // As an erasure does it: marked, so that nobody takes it for a loss, and with all that stands of it.
        let key = format!("row {reference}");
        run(&app, &format!("UPDATE cases SET subject = '', requester_key = '{key}' WHERE id = {id}")).await;
        run(&app, &format!("UPDATE questions SET body = '' WHERE case_id = {id}")).await;
        let erased = format!("UPDATE requesters SET erased_at = '2026-06-02T09:00:00.000Z', name = NULL, email = NULL, address = NULL, category = NULL, match_key = '{key}' WHERE id = (SELECT requester_id FROM cases WHERE id = {id})");
        run(&app, &erased).await;
        run(&app, &format!("DELETE FROM case_texts WHERE case_id = {id}")).await;
        for query in kept.iter().chain([&beside]) {
            assert_eq!(counted(&app, query).await, 0, "{query}");
        }
        assert_eq!(app.case(&reference).await.body, "");
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let like = app.logged(day("2026-06-02"), text, "again").await;
        assert!(app.case(&like).await.similar.iter().all(|s| s.reference != reference));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }
}

/// On PostgreSQL two transactions may commit in another order than they began in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_committed_late_is_scored_though_a_later_one_was_seen_before() {
    let Some(app) = App::on_postgresql().await else {
        return;
    };
    let (pools, dogs) = two_topics(&app).await;
    are_fresh(&app, "at first").await;
    let stray = app
        .store()
        .publication()
        .contributing(dogs, 1)
        .await
        .unwrap()[0]
        .id;
    let slow = app.store().begin().await.unwrap();
    slow.topics().suggest_topic(stray, pools).await.unwrap();
    let quick = app.store().begin().await.unwrap();
    let other = app
        .store()
        .publication()
        .contributing(dogs, 2)
        .await
        .unwrap()[1]
        .id;
    quick.topics().suggest_topic(other, pools).await.unwrap();
    quick.commit().await.unwrap();
    are_fresh(&app, "the later one was committed").await;
    assert_eq!(candidates(&app).await.requests[&pools], 7);
    slow.commit().await.unwrap();
    are_fresh(&app, "the earlier one was committed").await;
    assert_eq!(candidates(&app).await.requests[&pools], 8);
}
